// SPDX-FileCopyrightText: The Dossier authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "config.h"

#include <glib/gi18n.h>

#include "dossier-launch.h"

static const GOptionEntry options[] = {
  { "demo", 0, 0, G_OPTION_ARG_STRING, NULL, N_("Play with made-up data"), N_("SCENARIO") },
  { "account", 0, 0, G_OPTION_ARG_STRING, NULL, N_("Use this account"), N_("NAME") },
  { "profile", 0, 0, G_OPTION_ARG_STRING, NULL, N_("Use this profile of the AWS CLI"), N_("NAME") },
  { "region", 0, 0, G_OPTION_ARG_STRING, NULL, N_("Ask in this AWS Region"), N_("REGION") },
  { "endpoint-url", 0, 0, G_OPTION_ARG_STRING, NULL, N_("Send all requests to this address"), N_("URL") },
  G_OPTION_ENTRY_NULL,
};

static char *
dup_option (GVariantDict *dict,
            const char   *name)
{
  char *text = NULL;

  g_variant_dict_lookup (dict, name, "s", &text);
  return text;
}

/**
 * dossier_launch_add_options:
 * @application: the application
 *
 * Adds the options that dossier_launch_from_options() reads.
 */
void
dossier_launch_add_options (GApplication *application)
{
  g_application_add_main_option_entries (application, options);
}

/**
 * dossier_launch_expand_words:
 * @words: (array zero-terminated=1): the command line
 *
 * `--demo` may stand alone or have a scenario behind `=`, which GApplication's
 * own options cannot express.
 *
 * Returns: (transfer full) (array zero-terminated=1): @words with the scenario spelled out
 */
char **
dossier_launch_expand_words (char **words)
{
  char **expanded = g_strdupv (words);

  for (gsize i = 1; expanded[i] != NULL && !g_str_equal (expanded[i], "--"); i++)
    if (g_str_equal (expanded[i], "--demo"))
      {
        g_free (expanded[i]);
        expanded[i] = g_strdup ("--demo=default");
      }

  return expanded;
}

/**
 * dossier_launch_from_options:
 * @dict: the options that were given
 *
 * Returns: (transfer full): what they ask for
 */
DossierLaunch *
dossier_launch_from_options (GVariantDict *dict)
{
  DossierLaunch *self = g_new0 (DossierLaunch, 1);

  self->demo = dup_option (dict, "demo");
  self->account = dup_option (dict, "account");
  self->profile = dup_option (dict, "profile");
  self->region = dup_option (dict, "region");
  self->endpoint_url = dup_option (dict, "endpoint-url");
  return self;
}

/**
 * dossier_launch_new_demo:
 * @scenario: a scenario of the demo service
 *
 * Returns: (transfer full): a launch that plays @scenario
 */
DossierLaunch *
dossier_launch_new_demo (const char *scenario)
{
  DossierLaunch *self = g_new0 (DossierLaunch, 1);

  self->demo = g_strdup (scenario);
  return self;
}

/**
 * dossier_launch_new_account:
 * @account: the name of an account
 *
 * Returns: (transfer full): a launch that uses @account
 */
DossierLaunch *
dossier_launch_new_account (const char *account)
{
  DossierLaunch *self = g_new0 (DossierLaunch, 1);

  self->account = g_strdup (account);
  return self;
}

/**
 * dossier_launch_copy:
 * @self: a launch
 *
 * Returns: (transfer full): a copy
 */
DossierLaunch *
dossier_launch_copy (const DossierLaunch *self)
{
  DossierLaunch *copy = g_new0 (DossierLaunch, 1);

  copy->demo = g_strdup (self->demo);
  copy->account = g_strdup (self->account);
  copy->profile = g_strdup (self->profile);
  copy->region = g_strdup (self->region);
  copy->endpoint_url = g_strdup (self->endpoint_url);
  return copy;
}

/**
 * dossier_launch_free:
 * @self: (transfer full): a launch
 */
void
dossier_launch_free (DossierLaunch *self)
{
  g_free (self->demo);
  g_free (self->account);
  g_free (self->profile);
  g_free (self->region);
  g_free (self->endpoint_url);
  g_free (self);
}

/**
 * dossier_launch_is_empty:
 * @self: a launch
 *
 * Returns: whether it names nobody to ask as
 */
gboolean
dossier_launch_is_empty (const DossierLaunch *self)
{
  return self->demo == NULL && self->account == NULL && self->profile == NULL;
}
