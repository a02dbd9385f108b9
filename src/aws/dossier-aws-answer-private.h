// SPDX-FileCopyrightText: The Dossier authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "dossier-aws-client-private.h"

G_BEGIN_DECLS

DossierAwsResponse *dossier_aws_answer_take (DossierAwsClient         *client,
                                             const DossierAwsRequest  *request,
                                             SoupMessage              *message,
                                             GInputStream             *stream,
                                             gboolean                  streaming,
                                             GCancellable             *cancellable,
                                             GError                  **error);

G_END_DECLS
