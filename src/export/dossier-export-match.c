// SPDX-FileCopyrightText: The Dossier authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "config.h"

#include "dossier-export-match.h"
#include "dossier-filter.h"

#define UUID_LENGTH 36

static gsize
length_without_slash (const char *prefix)
{
  gsize length = prefix != NULL ? strlen (prefix) : 0;

  while (length > 0 && prefix[length - 1] == '/')
    length--;
  return length;
}

/* Whether AWS gives a prefix back as it was sent, with or without its last
 * slash, or none for an empty one, is not documented; the place is the same.
 */
static gboolean
same_prefix (const char *a,
             const char *b)
{
  gsize length = length_without_slash (a);

  return length == length_without_slash (b) && (length == 0 || strncmp (a, b, length) == 0);
}

static DossierFilter *
read_filter (JsonObject *criteria)
{
  g_autoptr(JsonObject) none = json_object_new ();
  g_autoptr(DossierFilter) filter = dossier_filter_from_json (criteria != NULL ? criteria : none, NULL);

  return filter != NULL ? dossier_filter_with_default_status (filter) : NULL;
}

static gboolean
same_criteria (JsonObject *a,
               JsonObject *b)
{
  g_autoptr(DossierFilter) left = read_filter (a);
  g_autoptr(DossierFilter) right = read_filter (b);
  g_autoptr(JsonNode) left_node = NULL;
  g_autoptr(JsonNode) right_node = NULL;

  if (left != NULL && right != NULL)
    return dossier_filter_equal (left, right);
  if (a == NULL || b == NULL)
    return FALSE;

  /* A field that the catalogue does not know yet. */
  left_node = json_node_init_object (json_node_alloc (), a);
  right_node = json_node_init_object (json_node_alloc (), b);
  return json_node_equal (left_node, right_node);
}

/**
 * dossier_export_match_status:
 * @plan: a plan
 * @status: what GetFindingsReportStatus says of a report
 *
 * The status tells no format; the object's name does, see
 * dossier_export_match_id().
 *
 * Returns: whether the report goes to the plan's bucket, prefix and key, with
 *   criteria that mean the same
 */
gboolean
dossier_export_match_status (const DossierExportPlan   *plan,
                             const DossierReportStatus *status)
{
  return g_strcmp0 (plan->bucket, status->bucket) == 0 &&
         g_strcmp0 (plan->kms_key_arn, status->kms_key_arn) == 0 &&
         same_prefix (plan->prefix, status->key_prefix) &&
         same_criteria (plan->filter_criteria, status->filter_criteria);
}

/**
 * dossier_export_match_id:
 * @key: the key of an object
 * @extension: `csv` or `json`
 *
 * Returns: (transfer full) (nullable): the id of the report that @key is the name
 *   of, %NULL if it does not read `…REPORT-ID.EXTENSION`
 */
char *
dossier_export_match_id (const char *key,
                         const char *extension)
{
  gsize length = strlen (key);
  gsize tail = strlen (extension) + 1;
  g_autofree char *id = NULL;

  if (length < UUID_LENGTH + tail || key[length - tail] != '.' ||
      !g_str_equal (key + length - tail + 1, extension))
    return NULL;

  id = g_strndup (key + length - tail - UUID_LENGTH, UUID_LENGTH);
  return g_uuid_string_is_valid (id) ? g_steal_pointer (&id) : NULL;
}

/**
 * dossier_export_match_object:
 * @key: the key of an object
 * @report_id: a report's id
 * @extension: `csv` or `json`
 *
 * Never "the newest": a bucket may hold anybody's reports.
 *
 * Returns: whether @key is where the report is
 */
gboolean
dossier_export_match_object (const char *key,
                             const char *report_id,
                             const char *extension)
{
  g_autofree char *id = dossier_export_match_id (key, extension);

  return id != NULL && g_str_equal (id, report_id);
}

/**
 * dossier_export_match_prefixes:
 * @prefix: (nullable): the plan's key prefix
 * @report_id: a report's id
 *
 * Whether Inspector puts a slash after a prefix that has none is not
 * documented, so both are looked for, and last all that is below the prefix.
 *
 * Returns: (transfer full): prefixes of keys to list, in this order
 */
GStrv
dossier_export_match_prefixes (const char *prefix,
                               const char *report_id)
{
  g_autoptr(GStrvBuilder) builder = g_strv_builder_new ();
  const char *base = prefix != NULL ? prefix : "";

  if (*base != '\0' && !g_str_has_suffix (base, "/"))
    g_strv_builder_take (builder, g_strconcat (base, "/", report_id, NULL));
  g_strv_builder_take (builder, g_strconcat (base, report_id, NULL));
  g_strv_builder_add (builder, base);
  return g_strv_builder_end (builder);
}
