// SPDX-FileCopyrightText: The Dossier authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "config.h"

#include "dossier-error.h"
#include "dossier-export-record.h"
#include "dossier-json.h"
#include "dossier-time.h"

/* The form of the file; a newer program may read an older form, not the reverse. */
#define VERSION 1

/**
 * dossier_export_record_new:
 * @source: the account's name
 * @region: an AWS Region
 * @plan: what is asked for
 * @started: microseconds since 1970 UTC
 *
 * Returns: (transfer full): the record of a run that did nothing yet
 */
DossierExportRecord *
dossier_export_record_new (const char              *source,
                           const char              *region,
                           const DossierExportPlan *plan,
                           gint64                   started)
{
  DossierExportRecord *self = g_new0 (DossierExportRecord, 1);

  self->id = g_uuid_string_random ();
  self->source = g_strdup (source);
  self->region = g_strdup (region);
  self->plan = dossier_export_plan_copy (plan);
  self->started = started;
  self->n_findings = -1;
  return self;
}

/**
 * dossier_export_record_free:
 * @self: (transfer full): a record
 */
void
dossier_export_record_free (DossierExportRecord *self)
{
  g_free (self->id);
  g_free (self->source);
  g_free (self->region);
  g_clear_pointer (&self->plan, dossier_export_plan_free);
  g_free (self->report_id);
  g_free (self->object_key);
  g_free (self->etag);
  g_free (self->file);
  g_free (self->sha256);
  g_free (self->message);
  g_free (self->warning);
  g_free (self);
}

/* The members that are text and may be missing. */
#define OFFSET(member) G_STRUCT_OFFSET (DossierExportRecord, member)
static const struct
{
  const char *name;
  glong offset;
} optional_texts[] = {
  { "reportId", OFFSET (report_id) }, { "objectKey", OFFSET (object_key) }, { "etag", OFFSET (etag) },
  { "file", OFFSET (file) },          { "sha256", OFFSET (sha256) },        { "message", OFFSET (message) },
  { "warning", OFFSET (warning) },
};

/**
 * dossier_export_record_to_json:
 * @self: a record
 *
 * Returns: (transfer full): the record as it is kept on disk
 */
JsonObject *
dossier_export_record_to_json (const DossierExportRecord *self)
{
  JsonObject *object = json_object_new ();
  g_autofree char *started = dossier_time_to_iso8601 (self->started);

  json_object_set_int_member (object, "version", VERSION);
  json_object_set_string_member (object, "id", self->id);
  json_object_set_string_member (object, "source", self->source);
  json_object_set_string_member (object, "region", self->region);
  json_object_set_string_member (object, "state", dossier_export_state_to_text (self->state));
  json_object_set_string_member (object, "started", started);
  json_object_set_object_member (object, "plan", dossier_export_plan_to_json (self->plan));

  for (gsize i = 0; i < G_N_ELEMENTS (optional_texts); i++)
    {
      const char *text = G_STRUCT_MEMBER (char *, self, optional_texts[i].offset);

      if (text != NULL)
        json_object_set_string_member (object, optional_texts[i].name, text);
    }

  if (self->asked != 0)
    {
      g_autofree char *asked = dossier_time_to_iso8601 (self->asked);

      json_object_set_string_member (object, "asked", asked);
    }
  if (self->file != NULL)
    json_object_set_int_member (object, "size", self->size);
  if (self->n_findings >= 0)
    json_object_set_int_member (object, "findings", self->n_findings);
  return object;
}

static gboolean
read_required (DossierExportRecord  *self,
               JsonObject           *object,
               GError              **error)
{
  const char *id = dossier_json_need_string (object, "id", error);
  const char *source = id != NULL ? dossier_json_need_string (object, "source", error) : NULL;
  const char *region = source != NULL ? dossier_json_need_string (object, "region", error) : NULL;
  const char *state = region != NULL ? dossier_json_need_string (object, "state", error) : NULL;
  const char *started = state != NULL ? dossier_json_need_string (object, "started", error) : NULL;
  const char *asked;
  JsonObject *plan;

  if (started == NULL || !dossier_json_get_object (object, "plan", &plan, error) ||
      !dossier_json_get_string (object, "asked", &asked, error))
    return FALSE;

  self->id = g_strdup (id);
  self->source = g_strdup (source);
  self->region = g_strdup (region);
  if (plan == NULL || !dossier_export_state_from_text (state, &self->state) ||
      !dossier_time_from_iso8601 (started, &self->started) ||
      (asked != NULL && !dossier_time_from_iso8601 (asked, &self->asked)))
    {
      g_set_error (error, DOSSIER_ERROR, DOSSIER_ERROR_CORRUPT,
                   "The record of run %s has no usable plan, state or start", id);
      return FALSE;
    }

  self->plan = dossier_export_plan_from_json (plan, error);
  return self->plan != NULL;
}

/**
 * dossier_export_record_from_json:
 * @object: what dossier_export_record_to_json() made
 * @error: return location for %DOSSIER_ERROR_CORRUPT or %DOSSIER_ERROR_INVALID_RESPONSE
 *
 * Returns: (transfer full) (nullable): the record
 */
DossierExportRecord *
dossier_export_record_from_json (JsonObject  *object,
                                 GError     **error)
{
  g_autoptr(DossierExportRecord) self = g_new0 (DossierExportRecord, 1);
  gint64 version = 0;

  self->n_findings = -1;
  if (!dossier_json_get_int64 (object, "version", &version, NULL, error))
    return NULL;
  if (version != VERSION)
    {
      g_set_error (error, DOSSIER_ERROR, DOSSIER_ERROR_CORRUPT,
                   "The record is of version %" G_GINT64_FORMAT ", which this program does not know",
                   version);
      return NULL;
    }

  if (!read_required (self, object, error) ||
      !dossier_json_get_int64 (object, "size", &self->size, NULL, error) ||
      !dossier_json_get_int64 (object, "findings", &self->n_findings, NULL, error))
    return NULL;

  for (gsize i = 0; i < G_N_ELEMENTS (optional_texts); i++)
    {
      const char *text;

      if (!dossier_json_get_string (object, optional_texts[i].name, &text, error))
        return NULL;
      G_STRUCT_MEMBER (char *, self, optional_texts[i].offset) = g_strdup (text);
    }

  return g_steal_pointer (&self);
}
