// SPDX-FileCopyrightText: The Dossier authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "config.h"

#include <string.h>

#include "dossier-demo-authorize-private.h"
#include "dossier-demo-policy-private.h"
#include "dossier-policy-evaluate.h"
#include "dossier-time.h"

static void
add_pairs (DossierPolicyRequest *request,
           const char *const    *context)
{
  for (gsize i = 0; context != NULL && context[i] != NULL; i += 2)
    if (context[i + 1] != NULL)
      dossier_policy_request_add_context (request, context[i], context[i + 1]);
}

/* The global condition keys of a request by a person or a program of an account.
 * The loopback stands for the https that a client would use. */
static void
add_globals (DossierPolicyRequest  *request,
             DossierDemoCall       *call,
             const DossierDemoWish *wish)
{
  const DossierDemoCaller *caller = &call->caller;
  gboolean role = caller->credential->session != NULL;
  const char *owner = wish->owner != NULL ? wish->owner : caller->account;
  g_autofree char *iso = dossier_time_to_iso8601 (call->now);
  g_autofree char *epoch = g_strdup_printf ("%" G_GINT64_FORMAT, call->now / G_TIME_SPAN_SECOND);
  const char *const pairs[] = {
    "aws:PrincipalArn", caller->identity->arn,
    "aws:PrincipalAccount", caller->account,
    "aws:PrincipalType", role ? "AssumedRole" : "User",
    "aws:PrincipalIsAWSService", "false",
    "aws:ViaAWSService", "false",
    "aws:userid", caller->user_id,
    "aws:SecureTransport", "true",
    "aws:SourceIp", "127.0.0.1",
    "aws:RequestedRegion", call->region,
    "aws:CurrentTime", iso,
    "aws:EpochTime", epoch,
    "aws:ResourceAccount", owner,
    NULL,
  };
  const char *agent = dossier_demo_call_get_header (call, "User-Agent");

  add_pairs (request, pairs);
  if (!role)
    dossier_policy_request_add_context (request, "aws:username", caller->identity->name);
  if (dossier_demo_is_member (caller->account))
    {
      dossier_policy_request_add_context (request, "aws:PrincipalOrgID", DOSSIER_DEMO_ORGANIZATION_ID);
      dossier_policy_request_add_context (request, "aws:PrincipalOrgPaths", DOSSIER_DEMO_ORGANIZATION_PATH);
    }
  if (dossier_demo_is_member (owner))
    dossier_policy_request_add_context (request, "aws:ResourceOrgID", DOSSIER_DEMO_ORGANIZATION_ID);
  if (caller->credential->token != NULL)
    dossier_policy_request_add_context (request, "aws:MultiFactorAuthPresent",
                                        caller->credential->mfa ? "true" : "false");
  if (agent != NULL)
    dossier_policy_request_add_context (request, "aws:UserAgent", agent);
}

static DossierPolicyRequest *
make_request (DossierDemoCall       *call,
              const DossierDemoWish *wish,
              const char            *principal)
{
  DossierPolicyRequest *request = dossier_policy_request_new (wish->action, wish->resource);

  dossier_policy_request_set_principal_aws (request, principal);
  add_globals (request, call, wish);
  add_pairs (request, wish->context);
  return request;
}

static DossierPolicyVerdict *
ask (DossierDemoCall       *call,
     const DossierDemoWish *wish,
     const char            *principal,
     const char            *text)
{
  g_autoptr (DossierPolicyRequest) request = make_request (call, wish, principal);
  g_autoptr (DossierPolicy) policy = dossier_demo_policy_read (text);

  return dossier_policy_evaluate (&policy, policy != NULL ? 1 : 0, request);
}

/* What the resource's policy says: nothing, that the caller may, that the
 * caller's account may decide, or no. */
typedef enum { SAYS_NOTHING, SAYS_ALLOW, SAYS_DELEGATED, SAYS_DENY } ResourceSays;

static ResourceSays
ask_resource (DossierDemoCall       *call,
              const DossierDemoWish *wish)
{
  g_autoptr (DossierPolicyVerdict) verdict = ask (call, wish, call->caller.arn, wish->resource_policy);

  switch (dossier_policy_verdict_get_decision (verdict))
    {
    case DOSSIER_DECISION_EXPLICIT_DENY:
      return SAYS_DENY;
    case DOSSIER_DECISION_ALLOW:
      return dossier_policy_verdict_is_delegated (verdict) ? SAYS_DELEGATED : SAYS_ALLOW;
    case DOSSIER_DECISION_IMPLICIT_DENY:
    case DOSSIER_DECISION_UNKNOWN:
    default:
      return SAYS_NOTHING;
    }
}

static DossierDecision
ask_identity (DossierDemoCall       *call,
              const DossierDemoWish *wish)
{
  g_autoptr (GPtrArray) records = dossier_demo_world_list_policies (call->world, call->caller.identity);
  g_autoptr (GPtrArray) policies = g_ptr_array_new_with_free_func ((GDestroyNotify) dossier_policy_unref);
  g_autoptr (DossierPolicyRequest) request = make_request (call, wish, call->caller.arn);
  g_autoptr (DossierPolicyVerdict) verdict = NULL;

  for (guint i = 0; i < records->len; i++)
    {
      const DossierDemoPolicy *record = g_ptr_array_index (records, i);
      DossierPolicy *policy = dossier_demo_policy_read (record->document);

      if (policy != NULL)
        g_ptr_array_add (policies, policy);
    }
  verdict = dossier_policy_evaluate ((DossierPolicy *const *) policies->pdata, policies->len, request);
  return dossier_policy_verdict_get_decision (verdict);
}

static gboolean
refuse (char       **reason,
        gboolean     deny,
        const char  *kind,
        const char  *action)
{
  *reason = deny ? g_strdup_printf ("with an explicit deny in a%s %s",
                                    strchr ("aeiou", *kind) != NULL ? "n" : "", kind)
                 : g_strdup_printf ("because no %s allows the %s action", kind, action);
  return FALSE;
}

/* Bounds never give a right; whatever they do not allow is refused. */
static gboolean
within (DossierDemoCall        *call,
        const DossierDemoWish  *wish,
        const char             *text,
        const char             *kind,
        char                  **reason)
{
  g_autoptr (DossierPolicyVerdict) verdict = NULL;
  DossierDecision decision;

  if (text == NULL)
    return TRUE;
  verdict = ask (call, wish, call->caller.arn, text);
  decision = dossier_policy_verdict_get_decision (verdict);
  return decision == DOSSIER_DECISION_ALLOW ||
         refuse (reason, decision == DOSSIER_DECISION_EXPLICIT_DENY, kind, wish->action);
}

static const char *
boundary_text (DossierDemoCall *call)
{
  for (guint i = 0; call->caller.identity->boundary != NULL && i < call->world->policies->len; i++)
    {
      const DossierDemoPolicy *policy = g_ptr_array_index (call->world->policies, i);

      if (g_strcmp0 (policy->arn, call->caller.identity->boundary) == 0)
        return policy->document;
    }
  return NULL;
}

/* Service control policies bound every account of the organisation alike. */
static gboolean
within_organization (DossierDemoCall        *call,
                     const DossierDemoWish  *wish,
                     char                  **reason)
{
  g_autoptr (GPtrArray) records = dossier_demo_world_list_organization_policies (call->world, call->caller.account);

  for (guint i = 0; i < records->len; i++)
    {
      const DossierDemoPolicy *record = g_ptr_array_index (records, i);
      g_autofree char *plain = NULL;

      if (within (call, wish, record->document, "service control policy", &plain))
        continue;
      /* AWS names the policy where it denies. */
      *reason = strstr (plain, "explicit deny") != NULL ? g_strdup_printf ("%s: %s", plain, record->arn)
                                                        : g_steal_pointer (&plain);
      return FALSE;
    }
  return TRUE;
}

/**
 * dossier_demo_authorize:
 * @call: a call
 * @wish: what its caller wants to do
 * @reason: (out) (transfer full): the end of AWS's sentence, when refused
 *
 * Decides as “policy evaluation logic” of the IAM user guide does: any Deny
 * wins; in the resource's account either side may allow; from another account
 * both must; a KMS key's policy decides, and the account's policies count only
 * where it names the account. Service control policies, session policies and
 * boundaries limit the rest.
 *
 * Returns: whether the caller may
 */
gboolean
dossier_demo_authorize (DossierDemoCall        *call,
                        const DossierDemoWish  *wish,
                        char                  **reason)
{
  gboolean foreign = wish->owner != NULL && g_strcmp0 (wish->owner, call->caller.account) != 0;
  ResourceSays resource = wish->resource_policy != NULL ? ask_resource (call, wish) : SAYS_NOTHING;
  DossierDecision identity = ask_identity (call, wish);
  gboolean allowed = identity == DOSSIER_DECISION_ALLOW;

  if (identity == DOSSIER_DECISION_EXPLICIT_DENY)
    return refuse (reason, TRUE, "identity-based policy", wish->action);
  if (!within_organization (call, wish, reason))
    return FALSE;
  if (resource == SAYS_DENY)
    return refuse (reason, TRUE, "resource-based policy", wish->action);
  if ((foreign || wish->policy_decides) && resource == SAYS_NOTHING)
    return refuse (reason, FALSE, "resource-based policy", wish->action);
  /* Outside its account nobody may by a resource's policy alone; inside, one
   * that names the caller is enough. */
  if (!allowed && (foreign || resource != SAYS_ALLOW))
    return refuse (reason, FALSE, "identity-based policy", wish->action);
  return within (call, wish, boundary_text (call), "permissions boundary", reason) &&
         within (call, wish, call->caller.credential->session_policy, "session policy", reason);
}

/**
 * dossier_demo_denied_text:
 * @call: a call
 * @action: what was wanted
 * @resource: on what
 * @quoted: whether the resource stands in quotation marks, as S3 writes it
 * @reason: of dossier_demo_authorize()
 *
 * Returns: (transfer full): AWS's sentence
 */
char *
dossier_demo_denied_text (DossierDemoCall *call,
                          const char      *action,
                          const char      *resource,
                          gboolean         quoted,
                          const char      *reason)
{
  const char *mark = quoted ? "\"" : "";

  return g_strdup_printf ("User: %s is not authorized to perform: %s on resource: %s%s%s %s",
                          call->caller.arn, action, mark, resource, mark, reason);
}

/**
 * dossier_demo_policy_allows:
 * @policy: (nullable): a resource's policy
 * @service: the principal, such as `inspector2.amazonaws.com`
 * @action: what it wants to do
 * @resource: on what
 * @context: (nullable): condition keys and values in turn, ending with %NULL
 *
 * A service has no policies of its own, so the resource's decides alone.
 *
 * Returns: whether the service may
 */
gboolean
dossier_demo_policy_allows (const char        *policy,
                            const char        *service,
                            const char        *action,
                            const char        *resource,
                            const char *const *context)
{
  g_autoptr (DossierPolicyRequest) request = dossier_policy_request_new (action, resource);
  g_autoptr (DossierPolicy) parsed = policy != NULL ? dossier_demo_policy_read (policy) : NULL;
  g_autoptr (DossierPolicyVerdict) verdict = NULL;

  dossier_policy_request_set_principal_service (request, service);
  add_pairs (request, context);
  verdict = dossier_policy_evaluate (&parsed, parsed != NULL ? 1 : 0, request);
  return dossier_policy_verdict_get_decision (verdict) == DOSSIER_DECISION_ALLOW;
}
