// SPDX-FileCopyrightText: The Dossier authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include <glib-object.h>

G_BEGIN_DECLS

#define DOSSIER_TYPE_IAM_LIST (dossier_iam_list_get_type ())

/**
 * DossierIamListEntry:
 * @name: the name of a policy or a group
 * @arn: (nullable): its ARN; %NULL for a policy that is part of its user
 *
 * What an IAM listing shows of one thing.
 */
typedef struct
{
  char *name;
  char *arn;
} DossierIamListEntry;

/**
 * DossierIamList:
 * @entries: (element-type DossierIamListEntry): policies, or groups
 * @next_marker: (nullable): the marker of the next page, %NULL on the last
 *
 * A page of one of IAM's listings. Immutable; shared by reference.
 */
typedef struct
{
  GPtrArray *entries;
  char *next_marker;
} DossierIamList;

GType dossier_iam_list_get_type (void);

DossierIamList *dossier_iam_list_parse_attached_user_policies (GBytes  *body,
                                                               GError **error);
DossierIamList *dossier_iam_list_parse_attached_role_policies (GBytes  *body,
                                                               GError **error);
DossierIamList *dossier_iam_list_parse_user_policies (GBytes  *body,
                                                      GError **error);
DossierIamList *dossier_iam_list_parse_groups_for_user (GBytes  *body,
                                                        GError **error);
DossierIamList *dossier_iam_list_ref (const DossierIamList *self);
void dossier_iam_list_unref (DossierIamList *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (DossierIamList, dossier_iam_list_unref)

G_END_DECLS
