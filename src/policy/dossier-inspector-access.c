// SPDX-FileCopyrightText: The Dossier authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "config.h"

#include <string.h>

#include "dossier-arn.h"
#include "dossier-error.h"
#include "dossier-inspector-access.h"
#include "dossier-policy-edit-private.h"
#include "dossier-policy-private.h"

#define DIGITS_AND_SMALL "abcdefghijklmnopqrstuvwxyz0123456789"

/* What the calls are, and what the user guide has people allow. */
static const char *const bucket_actions[] = { "s3:PutObject", "s3:PutObjectAcl", "s3:AbortMultipartUpload", NULL };
static const char *const key_actions[] = { "kms:Decrypt", "kms:GenerateDataKey", NULL };
static const char *const key_wanted[] = { "kms:Decrypt", "kms:GenerateDataKey*", NULL };

static gboolean
consists_of (const char *text,
             const char *characters)
{
  return text != NULL && *text != '\0' && strspn (text, characters) == strlen (text);
}

/* Names of objects may hold nearly anything; wildcards, variables and what JSON escapes
 * would not mean themselves in a policy. */
static gboolean
prefix_is_plain (const char *prefix)
{
  if (strpbrk (prefix, "*?$\"\\") != NULL || !g_utf8_validate (prefix, -1, NULL))
    return FALSE;
  for (; *prefix != '\0'; prefix++)
    if ((guchar) *prefix < 0x20)
      return FALSE;
  return TRUE;
}

/**
 * dossier_inspector_access_check:
 * @self: what to allow
 * @error: return location; %DOSSIER_ERROR_INVALID_INPUT
 *
 * Sees to it that all of it is what it says, so that it can go into a policy as it is.
 *
 * Returns: whether it can be used
 */
gboolean
dossier_inspector_access_check (const DossierInspectorAccess  *self,
                                GError                       **error)
{
  const char *fault = NULL;

  if (!consists_of (self->partition, DIGITS_AND_SMALL "-"))
    fault = "The partition is not one of AWS";
  else if (!consists_of (self->region, DIGITS_AND_SMALL "-"))
    fault = "The Region is not named as AWS names Regions";
  else if (!consists_of (self->principal, DIGITS_AND_SMALL "-.") || !g_str_has_prefix (self->principal, "inspector2."))
    fault = "The principal is not one of Amazon Inspector";
  else if (self->accounts == NULL || self->accounts[0] == NULL)
    fault = "At least one account is needed";
  else if (self->kind == DOSSIER_POLICY_KIND_BUCKET &&
           !consists_of (self->bucket, DIGITS_AND_SMALL "ABCDEFGHIJKLMNOPQRSTUVWXYZ-._"))
    fault = "The bucket is not named as S3 names buckets";
  else if (self->prefix != NULL && !prefix_is_plain (self->prefix))
    fault = "A prefix with * ? $ \" \\ or a control character cannot stand in a policy";
  else if (self->owner != NULL && !dossier_account_id_is_valid (self->owner))
    fault = "The key's owner is not an account of twelve digits";
  for (guint i = 0; fault == NULL && self->accounts[i] != NULL; i++)
    if (!dossier_account_id_is_valid (self->accounts[i]))
      fault = "An account has twelve digits";
    else if (g_strv_contains (self->accounts + i + 1, self->accounts[i]))
      fault = "An account is named twice";
  if (fault != NULL)
    g_set_error_literal (error, DOSSIER_ERROR, DOSSIER_ERROR_INVALID_INPUT, fault);
  return fault == NULL;
}

/**
 * dossier_inspector_access_get_actions:
 * @self: what to allow
 *
 * Returns: (array zero-terminated=1) (transfer none): what Inspector does with the bucket or the key
 */
const char *const *
dossier_inspector_access_get_actions (const DossierInspectorAccess *self)
{
  return self->kind == DOSSIER_POLICY_KIND_BUCKET ? bucket_actions : key_actions;
}

static char *
object_arn (const DossierInspectorAccess *self,
            const char                   *name)
{
  const char *prefix = self->prefix != NULL ? self->prefix : "";

  return g_strdup_printf ("arn:%s:s3:::%s/%s%s%s", self->partition, self->bucket, prefix,
                          *prefix == '\0' || g_str_has_suffix (prefix, "/") ? "" : "/", name);
}

/* Whether Inspector puts a slash behind a prefix is not documented, so none is asked for. */
static char *
wanted_resource (const DossierInspectorAccess *self)
{
  if (self->kind == DOSSIER_POLICY_KIND_KEY)
    return g_strdup ("*");
  return g_strdup_printf ("arn:%s:s3:::%s/%s*", self->partition, self->bucket, self->prefix != NULL ? self->prefix : "");
}

/**
 * dossier_inspector_access_dup_wanted:
 * @self: what to allow
 *
 * Returns: (transfer full): the actions as a statement for Inspector names them
 */
GStrv
dossier_inspector_access_dup_wanted (const DossierInspectorAccess *self)
{
  return g_strdupv ((char **) (self->kind == DOSSIER_POLICY_KIND_BUCKET ? bucket_actions : key_wanted));
}

/**
 * dossier_inspector_access_dup_resources:
 * @self: what to allow
 *
 * Returns: (transfer full): the ways to name nothing but the reports, or the key
 */
GStrv
dossier_inspector_access_dup_resources (const DossierInspectorAccess *self)
{
  g_autoptr (GStrvBuilder) builder = g_strv_builder_new ();

  g_strv_builder_take (builder, wanted_resource (self));
  if (self->kind == DOSSIER_POLICY_KIND_BUCKET)
    g_strv_builder_take (builder, object_arn (self, "*"));
  else if (self->key_arn != NULL)
    g_strv_builder_add (builder, self->key_arn);
  return g_strv_builder_end (builder);
}

/**
 * dossier_inspector_access_dup_source:
 * @self: what to allow
 * @account: one of the accounts
 *
 * Returns: (transfer full): the pattern of aws:SourceArn for the account's reports
 */
char *
dossier_inspector_access_dup_source (const DossierInspectorAccess *self,
                                     const char                   *account)
{
  return g_strdup_printf ("arn:%s:inspector2:%s:%s:report/*", self->partition, self->region, account);
}

static char *
one_or_list (const char *const *values)
{
  return values[1] == NULL ? g_strdup_printf ("\"%s\"", values[0]) : dossier_policy_edit_list (values);
}

/**
 * dossier_inspector_access_dup_statement:
 * @self: what to allow
 * @sid: its Sid
 *
 * The statement of the Inspector user guide, "Exporting findings reports", steps 2 and 3.
 *
 * Returns: (transfer full): compact JSON
 */
char *
dossier_inspector_access_dup_statement (const DossierInspectorAccess *self,
                                        const char                   *sid)
{
  gboolean bucket = self->kind == DOSSIER_POLICY_KIND_BUCKET;
  g_autoptr (GPtrArray) sources = g_ptr_array_new_null_terminated (0, g_free, TRUE);
  g_autofree char *actions = dossier_policy_edit_list (bucket ? bucket_actions : key_wanted);
  g_autofree char *resource = wanted_resource (self);
  g_autofree char *accounts = one_or_list (self->accounts);
  g_autofree char *arns = NULL;

  for (guint i = 0; self->accounts[i] != NULL; i++)
    g_ptr_array_add (sources, dossier_inspector_access_dup_source (self, self->accounts[i]));
  arns = one_or_list ((const char *const *) sources->pdata);
  return g_strdup_printf ("{\"Sid\":\"%s\",\"Effect\":\"Allow\",\"Principal\":{\"Service\":\"%s\"},"
                          "\"Action\":%s,\"Resource\":\"%s\",\"Condition\":{\"StringEquals\":"
                          "{\"aws:SourceAccount\":%s},\"ArnLike\":{\"aws:SourceArn\":%s}}}",
                          sid, self->principal, actions, resource, accounts, arns);
}

/* Keys of S3 and KMS other than those that are known depend on how Inspector calls; keys of
 * tags, of owners and of the time on what is not known here. All others are absent. */
static gboolean
is_open_key (const char *key)
{
  static const char *const open[] = { "s3:", "kms:", "aws:ResourceTag/", "aws:RequestTag/", "aws:ResourceAccount",
                                      "aws:ResourceOrg", "aws:TagKeys", "aws:CurrentTime", "aws:EpochTime",
                                      "aws:SourceOrg" };

  for (gsize i = 0; i < G_N_ELEMENTS (open); i++)
    if (g_ascii_strncasecmp (key, open[i], strlen (open[i])) == 0)
      return g_ascii_strcasecmp (key, "s3:TlsVersion") != 0;
  return FALSE;
}

static gboolean
has_key (const DossierPolicyRequest *request,
         const char                 *key)
{
  for (guint i = 0; i < request->context->len; i++)
    if (g_ascii_strcasecmp (g_array_index (request->context, DossierPolicyContext, i).key, key) == 0)
      return TRUE;
  return FALSE;
}

static void
add_open_keys (DossierPolicyRequest *request,
               const DossierPolicy  *policy)
{
  for (guint s = 0; policy != NULL && s < policy->n_statements; s++)
    for (guint c = 0; c < policy->statements[s].n_conditions; c++)
      {
        const char *key = policy->statements[s].conditions[c].key;

        if (is_open_key (key) && !has_key (request, key))
          dossier_policy_request_set_unknown (request, key);
      }
}

/**
 * dossier_inspector_access_new_request:
 * @self: what to allow
 * @account: whose report it is
 * @action: one of dossier_inspector_access_get_actions()
 * @name: the report's id; the object in the bucket is named after it
 * @policy: (nullable): the policy that will be asked; of its keys those are made unknown of
 *   which nobody knows what Inspector sends
 *
 * The call that Inspector makes, with the keys of the condition key reference: it is a
 * service, for the source account and report. What tells about networks is not there when
 * a service calls a service, and neither is what tells about users and roles.
 *
 * Returns: (transfer full): the request
 */
DossierPolicyRequest *
dossier_inspector_access_new_request (const DossierInspectorAccess *self,
                                      const char                   *account,
                                      const char                   *action,
                                      const char                   *name,
                                      const DossierPolicy          *policy)
{
  gboolean bucket = self->kind == DOSSIER_POLICY_KIND_BUCKET;
  g_autofree char *object = bucket ? g_strconcat (name, ".csv", NULL) : NULL;
  g_autofree char *resource = bucket                  ? object_arn (self, object)
                              : self->key_arn != NULL ? g_strdup (self->key_arn)
                                                      : g_strdup_printf ("arn:%s:kms:%s:%s:key/%s", self->partition,
                                                                         self->region, account, name);
  g_autofree char *source =
      g_strdup_printf ("arn:%s:inspector2:%s:%s:report/%s", self->partition, self->region, account, name);
  DossierPolicyRequest *request = dossier_policy_request_new (action, resource);
  const char *const context[][2] = {
    { "aws:PrincipalIsAWSService", "true" },
    { "aws:PrincipalServiceName", self->principal },
    { "aws:PrincipalServiceNamesList", self->principal },
    { "aws:SourceAccount", account },
    { "aws:SourceArn", source },
    { "aws:ViaAWSService", "false" },
    { "aws:RequestedRegion", self->region },
    { bucket ? "s3:x-amz-server-side-encryption" : NULL, "aws:kms" },
    { bucket ? "s3:x-amz-server-side-encryption-aws-kms-key-id" : NULL, self->key_arn },
    { "aws:SourceOrgID", self->organization },
  };

  dossier_policy_request_set_principal_service (request, self->principal);
  for (gsize i = 0; i < G_N_ELEMENTS (context); i++)
    if (context[i][0] != NULL && context[i][1] != NULL)
      dossier_policy_request_add_context (request, context[i][0], context[i][1]);
  add_open_keys (request, policy);
  return request;
}
