// SPDX-FileCopyrightText: The Dossier authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "config.h"

#include <signal.h>

#include "dossier-json.h"
#include "dossier-static-credentials.h"
#include "dossier-time.h"
#include "export-world.h"

typedef struct
{
  char *id, *format, *prefix, *bucket, *key_arn, *criteria, *status, *error_code;
  guint polls;
} Report;

typedef struct
{
  char *key;
  gint64 modified;
} Object;

typedef struct
{
  char *operation, *code, *message;
  guint times, status;
  WorldFault fault;
} Order;

struct _World
{
  DossierTestServer *server;
  DossierClock *clock;
  GMutex mutex;
  GPtrArray *reports, *objects, *orders, *calls;
  guint n_made;
  guint64 n_sent;
  guint polls;
  char *outcome, *outcome_code;
  GBytes *content;
  gsize cut;
  guint n_cuts;
  gboolean real_time;
  gboolean circle;
  gboolean change_at_cut;
  guint version;
  char *checksum, *sse, *bucket_region, *key_state;
  char *policy, *kept_policy, *watched, *seen;
  guint kept_times;
  gboolean written;
  char *caller, *simulated, *predicted, *decision, *details;
  guint late;
  JsonObject *late_body;
  guint late_left;
  guint kill_at;
  gboolean kill_after;
  int pid;
};

static void
report_free (gpointer data)
{
  Report *self = data;

  g_free (self->id);
  g_free (self->format);
  g_free (self->prefix);
  g_free (self->bucket);
  g_free (self->key_arn);
  g_free (self->criteria);
  g_free (self->status);
  g_free (self->error_code);
  g_free (self);
}

static void
object_free (gpointer data)
{
  Object *self = data;

  g_free (self->key);
  g_free (self);
}

static void
order_free (gpointer data)
{
  Order *self = data;

  g_free (self->operation);
  g_free (self->code);
  g_free (self->message);
  g_free (self);
}

static Report *
find_report (World      *self,
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

static void
put_object (World      *self,
            const char *key,
            gint64      modified)
{
  Object *object = g_new0 (Object, 1);

  object->key = g_strdup (key);
  object->modified = modified;
  g_ptr_array_add (self->objects, object);
}

static void
write_report (World        *self,
              const Report *report,
              gint64        modified)
{
  gboolean slash = *report->prefix != '\0' && !g_str_has_suffix (report->prefix, "/");
  g_autofree char *key = g_strconcat (report->prefix, slash ? "/" : "", report->id,
                                      g_str_equal (report->format, "CSV") ? ".csv" : ".json", NULL);

  put_object (self, key, modified);
}

static void
end_report (World      *self,
            Report     *report,
            const char *status)
{
  g_set_str (&report->status, status);
  g_set_str (&report->error_code, self->outcome_code);
  if (g_str_equal (status, "SUCCEEDED"))
    write_report (self, report, self->real_time ? g_get_real_time () : dossier_clock_now (self->clock));
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

  if (find_report (self, NULL) != NULL)
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
  Report *report = find_report (self, id);
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
  Report *report = find_report (self, id);
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

static void
answer (SoupServerMessage *message,
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

World *
world_new (void)
{
  World *self = g_new0 (World, 1);

  g_mutex_init (&self->mutex);
  self->clock = dossier_fake_clock_new (WORLD_TIME);
  self->reports = g_ptr_array_new_with_free_func (report_free);
  self->objects = g_ptr_array_new_with_free_func (object_free);
  self->orders = g_ptr_array_new_with_free_func (order_free);
  self->calls = g_ptr_array_new_with_free_func (g_free);
  self->polls = 1;
  self->outcome = g_strdup ("SUCCEEDED");
  self->content = g_bytes_new_static (WORLD_CSV, strlen (WORLD_CSV));
  self->version = 1;
  self->sse = g_strdup (WORLD_KEY);
  self->bucket_region = g_strdup (WORLD_REGION);
  self->key_state = g_strdup ("Enabled");
  self->caller = g_strdup (WORLD_CALLER);
  self->server = dossier_test_server_new (answer, self);
  return self;
}

void
world_free (World *self)
{
  dossier_test_server_free (self->server);
  g_object_unref (self->clock);
  g_ptr_array_unref (self->reports);
  g_ptr_array_unref (self->objects);
  g_ptr_array_unref (self->orders);
  g_ptr_array_unref (self->calls);
  g_free (self->outcome);
  g_free (self->outcome_code);
  g_bytes_unref (self->content);
  g_free (self->checksum);
  g_free (self->sse);
  g_free (self->bucket_region);
  g_free (self->key_state);
  g_free (self->policy);
  g_free (self->kept_policy);
  g_free (self->watched);
  g_free (self->seen);
  g_free (self->caller);
  g_free (self->simulated);
  g_free (self->predicted);
  g_free (self->decision);
  g_free (self->details);
  g_clear_pointer (&self->late_body, json_object_unref);
  g_mutex_clear (&self->mutex);
  g_free (self);
}

const char *
world_get_url (World *self)
{
  return dossier_test_server_get_url (self->server);
}

DossierClock *
world_get_clock (World *self)
{
  return self->clock;
}

/* How often @operation was called; all calls for NULL. */
guint
world_count (World      *self,
             const char *operation)
{
  g_autoptr(GMutexLocker) locker = g_mutex_locker_new (&self->mutex);
  guint n = 0;

  for (guint i = 0; i < self->calls->len; i++)
    n += operation == NULL || g_str_equal (self->calls->pdata[i], operation);
  return n;
}

/* Reports that were asked for and made. */
guint
world_count_made (World *self)
{
  g_autoptr(GMutexLocker) locker = g_mutex_locker_new (&self->mutex);

  return self->n_made;
}

/* Bytes of objects that were sent. */
guint64
world_count_sent (World *self)
{
  g_autoptr(GMutexLocker) locker = g_mutex_locker_new (&self->mutex);

  return self->n_sent;
}

/* The operations called so far, in order, with blanks between. */
char *
world_dup_calls (World *self)
{
  g_autoptr(GMutexLocker) locker = g_mutex_locker_new (&self->mutex);
  g_autoptr(GStrvBuilder) builder = g_strv_builder_new ();
  g_auto(GStrv) names = NULL;

  for (guint i = 0; i < self->calls->len; i++)
    g_strv_builder_add (builder, self->calls->pdata[i]);
  names = g_strv_builder_end (builder);
  return g_strjoinv (" ", names);
}

/* The next @times calls of @operation go wrong. */
void
world_order_fault (World      *self,
                   const char *operation,
                   guint       times,
                   WorldFault  fault,
                   guint       status,
                   const char *code,
                   const char *message)
{
  g_autoptr(GMutexLocker) locker = g_mutex_locker_new (&self->mutex);
  Order *order = g_new0 (Order, 1);

  order->operation = g_strdup (operation);
  order->times = times;
  order->fault = fault;
  order->status = status;
  order->code = g_strdup (code);
  order->message = g_strdup (message != NULL ? message : "");
  g_ptr_array_add (self->orders, order);
}

#define LOCKED(statement)                                                   \
  {                                                                         \
    g_autoptr(GMutexLocker) locker = g_mutex_locker_new (&self->mutex);     \
    statement;                                                              \
  }

/* Nothing goes wrong any more. */
void
world_mend (World *self)
{
  LOCKED (g_ptr_array_set_size (self->orders, 0));
}

/* After how many more requests a late one is carried out. */
void
world_set_late (World *self,
                guint  n_requests)
{
  LOCKED (self->late = n_requests);
}

/* How often a report's status reads IN_PROGRESS. */
void
world_set_polls (World *self,
                 guint  n_polls)
{
  LOCKED (self->polls = n_polls);
}

/* How reports end. */
void
world_set_outcome (World      *self,
                   const char *status,
                   const char *error_code)
{
  LOCKED (g_set_str (&self->outcome, status); g_set_str (&self->outcome_code, error_code));
}

void
world_set_content (World      *self,
                   const char *content,
                   gssize      length)
{
  LOCKED (g_bytes_unref (self->content);
          self->content = g_bytes_new (content, length < 0 ? strlen (content) : (gsize) length));
}

/* The next @times bodies of objects end after @length bytes. */
void
world_set_cut (World *self,
               gsize  length,
               guint  times)
{
  LOCKED (self->cut = length; self->n_cuts = times);
}

/* Whether objects are replaced when a body was cut; else they are now. */
void
world_set_change (World    *self,
                  gboolean  at_cut)
{
  LOCKED (self->change_at_cut = at_cut; self->version += at_cut ? 0 : 1);
}

void
world_set_checksum (World      *self,
                    const char *checksum)
{
  LOCKED (g_set_str (&self->checksum, checksum));
}

/* Whether objects are stamped with the time that the Date of answers tells, whatever the client believes. */
void
world_set_real_time (World    *self,
                     gboolean  real_time)
{
  LOCKED (self->real_time = real_time);
}

void
world_set_sse (World      *self,
               const char *kms_key_id)
{
  LOCKED (g_set_str (&self->sse, kms_key_id));
}

void
world_set_bucket_region (World      *self,
                         const char *region)
{
  LOCKED (g_set_str (&self->bucket_region, region));
}

void
world_set_key_state (World      *self,
                     const char *state)
{
  LOCKED (g_set_str (&self->key_state, state));
}

/* Kills the process watched at a request (from 1), before or after it is carried out. */
void
world_set_kill (World    *self,
                guint     at_request,
                gboolean  after)
{
  LOCKED (self->kill_at = at_request; self->kill_after = after);
}

void
world_watch_process (World *self,
                     int    pid)
{
  LOCKED (self->pid = pid);
}

/* A report of somebody else: its id. */
char *
world_add_report (World      *self,
                  const char *format,
                  const char *prefix,
                  const char *criteria,
                  const char *status,
                  gint64      made)
{
  g_autoptr(GMutexLocker) locker = g_mutex_locker_new (&self->mutex);
  Report *report = g_new0 (Report, 1);

  report->id = g_uuid_string_random ();
  report->format = g_strdup (format);
  report->bucket = g_strdup (WORLD_BUCKET);
  report->prefix = g_strdup (prefix);
  report->key_arn = g_strdup (WORLD_KEY);
  report->criteria = g_strdup (criteria);
  report->status = g_strdup (status);
  report->polls = self->polls;
  g_ptr_array_add (self->reports, report);
  if (g_str_equal (status, "SUCCEEDED"))
    write_report (self, report, made);
  return g_strdup (report->id);
}

void
world_set_status (World      *self,
                  const char *report_id,
                  const char *status)
{
  LOCKED (g_set_str (&find_report (self, report_id)->status, status));
}

/* Inspector knows nothing of it, as of those of other accounts. */
void
world_forget_report (World      *self,
                     const char *report_id)
{
  LOCKED (g_ptr_array_remove (self->reports, find_report (self, report_id)));
}

void
world_add_object (World      *self,
                  const char *key,
                  gint64      made)
{
  LOCKED (put_object (self, key, made));
}

void
world_remove_objects (World *self)
{
  LOCKED (g_ptr_array_set_size (self->objects, 0));
}

DossierAwsClient *
world_client_new (const char   *url,
                  DossierClock *clock)
{
  g_autoptr(DossierSecret) secret = dossier_secret_new ("wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY");
  g_autoptr(DossierCredentials) credentials = dossier_credentials_new ("AKIDEXAMPLE", secret, NULL, 0);
  g_autoptr(DossierCredentialsProvider) provider = dossier_static_credentials_new (credentials);
  g_autoptr(GError) error = NULL;
  DossierAwsClient *client = dossier_aws_client_new (
      &(DossierAwsClientOptions) {
        .region = WORLD_REGION,
        .endpoint_url = url,
        .credentials = provider,
        .clock = clock,
        .timeout_ms = 10000,
      },
      &error);

  g_assert_no_error (error);
  return client;
}

DossierExportRecord *
world_record_new (const char *folder,
                  gint64      started)
{
  g_autoptr(JsonObject) criteria =
      dossier_json_parse_object ("{\"severity\":[{\"comparison\":\"EQUALS\",\"value\":\"HIGH\"}]}", -1, NULL);
  const DossierExportPlan plan = {
    .format = "CSV",
    .filter_criteria = criteria,
    .bucket = WORLD_BUCKET,
    .prefix = "audit",
    .kms_key_arn = WORLD_KEY,
    .download_folder = (char *) folder,
  };

  return dossier_export_record_new ("work", WORLD_REGION, &plan, started);
}

void
world_set_caller (World      *self,
                  const char *arn)
{
  g_autoptr(GMutexLocker) locker = g_mutex_locker_new (&self->mutex);

  g_set_str (&self->caller, arn);
}

/* Pages of lists lead on to the first one again, for ever. */
void
world_set_circle (World    *self,
                  gboolean  circle)
{
  g_autoptr(GMutexLocker) locker = g_mutex_locker_new (&self->mutex);

  self->circle = circle;
}

/* What the simulation says of @action; @details is XML beside the decision. */
void
world_set_prediction (World      *self,
                      const char *action,
                      const char *decision,
                      const char *details)
{
  g_autoptr(GMutexLocker) locker = g_mutex_locker_new (&self->mutex);

  g_set_str (&self->predicted, action);
  g_set_str (&self->decision, decision);
  g_set_str (&self->details, details);
}

/* Whose policies were simulated last. */
char *
world_dup_simulated (World *self)
{
  g_autoptr(GMutexLocker) locker = g_mutex_locker_new (&self->mutex);

  return g_strdup (self->simulated);
}

/* The policy of the bucket or the key; %NULL for none. */
void
world_set_policy (World      *self,
                  const char *policy)
{
  g_autoptr(GMutexLocker) locker = g_mutex_locker_new (&self->mutex);

  g_set_str (&self->policy, policy);
}

/* What is read instead, so many times, once one was written. */
void
world_set_kept_policy (World      *self,
                       const char *policy,
                       guint       times)
{
  g_autoptr(GMutexLocker) locker = g_mutex_locker_new (&self->mutex);

  g_set_str (&self->kept_policy, policy);
  self->kept_times = times;
}

char *
world_dup_policy (World *self)
{
  g_autoptr(GMutexLocker) locker = g_mutex_locker_new (&self->mutex);

  return g_strdup (self->policy);
}

void
world_watch_folder (World      *self,
                    const char *folder)
{
  g_autoptr(GMutexLocker) locker = g_mutex_locker_new (&self->mutex);

  g_set_str (&self->watched, folder);
}

/* What stood in the folder's file when a policy arrived. */
char *
world_dup_watched (World *self)
{
  g_autoptr(GMutexLocker) locker = g_mutex_locker_new (&self->mutex);

  return g_strdup (self->seen);
}
