// SPDX-FileCopyrightText: The Dossier authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "config.h"

#include <string.h>

#include "dossier-policy-merge.h"
#include "dossier-policy-source-private.h"

/* Names that no pattern holds by chance: what covers both covers the names of all reports. */
static const char *const probes[] = { "0d5e9c1a-probe", "f81d4fae-7dec-11d0-a765-00a0c91e6bf6" };

/* An account that has no report: what lets it write lets everybody. */
#define FOREIGN_ACCOUNT "000000000000"

/* A file may have blanks that AWS would not keep; beyond so many times the limit nothing is
 * tried, as each try reads the whole. */
#define MAX_TIMES 4

struct _DossierPolicyMerge
{
  grefcount ref_count;
  DossierPolicyMergeOutcome outcome;
  char *text;
  DossierPolicy *policy;
  int statement;
  GArray *notes; /* of DossierPolicyNote */
};

G_DEFINE_BOXED_TYPE (DossierPolicyMerge, dossier_policy_merge, dossier_policy_merge_ref, dossier_policy_merge_unref)

static void
note_clear (gpointer data)
{
  DossierPolicyNote *note = data;

  g_free (note->detail);
}

static void
add_note (DossierPolicyMerge    *self,
          DossierPolicyNoteKind  kind,
          int                    statement,
          const char            *detail)
{
  DossierPolicyNote note = { kind, statement, g_strdup (detail) };

  g_array_append_val (self->notes, note);
}

/* Whether the statement names the service. That `*` means services too is sure of a Deny,
 * and not of an Allow. */
static gboolean
names_service (const DossierPolicyStatement *statement,
               const char                   *principal)
{
  for (guint i = 0; !statement->not_principal && i < statement->n_principals; i++)
    if (strcmp (statement->principals[i].type, "Service") == 0 &&
        strcmp (statement->principals[i].value, principal) == 0)
      return TRUE;
  return FALSE;
}

/* Whether all calls for an account are allowed by the first @n_statements statements, from
 * @first. Denies are not looked at: no further Allow helps against them. */
static gboolean
covers (const DossierPolicy          *policy,
        guint                         first,
        guint                         n_statements,
        const DossierInspectorAccess *access,
        const char                   *account)
{
  const char *const *actions = dossier_inspector_access_get_actions (access);

  for (gsize i = 0; actions[i] != NULL; i++)
    for (gsize p = 0; p < G_N_ELEMENTS (probes); p++)
      {
        g_autoptr (DossierPolicyRequest) request =
            dossier_inspector_access_new_request (access, account, actions[i], probes[p], policy);
        gboolean found = FALSE;

        for (guint s = first; s < first + n_statements && !found; s++)
          found = policy->statements[s].allow && names_service (&policy->statements[s], access->principal) &&
                  dossier_policy_statement_test (policy, &policy->statements[s], request, NULL) == DOSSIER_TRI_TRUE;
        if (!found)
          return FALSE;
      }
  return TRUE;
}

/* The accounts whose calls are not all allowed. Returns: (transfer container) */
static GPtrArray *
find_missing (const DossierPolicy          *policy,
              const DossierInspectorAccess *access)
{
  GPtrArray *missing = g_ptr_array_new_null_terminated (1, NULL, TRUE);

  for (guint i = 0; access->accounts[i] != NULL; i++)
    if (!covers (policy, 0, policy->n_statements, access, access->accounts[i]))
      g_ptr_array_add (missing, (gpointer) access->accounts[i]);
  return missing;
}

/* Takes the document as the one of the result so far, if it can be read. */
static gboolean
take_text (DossierPolicyMerge  *self,
           char                *text,
           GError             **error)
{
  g_autofree char *mine = text;
  DossierPolicy *policy = dossier_policy_parse (mine, -1, error);

  if (policy == NULL)
    return FALSE;
  g_clear_pointer (&self->policy, dossier_policy_unref);
  g_free (self->text);
  self->policy = policy;
  self->text = g_steal_pointer (&mine);
  return TRUE;
}

static gboolean
create (DossierPolicyMerge            *self,
        const DossierInspectorAccess  *access,
        const char                    *sid,
        GError                       **error)
{
  g_autofree char *ours = dossier_inspector_access_dup_statement (access, sid);
  g_autofree char *root = NULL;
  g_autofree char *compact = NULL;

  if (access->kind == DOSSIER_POLICY_KIND_KEY && access->owner == NULL)
    {
      g_propagate_error (error, dossier_policy_error_new (DOSSIER_POLICY_ERROR_LOCKOUT, "", 1, 1,
                                                          "A new key's policy has to leave the key to an account; say which one owns it"));
      return FALSE;
    }
  /* What KMS gives a key by default, so that the account can still use and change it. */
  if (access->kind == DOSSIER_POLICY_KIND_KEY)
    root = g_strdup_printf ("{\"Sid\":\"Enable IAM User Permissions\",\"Effect\":\"Allow\",\"Principal\":"
                            "{\"AWS\":\"arn:%s:iam::%s:root\"},\"Action\":\"kms:*\",\"Resource\":\"*\"},",
                            access->partition, access->owner);
  compact = g_strdup_printf ("{\"Version\":\"2012-10-17\",\"Statement\":[%s%s]}", root != NULL ? root : "", ours);
  self->outcome = DOSSIER_POLICY_MERGE_CREATED;
  self->statement = root != NULL ? 1 : 0;
  return take_text (self, dossier_policy_edit_format (compact, "\n", "", "  "), error);
}

/* The Sid, or the first of those with a number behind it that is free. */
static char *
free_sid (const DossierPolicy *policy,
          const char          *sid)
{
  g_autofree char *candidate = g_strdup (sid);

  for (guint number = 2;; number++)
    {
      guint s = 0;

      while (s < policy->n_statements && g_strcmp0 (policy->statements[s].sid, candidate) != 0)
        s++;
      if (s == policy->n_statements)
        return g_steal_pointer (&candidate);
      g_free (candidate);
      candidate = g_strdup_printf ("%s-%u", sid, number);
    }
}

static gboolean
append (DossierPolicyMerge            *self,
        const DossierInspectorAccess  *access,
        const char *const             *missing,
        const char                    *wanted_sid,
        GError                       **error)
{
  const DossierPolicyJson *list = dossier_policy_json_get (self->policy->root, "Statement");
  g_autoptr (DossierPolicyEdit) edit = dossier_policy_edit_new (self->policy->document);
  g_autofree char *sid = free_sid (self->policy, wanted_sid);
  DossierInspectorAccess rest = *access;
  g_autofree char *ours = NULL;

  rest.accounts = missing;
  ours = dossier_inspector_access_dup_statement (&rest, sid);
  if (list->type == DOSSIER_POLICY_JSON_ARRAY)
    dossier_policy_edit_append (edit, list, ours);
  else
    {
      g_autofree char *text = dossier_policy_edit_format (ours, NULL, NULL, NULL);
      g_autofree char *end = g_strconcat (", ", text, "]", NULL);

      dossier_policy_edit_replace (edit, list->start, list->start, "[");
      dossier_policy_edit_replace (edit, list->end, list->end, end);
    }
  self->outcome = DOSSIER_POLICY_MERGE_ADDED;
  self->statement = (int) self->policy->n_statements;
  return take_text (self, dossier_policy_edit_apply (edit), error);
}

/* Tells of statements whose sets are unequal, or mends them. */
static gboolean
look_at_sets (DossierPolicyMerge            *self,
              const DossierInspectorAccess  *access,
              gboolean                       change,
              DossierPolicyMergeFlags        flags,
              GError                       **error)
{
  for (guint s = 0; s < self->policy->n_statements; s++)
    {
      const DossierPolicyStatement *statement = &self->policy->statements[s];
      g_autoptr (DossierPolicyEdit) edit = dossier_policy_edit_new (self->policy->document);
      g_autoptr (GPtrArray) dropped = g_ptr_array_new_with_free_func (g_free);
      g_auto (DossierPolicySource) source = { 0 };

      if (!dossier_policy_source_init (&source, statement, access) || source.uneven->len == 0)
        continue;
      /* Lists that have nothing in common are not begun anew where more hangs on them. */
      if ((flags & DOSSIER_POLICY_MERGE_MEND) &&
          (source.both->len > 0 || dossier_policy_source_is_exact (&source, statement, access)))
        {
          dossier_policy_source_mend (&source, access, edit, dropped);
          if (!take_text (self, dossier_policy_edit_apply (edit), error))
            return FALSE;
          self->outcome = DOSSIER_POLICY_MERGE_MENDED;
          self->statement = (int) s;
          for (guint i = 0; i < dropped->len; i++)
            add_note (self, DOSSIER_POLICY_NOTE_DROPPED, (int) s, g_ptr_array_index (dropped, i));
          continue;
        }
      if (change && !(flags & DOSSIER_POLICY_MERGE_MEND))
        {
          g_autofree char *message =
              g_strdup_printf ("aws:SourceAccount and aws:SourceArn name different accounts, only one of them %s; "
                               "make them equal, or have the merge leave those that are in both",
                               (const char *) g_ptr_array_index (source.uneven, 0));
          g_autofree char *path = dossier_policy_json_get_path (statement->node);
          guint line, column;

          dossier_policy_json_get_place (statement->node, &line, &column);
          g_propagate_error (error, dossier_policy_error_new (DOSSIER_POLICY_ERROR_UNEQUAL, path, line, column, message));
          return FALSE;
        }
      for (guint i = 0; i < source.uneven->len; i++)
        add_note (self, DOSSIER_POLICY_NOTE_UNEQUAL, (int) s, g_ptr_array_index (source.uneven, i));
    }
  return TRUE;
}

/* Adds the accounts to a statement that is there for this purpose and no other, if that is
 * enough for them. An unequal statement is not here any more. */
static gboolean
extend (DossierPolicyMerge           *self,
        const DossierInspectorAccess *access,
        const char *const            *missing)
{
  for (guint s = 0; s < self->policy->n_statements; s++)
    {
      g_autoptr (DossierPolicyEdit) edit = dossier_policy_edit_new (self->policy->document);
      g_auto (DossierPolicySource) source = { 0 };
      g_autoptr (DossierPolicy) policy = NULL;
      g_autofree char *text = NULL;
      gboolean enough = TRUE;

      if (!dossier_policy_source_init (&source, &self->policy->statements[s], access) ||
          !dossier_policy_source_is_exact (&source, &self->policy->statements[s], access))
        continue;
      dossier_policy_source_extend (&source, access, missing, edit);
      text = dossier_policy_edit_apply (edit);
      policy = dossier_policy_parse (text, -1, NULL);
      for (guint i = 0; policy != NULL && missing[i] != NULL; i++)
        enough = enough && covers (policy, s, 1, access, missing[i]);
      if (policy == NULL || !enough || !take_text (self, g_steal_pointer (&text), NULL))
        continue;
      self->statement = (int) s;
      if (self->outcome != DOSSIER_POLICY_MERGE_MENDED)
        self->outcome = DOSSIER_POLICY_MERGE_EXTENDED;
      return TRUE;
    }
  return FALSE;
}

static void
note_deputies (DossierPolicyMerge           *self,
               const DossierInspectorAccess *access)
{
  for (guint s = 0; s < self->policy->n_statements; s++)
    {
      const char *const *actions = dossier_inspector_access_get_actions (access);
      gboolean open = FALSE;

      for (gsize i = 0; actions[i] != NULL && !open; i++)
        {
          g_autoptr (DossierPolicyRequest) request =
              dossier_inspector_access_new_request (access, FOREIGN_ACCOUNT, actions[i], probes[0], self->policy);
          const DossierPolicyStatement *statement = &self->policy->statements[s];

          open = statement->allow &&
                 dossier_policy_principal_match (statement, request) != DOSSIER_POLICY_PRINCIPAL_OTHER &&
                 dossier_policy_statement_test (self->policy, statement, request, NULL) != DOSSIER_TRI_FALSE;
        }
      if (open)
        add_note (self, DOSSIER_POLICY_NOTE_CONFUSED_DEPUTY, (int) s, NULL);
    }
}

static gboolean
has_note (const DossierPolicyMerge *self,
          DossierPolicyNoteKind     kind,
          int                       statement)
{
  for (guint i = 0; i < self->notes->len; i++)
    {
      const DossierPolicyNote *note = &g_array_index (self->notes, DossierPolicyNote, i);

      if (note->kind == kind && note->statement == statement)
        return TRUE;
    }
  return FALSE;
}

static void
note_denies (DossierPolicyMerge           *self,
             const DossierInspectorAccess *access)
{
  const char *const *actions = dossier_inspector_access_get_actions (access);

  for (guint s = 0; s < self->policy->n_statements; s++)
    for (guint a = 0; access->accounts[a] != NULL && !self->policy->statements[s].allow; a++)
      for (gsize i = 0; actions[i] != NULL; i++)
        {
          g_autoptr (DossierPolicyRequest) request =
              dossier_inspector_access_new_request (access, access->accounts[a], actions[i], probes[0], self->policy);
          g_autoptr (GPtrArray) keys = g_ptr_array_new_with_free_func (g_free);
          const DossierPolicyStatement *statement = &self->policy->statements[s];
          DossierTri applies = DOSSIER_TRI_FALSE;

          if (dossier_policy_principal_match (statement, request) != DOSSIER_POLICY_PRINCIPAL_OTHER)
            applies = dossier_policy_statement_test (self->policy, statement, request, keys);
          if (applies == DOSSIER_TRI_TRUE && !has_note (self, DOSSIER_POLICY_NOTE_DENIED, (int) s))
            add_note (self, DOSSIER_POLICY_NOTE_DENIED, (int) s, NULL);
          if (applies == DOSSIER_TRI_UNKNOWN && !has_note (self, DOSSIER_POLICY_NOTE_MAY_BE_DENIED, (int) s))
            add_note (self, DOSSIER_POLICY_NOTE_MAY_BE_DENIED, (int) s, g_ptr_array_index (keys, 0));
        }
}

static gboolean
refuse_size (gsize    size,
             gsize    limit,
             GError **error)
{
  g_autofree char *message =
      g_strdup_printf ("The policy would have %" G_GSIZE_FORMAT " bytes, and AWS takes %" G_GSIZE_FORMAT
                       "; shorten other statements, or leave out blanks", size, limit);

  g_propagate_error (error, dossier_policy_error_new (DOSSIER_POLICY_ERROR_TOO_LARGE, "", 1, 1, message));
  return FALSE;
}

static gboolean
check_size (DossierPolicyMerge            *self,
            const DossierInspectorAccess  *access,
            GError                       **error)
{
  gsize limit = dossier_policy_size_limit (access->kind);
  gsize size = strlen (self->text);

  if (size > limit)
    return refuse_size (size, limit, error);
  if (size > limit - limit / 10)
    add_note (self, DOSSIER_POLICY_NOTE_SIZE, -1, NULL);
  return TRUE;
}

static gboolean
is_of_a_resource (const DossierPolicy  *policy,
                  GError              **error)
{
  for (guint s = 0; s < policy->n_statements; s++)
    if (!policy->statements[s].has_principal)
      return dossier_policy_json_refuse (policy->statements[s].node, error,
                                         "The statement has no Principal; the policy of a bucket or key needs one");
  return TRUE;
}

static gboolean
merge_into (DossierPolicyMerge            *self,
            const DossierInspectorAccess  *access,
            DossierPolicyMergeFlags        flags,
            const char                    *sid,
            GError                       **error)
{
  g_autoptr (GPtrArray) missing = find_missing (self->policy, access);
  const char *const *accounts;

  if (!is_of_a_resource (self->policy, error) || !look_at_sets (self, access, missing->len > 0, flags, error))
    return FALSE;
  g_ptr_array_unref (missing);
  missing = find_missing (self->policy, access);
  accounts = (const char *const *) missing->pdata;
  for (guint i = 0; i < missing->len; i++)
    add_note (self, DOSSIER_POLICY_NOTE_ALLOWED, -1, accounts[i]);
  return missing->len == 0 || extend (self, access, accounts) || append (self, access, accounts, sid, error);
}

static gboolean
is_blank (const char *text,
          gsize       length)
{
  for (gsize i = 0; i < length; i++)
    if (!g_ascii_isspace (text[i]))
      return FALSE;
  return TRUE;
}

/**
 * dossier_policy_merge:
 * @text: (nullable): the policy that is there; %NULL or blank if there is none
 * @length: its length in bytes, or -1 if it ends with a NUL
 * @access: what Inspector must be allowed to do
 * @flags: what may be done beside
 * @error: return location; %DOSSIER_ERROR_INVALID_INPUT for @access, %DOSSIER_POLICY_ERROR
 *   for the policy and for what becomes of it
 *
 * Makes the policy that allows it. What is allowed already, in whatever spelling, is left; a
 * statement for the same purpose gets the accounts that it lacks, or a statement is added
 * behind the others. Nothing else changes, not even a blank. A second merge changes nothing.
 *
 * Returns: (transfer full) (nullable): the result
 */
DossierPolicyMerge *
dossier_policy_merge (const char                    *text,
                      gssize                         length,
                      const DossierInspectorAccess  *access,
                      DossierPolicyMergeFlags        flags,
                      GError                       **error)
{
  const char *sid = access->kind == DOSSIER_POLICY_KIND_BUCKET ? "allow-inspector" : "Allow Amazon Inspector to use the key";
  g_autoptr (DossierPolicyMerge) self = NULL;
  gsize size = text == NULL ? 0 : length < 0 ? strlen (text) : (gsize) length;

  if (!dossier_inspector_access_check (access, error))
    return NULL;
  if (size > MAX_TIMES * dossier_policy_size_limit (access->kind))
    {
      refuse_size (size, dossier_policy_size_limit (access->kind), error);
      return NULL;
    }
  self = g_new0 (DossierPolicyMerge, 1);
  g_ref_count_init (&self->ref_count);
  self->statement = -1;
  self->notes = g_array_new (FALSE, FALSE, sizeof (DossierPolicyNote));
  g_array_set_clear_func (self->notes, note_clear);
  if (is_blank (text, size))
    {
      if (!create (self, access, sid, error))
        return NULL;
      for (guint i = 0; access->accounts[i] != NULL; i++)
        add_note (self, DOSSIER_POLICY_NOTE_ALLOWED, self->statement, access->accounts[i]);
    }
  else
    {
      self->policy = dossier_policy_parse (text, (gssize) size, error);
      if (self->policy == NULL)
        return NULL;
      self->text = g_strndup (text, size);
      if (!merge_into (self, access, flags, sid, error))
        return NULL;
    }
  if (self->outcome != DOSSIER_POLICY_MERGE_UNCHANGED && !check_size (self, access, error))
    return NULL;
  note_deputies (self, access);
  note_denies (self, access);
  return g_steal_pointer (&self);
}

/**
 * dossier_policy_merge_ref:
 * @self: a merge
 *
 * Returns: (transfer full): @self
 */
DossierPolicyMerge *
dossier_policy_merge_ref (DossierPolicyMerge *self)
{
  g_ref_count_inc (&self->ref_count);
  return self;
}

/**
 * dossier_policy_merge_unref:
 * @self: (transfer full): a merge
 */
void
dossier_policy_merge_unref (DossierPolicyMerge *self)
{
  if (!g_ref_count_dec (&self->ref_count))
    return;
  g_clear_pointer (&self->policy, dossier_policy_unref);
  g_free (self->text);
  g_array_unref (self->notes);
  g_free (self);
}

/**
 * dossier_policy_merge_get_outcome:
 * @self: a merge
 *
 * Returns: what was done
 */
DossierPolicyMergeOutcome
dossier_policy_merge_get_outcome (const DossierPolicyMerge *self)
{
  return self->outcome;
}

/**
 * dossier_policy_merge_get_text:
 * @self: a merge
 *
 * Returns: (transfer none): the new document
 */
const char *
dossier_policy_merge_get_text (const DossierPolicyMerge *self)
{
  return self->text;
}

/**
 * dossier_policy_merge_get_policy:
 * @self: a merge
 *
 * Returns: (transfer none): the new document, read
 */
DossierPolicy *
dossier_policy_merge_get_policy (const DossierPolicyMerge *self)
{
  return self->policy;
}

/**
 * dossier_policy_merge_get_statement:
 * @self: a merge
 *
 * Returns: index of the statement that is new or changed, -1 if there is none
 */
int
dossier_policy_merge_get_statement (const DossierPolicyMerge *self)
{
  return self->statement;
}

/**
 * dossier_policy_merge_get_n_notes:
 * @self: a merge
 *
 * Returns: how many notes there are
 */
guint
dossier_policy_merge_get_n_notes (const DossierPolicyMerge *self)
{
  return self->notes->len;
}

/**
 * dossier_policy_merge_get_note:
 * @self: a merge
 * @index: from 0
 *
 * Returns: (transfer none): the note
 */
const DossierPolicyNote *
dossier_policy_merge_get_note (const DossierPolicyMerge *self,
                               guint                     index)
{
  return &g_array_index (self->notes, DossierPolicyNote, index);
}

/**
 * dossier_policy_size_limit:
 * @kind: of which policy it is spoken
 *
 * Returns: how many bytes AWS takes at most
 */
gsize
dossier_policy_size_limit (DossierPolicyKind kind)
{
  return kind == DOSSIER_POLICY_KIND_BUCKET ? 20 * 1024 : 32 * 1024;
}
