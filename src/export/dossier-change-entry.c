// SPDX-FileCopyrightText: The Dossier authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "config.h"

#include "dossier-change-entry.h"
#include "dossier-error.h"
#include "dossier-json.h"
#include "dossier-time.h"

/* Raised when an older program could not make sense of an entry. */
#define VERSION 1

static const char *const kinds[] = {
  [DOSSIER_CHANGE_BUCKET_POLICY] = "bucketPolicy",
  [DOSSIER_CHANGE_KEY_POLICY] = "keyPolicy",
  [DOSSIER_CHANGE_NEW_BUCKET] = "newBucket",
  [DOSSIER_CHANGE_NEW_KEY] = "newKey",
};

static const char *const states[] = {
  [DOSSIER_CHANGE_PLANNED] = "planned",
  [DOSSIER_CHANGE_REFUSED] = "refused",
  [DOSSIER_CHANGE_WRITTEN] = "written",
  [DOSSIER_CHANGE_PROVED] = "proved",
  [DOSSIER_CHANGE_UNDONE] = "undone",
};

/* The texts of an entry; those that may be missing are so where something was not there. */
static const struct
{
  const char *name;
  gsize offset;
  gboolean needed;
} texts[] = {
  { "id", G_STRUCT_OFFSET (DossierChangeEntry, id), TRUE },
  { "source", G_STRUCT_OFFSET (DossierChangeEntry, source), TRUE },
  { "region", G_STRUCT_OFFSET (DossierChangeEntry, region), TRUE },
  { "account", G_STRUCT_OFFSET (DossierChangeEntry, account), TRUE },
  { "caller", G_STRUCT_OFFSET (DossierChangeEntry, caller), TRUE },
  { "resource", G_STRUCT_OFFSET (DossierChangeEntry, resource), TRUE },
  { "before", G_STRUCT_OFFSET (DossierChangeEntry, before), FALSE },
  { "after", G_STRUCT_OFFSET (DossierChangeEntry, after), FALSE },
  { "requestId", G_STRUCT_OFFSET (DossierChangeEntry, request_id), FALSE },
  { "undoes", G_STRUCT_OFFSET (DossierChangeEntry, undoes), FALSE },
  { "message", G_STRUCT_OFFSET (DossierChangeEntry, message), FALSE },
};

G_DEFINE_BOXED_TYPE (DossierChangeEntry, dossier_change_entry, dossier_change_entry_copy, dossier_change_entry_free)

static char **
text_of (const DossierChangeEntry *self,
         gsize                     index)
{
  return G_STRUCT_MEMBER_P (self, texts[index].offset);
}

/**
 * dossier_change_entry_new:
 * @kind: what is changed
 * @resource: the bucket's name, or the key's ARN
 * @author: who changes it
 * @time: now, microseconds since 1970 UTC
 *
 * Returns: (transfer full): an entry of a change that was not made yet
 */
DossierChangeEntry *
dossier_change_entry_new (DossierChangeKind          kind,
                          const char                *resource,
                          const DossierChangeAuthor *author,
                          gint64                     time)
{
  DossierChangeEntry *self = g_new0 (DossierChangeEntry, 1);

  self->id = g_uuid_string_random ();
  self->kind = kind;
  self->time = time;
  self->resource = g_strdup (resource);
  self->source = g_strdup (author->source);
  self->account = g_strdup (author->account);
  self->caller = g_strdup (author->caller);
  self->region = g_strdup (author->region);
  return self;
}

/**
 * dossier_change_entry_copy:
 * @self: an entry
 *
 * Returns: (transfer full): a copy
 */
DossierChangeEntry *
dossier_change_entry_copy (const DossierChangeEntry *self)
{
  DossierChangeEntry *copy = g_memdup2 (self, sizeof *self);

  for (gsize i = 0; i < G_N_ELEMENTS (texts); i++)
    *text_of (copy, i) = g_strdup (*text_of (self, i));
  return copy;
}

/**
 * dossier_change_entry_free:
 * @self: (transfer full): an entry
 */
void
dossier_change_entry_free (DossierChangeEntry *self)
{
  for (gsize i = 0; i < G_N_ELEMENTS (texts); i++)
    g_free (*text_of (self, i));
  g_free (self);
}

/**
 * dossier_change_entry_to_json:
 * @self: an entry
 *
 * Returns: (transfer full): the entry as it is kept
 */
JsonObject *
dossier_change_entry_to_json (const DossierChangeEntry *self)
{
  JsonObject *object = json_object_new ();
  g_autofree char *time = dossier_time_to_iso8601 (self->time);

  json_object_set_int_member (object, "version", VERSION);
  json_object_set_string_member (object, "kind", kinds[self->kind]);
  json_object_set_string_member (object, "state", states[self->state]);
  json_object_set_string_member (object, "time", time);
  for (gsize i = 0; i < G_N_ELEMENTS (texts); i++)
    if (*text_of (self, i) != NULL)
      json_object_set_string_member (object, texts[i].name, *text_of (self, i));
  return object;
}

static gboolean
find_word (JsonObject         *object,
           const char         *member,
           const char *const  *words,
           gsize               n_words,
           guint              *index,
           GError            **error)
{
  const char *text = dossier_json_need_string (object, member, error);

  if (text == NULL)
    return FALSE;
  for (*index = 0; *index < n_words; (*index)++)
    if (g_str_equal (words[*index], text))
      return TRUE;
  g_set_error (error, DOSSIER_ERROR, DOSSIER_ERROR_CORRUPT, "“%s” is no %s that this program knows", text, member);
  return FALSE;
}

/**
 * dossier_change_entry_from_json:
 * @object: what dossier_change_entry_to_json() made
 * @error: return location for %DOSSIER_ERROR_CORRUPT or %DOSSIER_ERROR_INVALID_RESPONSE
 *
 * Returns: (transfer full) (nullable): the entry
 */
DossierChangeEntry *
dossier_change_entry_from_json (JsonObject  *object,
                                GError     **error)
{
  g_autoptr(DossierChangeEntry) self = g_new0 (DossierChangeEntry, 1);
  gint64 version = 0;
  gboolean present = FALSE;
  const char *time = dossier_json_need_string (object, "time", error);
  guint kind;
  guint state;

  if (time == NULL || !find_word (object, "kind", kinds, G_N_ELEMENTS (kinds), &kind, error) ||
      !find_word (object, "state", states, G_N_ELEMENTS (states), &state, error))
    return NULL;
  if (!dossier_json_get_int64 (object, "version", &version, &present, error))
    return NULL;
  if (!present || version > VERSION)
    {
      g_set_error_literal (error, DOSSIER_ERROR, DOSSIER_ERROR_CORRUPT, "It was written by a newer version of Dossier");
      return NULL;
    }
  self->kind = kind;
  self->state = state;
  if (!dossier_time_from_iso8601 (time, &self->time))
    {
      g_set_error (error, DOSSIER_ERROR, DOSSIER_ERROR_CORRUPT, "“%s” is no time", time);
      return NULL;
    }
  for (gsize i = 0; i < G_N_ELEMENTS (texts); i++)
    {
      const char *text = NULL;

      if (texts[i].needed ? (text = dossier_json_need_string (object, texts[i].name, error)) == NULL
                          : !dossier_json_get_string (object, texts[i].name, &text, error))
        return NULL;
      *text_of (self, i) = g_strdup (text);
    }
  return g_steal_pointer (&self);
}

/**
 * dossier_change_kind_to_text:
 * @kind: what was changed
 *
 * Returns: (transfer none): its word, as it stands in the journal
 */
const char *
dossier_change_kind_to_text (DossierChangeKind kind)
{
  return kinds[kind];
}

/**
 * dossier_change_state_to_text:
 * @state: how far a change came
 *
 * Returns: (transfer none): its word, as it stands in the journal
 */
const char *
dossier_change_state_to_text (DossierChangeState state)
{
  return states[state];
}
