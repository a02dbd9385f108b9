// SPDX-FileCopyrightText: The Dossier authors
// SPDX-License-Identifier: GPL-3.0-or-later

/* What findings share, and is written once for a snapshot. */

#include "config.h"

#include <string.h>

#include "dossier-crypto.h"
#include "dossier-findings-store-part-private.h"

/* Beyond that the memory is given back; what is written twice then is only larger. */
#define MAX_KNOWN 100000u

#define FINDING DOSSIER_FINDINGS_STORE_FINDING
#define CLASS DOSSIER_FINDINGS_STORE_CLASS
#define RESOURCE DOSSIER_FINDINGS_STORE_RESOURCE
#define WEAKNESS DOSSIER_FINDINGS_STORE_WEAKNESS

/* A class, a resource or a weakness that is in the database. */
typedef struct
{
  guint8 digest[DOSSIER_SHA256_SIZE];
  gint64 id;
} Known;

/* What the table has besides the columns that fields have. */
static const char *const own_columns[] = {
  [FINDING] = "id, block, offset, length, rank, class, resource, weakness, arn_hash",
  [CLASS] = "id",
  [RESOURCE] = "id, label, region",
  [WEAKNESS] = "id",
};
static const int n_own_columns[] = { [FINDING] = 9, [CLASS] = 1, [RESOURCE] = 3, [WEAKNESS] = 1 };

static guint
known_hash (gconstpointer data)
{
  guint hash;

  memcpy (&hash, ((const Known *) data)->digest, sizeof hash);
  return hash;
}

static gboolean
known_equal (gconstpointer a,
             gconstpointer b)
{
  return memcmp (((const Known *) a)->digest, ((const Known *) b)->digest, DOSSIER_SHA256_SIZE) == 0;
}

static char *
insertion (DossierFindingsStoreHome home)
{
  g_autoptr(GString) columns = g_string_new (own_columns[home]);
  g_autoptr(GString) marks = g_string_new ("?");
  const DossierFindingsStoreField *fields;
  gsize n_fields;

  for (int i = 1; i < n_own_columns[home]; i++)
    g_string_append (marks, ", ?");
  fields = dossier_findings_store_fields (&n_fields);
  for (gsize i = 0; i < n_fields; i++)
    if (fields[i].home == home && fields[i].column != NULL)
      {
        g_string_append_printf (columns, ", %s", fields[i].column);
        g_string_append (marks, ", ?");
      }
  return g_strdup_printf ("INSERT OR REPLACE INTO %s (%s) VALUES (%s)", dossier_findings_store_home_name (home),
                          columns->str, marks->str);
}

/* Its columns have the names of the package's members. */
static char *
package_insertion (void)
{
  g_autoptr(GString) columns = g_string_new ("owner, number");
  g_autoptr(GString) marks = g_string_new ("?, ?");
  const DossierFilterField *members;
  gsize n_members;

  members = dossier_filter_package_members (&n_members);
  for (gsize i = 0; i < n_members; i++)
    {
      g_string_append_printf (columns, ", %s", members[i].path);
      g_string_append (marks, ", ?");
    }
  return g_strdup_printf ("INSERT INTO package (%s) VALUES (%s)", columns->str, marks->str);
}

static char *
make_sql (DossierFindingsStoreStatement which)
{
  switch (which)
    {
    case DOSSIER_FINDINGS_STORE_IS_THERE:
      return g_strdup ("SELECT 1 FROM snapshot WHERE id = ?");
    case DOSSIER_FINDINGS_STORE_ADD_BLOCK:
      return g_strdup ("INSERT INTO block (id, size, data) VALUES (?, ?, ?)");
    case DOSSIER_FINDINGS_STORE_FIND_TWIN:
      return g_strdup ("SELECT id FROM finding WHERE id BETWEEN ? AND ? AND arn_hash = ? AND arn = ?");
    case DOSSIER_FINDINGS_STORE_ADD_FINDING:
    case DOSSIER_FINDINGS_STORE_ADD_CLASS:
    case DOSSIER_FINDINGS_STORE_ADD_RESOURCE:
    case DOSSIER_FINDINGS_STORE_ADD_WEAKNESS:
      return insertion (which - DOSSIER_FINDINGS_STORE_ADD_FINDING + FINDING);
    case DOSSIER_FINDINGS_STORE_ADD_FACT:
      return g_strdup ("INSERT OR IGNORE INTO fact (snapshot, field, a, b, owner) VALUES (?, ?, ?, ?, ?)");
    case DOSSIER_FINDINGS_STORE_ADD_PACKAGE:
      return package_insertion ();
    case DOSSIER_FINDINGS_STORE_N_STATEMENTS:
    default:
      g_return_val_if_reached (NULL);
    }
}

/*
 * dossier_findings_store_scribe_get_statement:
 * @self: a scribe
 * @which: which statement
 * @error: return location for an error, as of dossier_findings_store_db_exec()
 *
 * Returns: (transfer none) (nullable): the statement, ready to be filled in
 */
sqlite3_stmt *
dossier_findings_store_scribe_get_statement (DossierFindingsStoreScribe  *self,
               DossierFindingsStoreStatement                    which,
               GError                     **error)
{
  sqlite3_stmt **place = &self->statements[which];

  if (*place == NULL)
    {
      g_autofree char *sql = make_sql (which);

      *place = dossier_findings_store_db_prepare (self->db, sql, error);
    }
  else
    {
      sqlite3_reset (*place);
      sqlite3_clear_bindings (*place);
    }
  return *place;
}

static void
bind_value (sqlite3_stmt *statement,
            int           index,
            yyjson_val   *value)
{
  if (yyjson_is_str (value))
    sqlite3_bind_text (statement, index, yyjson_get_str (value), (int) yyjson_get_len (value), SQLITE_STATIC);
  else if (yyjson_is_num (value))
    sqlite3_bind_double (statement, index, yyjson_get_num (value));
  else
    sqlite3_bind_null (statement, index);
}

static void
bind_fact (sqlite3_stmt                   *statement,
           int                             index,
           const DossierFindingsStoreFact *fact)
{
  double seconds;

  if (fact->kind == DOSSIER_FILTER_KIND_DATE && dossier_findings_store_seconds (fact->value, &seconds))
    sqlite3_bind_double (statement, index, seconds);
  else
    bind_value (statement, index, fact->value);
}

/*
 * dossier_findings_store_scribe_bind_columns:
 * @statement: an insertion into @home
 * @home: a table
 * @facts: (element-type DossierFindingsStoreFact): what it has to say
 *
 * Fills in the first value of each field that has a column.
 */
void
dossier_findings_store_scribe_bind_columns (sqlite3_stmt             *statement,
              DossierFindingsStoreHome  home,
              GArray                   *facts)
{
  const DossierFindingsStoreField *fields;
  int index = n_own_columns[home];
  gsize n_fields;

  fields = dossier_findings_store_fields (&n_fields);
  for (gsize i = 0; i < n_fields; i++)
    {
      if (fields[i].home != home || fields[i].column == NULL)
        continue;
      index++;
      for (guint at = 0; at < facts->len; at++)
        if (g_array_index (facts, DossierFindingsStoreFact, at).field == &fields[i])
          {
            bind_fact (statement, index, &g_array_index (facts, DossierFindingsStoreFact, at));
            break;
          }
    }
}

static gboolean
add_package (DossierFindingsStoreScribe  *self,
             gint64                       owner,
             guint                        number,
             yyjson_val                  *package,
             GError                     **error)
{
  sqlite3_stmt *statement = dossier_findings_store_scribe_get_statement (self, DOSSIER_FINDINGS_STORE_ADD_PACKAGE, error);
  const DossierFilterField *members;
  gsize n_members;

  if (statement == NULL)
    return FALSE;
  sqlite3_bind_int64 (statement, 1, owner);
  sqlite3_bind_int64 (statement, 2, number);
  members = dossier_filter_package_members (&n_members);
  for (gsize i = 0; i < n_members; i++)
    {
      yyjson_val *value = yyjson_obj_get (package, members[i].path);

      if (members[i].kind == DOSSIER_FILTER_KIND_NUMBER ? yyjson_is_num (value) : yyjson_is_str (value))
        bind_value (statement, (int) i + 3, value);
    }
  return dossier_findings_store_db_run (statement, error);
}

static gboolean
add_pair (DossierFindingsStoreScribe      *self,
          gint64                           owner,
          const DossierFindingsStoreFact  *fact,
          yyjson_val                      *a,
          yyjson_val                      *b,
          GError                         **error)
{
  sqlite3_stmt *statement = dossier_findings_store_scribe_get_statement (self, DOSSIER_FINDINGS_STORE_ADD_FACT, error);

  if (statement == NULL)
    return FALSE;
  sqlite3_bind_int64 (statement, 1, self->snapshot);
  sqlite3_bind_int64 (statement, 2, fact->field->number);
  if (a == fact->value)
    bind_fact (statement, 3, fact);
  else
    bind_value (statement, 3, a);
  if (b != NULL)
    bind_value (statement, 4, b);
  else
    sqlite3_bind_text (statement, 4, "", 0, SQLITE_STATIC);
  sqlite3_bind_int64 (statement, 5, owner);
  return dossier_findings_store_db_run (statement, error);
}

static gboolean
add_fact (DossierFindingsStoreScribe      *self,
          gint64                           owner,
          guint                            number,
          const DossierFindingsStoreFact  *fact,
          GError                         **error)
{
  gsize index, n;
  yyjson_val *key, *value;

  switch (fact->kind)
    {
    case DOSSIER_FILTER_KIND_MAP:
      yyjson_obj_foreach (fact->value, index, n, key, value)
        if (yyjson_is_str (value) && !add_pair (self, owner, fact, key, value, error))
          return FALSE;
      return TRUE;
    case DOSSIER_FILTER_KIND_PORT:
      key = yyjson_obj_get (fact->value, "begin");
      value = yyjson_obj_get (fact->value, "end");
      return !yyjson_is_num (key) || !yyjson_is_num (value) || add_pair (self, owner, fact, key, value, error);
    case DOSSIER_FILTER_KIND_PACKAGE:
      return add_package (self, owner, number, fact->value, error);
    case DOSSIER_FILTER_KIND_STRING:
    case DOSSIER_FILTER_KIND_NUMBER:
    case DOSSIER_FILTER_KIND_DATE:
    default:
      return add_pair (self, owner, fact, fact->value, NULL, error);
    }
}

static gboolean
add_part (DossierFindingsStoreScribe  *self,
          DossierFinding              *finding,
          DossierFindingsStoreHome     home,
          gint64                       id,
          GError                     **error)
{
  sqlite3_stmt *statement = dossier_findings_store_scribe_get_statement (
      self, DOSSIER_FINDINGS_STORE_ADD_FINDING + home - FINDING, error);

  if (statement == NULL)
    return FALSE;
  sqlite3_bind_int64 (statement, 1, id);
  if (home == RESOURCE)
    {
      dossier_findings_store_db_bind_text (statement, 2, dossier_finding_get_resource_label (finding));
      dossier_findings_store_db_bind_text (statement, 3, dossier_finding_get_region (finding));
    }
  dossier_findings_store_scribe_bind_columns (statement, home, self->facts);
  if (!dossier_findings_store_db_run (statement, error))
    return FALSE;

  for (guint i = 0; i < self->facts->len; i++)
    {
      const DossierFindingsStoreFact *fact = &g_array_index (self->facts, DossierFindingsStoreFact, i);

      if (fact->field->number != 0 && !add_fact (self, id, i, fact, error))
        return FALSE;
    }
  return TRUE;
}

static void
append_text (GString    *key,
             const char *text)
{
  if (text != NULL)
    g_string_append_len (key, text, (gssize) strlen (text) + 1);
  else
    g_string_append_c (key, '\1');
}

/* All that is kept of a part, so that parts of the same digest are the same. */
static void
make_digest (DossierFindingsStoreScribe *self,
             DossierFinding             *finding,
             DossierFindingsStoreHome    home,
             guint8                     *digest)
{
  g_string_truncate (self->key, 0);
  if (home == RESOURCE)
    {
      append_text (self->key, dossier_finding_get_resource_label (finding));
      append_text (self->key, dossier_finding_get_region (finding));
    }
  for (guint i = 0; i < self->facts->len; i++)
    {
      const DossierFindingsStoreFact *fact = &g_array_index (self->facts, DossierFindingsStoreFact, i);
      double number = yyjson_get_num (fact->value);

      append_text (self->key, fact->field->name);
      if (yyjson_is_str (fact->value))
        g_string_append_len (self->key, yyjson_get_str (fact->value), (gssize) yyjson_get_len (fact->value) + 1);
      else if (yyjson_is_num (fact->value))
        g_string_append_len (self->key, (const char *) &number, sizeof number);
      else
        {
          size_t length;
          char *text = yyjson_val_write_opts (fact->value, YYJSON_WRITE_NOFLAG, NULL, &length, NULL);

          g_string_append_len (self->key, text, (gssize) length + 1);
          free (text);
        }
    }
  dossier_sha256 (self->key->str, self->key->len, digest);
}

/*
 * dossier_findings_store_scribe_find_or_add_part:
 * @self: a scribe
 * @finding: a finding
 * @root: its JSON
 * @home: which of its parts
 * @id: (out): the row of the part
 * @error: return location for an error, as of dossier_findings_store_db_exec()
 *
 * Returns: whether the part is in the database
 */
gboolean
dossier_findings_store_scribe_find_or_add_part (DossierFindingsStoreScribe  *self,
                  DossierFinding              *finding,
                  yyjson_val                  *root,
                  DossierFindingsStoreHome     home,
                  gint64                      *id,
                  GError                     **error)
{
  Known wanted;
  Known *known;

  g_array_set_size (self->facts, 0);
  dossier_findings_store_collect_facts (root, home, self->facts);
  make_digest (self, finding, home, wanted.digest);
  known = g_hash_table_lookup (self->known[home], &wanted);
  if (known != NULL)
    {
      *id = known->id;
      return TRUE;
    }
  *id = ++self->last_id[home];
  if (!add_part (self, finding, home, *id, error))
    return FALSE;

  if (g_hash_table_size (self->known[home]) >= MAX_KNOWN)
    g_hash_table_remove_all (self->known[home]);
  wanted.id = *id;
  known = g_memdup2 (&wanted, sizeof wanted);
  g_hash_table_add (self->known[home], known);
  return TRUE;
}

/*
 * dossier_findings_store_scribe_begin_parts:
 * @self: a scribe
 *
 * Makes what remembers the parts that were written.
 */
void
dossier_findings_store_scribe_begin_parts (DossierFindingsStoreScribe *self)
{
  for (DossierFindingsStoreHome home = CLASS; home <= WEAKNESS; home++)
    self->known[home] = g_hash_table_new_full (known_hash, known_equal, g_free, NULL);
}

/*
 * dossier_findings_store_scribe_forget_parts:
 * @self: a scribe
 *
 * For when what was written is taken back.
 */
void
dossier_findings_store_scribe_forget_parts (DossierFindingsStoreScribe *self)
{
  for (DossierFindingsStoreHome home = CLASS; home <= WEAKNESS; home++)
    g_hash_table_remove_all (self->known[home]);
}

/*
 * dossier_findings_store_scribe_end_parts:
 * @self: a scribe
 */
void
dossier_findings_store_scribe_end_parts (DossierFindingsStoreScribe *self)
{
  for (DossierFindingsStoreHome home = CLASS; home <= WEAKNESS; home++)
    g_hash_table_unref (self->known[home]);
}
