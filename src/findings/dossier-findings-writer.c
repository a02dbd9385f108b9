// SPDX-FileCopyrightText: The Dossier authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "config.h"

#include "dossier-findings-writer.h"

struct _DossierFindingsWriter
{
  GOutputStream *stream;
  gboolean begun;
  gboolean any; /* a finding was written */
};

static gboolean
write_text (DossierFindingsWriter  *self,
            const char             *text,
            gsize                   length,
            GCancellable           *cancellable,
            GError                **error)
{
  return g_output_stream_write_all (self->stream, text, length, NULL, cancellable, error);
}

static gboolean
begin (DossierFindingsWriter  *self,
       GCancellable           *cancellable,
       GError                **error)
{
  static const char head[] = "{\"findings\":[";

  if (self->begun)
    return TRUE;
  self->begun = TRUE;
  return write_text (self, head, sizeof head - 1, cancellable, error);
}

/**
 * dossier_findings_writer_new:
 * @stream: where the text goes; it stays open
 *
 * Returns: (transfer full): a writer that has written nothing yet
 */
DossierFindingsWriter *
dossier_findings_writer_new (GOutputStream *stream)
{
  DossierFindingsWriter *self = g_new0 (DossierFindingsWriter, 1);

  self->stream = g_object_ref (stream);
  return self;
}

/**
 * dossier_findings_writer_free:
 * @self: (transfer full): a writer
 */
void
dossier_findings_writer_free (DossierFindingsWriter *self)
{
  g_object_unref (self->stream);
  g_free (self);
}

/**
 * dossier_findings_writer_add_page:
 * @self: a writer
 * @page: a page
 * @n_findings: how many of its findings, from the first, at most all
 * @cancellable: (nullable): ends it with %G_IO_ERROR_CANCELLED
 * @error: return location for a #GIOErrorEnum
 *
 * Writes findings as they came. From the first to the last of them, with the
 * commas between, the page is written in one piece.
 *
 * Returns: whether all was written
 */
gboolean
dossier_findings_writer_add_page (DossierFindingsWriter  *self,
                                  DossierFindingsPage    *page,
                                  gsize                   n_findings,
                                  GCancellable           *cancellable,
                                  GError                **error)
{
  const char *body = g_bytes_get_data (dossier_findings_page_get_body (page), NULL);
  gsize start, end, length;

  g_return_val_if_fail (n_findings <= dossier_findings_page_get_n_findings (page), FALSE);

  if (!begin (self, cancellable, error))
    return FALSE;
  if (n_findings == 0)
    return TRUE;
  if (self->any && !write_text (self, ",", 1, cancellable, error))
    return FALSE;

  dossier_findings_page_get_range (page, 0, &start, &length);
  dossier_findings_page_get_range (page, n_findings - 1, &end, &length);
  self->any = TRUE;
  return write_text (self, body + start, end + length - start, cancellable, error);
}

/**
 * dossier_findings_writer_finish:
 * @self: a writer
 * @cancellable: (nullable): ends it with %G_IO_ERROR_CANCELLED
 * @error: return location for a #GIOErrorEnum
 *
 * Writes what makes the text whole, also if there was no finding, and a line
 * end; flushes the stream.
 *
 * Returns: whether all was written
 */
gboolean
dossier_findings_writer_finish (DossierFindingsWriter  *self,
                                GCancellable           *cancellable,
                                GError                **error)
{
  return begin (self, cancellable, error) && write_text (self, "]}\n", 3, cancellable, error) &&
         g_output_stream_flush (self->stream, cancellable, error);
}
