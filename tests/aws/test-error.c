// SPDX-FileCopyrightText: The Dossier authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "config.h"

#include "dossier-aws-error.h"
#include "dossier-test.h"

#define KIND(name) DOSSIER_AWS_ERROR_##name

static GError *
refuse (const char *service,
        guint       status,
        const char *type,
        const char *body)
{
  g_autoptr(SoupMessageHeaders) headers = soup_message_headers_new (SOUP_MESSAGE_HEADERS_RESPONSE);
  g_autoptr(GBytes) bytes = body != NULL ? g_bytes_new (body, strlen (body)) : NULL;

  if (type != NULL)
    soup_message_headers_append (headers, "x-amzn-ErrorType", type);
  return dossier_aws_error_new_from_response (service, "Operation", status, headers, bytes);
}

/* The ways in which AWS's protocols write a code, from the Smithy specifications. */
static void
test_protocols (void)
{
  const struct
  {
    const char *type;
    const char *body;
    const char *code;
    const char *message;
  } cases[] = {
    { "FooError", "{\"message\":\"No\"}", "FooError", "No" },
    { "FooError:http://internal.amazon.com/coral/com.amazon.coral.validate/", "{}", "FooError", NULL },
    { "aws.protocoltests.restjson#FooError:http://internal.amazon.com/", "", "FooError", NULL },
    { NULL, "{\"__type\":\"aws.protocoltests#FooError\",\"Message\":\"No\"}", "FooError", "No" },
    { NULL, " \n{\"code\":\"FooError\",\"message\":\"No\"}", "FooError", "No" },
    { NULL, "{\"__type\":7,\"Code\":\"FooError\",\"message\":null}", "FooError", NULL },
    { "Header", "{\"__type\":\"Body\"}", "Header", NULL },
    { NULL, "<?xml version=\"1.0\"?>\n<Error><Code>FooError</Code><Message>N&lt;o</Message></Error>", "FooError", "N<o" },
    { NULL, "<ErrorResponse xmlns=\"https://iam.amazonaws.com/doc/2010-05-08/\"><Error><Type>Sender</Type>"
            "<Code>FooError</Code><Message>No</Message></Error><RequestId>r</RequestId></ErrorResponse>", "FooError", "No" },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr(GError) error = refuse ("inspector2", 400, cases[i].type, cases[i].body);

      g_assert_error (error, DOSSIER_AWS_ERROR, KIND (INVALID_REQUEST));
      g_assert_cmpstr (dossier_aws_error_get_code (error), ==, cases[i].code);
      g_assert_cmpstr (dossier_aws_error_get_raw_message (error), ==, cases[i].message);
      g_assert_true (dossier_aws_error_has_code (error, cases[i].code));
      g_assert_false (dossier_aws_error_has_code (error, "Other"));
    }
}

static void
test_kinds (void)
{
  const struct
  {
    const char *service;
    guint status;
    const char *code;
    const char *message;
    int kind;
  } cases[] = {
    { "inspector2", 403, "AccessDeniedException", "", KIND (ACCESS_DENIED) },
    { "inspector2", 400, "ValidationException", "", KIND (INVALID_REQUEST) },
    { "inspector2", 400, "AccessDeniedException", "", KIND (ACCESS_DENIED) },
    { "inspector2", 402, "ServiceQuotaExceededException", "", KIND (QUOTA) },
    { "inspector2", 500, "InternalServerException", "", KIND (UNAVAILABLE) },
    { "inspector2", 429, "SomethingNew", "", KIND (THROTTLED) },
    { "inspector2", 403, "UnrecognizedClientException", "", KIND (INVALID_CREDENTIALS) },
    { "inspector2", 403, "ExpiredTokenException", "", KIND (EXPIRED_CREDENTIALS) },
    { "inspector2", 403, "InvalidSignatureException", "The signature we calculated does not match", KIND (INVALID_CREDENTIALS) },
    { "inspector2", 403, "InvalidSignatureException", "Signature expired: 1 is now earlier than 2", KIND (CLOCK_SKEW) },
    { "sts", 403, "SignatureDoesNotMatch", "Signature not yet current: 2 is still later than 1", KIND (CLOCK_SKEW) },
    { "s3", 403, "RequestTimeTooSkewed", "", KIND (CLOCK_SKEW) },
    { "s3", 400, "ExpiredToken", "", KIND (EXPIRED_CREDENTIALS) },
    { "s3", 404, "NoSuchBucketPolicy", "", KIND (NOT_FOUND) },
    { "s3", 409, "BucketAlreadyExists", "", KIND (CONFLICT) },
    { "s3", 412, "PreconditionFailed", "", KIND (PRECONDITION_FAILED) },
    { "s3", 503, "SlowDown", "", KIND (THROTTLED) },
    { "s3", 503, "ServiceUnavailable", "", KIND (UNAVAILABLE) },
    { "s3", 400, "KMS.DisabledException", "", KIND (CONFLICT) },
    { "s3", 400, "RequestTimeout", "", KIND (UNAVAILABLE) },
    { "kms", 400, "NotFoundException", "", KIND (NOT_FOUND) },
    { "kms", 400, "LimitExceededException", "", KIND (QUOTA) },
    { "dynamodb", 400, "LimitExceededException", "", KIND (THROTTLED) },
    { "iam", 404, "NoSuchEntity", "", KIND (NOT_FOUND) },
    { "iam", 409, "LimitExceeded", "", KIND (QUOTA) },
    { "sts", 403, "InvalidClientTokenId", "", KIND (INVALID_CREDENTIALS) },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree char *body = g_strdup_printf ("<Error><Code>%s</Code><Message>%s</Message></Error>", cases[i].code,
                                               cases[i].message);
      g_autoptr(GError) error = refuse (cases[i].service, cases[i].status, NULL, body);

      g_test_message ("%s %s", cases[i].service, cases[i].code);
      g_assert_error (error, DOSSIER_AWS_ERROR, cases[i].kind);
    }
}

static void
test_region (void)
{
  g_autoptr(SoupMessageHeaders) headers = soup_message_headers_new (SOUP_MESSAGE_HEADERS_RESPONSE);
  g_autoptr(GError) malformed = refuse ("s3", 400, NULL,
                                        "<Error><Code>AuthorizationHeaderMalformed</Code><Message>expecting 'eu-west-1'"
                                        "</Message><Region>eu-west-1</Region><RequestId>R1</RequestId></Error>");
  g_autoptr(GError) really_malformed = refuse ("s3", 400, NULL, "<Error><Code>AuthorizationHeaderMalformed</Code></Error>");
  g_autoptr(GError) elsewhere = refuse ("iam", 301, NULL, NULL);
  g_autoptr(GError) head = NULL;

  g_assert_error (malformed, DOSSIER_AWS_ERROR, KIND (WRONG_REGION));
  g_assert_cmpstr (dossier_aws_error_get_region (malformed), ==, "eu-west-1");
  g_assert_cmpstr (dossier_aws_error_get_request_id (malformed), ==, "R1");
  g_assert_error (really_malformed, DOSSIER_AWS_ERROR, KIND (INVALID_REQUEST));
  g_assert_error (elsewhere, DOSSIER_AWS_ERROR, KIND (UNKNOWN));

  /* HEAD has no body: all there is are status and headers. */
  soup_message_headers_append (headers, "x-amz-bucket-region", "ap-northeast-2");
  soup_message_headers_append (headers, "x-amz-request-id", "R2");
  head = dossier_aws_error_new_from_response ("s3", "HeadBucket", 301, headers, NULL);
  g_assert_error (head, DOSSIER_AWS_ERROR, KIND (WRONG_REGION));
  g_assert_cmpstr (dossier_aws_error_get_region (head), ==, "ap-northeast-2");
  g_assert_cmpstr (dossier_aws_error_get_request_id (head), ==, "R2");
  g_assert_null (dossier_aws_error_get_code (head));
}

/* A body that tells nothing still leaves an error with its status. */
static void
test_damaged (void)
{
  g_autofree char *huge = g_strnfill (2 * 1024 * 1024, '{');
  const char *const bodies[] = {
    NULL, "", "   ", "{", "{\"__type\":", "[]", "null", "<", "<Error><Code>AccessDenied", "<html><body>Bad gateway</body></html>",
    "\xff\xfe{", "<ErrorResponse/>", "<Error/>", "<Error><Code/></Error>", "{\"__type\":\":x\"}", huge,
    "<!DOCTYPE Error [<!ENTITY a \"AccessDenied\">]><Error><Code>&a;</Code></Error>",
    "<!DOCTYPE Error SYSTEM \"file:///etc/passwd\"><Error><Code>AccessDenied</Code></Error>",
  };

  for (gsize i = 0; i < G_N_ELEMENTS (bodies); i++)
    {
      g_autoptr(GError) error = refuse ("inspector2", 502, NULL, bodies[i]);

      g_assert_error (error, DOSSIER_AWS_ERROR, KIND (UNAVAILABLE));
      g_assert_cmpuint (dossier_aws_error_get_status (error), ==, 502);
      g_assert_null (dossier_aws_error_get_code (error));
      g_assert_null (dossier_aws_error_get_raw_message (error));
      g_assert_nonnull (strstr (error->message, "HTTP status 502"));
    }
}

static void
test_text (void)
{
  g_autoptr(GError) error = refuse ("inspector2", 403, "AccessDeniedException",
                                    "{\"message\":\" User: x\\n\\tis not\\u0007 authorized\\r\\n\"}");
  g_autoptr(GError) copy = g_error_copy (error);
  g_autoptr(GError) expired = refuse ("sts", 403, "ExpiredToken", "{}");
  g_autoptr(GError) broken = refuse ("s3", 400, NULL, "<Error><Code>Two\nLines</Code></Error>");
  g_autoptr(GError) other = g_error_new (G_IO_ERROR, G_IO_ERROR_FAILED, "other");

  g_assert_cmpstr (error->message, ==,
                   "AWS refused Operation of inspector2: User: x is not authorized (AccessDeniedException, HTTP status 403)");
  g_assert_cmpstr (expired->message, ==,
                   "AWS refused Operation of sts (ExpiredToken, HTTP status 403). Sign in again to get new credentials.");

  g_assert_cmpstr (broken->message, ==, "AWS refused Operation of s3 (Two Lines, HTTP status 400)");

  g_clear_error (&error);
  g_assert_cmpstr (dossier_aws_error_get_service (copy), ==, "inspector2");
  g_assert_cmpstr (dossier_aws_error_get_action (copy), ==, "Operation");
  g_assert_cmpstr (dossier_aws_error_get_code (copy), ==, "AccessDeniedException");
  g_assert_cmpuint (dossier_aws_error_get_status (copy), ==, 403);

  g_assert_null (dossier_aws_error_get_code (other));
  g_assert_false (dossier_aws_error_has_code (other, NULL));
  g_assert_cmpuint (dossier_aws_error_get_status (NULL), ==, 0);
}

int
main (int    argc,
      char **argv)
{
  dossier_test_init (&argc, &argv);
  g_test_add_func ("/aws/error/protocols", test_protocols);
  g_test_add_func ("/aws/error/kinds", test_kinds);
  g_test_add_func ("/aws/error/region", test_region);
  g_test_add_func ("/aws/error/damaged", test_damaged);
  g_test_add_func ("/aws/error/text", test_text);
  return g_test_run ();
}
