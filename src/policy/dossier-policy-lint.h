// SPDX-FileCopyrightText: The Dossier authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "dossier-policy.h"

G_BEGIN_DECLS

/**
 * DossierPolicyLintKind:
 * @DOSSIER_POLICY_LINT_VARIABLE: a policy variable means itself, as the Version is not 2012-10-17
 * @DOSSIER_POLICY_LINT_WILDCARD: a wildcard means itself, as the operator does not know any
 * @DOSSIER_POLICY_LINT_PUBLIC: everybody is allowed, without a condition
 * @DOSSIER_POLICY_LINT_NOT_PRINCIPAL: an Allow with NotPrincipal allows everybody else
 * @DOSSIER_POLICY_LINT_NOT_ACTION: an Allow with NotAction allows what AWS adds tomorrow
 * @DOSSIER_POLICY_LINT_NO_PRINCIPAL: no Principal, in a policy of a resource
 * @DOSSIER_POLICY_LINT_ARN: the resource has fewer than the six parts of an ARN
 * @DOSSIER_POLICY_LINT_NO_VALUES: a condition without values is met by nothing
 * @DOSSIER_POLICY_LINT_SIZE: more bytes than AWS takes
 * @DOSSIER_POLICY_LINT_CHARACTER: a character that KMS refuses
 *
 * What AWS takes, or takes elsewhere, and what may not be meant so.
 */
typedef enum
{
  DOSSIER_POLICY_LINT_VARIABLE,
  DOSSIER_POLICY_LINT_WILDCARD,
  DOSSIER_POLICY_LINT_PUBLIC,
  DOSSIER_POLICY_LINT_NOT_PRINCIPAL,
  DOSSIER_POLICY_LINT_NOT_ACTION,
  DOSSIER_POLICY_LINT_NO_PRINCIPAL,
  DOSSIER_POLICY_LINT_ARN,
  DOSSIER_POLICY_LINT_NO_VALUES,
  DOSSIER_POLICY_LINT_SIZE,
  DOSSIER_POLICY_LINT_CHARACTER,
} DossierPolicyLintKind;

/**
 * DossierPolicyLint:
 * @kind: what it is about
 * @path: where, such as `Statement[0].Action`; empty for the whole
 * @line: from 1
 * @column: in characters, from 1
 */
typedef struct
{
  DossierPolicyLintKind kind;
  char *path;
  guint line;
  guint column;
} DossierPolicyLint;

/**
 * DossierPolicyLintFor:
 * @DOSSIER_POLICY_LINT_FOR_ANY: nothing is known of what the policy is for
 * @DOSSIER_POLICY_LINT_FOR_BUCKET: an S3 bucket
 * @DOSSIER_POLICY_LINT_FOR_KEY: a KMS key
 */
typedef enum
{
  DOSSIER_POLICY_LINT_FOR_ANY,
  DOSSIER_POLICY_LINT_FOR_BUCKET,
  DOSSIER_POLICY_LINT_FOR_KEY,
} DossierPolicyLintFor;

GArray     *dossier_policy_lint              (const DossierPolicy   *policy,
                                              DossierPolicyLintFor   what_for);
const char *dossier_policy_lint_kind_to_text (DossierPolicyLintKind  kind);

G_END_DECLS
