// SPDX-FileCopyrightText: The Dossier authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

/* Passes bytes on, and knows how many they were and their SHA-256. */
#define DOSSIER_TYPE_DIGEST_STREAM (dossier_digest_stream_get_type ())
G_DECLARE_FINAL_TYPE (DossierDigestStream, dossier_digest_stream, DOSSIER, DIGEST_STREAM, GFilterInputStream)

typedef void (*DossierDigestStreamFunc) (guint64  n_read,
                                         gpointer data);

DossierDigestStream *dossier_digest_stream_new       (GInputStream            *base,
                                                      DossierDigestStreamFunc  func,
                                                      gpointer                 data);
guint64              dossier_digest_stream_get_size  (DossierDigestStream     *self);
char                *dossier_digest_stream_finish    (DossierDigestStream     *self);

G_END_DECLS
