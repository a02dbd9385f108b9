// SPDX-FileCopyrightText: The Dossier authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "config.h"

#include <string.h>

#include "dossier-arn.h"
#include "dossier-demo-iam-private.h"
#include "dossier-demo-policy-private.h"
#include "dossier-policy-evaluate.h"

static const char *const key_types[] = { "string",  "stringList",  "numeric", "numericList",
                                         "boolean", "booleanList", "ip",      "ipList",
                                         "binary",  "binaryList",  "date",    "dateList",
                                         NULL };

/* A policy that takes part, and how the answer calls it. */
typedef struct
{
  char *id;
  const char *type;
  const char *text;
  DossierPolicy *policy;
} Source;

typedef struct
{
  DossierDemoCall *call;
  const DossierDemoIdentity *identity;
  const char *principal;     /* nullable: a user, for the resource's policy */
  GPtrArray *sources;        /* of Source */
  GPtrArray *bounds;         /* of Source */
  GPtrArray *organization;   /* of Source */
  GPtrArray *keys;           /* what the policies ask for */
  GHashTable *context;       /* lower-case key -> GPtrArray of const char* */
} Simulation;

static void
source_free (gpointer data)
{
  Source *source = data;

  g_free (source->id);
  g_clear_pointer (&source->policy, dossier_policy_unref);
  g_free (source);
}

static gboolean
add_source (Simulation *self,
            GPtrArray  *list,
            char       *id,
            const char *type,
            const char *text)
{
  Source *source = g_new0 (Source, 1);
  g_autoptr (GError) error = NULL;

  source->id = id;
  source->type = type;
  source->text = text;
  source->policy = dossier_policy_parse (text, -1, &error);
  g_ptr_array_add (list, source);
  dossier_demo_policy_list_keys (text, self->keys);
  if (source->policy != NULL)
    return TRUE;
  dossier_demo_call_refuse (self->call, SOUP_STATUS_BAD_REQUEST, "InvalidInput", "Invalid policy %s: %s",
                            id, error->message);
  return FALSE;
}

static gboolean
add_identity_policies (Simulation *self)
{
  g_autoptr (GPtrArray) records = dossier_demo_world_list_policies (self->call->world, self->identity);
  g_autoptr (GPtrArray) inputs = dossier_demo_iam_members (self->call, "PolicyInputList");
  gboolean ok = TRUE;

  for (guint i = 0; ok && i < records->len; i++)
    {
      const DossierDemoPolicy *record = g_ptr_array_index (records, i);
      const char *resource =
          strstr (record->owner, ":iam::") + strlen (":iam::") + strlen ("123456789012:");
      const char *kind = g_str_has_prefix (resource, "user/")    ? "user"
                         : g_str_has_prefix (resource, "group/") ? "group"
                                                                 : "role";
      g_autofree char *inline_id =
          g_strdup_printf ("%s_%s_%s", kind, strrchr (resource, '/') + 1, record->name);

      if (record->arn == NULL)
        ok = add_source (self, self->sources, g_steal_pointer (&inline_id), kind, record->document);
      else
        ok = add_source (self, self->sources, g_strdup (record->name),
                         strstr (record->arn, ":iam::aws:") != NULL ? "aws-managed" : "user-managed",
                         record->document);
    }
  for (guint i = 0; ok && i < inputs->len; i++)
    ok = add_source (self, self->sources, g_strdup_printf ("PolicyInputList.%u", i + 1), "none",
                     g_ptr_array_index (inputs, i));
  return ok;
}

static gboolean
add_bounds (Simulation *self)
{
  g_autoptr (GPtrArray) inputs = dossier_demo_iam_members (self->call, "PermissionsBoundaryPolicyInputList");
  gboolean ok = TRUE;

  for (guint i = 0; ok && i < inputs->len; i++)
    ok = add_source (self, self->bounds, g_strdup_printf ("PermissionsBoundaryPolicyInputList.%u", i + 1),
                     "none", g_ptr_array_index (inputs, i));
  for (guint i = 0;
       ok && inputs->len == 0 && self->identity->boundary != NULL && i < self->call->world->policies->len;
       i++)
    {
      const DossierDemoPolicy *record = g_ptr_array_index (self->call->world->policies, i);

      if (g_strcmp0 (record->arn, self->identity->boundary) == 0)
        {
          ok = add_source (self, self->bounds, g_strdup (record->name), "user-managed", record->document);
          break;
        }
    }
  return ok;
}

/* Neither their statements nor their keys are told, only what becomes of it. */
static gboolean
add_organization (Simulation *self)
{
  g_autoptr (GPtrArray) records =
      dossier_demo_world_list_organization_policies (self->call->world, self->identity->account);
  gboolean ok = TRUE;

  for (guint i = 0; ok && i < records->len; i++)
    {
      const DossierDemoPolicy *record = g_ptr_array_index (records, i);

      ok = add_source (self, self->organization, g_strdup (record->name), "none", record->document);
    }
  return ok;
}

/* A resource's policy is simulated for users only. */
static gboolean
add_resource_policy (Simulation *self)
{
  const char *text = dossier_demo_call_get_query (self->call, "ResourcePolicy");
  const char *caller = dossier_demo_call_get_query (self->call, "CallerArn");
  const char *source = self->identity->arn;

  if (caller == NULL && strstr (source, ":user/") != NULL)
    caller = source;
  if (text == NULL)
    return TRUE;
  if (caller == NULL || strstr (caller, ":user/") == NULL)
    {
      dossier_demo_call_refuse (self->call, SOUP_STATUS_BAD_REQUEST, "InvalidInput",
                                "CallerArn must be the ARN of an IAM user when ResourcePolicy is given.");
      return FALSE;
    }
  self->principal = caller;
  return add_source (self, self->sources, g_strdup ("ResourcePolicy"), "resource", text);
}

static void
provide (Simulation *self,
         const char *key,
         const char *value)
{
  g_autofree char *lower = g_ascii_strdown (key, -1);
  GPtrArray *values = g_hash_table_lookup (self->context, lower);

  if (values == NULL)
    {
      values = g_ptr_array_new ();
      g_hash_table_insert (self->context, g_steal_pointer (&lower), values);
    }
  g_ptr_array_add (values, (gpointer) value);
}

/* What the request gives; the keys of the principal are known without. */
static gboolean
read_context (Simulation *self)
{
  provide (self, "aws:PrincipalArn", self->identity->arn);
  provide (self, "aws:PrincipalAccount", self->identity->account);
  provide (self, "aws:userid", self->identity->id);
  if (strstr (self->identity->arn, ":user/") != NULL)
    provide (self, "aws:username", self->identity->name);
  for (guint i = 1;; i++)
    {
      g_autofree char *entry = g_strdup_printf ("ContextEntries.member.%u", i);
      g_autofree char *name = g_strconcat (entry, ".ContextKeyName", NULL);
      g_autofree char *type = g_strconcat (entry, ".ContextKeyType", NULL);
      g_autofree char *list = g_strconcat (entry, ".ContextKeyValues", NULL);
      const char *key = dossier_demo_call_get_query (self->call, name);
      const char *kind = dossier_demo_call_get_query (self->call, type);
      g_autoptr (GPtrArray) values = NULL;

      if (key == NULL)
        return TRUE;
      if (kind == NULL || !g_strv_contains (key_types, kind))
        {
          dossier_demo_call_refuse (self->call, SOUP_STATUS_BAD_REQUEST, "InvalidInput",
                                    "Invalid context key type for %s", key);
          return FALSE;
        }
      values = dossier_demo_iam_members (self->call, list);
      for (guint j = 0; j < values->len; j++)
        provide (self, key, g_ptr_array_index (values, j));
    }
}

/* With @unknown the keys that nobody gave may be anything; without, they are absent. */
static DossierPolicyVerdict *
evaluate (Simulation *self,
          GPtrArray  *sources,
          const char *action,
          const char *resource,
          gboolean    unknown)
{
  g_autoptr (DossierPolicyRequest) request = dossier_policy_request_new (action, resource);
  g_autoptr (GPtrArray) policies = g_ptr_array_new ();
  GHashTableIter iter;
  gpointer key, values;

  if (self->principal != NULL)
    dossier_policy_request_set_principal_aws (request, self->principal);
  g_hash_table_iter_init (&iter, self->context);
  while (g_hash_table_iter_next (&iter, &key, &values))
    for (guint i = 0; i < ((GPtrArray *) values)->len; i++)
      dossier_policy_request_add_context (request, key, g_ptr_array_index ((GPtrArray *) values, i));
  for (guint i = 0; unknown && i < self->keys->len; i++)
    {
      g_autofree char *lower = g_ascii_strdown (g_ptr_array_index (self->keys, i), -1);

      if (!g_hash_table_contains (self->context, lower))
        dossier_policy_request_set_unknown (request, g_ptr_array_index (self->keys, i));
    }
  for (guint i = 0; i < sources->len; i++)
    g_ptr_array_add (policies, ((Source *) g_ptr_array_index (sources, i))->policy);
  return dossier_policy_evaluate ((DossierPolicy *const *) policies->pdata, policies->len, request);
}

static void
add_position (GString             *xml,
              const char          *name,
              DossierDemoPosition  position)
{
  g_string_append_printf (xml, "<%s><Line>%u</Line><Column>%u</Column></%s>", name, position.line,
                          position.column, name);
}

static void
add_matched (Simulation                 *self,
             GString                    *xml,
             const DossierPolicyVerdict *verdict)
{
  gsize n;
  const DossierPolicyStatementRef *refs = dossier_policy_verdict_get_statements (verdict, &n);

  g_string_append (xml, "<MatchedStatements>");
  for (gsize i = 0; i < n; i++)
    {
      const Source *source = g_ptr_array_index (self->sources, refs[i].policy);
      DossierDemoPosition start = { 0 }, end = { 0 };

      dossier_demo_policy_find (source->text, refs[i].statement, &start, &end);
      g_string_append (xml, "<member>");
      dossier_demo_xml_add (xml, "SourcePolicyId", source->id);
      dossier_demo_xml_add (xml, "SourcePolicyType", source->type);
      add_position (xml, "StartPosition", start);
      add_position (xml, "EndPosition", end);
      g_string_append (xml, "</member>");
    }
  g_string_append (xml, "</MatchedStatements>");
}

static const char *
word_for (DossierDecision decision)
{
  return decision == DOSSIER_DECISION_ALLOW ? "allowed"
         : decision == DOSSIER_DECISION_EXPLICIT_DENY ? "explicitDeny" : "implicitDeny";
}

/* One action on one resource: appends what decided, returns the decision. */
static DossierDecision
simulate_one (Simulation *self,
              const char *action,
              const char *resource,
              GString    *details)
{
  g_autoptr (DossierPolicyVerdict) verdict = evaluate (self, self->sources, action, resource, FALSE);
  g_autoptr (DossierPolicyVerdict) open = evaluate (self, self->sources, action, resource, TRUE);
  DossierDecision decision = dossier_policy_verdict_get_decision (verdict);
  const char *const *missing = dossier_policy_verdict_get_unknown_keys (open);

  add_matched (self, details, verdict);
  g_string_append (details, "<MissingContextValues>");
  for (guint i = 0; missing[i] != NULL; i++)
    dossier_demo_xml_add (details, "member", missing[i]);
  g_string_append (details, "</MissingContextValues>");
  if (self->bounds->len > 0)
    {
      g_autoptr (DossierPolicyVerdict) bound = evaluate (self, self->bounds, action, resource, FALSE);
      DossierDecision within = dossier_policy_verdict_get_decision (bound);

      g_string_append (details, "<PermissionsBoundaryDecisionDetail>");
      dossier_demo_xml_add (details, "AllowedByPermissionsBoundary",
                            within == DOSSIER_DECISION_ALLOW ? "true" : "false");
      g_string_append (details, "</PermissionsBoundaryDecisionDetail>");
      if (within == DOSSIER_DECISION_EXPLICIT_DENY ||
          (decision == DOSSIER_DECISION_ALLOW && within != DOSSIER_DECISION_ALLOW))
        decision = within;
    }
  return decision;
}

/* The ARN's form in the service authorization reference, as IAM names what
 * kind of resource it tried. */
static const char *
template_for (const char *resource)
{
  g_autoptr (DossierArn) arn = dossier_arn_parse (resource, NULL);

  if (arn != NULL && g_str_equal (arn->service, "s3"))
    return strchr (arn->resource, '/') != NULL ? "arn:${Partition}:s3:::${BucketName}/${ObjectName}"
                                               : "arn:${Partition}:s3:::${BucketName}";
  if (arn != NULL && g_str_equal (arn->service, "kms"))
    return "arn:${Partition}:kms:${Region}:${Account}:key/${KeyId}";
  return "*";
}

/* Each service control policy has to allow it. */
static gboolean
organization_allows (Simulation *self,
                     const char *action,
                     const char *resource)
{
  for (guint i = 0; i < self->organization->len; i++)
    {
      g_autoptr (GPtrArray) one = g_ptr_array_new ();
      g_autoptr (DossierPolicyVerdict) verdict = NULL;

      g_ptr_array_add (one, g_ptr_array_index (self->organization, i));
      verdict = evaluate (self, one, action, resource, FALSE);
      if (dossier_policy_verdict_get_decision (verdict) != DOSSIER_DECISION_ALLOW)
        return FALSE;
    }
  return TRUE;
}

static void
add_result (Simulation *self,
            GString    *xml,
            const char *action,
            GPtrArray  *resources)
{
  g_autoptr (GString) specific = g_string_new (NULL), first = NULL;
  DossierDecision overall = DOSSIER_DECISION_ALLOW;
  gboolean by_organization = TRUE;

  for (guint i = 0; i < resources->len; i++)
    {
      const char *resource = g_ptr_array_index (resources, i);
      g_autoptr (GString) details = g_string_new (NULL);
      DossierDecision decision = simulate_one (self, action, resource, details);

      if (!organization_allows (self, action, resource))
        {
          by_organization = FALSE;
          if (decision == DOSSIER_DECISION_ALLOW)
            decision = DOSSIER_DECISION_IMPLICIT_DENY;
        }
      if (decision == DOSSIER_DECISION_EXPLICIT_DENY || overall == DOSSIER_DECISION_ALLOW)
        overall = decision;
      g_string_append (specific, "<member>");
      dossier_demo_xml_add (specific, "EvalResourceName", resource);
      dossier_demo_xml_add (specific, "EvalResourceDecision", word_for (decision));
      g_string_append (specific, details->str);
      g_string_append (specific, "</member>");
      if (first == NULL)
        first = g_steal_pointer (&details);
    }
  g_string_append (xml, "<member>");
  dossier_demo_xml_add (xml, "EvalActionName", action);
  dossier_demo_xml_add (xml, "EvalResourceName", template_for (g_ptr_array_index (resources, 0)));
  dossier_demo_xml_add (xml, "EvalDecision", word_for (overall));
  g_string_append (xml, first->str);
  if (dossier_demo_is_member (self->identity->account))
    g_string_append_printf (xml, "<OrganizationsDecisionDetail><AllowedByOrganizations>%s</AllowedByOrganizations>"
                                 "</OrganizationsDecisionDetail>", by_organization ? "true" : "false");
  if (!g_str_equal (g_ptr_array_index (resources, 0), "*"))
    g_string_append_printf (xml, "<ResourceSpecificResults>%s</ResourceSpecificResults>", specific->str);
  g_string_append (xml, "</member>");
}

static void
simulate (Simulation *self)
{
  g_autoptr (GPtrArray) actions = dossier_demo_iam_members (self->call, "ActionNames");
  g_autoptr (GPtrArray) resources = dossier_demo_iam_members (self->call, "ResourceArns");
  g_autoptr (GString) xml = g_string_new ("<EvaluationResults>");
  DossierDemoIamPage page;

  if (!dossier_demo_iam_read_page (self->call, &page))
    return;
  if (resources->len == 0)
    g_ptr_array_add (resources, (gpointer) "*");
  for (guint i = 0; i < actions->len; i++)
    {
      const char *action = g_ptr_array_index (actions, i), *colon = strchr (action, ':');

      if (colon == NULL || colon == action || colon[1] == '\0' || strpbrk (action, "*?") != NULL)
        {
          dossier_demo_call_refuse (self->call, SOUP_STATUS_BAD_REQUEST, "InvalidInput",
                                    "Invalid Action: %s", action);
          return;
        }
    }
  if (actions->len == 0)
    {
      dossier_demo_call_refuse (
          self->call, SOUP_STATUS_BAD_REQUEST, "ValidationError",
          "1 validation error detected: Value null at 'actionNames' failed to satisfy constraint: "
          "Member must not be null");
      return;
    }
  for (guint64 i = page.first; i < actions->len && i < page.first + page.limit; i++)
    add_result (self, xml, g_ptr_array_index (actions, (guint) i), resources);
  g_string_append (xml, "</EvaluationResults>");
  dossier_demo_iam_end_page (xml, &page, actions->len);
  dossier_demo_call_reply_query (self->call, xml->str);
}

/* SimulatePrincipalPolicy */
void
dossier_demo_iam_simulate (DossierDemoCall *call)
{
  Simulation self = { .call = call,
                      .identity = dossier_demo_iam_find_source (call, "iam:SimulatePrincipalPolicy") };

  if (self.identity == NULL)
    return;
  self.sources = g_ptr_array_new_with_free_func (source_free);
  self.bounds = g_ptr_array_new_with_free_func (source_free);
  self.organization = g_ptr_array_new_with_free_func (source_free);
  self.keys = g_ptr_array_new_with_free_func (g_free);
  self.context =
      g_hash_table_new_full (g_str_hash, g_str_equal, g_free, (GDestroyNotify) g_ptr_array_unref);
  if (add_identity_policies (&self) && add_bounds (&self) && add_organization (&self) && add_resource_policy (&self) &&
      read_context (&self))
    simulate (&self);
  g_ptr_array_unref (self.sources);
  g_ptr_array_unref (self.bounds);
  g_ptr_array_unref (self.organization);
  g_ptr_array_unref (self.keys);
  g_hash_table_unref (self.context);
}
