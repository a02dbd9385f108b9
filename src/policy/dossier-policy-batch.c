// SPDX-FileCopyrightText: The Dossier authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "config.h"

#include <string.h>

#include "dossier-policy-batch.h"
#include "dossier-policy-evaluate.h"
#include "dossier-policy-private.h"

/* How many policies of the lines before are remembered, and how long they may be. */
#define N_REMEMBERED 16
#define MAX_REMEMBERED (64 * 1024)

typedef void (*Add) (DossierPolicyRequest *request, const char *name, const char *value);

/* The texts stand in an array of their own, as the reader of a line wants them. */
struct _DossierPolicyBatch
{
  DossierPolicyKnown known[N_REMEMBERED];
  DossierPolicy *policies[N_REMEMBERED];
  guint n_remembered;
  guint oldest;
  DossierPolicyDocument *document;
  DossierPolicyRequest *request;
  DossierPolicyVerdict *verdict;
};

static gboolean
each_string (const DossierPolicyJson  *node,
             DossierPolicyRequest     *request,
             Add                       add,
             GError                  **error)
{
  gboolean list = node->type == DOSSIER_POLICY_JSON_ARRAY;

  for (const DossierPolicyJson *item = list ? node->first : node; item != NULL; item = list ? item->next : NULL)
    {
      if (item->type != DOSSIER_POLICY_JSON_STRING)
        return dossier_policy_json_refuse (item, error, "A string is expected here");
      add (request, node->name, item->text);
    }
  return TRUE;
}

static void
add_unknown (DossierPolicyRequest *request,
             const char           *,
             const char           *key)
{
  dossier_policy_request_set_unknown (request, key);
}

static void
add_principal (DossierPolicyRequest *request,
               const char           *type,
               const char           *value)
{
  if (strcmp (type, "Service") == 0)
    dossier_policy_request_set_principal_service (request, value);
  else
    dossier_policy_request_set_principal_aws (request, value);
}

static gboolean
take_map (DossierPolicyRequest     *request,
          const DossierPolicyJson  *map,
          gboolean                  principal,
          GError                  **error)
{
  if (map->type != DOSSIER_POLICY_JSON_OBJECT)
    return dossier_policy_json_refuse (map, error, "An object is expected here");
  for (const DossierPolicyJson *item = map->first; item != NULL; item = item->next)
    {
      if (principal && strcmp (item->name, "AWS") != 0 && strcmp (item->name, "Service") != 0)
        return dossier_policy_json_refuse (item, error, "The principal of a request is AWS or Service");
      if (!each_string (item, request, principal ? add_principal : dossier_policy_request_add_context, error))
        return FALSE;
    }
  return TRUE;
}

static gboolean
take_request (DossierPolicyRequest     *request,
              const DossierPolicyJson  *node,
              GError                  **error)
{
  const DossierPolicyJson *action = dossier_policy_json_get (node, "action");
  const DossierPolicyJson *resource = dossier_policy_json_get (node, "resource");
  const DossierPolicyJson *principal = dossier_policy_json_get (node, "principal");
  const DossierPolicyJson *context = dossier_policy_json_get (node, "context");
  const DossierPolicyJson *unknown = dossier_policy_json_get (node, "unknown");

  if (action == NULL || action->type != DOSSIER_POLICY_JSON_STRING ||
      resource == NULL || resource->type != DOSSIER_POLICY_JSON_STRING)
    return dossier_policy_json_refuse (node, error, "The request needs the strings action and resource");
  dossier_policy_request_reset (request, action->text, resource->text);
  return (principal == NULL || take_map (request, principal, TRUE, error)) &&
         (context == NULL || take_map (request, context, FALSE, error)) &&
         (unknown == NULL || each_string (unknown, request, add_unknown, error));
}

/* RFC 8259, section 7. */
static void
put_string (GString    *out,
            const char *text)
{
  g_string_append_c (out, '"');
  for (; *text != '\0'; text++)
    {
      if (*text == '"' || *text == '\\')
        g_string_append_c (out, '\\');
      if ((guchar) *text < 0x20)
        g_string_append_printf (out, "\\u%04x", *text);
      else
        g_string_append_c (out, *text);
    }
  g_string_append_c (out, '"');
}

static void
put_number (GString *out,
            guint    number)
{
  char digits[12];
  gsize at = sizeof digits;

  do
    digits[--at] = (char) ('0' + number % 10);
  while ((number /= 10) > 0);
  g_string_append_len (out, digits + at, (gssize) (sizeof digits - at));
}

static void
put_verdict (GString                    *out,
             const DossierPolicyVerdict *verdict)
{
  static const char *const names[] = { "implicitDeny", "allow", "explicitDeny", "unknown" };
  const char *const *keys = dossier_policy_verdict_get_unknown_keys (verdict);
  gsize n;
  const DossierPolicyStatementRef *refs = dossier_policy_verdict_get_statements (verdict, &n);

  g_string_append (out, "{\"decision\":\"");
  g_string_append (out, names[dossier_policy_verdict_get_decision (verdict)]);
  g_string_append (out, "\",\"statements\":[");
  for (gsize i = 0; i < n; i++)
    {
      if (i > 0)
        g_string_append_c (out, ',');
      put_number (out, refs[i].statement);
    }
  g_string_append (out, "],\"unknownKeys\":[");
  for (gsize i = 0; keys[i] != NULL; i++)
    {
      if (i > 0)
        g_string_append_c (out, ',');
      put_string (out, keys[i]);
    }
  g_string_append (out, "]}");
}

/* A fault of the policy is told by its path in the policy. */
static void
put_error (GString      *out,
           const GError *error)
{
  const char *path = dossier_policy_error_get_path (error);

  if (g_str_has_prefix (path, "policy.") || g_str_equal (path, "policy"))
    path += strlen (path) > strlen ("policy") ? strlen ("policy.") : strlen ("policy");
  g_string_append (out, "{\"error\":{\"path\":");
  put_string (out, path);
  g_string_append (out, ",\"message\":");
  put_string (out, error->message);
  g_string_append (out, "}}");
}

/* The document of the line goes to the policy, and the oldest one is forgotten. */
static void
remember (DossierPolicyBatch      *self,
          DossierPolicy           *policy,
          const DossierPolicyJson *node,
          const char              *line)
{
  guint place = self->oldest;
  gsize length = node->end - node->start;

  if (self->policies[place] != NULL)
    dossier_policy_unref (self->policies[place]);
  g_free ((char *) self->known[place].text);
  self->known[place] = (DossierPolicyKnown) { g_strndup (line + node->start, length), length };
  self->policies[place] = policy;
  self->n_remembered = MAX (self->n_remembered, place + 1);
  self->oldest = (place + 1) % N_REMEMBERED;
  self->document = dossier_policy_document_new ();
}

static DossierPolicy *
recall (DossierPolicyBatch      *self,
        const DossierPolicyJson *node,
        const char              *line)
{
  for (guint i = 0; i < self->n_remembered; i++)
    if (self->known[i].length == node->end - node->start &&
        memcmp (self->known[i].text, line + node->start, self->known[i].length) == 0)
      return self->policies[i];
  return NULL;
}

static void
decide (DossierPolicyBatch       *self,
        const char               *line,
        const DossierPolicyJson  *root,
        GError                  **error)
{
  gboolean object = root->type == DOSSIER_POLICY_JSON_OBJECT;
  const DossierPolicyJson *policy_node = object ? dossier_policy_json_get (root, "policy") : NULL;
  const DossierPolicyJson *request_node = object ? dossier_policy_json_get (root, "request") : NULL;
  DossierPolicyDocument *document = self->document;
  DossierPolicy *policy;
  gboolean fresh;

  if (policy_node == NULL || request_node == NULL || request_node->type != DOSSIER_POLICY_JSON_OBJECT)
    {
      dossier_policy_json_refuse (root, error, "The line needs the objects policy and request");
      return;
    }
  fresh = policy_node->type != DOSSIER_POLICY_JSON_KNOWN;
  policy = fresh ? dossier_policy_from_json (document, policy_node, error) : recall (self, policy_node, line);
  if (policy == NULL)
    return;
  if (take_request (self->request, request_node, error))
    dossier_policy_verdict_decide (self->verdict, &policy, 1, self->request);
  if (fresh && policy_node->end - policy_node->start <= MAX_REMEMBERED)
    remember (self, policy, policy_node, line);
  else if (fresh)
    {
      self->document = dossier_policy_document_new ();
      dossier_policy_unref (policy);
    }
}

/**
 * dossier_policy_batch_new:
 *
 * Made to answer many lines: the policies of the last ones are not read again.
 *
 * Returns: (transfer full): a batch
 */
DossierPolicyBatch *
dossier_policy_batch_new (void)
{
  DossierPolicyBatch *self = g_new0 (DossierPolicyBatch, 1);

  self->document = dossier_policy_document_new ();
  self->request = dossier_policy_request_new ("", "");
  self->verdict = dossier_policy_verdict_new ();
  return self;
}

/**
 * dossier_policy_batch_free:
 * @self: (transfer full): a batch
 */
void
dossier_policy_batch_free (DossierPolicyBatch *self)
{
  for (guint i = 0; i < self->n_remembered; i++)
    {
      dossier_policy_unref (self->policies[i]);
      g_free ((char *) self->known[i].text);
    }
  dossier_policy_document_free (self->document);
  dossier_policy_request_unref (self->request);
  dossier_policy_verdict_free (self->verdict);
  g_free (self);
}

/**
 * dossier_policy_batch_evaluate:
 * @self: a batch
 * @line: one JSON object with `policy` and `request`
 * @length: its length in bytes
 * @answer: gets a JSON object in one line, without newline, behind what it holds
 *
 * The batch protocol: one line in, one line out. What cannot be evaluated gives
 * an object with `error`, so a batch goes on.
 */
void
dossier_policy_batch_evaluate (DossierPolicyBatch *self,
                               const char         *line,
                               gsize               length,
                               GString            *answer)
{
  g_autoptr (GError) error = NULL;
  const DossierPolicyJson *root =
      dossier_policy_document_read (self->document, line, length, self->known, self->n_remembered, &error);

  if (root != NULL)
    decide (self, line, root, &error);
  if (error != NULL)
    put_error (answer, error);
  else
    put_verdict (answer, self->verdict);
}
