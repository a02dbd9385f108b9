// SPDX-FileCopyrightText: The Dossier authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* Times in findings: seconds since 1970 in the API, text in reports. */

gboolean dossier_finding_time_from_seconds (double       seconds,
                                            gint64      *instant);
gboolean dossier_finding_time_from_text    (const char  *text,
                                            gint64      *instant);

G_END_DECLS
