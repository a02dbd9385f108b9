// SPDX-FileCopyrightText: The Dossier authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "config.h"

#include <glib/gi18n.h>

#include "dossier-cli-table.h"
#include "dossier-cli.h"
#include "dossier-fiber.h"
#include "dossier-json.h"
#include "dossier-permission-check.h"
#include "dossier-readiness.h"
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
  [DOSSIER_CHECK_PREDICTED] = { "predicted", N_("predicted") },
};

typedef struct
{
  char *bucket_uri;
  char *bucket;
  char *prefix;
  char *kms_key;
  char *filter_text;
  char *filter_json;
  DossierFilter *filter;
  char *policy;
  gboolean note;
} Options;

static void
options_clear (Options *options)
{
  g_free (options->bucket_uri);
  g_free (options->bucket);
  g_free (options->prefix);
  g_free (options->kms_key);
  g_free (options->filter_text);
  g_free (options->filter_json);
  g_clear_pointer (&options->filter, dossier_filter_unref);
  g_free (options->policy);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Options, options_clear)

/* What will show in CloudTrail is said before it does. */
static void
tell_calls (GStrv calls)
{
  g_autofree char *list = g_strjoinv (", ", calls);
  g_autoptr(GString) unseen = g_string_new (NULL);

  g_printerr (_("This calls, and changes nothing: %s\n"), list);
  for (guint i = 0; calls[i] != NULL; i++)
    {
      g_autoptr(DossierCheckCall) trace = dossier_check_call_new (calls[i]);

      if (trace->is_data_event)
        g_string_append_printf (unseen, "%s%s", unseen->len > 0 ? ", " : "", trace->event);
    }
  g_printerr (_("CloudTrail records each under its name, as read-only events of this user or role\n"));
  if (unseen->len > 0)
    g_printerr (_("Only trails of data events record %s\n"), unseen->str);
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
print_json (DossierPermissionCheck *check,
            GListModel             *rows)
{
  g_autofree char *policy = dossier_permission_check_dup_policy (check, FALSE);
  g_autoptr(JsonObject) object = json_object_new ();
  JsonArray *array = json_array_new ();

  for (guint i = 0; i < g_list_model_get_n_items (rows); i++)
    {
      g_autoptr(DossierCheckRow) row = g_list_model_get_item (rows, i);
      JsonObject *member = json_object_new ();

      set_text (member, "group", dossier_check_row_get_group (row));
      set_text (member, "id", dossier_check_row_get_id (row));
      set_text (member, "name", dossier_check_row_get_name (row));
      set_text (member, "need", dossier_check_row_get_need (row));
      set_text (member, "verdict", verdicts[dossier_check_row_get_verdict (row)].json);
      set_text (member, "evidence", evidences[dossier_check_row_get_evidence (row)].json);
      set_text (member, "by", dossier_check_row_get_by (row));
      set_text (member, "call", dossier_check_row_get_call (row));
      set_text (member, "text", dossier_check_row_get_text (row));
      set_text (member, "policyType", dossier_check_row_get_policy_type (row));
      set_text (member, "policyArn", dossier_check_row_get_policy_arn (row));
      set_text (member, "remedy", dossier_check_row_get_remedy (row));
      if (dossier_check_row_get_prediction_text (row) != NULL)
        set_text (member, "prediction", verdicts[dossier_check_row_get_prediction (row)].json);
      set_text (member, "document", dossier_check_row_get_document (row));
      set_text (member, "predictionText", dossier_check_row_get_prediction_text (row));
      if (dossier_check_row_is_contradicted (row))
        json_object_set_boolean_member (member, "contradicted", TRUE);
      json_array_add_object_element (array, member);
    }

  json_object_set_boolean_member (object, "no", dossier_check_rows_have_no (rows));
  if (dossier_permission_check_get_caller (check) != NULL)
    {
      set_text (object, "caller", dossier_permission_check_get_caller (check)->arn);
      set_text (object, "principal", dossier_permission_check_get_caller (check)->principal);
    }
  if (policy != NULL)
    json_object_set_object_member (object, "missingPolicy", dossier_json_parse_object (policy, -1, NULL));
  json_object_set_array_member (object, "rows", array);
  dossier_cli_print_object (object);
}

static void
print_table (GListModel *rows)
{
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

      dossier_cli_table_add_row (table, _(dossier_check_row_get_group (row)),
                                 _(dossier_check_row_get_name (row)),
                                 _(verdicts[dossier_check_row_get_verdict (row)].text),
                                 _(evidences[dossier_check_row_get_evidence (row)].text),
                                 need != NULL ? _(need) : "", NULL);
    }
  dossier_cli_table_print (table);
}

/* Why not, what to do, and the statement it is about: too long for a table. */
static void
print_reasons (GListModel *rows)
{
  for (guint i = 0; i < g_list_model_get_n_items (rows); i++)
    {
      g_autoptr(DossierCheckRow) row = g_list_model_get_item (rows, i);
      const char *text = dossier_check_row_get_text (row);
      const char *remedy = dossier_check_row_get_remedy (row);

      if (dossier_check_row_is_contradicted (row))
        dossier_cli_print (_("\n%s: the simulation of AWS says otherwise (%s); what a call shows counts\n"),
                           dossier_check_row_get_name (row), dossier_check_row_get_prediction_text (row));
      if (dossier_check_row_get_verdict (row) != DOSSIER_CHECK_NO &&
          (dossier_check_row_get_verdict (row) == DOSSIER_CHECK_YES || dossier_check_row_get_document (row) == NULL))
        continue;
      if (text == NULL)
        text = dossier_check_row_get_prediction_text (row);
      dossier_cli_print ("\n%s: %s\n", _(dossier_check_row_get_name (row)), text != NULL ? text : _(verdicts[dossier_check_row_get_verdict (row)].text));
      if (dossier_check_row_get_policy_type (row) != NULL)
        dossier_cli_print (_("  by: %s\n"), dossier_check_row_get_policy_arn (row) != NULL
                                               ? dossier_check_row_get_policy_arn (row)
                                               : dossier_check_row_get_policy_type (row));
      if (remedy != NULL)
        dossier_cli_print ("  → %s\n", _(remedy));
      if (dossier_check_row_get_document (row) != NULL)
        dossier_cli_print ("%s\n", dossier_check_row_get_document (row));
    }
}

/* Ready to send; what is technical stands as AWS writes it. */
static void
print_note (DossierCli             *cli,
            DossierPermissionCheck *check)
{
  const DossierPermissionCaller *caller = dossier_permission_check_get_caller (check);
  GListModel *rows = dossier_permission_check_get_rows (check);
  g_autofree char *policy = dossier_permission_check_dup_policy (check, FALSE);

  if (policy == NULL)
    {
      dossier_cli_print ("%s\n", _("Nothing is known to be missing."));
      return;
    }
  dossier_cli_print (_("Please allow %s in account %s and Region %s to do the following, so that findings reports of "
                       "Amazon Inspector can be exported:\n\n"),
                     caller != NULL && caller->principal != NULL ? caller->principal : _("the caller"),
                     caller != NULL ? caller->account : "?", dossier_session_get_region (cli->session));
  for (guint i = 0; i < g_list_model_get_n_items (rows); i++)
    {
      g_autoptr(DossierCheckRow) row = g_list_model_get_item (rows, i);
      const char *text = dossier_check_row_get_text (row) != NULL ? dossier_check_row_get_text (row)
                                                                  : dossier_check_row_get_prediction_text (row);

      if (dossier_check_row_get_verdict (row) == DOSSIER_CHECK_NO)
        dossier_cli_print ("- %s: %s\n", dossier_check_row_get_name (row), text != NULL ? text : "");
    }
  dossier_cli_print (_("\nThis policy allows just that. What a service control policy or a permissions boundary denies "
                       "has to be changed there.\n\n%s\n"), policy);
}

static int
print_policy (DossierPermissionCheck *check,
              const char             *which)
{
  g_autofree char *policy = dossier_permission_check_dup_policy (check, g_str_equal (which, "all"));

  if (policy == NULL)
    {
      g_printerr ("dossier-cli: %s\n", _("nothing is known to be missing, so there is no policy to allow it"));
      return DOSSIER_CLI_EXIT_NO;
    }
  dossier_cli_print ("%s\n", policy);
  return DOSSIER_CLI_EXIT_YES;
}

static void
append (GListStore *list,
        GListModel *rows)
{
  for (guint i = 0; i < g_list_model_get_n_items (rows); i++)
    {
      g_autoptr(DossierCheckRow) row = g_list_model_get_item (rows, i);

      g_list_store_append (list, row);
    }
}

static int
run_check (DossierCli    *cli,
           const Options *options)
{
  g_autoptr(DossierPermissionCheck) check = NULL;
  g_autoptr(DossierReadiness) readiness = NULL;
  g_autoptr(GListStore) all = g_list_store_new (DOSSIER_TYPE_CHECK_ROW);
  GListModel *rows = G_LIST_MODEL (all);
  g_autoptr(GStrvBuilder) builder = g_strv_builder_new ();
  g_auto(GStrv) calls = NULL;
  g_auto(GStrv) permission_calls = NULL;
  g_auto(GStrv) readiness_calls = NULL;
  g_autoptr(GError) error = NULL;
  DossierAwsClient *client;
  int status = dossier_cli_open (cli);

  if (status != DOSSIER_CLI_EXIT_YES)
    return status;

  client = dossier_session_get_client (cli->session);
  check = dossier_permission_check_new (client, options->bucket, options->prefix, options->kms_key);
  readiness = dossier_readiness_new (client, options->bucket, options->prefix, options->kms_key, options->filter);
  readiness_calls = dossier_readiness_dup_calls (readiness);
  permission_calls = dossier_permission_check_dup_calls (check);
  g_strv_builder_addv (builder, (const char **) permission_calls);
  g_strv_builder_addv (builder, (const char **) readiness_calls);
  calls = g_strv_builder_end (builder);
  tell_calls (calls);
  if (!dossier_await_child (dossier_permission_check_run (check, cli->cancellable), &error) ||
      !dossier_await_child (dossier_readiness_run (readiness, cli->cancellable), &error))
    return dossier_cli_fail (cli, error);

  append (all, dossier_permission_check_get_rows (check));
  append (all, dossier_readiness_get_rows (readiness));
  if (options->policy != NULL)
    return print_policy (check, options->policy);
  if (options->note)
    print_note (cli, check);
  else if (cli->json)
    print_json (check, rows);
  else
    {
      print_table (rows);
      print_reasons (rows);
    }
  return dossier_check_rows_have_no (rows) ? DOSSIER_CLI_EXIT_NO : DOSSIER_CLI_EXIT_YES;
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
    { "filter", 0, 0, G_OPTION_ARG_STRING, &options.filter_text, N_("Which findings are meant; see “filter fields”"), N_("TEXT") },
    { "filter-json", 0, 0, G_OPTION_ARG_FILENAME, &options.filter_json, N_("Which findings are meant, as a FilterCriteria"), N_("FILE") },
    { "policy", 0, 0, G_OPTION_ARG_STRING, &options.policy, N_("Print the least policy that allows what is missing, or all, and nothing else"), "missing|all" },
    { "note", 0, 0, G_OPTION_ARG_NONE, &options.note, N_("Print a note for the administrator"), NULL },
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
  if (options.policy != NULL && !g_str_equal (options.policy, "missing") && !g_str_equal (options.policy, "all"))
    return dossier_cli_usage (_("--policy is “missing” or “all”, not “%s”"), options.policy);
  options.filter = dossier_cli_read_filter (options.filter_text, options.filter_json, &error);
  if (options.filter == NULL)
    return dossier_cli_refuse (cli, error);

  return run_check (cli, &options);
}
