// SPDX-FileCopyrightText: The Dossier authors
// SPDX-License-Identifier: GPL-3.0-or-later

/* What the tests of providers share. */

#include "config.h"

#include "accounts-test.h"
#include "dossier-fiber.h"
#include "dossier-static-credentials.h"

#define NOW (G_GINT64_CONSTANT (1735787045) * G_USEC_PER_SEC)

/* Returns the keys of the service's own user. */
DossierCredentialsProvider *
test_world_init (TestWorld *self)
{
  g_autoptr(DossierSecret) secret = NULL;
  g_autoptr(DossierCredentials) credentials = NULL;
  g_autoptr(GError) error = NULL;

  self->clock = dossier_fake_clock_new (NOW);
  self->server_clock = dossier_fake_clock_new (NOW);
  self->server = dossier_demo_server_new (&(DossierDemoOptions) { .n_findings = 10, .seed = 1, .clock = self->server_clock });
  g_assert_true (dossier_demo_server_start (self->server, &error));
  g_assert_no_error (error);

  secret = dossier_secret_new (dossier_demo_server_get_secret_access_key (self->server));
  credentials = dossier_credentials_new (dossier_demo_server_get_access_key_id (self->server), secret, NULL, 0);
  return dossier_static_credentials_new (credentials);
}

void
test_world_clear (TestWorld *self)
{
  if (self->server != NULL)
    dossier_demo_server_stop (self->server);
  g_clear_object (&self->server);
  g_clear_object (&self->server_clock);
  g_clear_object (&self->clock);
}

/* Both clocks. */
void
test_world_advance (TestWorld *self,
                    guint      seconds)
{
  dossier_fake_clock_advance (DOSSIER_FAKE_CLOCK (self->clock), seconds * G_TIME_SPAN_SECOND);
  dossier_fake_clock_advance (DOSSIER_FAKE_CLOCK (self->server_clock), seconds * G_TIME_SPAN_SECOND);
}

/* How many lines of the service's log begin so. */
guint
test_world_count (TestWorld  *self,
                  const char *prefix)
{
  g_auto(GStrv) log = dossier_demo_server_dup_log (self->server);
  guint n = 0;

  for (guint i = 0; log[i] != NULL; i++)
    n += g_str_has_prefix (log[i], prefix);
  return n;
}

DossierAwsClient *
test_world_client (TestWorld                  *self,
                   DossierCredentialsProvider *provider)
{
  g_autoptr(GError) error = NULL;
  DossierAwsClient *client = dossier_aws_client_new (
      &(DossierAwsClientOptions) {
        .region = "eu-central-1",
        .endpoint_url = dossier_demo_server_get_endpoint_url (self->server),
        .credentials = provider,
        .clock = self->clock,
      },
      &error);

  g_assert_no_error (error);
  return client;
}

static DexFuture *
test_prompt_ask_mfa_code (DossierPrompt            *prompt,
                          const DossierMfaQuestion *question,
                          GCancellable             *cancellable)
{
  TestPrompt *self = TEST_PROMPT (prompt);
  const char *answer = *self->answers;

  if (self->n_asked++ == 0)
    dex_promise_resolve_boolean (self->asked, TRUE);
  self->n_again += question->again;
  g_set_str (&self->serial, question->serial);
  g_set_object (&self->cancellable, cancellable);
  if (answer == NULL)
    return dex_future_new_reject (G_IO_ERROR, G_IO_ERROR_CANCELLED, "The person will not say");

  self->answers++;
  if (g_str_equal (answer, TEST_PROMPT_WAIT))
    return dex_cancellable_new_from_cancellable (cancellable);
  return dex_future_new_take_boxed (DOSSIER_TYPE_SECRET, dossier_secret_new (answer));
}

static DexFuture *
test_prompt_begin_sign_in (DossierPrompt       *prompt,
                           const DossierSignIn *sign_in,
                           GCancellable        *cancellable)
{
  TestPrompt *self = TEST_PROMPT (prompt);

  if (self->n_sign_ins++ == 0)
    dex_promise_resolve_boolean (self->asked, TRUE);
  g_set_str (&self->uri, sign_in->uri);
  g_set_str (&self->user_code, sign_in->user_code);
  g_set_object (&self->cancellable, cancellable);
  if (self->visit != NULL)
    self->visit (self, sign_in->uri);
  return dex_future_new_true ();
}

static void
test_prompt_end_sign_in (DossierPrompt *prompt)
{
  TEST_PROMPT (prompt)->n_ended++;
}

static char *
test_prompt_describe_page (DossierPrompt *,
                           gboolean good)
{
  return g_strdup (good ? "good <page>" : "bad <page>");
}

static void
prompt_iface_init (DossierPromptInterface *iface)
{
  iface->ask_mfa_code = test_prompt_ask_mfa_code;
  iface->begin_sign_in = test_prompt_begin_sign_in;
  iface->end_sign_in = test_prompt_end_sign_in;
  iface->describe_page = test_prompt_describe_page;
}

G_DEFINE_FINAL_TYPE_WITH_CODE (TestPrompt, test_prompt, G_TYPE_OBJECT,
                               G_IMPLEMENT_INTERFACE (DOSSIER_TYPE_PROMPT, prompt_iface_init))

static void
test_prompt_finalize (GObject *object)
{
  TestPrompt *self = TEST_PROMPT (object);

  g_free (self->serial);
  g_free (self->uri);
  g_free (self->user_code);
  g_clear_object (&self->cancellable);
  dex_clear (&self->asked);
  G_OBJECT_CLASS (test_prompt_parent_class)->finalize (object);
}

static void
test_prompt_class_init (TestPromptClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = test_prompt_finalize;
}

static void
test_prompt_init (TestPrompt *self)
{
  self->asked = dex_promise_new ();
}

TestPrompt *
test_prompt_new (const char *const *answers)
{
  TestPrompt *self = g_object_new (TEST_TYPE_PROMPT, NULL);

  self->answers = answers;
  return self;
}

/* For fibers: until a person is being asked. */
void
test_prompt_await_question (TestPrompt *self)
{
  g_assert_true (dossier_await_leaf (dex_ref (DEX_FUTURE (self->asked)), NULL, 20000, NULL));
}
