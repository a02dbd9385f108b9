// SPDX-FileCopyrightText: The Dossier authors
// SPDX-License-Identifier: GPL-3.0-or-later

/* Makes the calls given as JSON lines on standard input, so that others may
 * judge what was sent and what was understood.
 *
 * usage: services-tool ENDPOINT REGION ACCESS-KEY-ID SECRET [TOKEN]
 *
 * A line: {"operation": "s3.GetObject", "arguments": {…}}, with the members of
 * AWS's model; an answer: {"result": …} or {"error": {…}}.
 */

#include "config.h"

#include <stdio.h>

#include "dossier-fiber.h"
#include "dossier-iam.h"
#include "dossier-json.h"
#include "dossier-kms.h"
#include "dossier-s3.h"
#include "dossier-static-credentials.h"
#include "dossier-sts.h"
#include "services-tool.h"

#define S(name) json_object_get_string_member_with_default (arguments, name, NULL)
#define N(name) ((guint) json_object_get_int_member_with_default (arguments, name, 0))
#define B(name) json_object_get_boolean_member_with_default (arguments, name, FALSE)

typedef enum
{
  RESULT_NOTHING,
  RESULT_STRING,
  RESULT_STREAM,
  RESULT_BOXED,
} Result;

typedef struct
{
  const char *name;
  DexFuture *(*call) (DossierAwsClient *client, JsonObject *arguments);
  Result result;
  JsonNode *(*show) (gpointer boxed);
  GType (*type) (void);
} Operation;

static GStrv
strings (JsonObject *arguments,
         const char *name)
{
  g_autoptr(GStrvBuilder) builder = g_strv_builder_new ();
  JsonArray *array;

  if (!json_object_has_member (arguments, name))
    return NULL;
  array = json_object_get_array_member (arguments, name);
  for (guint i = 0; i < json_array_get_length (array); i++)
    g_strv_builder_add (builder, json_array_get_string_element (array, i));
  return g_strv_builder_end (builder);
}

static DexFuture *
simulate (DossierAwsClient *client,
          JsonObject       *arguments)
{
  g_auto(GStrv) actions = strings (arguments, "ActionNames");
  g_auto(GStrv) resources = strings (arguments, "ResourceArns");
  g_auto(GStrv) values = strings (arguments, "ContextKeyValues");
  DossierIamContext context = {
    .key = S ("ContextKeyName"),
    .type = S ("ContextKeyType"),
    .values = (const char *const *) values,
  };

  return dossier_iam_simulate_principal_policy (client,
                                                &(DossierIamSimulationInput) {
                                                  .principal = S ("PolicySourceArn"),
                                                  .actions = (const char *const *) actions,
                                                  .resources = (const char *const *) resources,
                                                  .context = &context,
                                                  .n_context = context.key != NULL ? 1 : 0,
                                                  .resource_policy = S ("ResourcePolicy"),
                                                  .resource_owner = S ("ResourceOwner"),
                                                  .caller = S ("CallerArn"),
                                                  .max_items = N ("MaxItems"),
                                                },
                                                S ("Marker"), NULL);
}

static DexFuture *
assume (DossierAwsClient *client,
        JsonObject       *arguments)
{
  return dossier_sts_assume_role (client,
                                  &(DossierAssumeRoleInput) {
                                    .role = S ("RoleArn"),
                                    .session_name = S ("RoleSessionName"),
                                    .external_id = S ("ExternalId"),
                                    .duration = N ("DurationSeconds"),
                                    .mfa_serial = S ("SerialNumber"),
                                    .mfa_code = S ("TokenCode"),
                                  },
                                  NULL);
}

static DexFuture *
call_list_buckets (DossierAwsClient *client,
                   JsonObject       *arguments)
{
  return dossier_s3_list_buckets (client, S ("BucketRegion"), N ("MaxBuckets"), S ("ContinuationToken"),
                                  NULL);
}

static DexFuture *
call_head_bucket (DossierAwsClient *client,
                  JsonObject       *arguments)
{
  return dossier_s3_head_bucket (client, S ("Bucket"), S ("ExpectedBucketOwner"), NULL);
}

static DexFuture *
call_get_bucket_location (DossierAwsClient *client,
                          JsonObject       *arguments)
{
  return dossier_s3_get_bucket_location (client, S ("Bucket"), S ("ExpectedBucketOwner"), NULL);
}

static DexFuture *
call_create_bucket (DossierAwsClient *client,
                    JsonObject       *arguments)
{
  return dossier_s3_create_bucket (client, S ("Bucket"), NULL);
}

static DexFuture *
call_get_bucket_policy (DossierAwsClient *client,
                        JsonObject       *arguments)
{
  return dossier_s3_get_bucket_policy (client, S ("Bucket"), S ("ExpectedBucketOwner"), NULL);
}

static DexFuture *
call_put_bucket_policy (DossierAwsClient *client,
                        JsonObject       *arguments)
{
  return dossier_s3_put_bucket_policy (client, S ("Bucket"), S ("ExpectedBucketOwner"), S ("Policy"), NULL);
}

static DexFuture *
call_delete_bucket_policy (DossierAwsClient *client,
                           JsonObject       *arguments)
{
  return dossier_s3_delete_bucket_policy (client, S ("Bucket"), S ("ExpectedBucketOwner"), NULL);
}

static DexFuture *
call_get_public_access_block (DossierAwsClient *client,
                              JsonObject       *arguments)
{
  return dossier_s3_get_public_access_block (client, S ("Bucket"), S ("ExpectedBucketOwner"), NULL);
}

static DexFuture *
call_put_public_access_block (DossierAwsClient *client,
                              JsonObject       *arguments)
{
  DossierS3PublicAccessBlock block = {
    .block_public_acls = B ("BlockPublicAcls"),
    .ignore_public_acls = B ("IgnorePublicAcls"),
    .block_public_policy = B ("BlockPublicPolicy"),
    .restrict_public_buckets = B ("RestrictPublicBuckets"),
  };

  return dossier_s3_put_public_access_block (client, S ("Bucket"), S ("ExpectedBucketOwner"), &block, NULL);
}

static DexFuture *
call_put_bucket_encryption (DossierAwsClient *client,
                            JsonObject       *arguments)
{
  const DossierS3BucketEncryption encryption = {
    .algorithm = (char *) S ("SSEAlgorithm"),
    .kms_key_id = (char *) S ("KMSMasterKeyID"),
    .bucket_key = B ("BucketKeyEnabled"),
  };

  return dossier_s3_put_bucket_encryption (client, S ("Bucket"), S ("ExpectedBucketOwner"), &encryption, NULL);
}

static DexFuture *
call_get_bucket_ownership_controls (DossierAwsClient *client,
                                    JsonObject       *arguments)
{
  return dossier_s3_get_bucket_ownership (client, S ("Bucket"), S ("ExpectedBucketOwner"), NULL);
}

static DexFuture *
call_get_bucket_encryption (DossierAwsClient *client,
                            JsonObject       *arguments)
{
  return dossier_s3_get_bucket_encryption (client, S ("Bucket"), S ("ExpectedBucketOwner"), NULL);
}

static DexFuture *
call_list_objects_v2 (DossierAwsClient *client,
                      JsonObject       *arguments)
{
  return dossier_s3_list_objects (client, S ("Bucket"), S ("ExpectedBucketOwner"), S ("Prefix"),
                                  S ("Delimiter"), S ("ContinuationToken"), NULL);
}

static DexFuture *
call_head_object (DossierAwsClient *client,
                  JsonObject       *arguments)
{
  return dossier_s3_head_object (client, S ("Bucket"), S ("ExpectedBucketOwner"), S ("Key"), NULL);
}

static DexFuture *
call_get_object (DossierAwsClient *client,
                 JsonObject       *arguments)
{
  return dossier_s3_get_object (client, S ("Bucket"), S ("ExpectedBucketOwner"), S ("Key"), N ("Offset"),
                                S ("IfMatch"), NULL);
}

static DexFuture *
call_put_object (DossierAwsClient *client,
                 JsonObject       *arguments)
{
  g_autoptr(GBytes) body = g_bytes_new (S ("Body"), strlen (S ("Body")));

  return dossier_s3_put_object (client, S ("Bucket"), S ("ExpectedBucketOwner"), S ("Key"), body,
                                S ("ContentType"), NULL);
}

static DexFuture *
call_delete_object (DossierAwsClient *client,
                    JsonObject       *arguments)
{
  return dossier_s3_delete_object (client, S ("Bucket"), S ("ExpectedBucketOwner"), S ("Key"), NULL);
}

static DexFuture *
call_copy_object (DossierAwsClient *client,
                  JsonObject       *arguments)
{
  return dossier_s3_copy_object (client, S ("Bucket"), S ("ExpectedBucketOwner"), S ("Key"),
                                 S ("SourceBucket"), S ("SourceKey"), NULL);
}

static DexFuture *
call_list_keys (DossierAwsClient *client,
                JsonObject       *arguments)
{
  return dossier_kms_list_keys (client, N ("Limit"), S ("Marker"), NULL);
}

static DexFuture *
call_list_aliases (DossierAwsClient *client,
                   JsonObject       *arguments)
{
  return dossier_kms_list_aliases (client, S ("KeyId"), N ("Limit"), S ("Marker"), NULL);
}

static DexFuture *
call_describe_key (DossierAwsClient *client,
                   JsonObject       *arguments)
{
  return dossier_kms_describe_key (client, S ("KeyId"), NULL);
}

static DexFuture *
call_get_key_policy (DossierAwsClient *client,
                     JsonObject       *arguments)
{
  return dossier_kms_get_key_policy (client, S ("KeyId"), NULL);
}

static DexFuture *
call_put_key_policy (DossierAwsClient *client,
                     JsonObject       *arguments)
{
  return dossier_kms_put_key_policy (client, S ("KeyId"), S ("Policy"), NULL);
}

static DexFuture *
call_create_key (DossierAwsClient *client,
                 JsonObject       *arguments)
{
  return dossier_kms_create_key (client, S ("Policy"), S ("Description"), NULL);
}

static DexFuture *
call_create_alias (DossierAwsClient *client,
                   JsonObject       *arguments)
{
  return dossier_kms_create_alias (client, S ("AliasName"), S ("TargetKeyId"), NULL);
}

static DexFuture *
call_get_user (DossierAwsClient *client,
               JsonObject       *arguments)
{
  return dossier_iam_get_user (client, S ("UserName"), NULL);
}

static DexFuture *
call_get_role (DossierAwsClient *client,
               JsonObject       *arguments)
{
  return dossier_iam_get_role (client, S ("RoleName"), NULL);
}

static DexFuture *
call_list_attached_user_policies (DossierAwsClient *client,
                                  JsonObject       *arguments)
{
  return dossier_iam_list_attached_user_policies (client, S ("UserName"), S ("Marker"), NULL);
}

static DexFuture *
call_list_attached_role_policies (DossierAwsClient *client,
                                  JsonObject       *arguments)
{
  return dossier_iam_list_attached_role_policies (client, S ("RoleName"), S ("Marker"), NULL);
}

static DexFuture *
call_list_user_policies (DossierAwsClient *client,
                         JsonObject       *arguments)
{
  return dossier_iam_list_user_policies (client, S ("UserName"), S ("Marker"), NULL);
}

static DexFuture *
call_list_groups_for_user (DossierAwsClient *client,
                           JsonObject       *arguments)
{
  return dossier_iam_list_groups_for_user (client, S ("UserName"), S ("Marker"), NULL);
}

static DexFuture *
call_get_context_keys_for_principal_policy (DossierAwsClient *client,
                                            JsonObject       *arguments)
{
  return dossier_iam_get_context_keys (client, S ("PolicySourceArn"), NULL);
}

static DexFuture *
call_get_caller_identity (DossierAwsClient *client,
                          JsonObject       *)
{
  return dossier_sts_get_caller_identity (client, NULL);
}

static DexFuture *
call_get_session_token (DossierAwsClient *client,
                        JsonObject       *arguments)
{
  return dossier_sts_get_session_token (client, N ("DurationSeconds"), S ("SerialNumber"), S ("TokenCode"),
                                        NULL);
}

static const Operation operations[] = {
  { "s3.ListBuckets", call_list_buckets, RESULT_BOXED, show_buckets, dossier_s3_bucket_list_get_type },
  { "s3.HeadBucket", call_head_bucket, RESULT_BOXED, show_bucket_info, dossier_s3_bucket_info_get_type },
  { "s3.GetBucketLocation", call_get_bucket_location, RESULT_STRING, NULL, NULL },
  { "s3.CreateBucket", call_create_bucket, RESULT_NOTHING, NULL, NULL },
  { "s3.GetBucketPolicy", call_get_bucket_policy, RESULT_STRING, NULL, NULL },
  { "s3.PutBucketPolicy", call_put_bucket_policy, RESULT_NOTHING, NULL, NULL },
  { "s3.DeleteBucketPolicy", call_delete_bucket_policy, RESULT_NOTHING, NULL, NULL },
  { "s3.GetPublicAccessBlock", call_get_public_access_block, RESULT_BOXED, show_access_block, dossier_s3_public_access_block_get_type },
  { "s3.PutPublicAccessBlock", call_put_public_access_block, RESULT_NOTHING, NULL, NULL },
  { "s3.GetBucketOwnershipControls", call_get_bucket_ownership_controls, RESULT_STRING, NULL, NULL },
  { "s3.GetBucketEncryption", call_get_bucket_encryption, RESULT_BOXED, show_encryption, dossier_s3_bucket_encryption_get_type },
  { "s3.PutBucketEncryption", call_put_bucket_encryption, RESULT_NOTHING, NULL, NULL },
  { "s3.ListObjectsV2", call_list_objects_v2, RESULT_BOXED, show_objects, dossier_s3_object_list_get_type },
  { "s3.HeadObject", call_head_object, RESULT_BOXED, show_object_info, dossier_s3_object_info_get_type },
  { "s3.GetObject", call_get_object, RESULT_STREAM, NULL, NULL },
  { "s3.PutObject", call_put_object, RESULT_NOTHING, NULL, NULL },
  { "s3.DeleteObject", call_delete_object, RESULT_NOTHING, NULL, NULL },
  { "s3.CopyObject", call_copy_object, RESULT_STRING, NULL, NULL },
  { "kms.ListKeys", call_list_keys, RESULT_BOXED, show_keys, dossier_kms_list_get_type },
  { "kms.ListAliases", call_list_aliases, RESULT_BOXED, show_aliases, dossier_kms_list_get_type },
  { "kms.DescribeKey", call_describe_key, RESULT_BOXED, show_key, dossier_kms_key_get_type },
  { "kms.GetKeyPolicy", call_get_key_policy, RESULT_STRING, NULL, NULL },
  { "kms.PutKeyPolicy", call_put_key_policy, RESULT_NOTHING, NULL, NULL },
  { "kms.CreateKey", call_create_key, RESULT_BOXED, show_key, dossier_kms_key_get_type },
  { "kms.CreateAlias", call_create_alias, RESULT_NOTHING, NULL, NULL },
  { "iam.SimulatePrincipalPolicy", simulate, RESULT_BOXED, show_simulation, dossier_iam_simulation_get_type },
  { "iam.GetUser", call_get_user, RESULT_BOXED, show_principal, dossier_iam_principal_get_type },
  { "iam.GetRole", call_get_role, RESULT_BOXED, show_principal, dossier_iam_principal_get_type },
  { "iam.ListAttachedUserPolicies", call_list_attached_user_policies, RESULT_BOXED, show_iam_list, dossier_iam_list_get_type },
  { "iam.ListAttachedRolePolicies", call_list_attached_role_policies, RESULT_BOXED, show_iam_list, dossier_iam_list_get_type },
  { "iam.ListUserPolicies", call_list_user_policies, RESULT_BOXED, show_iam_list, dossier_iam_list_get_type },
  { "iam.ListGroupsForUser", call_list_groups_for_user, RESULT_BOXED, show_iam_list, dossier_iam_list_get_type },
  { "iam.GetContextKeysForPrincipalPolicy", call_get_context_keys_for_principal_policy, RESULT_BOXED, show_texts, g_strv_get_type },
  { "sts.GetCallerIdentity", call_get_caller_identity, RESULT_BOXED, show_identity, dossier_caller_identity_get_type },
  { "sts.AssumeRole", assume, RESULT_BOXED, show_credentials, dossier_credentials_get_type },
  { "sts.GetSessionToken", call_get_session_token, RESULT_BOXED, show_credentials, dossier_credentials_get_type },
};

static const Operation *
find (const char *name)
{
  for (gsize i = 0; name != NULL && i < G_N_ELEMENTS (operations); i++)
    if (g_str_equal (operations[i].name, name))
      return &operations[i];
  return NULL;
}

static JsonNode *
read_stream (DossierAwsResponse  *response,
             GError             **error)
{
  g_autoptr(DossierS3ObjectInfo) info = dossier_s3_object_info_read (response, error);
  g_autoptr(GString) text = g_string_new (NULL);
  JsonNode *node;

  if (info == NULL)
    return NULL;
  for (;;)
    {
      g_autoptr(GBytes) bytes = dossier_await_leaf_boxed (
          dex_input_stream_read_bytes (dossier_aws_response_get_stream (response), 7, G_PRIORITY_DEFAULT), NULL, 10000,
          error);

      if (bytes == NULL)
        return NULL;
      if (g_bytes_get_size (bytes) == 0)
        break;
      g_string_append_len (text, g_bytes_get_data (bytes, NULL), (gssize) g_bytes_get_size (bytes));
    }
  node = show_object_info (info);
  json_object_set_string_member (json_node_get_object (node), "Body", text->str);
  return node;
}

static JsonNode *
call_and_show (DossierAwsClient  *client,
               const Operation   *operation,
               JsonObject        *arguments,
               GError           **error)
{
  DexFuture *future = operation->call (client, arguments);
  g_autofree char *text = NULL;
  g_autoptr(DossierAwsResponse) response = NULL;
  gpointer boxed;
  JsonNode *node;

  switch (operation->result)
    {
    case RESULT_NOTHING:
      return dossier_await_child (future, error) ? json_node_init_boolean (json_node_alloc (), TRUE) : NULL;
    case RESULT_STRING:
      text = dossier_await_child_string (future, error);
      return text != NULL ? json_node_init_string (json_node_alloc (), text) : NULL;
    case RESULT_STREAM:
      response = dossier_await_child_boxed (future, error);
      return response != NULL ? read_stream (response, error) : NULL;
    case RESULT_BOXED:
      break;
    }

  boxed = dossier_await_child_boxed (future, error);
  if (boxed == NULL)
    return NULL;
  node = operation->show (boxed);
  g_boxed_free (operation->type (), boxed);
  return node;
}

static JsonObject *
show_error (const GError *error)
{
  JsonObject *object = json_object_new ();

  json_object_set_string_member (object, "domain", g_quark_to_string (error->domain));
  json_object_set_int_member (object, "kind", error->code);
  json_object_set_string_member (object, "code", dossier_aws_error_get_code (error));
  json_object_set_string_member (object, "region", dossier_aws_error_get_region (error));
  json_object_set_int_member (object, "status", dossier_aws_error_get_status (error));
  json_object_set_boolean_member (object, "absent", dossier_s3_error_is_absent (error));
  json_object_set_string_member (object, "message", error->message);
  return object;
}

static void
answer (DossierAwsClient *client,
        const char       *line)
{
  g_autoptr(GError) error = NULL;
  g_autoptr(JsonObject) request = dossier_json_parse_object (line, -1, &error);
  g_autoptr(JsonObject) out = json_object_new ();
  g_autofree char *text = NULL;
  const Operation *operation;
  JsonNode *node;

  if (request == NULL)
    g_error ("%s", error->message);
  operation = find (json_object_get_string_member (request, "operation"));
  if (operation == NULL)
    g_error ("There is no operation in “%s”", line);

  node = call_and_show (client, operation, json_object_get_object_member (request, "arguments"), &error);
  if (node != NULL)
    json_object_set_member (out, "result", node);
  else
    json_object_set_object_member (out, "error", show_error (error));
  text = dossier_json_object_to_text (out, FALSE);
  puts (text);
  fflush (stdout);
}

static DexFuture *
main_fiber (gpointer data)
{
  DossierAwsClient *client = data;
  g_autofree char *line = NULL;
  size_t size = 0;

  while (getline (&line, &size, stdin) > 0)
    answer (client, line);
  return dex_future_new_true ();
}

static DexFuture *
quit_cb (DexFuture *,
         gpointer   loop)
{
  g_main_loop_quit (loop);
  return dex_future_new_true ();
}

int
main (int    argc,
      char **argv)
{
  g_autoptr(GMainLoop) loop = g_main_loop_new (NULL, FALSE);
  g_autoptr(DossierSecret) secret = argc > 4 ? dossier_secret_new (argv[4]) : NULL;
  g_autoptr(DossierSecret) token = argc > 5 ? dossier_secret_new (argv[5]) : NULL;
  g_autoptr(DossierCredentials) credentials = secret != NULL ? dossier_credentials_new (argv[3], secret, token, 0) : NULL;
  g_autoptr(DossierCredentialsProvider) provider = NULL;
  g_autoptr(DossierAwsClient) client = NULL;
  g_autoptr(GError) error = NULL;

  if (credentials == NULL)
    return 2;

  dex_init ();
  provider = dossier_static_credentials_new (credentials);
  client = dossier_aws_client_new (
      &(DossierAwsClientOptions) { .region = argv[2], .endpoint_url = argv[1], .credentials = provider }, &error);
  if (client == NULL)
    g_error ("%s", error->message);

  dex_future_disown (dex_future_finally (dossier_fiber_spawn (main_fiber, client, NULL), quit_cb, loop, NULL));
  g_main_loop_run (loop);
  return 0;
}
