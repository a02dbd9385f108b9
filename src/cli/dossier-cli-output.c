// SPDX-FileCopyrightText: The Dossier authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "config.h"

#include <errno.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include <gio/gunixoutputstream.h>
#include <glib/gi18n.h>

#include "dossier-cli.h"
#include "dossier-json.h"

/* Why the first write failed, in words; the process has one standard output. */
static char *failure;
static gboolean reader_is_gone;

static void
fail (int code)
{
  if (failure == NULL)
    failure = g_strdup (g_strerror (code != 0 ? code : EIO));
  reader_is_gone |= code == EPIPE;
}

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
  if (failure == NULL && fwrite (data, 1, length, stdout) < length)
    fail (errno);
  return failure == NULL;
}

/**
 * dossier_cli_flush:
 *
 * Sees to it that a reader who waits gets what was written.
 *
 * Returns: %FALSE if nothing can be written any more, see dossier_cli_write()
 */
gboolean
dossier_cli_flush (void)
{
  if (failure == NULL && fflush (stdout) != 0)
    fail (errno);
  return failure == NULL;
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
 * dossier_cli_get_output:
 *
 * For what writes to a stream. What was printed before comes first.
 *
 * Returns: (transfer full): standard output as a stream; an error of its is to be
 *   given to dossier_cli_note_output_error()
 */
GOutputStream *
dossier_cli_get_output (void)
{
  if (fflush (stdout) != 0)
    fail (errno);
  return g_unix_output_stream_new (STDOUT_FILENO, FALSE);
}

/**
 * dossier_cli_note_output_error:
 * @error: an error of the stream of dossier_cli_get_output()
 *
 * Remembers a failure for dossier_cli_finish(), which tells it.
 */
void
dossier_cli_note_output_error (const GError *error)
{
  if (failure == NULL)
    failure = g_strdup (error->message);
  reader_is_gone |= g_error_matches (error, G_IO_ERROR, G_IO_ERROR_BROKEN_PIPE);
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
  if (fflush (stdout) != 0)
    fail (errno);
  if (failure == NULL)
    return status;

  if (!reader_is_gone)
    g_printerr ("dossier-cli: %s: %s\n", _("The output could not be written"), failure);
  g_clear_pointer (&failure, g_free);
  return status == DOSSIER_CLI_EXIT_INTERRUPTED ? status : DOSSIER_CLI_EXIT_FAILED;
}
