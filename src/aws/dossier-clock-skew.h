// SPDX-FileCopyrightText: The Dossier authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include <libsoup/soup.h>

G_BEGIN_DECLS

gboolean dossier_clock_skew_measure  (SoupMessageHeaders *headers,
                                      gint64              sent,
                                      gint64              received,
                                      gint64             *offset);
gboolean dossier_clock_skew_explains (const GError       *error,
                                      gint64              used,
                                      gint64              measured);

G_END_DECLS
