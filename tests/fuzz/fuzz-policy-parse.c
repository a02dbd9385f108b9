// SPDX-FileCopyrightText: The Dossier authors
// SPDX-License-Identifier: GPL-3.0-or-later

/* A libFuzzer target: whatever the bytes, they are refused with a place in them, or are a
 * policy that can be asked, compared and looked through. */

#include "config.h"

#include <string.h>

#include "dossier-policy-batch.h"
#include "dossier-policy-equal.h"
#include "dossier-policy-evaluate.h"
#include "dossier-policy-lint.h"

int LLVMFuzzerTestOneInput (const guint8 *data, gsize size);

static DossierPolicyRequest *
make_request (void)
{
  DossierPolicyRequest *request = dossier_policy_request_new ("s3:PutObject", "arn:aws:s3:::reports/in/a.csv");

  dossier_policy_request_set_principal_service (request, "inspector2.amazonaws.com");
  dossier_policy_request_add_context (request, "aws:SourceAccount", "111122223333");
  dossier_policy_request_add_context (request, "aws:SourceArn", "arn:aws:inspector2:eu-west-1:111122223333:report/x");
  dossier_policy_request_add_context (request, "aws:SourceIp", "192.0.2.1");
  dossier_policy_request_add_context (request, "aws:CurrentTime", "2026-05-01T00:00:00Z");
  dossier_policy_request_add_context (request, "aws:TagKeys", "a");
  dossier_policy_request_add_context (request, "aws:TagKeys", "b");
  dossier_policy_request_set_unknown (request, "s3:x-amz-acl");
  return request;
}

/* The same text asked twice in a batch, where the second time it is remembered. */
static void
try_line (const guint8 *data,
          gsize         size)
{
  g_autoptr (DossierPolicyBatch) batch = dossier_policy_batch_new ();
  g_autoptr (GString) line = g_string_new ("{\"request\":{\"action\":\"a:b\",\"resource\":\"*\"},\"policy\":");
  g_autoptr (GString) first = g_string_new (NULL);
  g_autoptr (GString) second = g_string_new (NULL);

  g_string_append_len (line, (const char *) data, (gssize) size);
  g_string_append_c (line, '}');
  dossier_policy_batch_evaluate (batch, line->str, line->len, first);
  dossier_policy_batch_evaluate (batch, line->str, line->len, second);
  g_assert_cmpstr (first->str, ==, second->str);
  g_assert_null (strchr (first->str, '\n'));
}

int
LLVMFuzzerTestOneInput (const guint8 *data,
                        gsize         size)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *text = g_memdup2 (size > 0 ? (const char *) data : "", MAX (size, 1));
  g_autoptr (DossierPolicy) policy = dossier_policy_parse (text, (gssize) size, &error);

  try_line (data, size);
  g_assert_true ((policy == NULL) == (error != NULL));
  if (policy == NULL)
    {
      g_assert_true (error->domain == DOSSIER_POLICY_ERROR);
      g_assert_nonnull (dossier_policy_error_get_path (error));
      g_assert_cmpuint (dossier_policy_error_get_line (error), >, 0);
      g_assert_cmpuint (dossier_policy_error_get_column (error), >, 0);
      return 0;
    }
  {
    g_autoptr (DossierPolicyRequest) request = make_request ();
    g_autoptr (DossierPolicyVerdict) verdict = dossier_policy_evaluate (&policy, 1, request);
    g_autoptr (GArray) lints = dossier_policy_lint (policy, DOSSIER_POLICY_LINT_FOR_KEY);
    const char *const *keys = dossier_policy_verdict_get_unknown_keys (verdict);

    if (dossier_policy_verdict_get_decision (verdict) != DOSSIER_DECISION_UNKNOWN)
      g_assert_null (keys[0]);
    else
      g_assert_cmpstr (keys[0], ==, "s3:x-amz-acl");
    g_assert_true (dossier_policy_equal (policy, policy));
  }
  for (guint s = 0; s < dossier_policy_get_n_statements (policy); s++)
    {
      gsize start, end;

      dossier_policy_get_range (policy, s, &start, &end);
      g_assert_true (start < end && end <= size && data[start] == '{' && data[end - 1] == '}');
    }
  return 0;
}
