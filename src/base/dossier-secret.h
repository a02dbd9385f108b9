// SPDX-FileCopyrightText: The Dossier authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include <glib-object.h>

G_BEGIN_DECLS

/* A string that must not outlive its use: kept outside the heap that dumps and
 * swaps show, wiped when the last reference goes, and printed by nobody.
 */
#define DOSSIER_TYPE_SECRET (dossier_secret_get_type ())
typedef struct _DossierSecret DossierSecret;
GType dossier_secret_get_type (void) G_GNUC_CONST;

DossierSecret *dossier_secret_new      (const char          *text);
DossierSecret *dossier_secret_new_take (char                *text);
DossierSecret *dossier_secret_ref      (DossierSecret       *self);
void           dossier_secret_unref    (DossierSecret       *self);
const char    *dossier_secret_peek     (const DossierSecret *self);
gsize          dossier_secret_length   (const DossierSecret *self);

void dossier_wipe      (gpointer data,
                        gsize    length);
void dossier_wipe_free (char *text);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (DossierSecret, dossier_secret_unref)

G_END_DECLS
