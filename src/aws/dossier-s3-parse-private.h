// SPDX-FileCopyrightText: The Dossier authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* Readers of answers of S3 that are one text. */
char     *dossier_s3_parse_bucket_location  (GBytes  *body,
                                             GError **error);
char     *dossier_s3_parse_bucket_policy    (GBytes  *body,
                                             GError **error);
char     *dossier_s3_parse_bucket_ownership (GBytes  *body,
                                             GError **error);
char     *dossier_s3_parse_copied           (GBytes  *body,
                                             GError **error);
gboolean  dossier_s3_check_range            (guint       status,
                                             const char *content_range,
                                             gint64      offset,
                                             GError    **error);

G_END_DECLS
