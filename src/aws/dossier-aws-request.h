// SPDX-FileCopyrightText: The Dossier authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include <libsoup/soup.h>

#include "dossier-credentials.h"

G_BEGIN_DECLS

/* One call of one operation: what to ask, not yet where, when, or as whom. */
typedef struct _DossierAwsRequest DossierAwsRequest;

DossierAwsRequest *dossier_aws_request_new            (const char              *service,
                                                       const char              *operation,
                                                       const char              *method,
                                                       const char              *path);
void               dossier_aws_request_free           (DossierAwsRequest       *self);
void               dossier_aws_request_set_bucket     (DossierAwsRequest       *self,
                                                       const char              *bucket);
void               dossier_aws_request_set_key        (DossierAwsRequest       *self,
                                                       const char              *key);
void               dossier_aws_request_add_query      (DossierAwsRequest       *self,
                                                       const char              *name,
                                                       const char              *value);
void               dossier_aws_request_set_header     (DossierAwsRequest       *self,
                                                       const char              *name,
                                                       const char              *value);
void               dossier_aws_request_set_body       (DossierAwsRequest       *self,
                                                       GBytes                  *body,
                                                       const char              *content_type);
void               dossier_aws_request_set_idempotent (DossierAwsRequest       *self,
                                                       gboolean                 idempotent);
gboolean           dossier_aws_request_get_idempotent (const DossierAwsRequest *self);
void               dossier_aws_request_set_unsigned   (DossierAwsRequest       *self);
gboolean           dossier_aws_request_get_unsigned   (const DossierAwsRequest *self);
const char        *dossier_aws_request_get_service    (const DossierAwsRequest *self);
const char        *dossier_aws_request_get_operation  (const DossierAwsRequest *self);
const char        *dossier_aws_request_get_bucket     (const DossierAwsRequest *self);

/**
 * DossierAwsTarget:
 * @endpoint: the URL of the service, without a path
 * @custom: whether @endpoint is not AWS's own, so that a bucket goes into the path
 * @region: the Region to sign for
 *
 * Where a request goes.
 */
typedef struct
{
  const char *endpoint;
  gboolean custom;
  const char *region;
} DossierAwsTarget;

SoupMessage       *dossier_aws_request_sign           (const DossierAwsRequest *self,
                                                       const DossierAwsTarget  *target,
                                                       DossierCredentials      *credentials,
                                                       gint64                   time,
                                                       GError                 **error);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (DossierAwsRequest, dossier_aws_request_free)

G_END_DECLS
