// SPDX-FileCopyrightText: The Dossier authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "dossier-aws-request.h"

G_BEGIN_DECLS

/* When a request to S3 is sent to another Region. Values in, values out. */
gboolean dossier_aws_redirect_is_asked   (const DossierAwsRequest *request,
                                          const GError            *error);
gboolean dossier_aws_redirect_is_allowed (const char              *home,
                                          const char              *used,
                                          const char              *region);

G_END_DECLS
