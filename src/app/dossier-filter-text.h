// SPDX-FileCopyrightText: The Dossier authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "dossier-filter.h"

G_BEGIN_DECLS

/* A filter in words. */

char *dossier_filter_text_phrase   (const DossierFilter *filter,
                                    const char          *field);
char *dossier_filter_text_sentence (const DossierFilter *filter);

G_END_DECLS
