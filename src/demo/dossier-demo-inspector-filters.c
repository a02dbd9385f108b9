// SPDX-FileCopyrightText: The Dossier authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "config.h"

#include <string.h>

#include "dossier-demo-inspector-private.h"
#include "dossier-json.h"

#define MAX_PAGE 100
#define MAX_ARNS 10
#define MAX_FILTERS 500
#define MAX_TEXT 512
#define MIN_NAME 3
#define MAX_NAME 64

static const char *const actions[] = { "NONE", "SUPPRESS", NULL };

static gboolean
is_name (const char *name)
{
  gsize length = strlen (name);

  for (const char *at = name; *at != '\0'; at++)
    if (!g_ascii_isalnum (*at) && strchr ("._-", *at) == NULL)
      return FALSE;
  return length >= MIN_NAME && length <= MAX_NAME;
}

static gboolean
is_own (DossierDemoCall              *call,
        const DossierDemoSavedFilter *filter)
{
  return g_str_equal (filter->account, call->caller.account) && g_str_equal (filter->region, call->region);
}

/* Of the caller's account and Region; names are told apart by case, as AWS does. */
static DossierDemoSavedFilter *
find_filter (DossierDemoCall *call,
             const char      *arn,
             const char      *name)
{
  for (guint at = 0; at < call->world->filters->len; at++)
    {
      DossierDemoSavedFilter *filter = call->world->filters->pdata[at];

      if (is_own (call, filter) && ((arn != NULL && g_str_equal (filter->arn, arn)) ||
                                    (name != NULL && g_str_equal (filter->name, name))))
        return filter;
    }
  return NULL;
}

static gboolean
read_name (DossierDemoCall              *call,
           const DossierDemoSavedFilter *self,
           gboolean                      required,
           const char                  **name)
{
  const DossierDemoSavedFilter *other;

  if (!dossier_demo_inspector_read_text (call, call->input, NULL, "name", required, name))
    return FALSE;
  if (*name == NULL)
    return TRUE;
  if (!is_name (*name))
    {
      dossier_demo_inspector_invalid (call, "name", "must have 3 to 64 letters, digits or ._-");
      return FALSE;
    }
  other = find_filter (call, NULL, *name);
  if (other == NULL || other == self)
    return TRUE;
  dossier_demo_call_refuse (call, SOUP_STATUS_BAD_REQUEST, "BadRequestException",
                            "A filter with the name %s already exists.", *name);
  return FALSE;
}

static gboolean
read_remark (DossierDemoCall  *call,
             const char       *member,
             const char      **text)
{
  if (!dossier_demo_inspector_read_text (call, call->input, NULL, member, FALSE, text))
    return FALSE;
  if (*text == NULL || g_utf8_strlen (*text, -1) <= MAX_TEXT)
    return TRUE;
  dossier_demo_inspector_invalid (call, member, "must have at most 512 characters");
  return FALSE;
}

/* What CreateFilter and UpdateFilter have in common. */
typedef struct
{
  const char *name;
  const char *action;
  const char *description;
  const char *reason;
  JsonObject *criteria;
} Input;

static gboolean
read_input (DossierDemoCall              *call,
            const DossierDemoSavedFilter *self,
            Input                        *input)
{
  gboolean required = self == NULL;

  if (!dossier_demo_inspector_read_choice (call, call->input, NULL, "action", required, actions, &input->action) ||
      !dossier_demo_inspector_read_criteria (call, &input->criteria) ||
      !read_name (call, self, required, &input->name) ||
      !read_remark (call, "description", &input->description) || !read_remark (call, "reason", &input->reason))
    return FALSE;
  if (input->criteria != NULL || !required)
    return TRUE;
  dossier_demo_inspector_invalid (call, "filterCriteria", "must not be absent");
  return FALSE;
}

static void
take_input (DossierDemoCall        *call,
            DossierDemoSavedFilter *filter,
            const Input            *input)
{
  if (input->name != NULL)
    g_set_str (&filter->name, input->name);
  if (input->action != NULL)
    g_set_str (&filter->action, input->action);
  if (input->description != NULL)
    g_set_str (&filter->description, input->description);
  if (input->reason != NULL)
    g_set_str (&filter->reason, input->reason);
  if (input->criteria != NULL)
    {
      g_free (filter->criteria);
      filter->criteria = dossier_json_object_to_text (input->criteria, FALSE);
    }
  filter->updated = call->now;
  dossier_demo_world_change (call->world);
}

static void
reply_arn (DossierDemoCall *call,
           const char      *arn)
{
  JsonObject *output = json_object_new ();

  json_object_set_string_member (output, "arn", arn);
  dossier_demo_call_reply_json (call, output);
}

static void
add_object (JsonObject *output,
            const char *member,
            const char *text)
{
  JsonObject *object = text != NULL ? dossier_json_parse_object (text, -1, NULL) : NULL;

  if (object != NULL)
    json_object_set_object_member (output, member, object);
}

static JsonObject *
describe (const DossierDemoSavedFilter *filter)
{
  JsonObject *output = json_object_new ();

  json_object_set_string_member (output, "arn", filter->arn);
  json_object_set_string_member (output, "ownerId", filter->account);
  json_object_set_string_member (output, "name", filter->name);
  json_object_set_string_member (output, "action", filter->action);
  add_object (output, "criteria", filter->criteria);
  add_object (output, "tags", filter->tags);
  if (filter->description != NULL)
    json_object_set_string_member (output, "description", filter->description);
  if (filter->reason != NULL)
    json_object_set_string_member (output, "reason", filter->reason);
  json_object_set_double_member (output, "createdAt", (double) filter->created / G_USEC_PER_SEC);
  json_object_set_double_member (output, "updatedAt", (double) filter->updated / G_USEC_PER_SEC);
  return output;
}

/* Asks the caller's policies about the filter itself before telling whether it is there. */
static DossierDemoSavedFilter *
need_filter (DossierDemoCall *call,
             const char      *member,
             const char      *action)
{
  DossierDemoSavedFilter *filter;
  const char *arn;

  if (!dossier_demo_inspector_read_text (call, call->input, NULL, member, TRUE, &arn) ||
      !dossier_demo_call_authorize (call, action, arn, NULL))
    return NULL;
  filter = find_filter (call, arn, NULL);
  if (filter == NULL)
    dossier_demo_call_refuse (call, SOUP_STATUS_NOT_FOUND, "ResourceNotFoundException", "The filter does not exist.");
  return filter;
}

void
dossier_demo_inspector_list_filters (DossierDemoCall *call)
{
  g_autoptr (GPtrArray) arns = g_ptr_array_new ();
  const char *action = NULL;
  JsonArray *filters;

  if (!dossier_demo_call_authorize (call, "inspector2:ListFilters", "*", NULL) ||
      !dossier_demo_inspector_read_choice (call, call->input, NULL, "action", FALSE, actions, &action) ||
      !dossier_demo_inspector_read_texts (call, "arns", 0, MAX_ARNS, arns))
    return;
  filters = json_array_new ();
  for (guint at = 0; at < call->world->filters->len; at++)
    {
      const DossierDemoSavedFilter *filter = call->world->filters->pdata[at];

      if (is_own (call, filter) && (action == NULL || g_str_equal (filter->action, action)) &&
          (arns->len == 0 || g_ptr_array_find_with_equal_func (arns, filter->arn, g_str_equal, NULL)))
        json_array_add_object_element (filters, describe (filter));
    }
  dossier_demo_inspector_reply_page (call, "filters", filters, MAX_PAGE);
}

void
dossier_demo_inspector_create_filter (DossierDemoCall *call)
{
  g_autofree char *id = g_uuid_string_random ();
  DossierDemoSavedFilter *filter;
  JsonObject *tags;
  Input input;
  guint n_filters = 0;

  if (!dossier_demo_call_authorize (call, "inspector2:CreateFilter", "*", NULL) || !read_input (call, NULL, &input) ||
      !dossier_demo_inspector_read_object (call, "tags", FALSE, &tags))
    return;
  for (guint at = 0; at < call->world->filters->len; at++)
    n_filters += is_own (call, call->world->filters->pdata[at]) ? 1 : 0;
  if (n_filters >= MAX_FILTERS)
    {
      g_autoptr (JsonObject) members = json_object_new ();

      json_object_set_string_member (members, "resourceId", input.name);
      dossier_demo_call_refuse_with (call, SOUP_STATUS_PAYMENT_REQUIRED, "ServiceQuotaExceededException",
                                     "The account has as many filters as it may have.", members);
      return;
    }

  filter = g_new0 (DossierDemoSavedFilter, 1);
  filter->arn = g_strdup_printf ("arn:aws:inspector2:%s:%s:owner/%s/filter/%s", call->region, call->caller.account,
                                 call->caller.account, id);
  filter->account = g_strdup (call->caller.account);
  filter->region = g_strdup (call->region);
  filter->tags = tags != NULL ? dossier_json_object_to_text (tags, FALSE) : NULL;
  filter->created = call->now;
  take_input (call, filter, &input);
  g_ptr_array_add (call->world->filters, filter);
  reply_arn (call, filter->arn);
}

void
dossier_demo_inspector_update_filter (DossierDemoCall *call)
{
  DossierDemoSavedFilter *filter = need_filter (call, "filterArn", "inspector2:UpdateFilter");
  Input input;

  if (filter == NULL || !read_input (call, filter, &input))
    return;
  take_input (call, filter, &input);
  reply_arn (call, filter->arn);
}

void
dossier_demo_inspector_delete_filter (DossierDemoCall *call)
{
  DossierDemoSavedFilter *filter = need_filter (call, "arn", "inspector2:DeleteFilter");

  if (filter == NULL)
    return;
  reply_arn (call, filter->arn);
  g_ptr_array_remove (call->world->filters, filter);
  dossier_demo_saved_filter_free (filter);
  dossier_demo_world_change (call->world);
}

/* Another process may have changed the rules, so each request looks. */
void
dossier_demo_inspector_suppress (DossierDemoCall *call)
{
  g_autoptr (GArray) rules = g_array_new (FALSE, FALSE, sizeof (DossierDemoQuery));

  for (guint at = 0; at < call->world->filters->len; at++)
    {
      const DossierDemoSavedFilter *filter = call->world->filters->pdata[at];
      DossierDemoQuery rule = { .scope = dossier_demo_inspector_scope (filter->account, filter->region) };

      if (!g_str_equal (filter->action, "SUPPRESS"))
        continue;
      rule.criteria = dossier_json_parse_object (filter->criteria, -1, NULL);
      if (rule.criteria != NULL)
        g_array_append_val (rules, rule);
    }
  dossier_demo_index_set_rules (call->index, (const DossierDemoQuery *) (gpointer) rules->data, rules->len);
  for (guint at = 0; at < rules->len; at++)
    json_object_unref (g_array_index (rules, DossierDemoQuery, at).criteria);
}
