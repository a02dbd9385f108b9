// SPDX-FileCopyrightText: The Dossier authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "config.h"

#include <stdarg.h>
#include <sys/ioctl.h>
#include <unistd.h>

#include "dossier-cli-table.h"
#include "dossier-cli.h"

#define GAP "  "
#define GAP_WIDTH 2
#define ELLIPSIS "…"

/* Below this a column says nothing any more; a line that is too long says more. */
#define MIN_WIDTH 8

typedef struct
{
  char *title;
  DossierCliColumnKind kind;
  gsize width;
} Column;

struct _DossierCliTable
{
  GArray *columns;
  GPtrArray *rows;
  gboolean begun;
};

static void
column_clear (gpointer data)
{
  Column *column = data;

  g_free (column->title);
}

/* What a finding says of itself must not move the cursor or turn the text around. */
static char *
clean (const char *text)
{
  g_autofree char *valid = g_utf8_make_valid (text, -1);
  GString *seen = g_string_new (NULL);

  for (const char *c = valid; *c != '\0'; c = g_utf8_next_char (c))
    {
      gunichar u = g_utf8_get_char (c);

      if (g_unichar_isprint (u))
        g_string_append_unichar (seen, u);
      else if (g_unichar_type (u) != G_UNICODE_FORMAT)
        g_string_append_c (seen, ' ');
    }
  return g_string_free (seen, FALSE);
}

static gsize
char_width (gunichar u)
{
  if (g_unichar_iszerowidth (u))
    return 0;
  return g_unichar_iswide (u) ? 2 : 1;
}

static gsize
text_width (const char *text)
{
  gsize width = 0;

  for (; *text != '\0'; text = g_utf8_next_char (text))
    width += char_width (g_utf8_get_char (text));
  return width;
}

/* The longest beginning that fits beside an ellipsis. */
static void
append_cut (GString    *line,
            const char *text,
            gsize       width)
{
  gsize used = 0;

  for (; *text != '\0'; text = g_utf8_next_char (text))
    {
      gsize more = char_width (g_utf8_get_char (text));

      if (used + more > width - 1)
        break;
      g_string_append_unichar (line, g_utf8_get_char (text));
      used += more;
    }
  g_string_append (line, ELLIPSIS);
  for (used++; used < width; used++)
    g_string_append_c (line, ' ');
}

static void
append_cell (GString      *line,
             const Column *column,
             const char   *text,
             gboolean      last)
{
  gsize width = text_width (text);
  gsize blanks = width < column->width ? column->width - width : 0;

  if (width > column->width && column->kind == DOSSIER_CLI_COLUMN_SHRINKS)
    {
      append_cut (line, text, column->width);
      return;
    }

  if (column->kind == DOSSIER_CLI_COLUMN_NUMBER)
    g_string_append_printf (line, "%*s", (int) blanks, "");
  g_string_append (line, text);
  if (column->kind != DOSSIER_CLI_COLUMN_NUMBER && !last)
    g_string_append_printf (line, "%*s", (int) blanks, "");
}

static gsize
total_width (DossierCliTable *self)
{
  gsize total = 0;

  for (guint i = 0; i < self->columns->len; i++)
    total += g_array_index (self->columns, Column, i).width + (i > 0 ? GAP_WIDTH : 0);
  return total;
}

/* The widest one gives first, so that short texts stay whole. */
static void
shrink (DossierCliTable *self,
        gsize            available)
{
  gsize total = total_width (self);

  while (total > available)
    {
      Column *widest = NULL;

      for (guint i = 0; i < self->columns->len; i++)
        {
          Column *column = &g_array_index (self->columns, Column, i);

          if (column->kind == DOSSIER_CLI_COLUMN_SHRINKS && column->width > MIN_WIDTH &&
              (widest == NULL || column->width > widest->width))
            widest = column;
        }
      if (widest == NULL)
        return;
      widest->width--;
      total--;
    }
}

static void
measure (DossierCliTable *self)
{
  gsize available = dossier_cli_table_get_space ();

  for (guint i = 0; i < self->columns->len; i++)
    {
      Column *column = &g_array_index (self->columns, Column, i);

      column->width = text_width (column->title);
      for (guint j = 0; j < self->rows->len; j++)
        column->width = MAX (column->width,
                             text_width (((char **) g_ptr_array_index (self->rows, j))[i]));
    }
  if (available > 0)
    shrink (self, available);
}

static gboolean
print_line (DossierCliTable *self,
            char           **cells)
{
  g_autoptr(GString) line = g_string_new (NULL);

  for (guint i = 0; i < self->columns->len; i++)
    {
      const Column *column = &g_array_index (self->columns, Column, i);

      if (i > 0)
        g_string_append (line, GAP);
      append_cell (line, column, cells == NULL ? column->title : cells[i], i + 1 == self->columns->len);
    }

  g_string_append_c (line, '\n');
  return dossier_cli_write (line->str, line->len);
}

/**
 * dossier_cli_table_new:
 *
 * Returns: (transfer full): a table without columns
 */
DossierCliTable *
dossier_cli_table_new (void)
{
  DossierCliTable *self = g_new0 (DossierCliTable, 1);

  self->columns = g_array_new (FALSE, TRUE, sizeof (Column));
  g_array_set_clear_func (self->columns, column_clear);
  self->rows = g_ptr_array_new_with_free_func ((GDestroyNotify) g_strfreev);
  return self;
}

/**
 * dossier_cli_table_free:
 * @self: (transfer full): a table
 */
void
dossier_cli_table_free (DossierCliTable *self)
{
  g_array_unref (self->columns);
  g_ptr_array_unref (self->rows);
  g_free (self);
}

/**
 * dossier_cli_table_add_column:
 * @self: a table without rows
 * @title: what stands above
 * @kind: what is done to its cells
 */
void
dossier_cli_table_add_column (DossierCliTable      *self,
                              const char           *title,
                              DossierCliColumnKind  kind)
{
  const Column column = { .title = g_strdup (title), .kind = kind };

  g_array_append_val (self->columns, column);
}

/**
 * dossier_cli_table_add_row:
 * @self: a table
 * @first: the first cell
 * @...: one cell for each further column, then %NULL
 *
 * Characters that would do more than be seen are taken out.
 */
void
dossier_cli_table_add_row (DossierCliTable *self,
                           const char      *first,
                           ...)
{
  char **cells = g_new0 (char *, self->columns->len + 1);
  const char *cell = first;
  guint n = 0;
  va_list rest;

  va_start (rest, first);
  for (; cell != NULL && n < self->columns->len; cell = va_arg (rest, const char *))
    cells[n++] = clean (cell);
  va_end (rest);

  g_assert (n == self->columns->len && cell == NULL);
  g_ptr_array_add (self->rows, cells);
}

/**
 * dossier_cli_table_get_space:
 *
 * Returns: how many characters fit into a line of the terminal; 0 if it is not a
 *   terminal that reads, and a table may be as wide as it likes
 */
gsize
dossier_cli_table_get_space (void)
{
  struct winsize size;
  const char *columns = g_getenv ("COLUMNS");

  if (isatty (STDOUT_FILENO) && ioctl (STDOUT_FILENO, TIOCGWINSZ, &size) == 0 && size.ws_col > 0)
    return size.ws_col;
  return columns != NULL ? (gsize) g_ascii_strtoull (columns, NULL, 10) : 0;
}

/**
 * dossier_cli_table_print:
 * @self: a table
 *
 * Writes the rows added since the last time. The first time decides how wide the
 * columns are, and writes the titles.
 *
 * Returns: %FALSE if nothing can be written any more
 */
gboolean
dossier_cli_table_print (DossierCliTable *self)
{
  gboolean ok = TRUE;

  if (!self->begun)
    {
      measure (self);
      ok = print_line (self, NULL);
    }
  self->begun = TRUE;

  for (guint i = 0; ok && i < self->rows->len; i++)
    ok = print_line (self, g_ptr_array_index (self->rows, i));
  g_ptr_array_set_size (self->rows, 0);
  return ok;
}
