// SPDX-FileCopyrightText: The Dossier authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "dossier-cli.h"
#include "dossier-policy-merge.h"

G_BEGIN_DECLS

/* Far above what AWS accepts, so that too large a policy is refused by name. */
#define DOSSIER_CLI_MAX_POLICY (16 * 1024 * 1024)

/* The options that say what Inspector is to be allowed, and the policy in question. */
typedef struct
{
  char *policy;
  GStrv accounts;
  char *region;
  char *bucket;
  char *prefix;
  char *kms_key;
  char *organization;
  char *owner;
  char *principal;
  DossierInspectorAccess access;
} DossierCliPolicyOptions;

void   dossier_cli_policy_options_clear   (DossierCliPolicyOptions  *self);
GArray *dossier_cli_policy_options_list   (DossierCliPolicyOptions  *self,
                                           const GOptionEntry       *more);
gboolean dossier_cli_policy_options_check (DossierCliPolicyOptions  *self,
                                           GError                  **error);
char   *dossier_cli_policy_read           (const char               *path,
                                           GError                  **error);
int     dossier_cli_policy_refuse         (DossierCli               *cli,
                                           const char               *path,
                                           const GError             *error);

JsonArray *dossier_cli_policy_notes_to_json (const DossierPolicyMerge *merge);
void       dossier_cli_policy_tell_notes    (const DossierPolicyMerge *merge);

int dossier_cli_policy_eval    (DossierCli *cli, int argc, char **argv);
int dossier_cli_policy_explain (DossierCli *cli, int argc, char **argv);
int dossier_cli_policy_lint    (DossierCli *cli, int argc, char **argv);
int dossier_cli_policy_merge   (DossierCli *cli, int argc, char **argv);

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (DossierCliPolicyOptions, dossier_cli_policy_options_clear)

G_END_DECLS
