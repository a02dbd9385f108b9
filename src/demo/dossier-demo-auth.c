// SPDX-FileCopyrightText: The Dossier authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "config.h"

#include <string.h>

#include "dossier-crypto.h"
#include "dossier-demo-auth-private.h"
#include "dossier-sigv4.h"
#include "dossier-time.h"

/* How far a request's date may be off, in minutes. */
#define MAX_SKEW_MIN 5
#define MAX_SKEW_S3_MIN 15

typedef enum
{
  PROBLEM_MISSING,
  PROBLEM_GARBLED,
  PROBLEM_UNKNOWN_KEY,
  PROBLEM_TOKEN,
  PROBLEM_EXPIRED_TOKEN,
  PROBLEM_SCOPE,
  PROBLEM_SKEW,
  PROBLEM_EXPIRED_URL,
  PROBLEM_SIGNATURE,
  PROBLEM_BODY,
  PROBLEM_NO_HASH,
  PROBLEM_UNSIGNED_HEADER,
} Problem;

/* The same refusal has a name of its own in each protocol. */
static const struct
{
  struct { guint status; const char *code; } of[4]; /* by DossierDemoProtocol */
} refusals[] = {
  [PROBLEM_MISSING] = { { { 403, "MissingAuthenticationTokenException" }, { 400, "MissingAuthenticationTokenException" },
                          { 403, "MissingAuthenticationToken" }, { 403, "AccessDenied" } } },
  [PROBLEM_GARBLED] = { { { 400, "IncompleteSignatureException" }, { 400, "IncompleteSignatureException" },
                          { 400, "IncompleteSignature" }, { 400, "AuthorizationHeaderMalformed" } } },
  [PROBLEM_UNKNOWN_KEY] = { { { 403, "UnrecognizedClientException" }, { 400, "UnrecognizedClientException" },
                              { 403, "InvalidClientTokenId" }, { 403, "InvalidAccessKeyId" } } },
  [PROBLEM_TOKEN] = { { { 403, "UnrecognizedClientException" }, { 400, "UnrecognizedClientException" },
                        { 403, "InvalidClientTokenId" }, { 400, "InvalidToken" } } },
  [PROBLEM_EXPIRED_TOKEN] = { { { 403, "ExpiredTokenException" }, { 400, "ExpiredTokenException" },
                                { 403, "ExpiredToken" }, { 400, "ExpiredToken" } } },
  [PROBLEM_SCOPE] = { { { 403, "InvalidSignatureException" }, { 400, "InvalidSignatureException" },
                        { 403, "SignatureDoesNotMatch" }, { 400, "AuthorizationHeaderMalformed" } } },
  [PROBLEM_SKEW] = { { { 403, "InvalidSignatureException" }, { 400, "InvalidSignatureException" },
                       { 403, "SignatureDoesNotMatch" }, { 403, "RequestTimeTooSkewed" } } },
  [PROBLEM_EXPIRED_URL] = { { { 403, "InvalidSignatureException" }, { 400, "InvalidSignatureException" },
                              { 403, "SignatureDoesNotMatch" }, { 403, "AccessDenied" } } },
  [PROBLEM_SIGNATURE] = { { { 403, "InvalidSignatureException" }, { 400, "InvalidSignatureException" },
                            { 403, "SignatureDoesNotMatch" }, { 403, "SignatureDoesNotMatch" } } },
  [PROBLEM_BODY] = { { { 403, "InvalidSignatureException" }, { 400, "InvalidSignatureException" },
                       { 403, "SignatureDoesNotMatch" }, { 400, "XAmzContentSHA256Mismatch" } } },
  [PROBLEM_NO_HASH] = { { { 400, "InvalidRequest" }, { 400, "InvalidRequest" }, { 400, "InvalidRequest" },
                          { 400, "InvalidRequest" } } },
  [PROBLEM_UNSIGNED_HEADER] = { { { 403, "AccessDenied" }, { 403, "AccessDenied" }, { 403, "AccessDenied" },
                                  { 403, "AccessDenied" } } },
};

static gboolean
refuse (DossierDemoCall *call,
        Problem          problem,
        char            *text)
{
  g_autofree char *owned = text;
  guint protocol = call->service->protocol;

  dossier_demo_call_refuse (call, refusals[problem].of[protocol].status,
                            refusals[problem].of[protocol].code, "%s", owned);
  return FALSE;
}

static gboolean
is_s3 (DossierDemoCall *call)
{
  return call->service->protocol == DOSSIER_DEMO_REST_XML;
}

/* Who has the access key, and whether a session is still good. */
static gboolean
find_caller (DossierDemoCall      *call,
             DossierDemoSignature *signature)
{
  DossierDemoCaller *caller = &call->caller;
  const char *id = signature->authorization->access_key_id;
  const DossierDemoCredential *credential = dossier_demo_world_find_credential (call->world, id);

  if (credential != NULL)
    caller->identity = dossier_demo_world_find_identity (call->world, credential->identity);
  if (caller->identity == NULL)
    return refuse (call, PROBLEM_UNKNOWN_KEY,
                   g_strdup (is_s3 (call)
                                 ? "The AWS Access Key Id you provided does not exist in our records."
                                 : "The security token included in the request is invalid."));
  if (g_strcmp0 (credential->token, signature->token) != 0)
    return refuse (call, PROBLEM_TOKEN,
                   g_strdup (is_s3 (call) ? "The provided token is malformed or otherwise invalid."
                                          : "The security token included in the request is invalid."));
  if (credential->expires != 0 && credential->expires <= call->now)
    return refuse (call, PROBLEM_EXPIRED_TOKEN,
                   g_strdup (is_s3 (call) ? "The provided token has expired."
                                          : "The security token included in the request is expired"));
  caller->credential = credential;
  caller->account = caller->identity->account;
  caller->arn = credential->session == NULL
                    ? g_strdup (caller->identity->arn)
                    : g_strdup_printf ("arn:aws:sts::%s:assumed-role/%s/%s", caller->account,
                                       caller->identity->name, credential->session);
  caller->user_id = credential->session == NULL
                        ? g_strdup (caller->identity->id)
                        : g_strdup_printf ("%s:%s", caller->identity->id, credential->session);
  return TRUE;
}

static gboolean
check_scope (DossierDemoCall      *call,
             DossierDemoSignature *signature)
{
  const DossierSigv4Authorization *authorization = signature->authorization;
  const char *region = authorization->region;

  if (!dossier_demo_region_exists (region) &&
      !(call->service->global && g_str_equal (region, "us-east-1")))
    return refuse (
        call, PROBLEM_SCOPE,
        is_s3 (call)
            ? g_strdup_printf (
                  "The authorization header is malformed; the region '%s' is wrong; expecting '%s'",
                  region, dossier_demo_region (0))
            : g_strdup ("Credential should be scoped to a valid region."));
  if (!g_str_equal (authorization->service, call->service->name))
    return refuse (
        call, PROBLEM_SCOPE,
        g_strdup_printf ("Credential should be scoped to correct service: '%s'.", call->service->name));
  if (!g_str_has_prefix (signature->amz_date, authorization->date))
    return refuse (
        call, PROBLEM_SCOPE,
        g_strdup (
            "Date in Credential scope does not match YYYYMMDD from ISO-8601 version of date from HTTP."));
  return TRUE;
}

static gboolean
check_date (DossierDemoCall      *call,
            DossierDemoSignature *signature)
{
  const int minutes = is_s3 (call) ? MAX_SKEW_S3_MIN : MAX_SKEW_MIN;
  const gint64 most = minutes * G_TIME_SPAN_MINUTE;
  g_autofree char *here = dossier_time_to_amz_date (call->now);
  g_autofree char *limit = NULL;

  if (signature->presigned && call->now > signature->signed_at + signature->expires * G_TIME_SPAN_SECOND)
    return refuse (call, PROBLEM_EXPIRED_URL, g_strdup ("Request has expired"));
  if (is_s3 (call))
    {
      if (signature->signed_at <= call->now + most &&
          (signature->presigned || signature->signed_at >= call->now - most))
        return TRUE;
      return refuse (call, PROBLEM_SKEW,
                     g_strdup ("The difference between the request time and the current time is too large."));
    }
  if (!signature->presigned && signature->signed_at < call->now - most)
    {
      limit = dossier_time_to_amz_date (call->now - most);
      return refuse (call, PROBLEM_SKEW,
                     g_strdup_printf ("Signature expired: %s is now earlier than %s (%s - %d min.)",
                                      signature->amz_date, limit, here, minutes));
    }
  if (signature->signed_at > call->now + most)
    {
      limit = dossier_time_to_amz_date (call->now + most);
      return refuse (call, PROBLEM_SKEW,
                     g_strdup_printf ("Signature not yet current: %s is still later than %s (%s + %d min.)",
                                      signature->amz_date, limit, here, minutes));
    }
  return TRUE;
}

/* The query as it was before it was signed. */
static char *
query_to_sign (DossierDemoCall *call)
{
  const char *query = g_uri_get_query (soup_server_message_get_uri (call->message));
  g_auto (GStrv) parts = g_strsplit (query != NULL ? query : "", "&", -1);
  g_autoptr (GStrvBuilder) kept = g_strv_builder_new ();
  g_auto (GStrv) left = NULL;

  for (guint i = 0; parts[i] != NULL; i++)
    if (!g_str_has_prefix (parts[i], "X-Amz-Signature="))
      g_strv_builder_add (kept, parts[i]);
  left = g_strv_builder_end (kept);
  return g_strjoinv ("&", left);
}

/* Other services sign the digest of what they send; S3 sends what it signed in a header. */
static char *
payload_hash (DossierDemoCall      *call,
              DossierDemoSignature *signature)
{
  const char *sent = dossier_demo_call_get_header (call, "X-Amz-Content-Sha256");

  if (is_s3 (call) && sent != NULL)
    return g_strdup (sent);
  if (is_s3 (call) && signature->presigned)
    return g_strdup (DOSSIER_SIGV4_UNSIGNED_PAYLOAD);
  return dossier_sha256_hex (g_bytes_get_data (call->body, NULL), g_bytes_get_size (call->body));
}

static char *
expected_signature (DossierDemoCall      *call,
                    DossierDemoSignature *signature,
                    const char           *hash)
{
  const DossierSigv4Authorization *authorization = signature->authorization;
  SoupMessageHeaders *sent = soup_server_message_get_request_headers (call->message);
  gsize n = g_strv_length (authorization->signed_headers);
  g_autofree DossierSigv4Header *headers = g_new0 (DossierSigv4Header, n);
  g_autoptr (DossierSecret) secret = dossier_secret_new (call->caller.credential->secret);
  g_autofree char *query = query_to_sign (call);
  g_autofree char *canonical = NULL, *to_sign = NULL;
  DossierSigv4Scope scope = { authorization->region, authorization->service, signature->signed_at,
                              is_s3 (call) ? DOSSIER_SIGV4_S3 : DOSSIER_SIGV4_DEFAULT };
  DossierSigv4Request request = {
    .method = call->method, .path = call->path, .query = *query != '\0' ? query : NULL,
    .headers = headers, .n_headers = n, .payload_hash = hash,
  };

  for (gsize i = 0; i < n; i++)
    {
      const char *value = soup_message_headers_get_list (sent, authorization->signed_headers[i]);

      headers[i].name = authorization->signed_headers[i];
      headers[i].value = value != NULL ? value : "";
    }
  canonical = dossier_sigv4_canonical_request (&request, &scope, NULL);
  to_sign = dossier_sigv4_string_to_sign (&scope, canonical);
  return dossier_sigv4_signature (&scope, secret, to_sign);
}

typedef struct
{
  const char *const *names;
  gboolean all;
} Signed;

static void
check_header (const char *name,
              const char *,
              gpointer    data)
{
  Signed *headers = data;
  g_autofree char *lower = g_ascii_strdown (name, -1);

  if (g_str_has_prefix (lower, "x-amz-") && !g_strv_contains (headers->names, lower))
    headers->all = FALSE;
}

/* S3 lets nobody add a header of AWS's on the way. */
static gboolean
signs_all_headers (DossierDemoCall   *call,
                   const char *const *names)
{
  Signed headers = { names, TRUE };

  soup_message_headers_foreach (soup_server_message_get_request_headers (call->message), check_header, &headers);
  return headers.all;
}

static gboolean
check_signature (DossierDemoCall      *call,
                 DossierDemoSignature *signature)
{
  const DossierSigv4Authorization *authorization = signature->authorization;
  const char *const *signed_headers = (const char *const *) authorization->signed_headers;
  g_autofree char *hash = payload_hash (call, signature);
  g_autofree char *expected = expected_signature (call, signature, hash);
  g_autofree char *real = NULL;
  gboolean dated = signature->presigned || g_strv_contains (signed_headers, "x-amz-date");

  if (is_s3 (call) && !signature->presigned &&
      dossier_demo_call_get_header (call, "X-Amz-Content-Sha256") == NULL)
    return refuse (call, PROBLEM_NO_HASH,
                   g_strdup ("Missing required header for this request: x-amz-content-sha256"));
  if (!g_strv_contains (signed_headers, "host") || !dated ||
      !g_str_equal (expected, authorization->signature))
    return refuse (
        call, PROBLEM_SIGNATURE,
        g_strdup ("The request signature we calculated does not match the signature you provided. "
                  "Check your AWS Secret Access Key and signing method. "
                  "Consult the service documentation for details."));
  if (is_s3 (call) && !signs_all_headers (call, signed_headers))
    return refuse (call, PROBLEM_UNSIGNED_HEADER,
                   g_strdup ("There were headers present in the request which were not signed"));
  if (!is_s3 (call) || strlen (hash) != 64)
    return TRUE;
  real = dossier_sha256_hex (g_bytes_get_data (call->body, NULL), g_bytes_get_size (call->body));
  return g_str_equal (hash, real) ||
         refuse (call, PROBLEM_BODY,
                 g_strdup ("The provided 'x-amz-content-sha256' header does not match what was computed."));
}

/**
 * dossier_demo_auth_check:
 * @call: a call whose service is known and whose body is as it was sent
 * @signature: (nullable): what it says about its signature
 * @garbled: whether it has one that cannot be read
 *
 * Finds out who calls, and checks the request by signing it again (Signature
 * Version 4). A refusal is answered here with the code that the service's
 * protocol has for it.
 *
 * Returns: whether the signature is good; then the caller and the Region are set
 */
gboolean
dossier_demo_auth_check (DossierDemoCall      *call,
                         DossierDemoSignature *signature,
                         gboolean              garbled)
{
  if (garbled)
    return refuse (
        call, PROBLEM_GARBLED,
        g_strdup (
            "Authorization header requires 'Credential', 'Signature' and 'SignedHeaders' parameters "
            "and existence of an 'X-Amz-Date' header."));
  if (signature == NULL)
    return refuse (call, PROBLEM_MISSING,
                   g_strdup (is_s3 (call) ? "Access Denied" : "Request is missing Authentication Token"));
  if (!find_caller (call, signature) || !check_scope (call, signature) || !check_date (call, signature) ||
      !check_signature (call, signature))
    return FALSE;
  call->region = dossier_demo_region_exists (signature->authorization->region)
    ? dossier_demo_region (g_str_equal (signature->authorization->region, dossier_demo_region (1)))
    : "us-east-1";
  return TRUE;
}
