// SPDX-FileCopyrightText: The Dossier authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include <glib.h>

G_BEGIN_DECLS

gboolean dossier_filter_number_parse   (const char *text,
                                        double     *number);
char    *dossier_filter_number_to_text (double      number);

G_END_DECLS
