// SPDX-FileCopyrightText: The Dossier authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "config.h"

#include <errno.h>
#include <termios.h>
#include <unistd.h>

#include <glib/gi18n.h>

#include "dossier-cli-prompt.h"
#include "dossier-error.h"
#include "dossier-fiber.h"

struct _DossierCliPrompt
{
  GObject parent_instance;

  DossierCli *cli;
  gboolean signs_in;
};

/* Session tokens are the longest: a few thousand characters. */
#define MAX_SECRET_BYTES 16384

/* Blocks until a whole line is there. Byte by byte, so that no buffer keeps what
 * is not ours to read, or a copy of what is.
 */
static gpointer
read_line_run (gpointer,
               GError **error)
{
  char line[MAX_SECRET_BYTES + 1];
  DossierSecret *secret = NULL;
  gsize length = 0;
  gssize n;

  while ((n = read (STDIN_FILENO, line + length, 1)) != 0)
    {
      if (n < 0 && errno == EINTR)
        continue;
      if (n < 0 || line[length] == '\n' || ++length == MAX_SECRET_BYTES)
        break;
    }

  if (n < 0)
    g_set_error (error, G_IO_ERROR, (gint) g_io_error_from_errno (errno),
                 "The secret could not be read: %s", g_strerror (errno));
  else if (memchr (line, '\0', length) != NULL)
    g_set_error_literal (error, DOSSIER_ERROR, DOSSIER_ERROR_INVALID_INPUT,
                         "The secret holds a character that AWS does not use");
  else
    {
      if (length > 0 && line[length - 1] == '\r')
        length--;
      line[length] = '\0';
      secret = dossier_secret_new (line);
    }
  dossier_wipe (line, sizeof line);
  return secret;
}

/**
 * dossier_cli_ask:
 * @cli: the options before the command
 * @question: what a person at a terminal reads
 * @error: return location for %DOSSIER_ERROR_INVALID_INPUT or a #GIOErrorEnum
 *
 * Reads a line that is a secret: from a terminal without showing it, else from whatever
 * standard input is. For fibers.
 *
 * Returns: (transfer full) (nullable): what was typed, possibly nothing
 */
DossierSecret *
dossier_cli_ask (DossierCli  *cli,
                 const char  *question,
                 GError     **error)
{
  struct termios before;
  gboolean terminal = isatty (STDIN_FILENO) && tcgetattr (STDIN_FILENO, &before) == 0;
  DossierSecret *secret;

  if (terminal)
    {
      struct termios silent = before;

      silent.c_lflag &= ~(tcflag_t) ECHO;
      tcsetattr (STDIN_FILENO, TCSAFLUSH, &silent);
      g_printerr ("%s ", question);
    }

  secret = dossier_await_leaf_boxed (dossier_thread_run (read_line_run, NULL, NULL, DOSSIER_TYPE_SECRET),
                                     cli->cancellable, DOSSIER_NO_TIMEOUT, error);

  if (terminal)
    {
      tcsetattr (STDIN_FILENO, TCSAFLUSH, &before);
      g_printerr ("\n");
    }
  return secret;
}

typedef struct
{
  DossierCliPrompt *self;
  char *question;
} Job;

static void
job_free (gpointer data)
{
  Job *job = data;

  g_object_unref (job->self);
  g_free (job->question);
  g_free (job);
}

static DexFuture *
ask_fiber (gpointer data)
{
  Job *job = data;
  GError *error = NULL;
  DossierSecret *code = dossier_cli_ask (job->self->cli, job->question, &error);

  if (code == NULL)
    return dex_future_new_for_error (error);
  if (dossier_secret_length (code) > 0)
    return dex_future_new_take_boxed (DOSSIER_TYPE_SECRET, code);

  /* An empty line, or the end of the input, is how one declines. */
  dossier_secret_unref (code);
  return dex_future_new_reject (G_IO_ERROR, G_IO_ERROR_CANCELLED, "No code was given");
}

static DexFuture *
dossier_cli_prompt_ask_mfa_code (DossierPrompt            *prompt,
                                 const DossierMfaQuestion *question,
                                 GCancellable *)
{
  Job *job = g_new0 (Job, 1);

  job->self = g_object_ref (DOSSIER_CLI_PROMPT (prompt));
  job->question = g_strdup_printf (_("Code of %s for “%s”:"), question->serial, question->name);
  if (question->again)
    g_printerr ("%s\n", _("That code was refused; each is good once and for half a minute."));
  return dossier_fiber_spawn (ask_fiber, job, job_free);
}

static DexFuture *
dossier_cli_prompt_begin_sign_in (DossierPrompt       *prompt,
                                  const DossierSignIn *sign_in,
                                  GCancellable *)
{
  DossierCliPrompt *self = DOSSIER_CLI_PROMPT (prompt);

  /* A script should not wait for a browser that nobody sees. */
  if (!self->signs_in)
    return dex_future_new_reject (DOSSIER_ERROR, DOSSIER_ERROR_NO_CREDENTIALS,
                                  _("Nobody is signed in for “%s”; “dossier-cli accounts login” signs in"), sign_in->name);

  if (sign_in->user_code != NULL)
    g_printerr (_("To sign in for “%s”, go to\n\n  %s\n\nwith any browser, and compare the code: %s\n"), sign_in->name,
                sign_in->uri, sign_in->user_code);
  else
    g_printerr (_("To sign in for “%s”, go to\n\n  %s\n\nwith a browser on this computer.\n"), sign_in->name,
                sign_in->uri);
  return dex_future_new_true ();
}

static void
dossier_cli_prompt_end_sign_in (DossierPrompt *)
{
}

static char *
dossier_cli_prompt_describe_page (DossierPrompt *,
                                  gboolean good)
{
  return g_strdup (good ? _("You are signed in. You can close this page, and go back to the terminal.")
                        : _("Nobody was signed in by this page. Go back to the terminal, and try again there."));
}

static void
prompt_iface_init (DossierPromptInterface *iface)
{
  iface->ask_mfa_code = dossier_cli_prompt_ask_mfa_code;
  iface->begin_sign_in = dossier_cli_prompt_begin_sign_in;
  iface->end_sign_in = dossier_cli_prompt_end_sign_in;
  iface->describe_page = dossier_cli_prompt_describe_page;
}

G_DEFINE_FINAL_TYPE_WITH_CODE (DossierCliPrompt, dossier_cli_prompt, G_TYPE_OBJECT,
                               G_IMPLEMENT_INTERFACE (DOSSIER_TYPE_PROMPT, prompt_iface_init))

static void
dossier_cli_prompt_class_init (DossierCliPromptClass *)
{
}

static void
dossier_cli_prompt_init (DossierCliPrompt *)
{
}

/**
 * dossier_cli_prompt_new:
 * @cli: the options before the command, which have to outlive the prompt
 * @signs_in: whether the person asked to sign in; else it is done at a terminal only
 *
 * Returns: (transfer full): a prompt that asks at the terminal, or reads standard input
 */
DossierPrompt *
dossier_cli_prompt_new (DossierCli *cli,
                        gboolean    signs_in)
{
  DossierCliPrompt *self = g_object_new (DOSSIER_TYPE_CLI_PROMPT, NULL);

  self->cli = cli;
  self->signs_in = signs_in || isatty (STDERR_FILENO);
  return DOSSIER_PROMPT (self);
}
