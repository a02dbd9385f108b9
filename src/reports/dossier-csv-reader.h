// SPDX-FileCopyrightText: The Dossier authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

/* Reads comma-separated values (RFC 4180), a row at a time, from a stream of any
 * length. Blocks: for a worker thread.
 */
typedef struct _DossierCsvReader DossierCsvReader;

DossierCsvReader *dossier_csv_reader_new         (GInputStream      *stream);
void              dossier_csv_reader_free        (DossierCsvReader  *self);
gboolean          dossier_csv_reader_next        (DossierCsvReader  *self,
                                                  GCancellable      *cancellable,
                                                  GError           **error);
guint             dossier_csv_reader_get_n_cells (DossierCsvReader  *self);
const char       *dossier_csv_reader_get_cell    (DossierCsvReader  *self,
                                                  guint              index);
guint64           dossier_csv_reader_get_line    (DossierCsvReader  *self);
gboolean          dossier_csv_reader_is_open_ended (DossierCsvReader *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (DossierCsvReader, dossier_csv_reader_free)

G_END_DECLS
