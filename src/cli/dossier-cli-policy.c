// SPDX-FileCopyrightText: The Dossier authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "config.h"

#include <string.h>

#include <glib/gi18n.h>

#include "dossier-cli-policy.h"
#include "dossier-error.h"
#include "dossier-file.h"
#include "dossier-json.h"
#include "dossier-policy-error.h"
#include "dossier-region.h"

static const DossierCliVerb verbs[] = {
  { "eval", dossier_cli_policy_eval, "--policy FILE --action ACTION --resource ARN",
    N_("Evaluate one request against one policy, or a stream of both") },
  { "explain", dossier_cli_policy_explain, "--policy FILE --account ID --region REGION",
    N_("Tell whether a policy lets Inspector write reports, and why not") },
  { "lint", dossier_cli_policy_lint, "FILE", N_("Look for mistakes in a policy") },
  { "merge", dossier_cli_policy_merge, "--account ID --region REGION",
    N_("Add to a policy what Inspector needs, and nothing else") },
};

/**
 * dossier_cli_policy_options_clear:
 * @self: options
 *
 * Frees what the options hold.
 */
void
dossier_cli_policy_options_clear (DossierCliPolicyOptions *self)
{
  g_free (self->policy);
  g_strfreev (self->accounts);
  g_free (self->region);
  g_free (self->bucket);
  g_free (self->prefix);
  g_free (self->kms_key);
  g_free (self->organization);
  g_free (self->owner);
  g_free (self->principal);
}

/**
 * dossier_cli_policy_options_list:
 * @self: where the values go
 * @more: options beside, ending with an empty one
 *
 * Returns: (transfer full): the options of a verb, ending with an empty one
 */
GArray *
dossier_cli_policy_options_list (DossierCliPolicyOptions *self,
                                 const GOptionEntry      *more)
{
  const GOptionEntry entries[] = {
    { "policy", 0, 0, G_OPTION_ARG_FILENAME, &self->policy, N_("The policy document"), N_("FILE") },
    { "account", 0, 0, G_OPTION_ARG_STRING_ARRAY, &self->accounts, N_("Whose reports; may be repeated"), "ID" },
    { "region", 0, 0, G_OPTION_ARG_STRING, &self->region, N_("Where the reports are made"), "REGION" },
    { "bucket", 0, 0, G_OPTION_ARG_STRING, &self->bucket, N_("The policy is of this bucket; without it, of a key"), "NAME" },
    { "prefix", 0, 0, G_OPTION_ARG_STRING, &self->prefix, N_("What the names of reports begin with"), N_("TEXT") },
    { "kms-key", 0, 0, G_OPTION_ARG_STRING, &self->kms_key, N_("The key that reports are encrypted with"), "ARN" },
    { "organization", 0, 0, G_OPTION_ARG_STRING, &self->organization, N_("The organization of the accounts"), "ID" },
  };
  GArray *list = g_array_new (TRUE, TRUE, sizeof (GOptionEntry));

  g_array_append_vals (list, entries, G_N_ELEMENTS (entries));
  for (; more->long_name != NULL; more++)
    g_array_append_vals (list, more, 1);
  return list;
}

/**
 * dossier_cli_policy_options_check:
 * @self: options that were read
 * @error: return location
 *
 * Fills in what Inspector is to be allowed.
 *
 * Returns: whether they say it
 */
gboolean
dossier_cli_policy_options_check (DossierCliPolicyOptions  *self,
                                  GError                  **error)
{
  if (self->accounts == NULL || self->region == NULL)
    {
      g_set_error_literal (error, DOSSIER_ERROR, DOSSIER_ERROR_INVALID_INPUT, _("--account and --region are needed"));
      return FALSE;
    }
  self->principal = dossier_region_inspector_principal (self->region, error);
  if (self->principal == NULL)
    return FALSE;
  self->access = (DossierInspectorAccess) {
    .kind = self->bucket != NULL ? DOSSIER_POLICY_KIND_BUCKET : DOSSIER_POLICY_KIND_KEY,
    .principal = self->principal,
    .partition = dossier_region_partition (self->region)->name,
    .region = self->region,
    .accounts = (const char *const *) self->accounts,
    .bucket = self->bucket,
    .prefix = self->prefix,
    .key_arn = self->kms_key,
    .organization = self->organization,
    .owner = self->owner,
  };
  return dossier_inspector_access_check (&self->access, error);
}

/**
 * dossier_cli_policy_read:
 * @path: a file
 * @error: return location
 *
 * Returns: (transfer full) (nullable): the text of the file
 */
char *
dossier_cli_policy_read (const char  *path,
                         GError     **error)
{
  g_autoptr(GBytes) bytes = dossier_file_read (path, DOSSIER_CLI_MAX_POLICY, error);
  gsize length;
  const char *data;

  if (bytes == NULL)
    return NULL;
  data = g_bytes_get_data (bytes, &length);
  if (length > 0 && memchr (data, '\0', length) != NULL)
    {
      g_set_error (error, DOSSIER_ERROR, DOSSIER_ERROR_INVALID_INPUT, _("“%s” is not a text"), path);
      return NULL;
    }
  return g_strndup (length > 0 ? data : "", length);
}

/**
 * dossier_cli_policy_refuse:
 * @cli: the options before the command
 * @path: (nullable): the file of the policy
 * @error: what is wrong with it, or with the options
 *
 * Tells it with its place, for a program as an object.
 *
 * Returns: a #DossierCliExit
 */
int
dossier_cli_policy_refuse (DossierCli   *cli,
                           const char   *path,
                           const GError *error)
{
  g_autoptr(JsonObject) object = json_object_new ();
  JsonObject *inner = json_object_new ();

  if (error->domain != DOSSIER_POLICY_ERROR)
    {
      json_object_unref (inner);
      return dossier_cli_usage ("%s", error->message);
    }
  json_object_set_object_member (object, "error", inner);
  json_object_set_string_member (inner, "path", dossier_policy_error_get_path (error));
  json_object_set_int_member (inner, "line", dossier_policy_error_get_line (error));
  json_object_set_int_member (inner, "column", dossier_policy_error_get_column (error));
  json_object_set_string_member (inner, "message", error->message);
  if (cli->json)
    dossier_cli_print_object (object);
  g_printerr ("dossier-cli: %s:%u:%u: %s%s%s\n", path != NULL ? path : "", dossier_policy_error_get_line (error),
              dossier_policy_error_get_column (error), dossier_policy_error_get_path (error),
              *dossier_policy_error_get_path (error) != '\0' ? ": " : "", error->message);
  return DOSSIER_CLI_EXIT_USAGE;
}

/**
 * dossier_cli_policy:
 * @cli: the options before the command
 * @argc: number of words
 * @argv: (array length=argc): `policy`, a verb and its options
 *
 * Works with IAM policies from files; asks no service.
 *
 * Returns: a #DossierCliExit
 */
int
dossier_cli_policy (DossierCli  *cli,
                    int          argc,
                    char       **argv)
{
  return dossier_cli_run_verb (cli, verbs, G_N_ELEMENTS (verbs), argc, argv);
}
