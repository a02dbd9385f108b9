// SPDX-FileCopyrightText: The Dossier authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "dossier-policy-request.h"
#include "dossier-policy.h"

G_BEGIN_DECLS

/**
 * DossierPolicyKind:
 * @DOSSIER_POLICY_KIND_BUCKET: the policy of an S3 bucket
 * @DOSSIER_POLICY_KIND_KEY: the policy of a KMS key
 *
 * What a policy is attached to.
 */
typedef enum
{
  DOSSIER_POLICY_KIND_BUCKET,
  DOSSIER_POLICY_KIND_KEY,
} DossierPolicyKind;

/**
 * DossierInspectorAccess:
 * @kind: of which policy it is spoken
 * @principal: as whom Inspector calls, for instance `inspector2.amazonaws.com`; an opt-in
 *   Region has a principal of its own
 * @partition: for instance `aws`
 * @region: where the reports are made
 * @accounts: (array zero-terminated=1): whose reports; at least one account
 * @bucket: (nullable): the bucket; not needed for a key
 * @prefix: (nullable): what the names of reports in the bucket begin with; a slash follows it
 * @key_arn: (nullable): the key that reports are encrypted with, where it is known
 * @organization: (nullable): the organization of @accounts, where it is known
 * @owner: (nullable): the account that a new key's policy leaves the key to
 *
 * What Amazon Inspector must be allowed to do, and under which circumstances it asks.
 */
typedef struct
{
  DossierPolicyKind kind;
  const char *principal;
  const char *partition;
  const char *region;
  const char *const *accounts;
  const char *bucket;
  const char *prefix;
  const char *key_arn;
  const char *organization;
  const char *owner;
} DossierInspectorAccess;

gboolean              dossier_inspector_access_check       (const DossierInspectorAccess  *self,
                                                            GError                       **error);
const char *const    *dossier_inspector_access_get_actions (const DossierInspectorAccess  *self);
GStrv                 dossier_inspector_access_dup_wanted  (const DossierInspectorAccess  *self);
GStrv                 dossier_inspector_access_dup_resources (const DossierInspectorAccess *self);
char                 *dossier_inspector_access_dup_source  (const DossierInspectorAccess  *self,
                                                            const char                    *account);
char                 *dossier_inspector_access_dup_statement (const DossierInspectorAccess *self,
                                                              const char                   *sid);
DossierPolicyRequest *dossier_inspector_access_new_request (const DossierInspectorAccess  *self,
                                                            const char                    *account,
                                                            const char                    *action,
                                                            const char                    *name,
                                                            const DossierPolicy           *policy);

G_END_DECLS
