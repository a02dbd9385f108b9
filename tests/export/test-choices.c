// SPDX-FileCopyrightText: The Dossier authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "config.h"

#include <string.h>

#include "dossier-aws-error.h"
#include "dossier-bucket-choices.h"
#include "dossier-fiber.h"
#include "dossier-key-choices.h"
#include "dossier-test-server.h"
#include "dossier-test.h"
#include "export-world.h"

/* Answers of the S3 and KMS API references, and what the guide to exporting
 * findings reports asks of a bucket and of a key. The tests run in us-east-1.
 */
#define KEY(id) "arn:aws:kms:us-east-1:111122223333:key/" id

#define BUCKETS(token, buckets) \
  "<?xml version=\"1.0\" encoding=\"UTF-8\"?><ListAllMyBucketsResult><Owner><ID>o</ID></Owner><Buckets>" buckets \
  "</Buckets>" token "</ListAllMyBucketsResult>"
#define BUCKET(name, region) \
  "<Bucket><Name>" name "</Name><CreationDate>2026-01-01T00:00:00Z</CreationDate>" region "</Bucket>"
#define REGION(name) "<BucketRegion>" name "</BucketRegion>"

static DossierChoice *
item (GListModel *choices,
      guint       index)
{
  /* The list keeps it alive. */
  DossierChoice *choice = g_list_model_get_item (choices, index);

  g_assert_nonnull (choice);
  g_object_unref (choice);
  return choice;
}

static void
assert_choice (GListModel          *choices,
               guint                index,
               const char          *title,
               DossierCheckVerdict  usable,
               const char          *in_reason)
{
  DossierChoice *choice = item (choices, index);

  g_assert_cmpstr (dossier_choice_get_title (choice), ==, title);
  g_assert_cmpint (dossier_choice_get_usable (choice), ==, usable);
  if (in_reason == NULL)
    g_assert_null (dossier_choice_get_reason (choice));
  else
    g_assert_nonnull (strstr (dossier_choice_get_reason (choice), in_reason));
}

static void
answer_buckets (SoupServerMessage *message,
                guint              number,
                gpointer)
{
  dossier_test_answer (message, 200, "application/xml",
                       number == 1 ? BUCKETS ("<ContinuationToken>more</ContinuationToken>",
                                              BUCKET ("zoo", REGION ("us-east-1"))
                                              BUCKET ("elsewhere", REGION ("eu-west-1")))
                                   : BUCKETS ("", BUCKET ("audit", REGION ("us-east-1"))
                                              BUCKET ("mute", "")));
}

static void
test_buckets (void)
{
  g_autoptr(DossierTestServer) server = dossier_test_server_new (answer_buckets, NULL);
  g_autoptr(DossierAwsClient) client =
      world_client_new (dossier_test_server_get_url (server), dossier_clock_get_system ());
  g_autoptr(GError) error = NULL;
  g_autoptr(GListModel) choices =
      dossier_await_child_object (dossier_bucket_choices_read (client, NULL), &error);

  g_assert_no_error (error);
  g_assert_cmpuint (g_list_model_get_n_items (choices), ==, 4);
  assert_choice (choices, 0, "audit", DOSSIER_CHECK_YES, NULL);
  assert_choice (choices, 1, "zoo", DOSSIER_CHECK_YES, NULL);
  assert_choice (choices, 2, "mute", DOSSIER_CHECK_UNKNOWN, "does not say");
  assert_choice (choices, 3, "elsewhere", DOSSIER_CHECK_NO, "another Region");
  g_assert_cmpstr (dossier_choice_get_detail (item (choices, 3)), ==, "eu-west-1");
  g_assert_cmpuint (dossier_test_server_get_n_requests (server), ==, 2);
}

static void
refuse (SoupServerMessage *message,
        guint,
        gpointer)
{
  dossier_test_answer (message, 403, "application/xml",
                       "<Error><Code>AccessDenied</Code><Message>Access Denied</Message></Error>");
}

static void
test_buckets_denied (void)
{
  g_autoptr(DossierTestServer) server = dossier_test_server_new (refuse, NULL);
  g_autoptr(DossierAwsClient) client =
      world_client_new (dossier_test_server_get_url (server), dossier_clock_get_system ());
  g_autoptr(GError) error = NULL;
  g_autoptr(GListModel) choices =
      dossier_await_child_object (dossier_bucket_choices_read (client, NULL), &error);

  g_assert_null (choices);
  g_assert_error (error, DOSSIER_AWS_ERROR, DOSSIER_AWS_ERROR_ACCESS_DENIED);
}

static const struct
{
  const char *id;
  const char *manager, *spec, *usage, *state;
} keys[] = {
  { "good", "CUSTOMER", "SYMMETRIC_DEFAULT", "ENCRYPT_DECRYPT", "Enabled" },
  { "off", "CUSTOMER", "SYMMETRIC_DEFAULT", "ENCRYPT_DECRYPT", "Disabled" },
  { "rsa", "CUSTOMER", "RSA_4096", "ENCRYPT_DECRYPT", "Enabled" },
  { "mac", "CUSTOMER", "SYMMETRIC_DEFAULT", "GENERATE_VERIFY_MAC", "Enabled" },
  { "theirs", "AWS", "SYMMETRIC_DEFAULT", "ENCRYPT_DECRYPT", "Enabled" },
};

static char *
list_keys (void)
{
  GString *text = g_string_new ("{\"Keys\":[{\"KeyId\":\"secret\",\"KeyArn\":\"" KEY ("secret") "\"}");

  for (gsize i = 0; i < G_N_ELEMENTS (keys); i++)
    g_string_append_printf (text, ",{\"KeyId\":\"%s\",\"KeyArn\":\"" KEY ("%s") "\"}", keys[i].id, keys[i].id);
  g_string_append (text, "],\"Truncated\":false}");
  return g_string_free_and_steal (text);
}

static char *
describe_key (const char *body)
{
  for (gsize i = 0; i < G_N_ELEMENTS (keys); i++)
    {
      g_autofree char *end = g_strdup_printf ("key/%s\"", keys[i].id);

      if (strstr (body, end) != NULL)
        return g_strdup_printf ("{\"KeyMetadata\":{\"KeyId\":\"%s\",\"Arn\":\"" KEY ("%s") "\",\"KeyManager\":\"%s\","
                                "\"KeySpec\":\"%s\",\"KeyUsage\":\"%s\",\"KeyState\":\"%s\"}}",
                                keys[i].id, keys[i].id, keys[i].manager, keys[i].spec, keys[i].usage,
                                keys[i].state);
    }
  return NULL;
}

static void
answer_keys (SoupServerMessage *message,
             guint,
             gpointer data)
{
  SoupMessageHeaders *headers = soup_server_message_get_request_headers (message);
  const char *target = soup_message_headers_get_one (headers, "X-Amz-Target");
  g_autoptr(GBytes) bytes = soup_message_body_flatten (soup_server_message_get_request_body (message));
  g_autofree char *body = g_strndup (g_bytes_get_data (bytes, NULL), g_bytes_get_size (bytes));
  g_autofree char *answer = NULL;

  if (g_str_has_suffix (target, ".ListKeys"))
    answer = list_keys ();
  else if (g_str_has_suffix (target, ".DescribeKey"))
    answer = describe_key (body);
  else if (data == NULL)
    answer = g_strdup ("{\"Aliases\":[{\"AliasName\":\"alias/reports\",\"AliasArn\":\"arn:aws:kms:us-east-1:"
                       "111122223333:alias/reports\",\"TargetKeyId\":\"good\"}],\"Truncated\":false}");

  dossier_test_answer (message, answer != NULL ? 200 : 400, "application/x-amz-json-1.1",
                       answer != NULL ? answer : "{\"__type\":\"AccessDeniedException\",\"Message\":\"no\"}");
}

static GListModel *
read_keys (gpointer no_aliases)
{
  g_autoptr(DossierTestServer) server = dossier_test_server_new (answer_keys, no_aliases);
  g_autoptr(DossierAwsClient) client =
      world_client_new (dossier_test_server_get_url (server), dossier_clock_get_system ());
  g_autoptr(GError) error = NULL;
  GListModel *choices = dossier_await_child_object (dossier_key_choices_read (client, NULL), &error);

  g_assert_no_error (error);
  g_assert_cmpuint (g_list_model_get_n_items (choices), ==, G_N_ELEMENTS (keys) + 1);
  return choices;
}

static void
test_keys (void)
{
  g_autoptr(GListModel) choices = read_keys (NULL);

  assert_choice (choices, 0, "reports", DOSSIER_CHECK_YES, NULL);
  g_assert_cmpstr (dossier_choice_get_value (item (choices, 0)), ==, KEY ("good"));
  assert_choice (choices, 1, "secret", DOSSIER_CHECK_UNKNOWN, "may not look");
  assert_choice (choices, 2, "mac", DOSSIER_CHECK_NO, "not for encryption");
  assert_choice (choices, 3, "off", DOSSIER_CHECK_NO, "not enabled");
  g_assert_cmpstr (dossier_choice_get_detail (item (choices, 3)), ==, "Disabled");
  assert_choice (choices, 4, "rsa", DOSSIER_CHECK_NO, "not a symmetric key");
  assert_choice (choices, 5, "theirs", DOSSIER_CHECK_NO, "managed by AWS");
}

/* Who may not list aliases can still choose a key. */
static void
test_keys_without_aliases (void)
{
  g_autoptr(GListModel) choices = read_keys (GINT_TO_POINTER (1));

  assert_choice (choices, 0, "good", DOSSIER_CHECK_YES, NULL);
}

int
main (int    argc,
      char **argv)
{
  dossier_test_init (&argc, &argv);

  dossier_test_add_fiber ("/export/choices/buckets", test_buckets);
  dossier_test_add_fiber ("/export/choices/buckets-denied", test_buckets_denied);
  dossier_test_add_fiber ("/export/choices/keys", test_keys);
  dossier_test_add_fiber ("/export/choices/keys-without-aliases", test_keys_without_aliases);

  return g_test_run ();
}
