// SPDX-FileCopyrightText: The Dossier authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "config.h"

#include <string.h>

#include "dossier-error.h"
#include "dossier-findings-sort.h"

/* SortField of the API model. */
static const char *const fields[] = {
  "AWS_ACCOUNT_ID",
  "COMPONENT_TYPE",
  "ECR_IMAGE_PUSHED_AT",
  "ECR_IMAGE_REGISTRY",
  "ECR_IMAGE_REPOSITORY_NAME",
  "EPSS_SCORE",
  "FINDING_STATUS",
  "FINDING_TYPE",
  "FIRST_OBSERVED_AT",
  "INSPECTOR_SCORE",
  "LAST_OBSERVED_AT",
  "NETWORK_PROTOCOL",
  "RESOURCE_TYPE",
  "SEVERITY",
  "VENDOR_SEVERITY",
  "VULNERABILITY_ID",
  "VULNERABILITY_SOURCE",
  NULL,
};

static gboolean
refuse (const char  *text,
        GError     **error)
{
  g_autofree char *known = g_strjoinv (", ", (char **) fields);

  g_set_error (error, DOSSIER_ERROR, DOSSIER_ERROR_INVALID_INPUT,
               "“%s” is not an order; it reads FIELD, FIELD:asc or FIELD:desc, with a FIELD of %s", text,
               known);
  return FALSE;
}

/**
 * dossier_findings_sort_fields:
 *
 * Returns: (transfer none) (array zero-terminated=1): the fields, in the order of their names
 */
const char *const *
dossier_findings_sort_fields (void)
{
  return fields;
}

/**
 * dossier_findings_sort_parse:
 * @text: `FIELD`, `FIELD:asc` or `FIELD:desc`; small letters and `-` for `_` will do
 * @field: (out) (transfer none): AWS's spelling of the field
 * @descending: (out): whether the order is the other way round
 * @error: return location for %DOSSIER_ERROR_INVALID_INPUT
 *
 * Returns: whether @text is an order
 */
gboolean
dossier_findings_sort_parse (const char  *text,
                             const char **field,
                             gboolean    *descending,
                             GError     **error)
{
  g_auto(GStrv) parts = g_strsplit (text, ":", 2);
  g_autofree char *name = g_ascii_strup (parts[0] != NULL ? parts[0] : "", -1);
  const char *direction = parts[0] != NULL && parts[1] != NULL ? parts[1] : "asc";

  *descending = strcmp (direction, "desc") == 0;
  if (!*descending && strcmp (direction, "asc") != 0)
    return refuse (text, error);

  g_strdelimit (name, "-", '_');
  for (gsize i = 0; fields[i] != NULL; i++)
    if (strcmp (fields[i], name) == 0)
      {
        *field = fields[i];
        return TRUE;
      }
  return refuse (text, error);
}
