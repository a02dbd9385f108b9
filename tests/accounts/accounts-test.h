// SPDX-FileCopyrightText: The Dossier authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "dossier-aws-client.h"
#include "dossier-demo-server.h"
#include "dossier-prompt.h"

G_BEGIN_DECLS

/* The demo service, and the two clocks of a test: its own, and AWS's. */
typedef struct
{
  DossierClock *clock;
  DossierClock *server_clock;
  DossierDemoServer *server;
} TestWorld;

DossierCredentialsProvider *test_world_init    (TestWorld                  *self);
void                        test_world_clear   (TestWorld                  *self);
void                        test_world_advance (TestWorld                  *self,
                                                guint                       seconds);
guint                       test_world_count   (TestWorld                  *self,
                                                const char                 *prefix);
DossierAwsClient           *test_world_client  (TestWorld                  *self,
                                                DossierCredentialsProvider *provider);

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (TestWorld, test_world_clear)

/* An answer that does not come before the question is taken back. */
#define TEST_PROMPT_WAIT "wait"

/* A person who gives these answers in turn, and then none. */
#define TEST_TYPE_PROMPT (test_prompt_get_type ())
G_DECLARE_FINAL_TYPE (TestPrompt, test_prompt, TEST, PROMPT, GObject)

struct _TestPrompt
{
  GObject parent_instance;

  const char *const *answers;
  guint n_asked;
  guint n_again;
  char *serial;
  GCancellable *cancellable; /* of the last question */
  DexPromise *asked;         /* once there was one */

  guint n_sign_ins;
  guint n_ended;
  char *uri;
  char *user_code;
  void (*visit) (TestPrompt *self, const char *uri);
  gpointer data;
};

TestPrompt *test_prompt_new            (const char *const *answers);
void        test_prompt_await_question (TestPrompt        *self);

G_END_DECLS
