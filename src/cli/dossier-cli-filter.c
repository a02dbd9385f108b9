// SPDX-FileCopyrightText: The Dossier authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "config.h"

#include <stdio.h>
#include <string.h>

#include <glib/gi18n.h>

#include "dossier-cli-table.h"
#include "dossier-cli.h"
#include "dossier-error.h"
#include "dossier-file.h"
#include "dossier-filter-field.h"
#include "dossier-filter-parser.h"
#include "dossier-json.h"

/* Ten values for each of some forty fields are a few kilobytes. */
#define MAX_FILTER_BYTES (1024 * 1024)

/* By DossierFilterKind. */
static const char *const forms[] = {
  [DOSSIER_FILTER_KIND_STRING] = "=TEXT  =TEXT*  !=TEXT",
  [DOSSIER_FILTER_KIND_NUMBER] = "=NUMBER  >=NUMBER  <=NUMBER  =FROM..TO",
  [DOSSIER_FILTER_KIND_DATE] = "=DAY  >=TIME  <=TIME  =FROM..TO  >=-30d",
  [DOSSIER_FILTER_KIND_MAP] = "=KEY  =KEY=VALUE",
  [DOSSIER_FILTER_KIND_PORT] = "=PORT  >=PORT  <=PORT  =FROM..TO",
  [DOSSIER_FILTER_KIND_PACKAGE] = "={MEMBER=TEXT …}",
};

static gint64
get_present (void)
{
  return dossier_clock_now (dossier_clock_get_system ()) / G_USEC_PER_SEC;
}

static DossierFilter *
read_json (const char  *text,
           gssize       length,
           GError     **error)
{
  g_autoptr(JsonObject) criteria = dossier_json_parse_object (text, length, error);

  return criteria != NULL ? dossier_filter_from_json (criteria, error) : NULL;
}

static DossierFilter *
read_file (const char  *path,
           GError     **error)
{
  g_autoptr(GError) local_error = NULL;
  g_autoptr(GBytes) bytes = dossier_file_read (path, MAX_FILTER_BYTES, &local_error);
  DossierFilter *filter = NULL;

  if (bytes != NULL)
    {
      gsize length;
      const char *text = g_bytes_get_data (bytes, &length);

      filter = read_json (text != NULL ? text : "", (gssize) length, &local_error);
    }
  if (filter == NULL)
    g_set_error (error, DOSSIER_ERROR, DOSSIER_ERROR_INVALID_INPUT, "The filter in “%s” cannot be used: %s",
                 path, local_error->message);
  return filter;
}

/**
 * dossier_cli_read_filter:
 * @text: (nullable): the text form of a filter
 * @path: (nullable): a file with a FilterCriteria of Inspector as JSON
 * @error: return location for %DOSSIER_ERROR_INVALID_INPUT, which tells the place in
 *   the text, or names the file
 *
 * What is wrong with either is always an error of usage: a person wrote it.
 *
 * Returns: (transfer full) (nullable): the filter; the one for active findings if
 *   there is neither
 */
DossierFilter *
dossier_cli_read_filter (const char  *text,
                         const char  *path,
                         GError     **error)
{
  if (text != NULL && path != NULL)
    {
      g_set_error_literal (error, DOSSIER_ERROR, DOSSIER_ERROR_INVALID_INPUT,
                           _("--filter and --filter-json are two forms of a filter; leave one out"));
      return NULL;
    }
  if (text != NULL)
    return dossier_filter_from_text (text, get_present (), NULL, error);
  return path != NULL ? read_file (path, error) : dossier_filter_new_default ();
}

/* All of standard input. */
static GString *
read_input (GError **error)
{
  g_autoptr(GString) text = g_string_new (NULL);
  char buffer[4096];
  gsize length;

  while ((length = fread (buffer, 1, sizeof buffer, stdin)) > 0 && text->len <= MAX_FILTER_BYTES)
    g_string_append_len (text, buffer, (gssize) length);
  if (text->len <= MAX_FILTER_BYTES && ferror (stdin) == 0 && !dossier_json_has_nul (text->str, text->len) &&
      strlen (text->str) == text->len)
    return g_steal_pointer (&text);

  g_set_error_literal (error, DOSSIER_ERROR, DOSSIER_ERROR_INVALID_INPUT,
                       _("standard input cannot be read, or is no filter: it is too long, or not text"));
  return NULL;
}

static void
print_filter (DossierCli          *cli,
              const DossierFilter *filter,
              const char          *form)
{
  g_autoptr(JsonObject) criteria = dossier_filter_to_json (filter);
  g_autofree char *text = g_str_equal (form, "text")   ? dossier_filter_to_text (filter)
                          : g_str_equal (form, "json") ? dossier_json_object_to_text (criteria, TRUE)
                                                       : dossier_filter_to_aws_cli (filter, cli->region);

  dossier_cli_print ("%s\n", text);
}

static int
filter_convert (DossierCli  *cli,
                int          argc,
                char       **argv)
{
  static const char *const from_forms[] = { "text", "json", NULL };
  static const char *const to_forms[] = { "text", "json", "aws-cli", NULL };
  g_autofree char *from = NULL;
  g_autofree char *to = NULL;
  const GOptionEntry entries[] = {
    { "from", 0, 0, G_OPTION_ARG_STRING, &from, N_("The form of what is on standard input"), "text|json" },
    { "to", 0, 0, G_OPTION_ARG_STRING, &to, N_("The form to write: also a command of the AWS CLI"), "text|json|aws-cli" },
    G_OPTION_ENTRY_NULL,
  };
  g_autoptr(DossierFilter) filter = NULL;
  g_autoptr(GString) input = NULL;
  g_autoptr(GError) error = NULL;

  if (!dossier_cli_parse (cli, _("Write a filter in another form, from standard input to standard output. “filter "
                                 "fields” lists what there is to filter by."), entries, &argc, &argv) ||
      !dossier_cli_check_words (argc, argv, NULL))
    return DOSSIER_CLI_EXIT_USAGE;
  if (from == NULL || to == NULL || !g_strv_contains (from_forms, from) || !g_strv_contains (to_forms, to))
    return dossier_cli_usage (_("“filter convert” needs --from text or json, and --to text, json or aws-cli"));

  input = read_input (&error);
  if (input != NULL)
    filter = g_str_equal (from, "text") ? dossier_filter_from_text (input->str, get_present (), NULL, &error)
                                        : read_json (input->str, (gssize) input->len, &error);
  if (filter == NULL)
    return dossier_cli_usage ("%s", error->message);
  print_filter (cli, filter, to);
  return DOSSIER_CLI_EXIT_YES;
}

static void
add_field (const DossierFilterField *field,
           JsonArray                *array,
           DossierCliTable          *table)
{
  g_autofree char *values = field->values != NULL ? g_strjoinv (", ", (char **) field->values) : NULL;
  JsonObject *object = json_object_new ();

  json_object_set_string_member (object, "name", field->name);
  json_object_set_string_member (object, "label", field->label);
  json_object_set_string_member (object, "form", forms[field->kind]);
  json_object_set_string_member (object, "member", field->path);
  if (field->values != NULL)
    {
      JsonArray *list = json_array_new ();

      for (guint i = 0; field->values[i] != NULL; i++)
        json_array_add_string_element (list, field->values[i]);
      json_object_set_array_member (object, "values", list);
    }
  json_array_add_object_element (array, object);
  dossier_cli_table_add_row (table, field->name, forms[field->kind], values != NULL ? values : "", field->path, NULL);
}

static int
filter_fields (DossierCli  *cli,
               int          argc,
               char       **argv)
{
  const GOptionEntry entries[] = { G_OPTION_ENTRY_NULL };
  g_autoptr(DossierCliTable) table = dossier_cli_table_new ();
  g_autoptr(JsonArray) array = json_array_new ();
  const DossierFilterField *fields;
  gsize n_fields;

  if (!dossier_cli_parse (cli, _("List the fields of filters: what may stand behind each, and which member of a finding "
                                 "it tests. Fields must all hold; values behind commas are alternatives."), entries,
                          &argc, &argv) ||
      !dossier_cli_check_words (argc, argv, NULL))
    return DOSSIER_CLI_EXIT_USAGE;

  dossier_cli_table_add_column (table, _("Field"), DOSSIER_CLI_COLUMN_WHOLE);
  dossier_cli_table_add_column (table, _("Form"), DOSSIER_CLI_COLUMN_WHOLE);
  dossier_cli_table_add_column (table, _("Values"), DOSSIER_CLI_COLUMN_WHOLE);
  dossier_cli_table_add_column (table, _("Member"), DOSSIER_CLI_COLUMN_WHOLE);
  fields = dossier_filter_fields (&n_fields);
  for (gsize i = 0; i < n_fields; i++)
    add_field (&fields[i], array, table);

  if (cli->json)
    dossier_cli_print_array (array);
  else
    dossier_cli_table_print (table);
  return DOSSIER_CLI_EXIT_YES;
}

static const DossierCliVerb verbs[] = {
  { "convert", filter_convert, NULL, N_("Write a filter in another form: text, JSON, the AWS CLI") },
  { "fields", filter_fields, NULL, N_("List what there is to filter by") },
};

/**
 * dossier_cli_filter:
 * @cli: the options before the command
 * @argc: number of words
 * @argv: (array length=argc): `filter`, a verb and its options
 *
 * Deals with filters without asking anyone.
 *
 * Returns: a #DossierCliExit
 */
int
dossier_cli_filter (DossierCli  *cli,
                    int          argc,
                    char       **argv)
{
  return dossier_cli_run_verb (cli, verbs, G_N_ELEMENTS (verbs), argc, argv);
}
