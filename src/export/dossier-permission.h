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
 * @nonce: a UUID that no report and no object has
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
 * DossierPermission:
 * @group: the step of the guide: `Inspector`, `KMS`, `S3`
 * @action: as IAM spells it
 * @need: when it is needed: `always`, `browsing`, `new resources`, `long exports`,
 *   `readiness`, `reading back`
 * @scope: what it is on
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
  const char *call;
  DexFuture *(*probe) (const DossierPermissionTarget *target,
                       GCancellable                  *cancellable);
  gboolean (*proves) (const GError *error);
  const char *remedy;
} DossierPermission;

const DossierPermission *dossier_permission_list (gsize *n_permissions);

G_END_DECLS
