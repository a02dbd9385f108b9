// SPDX-FileCopyrightText: The Dossier authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include <glib.h>

G_BEGIN_DECLS

GHashTable *dossier_page_tokens_new (void);
gboolean    dossier_page_tokens_add (GHashTable  *tokens,
                                     const char  *token,
                                     const char  *operation,
                                     GError     **error);

G_END_DECLS
