// SPDX-FileCopyrightText: The Dossier authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "config.h"

#include <string.h>

#include "dossier-crypto.h"
#include "dossier-demo-auth-private.h"
#include "dossier-sigv4-authorization.h"
#include "dossier-sigv4.h"
#include "dossier-time.h"

/* How far a request's date may be off, in minutes. */
#define MAX_SKEW_MIN 5

static const char *
refuse (char       **explanation,
        const char  *code,
        char        *text)
{
  *explanation = text;
  return code;
}

static const char *
check_scope (const DossierDemoIdentity        *identity,
             const DossierSigv4Authorization  *authorization,
             const char                       *amz_date,
             char                            **explanation)
{
  if (!g_str_equal (authorization->access_key_id, identity->access_key_id))
    return refuse (explanation, "InvalidClientTokenId",
                   g_strdup ("The security token included in the request is invalid."));
  if (!g_str_equal (authorization->service, identity->service))
    return refuse (explanation, "SignatureDoesNotMatch",
                   g_strdup_printf ("Credential should be scoped to correct service: '%s'.", identity->service));
  if (!g_str_equal (authorization->region, identity->region))
    return refuse (explanation, "SignatureDoesNotMatch",
                   g_strdup ("Credential should be scoped to a valid region."));
  if (!g_str_has_prefix (amz_date, authorization->date))
    return refuse (explanation, "SignatureDoesNotMatch",
                   g_strdup ("Date in Credential scope does not match YYYYMMDD from ISO-8601 version of date from HTTP."));
  return NULL;
}

static const char *
check_date (const char  *amz_date,
            gint64       signed_at,
            gint64       now,
            char       **explanation)
{
  const gint64 most = MAX_SKEW_MIN * G_TIME_SPAN_MINUTE;
  g_autofree char *here = dossier_time_to_amz_date (now);
  g_autofree char *limit = NULL;

  if (signed_at < now - most)
    {
      limit = dossier_time_to_amz_date (now - most);
      return refuse (explanation, "SignatureDoesNotMatch",
                     g_strdup_printf ("Signature expired: %s is now earlier than %s (%s - %d min.)",
                                      amz_date, limit, here, MAX_SKEW_MIN));
    }
  if (signed_at > now + most)
    {
      limit = dossier_time_to_amz_date (now + most);
      return refuse (explanation, "SignatureDoesNotMatch",
                     g_strdup_printf ("Signature not yet current: %s is still later than %s (%s + %d min.)",
                                      amz_date, limit, here, MAX_SKEW_MIN));
    }
  return NULL;
}

static char *
expected_signature (const DossierDemoIdentity       *identity,
                    SoupServerMessage               *message,
                    const DossierSigv4Authorization *authorization,
                    gint64                           signed_at)
{
  SoupMessageHeaders *sent = soup_server_message_get_request_headers (message);
  SoupMessageBody *body = soup_server_message_get_request_body (message);
  g_autoptr (GBytes) bytes = soup_message_body_flatten (body);
  GUri *uri = soup_server_message_get_uri (message);
  gsize n = g_strv_length (authorization->signed_headers);
  g_autofree DossierSigv4Header *headers = g_new0 (DossierSigv4Header, n);
  g_autofree char *hash = NULL, *canonical = NULL, *to_sign = NULL;
  DossierSigv4Request request = { 0 };
  DossierSigv4Scope scope = { identity->region, identity->service, signed_at, DOSSIER_SIGV4_DEFAULT };

  for (gsize i = 0; i < n; i++)
    {
      const char *value = soup_message_headers_get_list (sent, authorization->signed_headers[i]);

      headers[i].name = authorization->signed_headers[i];
      headers[i].value = value != NULL ? value : "";
    }

  /* What arrived is hashed, whatever a header claims about it. */
  hash = dossier_sha256_hex (g_bytes_get_data (bytes, NULL), g_bytes_get_size (bytes));
  request.method = soup_server_message_get_method (message);
  request.path = g_uri_get_path (uri);
  request.query = g_uri_get_query (uri);
  request.headers = headers;
  request.n_headers = n;
  request.payload_hash = hash;

  canonical = dossier_sigv4_canonical_request (&request, &scope, NULL);
  to_sign = dossier_sigv4_string_to_sign (&scope, canonical);
  return dossier_sigv4_signature (&scope, identity->secret, to_sign);
}

/**
 * dossier_demo_auth_check:
 * @identity: who may call, and what is called
 * @message: a request whose body has arrived
 * @now: microseconds since 1970 UTC
 * @explanation: (out) (transfer full): AWS's words, when refused
 *
 * Checks a request by signing it again, as the query services (IAM and STS) do.
 *
 * Returns: (nullable): %NULL when the signature is good, else AWS's error code
 */
const char *
dossier_demo_auth_check (const DossierDemoIdentity  *identity,
                         SoupServerMessage          *message,
                         gint64                      now,
                         char                      **explanation)
{
  SoupMessageHeaders *sent = soup_server_message_get_request_headers (message);
  const char *value = soup_message_headers_get_one (sent, "Authorization");
  const char *amz_date = soup_message_headers_get_one (sent, "X-Amz-Date");
  g_autoptr (DossierSigv4Authorization) authorization = NULL;
  g_autofree char *signature = NULL;
  const char *code;
  gint64 signed_at;

  if (value == NULL)
    return refuse (explanation, "MissingAuthenticationToken",
                   g_strdup ("Request is missing Authentication Token"));
  authorization = dossier_sigv4_authorization_parse (value, NULL);
  if (authorization == NULL || amz_date == NULL || !dossier_time_from_amz_date (amz_date, &signed_at))
    return refuse (explanation, "IncompleteSignature",
                   g_strdup ("Authorization header requires 'Credential', 'Signature' and 'SignedHeaders' parameters "
                             "and existence of an 'X-Amz-Date' header."));
  code = check_scope (identity, authorization, amz_date, explanation);
  if (code == NULL)
    code = check_date (amz_date, signed_at, now, explanation);
  if (code != NULL)
    return code;

  signature = expected_signature (identity, message, authorization, signed_at);
  if (!g_strv_contains ((const char *const *) authorization->signed_headers, "host") ||
      !g_strv_contains ((const char *const *) authorization->signed_headers, "x-amz-date") ||
      !g_str_equal (signature, authorization->signature))
    return refuse (explanation, "SignatureDoesNotMatch",
                   g_strdup ("The request signature we calculated does not match the signature you provided. "
                             "Check your AWS Secret Access Key and signing method. "
                             "Consult the service documentation for details."));
  return NULL;
}
