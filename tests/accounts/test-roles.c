// SPDX-FileCopyrightText: The Dossier authors
// SPDX-License-Identifier: GPL-3.0-or-later

/* Roles are assumed of the demo service, whose clock is the test's. */

#include "config.h"

#include <string.h>

#include "accounts-test.h"
#include "dossier-assume-role-credentials.h"
#include "dossier-aws-error.h"
#include "dossier-cached-credentials.h"
#include "dossier-error.h"
#include "dossier-fiber.h"
#include "dossier-sts.h"
#include "dossier-test.h"

#define ROLE(name)   "arn:aws:iam::111122223333:role/" name
#define SPOKE        "arn:aws:iam::222233334444:role/dossier-spoke"
#define DEVICE       "arn:aws:iam::111122223333:mfa/demo"
#define N_AT_ONCE    50

/* The role's credentials, renewed when they end. */
static DossierCredentialsProvider *
role_of (TestWorld                  *world,
         DossierCredentialsProvider *source,
         const DossierAssumeRole    *wanted,
         TestPrompt                 *prompt)
{
  DossierAssumeRole options = *wanted;
  g_autoptr(DossierCredentialsProvider) role = NULL;
  g_autoptr(GError) error = NULL;

  options.name = "audit";
  options.source = source;
  options.region = "eu-central-1";
  options.endpoint_url = dossier_demo_server_get_endpoint_url (world->server);
  options.clock = world->clock;
  options.prompt = (DossierPrompt *) prompt;
  role = dossier_assume_role_credentials_new (&options, &error);
  g_assert_no_error (error);
  return dossier_cached_credentials_new (role, world->clock);
}

/* Who AWS takes the holder of these credentials for. */
static char *
who (TestWorld                   *world,
     DossierCredentialsProvider  *provider,
     GError                     **error)
{
  g_autoptr(DossierAwsClient) client = test_world_client (world, provider);
  g_autoptr(DossierCallerIdentity) identity =
      dossier_await_child_boxed (dossier_sts_get_caller_identity (client, NULL), error);

  return identity != NULL ? g_strdup (identity->arn) : NULL;
}

static void
test_role (void)
{
  g_auto(TestWorld) world = { 0 };
  g_autoptr(DossierCredentialsProvider) user = test_world_init (&world);
  g_autoptr(DossierCredentialsProvider) role = NULL;
  g_autoptr(GError) error = NULL;
  g_autofree char *arn = NULL;

  role = role_of (&world, user, &(DossierAssumeRole) { .role = ROLE ("audit/dossier-audit"), .external_id = "dossier-demo",
                                                       .session_name = "me@home" }, NULL);
  arn = who (&world, role, &error);
  g_assert_no_error (error);
  g_assert_cmpstr (arn, ==, "arn:aws:sts::111122223333:assumed-role/dossier-audit/me@home");
}

static void
test_denied (void)
{
  g_auto(TestWorld) world = { 0 };
  g_autoptr(DossierCredentialsProvider) user = test_world_init (&world);
  g_autoptr(DossierCredentialsProvider) role =
      role_of (&world, user, &(DossierAssumeRole) { .role = ROLE ("audit/dossier-audit"), .external_id = "wrong" }, NULL);
  g_autoptr(GError) error = NULL;

  g_assert_null (who (&world, role, &error));
  g_assert_error (error, DOSSIER_AWS_ERROR, DOSSIER_AWS_ERROR_ACCESS_DENIED);
  g_assert_nonnull (strstr (error->message, ROLE ("audit/dossier-audit")));
  g_assert_cmpstr (dossier_aws_error_get_action (error), ==, "AssumeRole");
}

/* From the user to one role and on to another, of another account, with who it is. */
static void
test_chain (void)
{
  g_auto(TestWorld) world = { 0 };
  g_autoptr(DossierCredentialsProvider) user = test_world_init (&world);
  g_autoptr(DossierCredentialsProvider) hub = NULL;
  g_autoptr(DossierCredentialsProvider) spoke = NULL;
  g_autoptr(DossierCredentialsProvider) wrong = NULL;
  g_autoptr(GError) error = NULL;
  g_autofree char *arn = NULL;

  hub = role_of (&world, user, &(DossierAssumeRole) { .role = ROLE ("dossier-hub"), .source_identity = "alice" }, NULL);
  spoke = role_of (&world, hub, &(DossierAssumeRole) { .role = SPOKE, .source_identity = "alice", .session_name = "me" }, NULL);
  arn = who (&world, spoke, &error);
  g_assert_no_error (error);
  g_assert_cmpstr (arn, ==, "arn:aws:sts::222233334444:assumed-role/dossier-spoke/me");

  wrong = role_of (&world, hub, &(DossierAssumeRole) { .role = SPOKE, .source_identity = "bob" }, NULL);
  g_assert_null (who (&world, wrong, &error));
  g_assert_error (error, DOSSIER_AWS_ERROR, DOSSIER_AWS_ERROR_ACCESS_DENIED);
}

static void
test_second_factor (void)
{
  static const char *const good[] = { "123456", NULL };
  static const char *const at_last[] = { "nonsense", "000000", "123456", NULL };
  static const char *const never[] = { "000000", "000000", "000000", "123456", NULL };
  static const char *const nothing[] = { NULL };
  const struct
  {
    const char *const *answers;
    guint n_asked;
    guint n_sent;
  } cases[] = { { good, 1, 1 }, { at_last, 3, 2 }, { never, 3, 3 }, { nothing, 1, 0 } };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_auto(TestWorld) world = { 0 };
      g_autoptr(DossierCredentialsProvider) user = test_world_init (&world);
      g_autoptr(TestPrompt) prompt = test_prompt_new (cases[i].answers);
      g_autoptr(DossierCredentialsProvider) role = role_of (
          &world, user, &(DossierAssumeRole) { .role = ROLE ("dossier-mfa"), .mfa_serial = DEVICE }, prompt);
      g_autoptr(GError) error = NULL;
      g_autoptr(DossierCredentials) credentials =
          dossier_await_child_boxed (dossier_credentials_provider_get (role, NULL), &error);

      g_assert_cmpuint (prompt->n_asked, ==, cases[i].n_asked);
      g_assert_cmpuint (test_world_count (&world, "sts AssumeRole"), ==, cases[i].n_sent);
      g_assert_cmpuint (prompt->n_again, ==, cases[i].n_asked - 1);
      if (cases[i].answers == good || cases[i].answers == at_last)
        {
          g_assert_no_error (error);
          g_assert_cmpstr (prompt->serial, ==, DEVICE);
        }
      else if (cases[i].answers == never)
        g_assert_error (error, DOSSIER_AWS_ERROR, DOSSIER_AWS_ERROR_ACCESS_DENIED);
      else
        g_assert_error (error, DOSSIER_ERROR, DOSSIER_ERROR_NO_CREDENTIALS);
      g_assert_true (error == NULL || strstr (error->message, "000000") == NULL);
    }
}

static void
test_nobody_to_ask (void)
{
  g_auto(TestWorld) world = { 0 };
  g_autoptr(DossierCredentialsProvider) user = test_world_init (&world);
  g_autoptr(DossierCredentialsProvider) role =
      role_of (&world, user, &(DossierAssumeRole) { .role = ROLE ("dossier-mfa"), .mfa_serial = DEVICE }, NULL);
  g_autoptr(GError) error = NULL;

  g_assert_null (who (&world, role, &error));
  g_assert_error (error, DOSSIER_ERROR, DOSSIER_ERROR_NO_CREDENTIALS);
  g_assert_nonnull (strstr (error->message, DEVICE));
  g_assert_cmpuint (test_world_count (&world, "sts"), ==, 0);
}

/* Fifty calls on a session that ended are refused, and one renewal serves them all. */
static void
test_one_renewal (void)
{
  static const char *const codes[] = { "123456", "123456", NULL };
  g_auto(TestWorld) world = { 0 };
  g_autoptr(DossierCredentialsProvider) user = test_world_init (&world);
  g_autoptr(TestPrompt) prompt = test_prompt_new (codes);
  g_autoptr(DossierCredentialsProvider) role =
      role_of (&world, user, &(DossierAssumeRole) { .role = ROLE ("dossier-mfa"), .mfa_serial = DEVICE }, prompt);
  g_autoptr(DossierAwsClient) client = test_world_client (&world, role);
  g_autoptr(GPtrArray) calls = g_ptr_array_new ();

  for (guint round = 0; round < 2; round++)
    {
      for (guint i = 0; i < N_AT_ONCE; i++)
        g_ptr_array_add (calls, dossier_sts_get_caller_identity (client, NULL));
      for (guint i = 0; i < N_AT_ONCE; i++)
        {
          g_autoptr(GError) error = NULL;
          g_autoptr(DossierCallerIdentity) identity = dossier_await_child_boxed (g_ptr_array_index (calls, i), &error);

          g_assert_no_error (error);
          g_assert_nonnull (identity);
        }
      g_ptr_array_set_size (calls, 0);
      g_assert_cmpuint (test_world_count (&world, "sts AssumeRole"), ==, round + 1);
      g_assert_cmpuint (prompt->n_asked, ==, round + 1);

      /* The clock there goes on, the one here stands: only AWS knows that the session has ended. */
      if (round == 0)
        dossier_fake_clock_advance (DOSSIER_FAKE_CLOCK (world.server_clock), 3601 * G_TIME_SPAN_SECOND);
    }
}

/* Before they end, and not when a call would meet their end. */
static void
test_renewed_before_the_end (void)
{
  g_auto(TestWorld) world = { 0 };
  g_autoptr(DossierCredentialsProvider) user = test_world_init (&world);
  g_autoptr(DossierCredentialsProvider) role = role_of (&world, user, &(DossierAssumeRole) { .role = ROLE ("dossier-hub") }, NULL);
  const struct
  {
    guint after_s;
    guint n_assumed;
  } steps[] = { { 0, 1 }, { 3299, 1 }, { 2, 2 }, { 3600, 3 } };

  for (gsize i = 0; i < G_N_ELEMENTS (steps); i++)
    {
      g_autoptr(GError) error = NULL;
      g_autofree char *arn = NULL;

      test_world_advance (&world, steps[i].after_s);
      arn = who (&world, role, &error);
      g_assert_no_error (error);
      g_assert_cmpuint (test_world_count (&world, "sts AssumeRole"), ==, steps[i].n_assumed);
    }
}

/* What was good stays in use while it is good and the renewal fails. */
static void
test_renewal_fails (void)
{
  static const char *const codes[] = { "123456", NULL };
  g_auto(TestWorld) world = { 0 };
  g_autoptr(DossierCredentialsProvider) user = test_world_init (&world);
  g_autoptr(TestPrompt) prompt = test_prompt_new (codes);
  g_autoptr(DossierCredentialsProvider) role =
      role_of (&world, user, &(DossierAssumeRole) { .role = ROLE ("dossier-mfa"), .mfa_serial = DEVICE }, prompt);
  g_autoptr(GError) error = NULL;
  g_autofree char *first = who (&world, role, &error);
  g_autofree char *second = NULL;
  g_autofree char *third = NULL;

  test_world_advance (&world, 3400);
  second = who (&world, role, &error);
  g_assert_no_error (error);
  g_assert_cmpstr (first, ==, second);
  g_assert_cmpuint (prompt->n_asked, ==, 2);

  /* Nor is a person asked again with each call. */
  third = who (&world, role, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (prompt->n_asked, ==, 2);

  test_world_advance (&world, 300);
  g_assert_null (who (&world, role, &error));
  g_assert_error (error, DOSSIER_ERROR, DOSSIER_ERROR_NO_CREDENTIALS);
}

/* A clock that is off by an hour, either way, neither renews without end nor fails. */
static void
test_clock_is_off (void)
{
  const gint64 offsets[] = { 2 * G_TIME_SPAN_HOUR, -2 * G_TIME_SPAN_HOUR };

  for (gsize i = 0; i < G_N_ELEMENTS (offsets); i++)
    {
      g_auto(TestWorld) world = { 0 };
      g_autoptr(DossierCredentialsProvider) user = test_world_init (&world);
      g_autoptr(DossierCredentialsProvider) role = NULL;

      dossier_fake_clock_advance (DOSSIER_FAKE_CLOCK (world.clock), offsets[i]);
      role = role_of (&world, user, &(DossierAssumeRole) { .role = ROLE ("dossier-hub") }, NULL);
      for (guint call = 0; call < 3; call++)
        {
          g_autoptr(GError) error = NULL;
          g_autofree char *arn = who (&world, role, &error);

          g_assert_no_error (error);
        }
      g_assert_cmpuint (test_world_count (&world, "sts AssumeRole OK"), ==, 1);
    }
}

/* Who gives up does not take the answer from those who wait; the last one ends the question. */
static void
test_giving_up (void)
{
  static const char *const codes[] = { TEST_PROMPT_WAIT, "123456", NULL };
  g_auto(TestWorld) world = { 0 };
  g_autoptr(DossierCredentialsProvider) user = test_world_init (&world);
  g_autoptr(TestPrompt) prompt = test_prompt_new (codes);
  g_autoptr(DossierCredentialsProvider) role =
      role_of (&world, user, &(DossierAssumeRole) { .role = ROLE ("dossier-mfa"), .mfa_serial = DEVICE }, prompt);
  g_autoptr(GCancellable) one = g_cancellable_new ();
  g_autoptr(GCancellable) other = g_cancellable_new ();
  g_autoptr(GError) error = NULL;
  g_autoptr(DossierCredentials) credentials = NULL;
  DexFuture *first = dossier_credentials_provider_get (role, one);
  DexFuture *second = dossier_credentials_provider_get (role, other);

  test_prompt_await_question (prompt);
  g_cancellable_cancel (one);
  g_assert_null (dossier_await_child_boxed (first, &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
  g_clear_error (&error);
  g_assert_false (g_cancellable_is_cancelled (prompt->cancellable));

  g_cancellable_cancel (other);
  g_assert_null (dossier_await_child_boxed (second, &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
  g_clear_error (&error);
  g_assert_true (g_cancellable_is_cancelled (prompt->cancellable));

  credentials = dossier_await_child_boxed (dossier_credentials_provider_get (role, NULL), &error);
  g_assert_no_error (error);
  g_assert_cmpuint (prompt->n_asked, ==, 2);
}

/* One account that cannot get credentials is nothing to another. */
static void
test_failure_stays_its_own (void)
{
  g_auto(TestWorld) world = { 0 };
  g_autoptr(DossierCredentialsProvider) user = test_world_init (&world);
  g_autoptr(DossierCredentialsProvider) good = role_of (&world, user, &(DossierAssumeRole) { .role = ROLE ("dossier-hub") }, NULL);
  g_autoptr(DossierCredentialsProvider) bad = role_of (&world, user, &(DossierAssumeRole) { .role = ROLE ("nobody") }, NULL);
  DexFuture *of_bad = dossier_credentials_provider_get (bad, NULL);
  DexFuture *of_good = dossier_credentials_provider_get (good, NULL);
  g_autoptr(GError) error = NULL;
  g_autoptr(DossierCredentials) credentials = dossier_await_child_boxed (of_good, &error);

  g_assert_no_error (error);
  g_assert_null (dossier_await_child_boxed (of_bad, &error));
  g_assert_error (error, DOSSIER_AWS_ERROR, DOSSIER_AWS_ERROR_ACCESS_DENIED);
}

/* AssumeRole's limits, from its API reference. */
static void
test_limits (void)
{
  const DossierAssumeRole bad[] = {
    { .role = "dossier-hub" },
    { .role = "arn:aws:iam::111122223333:user/demo" },
    { .role = "arn:aws:s3:::bucket" },
    { .role = ROLE ("r"), .session_name = "x" },
    { .role = ROLE ("r"), .session_name = "with blank" },
    { .role = ROLE ("r"), .source_identity = "ü" },
    { .role = ROLE ("r"), .external_id = "x" },
    { .role = ROLE ("r"), .duration = 899 },
    { .role = ROLE ("r"), .duration = 43201 },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (bad); i++)
    {
      DossierAssumeRole options = bad[i];
      g_autoptr(GError) error = NULL;

      options.name = "the account";
      g_assert_false (dossier_assume_role_check (&options, &error));
      g_assert_error (error, DOSSIER_ERROR, DOSSIER_ERROR_INVALID_INPUT);
      g_assert_nonnull (strstr (error->message, "the account"));
    }
  g_assert_true (dossier_assume_role_check (
      &(DossierAssumeRole) { .role = ROLE ("p/r"), .session_name = "a@b,c=d.e-f_g+h", .external_id = "e/:", .duration = 43200 }, NULL));
}

int
main (int    argc,
      char **argv)
{
  dossier_test_init (&argc, &argv);
  dossier_test_add_fiber ("/accounts/roles/role", test_role);
  dossier_test_add_fiber ("/accounts/roles/denied", test_denied);
  dossier_test_add_fiber ("/accounts/roles/chain", test_chain);
  dossier_test_add_fiber ("/accounts/roles/second-factor", test_second_factor);
  dossier_test_add_fiber ("/accounts/roles/nobody-to-ask", test_nobody_to_ask);
  dossier_test_add_fiber ("/accounts/roles/one-renewal", test_one_renewal);
  dossier_test_add_fiber ("/accounts/roles/renewed-before-the-end", test_renewed_before_the_end);
  dossier_test_add_fiber ("/accounts/roles/renewal-fails", test_renewal_fails);
  dossier_test_add_fiber ("/accounts/roles/clock-is-off", test_clock_is_off);
  dossier_test_add_fiber ("/accounts/roles/giving-up", test_giving_up);
  dossier_test_add_fiber ("/accounts/roles/failure-stays-its-own", test_failure_stays_its_own);
  g_test_add_func ("/accounts/roles/limits", test_limits);
  return g_test_run ();
}
