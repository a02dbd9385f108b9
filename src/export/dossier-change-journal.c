// SPDX-FileCopyrightText: The Dossier authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "config.h"

#include "dossier-change-journal.h"
#include "dossier-error.h"
#include "dossier-record-folder.h"

struct _DossierChangeJournal
{
  GObject parent_instance;

  char *folder;
};

G_DEFINE_FINAL_TYPE (DossierChangeJournal, dossier_change_journal, G_TYPE_OBJECT)

static int
by_time (gconstpointer a,
         gconstpointer b)
{
  const DossierChangeEntry *left = *(DossierChangeEntry *const *) a;
  const DossierChangeEntry *right = *(DossierChangeEntry *const *) b;

  return (left->time < right->time) - (left->time > right->time);
}

static void
dossier_change_journal_finalize (GObject *object)
{
  DossierChangeJournal *self = DOSSIER_CHANGE_JOURNAL (object);

  g_free (self->folder);

  G_OBJECT_CLASS (dossier_change_journal_parent_class)->finalize (object);
}

static void
dossier_change_journal_class_init (DossierChangeJournalClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = dossier_change_journal_finalize;
}

static void
dossier_change_journal_init (DossierChangeJournal *)
{
}

/**
 * dossier_change_journal_new:
 * @folder: where the entries are; made when the first one is saved
 *
 * Returns: (transfer full): a journal
 */
DossierChangeJournal *
dossier_change_journal_new (const char *folder)
{
  DossierChangeJournal *self = g_object_new (DOSSIER_TYPE_CHANGE_JOURNAL, NULL);

  self->folder = g_strdup (folder);
  return self;
}

/**
 * dossier_change_journal_save:
 * @self: a journal
 * @entry: an entry
 *
 * Returns: (transfer full): a future that resolves to %TRUE once the entry is
 *   durable, or rejects with a #GIOErrorEnum
 */
DexFuture *
dossier_change_journal_save (DossierChangeJournal     *self,
                             const DossierChangeEntry *entry)
{
  g_autoptr(JsonObject) object = dossier_change_entry_to_json (entry);

  return dossier_record_folder_save (self->folder, entry->id, object);
}

/**
 * dossier_change_journal_load:
 * @self: a journal
 * @id: an entry's id
 * @error: return location for %DOSSIER_ERROR_NOT_FOUND, %DOSSIER_ERROR_CORRUPT,
 *   %DOSSIER_ERROR_INVALID_RESPONSE or #GIOErrorEnum
 *
 * Returns: (transfer full) (nullable): the entry
 */
DossierChangeEntry *
dossier_change_journal_load (DossierChangeJournal  *self,
                             const char            *id,
                             GError               **error)
{
  g_autoptr(GError) local_error = NULL;
  g_autoptr(JsonObject) object = dossier_record_folder_load (self->folder, id, &local_error);
  DossierChangeEntry *entry;

  if (g_error_matches (local_error, DOSSIER_ERROR, DOSSIER_ERROR_NOT_FOUND))
    g_set_error (error, DOSSIER_ERROR, DOSSIER_ERROR_NOT_FOUND,
                 "There is no change %s in the journal; “undo” alone lists those that there are", id);
  else if (local_error != NULL)
    g_propagate_error (error, g_steal_pointer (&local_error));
  if (object == NULL)
    return NULL;

  entry = dossier_change_entry_from_json (object, error);
  if (entry == NULL)
    g_prefix_error (error, "“%s/%s.json”: ", self->folder, id);
  return entry;
}

/**
 * dossier_change_journal_list:
 * @self: a journal
 * @source: (nullable): only changes of this account; %NULL for all
 * @error: return location for a #GFileError
 *
 * An entry that cannot be read is told in the log and left alone.
 *
 * Returns: (transfer full) (element-type DossierChangeEntry) (nullable): the
 *   changes, newest first
 */
GPtrArray *
dossier_change_journal_list (DossierChangeJournal  *self,
                             const char            *source,
                             GError               **error)
{
  g_autoptr(GPtrArray) entries = g_ptr_array_new_with_free_func ((GDestroyNotify) dossier_change_entry_free);
  g_auto(GStrv) ids = dossier_record_folder_list (self->folder, error);

  if (ids == NULL)
    return NULL;
  for (guint i = 0; ids[i] != NULL; i++)
    {
      g_autoptr(GError) damage = NULL;
      g_autoptr(DossierChangeEntry) entry = dossier_change_journal_load (self, ids[i], &damage);

      if (entry == NULL)
        g_message ("A change is left out of the list: %s", damage->message);
      else if (source == NULL || g_str_equal (entry->source, source))
        g_ptr_array_add (entries, g_steal_pointer (&entry));
    }

  g_ptr_array_sort (entries, by_time);
  return g_steal_pointer (&entries);
}
