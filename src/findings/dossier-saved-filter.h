// SPDX-FileCopyrightText: The Dossier authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "dossier-filter.h"
#include "dossier-inspector-filter.h"

G_BEGIN_DECLS

/**
 * DossierSavedFilter:
 * @name: what people call it: 1 to 128 characters
 * @description: (nullable): what they say of it
 * @text: its text form, in which “30 days ago” stays what it is
 *
 * A filter to come back to, kept here or given to others as a file.
 */
typedef struct
{
  char *name;
  char *description;
  char *text;
} DossierSavedFilter;

#define DOSSIER_TYPE_SAVED_FILTER (dossier_saved_filter_get_type ())
GType dossier_saved_filter_get_type (void);

DossierSavedFilter *dossier_saved_filter_new            (const char                    *name,
                                                         const char                    *description,
                                                         const char                    *text,
                                                         GError                       **error);
DossierSavedFilter *dossier_saved_filter_from_inspector (const DossierInspectorFilter  *filter,
                                                         GError                       **error);
DossierSavedFilter *dossier_saved_filter_copy           (const DossierSavedFilter      *self);
void                dossier_saved_filter_free           (DossierSavedFilter            *self);
DossierFilter      *dossier_saved_filter_get_filter     (const DossierSavedFilter      *self,
                                                         gint64                         now,
                                                         GError                       **error);

/* Files. All of these block for as long as a small file takes. */
DossierSavedFilter *dossier_saved_filter_import         (const char                    *path,
                                                         GError                       **error);
gboolean            dossier_saved_filter_export         (const DossierSavedFilter      *self,
                                                         const char                    *path,
                                                         GError                       **error);
char               *dossier_saved_filters_get_folder    (void);
GPtrArray          *dossier_saved_filters_list          (const char                    *folder,
                                                         GPtrArray                     *problems,
                                                         GError                       **error);
gboolean            dossier_saved_filters_save          (const char                    *folder,
                                                         const DossierSavedFilter      *filter,
                                                         GError                       **error);
gboolean            dossier_saved_filters_remove        (const char                    *folder,
                                                         const char                    *name,
                                                         GError                       **error);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (DossierSavedFilter, dossier_saved_filter_free)

G_END_DECLS
