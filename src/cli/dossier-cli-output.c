// SPDX-FileCopyrightText: The Dossier authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "config.h"

#include <errno.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#include <glib/gi18n.h>

#include "dossier-cli.h"
#include "dossier-json.h"

/* Why the first write failed; the process has one standard output. */
static int failure;

/**
 * dossier_cli_print:
 * @format: a format
 * @...: its arguments
 *
 * Writes text to standard output, in UTF-8.
 *
 * Returns: %FALSE if nothing can be written any more, see dossier_cli_write()
 */
gboolean
dossier_cli_print (const char *format, ...)
{
  g_autofree char *text = NULL;
  va_list arguments;

  va_start (arguments, format);
  text = g_strdup_vprintf (format, arguments);
  va_end (arguments);
  return dossier_cli_write (text, strlen (text));
}

/**
 * dossier_cli_write:
 * @data: bytes
 * @length: their number
 *
 * Writes to standard output. A failure is remembered and told by dossier_cli_finish();
 * a command that still has much to write should stop.
 *
 * Returns: %FALSE if nothing can be written any more
 */
gboolean
dossier_cli_write (const void *data,
                   gsize       length)
{
  if (failure == 0 && fwrite (data, 1, length, stdout) < length)
    failure = errno != 0 ? errno : EIO;
  return failure == 0;
}

/**
 * dossier_cli_print_array:
 * @array: an array
 *
 * Writes it as JSON for people and programs, with a line break behind it.
 */
void
dossier_cli_print_array (JsonArray *array)
{
  g_autoptr(JsonNode) node = json_node_init_array (json_node_alloc (), array);
  g_autofree char *text = dossier_json_to_text (node, TRUE);

  dossier_cli_print ("%s\n", text);
}

/**
 * dossier_cli_print_object:
 * @object: an object
 *
 * Writes it as JSON for people and programs, with a line break behind it.
 */
void
dossier_cli_print_object (JsonObject *object)
{
  g_autofree char *text = dossier_json_object_to_text (object, TRUE);

  dossier_cli_print ("%s\n", text);
}

/**
 * dossier_cli_finish:
 * @status: how the command ended
 *
 * Sees to it that all output arrived. Where a reader did not want it all, as `head`
 * does, nobody has to be told.
 *
 * Returns: @status, or %DOSSIER_CLI_EXIT_FAILED if the output is not whole
 */
int
dossier_cli_finish (int status)
{
  if (fflush (stdout) != 0 && failure == 0)
    failure = errno != 0 ? errno : EIO;
  if (failure == 0)
    return status;

  if (failure != EPIPE)
    g_printerr ("dossier-cli: %s: %s\n", _("The output could not be written"), g_strerror (failure));
  return status == DOSSIER_CLI_EXIT_INTERRUPTED ? status : DOSSIER_CLI_EXIT_FAILED;
}
