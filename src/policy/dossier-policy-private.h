// SPDX-FileCopyrightText: The Dossier authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

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

typedef struct
{
  DossierPolicyCompare compare;
  DossierOrder order;
  gboolean negated;
  gboolean if_exists;
  DossierPolicySet set;
  char *key;
  GStrv values;
} DossierPolicyCondition;

typedef struct
{
  char *type; /* AWS, Service, Federated, CanonicalUser */
  char *value;
} DossierPolicyPrincipal;

typedef struct
{
  char *sid;
  gboolean allow;
  gboolean not_principal;
  gboolean not_action;
  gboolean not_resource;
  GPtrArray *principals; /* of DossierPolicyPrincipal; NULL in an identity policy */
  GStrv actions;
  GStrv resources;
  GPtrArray *conditions; /* of DossierPolicyCondition */
} DossierPolicyStatement;

struct _DossierPolicy
{
  grefcount ref_count;
  gboolean has_variables; /* Version 2012-10-17 */
  GPtrArray *statements;
};

struct _DossierPolicyRequest
{
  grefcount ref_count;
  char *action;
  char *resource;
  char *principal_aws;
  char *principal_service;
  GHashTable *context; /* lower-case key -> GPtrArray of char* */
  GHashTable *unknown; /* lower-case key -> as given */
};

DossierPolicy *dossier_policy_from_json       (const DossierPolicyJson       *root,
                                               GError                       **error);
gboolean       dossier_policy_condition_setup (DossierPolicyCondition        *self,
                                               const char                    *name);
DossierTri     dossier_policy_condition_test  (const DossierPolicyCondition  *self,
                                               const DossierPolicyRequest    *request,
                                               gboolean                       has_variables,
                                               GPtrArray                     *unknown);
gboolean       dossier_policy_glob            (const char                    *pattern,
                                               const char                    *text,
                                               gboolean                       fold);
gboolean       dossier_policy_arn_like        (const char                    *pattern,
                                               const char                    *text);
DossierTri     dossier_policy_expand          (const char                    *pattern,
                                               const DossierPolicyRequest    *request,
                                               gboolean                       has_variables,
                                               GString                       *out,
                                               GPtrArray                     *unknown);
char          *dossier_policy_unmark          (const char                    *pattern);
gboolean       dossier_policy_principal_match (const DossierPolicyStatement  *statement,
                                               const DossierPolicyRequest    *request);
void           dossier_policy_note_unknown    (GPtrArray                     *unknown,
                                               const char                    *key);

G_END_DECLS
