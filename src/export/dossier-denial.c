// SPDX-FileCopyrightText: The Dossier authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "config.h"

#include <string.h>

#include "dossier-denial.h"

/* The parts of the text, from the IAM user guide's page on access denied messages. */
#define USER     "User: "
#define ACTION   " is not authorized to perform: "
#define RESOURCE " on resource: "
#define NO_ALLOW " because no "
#define ALLOWS   " allows the "
#define DENY     " with an explicit deny in "

/* Takes what stands before @mark, or all of the text where there is no @mark. */
static char *
take_before (const char **text,
             const char  *mark)
{
  const char *end = strstr (*text, mark);
  char *part = end != NULL ? g_strndup (*text, (gsize) (end - *text)) : g_strdup (*text);

  *text = end != NULL ? end : *text + strlen (*text);
  return part;
}

static char *
unquote (char *text)
{
  gsize length = strlen (text);

  if (length >= 2 && text[0] == '"' && text[length - 1] == '"')
    {
      text[length - 1] = '\0';
      memmove (text, text + 1, length - 1);
    }
  return text;
}

static const char *
skip_article (const char *text)
{
  static const char *const articles[] = { "a ", "an ", "the " };

  for (gsize i = 0; i < G_N_ELEMENTS (articles); i++)
    if (g_str_has_prefix (text, articles[i]))
      return text + strlen (articles[i]);
  return text;
}

/* "service control policy: arn:…", or without the ARN. AWS also says "sessions policy". */
static void
read_policy (DossierDenial *self,
             const char    *text)
{
  const char *arn = strstr (text, ": arn:");

  self->policy_type = arn != NULL ? g_strndup (text, (gsize) (arn - text)) : g_strdup (text);
  if (arn != NULL)
    self->policy_arn = g_strndup (arn + 2, strcspn (arn + 2, " "));
  g_strchomp (self->policy_type);
  if (g_str_has_suffix (self->policy_type, "."))
    self->policy_type[strlen (self->policy_type) - 1] = '\0';
  if (g_str_equal (self->policy_type, "sessions policy"))
    g_set_str (&self->policy_type, "session policy");
}

/**
 * dossier_denial_parse:
 * @text: the message of an access denied error
 *
 * Returns: (transfer full) (nullable): what it tells; %NULL for a text that
 *   names neither who nor what, such as S3's bare `Access Denied`
 */
DossierDenial *
dossier_denial_parse (const char *text)
{
  g_autoptr(DossierDenial) self = g_new0 (DossierDenial, 1);
  const char *deny;
  const char *missing;

  if (!g_str_has_prefix (text, USER))
    return NULL;
  text += strlen (USER);
  self->principal = take_before (&text, ACTION);
  if (*text == '\0')
    return NULL;
  text += strlen (ACTION);

  deny = strstr (text, DENY);
  missing = deny == NULL ? strstr (text, NO_ALLOW) : NULL;
  if (strstr (text, RESOURCE) != NULL)
    {
      self->action = take_before (&text, RESOURCE);
      text += strlen (RESOURCE);
      self->resource = unquote (take_before (&text, deny != NULL ? DENY : NO_ALLOW));
    }
  else
    {
      self->action = take_before (&text, deny != NULL ? DENY : NO_ALLOW);
    }

  self->explicit_deny = deny != NULL;
  if (deny != NULL)
    {
      read_policy (self, skip_article (deny + strlen (DENY)));
    }
  else if (missing != NULL)
    {
      const char *rest = missing + strlen (NO_ALLOW);
      g_autofree char *policy = take_before (&rest, ALLOWS);

      read_policy (self, policy);
    }
  return g_steal_pointer (&self);
}

/**
 * dossier_denial_free:
 * @self: (transfer full): what a text told
 */
void
dossier_denial_free (DossierDenial *self)
{
  g_free (self->principal);
  g_free (self->action);
  g_free (self->resource);
  g_free (self->policy_type);
  g_free (self->policy_arn);
  g_free (self);
}
