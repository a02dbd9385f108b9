// SPDX-FileCopyrightText: The Dossier authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "config.h"

#include <glib/gi18n.h>

#include "dossier-cli-table.h"
#include "dossier-cli.h"
#include "dossier-fiber.h"
#include "dossier-permission-check.h"
#include "dossier-s3-uri.h"

/* As a program reads them, and as people do. */
static const struct
{
  const char *json;
  const char *text;
} verdicts[] = {
  [DOSSIER_CHECK_UNKNOWN] = { "unknown", N_("unknown") },
  [DOSSIER_CHECK_YES] = { "yes", N_("yes") },
  [DOSSIER_CHECK_NO] = { "no", N_("no") },
}, evidences[] = {
  [DOSSIER_CHECK_NOT_TRIED] = { "notTried", N_("not tried") },
  [DOSSIER_CHECK_PROVED] = { "proved", N_("proved") },
  [DOSSIER_CHECK_INCONCLUSIVE] = { "inconclusive", N_("inconclusive") },
};

typedef struct
{
  char *bucket_uri;
  char *bucket;
  char *prefix;
  char *kms_key;
} Options;

static void
options_clear (Options *options)
{
  g_free (options->bucket_uri);
  g_free (options->bucket);
  g_free (options->prefix);
  g_free (options->kms_key);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Options, options_clear)

/* What will show in CloudTrail is said before it does. */
static void
tell_calls (DossierPermissionCheck *check)
{
  g_auto(GStrv) calls = dossier_permission_check_dup_calls (check);
  g_autofree char *list = g_strjoinv (", ", calls);

  g_printerr (_("This calls, and changes nothing: %s\n"), list);
}

static void
set_text (JsonObject *object,
          const char *member,
          const char *text)
{
  if (text != NULL)
    json_object_set_string_member (object, member, text);
}

static void
print_json (DossierPermissionCheck *check)
{
  GListModel *rows = dossier_permission_check_get_rows (check);
  g_autoptr(JsonObject) object = json_object_new ();
  JsonArray *array = json_array_new ();

  for (guint i = 0; i < g_list_model_get_n_items (rows); i++)
    {
      g_autoptr(DossierCheckRow) row = g_list_model_get_item (rows, i);
      JsonObject *member = json_object_new ();

      set_text (member, "group", dossier_check_row_get_group (row));
      set_text (member, "name", dossier_check_row_get_name (row));
      set_text (member, "need", dossier_check_row_get_need (row));
      set_text (member, "verdict", verdicts[dossier_check_row_get_verdict (row)].json);
      set_text (member, "evidence", evidences[dossier_check_row_get_evidence (row)].json);
      set_text (member, "call", dossier_check_row_get_call (row));
      set_text (member, "text", dossier_check_row_get_text (row));
      set_text (member, "policyType", dossier_check_row_get_policy_type (row));
      set_text (member, "policyArn", dossier_check_row_get_policy_arn (row));
      set_text (member, "remedy", dossier_check_row_get_remedy (row));
      json_array_add_object_element (array, member);
    }

  json_object_set_boolean_member (object, "no", dossier_permission_check_has_no (check));
  json_object_set_array_member (object, "rows", array);
  dossier_cli_print_object (object);
}

static void
print_table (DossierPermissionCheck *check)
{
  GListModel *rows = dossier_permission_check_get_rows (check);
  g_autoptr(DossierCliTable) table = dossier_cli_table_new ();

  dossier_cli_table_add_column (table, _("Of"), DOSSIER_CLI_COLUMN_WHOLE);
  dossier_cli_table_add_column (table, _("What"), DOSSIER_CLI_COLUMN_WHOLE);
  dossier_cli_table_add_column (table, _("Answer"), DOSSIER_CLI_COLUMN_WHOLE);
  dossier_cli_table_add_column (table, _("Evidence"), DOSSIER_CLI_COLUMN_WHOLE);
  dossier_cli_table_add_column (table, _("Needed"), DOSSIER_CLI_COLUMN_SHRINKS);
  for (guint i = 0; i < g_list_model_get_n_items (rows); i++)
    {
      g_autoptr(DossierCheckRow) row = g_list_model_get_item (rows, i);
      const char *need = dossier_check_row_get_need (row);

      dossier_cli_table_add_row (table, dossier_check_row_get_group (row),
                                 _(dossier_check_row_get_name (row)),
                                 _(verdicts[dossier_check_row_get_verdict (row)].text),
                                 _(evidences[dossier_check_row_get_evidence (row)].text),
                                 need != NULL ? _(need) : "", NULL);
    }
  dossier_cli_table_print (table);
}

/* Why not, and what to do: too long for a table. */
static void
print_reasons (DossierPermissionCheck *check)
{
  GListModel *rows = dossier_permission_check_get_rows (check);

  for (guint i = 0; i < g_list_model_get_n_items (rows); i++)
    {
      g_autoptr(DossierCheckRow) row = g_list_model_get_item (rows, i);
      const char *text = dossier_check_row_get_text (row);
      const char *remedy = dossier_check_row_get_remedy (row);

      if (dossier_check_row_get_verdict (row) != DOSSIER_CHECK_NO)
        continue;
      dossier_cli_print ("\n%s: %s\n", _(dossier_check_row_get_name (row)), text != NULL ? text : _("no"));
      if (remedy != NULL)
        dossier_cli_print ("  → %s\n", _(remedy));
    }
}

static int
run_check (DossierCli    *cli,
           const Options *options)
{
  g_autoptr(DossierPermissionCheck) check = NULL;
  g_autoptr(GError) error = NULL;
  int status = dossier_cli_open (cli);

  if (status != DOSSIER_CLI_EXIT_YES)
    return status;

  check = dossier_permission_check_new (dossier_session_get_client (cli->session), options->bucket,
                                        options->prefix, options->kms_key);
  tell_calls (check);
  if (!dossier_await_child (dossier_permission_check_run (check, cli->cancellable), &error))
    return dossier_cli_fail (cli, error);

  if (cli->json)
    print_json (check);
  else
    {
      print_table (check);
      print_reasons (check);
    }
  return dossier_permission_check_has_no (check) ? DOSSIER_CLI_EXIT_NO : DOSSIER_CLI_EXIT_YES;
}

/**
 * dossier_cli_check:
 * @cli: the options before the command
 * @argc: number of words
 * @argv: (array length=argc): `check` and its options
 *
 * Finds out by calls that change nothing what the caller may do, and whether a bucket
 * and a key are such that Inspector can use them.
 *
 * Returns: a #DossierCliExit; %DOSSIER_CLI_EXIT_NO if something is denied or not as it
 *   should be; what is unknown is no “no”
 */
int
dossier_cli_check (DossierCli  *cli,
                   int          argc,
                   char       **argv)
{
  g_auto(Options) options = { 0 };
  const GOptionEntry entries[] = {
    { "bucket", 0, 0, G_OPTION_ARG_STRING, &options.bucket_uri, N_("The bucket that a report shall go to"), "s3://BUCKET[/PREFIX]" },
    { "kms-key", 0, 0, G_OPTION_ARG_STRING, &options.kms_key, N_("The KMS key that shall encrypt it"), "ARN" },
    G_OPTION_ENTRY_NULL,
  };
  g_autoptr(GError) error = NULL;

  if (!dossier_cli_parse (cli, _("Find out what is allowed, by calls that change nothing, and whether a bucket and a "
                                 "key are such that Inspector can use them"), entries, &argc, &argv) ||
      !dossier_cli_check_words (argc, argv, NULL))
    return DOSSIER_CLI_EXIT_USAGE;
  if (options.bucket_uri != NULL &&
      !dossier_s3_uri_parse (options.bucket_uri, &options.bucket, &options.prefix, &error))
    return dossier_cli_usage ("%s", error->message);
  if (options.kms_key != NULL && *options.kms_key == '\0')
    return dossier_cli_usage (_("%s is empty"), "--kms-key");

  return run_check (cli, &options);
}
