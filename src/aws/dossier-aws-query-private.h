// SPDX-FileCopyrightText: The Dossier authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "dossier-aws-request.h"

G_BEGIN_DECLS

/* The query protocol of IAM and STS: an HTML form as the body, lists as
 * `Name.member.1`.
 */
typedef struct _DossierAwsQuery DossierAwsQuery;

DossierAwsQuery   *dossier_aws_query_new      (const char         *service,
                                               const char         *version,
                                               const char         *action);
void               dossier_aws_query_add      (DossierAwsQuery    *self,
                                               const char         *name,
                                               const char         *value);
void               dossier_aws_query_add_uint (DossierAwsQuery    *self,
                                               const char         *name,
                                               guint               value);
void               dossier_aws_query_add_list (DossierAwsQuery    *self,
                                               const char         *name,
                                               const char *const  *values);
DossierAwsRequest *dossier_aws_query_finish   (DossierAwsQuery    *self);

G_END_DECLS
