// SPDX-FileCopyrightText: The Dossier authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include <json-glib/json-glib.h>
#include <libsoup/soup.h>

#include "dossier-demo-fault-private.h"
#include "dossier-demo-index.h"
#include "dossier-demo-world-private.h"

G_BEGIN_DECLS

typedef enum
{
  DOSSIER_DEMO_REST_JSON,
  DOSSIER_DEMO_JSON,     /* JSON 1.1, X-Amz-Target */
  DOSSIER_DEMO_QUERY,
  DOSSIER_DEMO_REST_XML, /* S3 */
} DossierDemoProtocol;

typedef struct _DossierDemoService DossierDemoService;

/* @route selects the operation: the path of REST-JSON, behind the method where the
 * service is unsigned; elsewhere NULL, and the name does. @run answers by one of the functions below, exactly once. */
typedef struct
{
  const char *name;
  const char *route;
  void (*run) (DossierDemoCall *call);
} DossierDemoOperation;

struct _DossierDemoService
{
  const char *name;    /* of the credential scope */
  DossierDemoProtocol protocol;
  const char *version; /* the query protocol's Version */
  const char *target;  /* JSON 1.1: what X-Amz-Target begins with */
  gboolean global;     /* any Region may sign for it, also us-east-1 */
  gboolean is_unsigned; /* found by method and path; who calls is in the request itself */
  const DossierDemoOperation *operations;
  gsize n_operations;
  /* Finds the operation where no rule above does; NULL when none fits, or when
   * it refused the call itself. */
  const DossierDemoOperation *(*find) (DossierDemoCall *call);
  /* Answers and returns TRUE where a scenario lets the call fail; may be NULL. */
  gboolean (*refuses) (DossierDemoCall *call);
};

/* Who signed. @arn is the user's, or the role session's. */
typedef struct
{
  const DossierDemoIdentity *identity;
  const DossierDemoCredential *credential;
  const char *account;
  char *arn;
  char *user_id;
} DossierDemoCaller;

/* One request whose signature is good, taken apart. Everything here belongs to
 * the call. */
struct _DossierDemoCall
{
  const DossierDemoService *service;
  const DossierDemoOperation *operation;
  DossierDemoWorld *world;
  DossierDemoIndex *index; /* the findings */
  gint64 now;             /* microseconds since 1970 UTC */
  DossierDemoFaults *faults;
  guint report_ms;        /* how long a report takes to make */
  const char *region;     /* of the credential scope */
  DossierDemoCaller caller;
  const char *method;
  const char *path;       /* as on the wire, percent-encoded */
  GHashTable *query;      /* of the URL; of the body too with the query protocol */
  GBytes *body;           /* without the framing of aws-chunked */
  GHashTable *trailers;   /* nullable: lower-case names, after an aws-chunked body */
  JsonObject *input;      /* the body of the JSON protocols, never NULL there */
  char *bucket;           /* S3: nullable */
  char *key;              /* S3: nullable: decoded */
  char *request_id;
  SoupServerMessage *message;
  char *error_code;       /* nullable: what was refused, for the log */
  gboolean answered;
};

const char *dossier_demo_call_get_header  (DossierDemoCall    *call,
                                           const char         *name);
const char *dossier_demo_call_get_query   (DossierDemoCall    *call,
                                           const char         *name);
void        dossier_demo_call_set_header  (DossierDemoCall    *call,
                                           const char         *name,
                                           const char         *value);
void        dossier_demo_call_reply       (DossierDemoCall    *call,
                                           guint               status,
                                           const char         *content_type,
                                           GBytes             *body);
void        dossier_demo_call_reply_json  (DossierDemoCall    *call,
                                           JsonObject         *output);
void        dossier_demo_call_reply_query (DossierDemoCall    *call,
                                           const char         *result);
void        dossier_demo_call_reply_xml   (DossierDemoCall    *call,
                                           GString            *document);
void        dossier_demo_call_refuse      (DossierDemoCall    *call,
                                           guint               status,
                                           const char         *code,
                                           const char         *format,
                                           ...) G_GNUC_PRINTF (4, 5);
void        dossier_demo_call_refuse_with (DossierDemoCall    *call,
                                           guint               status,
                                           const char         *code,
                                           const char         *text,
                                           JsonObject         *members);
gboolean    dossier_demo_call_authorize   (DossierDemoCall    *call,
                                           const char         *action,
                                           const char         *resource,
                                           ...) G_GNUC_NULL_TERMINATED;

DossierDemoCredential *
            dossier_demo_call_add_session (DossierDemoCall    *call,
                                           const DossierDemoIdentity *identity,
                                           guint64             seconds);

void        dossier_demo_xml_add          (GString            *xml,
                                           const char         *name,
                                           const char         *value);

G_END_DECLS
