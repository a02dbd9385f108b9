// SPDX-FileCopyrightText: The Dossier authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include <glib.h>

G_BEGIN_DECLS

gboolean dossier_s3_uri_parse          (const char  *uri,
                                        char       **bucket,
                                        char       **prefix,
                                        GError     **error);
gboolean dossier_s3_bucket_name_check  (const char  *name,
                                        GError     **error);
gboolean dossier_s3_key_prefix_check   (const char  *prefix,
                                        GError     **error);

G_END_DECLS
