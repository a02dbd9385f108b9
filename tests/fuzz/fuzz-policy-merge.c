// SPDX-FileCopyrightText: The Dossier authors
// SPDX-License-Identifier: GPL-3.0-or-later

/* A libFuzzer target: a merge into whatever the bytes are is refused, or makes a policy that
 * AWS takes, in which a second merge finds nothing to do, and explains itself. */

#include "config.h"

#include <string.h>

#include "dossier-policy-diff.h"
#include "dossier-policy-inspector.h"
#include "dossier-policy-lockout.h"
#include "dossier-policy-merge.h"

int LLVMFuzzerTestOneInput (const guint8 *data, gsize size);

static const char *const accounts[] = { "111122223333", "444455556666", NULL };
static const DossierInspectorAccess accesses[] = {
  { .kind = DOSSIER_POLICY_KIND_BUCKET, .principal = "inspector2.amazonaws.com", .partition = "aws",
    .region = "eu-west-1", .accounts = accounts + 1, .bucket = "reports" },
  { .kind = DOSSIER_POLICY_KIND_BUCKET, .principal = "inspector2.amazonaws.com", .partition = "aws",
    .region = "eu-west-1", .accounts = accounts, .bucket = "reports", .prefix = "in", .key_arn = "arn:aws:kms:eu-west-1:111122223333:key/k" },
  { .kind = DOSSIER_POLICY_KIND_KEY, .principal = "inspector2.amazonaws.com", .partition = "aws",
    .region = "eu-west-1", .accounts = accounts, .owner = "111122223333" },
};

/* Each Deny that can be mended is mended, and the result is a policy still. */
static void
try_mends (DossierPolicy                *policy,
           const DossierInspectorAccess *access)
{
  g_autoptr (DossierPolicyInspector) inspector = dossier_policy_inspector_new (policy, access, NULL);

  for (guint i = 0; i < dossier_policy_inspector_get_n_troubles (inspector); i++)
    {
      g_autofree char *text = dossier_policy_inspector_mend (inspector, i, access->key_arn, NULL);
      g_autoptr (DossierPolicy) mended = text != NULL ? dossier_policy_parse (text, -1, NULL) : NULL;

      g_assert_true ((text == NULL) == (mended == NULL));
    }
}

static void
try_merge (const char                   *text,
           gsize                         size,
           const DossierInspectorAccess *access,
           DossierPolicyMergeFlags       flags)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (DossierPolicyMerge) merge = dossier_policy_merge (text, (gssize) size, access, flags, &error);
  g_autoptr (DossierPolicyMerge) again = NULL;
  g_autoptr (DossierPolicyDiff) diff = NULL;

  g_assert_true ((merge == NULL) == (error != NULL));
  if (merge == NULL)
    return;
  again = dossier_policy_merge (dossier_policy_merge_get_text (merge), -1, access, DOSSIER_POLICY_MERGE_NONE, &error);
  g_assert_no_error (error);
  g_assert_cmpint (dossier_policy_merge_get_outcome (again), ==, DOSSIER_POLICY_MERGE_UNCHANGED);
  g_assert_cmpstr (dossier_policy_merge_get_text (again), ==, dossier_policy_merge_get_text (merge));
  diff = dossier_policy_diff_new (text, dossier_policy_merge_get_text (merge));
  if (dossier_policy_merge_get_outcome (merge) == DOSSIER_POLICY_MERGE_UNCHANGED)
    g_assert_false (dossier_policy_diff_changes_meaning (diff));
  else
    g_assert_cmpuint (strlen (dossier_policy_merge_get_text (merge)), <=, dossier_policy_size_limit (access->kind));
  dossier_policy_check_lockout (dossier_policy_merge_get_policy (merge), "arn:aws:iam::111122223333:user/u", NULL);
  try_mends (dossier_policy_merge_get_policy (merge), access);
}

int
LLVMFuzzerTestOneInput (const guint8 *data,
                        gsize         size)
{
  g_autofree char *text = g_strndup ((const char *) data, size);

  for (gsize i = 0; i < G_N_ELEMENTS (accesses); i++)
    {
      try_merge (text, size, &accesses[i], DOSSIER_POLICY_MERGE_NONE);
      try_merge (text, size, &accesses[i], DOSSIER_POLICY_MERGE_MEND);
    }
  return 0;
}
