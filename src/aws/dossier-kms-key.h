// SPDX-FileCopyrightText: The Dossier authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include <glib-object.h>

G_BEGIN_DECLS

#define DOSSIER_TYPE_KMS_KEY (dossier_kms_key_get_type ())

/**
 * DossierKmsKey:
 * @key_id: its id
 * @arn: its ARN
 * @account: (nullable): the account that owns it
 * @description: (nullable): what its owner wrote
 * @state: (nullable): `Enabled`, `Disabled`, `PendingDeletion`, …
 * @manager: (nullable): `CUSTOMER` or `AWS`
 * @spec: (nullable): `SYMMETRIC_DEFAULT`, `RSA_2048`, …
 * @usage: (nullable): `ENCRYPT_DECRYPT`, `SIGN_VERIFY`, …
 * @origin: (nullable): `AWS_KMS`, `EXTERNAL`, …
 * @multi_region_type: (nullable): `PRIMARY` or `REPLICA`, where it is one key in several Regions
 * @created: microseconds since 1970 UTC, or 0 where AWS does not say
 * @deletion: when it will be deleted, likewise
 *
 * The KeyMetadata of DescribeKey and CreateKey. Words are AWS's, and may be
 * newer than this list. Immutable; shared by reference.
 */
typedef struct
{
  char *key_id;
  char *arn;
  char *account;
  char *description;
  char *state;
  char *manager;
  char *spec;
  char *usage;
  char *origin;
  char *multi_region_type;
  gint64 created;
  gint64 deletion;
} DossierKmsKey;

GType dossier_kms_key_get_type (void);

DossierKmsKey *dossier_kms_key_parse (GBytes  *body,
                                      GError **error);
DossierKmsKey *dossier_kms_key_ref (const DossierKmsKey *self);
void dossier_kms_key_unref (DossierKmsKey *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (DossierKmsKey, dossier_kms_key_unref)

G_END_DECLS
