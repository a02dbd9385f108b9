// SPDX-FileCopyrightText: The Dossier authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include <libsoup/soup.h>

G_BEGIN_DECLS

/* A server for tests of clients: on a free loopback port, on a thread of its
 * own, so that the test's main loop is free for the client. Include it from a
 * test that has dossier_test_server_dep among its dependencies.
 *
 * HTTP, with answers that are well-formed:
 *
 *   static void
 *   answer (SoupServerMessage *message, guint number, gpointer data)
 *   {
 *     dossier_test_answer (message, number == 1 ? 503 : 200, "application/json", "{}");
 *   }
 *
 *   server = dossier_test_server_new (answer, NULL);
 *   … dossier_test_server_get_url (server) …
 *   g_assert_cmpuint (dossier_test_server_get_n_requests (server), ==, 2);
 *
 * Raw, for all that HTTP libraries refuse to send: the function gets each
 * connection on a thread of its own and talks with dossier_test_raw_*(), which
 * block. When it returns, the connection is closed.
 *
 *   static void
 *   cut (GSocketConnection *connection, guint number, gpointer data)
 *   {
 *     g_free (dossier_test_raw_read_request (connection));
 *     dossier_test_raw_write (connection, "HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\n{", -1);
 *     dossier_test_raw_reset (connection);
 *   }
 *
 * Functions run on threads of the server: what they share with the test they
 * change atomically.
 */
typedef struct _DossierTestServer DossierTestServer;

/**
 * DossierTestServerFunc:
 * @message: a request, read to its end, to be answered
 * @number: which request it is, from 1
 * @data: the server's data
 */
typedef void (*DossierTestServerFunc) (SoupServerMessage *message,
                                       guint              number,
                                       gpointer           data);

/**
 * DossierTestRawFunc:
 * @connection: a connection of which nothing was read
 * @number: which connection it is, from 1
 * @data: the server's data
 */
typedef void (*DossierTestRawFunc) (GSocketConnection *connection,
                                    guint              number,
                                    gpointer           data);

/**
 * DossierTestRequest:
 * @method: the HTTP method
 * @target: path and query, as they were sent
 * @headers: the headers
 * @body: the body
 *
 * A request as an HTTP server got it.
 */
typedef struct
{
  char *method;
  char *target;
  SoupMessageHeaders *headers;
  GBytes *body;
} DossierTestRequest;

DossierTestServer *dossier_test_server_new              (DossierTestServerFunc  func,
                                                         gpointer               data);
DossierTestServer *dossier_test_server_new_tls          (DossierTestServerFunc  func,
                                                         gpointer               data,
                                                         GTlsCertificate       *certificate);
DossierTestServer *dossier_test_server_new_raw          (DossierTestRawFunc     func,
                                                         gpointer               data);
void               dossier_test_server_free             (DossierTestServer     *self);
const char        *dossier_test_server_get_url          (DossierTestServer     *self);
guint16            dossier_test_server_get_port         (DossierTestServer     *self);
guint              dossier_test_server_get_n_requests   (DossierTestServer     *self);
guint              dossier_test_server_get_n_connections (DossierTestServer    *self);
const DossierTestRequest *dossier_test_server_get_request (DossierTestServer   *self,
                                                           guint                index);

void               dossier_test_answer                  (SoupServerMessage     *message,
                                                         guint                  status,
                                                         const char            *content_type,
                                                         const char            *body);
char              *dossier_test_raw_read_request        (GSocketConnection     *connection);
gboolean           dossier_test_raw_write               (GSocketConnection     *connection,
                                                         const char            *text,
                                                         gssize                 length);
void               dossier_test_raw_hold                (GSocketConnection     *connection);
void               dossier_test_raw_reset               (GSocketConnection     *connection);

guint16            dossier_test_closed_port             (void);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (DossierTestServer, dossier_test_server_free)

G_END_DECLS
