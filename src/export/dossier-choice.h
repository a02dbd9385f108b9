// SPDX-FileCopyrightText: The Dossier authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "dossier-check-row.h"

G_BEGIN_DECLS

/* A bucket or a key that a person may choose, or may not, and why. Immutable. */
#define DOSSIER_TYPE_CHOICE (dossier_choice_get_type ())
G_DECLARE_FINAL_TYPE (DossierChoice, dossier_choice, DOSSIER, CHOICE, GObject)

DossierChoice       *dossier_choice_new         (const char          *value,
                                                 const char          *title,
                                                 const char          *detail,
                                                 DossierCheckVerdict  usable,
                                                 const char          *reason);
const char          *dossier_choice_get_value   (DossierChoice       *self);
const char          *dossier_choice_get_title   (DossierChoice       *self);
const char          *dossier_choice_get_detail  (DossierChoice       *self);
DossierCheckVerdict  dossier_choice_get_usable  (DossierChoice       *self);
const char          *dossier_choice_get_reason  (DossierChoice       *self);
int                  dossier_choice_compare     (gconstpointer        a,
                                                 gconstpointer        b,
                                                 gpointer             data);

G_END_DECLS
