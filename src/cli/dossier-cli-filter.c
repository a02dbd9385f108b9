// SPDX-FileCopyrightText: The Dossier authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "config.h"

#include "dossier-cli.h"
#include "dossier-error.h"
#include "dossier-file.h"
#include "dossier-json.h"

/* Ten values for each of some forty fields are a few kilobytes. */
#define MAX_FILTER_BYTES (1024 * 1024)

/**
 * dossier_cli_read_filter:
 * @path: (nullable): a file with a FilterCriteria of Inspector as JSON
 * @error: return location for %DOSSIER_ERROR_INVALID_INPUT, which names the file
 *
 * What is wrong with the file is always an error of usage: a person named it.
 *
 * Returns: (transfer full) (nullable): the filter; the one for active findings if
 *   there is no @path
 */
DossierFilter *
dossier_cli_read_filter (const char  *path,
                         GError     **error)
{
  g_autoptr(GError) local_error = NULL;
  g_autoptr(GBytes) bytes = NULL;
  g_autoptr(JsonObject) criteria = NULL;
  DossierFilter *filter = NULL;
  const char *text;
  gsize length;

  if (path == NULL)
    return dossier_filter_new_default ();

  bytes = dossier_file_read (path, MAX_FILTER_BYTES, &local_error);
  if (bytes != NULL)
    {
      text = g_bytes_get_data (bytes, &length);
      criteria = dossier_json_parse_object (text != NULL ? text : "", (gssize) length, &local_error);
    }
  if (criteria != NULL)
    filter = dossier_filter_from_json (criteria, &local_error);
  if (filter == NULL)
    g_set_error (error, DOSSIER_ERROR, DOSSIER_ERROR_INVALID_INPUT, "The filter in “%s” cannot be used: %s",
                 path, local_error->message);
  return filter;
}
