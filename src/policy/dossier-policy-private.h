// SPDX-FileCopyrightText: The Dossier authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "dossier-policy-evaluate.h"
#include "dossier-policy-json-private.h"
#include "dossier-policy-request.h"
#include "dossier-policy.h"

G_BEGIN_DECLS

/* Kleene's three values; ordered so that AND is the least and OR the greatest. */
typedef enum { DOSSIER_TRI_FALSE, DOSSIER_TRI_UNKNOWN, DOSSIER_TRI_TRUE } DossierTri;

typedef enum
{
  DOSSIER_POLICY_COMPARE_STRING,
  DOSSIER_POLICY_COMPARE_STRING_NO_CASE,
  DOSSIER_POLICY_COMPARE_LIKE,
  DOSSIER_POLICY_COMPARE_NUMBER,
  DOSSIER_POLICY_COMPARE_DATE,
  DOSSIER_POLICY_COMPARE_BOOL,
  DOSSIER_POLICY_COMPARE_BINARY,
  DOSSIER_POLICY_COMPARE_IP,
  DOSSIER_POLICY_COMPARE_ARN,
  DOSSIER_POLICY_COMPARE_NULL,
} DossierPolicyCompare;

typedef enum { DOSSIER_ORDER_EQ, DOSSIER_ORDER_LT, DOSSIER_ORDER_LE, DOSSIER_ORDER_GT, DOSSIER_ORDER_GE } DossierOrder;

typedef enum { DOSSIER_POLICY_SET_NONE, DOSSIER_POLICY_SET_ALL, DOSSIER_POLICY_SET_ANY } DossierPolicySet;

/* Text of a policy that may have wildcards. @plain: no policy variable is in it, and no
 * byte that expanding would mark. */
typedef struct
{
  const char *text;
  gsize length;
  gboolean plain;
} DossierPolicyPattern;

typedef struct
{
  DossierPolicyPattern *items;
  guint n;
} DossierPolicyPatterns;

typedef struct
{
  DossierPolicyCompare compare;
  DossierOrder order;
  gboolean negated;
  gboolean if_exists;
  DossierPolicySet set;
  guint hash; /* of the key */
  const char *key;
  DossierPolicyPatterns values;
  const DossierPolicyJson *node;
} DossierPolicyCondition;

typedef struct
{
  const char *type; /* AWS, Service, Federated, CanonicalUser */
  const char *value;
} DossierPolicyPrincipal;

typedef struct
{
  const char *sid;
  gboolean allow;
  gboolean not_principal;
  gboolean not_action;
  gboolean not_resource;
  gboolean has_principal; /* not in an identity policy */
  DossierPolicyPrincipal *principals;
  guint n_principals;
  DossierPolicyPatterns actions;
  DossierPolicyPatterns resources;
  DossierPolicyCondition *conditions;
  guint n_conditions;
  const DossierPolicyJson *node;
} DossierPolicyStatement;

/* All but this structure is memory of the document. */
struct _DossierPolicy
{
  grefcount ref_count;
  gboolean has_variables; /* Version 2012-10-17 */
  DossierPolicyStatement *statements;
  guint n_statements;
  DossierPolicyDocument *document;
  const DossierPolicyJson *root;
};

/* One value of a key; without a value nothing is known of the key. */
typedef struct
{
  guint hash;
  const char *key;
  const char *value;
} DossierPolicyContext;

struct _DossierPolicyRequest
{
  grefcount ref_count;
  GStringChunk *chunk;
  const char *action;
  const char *resource;
  const char *principal_aws;
  const char *principal_service;
  GArray *context; /* of DossierPolicyContext */
};

struct _DossierPolicyVerdict
{
  DossierDecision decision;
  gboolean delegated;
  GArray *statements;
  GArray *hits;
  GPtrArray *unknown_keys;
};

typedef enum
{
  DOSSIER_POLICY_PRINCIPAL_OTHER,
  DOSSIER_POLICY_PRINCIPAL_ACCOUNT, /* only because its account is named */
  DOSSIER_POLICY_PRINCIPAL_NAMED,
} DossierPolicyPrincipalMatch;

DossierPolicy              *dossier_policy_from_json       (DossierPolicyDocument        *document,
                                                            const DossierPolicyJson      *root,
                                                            GError                      **error);
gboolean                    dossier_policy_condition_setup (DossierPolicyCondition       *self,
                                                            const char                   *name);
DossierTri                  dossier_policy_condition_test  (const DossierPolicyCondition *self,
                                                            const DossierPolicyRequest   *request,
                                                            gboolean                      has_variables,
                                                            GPtrArray                    *unknown);
gboolean                    dossier_policy_glob            (const char                   *pattern,
                                                            gsize                         pattern_length,
                                                            const char                   *text,
                                                            gsize                         text_length,
                                                            gboolean                      fold);
gboolean                    dossier_policy_arn_like        (const char                   *pattern,
                                                            gsize                         pattern_length,
                                                            const char                   *text);
DossierTri                  dossier_policy_expand          (const DossierPolicyPattern   *pattern,
                                                            const DossierPolicyRequest   *request,
                                                            gboolean                      has_variables,
                                                            GString                      *out,
                                                            GPtrArray                    *unknown);
char                       *dossier_policy_unmark          (const char                   *pattern);
DossierPolicyPrincipalMatch dossier_policy_principal_match (const DossierPolicyStatement *statement,
                                                            const DossierPolicyRequest   *request);
DossierTri                  dossier_policy_statement_test  (const DossierPolicy          *policy,
                                                            const DossierPolicyStatement *statement,
                                                            const DossierPolicyRequest   *request,
                                                            GPtrArray                    *unknown);
void                        dossier_policy_note_unknown    (GPtrArray                    *unknown,
                                                            const char                   *key);
guint                       dossier_policy_key_hash        (const char                   *key);
void                        dossier_policy_request_reset   (DossierPolicyRequest         *self,
                                                            const char                   *action,
                                                            const char                   *resource);
DossierPolicyVerdict       *dossier_policy_verdict_new     (void);
void                        dossier_policy_verdict_decide  (DossierPolicyVerdict         *self,
                                                            DossierPolicy *const         *policies,
                                                            gsize                         n_policies,
                                                            const DossierPolicyRequest   *request);

G_END_DECLS
