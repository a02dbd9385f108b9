// SPDX-FileCopyrightText: The Dossier authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "config.h"

#include <string.h>

#include <glib/gi18n.h>

#include "dossier-arn.h"
#include "dossier-aws-error.h"
#include "dossier-cli-change.h"
#include "dossier-cli-policy.h"
#include "dossier-error.h"
#include "dossier-fiber.h"
#include "dossier-new-resource.h"
#include "dossier-policy-proposal.h"
#include "dossier-region.h"
#include "dossier-s3-uri.h"

typedef struct
{
  char *bucket;
  char *prefix;
  char *kms_key;
  char *alias;
  char *description;
  gboolean create;
  gboolean tls_only;
  gboolean also_unknown;
  gboolean apply;
} Options;

static void
options_clear (Options *options)
{
  g_free (options->bucket);
  g_free (options->prefix);
  g_free (options->kms_key);
  g_free (options->alias);
  g_free (options->description);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Options, options_clear)

/* One “prepare”, from the words on the command line to the answer. */
typedef struct
{
  DossierCli *cli;
  const Options *options;
  DossierChangeKind kind;
  const char *resource; /* nullable: the bucket's name, or the key's ARN; of a key to be made its alias */
  DossierCallerIdentity *identity;
  DossierPolicyProposal *proposal;
  char *before;         /* nullable */
  char *principal;
  const char *accounts[2];
  DossierInspectorAccess access;
} Work;

static void
work_clear (Work *work)
{
  g_clear_pointer (&work->identity, dossier_caller_identity_free);
  g_clear_pointer (&work->proposal, dossier_policy_proposal_free);
  g_free (work->before);
  g_free (work->principal);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Work, work_clear)

static JsonObject *
to_json (const Work *work,
         const char *after,
         gboolean    changes,
         const char *id)
{
  JsonObject *object = json_object_new ();

  dossier_cli_set_text (object, "kind", dossier_change_kind_to_text (work->kind));
  dossier_cli_set_text (object, "resource", work->resource);
  json_object_set_boolean_member (object, "changes", changes);
  json_object_set_boolean_member (object, "applied", id != NULL);
  dossier_cli_set_text (object, "id", id);
  dossier_cli_set_text (object, "before", work->before);
  dossier_cli_set_text (object, "after", after);
  if (work->proposal != NULL)
    json_object_set_array_member (object, "notes", dossier_cli_policy_notes_to_json (work->proposal->merge));
  return object;
}

/* Only the owner of a foreign bucket or key can change its policy, and this is what to ask for. */
static int
hand_over (const Work   *work,
           const GError *error)
{
  g_autofree char *statement = dossier_inspector_access_dup_statement (&work->access, "allow-inspector");
  int status = dossier_cli_fail (work->cli, error);

  if (!g_error_matches (error, DOSSIER_AWS_ERROR, DOSSIER_AWS_ERROR_ACCESS_DENIED) &&
      !dossier_aws_error_has_code (error, "MethodNotAllowed"))
    return status;
  if (work->cli->json)
    {
      g_autoptr(JsonObject) object = to_json (work, NULL, FALSE, NULL);

      dossier_cli_set_text (object, "statement", statement);
      dossier_cli_print_object (object);
    }
  else
    {
      g_printerr ("%s\n", _("The policy may not be seen; ask its owner to add this statement:"));
      dossier_cli_print ("%s\n", statement);
    }
  return DOSSIER_CLI_EXIT_NO;
}

static int
answer (const Work *work,
        const char *after,
        const char *id)
{
  gboolean changes = g_strcmp0 (work->before, after) != 0;
  g_autoptr(JsonObject) object = work->cli->json ? to_json (work, after, changes, id) : NULL;

  if (object != NULL)
    dossier_cli_print_object (object);
  else if (!changes)
    dossier_cli_print ("%s\n", _("Nothing has to change: Inspector may use it already, as far as the policy tells."));
  else if (id != NULL)
    dossier_cli_print (_("Written, and read back. “undo %s” takes it back.\n"), id);
  else
    g_printerr ("%s\n", _("Nothing was written; --apply writes it."));
  return !changes || id != NULL ? DOSSIER_CLI_EXIT_YES : DOSSIER_CLI_EXIT_NO;
}

static int
change_policy (Work *work)
{
  DossierCli *cli = work->cli;
  DossierAwsClient *client = dossier_session_get_client (cli->session);
  g_autoptr(DossierChangeJournal) journal = dossier_cli_open_journal ();
  DossierChangeAuthor author = dossier_cli_get_author (cli, work->identity);
  g_autoptr(DossierPolicyWrite) write = NULL;
  g_autoptr(GError) error = NULL;
  const char *after;
  int status;

  work->before = dossier_await_child_string (
      dossier_policy_read (client, work->kind, work->resource, cli->cancellable), &error);
  if (work->before == NULL)
    return hand_over (work, error);
  if (*work->before == '\0')
    g_clear_pointer (&work->before, g_free);

  work->proposal = dossier_policy_propose (work->before, &work->access, work->options->also_unknown, &error);
  if (work->proposal == NULL)
    return dossier_cli_fail (cli, error);
  dossier_cli_policy_tell_notes (work->proposal->merge);
  after = work->proposal->text;
  if (g_strcmp0 (work->before, after) == 0)
    return answer (work, after, NULL);

  if (!cli->json)
    dossier_cli_print_diff (work->before, after);
  g_printerr (_("To be called: %s\n"),
              work->kind == DOSSIER_CHANGE_KEY_POLICY ? "kms:GetKeyPolicy, kms:PutKeyPolicy, kms:GetKeyPolicy"
                                                      : "s3:GetBucketPolicy, s3:PutBucketPolicy, s3:GetBucketPolicy");
  if (!work->options->apply)
    return answer (work, after, NULL);

  write = dossier_policy_write_new (client, journal, &author, work->kind, work->resource, work->before, after);
  status = dossier_cli_run_write (cli, write, work->before);
  return status == DOSSIER_CLI_EXIT_YES ? answer (work, after, dossier_policy_write_get_entry (write)->id) : status;
}

static int
create (Work *work)
{
  DossierCli *cli = work->cli;
  const Options *options = work->options;
  DossierAwsClient *client = dossier_session_get_client (cli->session);
  g_autoptr(DossierChangeJournal) journal = dossier_cli_open_journal ();
  DossierChangeAuthor author = dossier_cli_get_author (cli, work->identity);
  gboolean is_key = work->kind == DOSSIER_CHANGE_NEW_KEY;
  g_autoptr(GError) error = NULL;
  g_autofree char *base = !is_key && options->tls_only ? dossier_policy_tls_only (&work->access) : NULL;
  g_autofree char *made = NULL;
  g_autoptr(JsonObject) object = NULL;

  work->proposal = dossier_policy_propose (base, &work->access, FALSE, &error);
  if (work->proposal == NULL)
    return dossier_cli_fail (cli, error);
  dossier_cli_policy_tell_notes (work->proposal->merge);
  if (!cli->json)
    dossier_cli_print_diff (NULL, work->proposal->text);
  g_printerr (_("To be called: %s\n"),
              is_key ? "kms:CreateKey, kms:CreateAlias"
                     : "s3:CreateBucket, s3:PutPublicAccessBlock, s3:PutBucketEncryption, s3:GetBucketOwnershipControls, "
                       "s3:GetBucketPolicy, s3:PutBucketPolicy, s3:GetBucketPolicy");
  if (options->apply)
    {
      made = dossier_await_child_string (
          is_key ? dossier_new_key (client, journal, &author, options->alias, options->description,
                                    work->proposal->text, cli->cancellable)
                 : dossier_new_bucket (client, journal, &author, options->bucket, options->kms_key,
                                       work->proposal->text, cli->cancellable),
          &error);
      if (made == NULL)
        return dossier_cli_fail (cli, error);
      work->resource = made;
    }

  object = cli->json ? to_json (work, work->proposal->text, TRUE, NULL) : NULL;
  if (object != NULL)
    {
      json_object_set_boolean_member (object, "applied", made != NULL);
      dossier_cli_print_object (object);
    }
  else if (made != NULL)
    dossier_cli_print ("%s\n", made);
  else
    g_printerr ("%s\n", _("Nothing was made; --apply makes it."));
  return made != NULL ? DOSSIER_CLI_EXIT_YES : DOSSIER_CLI_EXIT_NO;
}

static int
run (DossierCli        *cli,
     const Options     *options,
     DossierChangeKind  kind,
     const char        *resource)
{
  g_auto(Work) work = { .cli = cli, .options = options, .kind = kind, .resource = resource };
  gboolean is_key = kind == DOSSIER_CHANGE_KEY_POLICY || kind == DOSSIER_CHANGE_NEW_KEY;
  const DossierPartition *partition;
  const char *region;
  g_autoptr(GError) error = NULL;
  int status = dossier_cli_open (cli);

  if (status != DOSSIER_CLI_EXIT_YES)
    return status;
  region = dossier_session_get_region (cli->session);
  partition = dossier_region_partition (region);
  work.principal = dossier_region_inspector_principal (region, &error);
  if (work.principal == NULL)
    return dossier_cli_refuse (cli, error);
  work.identity = dossier_cli_identify (cli, &error);
  if (work.identity == NULL)
    return dossier_cli_fail (cli, error);

  work.accounts[0] = work.identity->account;
  work.access = (DossierInspectorAccess) {
    .kind = is_key ? DOSSIER_POLICY_KIND_KEY : DOSSIER_POLICY_KIND_BUCKET,
    .principal = work.principal,
    .partition = partition != NULL ? partition->name : "aws",
    .region = region,
    .accounts = work.accounts,
    .bucket = options->bucket,
    .prefix = options->prefix,
    .key_arn = options->kms_key,
    .owner = is_key && options->create ? work.identity->account : NULL,
  };
  if (!dossier_inspector_access_check (&work.access, &error))
    return dossier_cli_refuse (cli, error);
  return options->create ? create (&work) : change_policy (&work);
}

static int
prepare_bucket (DossierCli  *cli,
                int          argc,
                char       **argv)
{
  g_auto(Options) options = { 0 };
  const GOptionEntry entries[] = {
    { "kms-key", 0, 0, G_OPTION_ARG_STRING, &options.kms_key, N_("The key that reports are encrypted with; a new bucket encrypts with it"), "ARN" },
    { "create", 0, 0, G_OPTION_ARG_NONE, &options.create, N_("Make the bucket: closed to the public, owning all objects, encrypting with the key"), NULL },
    { "tls-only", 0, 0, G_OPTION_ARG_NONE, &options.tls_only, N_("With --create: let people in over TLS only"), NULL },
    { "also-unknown", 0, 0, G_OPTION_ARG_NONE, &options.also_unknown, N_("Mend also statements of which nobody knows whether they keep Inspector out"), NULL },
    { "apply", 0, 0, G_OPTION_ARG_NONE, &options.apply, N_("Write it"), NULL },
    G_OPTION_ENTRY_NULL,
  };
  g_autoptr(GError) error = NULL;

  if (!dossier_cli_parse (cli, _("Merge into a bucket's policy what lets Inspector write reports below the prefix. "
                                 "Shows the change, and writes it with --apply only."), entries, &argc, &argv) ||
      !dossier_cli_check_words (argc, argv, "s3://BUCKET[/PREFIX]"))
    return DOSSIER_CLI_EXIT_USAGE;
  if (options.tls_only && !options.create)
    return dossier_cli_usage (_("--tls-only goes with --create"));
  if (!dossier_s3_uri_parse (argv[1], &options.bucket, &options.prefix, &error))
    return dossier_cli_usage ("%s", error->message);

  return run (cli, &options, options.create ? DOSSIER_CHANGE_NEW_BUCKET : DOSSIER_CHANGE_BUCKET_POLICY, options.bucket);
}

static int
prepare_key (DossierCli  *cli,
             int          argc,
             char       **argv)
{
  g_auto(Options) options = { 0 };
  const GOptionEntry entries[] = {
    { "create", 0, 0, G_OPTION_ARG_NONE, &options.create, N_("Make a key"), NULL },
    { "alias", 0, 0, G_OPTION_ARG_STRING, &options.alias, N_("With --create: its alias"), "alias/NAME" },
    { "description", 0, 0, G_OPTION_ARG_STRING, &options.description, N_("With --create: what it is for"), N_("TEXT") },
    { "also-unknown", 0, 0, G_OPTION_ARG_NONE, &options.also_unknown, N_("Mend also statements of which nobody knows whether they keep Inspector out"), NULL },
    { "apply", 0, 0, G_OPTION_ARG_NONE, &options.apply, N_("Write it"), NULL },
    G_OPTION_ENTRY_NULL,
  };
  g_autoptr(DossierArn) arn = NULL;

  if (!dossier_cli_parse (cli, _("Merge into a key's policy what lets Inspector encrypt reports, or make a key with such "
                                 "a policy. Shows the change, and writes it with --apply only."), entries, &argc, &argv) ||
      !dossier_cli_check_words (argc, argv, options.create ? NULL : "ARN"))
    return DOSSIER_CLI_EXIT_USAGE;
  if (options.create)
    {
      if (options.alias != NULL && (!g_str_has_prefix (options.alias, "alias/") || g_str_has_prefix (options.alias, "alias/aws/")))
        return dossier_cli_usage (_("“%s” is no alias: “alias/NAME”, and not one of “alias/aws/”"), options.alias);
      return run (cli, &options, DOSSIER_CHANGE_NEW_KEY, options.alias);
    }
  if (options.alias != NULL || options.description != NULL)
    return dossier_cli_usage (_("--alias and --description go with --create"));
  arn = dossier_arn_parse (argv[1], NULL);
  if (arn == NULL || !g_str_equal (arn->service, "kms") || !g_str_has_prefix (arn->resource, "key/"))
    return dossier_cli_usage (_("“%s” is not the ARN of a key"), argv[1]);

  options.kms_key = g_strdup (argv[1]);
  return run (cli, &options, DOSSIER_CHANGE_KEY_POLICY, options.kms_key);
}

static const DossierCliVerb verbs[] = {
  { "bucket", prepare_bucket, "s3://BUCKET[/PREFIX]", N_("Let Inspector write to a bucket, or make one") },
  { "key", prepare_key, "ARN", N_("Let Inspector encrypt with a key, or make one") },
};

/**
 * dossier_cli_prepare:
 * @cli: the options before the command
 * @argc: number of words
 * @argv: (array length=argc): `prepare`, a verb and its options
 *
 * Proposes the change that lets Inspector use a bucket or a key, and makes it when told to.
 *
 * Returns: a #DossierCliExit; %DOSSIER_CLI_EXIT_NO where something has to change and was not
 */
int
dossier_cli_prepare (DossierCli  *cli,
                     int          argc,
                     char       **argv)
{
  return dossier_cli_run_verb (cli, verbs, G_N_ELEMENTS (verbs), argc, argv);
}
