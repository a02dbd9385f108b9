// SPDX-FileCopyrightText: The Dossier authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include <libdex.h>
#include <libsoup/soup.h>

G_BEGIN_DECLS

DexFuture *dossier_soup_send         (SoupSession *session,
                                      SoupMessage *message);
DexFuture *dossier_stream_read_bytes (GInputStream *stream,
                                      gsize         count);

G_END_DECLS
