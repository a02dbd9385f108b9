// SPDX-FileCopyrightText: The Dossier authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include <gio/gio.h>
#include <libdex.h>

#include "dossier-secret.h"

G_BEGIN_DECLS

/**
 * DossierMfaQuestion:
 * @name: the account or profile that needs it
 * @role: the ARN of the role to be assumed
 * @serial: the device whose code it is
 * @again: whether the code before was refused
 *
 * What a person is told who is asked for a code.
 */
typedef struct
{
  const char *name;
  const char *role;
  const char *serial;
  gboolean again;
} DossierMfaQuestion;

/**
 * DossierSignIn:
 * @name: the account or profile that needs it
 * @uri: where to sign in, with a browser
 * @user_code: (nullable): what the browser has to show too; %NULL where it comes back by itself
 *
 * What a person is told who is to sign in.
 */
typedef struct
{
  const char *name;
  const char *uri;
  const char *user_code;
} DossierSignIn;

/* How a person is asked, wherever the program meets one. Providers are given one; those
 * of a program that nobody watches have none, and say what they would have asked.
 */
#define DOSSIER_TYPE_PROMPT (dossier_prompt_get_type ())
G_DECLARE_INTERFACE (DossierPrompt, dossier_prompt, DOSSIER, PROMPT, GObject)

struct _DossierPromptInterface
{
  GTypeInterface parent_iface;

  DexFuture *(*ask_mfa_code) (DossierPrompt            *self,
                              const DossierMfaQuestion *question,
                              GCancellable             *cancellable);
  DexFuture *(*begin_sign_in) (DossierPrompt            *self,
                               const DossierSignIn      *sign_in,
                               GCancellable             *cancellable);
  void       (*end_sign_in)   (DossierPrompt            *self);
  char      *(*describe_page) (DossierPrompt            *self,
                               gboolean                  good);
};

DexFuture *dossier_prompt_ask_mfa_code  (DossierPrompt            *self,
                                         const DossierMfaQuestion *question,
                                         GCancellable             *cancellable);
DexFuture *dossier_prompt_begin_sign_in (DossierPrompt            *self,
                                         const DossierSignIn      *sign_in,
                                         GCancellable             *cancellable);
void       dossier_prompt_end_sign_in   (DossierPrompt            *self);
char      *dossier_prompt_describe_page (DossierPrompt            *self,
                                         gboolean                  good);

G_END_DECLS
