// SPDX-FileCopyrightText: The Dossier authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include <gio/gio.h>
#include <libdex.h>

#include "dossier-aws-client.h"

G_BEGIN_DECLS

/**
 * DossierPermissionTarget:
 * @client: as whom, and in which Region
 * @bucket: (nullable): a bucket's name
 * @prefix: (nullable): a prefix of keys in it
 * @kms_key_arn: (nullable): a key
 * @nonce: a UUID that no report, no object and no role has
 * @role: (nullable): the name of the role whose session asks
 * @principal: (nullable): the ARN of the user or role that asks
 *
 * What permissions are tried on.
 */
typedef struct
{
  DossierAwsClient *client;
  const char *bucket;
  const char *prefix;
  const char *kms_key_arn;
  const char *nonce;
  const char *role;
  const char *principal;
} DossierPermissionTarget;

/**
 * DossierPermissionScope:
 * @DOSSIER_PERMISSION_ACCOUNT: the action is on nothing in particular
 * @DOSSIER_PERMISSION_BUCKET: it is on a bucket, or on objects there
 * @DOSSIER_PERMISSION_KEY: it is on a key
 *
 * What has to be known to try an action.
 */
typedef enum
{
  DOSSIER_PERMISSION_ACCOUNT,
  DOSSIER_PERMISSION_BUCKET,
  DOSSIER_PERMISSION_KEY,
} DossierPermissionScope;

/**
 * DossierPermissionResource:
 * @DOSSIER_PERMISSION_ON_ANY: `*`
 * @DOSSIER_PERMISSION_ON_BUCKET: the bucket, also one that is still to be made
 * @DOSSIER_PERMISSION_ON_OBJECTS: what is below the prefix in the bucket
 * @DOSSIER_PERMISSION_ON_KEY: the key
 * @DOSSIER_PERMISSION_ON_NEW_KEY: keys of the account and the Region, and their aliases
 * @DOSSIER_PERMISSION_ON_SELF: the user or role that asks
 * @DOSSIER_PERMISSION_ON_ROLE: the role that asks; for a user, who has none, any
 *
 * What a policy has to name as the resource of an action.
 */
typedef enum
{
  DOSSIER_PERMISSION_ON_ANY,
  DOSSIER_PERMISSION_ON_BUCKET,
  DOSSIER_PERMISSION_ON_OBJECTS,
  DOSSIER_PERMISSION_ON_KEY,
  DOSSIER_PERMISSION_ON_NEW_KEY,
  DOSSIER_PERMISSION_ON_SELF,
  DOSSIER_PERMISSION_ON_ROLE,
} DossierPermissionResource;

#define DOSSIER_PERMISSION_N_RESOURCES (DOSSIER_PERMISSION_ON_ROLE + 1)

/**
 * DossierPermission:
 * @group: the step of the guide: `Inspector`, `KMS`, `S3`; or `IAM`
 * @action: as IAM spells it
 * @need: when it is needed: `always`, `browsing`, `new resources`, `long exports`,
 *   `readiness`, `reading back`, `predictions`
 * @scope: what has to be known to try it
 * @resource: what it is on
 * @call: (nullable): the API call that shows whether it is allowed and changes nothing
 * @probe: (nullable): makes that call
 * @proves: (nullable): which refusals of the call show that it is allowed: those
 *   that AWS gives to who may ask, because the thing asked for is not there
 * @remedy: what does not work without it, and what to do
 *
 * An action that Dossier uses. @need and @remedy are English, to be shown
 * through gettext.
 */
typedef struct
{
  const char *group;
  const char *action;
  const char *need;
  DossierPermissionScope scope;
  DossierPermissionResource resource;
  const char *call;
  DexFuture *(*probe) (const DossierPermissionTarget *target,
                       GCancellable                  *cancellable);
  gboolean (*proves) (const GError *error);
  const char *remedy;
} DossierPermission;

const DossierPermission *dossier_permission_list (gsize *n_permissions);

G_END_DECLS
