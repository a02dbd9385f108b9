// SPDX-FileCopyrightText: The Dossier authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "config.h"

#include "dossier-demo-policy-private.h"

/**
 * dossier_demo_policy_find:
 * @text: a policy that was parsed before
 * @statement: index, from 0
 * @start: (out): where its first bracket is
 * @end: (out): where its last bracket is
 *
 * Finds a statement in the text of its policy, whose only objects just below
 * the root are statements, in a list or alone.
 */
void
dossier_demo_policy_find (const char          *text,
                          guint                statement,
                          DossierDemoPosition *start,
                          DossierDemoPosition *end)
{
  DossierDemoPosition at = { 1, 0 };
  gboolean quoted = FALSE;
  guint depth = 0, outside = 0, n = 0;

  for (const char *c = text; *c != '\0'; c++)
    {
      at.column++;
      if (*c == '\n')
        at = (DossierDemoPosition) { at.line + 1, 0 };
      else if (quoted && *c == '\\')
        {
          c++;
          at.column++;
        }
      else if (*c == '"')
        quoted = !quoted;
      else if (!quoted && (*c == '{' || *c == '['))
        {
          if (*c == '{' && outside == 0 && depth > 0)
            outside = depth;
          if (*c == '{' && depth == outside && outside > 0 && n++ == statement)
            *start = at;
          depth++;
        }
      else if (!quoted && (*c == '}' || *c == ']') && --depth == outside && n == statement + 1)
        {
          *end = at;
          return;
        }
    }
}
