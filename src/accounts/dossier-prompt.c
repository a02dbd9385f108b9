// SPDX-FileCopyrightText: The Dossier authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "config.h"

#include "dossier-prompt.h"

G_DEFINE_INTERFACE (DossierPrompt, dossier_prompt, G_TYPE_OBJECT)

static void
dossier_prompt_default_init (DossierPromptInterface *)
{
}

/**
 * dossier_prompt_ask_mfa_code:
 * @self: a prompt
 * @question: what to ask; not needed after this call
 * @cancellable: (nullable): takes the question back
 *
 * Several may be asked at once; the prompt puts them in a row.
 *
 * Returns: (transfer full): a future of a #DossierSecret, what was typed; rejects with
 *   %G_IO_ERROR_CANCELLED where the person would not say
 */
DexFuture *
dossier_prompt_ask_mfa_code (DossierPrompt            *self,
                             const DossierMfaQuestion *question,
                             GCancellable             *cancellable)
{
  g_return_val_if_fail (DOSSIER_IS_PROMPT (self), NULL);

  return DOSSIER_PROMPT_GET_IFACE (self)->ask_mfa_code (self, question, cancellable);
}

/**
 * dossier_prompt_begin_sign_in:
 * @self: a prompt
 * @sign_in: what to show; not needed after this call
 * @cancellable: (nullable): ends the wait
 *
 * Opens the browser, or shows where to go. Does not wait for what happens there; the
 * prompt cancels the sign-in's own cancellable if the person gives up.
 *
 * Returns: (transfer full): a future that resolves to %TRUE once the person knows
 */
DexFuture *
dossier_prompt_begin_sign_in (DossierPrompt       *self,
                              const DossierSignIn *sign_in,
                              GCancellable        *cancellable)
{
  g_return_val_if_fail (DOSSIER_IS_PROMPT (self), NULL);

  return DOSSIER_PROMPT_GET_IFACE (self)->begin_sign_in (self, sign_in, cancellable);
}

/**
 * dossier_prompt_end_sign_in:
 * @self: a prompt
 *
 * Takes away what dossier_prompt_begin_sign_in() showed, however it ended.
 */
void
dossier_prompt_end_sign_in (DossierPrompt *self)
{
  g_return_if_fail (DOSSIER_IS_PROMPT (self));

  DOSSIER_PROMPT_GET_IFACE (self)->end_sign_in (self);
}

/**
 * dossier_prompt_describe_page:
 * @self: a prompt
 * @good: whether the browser came back as it should
 *
 * Returns: (transfer full): what the browser then shows, one or two sentences in the
 *   person's language
 */
char *
dossier_prompt_describe_page (DossierPrompt *self,
                              gboolean       good)
{
  g_return_val_if_fail (DOSSIER_IS_PROMPT (self), NULL);

  return DOSSIER_PROMPT_GET_IFACE (self)->describe_page (self, good);
}
