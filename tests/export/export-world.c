// SPDX-FileCopyrightText: The Dossier authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "config.h"

#include <signal.h>

#include "dossier-json.h"
#include "dossier-time.h"
#include "export-world-private.h"

Report *
world_find_report (World      *self,
             const char *id)
{
  for (guint i = 0; i < self->reports->len; i++)
    {
      Report *report = self->reports->pdata[i];

      if (id != NULL ? g_str_equal (report->id, id) : g_str_equal (report->status, "IN_PROGRESS"))
        return report;
    }
  return NULL;
}

void
world_put_object (World      *self,
            const char *key,
            gint64      modified)
{
  Object *object = g_new0 (Object, 1);

  object->key = g_strdup (key);
  object->modified = modified;
  g_ptr_array_add (self->objects, object);
}

void
world_write_report (World        *self,
              const Report *report,
              gint64        modified)
{
  gboolean slash = *report->prefix != '\0' && !g_str_has_suffix (report->prefix, "/");
  g_autofree char *key = g_strconcat (report->prefix, slash ? "/" : "", report->id,
                                      g_str_equal (report->format, "CSV") ? ".csv" : ".json", NULL);

  world_put_object (self, key, modified);
}

static void
end_report (World      *self,
            Report     *report,
            const char *status)
{
  g_set_str (&report->status, status);
  g_set_str (&report->error_code, self->outcome_code);
  if (g_str_equal (status, "SUCCEEDED"))
    world_write_report (self, report, self->real_time ? g_get_real_time () : dossier_clock_now (self->clock));
}

static const char *
member (JsonObject *object,
        const char *name)
{
  return json_object_get_string_member_with_default (object, name, "");
}

/* CreateFindingsReport: NULL while another is being written. */
static Report *
make_report (World      *self,
             JsonObject *body)
{
  JsonObject *place = json_object_get_object_member (body, "s3Destination");
  Report *report;

  if (world_find_report (self, NULL) != NULL)
    return NULL;

  report = g_new0 (Report, 1);
  report->id = g_uuid_string_random ();
  report->format = g_strdup (member (body, "reportFormat"));
  report->bucket = g_strdup (member (place, "bucketName"));
  report->prefix = g_strdup (member (place, "keyPrefix"));
  report->key_arn = g_strdup (member (place, "kmsKeyArn"));
  report->criteria = json_object_has_member (body, "filterCriteria")
                         ? dossier_json_object_to_text (json_object_get_object_member (body, "filterCriteria"), FALSE)
                         : g_strdup ("{}");
  report->status = g_strdup ("IN_PROGRESS");
  report->polls = self->polls;
  g_ptr_array_add (self->reports, report);
  self->n_made++;
  return report;
}

static void
refuse (SoupServerMessage *message,
        guint              status,
        const char        *code,
        const char        *text)
{
  g_autofree char *body = g_strdup_printf ("{\"message\":\"%s\",\"__type\":\"%s\"}", text, code);

  soup_message_headers_replace (soup_server_message_get_response_headers (message), "x-amzn-ErrorType", code);
  dossier_test_answer (message, status, "application/json", body);
}

static void
refuse_s3 (SoupServerMessage *message,
           guint              status,
           const char        *code,
           const char        *text)
{
  g_autofree char *body =
      g_strdup_printf ("<Error><Code>%s</Code><Message>%s</Message></Error>", code, text);

  dossier_test_answer (message, status, "application/xml", body);
}

static void
answer_status (World             *self,
               SoupServerMessage *message,
               const char        *id)
{
  Report *report = world_find_report (self, id);
  g_autofree char *body = NULL;
  g_autofree char *failure = NULL;

  if (report == NULL)
    {
      refuse (message, 404, "ResourceNotFoundException", "There is no such report");
      return;
    }
  if (g_str_equal (report->status, "IN_PROGRESS") && report->polls-- == 0)
    end_report (self, report, self->outcome);
  failure = report->error_code != NULL ? g_strdup_printf (",\"errorCode\":\"%s\"", report->error_code) : NULL;
  body = g_strdup_printf ("{\"reportId\":\"%s\",\"status\":\"%s\",\"destination\":{\"bucketName\":\"%s\","
                          "\"keyPrefix\":\"%s\",\"kmsKeyArn\":\"%s\"},\"filterCriteria\":%s%s}",
                          report->id, report->status, report->bucket, report->prefix, report->key_arn,
                          report->criteria, failure != NULL ? failure : "");
  dossier_test_answer (message, 200, "application/json", body);
}

static void
answer_cancel (World             *self,
               SoupServerMessage *message,
               const char        *id)
{
  Report *report = world_find_report (self, id);
  g_autofree char *body = g_strdup_printf ("{\"reportId\":\"%s\"}", id);

  if (report == NULL)
    refuse (message, 404, "ResourceNotFoundException", "There is no such report");
  else if (!g_str_equal (report->status, "IN_PROGRESS"))
    refuse (message, 400, "ValidationException", "The report is over");
  else
    {
      g_set_str (&report->status, "CANCELLED");
      dossier_test_answer (message, 200, "application/json", body);
    }
}

static void
answer_list (World             *self,
             SoupServerMessage *message)
{
  GHashTable *query = g_uri_parse_params (g_uri_get_query (soup_server_message_get_uri (message)), -1, "&",
                                          G_URI_PARAMS_NONE, NULL);
  const char *prefix = g_hash_table_lookup (query, "prefix");
  const char *after = g_hash_table_lookup (query, "continuation-token");
  g_autoptr(GString) body = g_string_new ("<ListBucketResult xmlns=\"http://s3.amazonaws.com/doc/2006-03-01/\">");
  guint first = after != NULL ? (guint) g_ascii_strtoull (after, NULL, 10) : 0;
  guint i;

  /* Two on a page, so that every search has to turn one. */
  for (i = first; i < self->objects->len && i < first + 2; i++)
    {
      const Object *object = self->objects->pdata[i];
      g_autofree char *modified = dossier_time_to_iso8601 (object->modified);

      if (prefix == NULL || g_str_has_prefix (object->key, prefix))
        g_string_append_printf (body, "<Contents><Key>%s</Key><LastModified>%s</LastModified><ETag>&quot;1&quot;"
                                "</ETag><Size>%" G_GSIZE_FORMAT "</Size></Contents>",
                                object->key, modified, g_bytes_get_size (self->content));
    }
  if (self->circle)
    i = 0;
  g_string_append_printf (body, "<IsTruncated>%s</IsTruncated>", self->circle || i < self->objects->len ? "true" : "false");
  if (self->circle || i < self->objects->len)
    g_string_append_printf (body, "<NextContinuationToken>%u</NextContinuationToken>", i);
  g_string_append (body, "</ListBucketResult>");
  dossier_test_answer (message, 200, "application/xml", body->str);
  g_hash_table_unref (query);
}

static void
drop (SoupServerMessage *message)
{
  g_autoptr(GIOStream) stream = soup_server_message_steal_connection (message);

  g_io_stream_close (stream, NULL, NULL);
}

/* A body that is longer than what comes of it. */
static void
cut_body (World             *self,
          SoupServerMessage *message,
          goffset            start,
          guint              status)
{
  g_autoptr(GIOStream) stream = NULL;
  gsize size = g_bytes_get_size (self->content);
  g_autofree char *head = g_strdup_printf (
      "HTTP/1.1 %u OK\r\nETag: \"%u\"\r\nContent-Length: %" G_GSIZE_FORMAT "\r\n"
      "Content-Range: bytes %" G_GOFFSET_FORMAT "-%" G_GSIZE_FORMAT "/%" G_GSIZE_FORMAT "\r\n\r\n",
      status, self->version, size - (gsize) start, start, size - 1, size);
  const char *data = g_bytes_get_data (self->content, NULL);

  stream = soup_server_message_steal_connection (message);
  g_output_stream_write_all (g_io_stream_get_output_stream (stream), head, strlen (head), NULL, NULL, NULL);
  g_output_stream_write_all (g_io_stream_get_output_stream (stream), data + start,
                             MIN (self->cut, size - (gsize) start), NULL, NULL, NULL);
  self->n_sent += MIN (self->cut, size - (gsize) start);
  g_io_stream_close (stream, NULL, NULL);
  self->n_cuts--;
  if (self->change_at_cut)
    self->version++;
}

static void
answer_object (World             *self,
               SoupServerMessage *message,
               const char        *key)
{
  SoupMessageHeaders *request = soup_server_message_get_request_headers (message);
  SoupMessageHeaders *response = soup_server_message_get_response_headers (message);
  const char *range = soup_message_headers_get_one (request, "Range");
  const char *if_match = soup_message_headers_get_one (request, "If-Match");
  g_autofree char *etag = g_strdup_printf ("\"%u\"", self->version);
  gboolean is_head = g_str_equal (soup_server_message_get_method (message), "HEAD");
  goffset start = 0;
  gboolean found = FALSE;
  gsize size = g_bytes_get_size (self->content);
  const char *data = g_bytes_get_data (self->content, NULL);

  for (guint i = 0; i < self->objects->len; i++)
    found |= g_str_equal (((Object *) self->objects->pdata[i])->key, key);
  if (!found)
    {
      refuse_s3 (message, 404, "NoSuchKey", "The specified key does not exist.");
      return;
    }
  /* S3 does not insist, the test does: no byte of an unnamed version. */
  if (!is_head && if_match == NULL)
    {
      refuse_s3 (message, 400, "InvalidRequest", "If-Match is missing");
      return;
    }
  if (if_match != NULL && !g_str_equal (if_match, etag))
    {
      refuse_s3 (message, 412, "PreconditionFailed", "At least one of the pre-conditions did not hold");
      return;
    }
  if (range != NULL)
    start = (goffset) g_ascii_strtoull (range + strlen ("bytes="), NULL, 10);

  soup_message_headers_replace (response, "ETag", etag);
  if (self->sse != NULL)
    {
      soup_message_headers_replace (response, "x-amz-server-side-encryption", "aws:kms");
      soup_message_headers_replace (response, "x-amz-server-side-encryption-aws-kms-key-id", self->sse);
    }
  if (self->checksum != NULL && start == 0)
    soup_message_headers_replace (response, "x-amz-checksum-sha256", self->checksum);
  if (is_head)
    {
      soup_server_message_set_status (message, 200, NULL);
      soup_message_headers_set_content_length (response, (goffset) size);
    }
  else if (self->n_cuts > 0)
    {
      cut_body (self, message, start, range != NULL ? 206 : 200);
    }
  else
    {
      if (range != NULL)
        soup_message_headers_set_content_range (response, start, (goffset) size - 1, (goffset) size);
      soup_server_message_set_status (message, range != NULL ? 206 : 200, NULL);
      soup_server_message_set_response (message, "text/csv", SOUP_MEMORY_COPY, data + start, size - (gsize) start);
      self->n_sent += size - (gsize) start;
    }
}

static void
answer_create (World             *self,
               SoupServerMessage *message,
               JsonObject        *body)
{
  Report *report = make_report (self, body);
  g_autofree char *text = NULL;

  if (report == NULL)
    {
      refuse (message, 400, "ValidationException", "Cannot have multiple reports in-progress");
      return;
    }
  text = g_strdup_printf ("{\"reportId\":\"%s\"}", report->id);
  dossier_test_answer (message, 200, "application/json", text);
}

static void
answer_head_bucket (World             *self,
                    SoupServerMessage *message,
                    const char        *bucket)
{
  if (!g_str_equal (bucket, WORLD_BUCKET))
    {
      soup_server_message_set_status (message, 404, NULL);
      return;
    }
  soup_message_headers_replace (soup_server_message_get_response_headers (message), "x-amz-bucket-region",
                                self->bucket_region);
  soup_server_message_set_status (message, 200, NULL);
}

static void
answer_describe_key (World             *self,
                     SoupServerMessage *message)
{
  g_autofree char *body = g_strdup_printf (
      "{\"KeyMetadata\":{\"KeyId\":\"1234abcd-12ab-34cd-56ef-1234567890ab\",\"Arn\":\"" WORLD_KEY "\","
      "\"AWSAccountId\":\"111122223333\",\"Enabled\":true,\"KeyState\":\"%s\",\"KeyManager\":\"CUSTOMER\","
      "\"KeySpec\":\"SYMMETRIC_DEFAULT\",\"KeyUsage\":\"ENCRYPT_DECRYPT\",\"CreationDate\":1700000000}}",
      self->key_state);

  dossier_test_answer (message, 200, "application/x-amz-json-1.1", body);
}

typedef struct
{
  char *operation;
  char *bucket;
  char *key;
} Target;

static void
target_clear (Target *self)
{
  g_free (self->operation);
  g_free (self->bucket);
  g_free (self->key);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Target, target_clear)

static void
read_target (SoupServerMessage *message,
             Target            *target)
{
  static const char *const paths[][2] = {
    { "/reporting/create", "CreateFindingsReport" },
    { "/reporting/status/get", "GetFindingsReportStatus" },
    { "/reporting/cancel", "CancelFindingsReport" },
    { "/findings/list", "ListFindings" },
    { "/status/batch/get", "BatchGetAccountStatus" },
  };
  static const char *const queries[] = { "GetCallerIdentity", "GetRole", "SimulatePrincipalPolicy" };
  SoupMessageBody *body = soup_server_message_get_request_body (message);
  GUri *uri = soup_server_message_get_uri (message);
  const char *path = g_uri_get_path (uri);
  const char *query = g_uri_get_query (uri);
  const char *method = soup_server_message_get_method (message);
  const char *amz = soup_message_headers_get_one (soup_server_message_get_request_headers (message), "X-Amz-Target");
  g_auto(GStrv) parts = g_strsplit (path, "/", 3);

  for (gsize i = 0; i < G_N_ELEMENTS (paths); i++)
    if (g_str_equal (path, paths[i][0]))
      {
        target->operation = g_strdup (paths[i][1]);
        return;
      }
  if (amz != NULL)
    {
      target->operation = g_strdup (strchr (amz, '.') + 1);
      return;
    }

  for (gsize i = 0; i < G_N_ELEMENTS (queries) && g_str_equal (method, "POST"); i++)
    {
      g_autofree char *action = g_strdup_printf ("Action=%s&", queries[i]);

      if (body->data != NULL && strstr (body->data, action) != NULL)
        {
          target->operation = g_strdup (queries[i]);
          return;
        }
    }

  target->bucket = parts[1] != NULL && *parts[1] != '\0' ? g_uri_unescape_string (parts[1], NULL) : NULL;
  if (target->bucket != NULL && parts[2] != NULL && *parts[2] != '\0')
    target->key = g_uri_unescape_string (parts[2], NULL);
  if (target->key != NULL)
    target->operation = g_strdup (g_str_equal (method, "HEAD") ? "HeadObject" : "GetObject");
  else if (target->bucket == NULL)
    target->operation = g_strdup ("ListBuckets");
  else if (g_str_equal (method, "HEAD"))
    target->operation = g_strdup ("HeadBucket");
  else if (query != NULL && strstr (query, "location") != NULL)
    target->operation = g_strdup ("GetBucketLocation");
  else if (query != NULL && strstr (query, "policy") != NULL)
    target->operation = g_strdup (g_str_equal (method, "PUT")      ? "PutBucketPolicy"
                                  : g_str_equal (method, "DELETE") ? "DeleteBucketPolicy"
                                                                   : "GetBucketPolicy");
  else if (query != NULL && strstr (query, "publicAccessBlock") != NULL)
    target->operation = g_strdup ("GetPublicAccessBlock");
  else if (query != NULL && strstr (query, "ownershipControls") != NULL)
    target->operation = g_strdup ("GetBucketOwnershipControls");
  else if (query != NULL && strstr (query, "encryption") != NULL)
    target->operation = g_strdup ("GetBucketEncryption");
  else
    target->operation = g_strdup ("ListObjectsV2");
}

static JsonObject *
read_body (SoupServerMessage *message)
{
  SoupMessageBody *body = soup_server_message_get_request_body (message);
  JsonObject *object = dossier_json_parse_object (body->data != NULL ? body->data : "{}", -1, NULL);

  return object != NULL ? object : json_object_new ();
}

static void
answer_identity (World             *self,
                 SoupServerMessage *message)
{
  g_autofree char *body = g_strdup_printf (
      "<GetCallerIdentityResponse xmlns=\"https://sts.amazonaws.com/doc/2011-06-15/\"><GetCallerIdentityResult>"
      "<Arn>%s</Arn><UserId>AIDAEXAMPLE</UserId><Account>111122223333</Account></GetCallerIdentityResult>"
      "</GetCallerIdentityResponse>", self->caller);

  dossier_test_answer (message, 200, "text/xml", body);
}

/* There is one role, with a path, as those of IAM Identity Center are. */
static void
answer_role (SoupServerMessage *message,
             GHashTable        *form)
{
  const char *name = g_hash_table_lookup (form, "RoleName");
  g_autofree char *body = NULL;

  if (!g_str_equal (name, WORLD_ROLE))
    {
      dossier_test_answer (message, 404, "text/xml",
                           "<ErrorResponse><Error><Type>Sender</Type><Code>NoSuchEntity</Code><Message>There is no such "
                           "role</Message></Error><RequestId>1</RequestId></ErrorResponse>");
      return;
    }
  body = g_strdup_printf ("<GetRoleResponse xmlns=\"https://iam.amazonaws.com/doc/2010-05-08/\"><GetRoleResult><Role>"
                          "<Path>" WORLD_ROLE_PATH "</Path><Arn>arn:aws:iam::111122223333:role" WORLD_ROLE_PATH "%s</Arn>"
                          "<RoleName>%s</RoleName><RoleId>AROAEXAMPLE</RoleId></Role></GetRoleResult></GetRoleResponse>",
                          name, name);
  dossier_test_answer (message, 200, "text/xml", body);
}

/* One action at a time may be predicted otherwise than allowed. */
static void
answer_simulation (World             *self,
                   SoupServerMessage *message,
                   GHashTable        *form)
{
  GString *body = g_string_new ("<SimulatePrincipalPolicyResponse xmlns=\"https://iam.amazonaws.com/doc/2010-05-08/\">"
                                "<SimulatePrincipalPolicyResult><EvaluationResults>");

  g_set_str (&self->simulated, g_hash_table_lookup (form, "PolicySourceArn"));
  for (guint i = 1;; i++)
    {
      g_autofree char *name = g_strdup_printf ("ActionNames.member.%u", i);
      const char *action = g_hash_table_lookup (form, name);
      gboolean chosen = g_strcmp0 (action, self->predicted) == 0;

      if (action == NULL)
        break;
      g_string_append_printf (body, "<member><EvalActionName>%s</EvalActionName><EvalResourceName>*</EvalResourceName>"
                              "<EvalDecision>%s</EvalDecision>%s</member>",
                              action, chosen ? self->decision : "allowed", chosen ? self->details : "");
    }
  g_string_append_printf (body, "</EvaluationResults>%s</SimulatePrincipalPolicyResult></SimulatePrincipalPolicyResponse>",
                          self->circle ? "<IsTruncated>true</IsTruncated><Marker>1</Marker>"
                                       : "<IsTruncated>false</IsTruncated>");
  dossier_test_answer (message, 200, "text/xml", body->str);
  g_string_free (body, TRUE);
}

static void
answer_query (World             *self,
              SoupServerMessage *message,
              const char        *operation)
{
  SoupMessageBody *body = soup_server_message_get_request_body (message);
  g_autoptr(GHashTable) form = soup_form_decode (body->data);

  if (g_str_equal (operation, "GetCallerIdentity"))
    answer_identity (self, message);
  else if (g_str_equal (operation, "GetRole"))
    answer_role (message, form);
  else
    answer_simulation (self, message, form);
}

/* What the only file of the folder says just when a policy arrives. */
static void
look_into_folder (World *self)
{
  g_autoptr(GDir) dir = self->watched != NULL ? g_dir_open (self->watched, 0, NULL) : NULL;
  const char *name = dir != NULL ? g_dir_read_name (dir) : NULL;
  g_autofree char *path = name != NULL ? g_build_filename (self->watched, name, NULL) : NULL;

  if (path == NULL)
    return;
  g_clear_pointer (&self->seen, g_free);
  g_file_get_contents (path, &self->seen, NULL, NULL);
}

/* One policy, of the bucket or of the key. */
static void
answer_policy (World             *self,
               SoupServerMessage *message,
               const char        *operation)
{
  SoupMessageBody *request = soup_server_message_get_request_body (message);
  gboolean is_kept = self->kept_times > 0 && self->written;
  const char *present = is_kept ? self->kept_policy : self->policy;
  g_autoptr(JsonObject) answer = NULL;
  g_autofree char *body = NULL;

  if (g_str_has_prefix (operation, "Get"))
    {
      self->kept_times -= is_kept;
      answer = json_object_new ();
      json_object_set_string_member (answer, "Policy", present != NULL ? present : "{}");
      body = dossier_json_object_to_text (answer, FALSE);
      if (g_str_equal (operation, "GetKeyPolicy"))
        dossier_test_answer (message, 200, "application/x-amz-json-1.1", body);
      else if (present != NULL)
        dossier_test_answer (message, 200, "application/json", present);
      else
        refuse_s3 (message, 404, "NoSuchBucketPolicy", "The bucket policy does not exist");
      return;
    }

  look_into_folder (self);
  self->written = TRUE;
  if (g_str_equal (operation, "PutKeyPolicy"))
    {
      g_autoptr(JsonObject) input = read_body (message);

      g_set_str (&self->policy, member (input, "Policy"));
    }
  else
    {
      g_set_str (&self->policy, g_str_equal (operation, "PutBucketPolicy") ? request->data : NULL);
    }
  soup_message_headers_replace (soup_server_message_get_response_headers (message), "x-amz-request-id", "REQUEST1");
  soup_message_headers_replace (soup_server_message_get_response_headers (message), "x-amzn-RequestId", "REQUEST1");
  dossier_test_answer (message, g_str_equal (operation, "PutKeyPolicy") ? 200 : 204, NULL, "");
}

/* What is the same for every caller. */
static void
answer_plainly (SoupServerMessage *message,
                const char        *operation)
{
  static const struct
  {
    const char *operation, *body;
  } answers[] = {
    { "ListFindings", "{\"findings\":[]}" },
    { "BatchGetAccountStatus", "{\"accounts\":[],\"failedAccounts\":[]}" },
    { "ListAliases", "{\"Aliases\":[],\"Truncated\":false}" },
    { "ListKeys", "{\"Keys\":[],\"Truncated\":false}" },
    { "ListBuckets", "<ListAllMyBucketsResult><Buckets></Buckets></ListAllMyBucketsResult>" },
    { "GetBucketLocation", "<LocationConstraint/>" },
    { "GetPublicAccessBlock", "<PublicAccessBlockConfiguration><BlockPublicAcls>true</BlockPublicAcls>"
                              "</PublicAccessBlockConfiguration>" },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (answers); i++)
    if (g_str_equal (operation, answers[i].operation))
      {
        dossier_test_answer (message, 200, *answers[i].body == '<' ? "application/xml" : "application/json",
                             answers[i].body);
        return;
      }
  if (g_str_equal (operation, "GetBucketOwnershipControls"))
    refuse_s3 (message, 404, "OwnershipControlsNotFoundError", "The bucket ownership controls were not found");
  else
    refuse_s3 (message, 404, "ServerSideEncryptionConfigurationNotFoundError", "There is no such configuration");
}

static void
act (World             *self,
     SoupServerMessage *message,
     const Target      *target)
{
  g_autoptr(JsonObject) body = read_body (message);
  const char *operation = target->operation;

  if (g_str_equal (operation, "CreateFindingsReport"))
    answer_create (self, message, body);
  else if (g_str_equal (operation, "GetFindingsReportStatus"))
    answer_status (self, message, json_object_get_string_member_with_default (body, "reportId", NULL));
  else if (g_str_equal (operation, "CancelFindingsReport"))
    answer_cancel (self, message, member (body, "reportId"));
  else if (g_str_equal (operation, "HeadBucket"))
    answer_head_bucket (self, message, target->bucket);
  else if (g_str_equal (operation, "DescribeKey"))
    answer_describe_key (self, message);
  else if (g_str_equal (operation, "ListObjectsV2"))
    answer_list (self, message);
  else if (g_str_has_suffix (operation, "BucketPolicy") || g_str_has_suffix (operation, "KeyPolicy"))
    answer_policy (self, message, operation);
  else if (g_str_equal (operation, "GetCallerIdentity") || g_str_equal (operation, "GetRole") ||
           g_str_equal (operation, "SimulatePrincipalPolicy"))
    answer_query (self, message, operation);
  else if (target->key != NULL)
    answer_object (self, message, target->key);
  else
    answer_plainly (message, operation);
}

static Order *
find_order (World      *self,
            const char *operation)
{
  for (guint i = 0; i < self->orders->len; i++)
    {
      Order *order = self->orders->pdata[i];

      if (order->times > 0 && g_str_equal (order->operation, operation))
        {
          order->times--;
          return order;
        }
    }
  return NULL;
}

static void
carry_out_late (World *self)
{
  if (self->late_body == NULL || self->late_left-- > 0)
    return;

  make_report (self, self->late_body);
  g_clear_pointer (&self->late_body, json_object_unref);
}

static void
obey (World             *self,
      SoupServerMessage *message,
      const Target      *target,
      const Order       *order)
{
  switch (order->fault)
    {
    case WORLD_FAULT_REFUSE:
      if (target->bucket != NULL)
        refuse_s3 (message, order->status, order->code, order->message);
      else
        refuse (message, order->status, order->code, order->message);
      break;
    case WORLD_FAULT_UNANSWERED:
      act (self, message, target);
      drop (message);
      break;
    case WORLD_FAULT_LATE:
      self->late_body = read_body (message);
      self->late_left = self->late;
      drop (message);
      break;
    case WORLD_FAULT_UNHEARD:
    default:
      drop (message);
    }
}

static gboolean
kill_now (World *self,
          guint  number)
{
  if (self->kill_at == 0 || number != self->kill_at || self->pid == 0)
    return FALSE;
  kill (self->pid, SIGKILL);
  return TRUE;
}

void
world_answer (SoupServerMessage *message,
        guint              number,
        gpointer           data)
{
  World *self = data;
  g_autoptr(GMutexLocker) locker = g_mutex_locker_new (&self->mutex);
  g_auto(Target) target = { 0 };
  const Order *order;

  read_target (message, &target);
  g_ptr_array_add (self->calls, g_strdup (target.operation));
  carry_out_late (self);

  if (!self->kill_after && kill_now (self, number))
    {
      drop (message);
      return;
    }
  order = find_order (self, target.operation);
  if (order != NULL)
    obey (self, message, &target, order);
  else
    act (self, message, &target);
  if (self->kill_after)
    kill_now (self, number);
}
