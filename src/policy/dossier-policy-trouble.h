// SPDX-FileCopyrightText: The Dossier authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include <glib-object.h>

G_BEGIN_DECLS

/**
 * DossierPolicyTroubleKind:
 * @DOSSIER_POLICY_TROUBLE_TRANSPORT: a Deny of what does not come over TLS
 * @DOSSIER_POLICY_TROUBLE_TLS_VERSION: a Deny of old versions of TLS
 * @DOSSIER_POLICY_TROUBLE_ENCRYPTION: a Deny of objects that are not encrypted in a certain way
 * @DOSSIER_POLICY_TROUBLE_KEY: a Deny of other keys
 * @DOSSIER_POLICY_TROUBLE_ORGANIZATION: a Deny of callers outside an organization
 * @DOSSIER_POLICY_TROUBLE_PRINCIPAL: a Deny of all but certain callers or accounts
 * @DOSSIER_POLICY_TROUBLE_ENDPOINT: a Deny of what does not come through a VPC or its endpoint
 * @DOSSIER_POLICY_TROUBLE_ADDRESS: a Deny of what does not come from certain addresses
 * @DOSSIER_POLICY_TROUBLE_SOURCE_ORGANIZATION: a Deny of services for others than an organization
 * @DOSSIER_POLICY_TROUBLE_SOURCE: a Deny of services for other accounts or resources
 * @DOSSIER_POLICY_TROUBLE_ACL: a Deny by the access control list
 * @DOSSIER_POLICY_TROUBLE_NOT_PRINCIPAL: a Deny of all but those who are named
 * @DOSSIER_POLICY_TROUBLE_UNCONDITIONAL: a Deny of everybody, or of Inspector, for this
 * @DOSSIER_POLICY_TROUBLE_OTHER: a Deny by another condition
 * @DOSSIER_POLICY_TROUBLE_NO_STATEMENT: nothing speaks of Inspector
 * @DOSSIER_POLICY_TROUBLE_ACCOUNT_ONLY: the account is named, which does not mean services
 * @DOSSIER_POLICY_TROUBLE_PRINCIPAL_REGION: Inspector is allowed under another Region's name
 * @DOSSIER_POLICY_TROUBLE_SOURCE_PARTITION: aws:SourceArn is of another partition
 * @DOSSIER_POLICY_TROUBLE_SOURCE_REGION: aws:SourceArn is of another Region
 * @DOSSIER_POLICY_TROUBLE_SOURCE_ACCOUNT: another account is named
 * @DOSSIER_POLICY_TROUBLE_SOURCE_FORM: aws:SourceArn is no pattern of reports
 * @DOSSIER_POLICY_TROUBLE_LITERAL: a wildcard stands where it means itself
 * @DOSSIER_POLICY_TROUBLE_BUCKET_ONLY: the bucket is allowed and not its objects
 * @DOSSIER_POLICY_TROUBLE_RESOURCE: other objects or keys are allowed
 * @DOSSIER_POLICY_TROUBLE_ACTION: an action is not allowed
 * @DOSSIER_POLICY_TROUBLE_EVERYBODY: everybody is allowed, which may not mean services
 * @DOSSIER_POLICY_TROUBLE_CONDITION: another condition of the statement is not met
 *
 * Why Inspector does not get through, or may not. Up to %DOSSIER_POLICY_TROUBLE_OTHER a Deny
 * is told, from %DOSSIER_POLICY_TROUBLE_NO_STATEMENT on what lacks in what is allowed.
 */
typedef enum
{
  DOSSIER_POLICY_TROUBLE_TRANSPORT,
  DOSSIER_POLICY_TROUBLE_TLS_VERSION,
  DOSSIER_POLICY_TROUBLE_ENCRYPTION,
  DOSSIER_POLICY_TROUBLE_KEY,
  DOSSIER_POLICY_TROUBLE_ORGANIZATION,
  DOSSIER_POLICY_TROUBLE_PRINCIPAL,
  DOSSIER_POLICY_TROUBLE_ENDPOINT,
  DOSSIER_POLICY_TROUBLE_ADDRESS,
  DOSSIER_POLICY_TROUBLE_SOURCE_ORGANIZATION,
  DOSSIER_POLICY_TROUBLE_SOURCE,
  DOSSIER_POLICY_TROUBLE_ACL,
  DOSSIER_POLICY_TROUBLE_NOT_PRINCIPAL,
  DOSSIER_POLICY_TROUBLE_UNCONDITIONAL,
  DOSSIER_POLICY_TROUBLE_OTHER,
  DOSSIER_POLICY_TROUBLE_NO_STATEMENT,
  DOSSIER_POLICY_TROUBLE_ACCOUNT_ONLY,
  DOSSIER_POLICY_TROUBLE_PRINCIPAL_REGION,
  DOSSIER_POLICY_TROUBLE_SOURCE_PARTITION,
  DOSSIER_POLICY_TROUBLE_SOURCE_REGION,
  DOSSIER_POLICY_TROUBLE_SOURCE_ACCOUNT,
  DOSSIER_POLICY_TROUBLE_SOURCE_FORM,
  DOSSIER_POLICY_TROUBLE_LITERAL,
  DOSSIER_POLICY_TROUBLE_BUCKET_ONLY,
  DOSSIER_POLICY_TROUBLE_RESOURCE,
  DOSSIER_POLICY_TROUBLE_ACTION,
  DOSSIER_POLICY_TROUBLE_EVERYBODY,
  DOSSIER_POLICY_TROUBLE_CONDITION,
} DossierPolicyTroubleKind;

/**
 * DossierPolicyTroubleEffect:
 * @DOSSIER_POLICY_TROUBLE_BLOCKS: Inspector is refused
 * @DOSSIER_POLICY_TROUBLE_MAY_BLOCK: it depends on what is not known
 * @DOSSIER_POLICY_TROUBLE_PASSES: by the rules Inspector gets through, but others saw
 *   services blocked by such a Deny
 *
 * What a trouble does.
 */
typedef enum
{
  DOSSIER_POLICY_TROUBLE_BLOCKS,
  DOSSIER_POLICY_TROUBLE_MAY_BLOCK,
  DOSSIER_POLICY_TROUBLE_PASSES,
} DossierPolicyTroubleEffect;

/**
 * DossierPolicyMend:
 * @DOSSIER_POLICY_MEND_NONE: nothing that could be proposed
 * @DOSSIER_POLICY_MEND_EXEMPT_SERVICES: leave services of AWS out of the Deny, by
 *   aws:PrincipalIsAWSService
 * @DOSSIER_POLICY_MEND_NAME_KEY: name the key's ARN beside the other keys
 * @DOSSIER_POLICY_MEND_MERGE: merge Inspector's statement
 *
 * What can be proposed.
 */
typedef enum
{
  DOSSIER_POLICY_MEND_NONE,
  DOSSIER_POLICY_MEND_EXEMPT_SERVICES,
  DOSSIER_POLICY_MEND_NAME_KEY,
  DOSSIER_POLICY_MEND_MERGE,
} DossierPolicyMend;

/**
 * DossierPolicyTrouble:
 * @kind: what it is
 * @effect: what it does
 * @mend: what can be proposed
 * @statement: index of the statement, -1 if it is about the whole policy
 * @key: (nullable): the condition key it is about
 * @value: (nullable): what stands there, or the action that lacks
 */
typedef struct
{
  DossierPolicyTroubleKind kind;
  DossierPolicyTroubleEffect effect;
  DossierPolicyMend mend;
  int statement;
  char *key;
  char *value;
} DossierPolicyTrouble;

const char *dossier_policy_trouble_kind_to_text   (DossierPolicyTroubleKind    kind);
const char *dossier_policy_trouble_effect_to_text (DossierPolicyTroubleEffect  effect);
const char *dossier_policy_mend_to_text           (DossierPolicyMend           mend);

G_END_DECLS
