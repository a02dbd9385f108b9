// SPDX-FileCopyrightText: The Dossier authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include <adwaita.h>

#include "dossier-choice.h"

G_BEGIN_DECLS

/* Things of which one can be chosen: usable ones first, refused ones with the
 * reason, and a field for what is not in the list.
 *
 * Properties: “title”; “retry-action”, a detailed action name; “other-title”,
 * of the field.
 * Signal “changed”: another thing is chosen.
 */
#define DOSSIER_TYPE_CHOICE_LIST (dossier_choice_list_get_type ())
G_DECLARE_FINAL_TYPE (DossierChoiceList, dossier_choice_list, DOSSIER, CHOICE_LIST, AdwBin)

void  dossier_choice_list_show_reading (DossierChoiceList *self);
void  dossier_choice_list_show_choices (DossierChoiceList *self,
                                        GListModel        *choices);
void  dossier_choice_list_show_failure (DossierChoiceList *self,
                                        const GError      *error);
void  dossier_choice_list_show_refusal (DossierChoiceList *self,
                                        const GError      *error);
char *dossier_choice_list_dup_value    (DossierChoiceList *self,
                                        gboolean          *other);

G_END_DECLS
