// SPDX-FileCopyrightText: The Dossier authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "config.h"

#include <string.h>
#include <unistd.h>

#include <gio/gunixinputstream.h>
#include <glib/gi18n.h>

#include "dossier-cli-policy.h"
#include "dossier-fiber.h"
#include "dossier-file.h"
#include "dossier-json.h"
#include "dossier-policy-batch.h"

/* Of a line no more is kept than what is needed to refuse it as too long. */
#define MAX_LINE (2 * 1024 * 1024)
#define CHUNK (256 * 1024)

typedef struct
{
  gboolean batch;
  char *policy;
  char *action;
  char *resource;
  char *service;
  char *principal_arn;
  GStrv context;
  GStrv unknown;
} Options;

static void
options_clear (Options *options)
{
  g_free (options->policy);
  g_free (options->action);
  g_free (options->resource);
  g_free (options->service);
  g_free (options->principal_arn);
  g_strfreev (options->context);
  g_strfreev (options->unknown);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Options, options_clear)

/* KEY=VALUE, a key as often as it has values. */
static JsonObject *
context_to_json (GStrv    pairs,
                 GError **error)
{
  g_autoptr(JsonObject) context = json_object_new ();

  for (guint i = 0; pairs != NULL && pairs[i] != NULL; i++)
    {
      const char *equals = strchr (pairs[i], '=');
      g_autofree char *key = NULL;

      if (equals == NULL || equals == pairs[i])
        {
          g_set_error (error, G_OPTION_ERROR, G_OPTION_ERROR_BAD_VALUE,
                       _("“%s” should read KEY=VALUE"), pairs[i]);
          return NULL;
        }
      key = g_strndup (pairs[i], (gsize) (equals - pairs[i]));
      if (!json_object_has_member (context, key))
        json_object_set_array_member (context, key, json_array_new ());
      json_array_add_string_element (json_object_get_array_member (context, key), equals + 1);
    }
  return g_steal_pointer (&context);
}

static JsonObject *
principal_to_json (const Options *options)
{
  JsonObject *principal = json_object_new ();

  if (options->service != NULL)
    json_object_set_string_member (principal, "Service", options->service);
  else
    json_object_set_string_member (principal, "AWS", options->principal_arn);
  return principal;
}

/* The same line that --batch reads, so that there is one way to ask. The
 * document goes in as it is: writing it anew would hide a repeated member.
 */
static char *
make_line (const Options *options,
           GBytes        *policy,
           GError       **error)
{
  g_autoptr(JsonObject) request = json_object_new ();
  g_autofree char *request_text = NULL;
  JsonArray *unknown = json_array_new ();
  JsonObject *context;
  gsize length;
  const char *text = g_bytes_get_data (policy, &length);
  g_autoptr(JsonNode) document =
      dossier_json_parse (text != NULL ? text : "", (gssize) length, error);

  json_object_set_array_member (request, "unknown", unknown);
  context = document != NULL ? context_to_json (options->context, error) : NULL;
  if (context == NULL)
    return NULL;

  json_object_set_object_member (request, "context", context);
  json_object_set_string_member (request, "action", options->action);
  json_object_set_string_member (request, "resource", options->resource);
  if (options->service != NULL || options->principal_arn != NULL)
    json_object_set_object_member (request, "principal", principal_to_json (options));
  for (guint i = 0; options->unknown != NULL && options->unknown[i] != NULL; i++)
    json_array_add_string_element (unknown, options->unknown[i]);

  request_text = dossier_json_object_to_text (request, FALSE);
  return g_strdup_printf ("{\"policy\":%.*s,\"request\":%s}", (int) length, text, request_text);
}

/* Standard input, read on a thread so that an interrupt is heard while nothing comes.
 * A stream of stdio would be locked by it, and no exit possible. As much is taken as is
 * there: a thread for each line would cost more than the answer.
 */
typedef struct
{
  GInputStream *stream;
  GCancellable *cancellable;
  char *chunk;
  gssize length;
} Input;

static void
input_clear (Input *input)
{
  g_clear_object (&input->stream);
  g_free (input->chunk);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Input, input_clear)

static gpointer
read_run (gpointer   data,
          GError   **error)
{
  Input *input = data;

  input->length = g_input_stream_read (input->stream, input->chunk, CHUNK, input->cancellable, error);
  return NULL;
}

/* Answers the lines that are whole. @rest is the beginning of the next one. */
static void
answer_lines (DossierPolicyBatch *batch,
              const Input        *input,
              GString            *rest,
              GString            *answers)
{
  const char *at = input->chunk, *end = at + input->length;

  g_string_truncate (answers, 0);
  for (const char *stop; (stop = memchr (at, '\n', (gsize) (end - at))) != NULL; at = stop + 1)
    {
      if (rest->len == 0)
        dossier_policy_batch_evaluate (batch, at, (gsize) (stop - at), answers);
      else
        {
          g_string_append_len (rest, at, stop - at);
          dossier_policy_batch_evaluate (batch, rest->str, rest->len, answers);
          g_string_truncate (rest, 0);
        }
      g_string_append_c (answers, '\n');
    }
  g_string_append_len (rest, at, MIN (end - at, MAX_LINE - (gssize) MIN (rest->len, MAX_LINE)));
}

static int
eval_batch (DossierCli *cli)
{
  g_auto(Input) input = {
    .stream = g_unix_input_stream_new (STDIN_FILENO, FALSE),
    .cancellable = cli->cancellable,
    .chunk = g_malloc (CHUNK),
  };
  g_autoptr(DossierPolicyBatch) batch = dossier_policy_batch_new ();
  g_autoptr(GString) rest = g_string_new (NULL);
  g_autoptr(GString) answers = g_string_new (NULL);
  g_autoptr(GError) error = NULL;

  /* The reading itself is cancelled, and so is soon over. */
  while (dossier_await_leaf (dossier_thread_run (read_run, &input, NULL, G_TYPE_NONE), NULL,
                             DOSSIER_NO_TIMEOUT, &error))
    {
      gboolean last = input.length <= 0;

      /* The last line may lack its end. */
      if (last && rest->len == 0)
        break;
      if (last)
        input.chunk[0] = '\n';
      input.length = MAX (input.length, 1);
      answer_lines (batch, &input, rest, answers);
      if (!dossier_cli_write (answers->str, answers->len) || !dossier_cli_flush () || last)
        break;
    }

  return error != NULL ? dossier_cli_fail (cli, error) : DOSSIER_CLI_EXIT_YES;
}

static int
tell_answer (DossierCli *cli,
             const char *answer)
{
  g_autoptr(GError) error = NULL;
  g_autoptr(JsonObject) object = dossier_json_parse_object (answer, -1, &error);
  const char *decision = NULL;

  if (object == NULL)
    return dossier_cli_fail (cli, error);

  if (json_object_has_member (object, "error"))
    {
      JsonObject *refusal = json_object_get_object_member (object, "error");

      g_printerr ("dossier-cli: %s: %s\n",
                  json_object_get_string_member_with_default (refusal, "path", ""),
                  json_object_get_string_member_with_default (refusal, "message", ""));
      return DOSSIER_CLI_EXIT_USAGE;
    }

  decision = dossier_json_need_string (object, "decision", &error);
  if (decision == NULL)
    return dossier_cli_fail (cli, error);

  dossier_cli_print ("%s\n", cli->json ? answer : decision);
  return strcmp (decision, "allow") == 0 ? DOSSIER_CLI_EXIT_YES : DOSSIER_CLI_EXIT_NO;
}

static int
eval_single (DossierCli    *cli,
             const Options *options)
{
  g_autoptr(GError) error = NULL;
  g_autoptr(GBytes) policy = NULL;
  g_autofree char *line = NULL;
  g_autoptr(DossierPolicyBatch) batch = dossier_policy_batch_new ();
  g_autoptr(GString) answer = g_string_new (NULL);

  if (options->policy == NULL || options->action == NULL || options->resource == NULL)
    return dossier_cli_usage (_("“policy eval” needs --policy, --action and --resource, or --batch"));
  if (options->service != NULL && options->principal_arn != NULL)
    return dossier_cli_usage (_("A request has one principal: a service or an ARN"));

  policy = dossier_file_read (options->policy, DOSSIER_CLI_MAX_POLICY, &error);
  if (policy == NULL)
    return dossier_cli_usage ("%s", error->message);

  line = make_line (options, policy, &error);
  if (line == NULL)
    return dossier_cli_usage ("%s", error->message);

  dossier_policy_batch_evaluate (batch, line, strlen (line), answer);
  return tell_answer (cli, answer->str);
}

/**
 * dossier_cli_policy_eval:
 * @cli: the options before the command
 * @argc: number of words
 * @argv: (array length=argc): `eval` and its options
 *
 * Evaluates one request against one policy, or a stream of both.
 *
 * Returns: %DOSSIER_CLI_EXIT_YES if the request is allowed, or a batch was
 *   answered; %DOSSIER_CLI_EXIT_NO if it is not allowed or not known to be
 */
int
dossier_cli_policy_eval (DossierCli  *cli,
                         int          argc,
                         char       **argv)
{
  g_auto(Options) options = { 0 };
  const GOptionEntry entries[] = {
    { "batch", 0, 0, G_OPTION_ARG_NONE, &options.batch, N_("Read JSON lines, write one line each"), NULL },
    { "policy", 0, 0, G_OPTION_ARG_FILENAME, &options.policy, N_("The policy document"), N_("FILE") },
    { "action", 0, 0, G_OPTION_ARG_STRING, &options.action, N_("The action, for instance s3:PutObject"), "ACTION" },
    { "resource", 0, 0, G_OPTION_ARG_STRING, &options.resource, N_("What it is done to"), "ARN" },
    { "principal-service", 0, 0, G_OPTION_ARG_STRING, &options.service, N_("The service that asks"), N_("NAME") },
    { "principal-arn", 0, 0, G_OPTION_ARG_STRING, &options.principal_arn, N_("Who asks"), "ARN" },
    { "context", 0, 0, G_OPTION_ARG_STRING_ARRAY, &options.context, N_("A condition key's value; may be repeated"), "KEY=VALUE" },
    { "unknown", 0, 0, G_OPTION_ARG_STRING_ARRAY, &options.unknown, N_("A condition key nobody knows the value of; may be repeated"), "KEY" },
    G_OPTION_ENTRY_NULL,
  };

  if (!dossier_cli_parse (cli, _("Evaluate one request against one policy, or a stream of both"), entries, &argc, &argv) ||
      !dossier_cli_check_words (argc, argv, NULL))
    return DOSSIER_CLI_EXIT_USAGE;

  return options.batch ? eval_batch (cli) : eval_single (cli, &options);
}
