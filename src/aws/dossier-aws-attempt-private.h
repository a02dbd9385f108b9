// SPDX-FileCopyrightText: The Dossier authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include <libsoup/soup.h>

G_BEGIN_DECLS

/* The steps of one attempt that wait for the network. Both are for fibers. */
GInputStream *dossier_aws_attempt_send (SoupSession   *session,
                                        SoupMessage   *message,
                                        guint          timeout_ms,
                                        GCancellable  *cancellable,
                                        gboolean      *sent,
                                        GError       **error);
GBytes       *dossier_aws_attempt_read (SoupMessage   *message,
                                        GInputStream  *stream,
                                        gsize          limit,
                                        guint          timeout_ms,
                                        GCancellable  *cancellable,
                                        GError       **error);

G_END_DECLS
