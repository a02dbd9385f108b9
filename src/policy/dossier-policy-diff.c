// SPDX-FileCopyrightText: The Dossier authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "config.h"

#include <string.h>

#include "dossier-policy-diff.h"
#include "dossier-policy-equal.h"

/* Beyond so many pairs of lines the part that differs is shown as replaced; policies that
 * AWS takes stay far below. */
#define MAX_PAIRS (16 * 1024 * 1024)

struct _DossierPolicyDiff
{
  grefcount ref_count;
  GArray *lines;
  GArray *statements;
  gboolean changes_meaning;
};

G_DEFINE_BOXED_TYPE (DossierPolicyDiff, dossier_policy_diff, dossier_policy_diff_ref, dossier_policy_diff_unref)

static void
line_clear (gpointer data)
{
  DossierPolicyDiffLine *line = data;

  g_free (line->text);
}

static void
add_line (DossierPolicyDiff   *self,
          DossierPolicyChange  change,
          guint                old_line,
          guint                new_line,
          const char          *text)
{
  DossierPolicyDiffLine line = { change, old_line, new_line, g_strdup (text) };

  g_array_append_val (self->lines, line);
}

/* A line end at the end of a text begins no line. */
static GStrv
split_lines (const char *text)
{
  GStrv lines = g_strsplit (text, "\n", -1);
  guint n = g_strv_length (lines);

  if (n > 0 && *lines[n - 1] == '\0')
    g_clear_pointer (&lines[n - 1], g_free);
  for (guint i = 0; lines[i] != NULL; i++)
    if (g_str_has_suffix (lines[i], "\r"))
      lines[i][strlen (lines[i]) - 1] = '\0';
  return lines;
}

/* The middle, by the longest common subsequence; table[i][j] is its length from i and j on. */
static void
diff_middle (DossierPolicyDiff *self,
             GStrv              a,
             gsize              a_start,
             gsize              a_end,
             GStrv              b,
             gsize              b_start,
             gsize              b_end)
{
  gsize n = a_end - a_start, m = b_end - b_start, i = 0, j = 0;
  gboolean small = n * m <= MAX_PAIRS;
  g_autofree guint32 *table = small ? g_new0 (guint32, (n + 1) * (m + 1)) : NULL;

#define AT(x, y) table[(x) * (m + 1) + (y)]
  for (gsize x = small ? n : 0; x-- > 0;)
    for (gsize y = m; y-- > 0;)
      AT (x, y) = strcmp (a[a_start + x], b[b_start + y]) == 0 ? AT (x + 1, y + 1) + 1
                                                               : MAX (AT (x + 1, y), AT (x, y + 1));
  while (i < n || j < m)
    {
      if (small && i < n && j < m && strcmp (a[a_start + i], b[b_start + j]) == 0)
        {
          add_line (self, DOSSIER_POLICY_CHANGE_SAME, (guint) (a_start + i + 1), (guint) (b_start + j + 1), a[a_start + i]);
          i++;
          j++;
        }
      else if (i < n && (j == m || !small || AT (i + 1, j) >= AT (i, j + 1)))
        {
          add_line (self, DOSSIER_POLICY_CHANGE_REMOVED, (guint) (a_start + i + 1), 0, a[a_start + i]);
          i++;
        }
      else
        {
          add_line (self, DOSSIER_POLICY_CHANGE_ADDED, 0, (guint) (b_start + j + 1), b[b_start + j]);
          j++;
        }
    }
#undef AT
}

static void
diff_lines (DossierPolicyDiff *self,
            const char        *old_text,
            const char        *new_text)
{
  g_auto (GStrv) a = split_lines (old_text);
  g_auto (GStrv) b = split_lines (new_text);
  gsize n = g_strv_length (a), m = g_strv_length (b), same = 0, tail = 0;

  while (same < n && same < m && strcmp (a[same], b[same]) == 0)
    {
      add_line (self, DOSSIER_POLICY_CHANGE_SAME, (guint) same + 1, (guint) same + 1, a[same]);
      same++;
    }
  while (same + tail < n && same + tail < m && strcmp (a[n - tail - 1], b[m - tail - 1]) == 0)
    tail++;
  diff_middle (self, a, same, n - tail, b, same, m - tail);
  for (gsize i = tail; i > 0; i--)
    add_line (self, DOSSIER_POLICY_CHANGE_SAME, (guint) (n - i + 1), (guint) (m - i + 1), a[n - i]);
}

static void
add_statement (DossierPolicyDiff   *self,
               DossierPolicyChange  change,
               int                  old_index,
               int                  new_index)
{
  DossierPolicyDiffStatement statement = { change, old_index, new_index };

  g_array_append_val (self->statements, statement);
  self->changes_meaning |= change != DOSSIER_POLICY_CHANGE_SAME;
}

/* Statements that mean the same are the same; of the others those with one Sid, and those
 * at one place. */
static void
diff_statements (DossierPolicyDiff   *self,
                 const DossierPolicy *a,
                 const DossierPolicy *b)
{
  guint n = a != NULL ? dossier_policy_get_n_statements (a) : 0;
  guint m = b != NULL ? dossier_policy_get_n_statements (b) : 0;
  g_autofree int *old_of = g_new (int, m + 1);
  g_autofree gboolean *taken = g_new0 (gboolean, n + 1);
  g_autofree gboolean *same = g_new0 (gboolean, m + 1);
  g_autoptr (GPtrArray) old_meanings = g_ptr_array_new_with_free_func (g_free);

  for (guint i = 0; i < n; i++)
    g_ptr_array_add (old_meanings, dossier_policy_dup_meaning (a, i));
  for (guint round = 0; round < 3; round++)
    for (guint j = 0; j < m; j++)
      {
        g_autofree char *meaning = round == 0 ? dossier_policy_dup_meaning (b, j) : NULL;

        if (round == 0)
          old_of[j] = -1;
        for (guint i = 0; i < n && old_of[j] < 0; i++)
          {
            const char *sid = dossier_policy_get_sid (a, i);

            if (taken[i] ||
                (round == 0 && strcmp (meaning, g_ptr_array_index (old_meanings, i)) != 0) ||
                (round == 1 && (sid == NULL || g_strcmp0 (sid, dossier_policy_get_sid (b, j)) != 0)) ||
                (round == 2 && i != j))
              continue;
            old_of[j] = (int) i;
            taken[i] = TRUE;
            same[j] = round == 0;
          }
      }
  for (guint j = 0; j < m; j++)
    add_statement (self,
                   old_of[j] < 0 ? DOSSIER_POLICY_CHANGE_ADDED
                   : same[j]     ? DOSSIER_POLICY_CHANGE_SAME
                                 : DOSSIER_POLICY_CHANGE_EDITED,
                   old_of[j], (int) j);
  for (guint i = 0; i < n; i++)
    if (!taken[i])
      add_statement (self, DOSSIER_POLICY_CHANGE_REMOVED, (int) i, -1);
}

/**
 * dossier_policy_diff_new:
 * @old_text: (nullable): a policy, %NULL if there is none
 * @new_text: (nullable): what becomes of it, %NULL if it goes
 *
 * Compares by line what is written, and by statement what is meant. A document that is not a
 * policy has lines only.
 *
 * Returns: (transfer full): the difference
 */
DossierPolicyDiff *
dossier_policy_diff_new (const char *old_text,
                         const char *new_text)
{
  DossierPolicyDiff *self = g_new0 (DossierPolicyDiff, 1);
  g_autoptr (DossierPolicy) a = old_text != NULL ? dossier_policy_parse (old_text, -1, NULL) : NULL;
  g_autoptr (DossierPolicy) b = new_text != NULL ? dossier_policy_parse (new_text, -1, NULL) : NULL;

  g_ref_count_init (&self->ref_count);
  self->lines = g_array_new (FALSE, FALSE, sizeof (DossierPolicyDiffLine));
  g_array_set_clear_func (self->lines, line_clear);
  self->statements = g_array_new (FALSE, FALSE, sizeof (DossierPolicyDiffStatement));
  diff_lines (self, old_text != NULL ? old_text : "", new_text != NULL ? new_text : "");
  diff_statements (self, a, b);
  return self;
}

/**
 * dossier_policy_diff_ref:
 * @self: a difference
 *
 * Returns: (transfer full): @self
 */
DossierPolicyDiff *
dossier_policy_diff_ref (DossierPolicyDiff *self)
{
  g_ref_count_inc (&self->ref_count);
  return self;
}

/**
 * dossier_policy_diff_unref:
 * @self: (transfer full): a difference
 */
void
dossier_policy_diff_unref (DossierPolicyDiff *self)
{
  if (!g_ref_count_dec (&self->ref_count))
    return;
  g_array_unref (self->lines);
  g_array_unref (self->statements);
  g_free (self);
}

/**
 * dossier_policy_diff_get_lines:
 * @self: a difference
 * @n: (out): how many
 *
 * Returns: (array length=n) (transfer none): the lines of both documents, in their order
 */
const DossierPolicyDiffLine *
dossier_policy_diff_get_lines (const DossierPolicyDiff *self,
                               gsize                   *n)
{
  *n = self->lines->len;
  return (const DossierPolicyDiffLine *) (gpointer) self->lines->data;
}

/**
 * dossier_policy_diff_get_statements:
 * @self: a difference
 * @n: (out): how many
 *
 * Returns: (array length=n) (transfer none): the statements of the new policy in their order,
 *   then those that are gone
 */
const DossierPolicyDiffStatement *
dossier_policy_diff_get_statements (const DossierPolicyDiff *self,
                                    gsize                   *n)
{
  *n = self->statements->len;
  return (const DossierPolicyDiffStatement *) (gpointer) self->statements->data;
}

/**
 * dossier_policy_diff_changes_meaning:
 * @self: a difference
 *
 * Returns: whether any statement came, went, or means something else
 */
gboolean
dossier_policy_diff_changes_meaning (const DossierPolicyDiff *self)
{
  return self->changes_meaning;
}

/* Whether a line that is not changed stands near enough to one that is. */
static gboolean
is_shown (const DossierPolicyDiff *self,
          guint                    line,
          guint                    context)
{
  guint first = line > context ? line - context : 0;

  for (guint i = first; i < self->lines->len && i <= line + context; i++)
    if (g_array_index (self->lines, DossierPolicyDiffLine, i).change != DOSSIER_POLICY_CHANGE_SAME)
      return TRUE;
  return FALSE;
}

/* “@@ -OLD,COUNT +NEW,COUNT @@” of the lines from @first to before @end. */
static void
put_hunk_head (GString                 *out,
               const DossierPolicyDiff *self,
               guint                    first,
               guint                    end)
{
  guint old_line = 0, new_line = 0, n_old = 0, n_new = 0;

  for (guint i = 0; i < end; i++)
    {
      const DossierPolicyDiffLine *line = &g_array_index (self->lines, DossierPolicyDiffLine, i);

      n_old += i >= first && line->old_line > 0;
      n_new += i >= first && line->new_line > 0;
      if (n_old <= 1 && line->old_line > 0)
        old_line = line->old_line;
      if (n_new <= 1 && line->new_line > 0)
        new_line = line->new_line;
    }
  g_string_append_printf (out, "@@ -%u,%u +%u,%u @@\n", old_line, n_old, new_line, n_new);
}

/**
 * dossier_policy_diff_to_text:
 * @self: a difference
 * @context: how many lines that did not change are shown around those that did
 *
 * Returns: (transfer full): the lines as POSIX's `diff -U` shows them, without the names of
 *   files; empty if there is no difference
 */
char *
dossier_policy_diff_to_text (const DossierPolicyDiff *self,
                             guint                    context)
{
  static const char marks[] = { ' ', '+', '-' };
  GString *out = g_string_new (NULL);

  for (guint i = 0; i < self->lines->len; i++)
    {
      guint end = i;

      while (end < self->lines->len && is_shown (self, end, context))
        end++;
      if (end == i)
        continue;
      put_hunk_head (out, self, i, end);
      for (; i < end; i++)
        {
          const DossierPolicyDiffLine *line = &g_array_index (self->lines, DossierPolicyDiffLine, i);

          g_string_append_printf (out, "%c%s\n", marks[line->change], line->text);
        }
    }
  return g_string_free_and_steal (out);
}
