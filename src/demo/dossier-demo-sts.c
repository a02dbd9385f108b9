// SPDX-FileCopyrightText: The Dossier authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "config.h"

#include <string.h>

#include "dossier-demo-authorize-private.h"
#include "dossier-demo-policy-private.h"
#include "dossier-demo-services-private.h"
#include "dossier-time.h"

#define NAME_LETTERS "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_+=,.@-"
#define MAX_POLICY 2048

/* Nobody has a device here, so the code is always the same. */
#define MFA_CODE "123456"

/* GetCallerIdentity needs no permission. */
static void
get_caller_identity (DossierDemoCall *call)
{
  g_autoptr (GString) xml = g_string_new (NULL);

  dossier_demo_xml_add (xml, "Arn", call->caller.arn);
  dossier_demo_xml_add (xml, "UserId", call->caller.user_id);
  dossier_demo_xml_add (xml, "Account", call->caller.account);
  dossier_demo_call_reply_query (call, xml->str);
}

static gboolean
refuse_input (DossierDemoCall *call,
              char            *text)
{
  g_autofree char *owned = text;

  dossier_demo_call_refuse (call, SOUP_STATUS_BAD_REQUEST, "ValidationError", "%s", owned);
  return FALSE;
}

/* DurationSeconds, within its limits. */
static gboolean
read_duration (DossierDemoCall *call,
               guint            most,
               guint            fallback,
               guint64         *seconds)
{
  const char *text = dossier_demo_call_get_query (call, "DurationSeconds");

  *seconds = fallback;
  if (text == NULL || g_ascii_string_to_unsigned (text, 10, 900, most, seconds, NULL))
    return TRUE;
  return refuse_input (
      call,
      g_strdup_printf ("1 validation error detected: Value '%s' at 'durationSeconds' failed to satisfy "
                       "constraint: Member must have value between 900 and %u",
                       text, most));
}

/* Whether a second factor was given; FALSE in the result when it was a wrong one. */
static gboolean
read_mfa (DossierDemoCall *call,
          gboolean        *given)
{
  const char *serial = dossier_demo_call_get_query (call, "SerialNumber");
  const char *code = dossier_demo_call_get_query (call, "TokenCode");

  g_autofree char *mine = g_strdup_printf ("arn:aws:iam::%s:mfa/", call->caller.account);
  const char *why = "MultiFactorAuthentication failed with invalid MFA one time pass code.";

  *given = serial != NULL && code != NULL;
  if (serial == NULL && code == NULL)
    return TRUE;
  if (!*given)
    why = "MultiFactorAuthentication failed, must provide both MFA serial number and one time pass code.";
  else if (!g_str_has_prefix (serial, mine))
    why = "MultiFactorAuthentication failed, unable to validate MFA code.  Please verify your MFA serial number is "
          "valid and associated with this user.";
  else if (g_str_equal (code, MFA_CODE))
    return TRUE;
  dossier_demo_call_refuse (call, SOUP_STATUS_FORBIDDEN, "AccessDenied", "%s", why);
  return FALSE;
}

static void
add_credentials (GString                     *xml,
                 const DossierDemoCredential *credential)
{
  g_autofree char *expiration = dossier_time_to_iso8601 (credential->expires);

  g_string_append (xml, "<Credentials>");
  dossier_demo_xml_add (xml, "AccessKeyId", credential->access_key_id);
  dossier_demo_xml_add (xml, "SecretAccessKey", credential->secret);
  dossier_demo_xml_add (xml, "SessionToken", credential->token);
  dossier_demo_xml_add (xml, "Expiration", expiration);
  g_string_append (xml, "</Credentials>");
}

static gboolean
is_name (const char *text)
{
  return strlen (text) >= 2 && strlen (text) <= 64 && text[strspn (text, NAME_LETTERS)] == '\0';
}

static gboolean
check_assume_input (DossierDemoCall *call)
{
  const char *arn = dossier_demo_call_get_query (call, "RoleArn");
  const char *name = dossier_demo_call_get_query (call, "RoleSessionName");
  const char *external = dossier_demo_call_get_query (call, "ExternalId");
  const char *policy = dossier_demo_call_get_query (call, "Policy");
  const char *source = dossier_demo_call_get_query (call, "SourceIdentity");
  g_autoptr (DossierPolicy) parsed = NULL;

  if (arn == NULL || !g_str_has_prefix (arn, "arn:aws:iam::"))
    return refuse_input (call, g_strdup_printf ("%s is invalid", arn != NULL ? arn : "roleArn"));
  if (source != NULL && !is_name (source))
    return refuse_input (
        call,
        g_strdup ("1 validation error detected: Value at 'sourceIdentity' failed to satisfy constraint: "
                  "Member must satisfy regular expression pattern: [\\w+=,.@-]*"));
  if (name == NULL || !is_name (name))
    return refuse_input (
        call,
        g_strdup ("1 validation error detected: Value at 'roleSessionName' failed to satisfy constraint: "
                  "Member must satisfy regular expression pattern: [\\w+=,.@-]*"));
  if (external != NULL && (strlen (external) < 2 || strlen (external) > 1224))
    return refuse_input (
        call,
        g_strdup ("1 validation error detected: Value at 'externalId' failed to satisfy constraint: "
                  "Member must have length between 2 and 1224"));
  if (dossier_demo_call_get_query (call, "PolicyArns.member.1.arn") != NULL)
    return refuse_input (
        call, g_strdup ("This service plays no PolicyArns; give the session policy as Policy."));
  if (policy == NULL)
    return TRUE;
  if (strlen (policy) > MAX_POLICY)
    return refuse_input (
        call,
        g_strdup_printf ("1 validation error detected: Value at 'policy' failed to satisfy constraint: "
                         "Member must have length less than or equal to %d",
                         MAX_POLICY));
  parsed = dossier_policy_parse (policy, -1, NULL);
  if (parsed != NULL)
    return TRUE;
  dossier_demo_call_refuse (call, SOUP_STATUS_BAD_REQUEST, "MalformedPolicyDocument",
                            "Syntax errors in policy.");
  return FALSE;
}

/* A role's trust policy decides as a KMS key's does: without it nobody may, and
 * where it names the account the account's policies count. */
static const DossierDemoIdentity *
authorize_assume (DossierDemoCall *call,
                  gboolean         mfa)
{
  const char *arn = dossier_demo_call_get_query (call, "RoleArn");
  const DossierDemoIdentity *role = dossier_demo_world_find_identity (call->world, arn);
  const char *source = dossier_demo_call_get_query (call, "SourceIdentity");
  const char *before = call->caller.credential->source_identity;
  const char *const context[] = {
    "sts:ExternalId", dossier_demo_call_get_query (call, "ExternalId"),
    "sts:RoleSessionName", dossier_demo_call_get_query (call, "RoleSessionName"),
    "aws:MultiFactorAuthPresent", mfa ? "true" : NULL,
    "sts:SourceIdentity", source,
    NULL,
  };
  DossierDemoWish wish = {
    .action = "sts:AssumeRole", .resource = arn, .policy_decides = TRUE, .context = context
  };
  g_autofree char *reason = NULL, *other = NULL;

  if (role != NULL && role->trust != NULL)
    {
      wish.resource_policy = role->trust;
      wish.owner = role->account;
      if (dossier_demo_authorize (call, &wish, &reason))
        {
          /* Who somebody is cannot be altered once it was said; it goes along with every role. */
          if (source == NULL && before == NULL)
            return role;
          wish.action = "sts:SetSourceIdentity";
          if ((before == NULL || source == NULL || g_str_equal (before, source)) &&
              dossier_demo_authorize (call, &wish, &other))
            return role;
        }
    }
  dossier_demo_call_refuse (call, SOUP_STATUS_FORBIDDEN, "AccessDenied",
                            "User: %s is not authorized to perform: %s on resource: %s", call->caller.arn, wish.action,
                            arn);
  return NULL;
}

static void
assume_role (DossierDemoCall *call)
{
  gboolean chained = call->caller.credential->session != NULL, mfa;
  const DossierDemoIdentity *role;
  DossierDemoCredential *credential;
  g_autoptr (GString) xml = g_string_new (NULL);
  g_autofree char *arn = NULL, *id = NULL;
  guint64 seconds;

  if (!check_assume_input (call) || !read_duration (call, 43200, 3600, &seconds) || !read_mfa (call, &mfa))
    return;
  if (chained && seconds > 3600)
    {
      refuse_input (
          call,
          g_strdup (
              "The requested DurationSeconds exceeds the 1 hour session limit for roles assumed by role "
              "chaining"));
      return;
    }
  role = authorize_assume (call, mfa);
  if (role == NULL)
    return;
  credential = dossier_demo_call_add_session (call, role, seconds);
  credential->session = g_strdup (dossier_demo_call_get_query (call, "RoleSessionName"));
  credential->session_policy = g_strdup (dossier_demo_call_get_query (call, "Policy"));
  credential->source_identity = g_strdup (dossier_demo_call_get_query (call, "SourceIdentity"));
  if (credential->source_identity == NULL)
    credential->source_identity = g_strdup (call->caller.credential->source_identity);
  credential->mfa = mfa;
  arn = g_strdup_printf ("arn:aws:sts::%s:assumed-role/%s/%s", role->account, role->name,
                         credential->session);
  id = g_strdup_printf ("%s:%s", role->id, credential->session);
  add_credentials (xml, credential);
  g_string_append (xml, "<AssumedRoleUser>");
  dossier_demo_xml_add (xml, "AssumedRoleId", id);
  dossier_demo_xml_add (xml, "Arn", arn);
  g_string_append (xml, "</AssumedRoleUser>");
  dossier_demo_xml_add (xml, "SourceIdentity", credential->source_identity);
  dossier_demo_call_reply_query (call, xml->str);
}

/* GetSessionToken needs no permission, but the user's own keys. */
static void
get_session_token (DossierDemoCall *call)
{
  g_autoptr (GString) xml = g_string_new (NULL);
  DossierDemoCredential *credential;
  guint64 seconds;
  gboolean mfa;

  if (call->caller.credential->token != NULL)
    {
      dossier_demo_call_refuse (call, SOUP_STATUS_FORBIDDEN, "AccessDenied",
                                "Cannot call GetSessionToken with session credentials");
      return;
    }
  if (!read_duration (call, 129600, 43200, &seconds) || !read_mfa (call, &mfa))
    return;
  credential = dossier_demo_call_add_session (call, call->caller.identity, seconds);
  credential->mfa = mfa;
  add_credentials (xml, credential);
  dossier_demo_call_reply_query (call, xml->str);
}

static const DossierDemoOperation operations[] = {
  { "GetCallerIdentity", NULL, get_caller_identity },
  { "AssumeRole", NULL, assume_role },
  { "GetSessionToken", NULL, get_session_token },
};

const DossierDemoService dossier_demo_sts = {
  .name = "sts", .protocol = DOSSIER_DEMO_QUERY, .version = "2011-06-15", .global = TRUE,
  .operations = operations, .n_operations = G_N_ELEMENTS (operations),
};
