// SPDX-FileCopyrightText: The Dossier authors
// SPDX-License-Identifier: GPL-3.0-or-later

/* Certificates are verified: a server that cannot show a good one hears nothing. */

#include "config.h"

#include <gnutls/gnutls.h>
#include <gnutls/x509.h>
#include <string.h>

#include "aws-test.h"

static char *
export (int (*func) (gpointer, gnutls_x509_crt_fmt_t, gnutls_datum_t *),
        gpointer thing)
{
  gnutls_datum_t pem = { 0 };
  char *text;

  g_assert_cmpint (func (thing, GNUTLS_X509_FMT_PEM, &pem), ==, 0);
  text = g_strndup ((const char *) pem.data, pem.size);
  gnutls_free (pem.data);
  return text;
}

static int
export_key (gpointer               key,
            gnutls_x509_crt_fmt_t  format,
            gnutls_datum_t        *pem)
{
  return gnutls_x509_privkey_export2 (key, format, pem);
}

static int
export_certificate (gpointer               certificate,
                    gnutls_x509_crt_fmt_t  format,
                    gnutls_datum_t        *pem)
{
  return gnutls_x509_crt_export2 (certificate, format, pem);
}

/* A certificate that signed itself, for one name, and good for an hour from @from. */
static GTlsCertificate *
make_certificate (const char  *name,
                  time_t       from,
                  char       **pem)
{
  gnutls_x509_privkey_t key;
  gnutls_x509_crt_t certificate;
  g_autofree char *key_text = NULL;
  g_autoptr(GError) error = NULL;
  g_autofree char *both = NULL;
  GTlsCertificate *made;

  g_assert_cmpint (gnutls_x509_privkey_init (&key), ==, 0);
  g_assert_cmpint (gnutls_x509_privkey_generate (key, GNUTLS_PK_ECDSA,
                                                 GNUTLS_CURVE_TO_BITS (GNUTLS_ECC_CURVE_SECP256R1), 0), ==, 0);
  g_assert_cmpint (gnutls_x509_crt_init (&certificate), ==, 0);
  gnutls_x509_crt_set_version (certificate, 3);
  gnutls_x509_crt_set_serial (certificate, "\x01", 1);
  gnutls_x509_crt_set_activation_time (certificate, from);
  gnutls_x509_crt_set_expiration_time (certificate, from + 3600);
  gnutls_x509_crt_set_dn (certificate, "CN=test", NULL);
  gnutls_x509_crt_set_key (certificate, key);
  gnutls_x509_crt_set_basic_constraints (certificate, 1, -1);
  if (g_hostname_is_ip_address (name))
    gnutls_x509_crt_set_subject_alt_name (certificate, GNUTLS_SAN_IPADDRESS, "\x7f\x00\x00\x01", 4, 0);
  else
    gnutls_x509_crt_set_subject_alt_name (certificate, GNUTLS_SAN_DNSNAME, name, (unsigned) strlen (name), 0);
  g_assert_cmpint (gnutls_x509_crt_sign2 (certificate, certificate, key, GNUTLS_DIG_SHA256, 0), ==, 0);

  *pem = export (export_certificate, certificate);
  key_text = export (export_key, key);
  gnutls_x509_crt_deinit (certificate);
  gnutls_x509_privkey_deinit (key);

  both = g_strconcat (*pem, key_text, NULL);
  made = g_tls_certificate_new_from_pem (both, -1, &error);
  g_assert_no_error (error);
  return made;
}

/* Makes the process trust what @pem holds, as a system trusts its authorities;
 * @folder must stay as long.
 */
static void
trust (const char *pem,
       const char *folder)
{
  g_autofree char *path = g_build_filename (folder, "anchors.pem", NULL);
  g_autoptr(GTlsDatabase) database = NULL;
  g_autoptr(GError) error = NULL;

  g_file_set_contents (path, pem, -1, &error);
  g_assert_no_error (error);
  database = g_tls_file_database_new (path, &error);
  g_assert_no_error (error);
  g_tls_backend_set_default_database (g_tls_backend_get_default (), database);
}

static void
answer_ok (SoupServerMessage *message,
           guint,
           gpointer)
{
  dossier_test_answer (message, 200, "application/json", "{}");
}

static void
test_certificates (void)
{
  const struct
  {
    const char *name;
    int age;
    gboolean trusted;
    gboolean good;
  } cases[] = {
    { "127.0.0.1", 60, FALSE, FALSE },
    { "127.0.0.1", 60, TRUE, TRUE },
    { "inspector2.us-east-1.amazonaws.com", 60, TRUE, FALSE },
    { "127.0.0.1", 7200, TRUE, FALSE },
    { "127.0.0.1", -7200, TRUE, FALSE },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree char *folder = dossier_test_make_folder ();
      g_autofree char *pem = NULL;
      g_autoptr(GTlsCertificate) certificate = make_certificate (cases[i].name, time (NULL) - cases[i].age, &pem);
      g_autoptr(DossierTestServer) server = dossier_test_server_new_tls (answer_ok, NULL, certificate);
      g_autoptr(DossierClock) clock = dossier_fake_clock_new (TEST_TIME);
      g_autoptr(DossierAwsClient) client = NULL;
      g_autoptr(DossierAwsResponse) response = NULL;
      g_autoptr(GError) error = NULL;

      g_tls_backend_set_default_database (g_tls_backend_get_default (), NULL);
      if (cases[i].trusted)
        trust (pem, folder);

      client = test_client_new (dossier_test_server_get_url (server), clock, 0);
      response = test_call (client, test_request_new (), &error);
      dossier_test_remove_tree (folder);
      if (cases[i].good)
        {
          g_assert_no_error (error);
          continue;
        }
      g_assert_error (error, G_TLS_ERROR, G_TLS_ERROR_BAD_CERTIFICATE);
      g_assert_nonnull (strstr (error->message, "ListFindings of inspector2"));
      g_assert_nonnull (strstr (error->message, "Nothing was sent"));
      g_assert_cmpuint (dossier_test_server_get_n_requests (server), ==, 0);
      /* Another attempt would meet the same certificate. */
      g_assert_cmpuint (dossier_fake_clock_get_slept (DOSSIER_FAKE_CLOCK (clock)), ==, 0);
    }
}

typedef struct
{
  GTlsCertificate *certificate;
  const char *priority;
  int n_requests;
} Old;

/* One request over TLS of the versions that @data allows. */
static void
speak_version (GSocketConnection *connection,
               guint,
               gpointer data)
{
  Old *old = data;
  g_autofree char *pem = NULL;
  g_autofree char *key = NULL;
  gnutls_certificate_credentials_t credentials;
  gnutls_session_t session;
  char buffer[4096];
  int result;
  static const char answer[] = "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\n{}";

  g_object_get (old->certificate, "certificate-pem", &pem, "private-key-pem", &key, NULL);
  gnutls_certificate_allocate_credentials (&credentials);
  g_assert_cmpint (gnutls_certificate_set_x509_key_mem (
                       credentials, &(gnutls_datum_t) { (unsigned char *) pem, (unsigned) strlen (pem) },
                       &(gnutls_datum_t) { (unsigned char *) key, (unsigned) strlen (key) }, GNUTLS_X509_FMT_PEM), ==, 0);
  gnutls_init (&session, GNUTLS_SERVER);
  g_assert_cmpint (gnutls_priority_set_direct (session, old->priority, NULL), ==, 0);
  gnutls_credentials_set (session, GNUTLS_CRD_CERTIFICATE, credentials);
  gnutls_transport_set_int (session, g_socket_get_fd (g_socket_connection_get_socket (connection)));

  do
    {
      g_socket_condition_wait (g_socket_connection_get_socket (connection), G_IO_IN, NULL, NULL);
      result = gnutls_handshake (session);
    }
  while (result < 0 && gnutls_error_is_fatal (result) == 0);

  if (result == 0)
    {
      do
        {
          g_socket_condition_wait (g_socket_connection_get_socket (connection), G_IO_IN, NULL, NULL);
          result = (int) gnutls_record_recv (session, buffer, sizeof buffer);
        }
      while (result == GNUTLS_E_AGAIN);
      if (result > 0)
        g_atomic_int_inc (&old->n_requests);
      gnutls_record_send (session, answer, sizeof answer - 1);
      gnutls_bye (session, GNUTLS_SHUT_WR);
    }
  gnutls_deinit (session);
  gnutls_certificate_free_credentials (credentials);
}

/* TLS 1.2 at least (RFC 8996), though the certificate is a good one. */
static void
test_versions (void)
{
  const struct
  {
    const char *priority;
    gboolean good;
  } cases[] = {
    { "NORMAL:-VERS-ALL:+VERS-TLS1.3", TRUE },
    { "NORMAL:-VERS-ALL:+VERS-TLS1.2", TRUE },
    { "NORMAL:-VERS-ALL:+VERS-TLS1.1", FALSE },
    { "NORMAL:-VERS-ALL:+VERS-TLS1.0", FALSE },
  };
  g_autofree char *folder = dossier_test_make_folder ();
  g_autofree char *pem = NULL;
  g_autoptr(GTlsCertificate) certificate = make_certificate ("127.0.0.1", time (NULL) - 60, &pem);

  trust (pem, folder);
  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      Old old = { certificate, cases[i].priority, 0 };
      g_autoptr(DossierTestServer) server = dossier_test_server_new_raw (speak_version, &old);
      g_autofree char *url = g_strdup_printf ("https://127.0.0.1:%u", dossier_test_server_get_port (server));
      g_autoptr(DossierAwsClient) client = test_client_new (url, NULL, 0);
      g_autoptr(GError) error = NULL;
      g_autoptr(DossierAwsResponse) response = test_call (client, test_request_new (), &error);

      if (cases[i].good)
        g_assert_no_error (error);
      else
        g_assert_error (error, G_TLS_ERROR, G_TLS_ERROR_HANDSHAKE);
      /* Its thread has ended then, and heard what there was to hear. */
      g_clear_pointer (&server, dossier_test_server_free);
      g_assert_cmpint (g_atomic_int_get (&old.n_requests), ==, cases[i].good);
    }
  dossier_test_remove_tree (folder);
}

static void
speak_no_tls (GSocketConnection *connection,
              guint,
              gpointer)
{
  dossier_test_raw_write (connection, "HTTP/1.1 400 Bad Request\r\nContent-Length: 0\r\n\r\n", -1);
  dossier_test_raw_hold (connection);
}

static void
test_no_tls_at_all (void)
{
  g_autoptr(DossierTestServer) server = dossier_test_server_new_raw (speak_no_tls, NULL);
  g_autofree char *url = g_strdup_printf ("https://127.0.0.1:%u", dossier_test_server_get_port (server));
  g_autoptr(DossierAwsClient) client = test_client_new (url, NULL, 0);
  g_autoptr(GError) error = NULL;

  g_assert_null (test_call (client, test_request_new (), &error));
  g_assert_cmpint (error->domain, ==, G_TLS_ERROR);
}

int
main (int    argc,
      char **argv)
{
  dossier_test_init (&argc, &argv);
  dossier_test_add_fiber ("/aws/client-tls/certificates", test_certificates);
  dossier_test_add_fiber ("/aws/client-tls/versions", test_versions);
  dossier_test_add_fiber ("/aws/client-tls/no-tls-at-all", test_no_tls_at_all);
  return g_test_run ();
}
