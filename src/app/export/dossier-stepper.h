// SPDX-FileCopyrightText: The Dossier authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

/* Where one is on a way of several questions. */
#define DOSSIER_TYPE_STEPPER (dossier_stepper_get_type ())
G_DECLARE_FINAL_TYPE (DossierStepper, dossier_stepper, DOSSIER, STEPPER, GtkBox)

void dossier_stepper_set_titles  (DossierStepper     *self,
                                  const char *const  *titles);
void dossier_stepper_set_current (DossierStepper     *self,
                                  guint               current);
void dossier_stepper_set_narrow  (DossierStepper     *self,
                                  gboolean            narrow);

G_END_DECLS
