// SPDX-FileCopyrightText: The Dossier authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include <glib.h>

G_BEGIN_DECLS

/**
 * DossierArn:
 * @partition: `aws`, `aws-cn`, ...
 * @service: `s3`, `kms`, ...
 * @region: may be empty
 * @account: may be empty
 * @resource: all after the fifth colon; never empty
 *
 * An Amazon Resource Name, taken apart. All members are owned by the structure.
 */
typedef struct
{
  char *partition;
  char *service;
  char *region;
  char *account;
  char *resource;
} DossierArn;

DossierArn *dossier_arn_parse          (const char       *text,
                                        GError          **error);
char       *dossier_arn_to_text        (const DossierArn *self);
void        dossier_arn_free           (DossierArn       *self);
gboolean    dossier_account_id_is_valid (const char      *text);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (DossierArn, dossier_arn_free)

G_END_DECLS
