// SPDX-FileCopyrightText: The Dossier authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "config.h"

#include "dossier-kms-key.h"
#include "dossier-kms-list.h"
#include "dossier-kms-request.h"
#include "dossier-test.h"
#include "test-answers.h"

#define ID        "1234abcd-12ab-34cd-56ef-1234567890ab"
#define ARN       "arn:aws:kms:us-east-1:111122223333:key/" ID
#define KEY(more) "{\"KeyMetadata\":{\"KeyId\":\"" ID "\",\"Arn\":\"" ARN "\"" more "}}"

static void
test_key (void)
{
  const char *text = KEY (
      ",\"AWSAccountId\":\"111122223333\",\"Description\":\"\",\"KeyState\":\"PendingDeletion\",\"KeyManager\":\"CUSTOMER\""
      ",\"KeySpec\":\"SYMMETRIC_DEFAULT\",\"KeyUsage\":\"ENCRYPT_DECRYPT\",\"Origin\":\"AWS_KMS\""
      ",\"CreationDate\":1735787045.25,\"DeletionDate\":1735787046,\"MultiRegion\":true,\"New\":[{}]"
      ",\"MultiRegionConfiguration\":{\"MultiRegionKeyType\":\"REPLICA\",\"ReplicaKeys\":[]}");
  static const BadAnswer bad[] = {
    { "", "JSON" },
    { "[]", "JSON object" },
    { "{}", "KeyMetadata" },
    { "{\"KeyMetadata\":[]}", "KeyMetadata" },
    { "{\"KeyMetadata\":{\"Arn\":\"a\"}}", "KeyId" },
    { "{\"KeyMetadata\":{\"KeyId\":\"a\",\"Arn\":1}}", "Arn" },
    { KEY (",\"KeyState\":true"), "KeyState" },
    { KEY (",\"CreationDate\":\"2025-01-02T03:04:05Z\""), "CreationDate" },
    { KEY (",\"CreationDate\":-1"), "CreationDate" },
    { KEY (",\"DeletionDate\":1e300"), "DeletionDate" },
    { KEY (",\"MultiRegionConfiguration\":[]"), "MultiRegionConfiguration" },
  };
  g_autoptr(DossierKmsKey) key = parse_good ((ParseFunc) dossier_kms_key_parse, text);
  g_autoptr(DossierKmsKey) bare = parse_good ((ParseFunc) dossier_kms_key_parse, KEY (",\"KeyState\":null"));

  g_assert_cmpstr (key->key_id, ==, ID);
  g_assert_cmpstr (key->arn, ==, ARN);
  g_assert_cmpstr (key->account, ==, "111122223333");
  g_assert_cmpstr (key->description, ==, "");
  g_assert_cmpstr (key->state, ==, "PendingDeletion");
  g_assert_cmpstr (key->manager, ==, "CUSTOMER");
  g_assert_cmpstr (key->spec, ==, "SYMMETRIC_DEFAULT");
  g_assert_cmpstr (key->usage, ==, "ENCRYPT_DECRYPT");
  g_assert_cmpstr (key->origin, ==, "AWS_KMS");
  g_assert_cmpstr (key->multi_region_type, ==, "REPLICA");
  g_assert_cmpint (key->created, ==, G_GINT64_CONSTANT (1735787045250000));
  g_assert_cmpint (key->deletion, ==, G_GINT64_CONSTANT (1735787046000000));
  g_assert_null (bare->state);
  g_assert_null (bare->multi_region_type);
  g_assert_cmpint (bare->created, ==, 0);
  assert_refused ((ParseFunc) dossier_kms_key_parse, bad, G_N_ELEMENTS (bad));
  assert_refused_when_cut ((ParseFunc) dossier_kms_key_parse, text);
}

static void
test_keys (void)
{
  const char *text = "{\"Keys\":[{\"KeyId\":\"" ID "\",\"KeyArn\":\"" ARN "\"}],\"NextMarker\":\"m\",\"Truncated\":true}";
  static const BadAnswer bad[] = {
    { "{}", "Keys" },
    { "{\"Keys\":{}}", "Keys" },
    { "{\"Keys\":[1]}", "Keys" },
    { "{\"Keys\":[{}]}", "KeyId" },
    { "{\"Keys\":[],\"Truncated\":true}", "NextMarker" },
    { "{\"Keys\":[],\"Truncated\":\"no\"}", "Truncated" },
  };
  g_autoptr(DossierKmsList) list = parse_good ((ParseFunc) dossier_kms_list_parse_keys, text);
  g_autoptr(DossierKmsList) last =
      parse_good ((ParseFunc) dossier_kms_list_parse_keys, "{\"Keys\":[],\"Truncated\":false,\"NextMarker\":\"m\"}");
  const DossierKmsListEntry *entry = g_ptr_array_index (list->entries, 0);

  g_assert_cmpuint (list->entries->len, ==, 1);
  g_assert_cmpstr (entry->key_id, ==, ID);
  g_assert_cmpstr (entry->arn, ==, ARN);
  g_assert_null (entry->name);
  g_assert_cmpstr (list->next_marker, ==, "m");
  g_assert_null (last->next_marker);
  assert_refused ((ParseFunc) dossier_kms_list_parse_keys, bad, G_N_ELEMENTS (bad));
  assert_refused_when_cut ((ParseFunc) dossier_kms_list_parse_keys, text);
}

static void
test_aliases (void)
{
  const char *text = "{\"Aliases\":[{\"AliasName\":\"alias/aws/s3\",\"AliasArn\":\"arn:a\"},{\"AliasName\":\"alias/r\","
                     "\"AliasArn\":\"arn:b\",\"TargetKeyId\":\"" ID "\",\"CreationDate\":1}]}";
  static const BadAnswer bad[] = {
    { "{\"Aliases\":[{\"AliasArn\":\"arn:a\"}]}", "AliasName" },
    { "{\"Aliases\":[{\"AliasName\":\"n\",\"AliasArn\":\"a\",\"TargetKeyId\":{}}]}", "TargetKeyId" },
    { "{\"Keys\":[]}", "Aliases" },
  };
  g_autoptr(DossierKmsList) list = parse_good ((ParseFunc) dossier_kms_list_parse_aliases, text);
  const DossierKmsListEntry *entry = g_ptr_array_index (list->entries, 0);

  g_assert_cmpuint (list->entries->len, ==, 2);
  g_assert_cmpstr (entry->name, ==, "alias/aws/s3");
  g_assert_null (entry->key_id);
  entry = g_ptr_array_index (list->entries, 1);
  g_assert_cmpstr (entry->arn, ==, "arn:b");
  g_assert_cmpstr (entry->key_id, ==, ID);
  assert_refused ((ParseFunc) dossier_kms_list_parse_aliases, bad, G_N_ELEMENTS (bad));
}

static void
test_policy (void)
{
  static const BadAnswer bad[] = {
    { "{}", "Policy" },
    { "{\"Policy\":{\"Version\":\"2012-10-17\"}}", "Policy" },
    { "{\"Policy\":\"a", "JSON" },
  };
  g_autofree char *policy =
      parse_good ((ParseFunc) dossier_kms_parse_key_policy, "{\"PolicyName\":\"default\",\"Policy\":\"{\\n \\\"Id\\\":1}\"}");

  g_assert_cmpstr (policy, ==, "{\n \"Id\":1}");
  assert_refused ((ParseFunc) dossier_kms_parse_key_policy, bad, G_N_ELEMENTS (bad));
}

/* A second key would cost money; a second alias is refused. The rest may be repeated. */
static void
test_repeats (void)
{
  g_autoptr(DossierAwsRequest) key = dossier_kms_create_key_request (NULL, NULL);
  g_autoptr(DossierAwsRequest) alias = dossier_kms_create_alias_request ("alias/a", ID);
  g_autoptr(DossierAwsRequest) policy = dossier_kms_put_key_policy_request (ID, "{}");
  g_autoptr(DossierAwsRequest) keys = dossier_kms_list_keys_request (0, NULL);

  g_assert_false (dossier_aws_request_get_idempotent (key));
  g_assert_false (dossier_aws_request_get_idempotent (alias));
  g_assert_true (dossier_aws_request_get_idempotent (policy));
  g_assert_true (dossier_aws_request_get_idempotent (keys));
}

int
main (int    argc,
      char **argv)
{
  dossier_test_init (&argc, &argv);
  g_test_add_func ("/aws/kms/key", test_key);
  g_test_add_func ("/aws/kms/keys", test_keys);
  g_test_add_func ("/aws/kms/aliases", test_aliases);
  g_test_add_func ("/aws/kms/policy", test_policy);
  g_test_add_func ("/aws/kms/repeats", test_repeats);
  return g_test_run ();
}
