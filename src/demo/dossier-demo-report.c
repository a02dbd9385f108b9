// SPDX-FileCopyrightText: The Dossier authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "config.h"

#include <stdlib.h>
#include <string.h>

#include "dossier-demo-matcher-private.h"
#include "dossier-demo-report.h"
#include "dossier-time.h"

/* How much is put together before it is written, in bytes. */
#define PIECE (256 * 1024)

typedef struct
{
  yyjson_val *finding;
  gint64 now;
  GPtrArray *values;
} Row;

typedef struct _Column Column;
typedef void (*Put) (const Column *column,
                     const Row    *row,
                     GString      *cell);

/* A column takes what is at its paths; arrays on the way stand for all of their
 * elements. */
struct _Column
{
  const char *header;
  Put put;
  const char *paths[4];
};

static void
next_value (GString *cell)
{
  if (cell->len > 0)
    g_string_append (cell, ", ");
}

static void
collect (const Column *column,
         const Row    *row)
{
  g_ptr_array_set_size (row->values, 0);
  for (guint at = 0; at < G_N_ELEMENTS (column->paths) && column->paths[at] != NULL; at++)
    dossier_demo_criterion_collect (&(DossierDemoCriterion) { .path = column->paths[at] }, row->finding, row->values);
}

static gint64
to_instant (yyjson_val *value)
{
  return (gint64) (yyjson_get_num (value) * G_TIME_SPAN_SECOND + 0.5);
}

static void
put_number (yyjson_val *value,
            GString    *cell)
{
  char *text = yyjson_val_write (value, 0, NULL);

  g_string_append (cell, text);
  free (text);
}

static void
put_values (const Column *column,
            const Row    *row,
            GString      *cell)
{
  collect (column, row);
  for (guint at = 0; at < row->values->len; at++)
    {
      yyjson_val *value = row->values->pdata[at];

      next_value (cell);
      if (yyjson_is_str (value))
        g_string_append_len (cell, yyjson_get_str (value), (gssize) yyjson_get_len (value));
      else
        put_number (value, cell);
    }
}

static void
put_date (const Column *column,
          const Row    *row,
          GString      *cell)
{
  collect (column, row);
  for (guint at = 0; at < row->values->len; at++)
    {
      g_autofree char *text = dossier_time_to_iso8601 (to_instant (row->values->pdata[at]));

      next_value (cell);
      g_string_append (cell, text);
    }
}

static void
put_age (const Column *column,
         const Row    *row,
         GString      *cell)
{
  collect (column, row);
  g_string_append_printf (cell, "%" G_GINT64_FORMAT,
                          (row->now - to_instant (row->values->pdata[0])) / G_TIME_SPAN_DAY);
}

static void
put_tags (const Column *column,
          const Row    *row,
          GString      *cell)
{
  collect (column, row);
  for (guint at = 0; at < row->values->len; at++)
    {
      yyjson_val *key, *value;
      size_t i, n;

      yyjson_obj_foreach (row->values->pdata[at], i, n, key, value)
        {
          next_value (cell);
          g_string_append_printf (cell, "%s:%s", yyjson_get_str (key), yyjson_get_str (value));
        }
    }
}

static void
put_range (const Column *column,
           const Row    *row,
           GString      *cell)
{
  collect (column, row);
  for (guint at = 0; at < row->values->len; at++)
    g_string_append_printf (cell, "%d-%d", yyjson_get_int (yyjson_obj_get (row->values->pdata[at], "begin")),
                            yyjson_get_int (yyjson_obj_get (row->values->pdata[at], "end")));
}

/* RFC 1918, section 3. */
static gboolean
address_is_private (const char *text)
{
  unsigned int first, second;

  if (sscanf (text, "%u.%u.", &first, &second) != 2)
    return FALSE;
  return first == 10 || (first == 172 && second >= 16 && second < 32) || (first == 192 && second == 168);
}

static void
put_addresses (const Column *column,
               const Row    *row,
               GString      *cell,
               gboolean      private)
{
  collect (column, row);
  for (guint at = 0; at < row->values->len; at++)
    {
      const char *address = yyjson_get_str (row->values->pdata[at]);

      if (address_is_private (address) != private)
        continue;
      next_value (cell);
      g_string_append (cell, address);
    }
}

static void
put_public (const Column *column,
            const Row    *row,
            GString      *cell)
{
  put_addresses (column, row, cell, FALSE);
}

static void
put_private (const Column *column,
             const Row    *row,
             GString      *cell)
{
  put_addresses (column, row, cell, TRUE);
}

/* NVD's own scores have columns apart from those of everybody else. */
static void
put_cvss (const Row  *row,
          GString    *cell,
          gboolean    nvd,
          char        version,
          const char *member)
{
  static const Column cvss = { .paths = { "packageVulnerabilityDetails.cvss" } };

  collect (&cvss, row);
  for (guint at = 0; at < row->values->len; at++)
    {
      yyjson_val *score = row->values->pdata[at];
      yyjson_val *value = yyjson_obj_get (score, member);

      if (yyjson_equals_str (yyjson_obj_get (score, "source"), "NVD") != nvd ||
          yyjson_get_str (yyjson_obj_get (score, "version"))[0] != version)
        continue;
      next_value (cell);
      if (yyjson_is_str (value))
        g_string_append (cell, yyjson_get_str (value));
      else
        put_number (value, cell);
    }
}

#define CVSS(name, nvd, version, member) \
  static void \
  name (const Column *, \
        const Row *row, \
        GString   *cell) \
  { \
    put_cvss (row, cell, nvd, version, member); \
  }

CVSS (put_nvd3_score, TRUE, '3', "baseScore")
CVSS (put_nvd3_vector, TRUE, '3', "scoringVector")
CVSS (put_nvd2_score, TRUE, '2', "baseScore")
CVSS (put_nvd2_vector, TRUE, '2', "scoringVector")
CVSS (put_vendor3_score, FALSE, '3', "baseScore")
CVSS (put_vendor3_vector, FALSE, '3', "scoringVector")
CVSS (put_vendor2_score, FALSE, '2', "baseScore")
CVSS (put_vendor2_vector, FALSE, '2', "scoringVector")

#define PACKAGE(member) "packageVulnerabilityDetails." member
#define PACKAGES(member) "packageVulnerabilityDetails.vulnerablePackages." member
#define NETWORK(member) "networkReachabilityDetails." member
#define CODE(member) "codeVulnerabilityDetails." member
#define DETAILS(member) "resources.details." member
#define EC2(member) DETAILS ("awsEc2Instance." member)
#define LAMBDA(member) DETAILS ("awsLambdaFunction." member)

/* The header of reports that Inspector makes today. */
static const Column columns[] = {
  { "AWS Account Id", put_values, { "awsAccountId" } },
  { "Severity", put_values, { "severity" } },
  { "Fix Available", put_values, { "fixAvailable" } },
  { "Finding Type", put_values, { "type" } },
  { "Title", put_values, { "title" } },
  { "Description", put_values, { "description" } },
  { "Finding ARN", put_values, { "findingArn" } },
  { "First Seen", put_date, { "firstObservedAt" } },
  { "Last Seen", put_date, { "lastObservedAt" } },
  { "Last Updated", put_date, { "updatedAt" } },
  { "Resource ID", put_values, { "resources.id" } },
  { "Container Image Tags", put_values, { DETAILS ("awsEcrContainerImage.imageTags"), DETAILS ("image.imageTags") } },
  { "Region", put_values, { "resources.region" } },
  { "Platform", put_values,
    { EC2 ("platform"), DETAILS ("awsEcrContainerImage.platform"), DETAILS ("vm.platform"),
      DETAILS ("image.platform") } },
  { "Resource Tags", put_tags, { "resources.tags" } },
  { "Affected Packages", put_values, { PACKAGES ("name") } },
  { "Package Installed Version", put_values, { PACKAGES ("version") } },
  { "Fixed in Version", put_values, { PACKAGES ("fixedInVersion") } },
  { "Package Remediation", put_values, { PACKAGES ("remediation") } },
  { "File Path", put_values, { PACKAGES ("filePath"), CODE ("filePath.filePath") } },
  { "Network Paths", put_values, { NETWORK ("networkPath.steps.componentId") } },
  { "Age (Days)", put_age, { "firstObservedAt" } },
  { "Remediation", put_values, { "remediation.recommendation.text" } },
  { "Inspector Score", put_values, { "inspectorScore" } },
  { "Inspector Score Vector", put_values, { "inspectorScoreDetails.adjustedCvss.scoringVector" } },
  { "Status", put_values, { "status" } },
  { "Vulnerability Id", put_values, { PACKAGE ("vulnerabilityId") } },
  { "Vendor", put_values, { PACKAGE ("source") } },
  { "Vendor Severity", put_values, { PACKAGE ("vendorSeverity") } },
  { "Vendor Advisory", put_values, { PACKAGE ("sourceUrl") } },
  { "Vendor Advisory Published", put_date, { PACKAGE ("vendorCreatedAt") } },
  { "NVD CVSS3 Score", put_nvd3_score, { 0 } },
  { "NVD CVSS3 Vector", put_nvd3_vector, { 0 } },
  { "NVD CVSS2 Score", put_nvd2_score, { 0 } },
  { "NVD CVSS2 Vector", put_nvd2_vector, { 0 } },
  { "Vendor CVSS3 Score", put_vendor3_score, { 0 } },
  { "Vendor CVSS3 Vector", put_vendor3_vector, { 0 } },
  { "Vendor CVSS2 Score", put_vendor2_score, { 0 } },
  { "Vendor CVSS2 Vector", put_vendor2_vector, { 0 } },
  { "Resource Type", put_values, { "resources.type" } },
  { "Ami", put_values, { EC2 ("imageId") } },
  { "Resource Public Ipv4", put_public, { EC2 ("ipV4Addresses"), DETAILS ("vm.ipV4Addresses") } },
  { "Resource Private Ipv4", put_private, { EC2 ("ipV4Addresses"), DETAILS ("vm.ipV4Addresses") } },
  { "Resource Ipv6", put_values, { EC2 ("ipV6Addresses"), DETAILS ("vm.ipV6Addresses") } },
  { "Resource Vpc", put_values, { EC2 ("vpcId"), LAMBDA ("vpcConfig.vpcId") } },
  { "Port Range", put_range, { NETWORK ("openPortRange") } },
  { "Epss Score", put_values, { "epss.score" } },
  { "Exploit Available", put_values, { "exploitAvailable" } },
  { "Last Exploited At", put_date, { "exploitabilityDetails.lastKnownExploitAt" } },
  { "Lambda Layers", put_values, { LAMBDA ("layers") } },
  { "Lambda Package Type", put_values, { LAMBDA ("packageType") } },
  { "Lambda Last Updated At", put_date, { LAMBDA ("lastModifiedAt") } },
  { "Reference Urls", put_values, { PACKAGE ("referenceUrls"), CODE ("referenceUrls") } },
  { "Detector Name", put_values, { CODE ("detectorName") } },
  { "Package Manager", put_values, { PACKAGES ("packageManager") } },
};

/* RFC 4180, section 2: what holds a comma, a quotation mark or a line break is
 * quoted, and its quotation marks are doubled. */
static void
append_cell (GString    *out,
             const char *text)
{
  if (strpbrk (text, ",\"\r\n") == NULL)
    {
      g_string_append (out, text);
      return;
    }
  g_string_append_c (out, '"');
  for (const char *at = text; *at != '\0'; at++)
    {
      if (*at == '"')
        g_string_append_c (out, '"');
      g_string_append_c (out, *at);
    }
  g_string_append_c (out, '"');
}

static void
append_header (GString *out)
{
  for (guint at = 0; at < G_N_ELEMENTS (columns); at++)
    {
      if (at > 0)
        g_string_append_c (out, ',');
      append_cell (out, columns[at].header);
    }
  g_string_append_c (out, '\n');
}

static void
append_row (GString   *out,
            const Row *row,
            GString   *cell)
{
  for (guint at = 0; at < G_N_ELEMENTS (columns); at++)
    {
      g_string_truncate (cell, 0);
      columns[at].put (&columns[at], row, cell);
      if (at > 0)
        g_string_append_c (out, ',');
      append_cell (out, cell->str);
    }
  g_string_append_c (out, '\n');
}

static gboolean
flush (GString        *piece,
       GOutputStream  *out,
       GError        **error)
{
  gboolean ok = g_output_stream_write_all (out, piece->str, piece->len, NULL, NULL, error);

  g_string_truncate (piece, 0);
  return ok;
}

/**
 * dossier_demo_report_write:
 * @data: the findings
 * @findings: (element-type guint): which of them, in order
 * @format: CSV or JSON
 * @now: microseconds since 1970 UTC, from which the ages are counted
 * @out: where to; not closed
 * @error: return location for what @out has to say
 *
 * Writes what CreateFindingsReport leaves in the bucket: 55 columns with UTC dates
 * of ISO 8601, several values parted by a comma and a blank, and lines that end
 * with LF; or an object whose `findings` are those of ListFindings. Needs memory
 * for a few hundred findings, however many there are. Blocks.
 *
 * Returns: whether all was written
 */
gboolean
dossier_demo_report_write (DossierDemoData          *data,
                           GArray                   *findings,
                           DossierDemoReportFormat   format,
                           gint64                    now,
                           GOutputStream            *out,
                           GError                  **error)
{
  g_autoptr(GString) piece = g_string_sized_new (PIECE + 16 * 1024);
  g_autoptr(GString) cell = g_string_new (NULL);
  g_autoptr(GPtrArray) values = g_ptr_array_new ();
  g_auto(DossierDemoReader) reader = { 0 };

  dossier_demo_reader_init (&reader, data);
  if (format == DOSSIER_DEMO_REPORT_CSV)
    append_header (piece);
  else
    g_string_append (piece, "{\"findings\":[");
  for (guint i = 0; i < findings->len; i++)
    {
      guint at = g_array_index (findings, guint, i);

      if (format == DOSSIER_DEMO_REPORT_CSV)
        {
          dossier_demo_reader_seek (&reader, at);
          append_row (piece, &(Row) { dossier_demo_reader_finding (&reader), now, values }, cell);
        }
      else
        {
          if (i > 0)
            g_string_append_c (piece, ',');
          dossier_demo_data_append_finding_json (data, at, piece);
        }
      if (piece->len >= PIECE && !flush (piece, out, error))
        return FALSE;
    }
  if (format == DOSSIER_DEMO_REPORT_JSON)
    g_string_append (piece, "]}");
  return flush (piece, out, error);
}
