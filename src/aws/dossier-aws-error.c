// SPDX-FileCopyrightText: The Dossier authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "config.h"

#include "dossier-aws-error-body-private.h"
#include "dossier-aws-error.h"

typedef struct
{
  char *service;
  char *action;
  char *code;
  char *raw_message;
  char *request_id;
  char *region;
  guint status;
} DossierAwsErrorPrivate;

static void
dossier_aws_error_private_init (DossierAwsErrorPrivate *)
{
}

static void
dossier_aws_error_private_copy (const DossierAwsErrorPrivate *from,
                                DossierAwsErrorPrivate       *to)
{
  to->service = g_strdup (from->service);
  to->action = g_strdup (from->action);
  to->code = g_strdup (from->code);
  to->raw_message = g_strdup (from->raw_message);
  to->request_id = g_strdup (from->request_id);
  to->region = g_strdup (from->region);
  to->status = from->status;
}

static void
dossier_aws_error_private_clear (DossierAwsErrorPrivate *self)
{
  g_free (self->service);
  g_free (self->action);
  g_free (self->code);
  g_free (self->raw_message);
  g_free (self->request_id);
  g_free (self->region);
}

G_DEFINE_EXTENDED_ERROR (DossierAwsError, dossier_aws_error)

/* The codes whose meaning their status does not tell: from the error lists of
 * the API references of Inspector, S3, KMS, IAM, STS and IAM Identity Center, and
 * the common ones.
 */
static const struct
{
  const char *code;
  DossierAwsError kind;
} codes[] = {
  { "AccessDenied", DOSSIER_AWS_ERROR_ACCESS_DENIED },
  { "AccessDeniedException", DOSSIER_AWS_ERROR_ACCESS_DENIED },
  { "UnauthorizedOperation", DOSSIER_AWS_ERROR_ACCESS_DENIED },
  { "AuthFailure", DOSSIER_AWS_ERROR_INVALID_CREDENTIALS },
  { "IncompleteSignature", DOSSIER_AWS_ERROR_INVALID_CREDENTIALS },
  { "IncompleteSignatureException", DOSSIER_AWS_ERROR_INVALID_CREDENTIALS },
  { "InvalidAccessKeyId", DOSSIER_AWS_ERROR_INVALID_CREDENTIALS },
  { "InvalidClientTokenId", DOSSIER_AWS_ERROR_INVALID_CREDENTIALS },
  { "InvalidSignatureException", DOSSIER_AWS_ERROR_INVALID_CREDENTIALS },
  { "InvalidToken", DOSSIER_AWS_ERROR_INVALID_CREDENTIALS },
  { "MissingAuthenticationToken", DOSSIER_AWS_ERROR_INVALID_CREDENTIALS },
  { "MissingAuthenticationTokenException", DOSSIER_AWS_ERROR_INVALID_CREDENTIALS },
  { "SignatureDoesNotMatch", DOSSIER_AWS_ERROR_INVALID_CREDENTIALS },
  { "UnrecognizedClientException", DOSSIER_AWS_ERROR_INVALID_CREDENTIALS },
  { "ExpiredToken", DOSSIER_AWS_ERROR_EXPIRED_CREDENTIALS },
  { "ExpiredTokenException", DOSSIER_AWS_ERROR_EXPIRED_CREDENTIALS },
  { "TokenRefreshRequired", DOSSIER_AWS_ERROR_EXPIRED_CREDENTIALS },
  { "UnauthorizedException", DOSSIER_AWS_ERROR_EXPIRED_CREDENTIALS },
  { "RequestExpired", DOSSIER_AWS_ERROR_CLOCK_SKEW },
  { "RequestInTheFuture", DOSSIER_AWS_ERROR_CLOCK_SKEW },
  { "RequestTimeTooSkewed", DOSSIER_AWS_ERROR_CLOCK_SKEW },
  { "BandwidthLimitExceeded", DOSSIER_AWS_ERROR_THROTTLED },
  { "EC2ThrottledException", DOSSIER_AWS_ERROR_THROTTLED },
  { "LimitExceededException", DOSSIER_AWS_ERROR_THROTTLED },
  { "ProvisionedThroughputExceededException", DOSSIER_AWS_ERROR_THROTTLED },
  { "RequestLimitExceeded", DOSSIER_AWS_ERROR_THROTTLED },
  { "RequestThrottled", DOSSIER_AWS_ERROR_THROTTLED },
  { "RequestThrottledException", DOSSIER_AWS_ERROR_THROTTLED },
  { "SlowDown", DOSSIER_AWS_ERROR_THROTTLED },
  { "ThrottledException", DOSSIER_AWS_ERROR_THROTTLED },
  { "Throttling", DOSSIER_AWS_ERROR_THROTTLED },
  { "ThrottlingException", DOSSIER_AWS_ERROR_THROTTLED },
  { "TooManyRequestsException", DOSSIER_AWS_ERROR_THROTTLED },
  { "TransactionInProgressException", DOSSIER_AWS_ERROR_THROTTLED },
  { "KMS.NotFoundException", DOSSIER_AWS_ERROR_NOT_FOUND },
  { "NotFoundException", DOSSIER_AWS_ERROR_NOT_FOUND },
  { "ResourceNotFoundException", DOSSIER_AWS_ERROR_NOT_FOUND },
  { "AlreadyExistsException", DOSSIER_AWS_ERROR_CONFLICT },
  { "ConflictException", DOSSIER_AWS_ERROR_CONFLICT },
  { "DisabledException", DOSSIER_AWS_ERROR_CONFLICT },
  { "KMS.DisabledException", DOSSIER_AWS_ERROR_CONFLICT },
  { "KMSInvalidStateException", DOSSIER_AWS_ERROR_CONFLICT },
  { "LimitExceeded", DOSSIER_AWS_ERROR_QUOTA },
  { "ServiceQuotaExceededException", DOSSIER_AWS_ERROR_QUOTA },
  { "TooManyBuckets", DOSSIER_AWS_ERROR_QUOTA },
  { "PreconditionFailed", DOSSIER_AWS_ERROR_PRECONDITION_FAILED },
  { "IllegalLocationConstraintException", DOSSIER_AWS_ERROR_WRONG_REGION },
  { "PermanentRedirect", DOSSIER_AWS_ERROR_WRONG_REGION },
  { "TemporaryRedirect", DOSSIER_AWS_ERROR_WRONG_REGION },
  { "IDPCommunicationError", DOSSIER_AWS_ERROR_UNAVAILABLE },
  { "PriorRequestNotComplete", DOSSIER_AWS_ERROR_UNAVAILABLE },
  { "RequestTimeout", DOSSIER_AWS_ERROR_UNAVAILABLE },
  { "RequestTimeoutException", DOSSIER_AWS_ERROR_UNAVAILABLE },
};

/* What to do next; nothing where AWS's own message is all that can be said. */
static const char *const advice[] = {
  [DOSSIER_AWS_ERROR_INVALID_CREDENTIALS] = "Check the access key and its secret.",
  [DOSSIER_AWS_ERROR_EXPIRED_CREDENTIALS] = "Sign in again to get new credentials.",
  [DOSSIER_AWS_ERROR_CLOCK_SKEW] = "Set the clock of this computer.",
  [DOSSIER_AWS_ERROR_THROTTLED] = "Try again later.",
  [DOSSIER_AWS_ERROR_QUOTA] = "Ask AWS for a higher quota, or remove what is not needed.",
  [DOSSIER_AWS_ERROR_UNAVAILABLE] = "Try again later.",
  [DOSSIER_AWS_ERROR_UNKNOWN] = NULL,
};

static DossierAwsError
kind_of_status (const char *service,
                guint       status)
{
  switch (status)
    {
    case SOUP_STATUS_UNAUTHORIZED:
      return DOSSIER_AWS_ERROR_INVALID_CREDENTIALS;
    case SOUP_STATUS_FORBIDDEN:
      return DOSSIER_AWS_ERROR_ACCESS_DENIED;
    case SOUP_STATUS_NOT_FOUND:
      return DOSSIER_AWS_ERROR_NOT_FOUND;
    case SOUP_STATUS_CONFLICT:
      return DOSSIER_AWS_ERROR_CONFLICT;
    case SOUP_STATUS_PRECONDITION_FAILED:
      return DOSSIER_AWS_ERROR_PRECONDITION_FAILED;
    case 429:
      return DOSSIER_AWS_ERROR_THROTTLED;
    case SOUP_STATUS_MOVED_PERMANENTLY:
    case SOUP_STATUS_TEMPORARY_REDIRECT:
      return g_str_equal (service, "s3") ? DOSSIER_AWS_ERROR_WRONG_REGION : DOSSIER_AWS_ERROR_UNKNOWN;
    default:
      if (status >= 500)
        return DOSSIER_AWS_ERROR_UNAVAILABLE;
      return status >= 400 ? DOSSIER_AWS_ERROR_INVALID_REQUEST : DOSSIER_AWS_ERROR_UNKNOWN;
    }
}

static DossierAwsError
classify (const char *service,
          guint       status,
          const char *code,
          const char *message,
          const char *region)
{
  if (code == NULL)
    return kind_of_status (service, status);

  /* KMS calls its quotas by the name that elsewhere means throttling. */
  if (g_str_equal (service, "kms") && g_str_equal (code, "LimitExceededException"))
    return DOSSIER_AWS_ERROR_QUOTA;

  /* A wrong signature for its time only is not a wrong secret. */
  if ((g_str_equal (code, "InvalidSignatureException") || g_str_equal (code, "SignatureDoesNotMatch")) &&
      message != NULL &&
      (g_str_has_prefix (message, "Signature expired") || g_str_has_prefix (message, "Signature not yet current")))
    return DOSSIER_AWS_ERROR_CLOCK_SKEW;

  /* S3 names the Region that the request should have been signed for. */
  if (g_str_equal (code, "AuthorizationHeaderMalformed") && region != NULL)
    return DOSSIER_AWS_ERROR_WRONG_REGION;

  for (gsize i = 0; i < G_N_ELEMENTS (codes); i++)
    if (g_str_equal (codes[i].code, code))
      return codes[i].kind;

  return kind_of_status (service, status);
}

/* One line, whatever a server put into its text. */
static char *
one_line (const char *text)
{
  g_autofree char *valid = g_utf8_make_valid (text, -1);
  GString *line = g_string_new (NULL);

  for (const char *c = valid; *c != '\0'; c = g_utf8_next_char (c))
    {
      gunichar u = g_utf8_get_char (c);

      if (!g_unichar_isspace (u) && !g_unichar_iscntrl (u))
        g_string_append_unichar (line, u);
      else if (line->len > 0 && line->str[line->len - 1] != ' ')
        g_string_append_c (line, ' ');
    }
  return g_strchomp (g_string_free (line, FALSE));
}

static char *
describe (DossierAwsError               kind,
          const DossierAwsErrorPrivate *self)
{
  g_autofree char *why = one_line (self->raw_message != NULL ? self->raw_message : "");
  GString *text = g_string_new (NULL);

  g_string_printf (text, "AWS refused %s of %s", self->action, self->service);
  if (*why != '\0')
    g_string_append_printf (text, ": %s", why);
  g_string_append_printf (text, " (%s%sHTTP status %u)", self->code != NULL ? self->code : "",
                          self->code != NULL ? ", " : "", self->status);
  if (kind < G_N_ELEMENTS (advice) && advice[kind] != NULL)
    g_string_append_printf (text, ". %s", advice[kind]);
  return g_string_free (text, FALSE);
}

static const char *
first_header (SoupMessageHeaders *headers,
              const char *const  *names)
{
  for (gsize i = 0; headers != NULL && names[i] != NULL; i++)
    {
      const char *value = soup_message_headers_get_one (headers, names[i]);

      if (value != NULL && *value != '\0')
        return value;
    }
  return NULL;
}

static char *
valid_text (const char *text)
{
  return text != NULL ? g_utf8_make_valid (text, -1) : NULL;
}

/**
 * dossier_aws_error_new_from_response:
 * @service: the signing name of the service, for instance `inspector2`
 * @action: the operation, for instance `ListFindings`
 * @status: the HTTP status
 * @headers: (nullable): the headers of the answer
 * @body: (nullable): its body
 *
 * Makes an error of an answer that is a refusal. The code comes from the
 * header x-amzn-ErrorType, else from the body in any of the protocols AWS
 * speaks; if neither has one, the status decides alone. A damaged body is
 * therefore no error of its own.
 *
 * Returns: (transfer full): an error of the domain %DOSSIER_AWS_ERROR
 */
GError *
dossier_aws_error_new_from_response (const char         *service,
                                     const char         *action,
                                     guint               status,
                                     SoupMessageHeaders *headers,
                                     GBytes             *body)
{
  g_auto(DossierAwsErrorBody) said = { 0 };
  const char *type = first_header (headers, (const char *const[]) { "x-amzn-ErrorType", NULL });
  const char *id = first_header (headers, (const char *const[]) { "x-amzn-RequestId", "x-amz-request-id", NULL });
  const char *region = first_header (headers, (const char *const[]) { "x-amz-bucket-region", NULL });
  g_autofree char *code = type != NULL ? dossier_aws_error_code_name (type) : NULL;
  g_autofree char *message = NULL;
  DossierAwsErrorPrivate *self;
  DossierAwsError kind;
  GError *error;

  g_return_val_if_fail (service != NULL && action != NULL, NULL);

  dossier_aws_error_body_read (&said, body);
  if (code == NULL)
    code = g_steal_pointer (&said.code);
  if (region == NULL)
    region = said.region;

  kind = classify (service, status, code, said.message, region);
  error = g_error_new_literal (DOSSIER_AWS_ERROR, kind, "");
  self = dossier_aws_error_get_private (error);
  self->service = g_strdup (service);
  self->action = g_strdup (action);
  self->status = status;
  self->code = code != NULL ? one_line (code) : NULL;
  self->raw_message = valid_text (said.message);
  self->request_id = valid_text (id != NULL ? id : said.request_id);
  self->region = valid_text (region);

  message = describe (kind, self);
  g_free (error->message);
  error->message = g_steal_pointer (&message);
  return error;
}

static const DossierAwsErrorPrivate *
peek (const GError *error)
{
  static const DossierAwsErrorPrivate nothing = { 0 };

  /* Callers ask any error; those of other domains know nothing of AWS. */
  return error != NULL && error->domain == DOSSIER_AWS_ERROR ? dossier_aws_error_get_private (error) : &nothing;
}

/**
 * dossier_aws_error_get_service:
 * @error: (nullable): any error
 *
 * Returns: (nullable): the signing name of the service, or %NULL if AWS did not send @error
 */
const char *
dossier_aws_error_get_service (const GError *error)
{
  return peek (error)->service;
}

/**
 * dossier_aws_error_get_action:
 * @error: (nullable): any error
 *
 * Returns: (nullable): the operation, or %NULL if AWS did not send @error
 */
const char *
dossier_aws_error_get_action (const GError *error)
{
  return peek (error)->action;
}

/**
 * dossier_aws_error_get_code:
 * @error: (nullable): any error
 *
 * Returns: (nullable): AWS's code, for instance `AccessDeniedException`, or
 *   %NULL if the answer had none, as answers to HEAD requests have none
 */
const char *
dossier_aws_error_get_code (const GError *error)
{
  return peek (error)->code;
}

/**
 * dossier_aws_error_get_raw_message:
 * @error: (nullable): any error
 *
 * Returns: (nullable): AWS's text, possibly of several lines, or %NULL if there was none
 */
const char *
dossier_aws_error_get_raw_message (const GError *error)
{
  return peek (error)->raw_message;
}

/**
 * dossier_aws_error_get_request_id:
 * @error: (nullable): any error
 *
 * Returns: (nullable): the id that AWS support asks for, or %NULL if there was none
 */
const char *
dossier_aws_error_get_request_id (const GError *error)
{
  return peek (error)->request_id;
}

/**
 * dossier_aws_error_get_region:
 * @error: (nullable): any error
 *
 * Returns: (nullable): the Region in which S3 says the bucket is, or %NULL
 */
const char *
dossier_aws_error_get_region (const GError *error)
{
  return peek (error)->region;
}

/**
 * dossier_aws_error_get_status:
 * @error: (nullable): any error
 *
 * Returns: the HTTP status, or 0 if AWS did not send @error
 */
guint
dossier_aws_error_get_status (const GError *error)
{
  return peek (error)->status;
}

/**
 * dossier_aws_error_has_code:
 * @error: (nullable): any error
 * @aws_code: a code of AWS, for instance `NoSuchBucketPolicy`
 *
 * Returns: whether AWS sent @error with just this code
 */
gboolean
dossier_aws_error_has_code (const GError *error,
                            const char   *aws_code)
{
  return aws_code != NULL && g_strcmp0 (peek (error)->code, aws_code) == 0;
}
