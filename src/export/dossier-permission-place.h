// SPDX-FileCopyrightText: The Dossier authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "dossier-permission.h"

G_BEGIN_DECLS

/**
 * DossierPermissionPlace:
 * @partition: `aws`
 * @region: the Region of the report
 * @account: the account that asks
 * @bucket: (nullable): a bucket's name
 * @prefix: (nullable): a prefix of keys in it
 * @kms_key_arn: (nullable): a key
 * @principal: (nullable): the user or role that asks
 *
 * What the resources of permissions are made of.
 */
typedef struct
{
  const char *partition;
  const char *region;
  const char *account;
  const char *bucket;
  const char *prefix;
  const char *kms_key_arn;
  const char *principal;
} DossierPermissionPlace;

GStrv dossier_permission_place_dup_resources (const DossierPermissionPlace *self,
                                              DossierPermissionResource     resource);
GStrv dossier_permission_place_dup_examples  (const DossierPermissionPlace *self,
                                              DossierPermissionResource     resource,
                                              const char                   *nonce);
char *dossier_permission_place_dup_policy    (const DossierPermissionPlace *self,
                                              const char *const            *actions);

G_END_DECLS
