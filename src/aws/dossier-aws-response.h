// SPDX-FileCopyrightText: The Dossier authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include <gio/gio.h>
#include <json-glib/json-glib.h>

G_BEGIN_DECLS

#define DOSSIER_TYPE_AWS_RESPONSE (dossier_aws_response_get_type ())

/**
 * DossierAwsResponse:
 *
 * What a service answered to a request that it carried out: a status of 200 to
 * 299. A refusal is an error, see #DossierAwsError. Immutable and
 * reference-counted; of one thread where it has a stream.
 */
typedef struct _DossierAwsResponse DossierAwsResponse;

GType               dossier_aws_response_get_type       (void);
DossierAwsResponse *dossier_aws_response_ref            (DossierAwsResponse        *self);
void                dossier_aws_response_unref          (DossierAwsResponse        *self);
guint               dossier_aws_response_get_status     (const DossierAwsResponse  *self);
const char         *dossier_aws_response_get_header     (const DossierAwsResponse  *self,
                                                         const char                *name);
GBytes             *dossier_aws_response_get_body       (const DossierAwsResponse  *self);
GInputStream       *dossier_aws_response_get_stream     (const DossierAwsResponse  *self);
const char         *dossier_aws_response_get_request_id (const DossierAwsResponse  *self);
JsonObject         *dossier_aws_response_parse_json     (const DossierAwsResponse  *self,
                                                         GError                   **error);
void                dossier_aws_response_explain_error  (const DossierAwsResponse  *self,
                                                         GError                   **error);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (DossierAwsResponse, dossier_aws_response_unref)

G_END_DECLS
