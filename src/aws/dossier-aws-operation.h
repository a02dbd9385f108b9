// SPDX-FileCopyrightText: The Dossier authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include <glib.h>

G_BEGIN_DECLS

gboolean    dossier_aws_operation_is_read (const char  *service,
                                           const char  *operation);
gboolean    dossier_aws_operation_get     (guint        index,
                                           const char **service,
                                           const char **operation,
                                           gboolean    *reads);

G_END_DECLS
