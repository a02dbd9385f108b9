// SPDX-FileCopyrightText: The Dossier authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include <glib-object.h>

G_BEGIN_DECLS

#define DOSSIER_TYPE_KMS_LIST (dossier_kms_list_get_type ())

/**
 * DossierKmsListEntry:
 * @name: (nullable): the alias with its prefix, `alias/reports`; %NULL for a key
 * @arn: the ARN of the key or of the alias
 * @key_id: (nullable): the id of the key; %NULL for an alias that leads to none so far, as some of
 *   AWS's own do
 *
 * A key or an alias as a listing shows it.
 */
typedef struct
{
  char *name;
  char *arn;
  char *key_id;
} DossierKmsListEntry;

/**
 * DossierKmsList:
 * @entries: (element-type DossierKmsListEntry): keys, or aliases
 * @next_marker: (nullable): the marker of the next page, %NULL on the last
 *
 * A page of ListKeys or ListAliases. Immutable; shared by reference.
 */
typedef struct
{
  GPtrArray *entries;
  char *next_marker;
} DossierKmsList;

GType dossier_kms_list_get_type (void);

DossierKmsList *dossier_kms_list_parse_keys (GBytes  *body,
                                             GError **error);
DossierKmsList *dossier_kms_list_parse_aliases (GBytes  *body,
                                                GError **error);
DossierKmsList *dossier_kms_list_ref (const DossierKmsList *self);
void dossier_kms_list_unref (DossierKmsList *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (DossierKmsList, dossier_kms_list_unref)

G_END_DECLS
