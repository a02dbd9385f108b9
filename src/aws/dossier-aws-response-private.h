// SPDX-FileCopyrightText: The Dossier authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include <libsoup/soup.h>

#include "dossier-aws-request.h"
#include "dossier-aws-response.h"

G_BEGIN_DECLS

/* A response has either a body or a stream. The stream lives on the session's
 * connection, so it keeps the session.
 */
DossierAwsResponse *dossier_aws_response_new_with_body   (const DossierAwsRequest *request,
                                                          SoupMessage             *message,
                                                          GBytes                  *body);
DossierAwsResponse *dossier_aws_response_new_with_stream (const DossierAwsRequest *request,
                                                          SoupMessage             *message,
                                                          SoupSession             *session,
                                                          GInputStream            *stream);

G_END_DECLS
