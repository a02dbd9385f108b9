// SPDX-FileCopyrightText: The Dossier authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* Numbers and times as people read them, by their locale. */

char *dossier_text_number    (gint64 number);
char *dossier_text_decimal   (double number,
                              guint  digits);
char *dossier_text_date_time (gint64 instant);
char *dossier_text_age       (gint64 instant,
                              gint64 now);
char *dossier_text_ago       (gint64 instant,
                              gint64 now);
char *dossier_text_findings  (gint64 number);

G_END_DECLS
