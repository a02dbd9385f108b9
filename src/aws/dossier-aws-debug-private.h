// SPDX-FileCopyrightText: The Dossier authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include <libsoup/soup.h>

#include "dossier-aws-request.h"

G_BEGIN_DECLS

/* The log of DOSSIER_DEBUG=aws, on standard error. It is for pasting into a
 * report: what it shows is chosen by name, and nothing else is shown.
 */
gboolean dossier_aws_debug_enabled  (void);
void     dossier_aws_debug_request  (const DossierAwsRequest *request,
                                     SoupMessage             *message,
                                     guint                    attempt);
void     dossier_aws_debug_response (const DossierAwsRequest *request,
                                     SoupMessage             *message,
                                     gint64                   took);
void     dossier_aws_debug_note     (const DossierAwsRequest *request,
                                     const char              *format,
                                     ...) G_GNUC_PRINTF (2, 3);

G_END_DECLS
