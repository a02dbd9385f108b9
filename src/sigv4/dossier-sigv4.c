// SPDX-FileCopyrightText: The Dossier authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "config.h"

#include <string.h>

#include "dossier-crypto.h"
#include "dossier-sigv4.h"
#include "dossier-time.h"
#include "dossier-uri.h"

static char *
scope_text (const DossierSigv4Scope *scope)
{
  g_autofree char *time = dossier_time_to_amz_date (scope->time);

  return g_strdup_printf ("%.8s/%s/%s/aws4_request", time, scope->region, scope->service);
}

/**
 * dossier_sigv4_string_to_sign:
 * @scope: where and when
 * @canonical_request: the first stage's result
 *
 * The second stage.
 *
 * Returns: (transfer full): the string to sign
 */
char *
dossier_sigv4_string_to_sign (const DossierSigv4Scope *scope,
                              const char              *canonical_request)
{
  g_autofree char *hash = dossier_sha256_hex (canonical_request, strlen (canonical_request));
  g_autofree char *time = dossier_time_to_amz_date (scope->time);
  g_autofree char *where = scope_text (scope);

  return g_strjoin ("\n", DOSSIER_SIGV4_ALGORITHM, time, where, hash, NULL);
}

static void
chain (guint8      key[DOSSIER_SHA256_SIZE],
       const char *text,
       gsize       length)
{
  dossier_hmac_sha256 (key, DOSSIER_SHA256_SIZE, text, length, key);
}

/**
 * dossier_sigv4_signature:
 * @scope: where and when
 * @secret: the secret access key
 * @string_to_sign: the second stage's result
 *
 * The third stage. Keys derived on the way are wiped.
 *
 * Returns: (transfer full): the signature in hexadecimal
 */
char *
dossier_sigv4_signature (const DossierSigv4Scope *scope,
                         const DossierSecret     *secret,
                         const char              *string_to_sign)
{
  g_autofree char *time = dossier_time_to_amz_date (scope->time);
  gsize length = dossier_secret_length (secret);
  char *first = g_malloc (length + 5);
  guint8 key[DOSSIER_SHA256_SIZE];
  char *signature;

  memcpy (first, "AWS4", 4);
  memcpy (first + 4, dossier_secret_peek (secret), length + 1);
  dossier_hmac_sha256 (first, length + 4, time, 8, key);
  dossier_wipe_free (first);

  chain (key, scope->region, strlen (scope->region));
  chain (key, scope->service, strlen (scope->service));
  chain (key, "aws4_request", strlen ("aws4_request"));
  chain (key, string_to_sign, strlen (string_to_sign));

  signature = dossier_hex (key, sizeof key);
  dossier_wipe (key, sizeof key);
  return signature;
}

/**
 * dossier_sigv4_authorization:
 * @request: what is signed; host and x-amz-date must be among its headers
 * @scope: where and when
 * @access_key_id: whose key it is
 * @secret: the secret access key
 *
 * All stages, for a request that carries its signature in a header.
 *
 * Returns: (transfer full): the value of the Authorization header
 */
char *
dossier_sigv4_authorization (const DossierSigv4Request *request,
                             const DossierSigv4Scope   *scope,
                             const char                *access_key_id,
                             const DossierSecret       *secret)
{
  g_autofree char *names = NULL;
  g_autofree char *canonical = dossier_sigv4_canonical_request (request, scope, &names);
  g_autofree char *to_sign = dossier_sigv4_string_to_sign (scope, canonical);
  g_autofree char *signature = dossier_sigv4_signature (scope, secret, to_sign);
  g_autofree char *where = scope_text (scope);

  return g_strdup_printf (DOSSIER_SIGV4_ALGORITHM " Credential=%s/%s, SignedHeaders=%s, Signature=%s",
                          access_key_id, where, names, signature);
}

static void
add_parameter (GString    *query,
               const char *name,
               const char *value)
{
  g_autofree char *encoded = dossier_uri_encode (value, FALSE);

  g_string_append_printf (query, "%s%s=%s", query->len > 0 ? "&" : "", name, encoded);
}

/**
 * dossier_sigv4_presign:
 * @request: what is signed; host must be among its headers
 * @scope: where and when
 * @access_key_id: whose key it is
 * @secret: the secret access key
 * @session_token: (nullable): the token of temporary credentials
 * @expires: seconds the URL is good for, at most %DOSSIER_SIGV4_MAX_EXPIRES
 *
 * All stages, for a URL that carries its signature in the query, so that a
 * browser can follow it.
 *
 * Returns: (transfer full): the whole query, without `?`
 */
char *
dossier_sigv4_presign (const DossierSigv4Request *request,
                       const DossierSigv4Scope   *scope,
                       const char                *access_key_id,
                       const DossierSecret       *secret,
                       const char                *session_token,
                       guint                      expires)
{
  g_autofree char *time = dossier_time_to_amz_date (scope->time);
  g_autofree char *where = scope_text (scope);
  g_autofree char *credential = g_strconcat (access_key_id, "/", where, NULL);
  g_autofree char *lifetime = g_strdup_printf ("%u", MIN (expires, DOSSIER_SIGV4_MAX_EXPIRES));
  g_autofree char *names = NULL;
  g_autofree char *unused = dossier_sigv4_canonical_request (request, scope, &names);
  g_autofree char *canonical = NULL;
  g_autofree char *to_sign = NULL;
  g_autofree char *signature = NULL;
  GString *query = g_string_new (request->query);
  DossierSigv4Request signable = *request;

  add_parameter (query, "X-Amz-Algorithm", DOSSIER_SIGV4_ALGORITHM);
  add_parameter (query, "X-Amz-Credential", credential);
  add_parameter (query, "X-Amz-Date", time);
  add_parameter (query, "X-Amz-Expires", lifetime);
  add_parameter (query, "X-Amz-SignedHeaders", names);
  if (session_token != NULL)
    add_parameter (query, "X-Amz-Security-Token", session_token);

  signable.query = query->str;
  canonical = dossier_sigv4_canonical_request (&signable, scope, NULL);
  to_sign = dossier_sigv4_string_to_sign (scope, canonical);
  signature = dossier_sigv4_signature (scope, secret, to_sign);

  add_parameter (query, "X-Amz-Signature", signature);
  return g_string_free_and_steal (query);
}
