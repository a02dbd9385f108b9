// SPDX-FileCopyrightText: The Dossier authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include <adwaita.h>

#include "dossier-filter.h"

G_BEGIN_DECLS

/* One field of a filter as a button that reads as part of a sentence and opens
 * its values. Property “field”: a member of FilterCriteria with a fixed set of
 * values. Choosing activates “browser.toggle-value”.
 */
#define DOSSIER_TYPE_FILTER_CHIP (dossier_filter_chip_get_type ())
G_DECLARE_FINAL_TYPE (DossierFilterChip, dossier_filter_chip, DOSSIER, FILTER_CHIP, AdwBin)

void dossier_filter_chip_show (DossierFilterChip   *self,
                               const DossierFilter *filter);

G_END_DECLS
