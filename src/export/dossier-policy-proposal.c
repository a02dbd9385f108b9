// SPDX-FileCopyrightText: The Dossier authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "config.h"

#include "dossier-policy-inspector.h"
#include "dossier-policy-proposal.h"

/* Each mend takes one trouble away; no policy that AWS takes has as many. */
#define MAX_MENDS 100

static int
find_mendable (const DossierPolicyInspector *inspector,
               gboolean                      also_unknown)
{
  for (guint i = 0; i < dossier_policy_inspector_get_n_troubles (inspector); i++)
    {
      const DossierPolicyTrouble *trouble = dossier_policy_inspector_get_trouble (inspector, i);

      if ((trouble->mend == DOSSIER_POLICY_MEND_EXEMPT_SERVICES || trouble->mend == DOSSIER_POLICY_MEND_NAME_KEY) &&
          (trouble->effect == DOSSIER_POLICY_TROUBLE_BLOCKS ||
           (also_unknown && trouble->effect == DOSSIER_POLICY_TROUBLE_MAY_BLOCK)))
        return (int) i;
    }
  return -1;
}

/* The next document, with one trouble less; %NULL without @error where nothing can be mended. */
static char *
mend_one (const char                    *text,
          const DossierInspectorAccess  *access,
          gboolean                       also_unknown,
          GError                       **error)
{
  g_autoptr(DossierPolicy) policy = dossier_policy_parse (text, -1, error);
  g_autoptr(DossierPolicyInspector) inspector =
      policy != NULL ? dossier_policy_inspector_new (policy, access, error) : NULL;
  int trouble = inspector != NULL ? find_mendable (inspector, also_unknown) : -1;

  return trouble >= 0 ? dossier_policy_inspector_mend (inspector, (guint) trouble, access->key_arn, error) : NULL;
}

/**
 * dossier_policy_propose:
 * @text: (nullable): the policy of a bucket or key as it is; %NULL if there is none
 * @access: what Inspector must be allowed to do
 * @also_unknown: whether statements are mended, too, of which it is not known whether
 *   they keep Inspector out
 * @error: return location, see dossier_policy_merge()
 *
 * Mends the statements that keep Inspector out, then merges its own statement. All else
 * stays as it is.
 *
 * Returns: (transfer full) (nullable): the proposal
 */
DossierPolicyProposal *
dossier_policy_propose (const char                    *text,
                        const DossierInspectorAccess  *access,
                        gboolean                       also_unknown,
                        GError                       **error)
{
  g_autoptr(DossierPolicyProposal) self = g_new0 (DossierPolicyProposal, 1);
  g_autofree char *mended = g_strdup (text);

  while (mended != NULL && self->n_mends < MAX_MENDS)
    {
      g_autoptr(GError) local_error = NULL;
      g_autofree char *next = mend_one (mended, access, also_unknown, &local_error);

      if (local_error != NULL)
        {
          g_propagate_error (error, g_steal_pointer (&local_error));
          return NULL;
        }
      if (next == NULL)
        break;
      g_set_str (&mended, next);
      self->n_mends++;
    }

  self->merge = dossier_policy_merge (mended, -1, access, DOSSIER_POLICY_MERGE_NONE, error);
  if (self->merge == NULL)
    return NULL;
  self->text = g_strdup (dossier_policy_merge_get_text (self->merge));
  return g_steal_pointer (&self);
}

/**
 * dossier_policy_proposal_free:
 * @self: (transfer full): a proposal
 */
void
dossier_policy_proposal_free (DossierPolicyProposal *self)
{
  g_free (self->text);
  g_clear_pointer (&self->merge, dossier_policy_merge_unref);
  g_free (self);
}

/**
 * dossier_policy_tls_only:
 * @access: a bucket
 *
 * The policy of a new bucket that lets people in over TLS only. Of Inspector's calls it
 * does not speak: `Bool` does not match a key that is absent, and services are left out.
 *
 * Returns: (transfer full): the policy, to be merged into
 */
char *
dossier_policy_tls_only (const DossierInspectorAccess *access)
{
  return g_strdup_printf (
      "{\n  \"Version\": \"2012-10-17\",\n  \"Statement\": [\n    {\n      \"Sid\": \"TlsOnly\",\n"
      "      \"Effect\": \"Deny\",\n      \"Principal\": \"*\",\n      \"Action\": \"s3:*\",\n"
      "      \"Resource\": [\n        \"arn:%s:s3:::%s\",\n        \"arn:%s:s3:::%s/*\"\n      ],\n"
      "      \"Condition\": {\n        \"Bool\": {\n          \"aws:SecureTransport\": \"false\",\n"
      "          \"aws:PrincipalIsAWSService\": \"false\"\n        }\n      }\n    }\n  ]\n}\n",
      access->partition, access->bucket, access->partition, access->bucket);
}
