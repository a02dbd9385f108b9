// SPDX-FileCopyrightText: The Dossier authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include <glib.h>

G_BEGIN_DECLS

char *dossier_uri_encode        (const char *text,
                                 gboolean    keep_slash);
char *dossier_uri_normalize_path (const char *path);

G_END_DECLS
