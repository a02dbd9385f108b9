// SPDX-FileCopyrightText: The Dossier authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

/* Reads `{"findings":[…]}`, a finding at a time, from a stream of any length:
 * a report, or what ListFindings answers. Blocks: for a worker thread.
 */
typedef struct _DossierJsonReader DossierJsonReader;

DossierJsonReader *dossier_json_reader_new        (GInputStream       *stream);
void               dossier_json_reader_free       (DossierJsonReader  *self);
gboolean           dossier_json_reader_next       (DossierJsonReader  *self,
                                                   GCancellable       *cancellable,
                                                   GError            **error);
GBytes            *dossier_json_reader_dup_bytes  (DossierJsonReader  *self);
guint64            dossier_json_reader_get_offset (DossierJsonReader  *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (DossierJsonReader, dossier_json_reader_free)

G_END_DECLS
