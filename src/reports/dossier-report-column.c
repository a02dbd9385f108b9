// SPDX-FileCopyrightText: The Dossier authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "config.h"

#include <gio/gio.h>
#include <string.h>

#include "dossier-finding-time.h"
#include "dossier-report-column-private.h"
#include "dossier-time.h"

/* What is between the values of a cell that has several. */
#define SEPARATOR ", "

/* Writes what a column says of a finding; @path and @other are the row's. */
typedef void (*Feed) (yyjson_val *finding,
                      const char *path,
                      const char *other,
                      gint64      now,
                      GString    *out);

static void
append_text (GString    *out,
             const char *text,
             gsize       length)
{
  const char *nul;

  /* No reader of lines can hold a NUL. */
  while ((nul = memchr (text, '\0', length)) != NULL)
    {
      g_string_append_len (out, text, nul - text);
      g_string_append (out, "\357\277\275");
      length -= (gsize) (nul - text) + 1;
      text = nul + 1;
    }
  g_string_append_len (out, text, (gssize) length);
}

/* A list is its values, an object its names and values: tags. */
static void
append_value (GString    *out,
              yyjson_val *value)
{
  gsize index, n_values;
  yyjson_val *key, *inner;

  if (yyjson_is_str (value) || yyjson_is_raw (value))
    append_text (out, yyjson_is_raw (value) ? yyjson_get_raw (value) : yyjson_get_str (value), yyjson_get_len (value));
  else if (yyjson_is_bool (value))
    g_string_append (out, yyjson_get_bool (value) ? "true" : "false");

  yyjson_arr_foreach (value, index, n_values, inner)
    {
      g_string_append (out, index > 0 ? SEPARATOR : "");
      if (!yyjson_is_ctn (inner))
        append_value (out, inner);
    }
  yyjson_obj_foreach (value, index, n_values, key, inner)
    {
      g_string_append (out, index > 0 ? SEPARATOR : "");
      append_text (out, yyjson_get_str (key), yyjson_get_len (key));
      g_string_append_c (out, ':');
      if (!yyjson_is_ctn (inner))
        append_value (out, inner);
    }
}

static gboolean
to_instant (yyjson_val *value,
            gint64     *instant)
{
  if (yyjson_is_raw (value))
    return dossier_finding_time_from_seconds (g_ascii_strtod (yyjson_get_raw (value), NULL), instant);
  return yyjson_is_str (value) && dossier_finding_time_from_text (yyjson_get_str (value), instant);
}

static void
append_time (GString    *out,
             yyjson_val *value)
{
  gint64 instant;

  if (to_instant (value, &instant))
    {
      g_autofree char *text = dossier_time_to_iso8601 (instant);

      g_string_append (out, text);
    }
  else
    append_value (out, value);
}

/* The member @name of whatever describes the first resource. */
static yyjson_val *
find_detail (yyjson_val *finding,
             const char *name)
{
  yyjson_val *details = yyjson_ptr_get (finding, "/resources/0/details");
  gsize index, n_details;
  yyjson_val *key, *detail;

  yyjson_obj_foreach (details, index, n_details, key, detail)
    {
      yyjson_val *value = yyjson_obj_get (detail, name);

      if (value != NULL)
        return value;
    }
  return NULL;
}

/* @path, or @other where there is nothing at @path. */
static void
feed_value (yyjson_val *finding,
            const char *path,
            const char *other,
            gint64,
            GString    *out)
{
  yyjson_val *value = yyjson_ptr_get (finding, path);

  append_value (out, value == NULL && other != NULL ? yyjson_ptr_get (finding, other) : value);
}

static void
feed_time (yyjson_val *finding,
           const char *path,
           const char *,
           gint64,
           GString    *out)
{
  append_time (out, yyjson_ptr_get (finding, path));
}

static void
feed_age (yyjson_val *finding,
          const char *path,
          const char *,
          gint64      now,
          GString    *out)
{
  gint64 instant;

  if (to_instant (yyjson_ptr_get (finding, path), &instant))
    g_string_append_printf (out, "%" G_GINT64_FORMAT, MAX (now - instant, 0) / G_TIME_SPAN_DAY);
}

static void
feed_detail (yyjson_val *finding,
             const char *path,
             const char *,
             gint64,
             GString    *out)
{
  append_value (out, find_detail (finding, path));
}

static void
feed_detail_time (yyjson_val *finding,
                  const char *path,
                  const char *,
                  gint64,
                  GString    *out)
{
  append_time (out, find_detail (finding, path));
}

/* A member of each package, in the order of the packages: where one has none its
 * place stays empty, so that names and versions go together. */
static void
feed_packages (yyjson_val *finding,
               const char *path,
               const char *other,
               gint64,
               GString    *out)
{
  yyjson_val *packages = yyjson_ptr_get (finding, "/packageVulnerabilityDetails/vulnerablePackages");
  gsize start = out->len;
  gboolean any = FALSE;
  gsize index, n_packages;
  yyjson_val *package;

  yyjson_arr_foreach (packages, index, n_packages, package)
    {
      yyjson_val *value = yyjson_obj_get (package, path);

      g_string_append (out, index > 0 ? SEPARATOR : "");
      append_value (out, value);
      any = any || value != NULL;
    }
  if (!any)
    g_string_truncate (out, start);
  if (!any && other != NULL)
    append_value (out, yyjson_ptr_get (finding, other));
}

static void
feed_network_path (yyjson_val *finding,
                   const char *path,
                   const char *,
                   gint64,
                   GString    *out)
{
  gsize index, n_steps;
  yyjson_val *step;

  yyjson_arr_foreach (yyjson_ptr_get (finding, path), index, n_steps, step)
    {
      g_string_append (out, index > 0 ? SEPARATOR : "");
      append_value (out, yyjson_obj_get (step, "componentId"));
    }
}

static void
feed_ports (yyjson_val *finding,
            const char *path,
            const char *,
            gint64,
            GString    *out)
{
  yyjson_val *range = yyjson_ptr_get (finding, path);

  if (!yyjson_is_obj (range))
    return;
  append_value (out, yyjson_obj_get (range, "begin"));
  g_string_append_c (out, '-');
  append_value (out, yyjson_obj_get (range, "end"));
}

/* The first rating of NVD, or of anyone else (@other), of a major version. */
static void
append_cvss (yyjson_val *finding,
             gboolean    nvd,
             char        version,
             const char *member,
             GString    *out)
{
  gsize index, n_ratings;
  yyjson_val *rating;

  yyjson_arr_foreach (yyjson_ptr_get (finding, "/packageVulnerabilityDetails/cvss"), index, n_ratings, rating)
    {
      const char *its_version = yyjson_get_str (yyjson_obj_get (rating, "version"));
      gboolean is_nvd = yyjson_equals_str (yyjson_obj_get (rating, "source"), "NVD");

      if (is_nvd == nvd && its_version != NULL && its_version[0] == version)
        {
          append_value (out, yyjson_obj_get (rating, member));
          return;
        }
    }
}

static void
feed_nvd (yyjson_val *finding,
          const char *path,
          const char *other,
          gint64,
          GString    *out)
{
  append_cvss (finding, TRUE, other[0], path, out);
}

static void
feed_vendor (yyjson_val *finding,
             const char *path,
             const char *other,
             gint64,
             GString    *out)
{
  append_cvss (finding, FALSE, other[0], path, out);
}

/* RFC 1918 and nothing else is private. */
static void
append_addresses (yyjson_val *finding,
                  gboolean    private,
                  GString    *out)
{
  gsize start = out->len;
  gsize index, n_addresses;
  yyjson_val *value;

  yyjson_arr_foreach (find_detail (finding, "ipV4Addresses"), index, n_addresses, value)
    {
      const char *text = yyjson_get_str (value);
      g_autoptr(GInetAddress) address = text != NULL ? g_inet_address_new_from_string (text) : NULL;

      if (text == NULL || (address != NULL && g_inet_address_get_is_site_local (address)) != private)
        continue;
      g_string_append (out, out->len > start ? SEPARATOR : "");
      append_value (out, value);
    }
}

static void
feed_public (yyjson_val *finding,
             const char *,
             const char *,
             gint64,
             GString    *out)
{
  append_addresses (finding, FALSE, out);
}

static void
feed_private (yyjson_val *finding,
              const char *,
              const char *,
              gint64,
              GString    *out)
{
  append_addresses (finding, TRUE, out);
}

#define PACKAGE "/packageVulnerabilityDetails"
#define CODE "/codeVulnerabilityDetails"
#define NETWORK "/networkReachabilityDetails"
#define CVSS "/inspectorScoreDetails/adjustedCvss"

/* In the order of Inspector's files. What feeds a column is inferred from them:
 * AWS does not document it. */
static const struct
{
  const char *name;
  Feed feed;
  const char *path;
  const char *other;
} columns[] = {
  { "AWS Account Id", feed_value, "/awsAccountId", NULL },
  { "Severity", feed_value, "/severity", NULL },
  { "Fix Available", feed_value, "/fixAvailable", NULL },
  { "Finding Type", feed_value, "/type", NULL },
  { "Title", feed_value, "/title", NULL },
  { "Description", feed_value, "/description", NULL },
  { "Finding ARN", feed_value, "/findingArn", NULL },
  { "First Seen", feed_time, "/firstObservedAt", NULL },
  { "Last Seen", feed_time, "/lastObservedAt", NULL },
  { "Last Updated", feed_time, "/updatedAt", NULL },
  { "Resource ID", feed_value, "/resources/0/id", NULL },
  { "Container Image Tags", feed_detail, "imageTags", NULL },
  { "Region", feed_value, "/resources/0/region", NULL },
  { "Platform", feed_detail, "platform", NULL },
  { "Resource Tags", feed_value, "/resources/0/tags", NULL },
  { "Affected Packages", feed_packages, "name", NULL },
  { "Package Installed Version", feed_packages, "version", NULL },
  { "Fixed in Version", feed_packages, "fixedInVersion", NULL },
  { "Package Remediation", feed_packages, "remediation", NULL },
  { "File Path", feed_packages, "filePath", CODE "/filePath/filePath" },
  { "Network Paths", feed_network_path, NETWORK "/networkPath/steps", NULL },
  { "Age (Days)", feed_age, "/firstObservedAt", NULL },
  { "Remediation", feed_value, "/remediation/recommendation/text", NULL },
  { "Inspector Score", feed_value, "/inspectorScore", NULL },
  { "Inspector Score Vector", feed_value, CVSS "/scoringVector", NULL },
  { "Status", feed_value, "/status", NULL },
  { "Vulnerability Id", feed_value, PACKAGE "/vulnerabilityId", NULL },
  { "Vendor", feed_value, PACKAGE "/source", NULL },
  { "Vendor Severity", feed_value, PACKAGE "/vendorSeverity", NULL },
  { "Vendor Advisory", feed_value, PACKAGE "/sourceUrl", NULL },
  { "Vendor Advisory Published", feed_time, PACKAGE "/vendorCreatedAt", NULL },
  { "NVD CVSS3 Score", feed_nvd, "baseScore", "3" },
  { "NVD CVSS3 Vector", feed_nvd, "scoringVector", "3" },
  { "NVD CVSS2 Score", feed_nvd, "baseScore", "2" },
  { "NVD CVSS2 Vector", feed_nvd, "scoringVector", "2" },
  { "Vendor CVSS3 Score", feed_vendor, "baseScore", "3" },
  { "Vendor CVSS3 Vector", feed_vendor, "scoringVector", "3" },
  { "Vendor CVSS2 Score", feed_vendor, "baseScore", "2" },
  { "Vendor CVSS2 Vector", feed_vendor, "scoringVector", "2" },
  { "Resource Type", feed_value, "/resources/0/type", NULL },
  { "Ami", feed_detail, "imageId", NULL },
  { "Resource Public Ipv4", feed_public, NULL, NULL },
  { "Resource Private Ipv4", feed_private, NULL, NULL },
  { "Resource Ipv6", feed_detail, "ipV6Addresses", NULL },
  { "Resource Vpc", feed_detail, "vpcId", NULL },
  { "Port Range", feed_ports, NETWORK "/openPortRange", NULL },
  { "Epss Score", feed_value, "/epss/score", NULL },
  { "Exploit Available", feed_value, "/exploitAvailable", NULL },
  { "Last Exploited At", feed_time, "/exploitabilityDetails/lastKnownExploitAt", NULL },
  { "Lambda Layers", feed_detail, "layers", NULL },
  { "Lambda Package Type", feed_detail, "packageType", NULL },
  { "Lambda Last Updated At", feed_detail_time, "lastModifiedAt", NULL },
  { "Reference Urls", feed_value, PACKAGE "/referenceUrls", CODE "/referenceUrls" },
  { "Detector Name", feed_value, CODE "/detectorName", NULL },
  { "Package Manager", feed_packages, "packageManager", NULL },
};

static_assert (G_N_ELEMENTS (columns) == DOSSIER_N_REPORT_COLUMNS);

/**
 * dossier_report_column_get_name:
 * @column: which column, from 0
 *
 * Returns: (transfer none): its name, as Inspector writes it
 */
const char *
dossier_report_column_get_name (guint column)
{
  g_return_val_if_fail (column < G_N_ELEMENTS (columns), NULL);

  return columns[column].name;
}

/**
 * dossier_report_column_find:
 * @name: a name in a file; case and spaces around it do not count
 *
 * Returns: the number of the column, or -1 for a name that is not known
 */
gint
dossier_report_column_find (const char *name)
{
  g_autofree char *stripped = g_strstrip (g_strdup (name));

  for (guint i = 0; i < G_N_ELEMENTS (columns); i++)
    if (g_ascii_strcasecmp (columns[i].name, stripped) == 0)
      return (gint) i;
  return -1;
}

/*
 * dossier_report_column_append:
 * @column: which column, from 0
 * @finding: a Finding, read with YYJSON_READ_NUMBER_AS_RAW
 * @now: microseconds since 1970 UTC, for the age
 * @out: where the text goes, as it is before any quoting
 *
 * Works out what Inspector's CSV says of a finding in a column. Numbers keep
 * their digits, times become ISO 8601 in UTC, several values stand behind one
 * another with commas, and what is absent is empty.
 */
void
dossier_report_column_append (guint       column,
                              yyjson_val *finding,
                              gint64      now,
                              GString    *out)
{
  columns[column].feed (finding, columns[column].path, columns[column].other, now, out);
}
