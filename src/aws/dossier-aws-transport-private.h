// SPDX-FileCopyrightText: The Dossier authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include <gio/gio.h>

#include "dossier-aws-request.h"

G_BEGIN_DECLS

void dossier_aws_transport_explain (const DossierAwsRequest  *request,
                                    const char               *host,
                                    GError                  **error);

G_END_DECLS
