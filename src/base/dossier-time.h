// SPDX-FileCopyrightText: The Dossier authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* Instants are microseconds since 1970-01-01 00:00 UTC, as the clock gives them. */

char    *dossier_time_to_iso8601   (gint64       instant);
char    *dossier_time_to_amz_date  (gint64       instant);
char    *dossier_time_to_http_date (gint64       instant);
gboolean dossier_time_from_iso8601 (const char  *text,
                                    gint64      *instant);
gboolean dossier_time_from_amz_date (const char *text,
                                     gint64     *instant);
gboolean dossier_time_from_http_date (const char *text,
                                      gint64     *instant);

G_END_DECLS
