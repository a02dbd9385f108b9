// SPDX-FileCopyrightText: The Dossier authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "dossier-demo-call-private.h"

G_BEGIN_DECLS

/* What the files of IAM share. */
typedef struct
{
  guint64 first;
  guint64 limit;
} DossierDemoIamPage;

gboolean             dossier_demo_iam_read_page      (DossierDemoCall           *call,
                                                      DossierDemoIamPage        *page);
void                 dossier_demo_iam_end_page       (GString                   *xml,
                                                      const DossierDemoIamPage  *page,
                                                      guint                      total);
GPtrArray           *dossier_demo_iam_members        (DossierDemoCall           *call,
                                                      const char                *list);
DossierDemoIdentity *dossier_demo_iam_find_source    (DossierDemoCall           *call,
                                                      const char                *action);

DossierDemoIdentity *dossier_demo_iam_find_named     (DossierDemoCall           *call,
                                                      const char                *kind,
                                                      const char                *parameter);
void                 dossier_demo_iam_refuse_missing (DossierDemoCall           *call,
                                                      const char                *kind,
                                                      const char                *name);
void                 dossier_demo_iam_add_identity   (GString                   *xml,
                                                      const char                *kind,
                                                      const DossierDemoIdentity *identity);

void dossier_demo_iam_simulate (DossierDemoCall *call);
void dossier_demo_iam_list_user_policies (DossierDemoCall *call);
void dossier_demo_iam_list_role_policies (DossierDemoCall *call);
void dossier_demo_iam_list_group_policies (DossierDemoCall *call);
void dossier_demo_iam_list_attached_user_policies (DossierDemoCall *call);
void dossier_demo_iam_list_attached_role_policies (DossierDemoCall *call);
void dossier_demo_iam_list_attached_group_policies (DossierDemoCall *call);
void dossier_demo_iam_list_groups_for_user (DossierDemoCall *call);
void dossier_demo_iam_get_user_policy (DossierDemoCall *call);
void dossier_demo_iam_get_role_policy (DossierDemoCall *call);

G_END_DECLS
