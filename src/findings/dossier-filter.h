// SPDX-FileCopyrightText: The Dossier authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include <glib-object.h>
#include <json-glib/json-glib.h>

G_BEGIN_DECLS

/**
 * DossierFilter:
 *
 * Which findings are meant: a valid FilterCriteria of the Amazon Inspector API.
 * Immutable and canonical: filters that say the same are spelled the same.
 */
typedef struct _DossierFilter DossierFilter;

#define DOSSIER_TYPE_FILTER (dossier_filter_get_type ())
GType dossier_filter_get_type (void);

DossierFilter *dossier_filter_new_default         (void);
DossierFilter *dossier_filter_from_json           (JsonObject           *criteria,
                                                   GError              **error);
DossierFilter *dossier_filter_ref                 (DossierFilter        *self);
void           dossier_filter_unref               (DossierFilter        *self);
gboolean       dossier_filter_equal               (const DossierFilter  *a,
                                                   const DossierFilter  *b);
DossierFilter *dossier_filter_with_default_status (DossierFilter        *self);
JsonObject    *dossier_filter_to_json             (const DossierFilter  *self);
char          *dossier_filter_to_aws_cli          (const DossierFilter  *self,
                                                   const char           *region);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (DossierFilter, dossier_filter_unref)

G_END_DECLS
