// SPDX-FileCopyrightText: The Dossier authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

char    *dossier_demo_page_token      (const char  *question,
                                       guint        offset);
gboolean dossier_demo_page_read_token (const char  *token,
                                       const char  *question,
                                       guint       *offset,
                                       GError     **error);

G_END_DECLS
