// SPDX-FileCopyrightText: The Dossier authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "dossier-aws-request.h"

G_BEGIN_DECLS

/* The requests of KMS (JSON 1.1), one function for each operation. None can
 * bypass the check that keeps a caller from locking himself out of a key.
 */
DossierAwsRequest *dossier_kms_list_keys_request      (guint       limit,
                                                       const char *marker);
DossierAwsRequest *dossier_kms_list_aliases_request   (const char *key_id,
                                                       guint       limit,
                                                       const char *marker);
DossierAwsRequest *dossier_kms_describe_key_request   (const char *key_id);
DossierAwsRequest *dossier_kms_get_key_policy_request (const char *key_id);
DossierAwsRequest *dossier_kms_put_key_policy_request (const char *key_id,
                                                       const char *policy);
DossierAwsRequest *dossier_kms_create_key_request     (const char *policy,
                                                       const char *description);
DossierAwsRequest *dossier_kms_create_alias_request   (const char *alias,
                                                       const char *key_id);

char              *dossier_kms_parse_key_policy       (GBytes  *body,
                                                       GError **error);

G_END_DECLS
