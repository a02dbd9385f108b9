// SPDX-FileCopyrightText: The Dossier authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include <glib-object.h>

G_BEGIN_DECLS

/* What is here of a file that is being fetched: beside the file that it will
 * be, with `.part` after the name. All of it blocks; for threads.
 */
typedef struct _DossierPartFile DossierPartFile;

#define DOSSIER_TYPE_PART_FILE (dossier_part_file_get_type ())
GType dossier_part_file_get_type (void);

char            *dossier_part_file_path       (const char            *target);
char            *dossier_part_file_choose     (const char            *folder,
                                               const char            *stem,
                                               const char            *extension);
DossierPartFile *dossier_part_file_open       (const char            *target,
                                               gint64                 max_length,
                                               GError               **error);
DossierPartFile *dossier_part_file_ref        (DossierPartFile       *self);
void             dossier_part_file_unref      (DossierPartFile       *self);
gint64           dossier_part_file_get_length (const DossierPartFile *self);
gboolean         dossier_part_file_append     (DossierPartFile       *self,
                                               GBytes                *bytes,
                                               GError               **error);
char            *dossier_part_file_finish     (DossierPartFile       *self,
                                               GError               **error);
gboolean         dossier_part_file_publish    (const char            *fetched,
                                               const char            *target,
                                               GError               **error);
void             dossier_part_file_discard    (const char            *target);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (DossierPartFile, dossier_part_file_unref)

G_END_DECLS
