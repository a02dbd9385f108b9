// SPDX-FileCopyrightText: The Dossier authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "config.h"

#include <string.h>

#include "dossier-demo-kms-private.h"

#define ALIAS_LETTERS "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789/_-"
#define MAX_ALIAS 256

void
dossier_demo_kms_list_keys (DossierDemoCall *call)
{
  JsonObject *output;
  JsonArray *keys;
  gint64 limit, start, at = 0;

  if (!dossier_demo_call_authorize (call, "kms:ListKeys", "*", NULL) ||
      !dossier_demo_kms_page (call, 1000, 100, &limit, &start))
    return;
  output = json_object_new ();
  keys = json_array_new ();
  for (guint i = 0; i < call->world->keys->len; i++)
    {
      const DossierDemoKey *key = g_ptr_array_index (call->world->keys, i);

      if (!g_str_equal (key->account, call->caller.account) || !g_str_equal (key->region, call->region))
        continue;
      if (at >= start && at < start + limit)
        {
          JsonObject *item = json_object_new ();

          json_object_set_string_member (item, "KeyId", key->id);
          json_object_set_string_member (item, "KeyArn", key->arn);
          json_array_add_object_element (keys, item);
        }
      at++;
    }
  json_object_set_array_member (output, "Keys", keys);
  dossier_demo_kms_end_page (output, start + limit, at > start + limit);
  dossier_demo_call_reply_json (call, output);
}

static JsonObject *
describe_alias (const DossierDemoAlias *alias)
{
  JsonObject *item = json_object_new ();
  g_autofree char *arn = g_strdup_printf ("arn:aws:kms:%s:%s:%s", alias->region, alias->account, alias->name);
  const double created = (double) (alias->created / G_TIME_SPAN_MILLISECOND) / 1000;

  json_object_set_string_member (item, "AliasName", alias->name);
  json_object_set_string_member (item, "AliasArn", arn);
  if (alias->target != NULL)
    json_object_set_string_member (item, "TargetKeyId", alias->target);
  json_object_set_double_member (item, "CreationDate", created);
  json_object_set_double_member (item, "LastUpdatedDate", created);
  return item;
}

void
dossier_demo_kms_list_aliases (DossierDemoCall *call)
{
  const char *reference = dossier_demo_kms_text (call, "KeyId");
  const DossierDemoKey *key = NULL;
  JsonObject *output;
  JsonArray *aliases;
  gint64 limit, start, at = 0;

  if (!dossier_demo_call_authorize (call, "kms:ListAliases", "*", NULL) ||
      !dossier_demo_kms_page (call, 100, 50, &limit, &start))
    return;
  if (reference != NULL)
    {
      key = dossier_demo_world_find_key (call->world, call->caller.account, call->region, reference);
      if (key == NULL)
        {
          dossier_demo_call_refuse (call, SOUP_STATUS_BAD_REQUEST, "NotFoundException",
                                    "Key '%s' does not exist", reference);
          return;
        }
    }
  output = json_object_new ();
  aliases = json_array_new ();
  for (guint i = 0; i < call->world->aliases->len; i++)
    {
      const DossierDemoAlias *alias = g_ptr_array_index (call->world->aliases, i);

      if (!g_str_equal (alias->account, call->caller.account) || !g_str_equal (alias->region, call->region) ||
          (key != NULL && g_strcmp0 (alias->target, key->id) != 0))
        continue;
      if (at >= start && at < start + limit)
        json_array_add_object_element (aliases, describe_alias (alias));
      at++;
    }
  json_object_set_array_member (output, "Aliases", aliases);
  dossier_demo_kms_end_page (output, start + limit, at > start + limit);
  dossier_demo_call_reply_json (call, output);
}

static gboolean
alias_is_taken (DossierDemoCall *call,
                const char      *name)
{
  for (guint i = 0; i < call->world->aliases->len; i++)
    {
      const DossierDemoAlias *alias = g_ptr_array_index (call->world->aliases, i);

      if (g_str_equal (alias->name, name) && g_str_equal (alias->account, call->caller.account) &&
          g_str_equal (alias->region, call->region))
        return TRUE;
    }
  return FALSE;
}

/* CreateAlias needs the right on the alias and on the key. */
void
dossier_demo_kms_create_alias (DossierDemoCall *call)
{
  const char *name = dossier_demo_kms_text (call, "AliasName");
  const char *target = dossier_demo_kms_text (call, "TargetKeyId");
  const char *rest = name != NULL && g_str_has_prefix (name, "alias/") ? name + strlen ("alias/") : NULL;
  g_autofree char *arn = NULL;
  DossierDemoAlias *alias;
  DossierDemoKey *key;

  if (name == NULL || rest == NULL || *rest == '\0' || strlen (name) > MAX_ALIAS ||
      rest[strspn (rest, ALIAS_LETTERS)] != '\0')
    {
      dossier_demo_call_refuse (
          call, SOUP_STATUS_BAD_REQUEST, "InvalidAliasNameException",
          "Alias must start with the prefix \"alias/\" and hold letters, digits, /, _ and -.");
      return;
    }
  if (g_str_has_prefix (rest, "aws/"))
    {
      dossier_demo_call_refuse (call, SOUP_STATUS_BAD_REQUEST, "NotAuthorizedException",
                                "Aliases beginning with alias/aws/ are reserved.");
      return;
    }
  arn = g_strdup_printf ("arn:aws:kms:%s:%s:%s", call->region, call->caller.account, name);
  if (!dossier_demo_call_authorize (call, "kms:CreateAlias", arn, NULL))
    return;
  if (target != NULL)
    json_object_set_string_member (call->input, "KeyId", target);
  key = dossier_demo_kms_authorize (call, "kms:CreateAlias", TRUE);
  if (key == NULL)
    return;
  if (alias_is_taken (call, name))
    {
      dossier_demo_call_refuse (call, SOUP_STATUS_BAD_REQUEST, "AlreadyExistsException",
                                "An alias with the name %s already exists", arn);
      return;
    }
  alias = g_new0 (DossierDemoAlias, 1);
  alias->name = g_strdup (name);
  alias->account = g_strdup (call->caller.account);
  alias->region = g_strdup (call->region);
  alias->target = g_strdup (key->id);
  alias->created = call->now;
  g_ptr_array_add (call->world->aliases, alias);
  dossier_demo_world_change (call->world);
  /* No members: the body of the answer is empty. */
  dossier_demo_call_reply (call, SOUP_STATUS_OK, "application/x-amz-json-1.1", NULL);
}
