// SPDX-FileCopyrightText: The Dossier authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "config.h"

#include "dossier-demo-delivery-private.h"
#include "dossier-demo-inspector-private.h"
#include "dossier-demo-report.h"
#include "dossier-json.h"

/* `PREFIX/ID.csv`: with a slash after a prefix that has none. */
static char *
object_key (const DossierDemoReport *report)
{
  const char *prefix = report->prefix != NULL ? report->prefix : "";
  gboolean slash = *prefix != '\0' && !g_str_has_suffix (prefix, "/");
  g_autofree char *suffix = g_ascii_strdown (report->format, -1);

  return g_strdup_printf ("%s%s%s.%s", prefix, slash ? "/" : "", report->id, suffix);
}

static void
end (DossierDemoReport *report,
     const char        *status,
     const char        *error_code,
     const char        *error_message)
{
  g_set_str (&report->status, status);
  g_set_str (&report->error_code, error_code);
  g_set_str (&report->error_message, error_message);
}

/* A report without a status holds what is active. */
static JsonObject *
complete_criteria (const DossierDemoReport *report)
{
  JsonObject *criteria = report->criteria != NULL ? dossier_json_parse_object (report->criteria, -1, NULL) : NULL;

  if (criteria == NULL)
    criteria = json_object_new ();
  if (!json_object_has_member (criteria, "findingStatus"))
    {
      JsonArray *entries = json_array_new ();
      JsonObject *entry = json_object_new ();

      json_object_set_string_member (entry, "comparison", "EQUALS");
      json_object_set_string_member (entry, "value", "ACTIVE");
      json_array_add_object_element (entries, entry);
      json_object_set_array_member (criteria, "findingStatus", entries);
    }
  return criteria;
}

static gboolean
deliver (DossierDemoCall          *call,
         const DossierDemoReport  *report,
         GArray                   *found,
         const char               *key,
         GError                  **error)
{
  g_autofree char *name = dossier_demo_world_new_object_file (call->world, error);
  g_autofree char *path = NULL;
  g_autoptr (GFile) file = NULL;
  g_autoptr (GFileOutputStream) out = NULL;
  DossierDemoReportFormat format = g_str_equal (report->format, "CSV") ? DOSSIER_DEMO_REPORT_CSV
                                                                       : DOSSIER_DEMO_REPORT_JSON;
  gint64 size;

  if (name == NULL)
    return FALSE;
  path = dossier_demo_world_object_path (call->world, name);
  file = g_file_new_for_path (path);
  out = g_file_replace (file, NULL, FALSE, G_FILE_CREATE_PRIVATE, NULL, error);
  if (out == NULL ||
      !dossier_demo_report_write (dossier_demo_index_get_data (call->index), found, format, report->due,
                                  G_OUTPUT_STREAM (out), error))
    return FALSE;
  size = g_seekable_tell (G_SEEKABLE (out));
  if (!g_output_stream_close (G_OUTPUT_STREAM (out), NULL, error))
    return FALSE;
  dossier_demo_delivery_add (call->world, report, key, name, size);
  return TRUE;
}

static void
finish (DossierDemoCall   *call,
        DossierDemoReport *report)
{
  g_autofree char *key = object_key (report);
  g_autofree char *explanation = NULL;
  const char *code = dossier_demo_delivery_check (call->world, report, key, &explanation);
  g_autoptr (JsonObject) criteria = complete_criteria (report);
  const DossierDemoQuery query = { .scope = dossier_demo_inspector_scope (report->account, report->region),
                                   .criteria = criteria };
  g_autoptr (GArray) found = NULL;
  g_autoptr (GError) error = NULL;

  dossier_demo_world_change (call->world);
  if (code != NULL)
    {
      end (report, "FAILED", code, explanation);
      return;
    }
  found = dossier_demo_index_find (call->index, &query);
  if (found->len == 0)
    end (report, "FAILED", "NO_FINDINGS_FOUND", "No findings match the filter.");
  else if (deliver (call, report, found, key, &error))
    end (report, "SUCCEEDED", NULL, NULL);
  else
    {
      g_message ("The demo could not write a report: %s", error->message);
      end (report, "FAILED", "INTERNAL_ERROR", "The report could not be written.");
    }
}

/* No timer ends a report: the first request after its time does, while no other
 * process can. */
void
dossier_demo_inspector_settle (DossierDemoCall *call)
{
  for (guint at = 0; at < call->world->reports->len; at++)
    {
      DossierDemoReport *report = call->world->reports->pdata[at];

      if (g_str_equal (report->status, "IN_PROGRESS") && report->due <= call->now)
        finish (call, report);
    }
}

static gboolean
read_report (DossierDemoCall    *call,
             gboolean            required,
             DossierDemoReport **report)
{
  const char *id = NULL;

  if (!dossier_demo_inspector_read_text (call, call->input, NULL, "reportId", required, &id))
    return FALSE;
  if (id != NULL && !g_uuid_string_is_valid (id))
    {
      dossier_demo_inspector_invalid (call, "reportId", "must be a UUID");
      return FALSE;
    }
  *report = dossier_demo_world_find_report (call->world, call->caller.account, call->region, id);
  if (*report != NULL)
    return TRUE;
  dossier_demo_call_refuse (call, SOUP_STATUS_NOT_FOUND, "ResourceNotFoundException",
                            id != NULL ? "The report does not exist." : "No report is being generated.");
  return FALSE;
}

static void
reply_id (DossierDemoCall         *call,
          const DossierDemoReport *report)
{
  JsonObject *output = json_object_new ();

  json_object_set_string_member (output, "reportId", report->id);
  dossier_demo_call_reply_json (call, output);
}

/* The report that is being made, if any, is the only one: Inspector refuses another. */
void
dossier_demo_inspector_create_report (DossierDemoCall *call)
{
  static const char *const formats[] = { "CSV", "JSON", NULL };
  const char *format, *bucket, *prefix, *kms_key_arn;
  JsonObject *destination, *criteria;
  DossierDemoReport *report;

  if (!dossier_demo_call_authorize (call, "inspector2:CreateFindingsReport", "*", NULL) ||
      !dossier_demo_inspector_read_choice (call, call->input, NULL, "reportFormat", TRUE, formats, &format) ||
      !dossier_demo_inspector_read_object (call, "s3Destination", TRUE, &destination) ||
      !dossier_demo_inspector_read_text (call, destination, "s3Destination", "bucketName", TRUE, &bucket) ||
      !dossier_demo_inspector_read_text (call, destination, "s3Destination", "keyPrefix", FALSE, &prefix) ||
      !dossier_demo_inspector_read_text (call, destination, "s3Destination", "kmsKeyArn", TRUE, &kms_key_arn) ||
      !dossier_demo_inspector_read_criteria (call, &criteria))
    return;
  if (dossier_demo_world_find_report (call->world, call->caller.account, call->region, NULL) != NULL)
    {
      dossier_demo_inspector_invalid (call, NULL, "Cannot have multiple reports in-progress");
      return;
    }

  report = g_new0 (DossierDemoReport, 1);
  report->id = g_uuid_string_random ();
  report->account = g_strdup (call->caller.account);
  report->region = g_strdup (call->region);
  report->caller = g_strdup (call->caller.arn);
  report->format = g_strdup (format);
  report->bucket = g_strdup (bucket);
  report->prefix = g_strdup (prefix);
  report->kms_key_arn = g_strdup (kms_key_arn);
  report->criteria = criteria != NULL ? dossier_json_object_to_text (criteria, FALSE) : NULL;
  report->status = g_strdup ("IN_PROGRESS");
  report->created = call->now;
  report->due = call->now + call->report_ms * G_TIME_SPAN_MILLISECOND;
  g_ptr_array_add (call->world->reports, report);
  dossier_demo_world_change (call->world);
  reply_id (call, report);
}

/* Without an id it tells of the report that is being made. */
void
dossier_demo_inspector_get_report_status (DossierDemoCall *call)
{
  JsonObject *output, *destination;
  DossierDemoReport *report;

  if (!dossier_demo_call_authorize (call, "inspector2:GetFindingsReportStatus", "*", NULL) ||
      !read_report (call, FALSE, &report))
    return;
  output = json_object_new ();
  json_object_set_string_member (output, "reportId", report->id);
  json_object_set_string_member (output, "status", report->status);
  if (report->error_code != NULL)
    {
      json_object_set_string_member (output, "errorCode", report->error_code);
      json_object_set_string_member (output, "errorMessage", report->error_message);
    }
  destination = json_object_new ();
  json_object_set_string_member (destination, "bucketName", report->bucket);
  if (report->prefix != NULL)
    json_object_set_string_member (destination, "keyPrefix", report->prefix);
  json_object_set_string_member (destination, "kmsKeyArn", report->kms_key_arn);
  json_object_set_object_member (output, "destination", destination);
  if (report->criteria != NULL)
    {
      JsonObject *criteria = dossier_json_parse_object (report->criteria, -1, NULL);

      if (criteria != NULL)
        json_object_set_object_member (output, "filterCriteria", criteria);
    }
  dossier_demo_call_reply_json (call, output);
}

void
dossier_demo_inspector_cancel_report (DossierDemoCall *call)
{
  DossierDemoReport *report;

  if (!dossier_demo_call_authorize (call, "inspector2:CancelFindingsReport", "*", NULL) ||
      !read_report (call, TRUE, &report))
    return;
  if (!g_str_equal (report->status, "IN_PROGRESS"))
    {
      dossier_demo_inspector_invalid (call, "reportId", "the report is not in progress");
      return;
    }
  end (report, "CANCELLED", NULL, NULL);
  dossier_demo_world_change (call->world);
  reply_id (call, report);
}
