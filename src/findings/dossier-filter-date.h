// SPDX-FileCopyrightText: The Dossier authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* Dates in the text form of filters. Seconds are since 1970-01-01 00:00 UTC. */

gboolean dossier_filter_date_parse    (const char *text,
                                       gint64      now,
                                       gboolean    as_end,
                                       double     *seconds);
char    *dossier_filter_date_to_text  (double      seconds);
char    *dossier_filter_date_range_to_text (gboolean has_start,
                                            double   start,
                                            gboolean has_end,
                                            double   end);

G_END_DECLS
