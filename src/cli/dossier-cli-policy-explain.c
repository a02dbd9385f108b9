// SPDX-FileCopyrightText: The Dossier authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "config.h"

#include <string.h>

#include <glib/gi18n.h>

#include "dossier-cli-policy.h"
#include "dossier-json.h"
#include "dossier-policy-diff.h"
#include "dossier-policy-inspector.h"

#define CONTEXT 3

static const char *const decisions[] = { "implicitDeny", "allow", "explicitDeny", "unknown" };

static const char *const kinds[] = {
  [DOSSIER_POLICY_TROUBLE_TRANSPORT] = N_("A Deny of what does not come over TLS, of which AWS says nothing when a service calls"),
  [DOSSIER_POLICY_TROUBLE_TLS_VERSION] = N_("A Deny of old versions of TLS, of which AWS says nothing when a service calls"),
  [DOSSIER_POLICY_TROUBLE_ENCRYPTION] = N_("A Deny of objects that are not encrypted in a certain way; Inspector encrypts with a KMS key"),
  [DOSSIER_POLICY_TROUBLE_KEY] = N_("A Deny of objects that are encrypted with another key"),
  [DOSSIER_POLICY_TROUBLE_ORGANIZATION] = N_("A Deny of callers outside an organization; a service is in none"),
  [DOSSIER_POLICY_TROUBLE_PRINCIPAL] = N_("A Deny of all but certain callers; a service has no such identity"),
  [DOSSIER_POLICY_TROUBLE_ENDPOINT] = N_("A Deny of what does not come through a VPC or its endpoint; a service does not"),
  [DOSSIER_POLICY_TROUBLE_ADDRESS] = N_("A Deny of what does not come from certain addresses, of which AWS says nothing when a service calls"),
  [DOSSIER_POLICY_TROUBLE_SOURCE_ORGANIZATION] = N_("A Deny of services that act for others than an organization"),
  [DOSSIER_POLICY_TROUBLE_SOURCE] = N_("A Deny of services that act for other accounts or resources"),
  [DOSSIER_POLICY_TROUBLE_ACL] = N_("A Deny by the access control list, of which it is not known what Inspector sends"),
  [DOSSIER_POLICY_TROUBLE_NOT_PRINCIPAL] = N_("A Deny of all who are not named, and Inspector is not"),
  [DOSSIER_POLICY_TROUBLE_UNCONDITIONAL] = N_("A Deny without a condition"),
  [DOSSIER_POLICY_TROUBLE_OTHER] = N_("A Deny by a condition that Inspector meets, or may meet"),
  [DOSSIER_POLICY_TROUBLE_NO_STATEMENT] = N_("No statement speaks of Inspector"),
  [DOSSIER_POLICY_TROUBLE_ACCOUNT_ONLY] = N_("An account is allowed, which does not mean the services that act for it"),
  [DOSSIER_POLICY_TROUBLE_PRINCIPAL_REGION] = N_("Inspector is allowed under the name that it has in other Regions"),
  [DOSSIER_POLICY_TROUBLE_SOURCE_PARTITION] = N_("aws:SourceArn is of another partition"),
  [DOSSIER_POLICY_TROUBLE_SOURCE_REGION] = N_("aws:SourceArn is of another Region"),
  [DOSSIER_POLICY_TROUBLE_SOURCE_ACCOUNT] = N_("Another account is named"),
  [DOSSIER_POLICY_TROUBLE_SOURCE_FORM] = N_("aws:SourceArn is not a pattern of Inspector's reports"),
  [DOSSIER_POLICY_TROUBLE_LITERAL] = N_("A wildcard stands where it means itself; an operator ending in Like would heed it"),
  [DOSSIER_POLICY_TROUBLE_BUCKET_ONLY] = N_("The bucket itself is allowed, and not the objects in it"),
  [DOSSIER_POLICY_TROUBLE_RESOURCE] = N_("Other resources are allowed than the report"),
  [DOSSIER_POLICY_TROUBLE_ACTION] = N_("An action is not allowed"),
  [DOSSIER_POLICY_TROUBLE_EVERYBODY] = N_("Everybody is allowed; whether that means services is not documented"),
  [DOSSIER_POLICY_TROUBLE_CONDITION] = N_("Another condition is not met, or may not be"),
};

static const char *const effects[] = { N_("blocks"), N_("may block"), N_("passes") };

static JsonArray *
strings_to_json (const char *const *strings)
{
  JsonArray *array = json_array_new ();

  for (; *strings != NULL; strings++)
    json_array_add_string_element (array, *strings);
  return array;
}

static JsonArray *
calls_to_json (const DossierPolicyInspector *inspector)
{
  JsonArray *array = json_array_new ();

  for (guint i = 0; i < dossier_policy_inspector_get_n_calls (inspector); i++)
    {
      const DossierPolicyCall *call = dossier_policy_inspector_get_call (inspector, i);
      JsonObject *object = json_object_new ();
      JsonArray *statements = json_array_new ();
      gsize n;
      const DossierPolicyStatementRef *refs = dossier_policy_verdict_get_statements (call->verdict, &n);

      for (gsize j = 0; j < n; j++)
        json_array_add_int_element (statements, refs[j].statement);
      json_object_set_string_member (object, "account", call->account);
      json_object_set_string_member (object, "action", call->action);
      json_object_set_string_member (object, "decision", decisions[dossier_policy_verdict_get_decision (call->verdict)]);
      json_object_set_array_member (object, "statements", statements);
      json_object_set_array_member (object, "unknownKeys",
                                    strings_to_json (dossier_policy_verdict_get_unknown_keys (call->verdict)));
      json_array_add_object_element (array, object);
    }
  return array;
}

/* Returns: (transfer full) (nullable): the proposal for a trouble */
static char *
propose (const DossierPolicyInspector *inspector,
         guint                         index,
         const char                   *key_arn)
{
  DossierPolicyMend mend = dossier_policy_inspector_get_trouble (inspector, index)->mend;

  if (mend != DOSSIER_POLICY_MEND_EXEMPT_SERVICES && mend != DOSSIER_POLICY_MEND_NAME_KEY)
    return NULL;
  return dossier_policy_inspector_mend (inspector, index, key_arn, NULL);
}

static JsonArray *
troubles_to_json (const DossierPolicyInspector *inspector,
                  const DossierPolicy          *policy,
                  const char                   *key_arn)
{
  JsonArray *array = json_array_new ();

  for (guint i = 0; i < dossier_policy_inspector_get_n_troubles (inspector); i++)
    {
      const DossierPolicyTrouble *trouble = dossier_policy_inspector_get_trouble (inspector, i);
      const char *mend = dossier_policy_mend_to_text (trouble->mend);
      g_autofree char *document = propose (inspector, i, key_arn);
      JsonObject *object = json_object_new ();

      json_object_set_string_member (object, "kind", dossier_policy_trouble_kind_to_text (trouble->kind));
      json_object_set_string_member (object, "effect", dossier_policy_trouble_effect_to_text (trouble->effect));
      if (trouble->statement >= 0)
        {
          const char *sid = dossier_policy_get_sid (policy, (guint) trouble->statement);

          json_object_set_int_member (object, "statement", trouble->statement);
          json_object_set_int_member (object, "line", dossier_policy_get_line (policy, (guint) trouble->statement));
          if (sid != NULL)
            json_object_set_string_member (object, "sid", sid);
        }
      if (trouble->key != NULL)
        json_object_set_string_member (object, "key", trouble->key);
      if (trouble->value != NULL)
        json_object_set_string_member (object, "value", trouble->value);
      if (mend != NULL)
        json_object_set_string_member (object, "mend", mend);
      if (document != NULL)
        json_object_set_string_member (object, "document", document);
      json_array_add_object_element (array, object);
    }
  return array;
}

static void
print_troubles (const DossierPolicyInspector *inspector,
                const DossierPolicy          *policy,
                const char                   *key_arn)
{
  for (guint i = 0; i < dossier_policy_inspector_get_n_troubles (inspector); i++)
    {
      const DossierPolicyTrouble *trouble = dossier_policy_inspector_get_trouble (inspector, i);
      const char *sid = trouble->statement >= 0 ? dossier_policy_get_sid (policy, (guint) trouble->statement) : NULL;
      g_autofree char *document = propose (inspector, i, key_arn);

      dossier_cli_print ("\n%s: %s", _(effects[trouble->effect]), _(kinds[trouble->kind]));
      if (trouble->key != NULL || trouble->value != NULL)
        dossier_cli_print (" (%s%s%s)", trouble->key != NULL ? trouble->key : "",
                           trouble->key != NULL && trouble->value != NULL ? ", " : "",
                           trouble->value != NULL ? trouble->value : "");
      dossier_cli_print ("\n");
      if (trouble->statement >= 0)
        dossier_cli_print (_("  Statement %d (%s), line %u\n"), trouble->statement, sid != NULL ? sid : "-",
                           dossier_policy_get_line (policy, (guint) trouble->statement));
      if (trouble->mend == DOSSIER_POLICY_MEND_MERGE)
        dossier_cli_print ("%s\n", _("  “policy merge” adds what lacks"));
      if (document != NULL)
        {
          g_autoptr(DossierPolicyDiff) diff = dossier_policy_diff_new (dossier_policy_get_text (policy, NULL), document);
          g_autofree char *text = dossier_policy_diff_to_text (diff, CONTEXT);

          dossier_cli_print ("%s\n%s", _("  This change would let Inspector through:"), text);
        }
    }
}

static void
print_result (DossierCli                   *cli,
              const DossierPolicyInspector *inspector,
              const DossierPolicy          *policy,
              const char                   *key_arn)
{
  const char *decision = decisions[dossier_policy_inspector_get_decision (inspector)];
  g_autoptr(JsonObject) object = json_object_new ();

  if (cli->json)
    {
      json_object_set_string_member (object, "decision", decision);
      json_object_set_array_member (object, "calls", calls_to_json (inspector));
      json_object_set_array_member (object, "troubles", troubles_to_json (inspector, policy, key_arn));
      dossier_cli_print_object (object);
      return;
    }
  for (guint i = 0; i < dossier_policy_inspector_get_n_calls (inspector); i++)
    {
      const DossierPolicyCall *call = dossier_policy_inspector_get_call (inspector, i);

      dossier_cli_print ("%s %s: %s\n", call->account, call->action,
                         decisions[dossier_policy_verdict_get_decision (call->verdict)]);
    }
  print_troubles (inspector, policy, key_arn);
}

/**
 * dossier_cli_policy_explain:
 * @cli: the options before the command
 * @argc: number of words
 * @argv: (array length=argc): `explain` and its options
 *
 * Tells what a policy says to each of Inspector's calls, why, and what would change it.
 *
 * Returns: %DOSSIER_CLI_EXIT_YES if all calls are allowed
 */
int
dossier_cli_policy_explain (DossierCli  *cli,
                            int          argc,
                            char       **argv)
{
  g_auto(DossierCliPolicyOptions) options = { 0 };
  const GOptionEntry more[] = { G_OPTION_ENTRY_NULL };
  g_autoptr(GArray) entries = dossier_cli_policy_options_list (&options, more);
  g_autoptr(DossierPolicyInspector) inspector = NULL;
  g_autoptr(DossierPolicy) policy = NULL;
  g_autoptr(GError) error = NULL;
  g_autofree char *text = NULL;

  if (!dossier_cli_parse (cli, _("Tell whether a policy lets Inspector write reports, and why not"),
                          (const GOptionEntry *) (gpointer) entries->data, &argc, &argv) ||
      !dossier_cli_check_words (argc, argv, NULL))
    return DOSSIER_CLI_EXIT_USAGE;
  if (options.policy == NULL)
    return dossier_cli_usage (_("“policy explain” needs --policy"));

  if (dossier_cli_policy_options_check (&options, &error))
    text = dossier_cli_policy_read (options.policy, &error);
  policy = text != NULL ? dossier_policy_parse (text, -1, &error) : NULL;
  inspector = policy != NULL ? dossier_policy_inspector_new (policy, &options.access, &error) : NULL;
  if (inspector == NULL)
    return dossier_cli_policy_refuse (cli, options.policy, error);
  print_result (cli, inspector, policy, options.kms_key);
  return dossier_policy_inspector_get_decision (inspector) == DOSSIER_DECISION_ALLOW ? DOSSIER_CLI_EXIT_YES
                                                                                     : DOSSIER_CLI_EXIT_NO;
}
