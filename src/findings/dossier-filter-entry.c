// SPDX-FileCopyrightText: The Dossier authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "config.h"

#include "dossier-error.h"
#include "dossier-filter-entry-private.h"

/* 9999-12-31 23:59:59 UTC in seconds: the last date that people can write. */
#define LAST_SECOND 253402300799.0
#define LAST_PORT 65535.0

typedef enum
{
  MEMBER_TEXT,
  MEMBER_VALUE,
  MEMBER_COMPARISON,
  MEMBER_NUMBER,
  MEMBER_DATE,
  MEMBER_PORT,
  MEMBER_STRING_FILTER,
  MEMBER_NUMBER_FILTER,
} MemberType;

/* Lengths are in characters, as AWS counts them. */
typedef struct
{
  const char *name;
  MemberType type;
  gboolean required;
  glong shortest;
  glong longest;
} Member;

typedef struct
{
  const Member *members;
  gsize n_members;
  const char *const *comparisons;
  gboolean is_range; /* two bounds, of which the first may not pass the second */
} Shape;

static const char *const string_comparisons[] = { "EQUALS", "PREFIX", "NOT_EQUALS", NULL };
static const char *const map_comparisons[] = { "EQUALS", NULL };

static const Member string_members[] = {
  { .name = "comparison", .type = MEMBER_COMPARISON, .required = TRUE },
  { "value", MEMBER_VALUE, TRUE, 1, 1024 },
};
static const Member number_members[] = {
  { .name = "lowerInclusive", .type = MEMBER_NUMBER },
  { .name = "upperInclusive", .type = MEMBER_NUMBER },
};
static const Member date_members[] = {
  { .name = "startInclusive", .type = MEMBER_DATE },
  { .name = "endInclusive", .type = MEMBER_DATE },
};
static const Member map_members[] = {
  { .name = "comparison", .type = MEMBER_COMPARISON, .required = TRUE },
  { "key", MEMBER_TEXT, TRUE, 1, 128 },
  { "value", MEMBER_TEXT, FALSE, 0, 256 },
};
static const Member port_members[] = {
  { .name = "beginInclusive", .type = MEMBER_PORT },
  { .name = "endInclusive", .type = MEMBER_PORT },
};
static const Member package_members[] = {
  { .name = "name", .type = MEMBER_STRING_FILTER },
  { .name = "version", .type = MEMBER_STRING_FILTER },
  { .name = "epoch", .type = MEMBER_NUMBER_FILTER },
  { .name = "release", .type = MEMBER_STRING_FILTER },
  { .name = "architecture", .type = MEMBER_STRING_FILTER },
  { .name = "sourceLayerHash", .type = MEMBER_STRING_FILTER },
  { .name = "sourceLambdaLayerArn", .type = MEMBER_STRING_FILTER },
  { .name = "filePath", .type = MEMBER_STRING_FILTER },
};

/* By DossierFilterKind; the names and limits are those of the Amazon Inspector API. */
static const Shape shapes[] = {
  [DOSSIER_FILTER_KIND_STRING] = { string_members, G_N_ELEMENTS (string_members), string_comparisons, FALSE },
  [DOSSIER_FILTER_KIND_NUMBER] = { number_members, G_N_ELEMENTS (number_members), NULL, TRUE },
  [DOSSIER_FILTER_KIND_DATE] = { date_members, G_N_ELEMENTS (date_members), NULL, TRUE },
  [DOSSIER_FILTER_KIND_MAP] = { map_members, G_N_ELEMENTS (map_members), map_comparisons, FALSE },
  [DOSSIER_FILTER_KIND_PORT] = { port_members, G_N_ELEMENTS (port_members), NULL, TRUE },
  [DOSSIER_FILTER_KIND_PACKAGE] = { package_members, G_N_ELEMENTS (package_members), NULL, FALSE },
};

/* What is inside a package filter: any text, any number that is not negative. */
static const DossierFilterField package_string = { .kind = DOSSIER_FILTER_KIND_STRING };
static const DossierFilterField package_number = {
  .kind = DOSSIER_FILTER_KIND_NUMBER, .maximum = G_MAXINT32,
};

static JsonNode *
refuse (GError    **error,
        const char *where,
        const char *why)
{
  g_set_error (error, DOSSIER_ERROR, DOSSIER_ERROR_INVALID_INPUT, "Filter field %s %s", where, why);
  return NULL;
}

static JsonNode *
refuse_value (GError            **error,
              const char         *where,
              const char         *text,
              const char *const  *allowed)
{
  g_autofree char *list = g_strjoinv (", ", (char **) allowed);

  g_set_error (error, DOSSIER_ERROR, DOSSIER_ERROR_INVALID_INPUT,
               "Filter field %s is “%s”, but may only be one of %s", where, text, list);
  return NULL;
}

static JsonNode *
read_text (JsonNode                 *node,
           const Member             *member,
           const char *const        *allowed,
           const char               *where,
           GError                  **error)
{
  const char *text;
  glong length;

  if (json_node_get_value_type (node) != G_TYPE_STRING)
    return refuse (error, where, "must be text");

  text = json_node_get_string (node);
  length = g_utf8_strlen (text, -1);
  if (allowed != NULL && !g_strv_contains (allowed, text))
    return refuse_value (error, where, text, allowed);
  if (member->longest > 0 && (length < member->shortest || length > member->longest))
    {
      g_set_error (error, DOSSIER_ERROR, DOSSIER_ERROR_INVALID_INPUT,
                   "Filter field %s has %ld characters, but needs %ld to %ld", where, length,
                   member->shortest, member->longest);
      return NULL;
    }
  return json_node_copy (node);
}

static JsonNode *
read_number (JsonNode   *node,
             double      highest,
             gboolean    whole,
             const char *where,
             GError    **error)
{
  GType type = json_node_get_value_type (node);
  JsonNode *result;
  gboolean is_whole;
  double value;

  if (type != G_TYPE_INT64 && type != G_TYPE_DOUBLE)
    return refuse (error, where, "must be a number");

  value = json_node_get_double (node);
  if (!(value >= 0 && value <= highest))
    {
      g_set_error (error, DOSSIER_ERROR, DOSSIER_ERROR_INVALID_INPUT,
                   "Filter field %s is out of range: it must be from 0 to %.0f", where, highest);
      return NULL;
    }
  is_whole = value == (double) (gint64) value;
  if (whole && !is_whole)
    return refuse (error, where, "must be a whole number");

  /* 7 and 7.0 are the same filter, so they get the same spelling. */
  result = json_node_alloc ();
  if (is_whole)
    return json_node_init_int (result, (gint64) value);
  return json_node_init_double (result, value);
}

static JsonNode *read_shape (const DossierFilterField *field,
                             JsonNode                 *node,
                             const char               *where,
                             GError                  **error);

/* A prefix need not be a whole value, so only the other comparisons are held to the list. */
static const char *const *
allowed_values (const DossierFilterField *field,
                JsonObject               *entry)
{
  if (g_strcmp0 (json_object_get_string_member_with_default (entry, "comparison", NULL), "PREFIX") == 0)
    return NULL;
  return field->values;
}

static JsonNode *
read_member (const DossierFilterField *field,
             const Member             *member,
             JsonObject               *entry,
             const char               *entry_where,
             GError                  **error)
{
  g_autofree char *where = g_strdup_printf ("%s.%s", entry_where, member->name);
  JsonNode *node = json_object_get_member (entry, member->name);

  switch (member->type)
    {
    case MEMBER_TEXT:
      return read_text (node, member, NULL, where, error);
    case MEMBER_VALUE:
      return read_text (node, member, allowed_values (field, entry), where, error);
    case MEMBER_COMPARISON:
      return read_text (node, member, shapes[field->kind].comparisons, where, error);
    case MEMBER_NUMBER:
      return read_number (node, field->maximum, FALSE, where, error);
    case MEMBER_DATE:
      return read_number (node, LAST_SECOND, FALSE, where, error);
    case MEMBER_PORT:
      return read_number (node, LAST_PORT, TRUE, where, error);
    case MEMBER_STRING_FILTER:
      return read_shape (&package_string, node, where, error);
    case MEMBER_NUMBER_FILTER:
      return read_shape (&package_number, node, where, error);
    default:
      g_assert_not_reached ();
    }
}

static gboolean
has_only_known (const Shape *shape,
                JsonObject  *entry,
                const char  *where,
                GError     **error)
{
  g_autoptr(GList) names = json_object_get_members (entry);

  for (GList *l = names; l != NULL; l = l->next)
    {
      gboolean known = FALSE;

      for (gsize i = 0; i < shape->n_members; i++)
        known = known || g_str_equal (shape->members[i].name, l->data);
      if (!known)
        {
          g_set_error (error, DOSSIER_ERROR, DOSSIER_ERROR_INVALID_INPUT,
                       "Filter field %s has a member “%s” that Amazon Inspector does not know",
                       where, (const char *) l->data);
          return FALSE;
        }
    }
  return TRUE;
}

static gboolean
is_descending (const Shape *shape,
               JsonObject  *entry)
{
  const char *low = shape->members[0].name;
  const char *high = shape->members[1].name;

  return shape->is_range && json_object_has_member (entry, low) &&
         json_object_has_member (entry, high) &&
         json_object_get_double_member (entry, low) > json_object_get_double_member (entry, high);
}

static JsonNode *
read_shape (const DossierFilterField *field,
            JsonNode                 *node,
            const char               *where,
            GError                  **error)
{
  const Shape *shape = &shapes[field->kind];
  g_autoptr(JsonObject) result = json_object_new ();
  JsonObject *entry;

  if (!JSON_NODE_HOLDS_OBJECT (node))
    return refuse (error, where, "must be an object");
  entry = json_node_get_object (node);
  if (!has_only_known (shape, entry, where, error))
    return NULL;

  for (gsize i = 0; i < shape->n_members; i++)
    {
      const Member *member = &shape->members[i];
      JsonNode *value;

      if (!json_object_has_member (entry, member->name))
        {
          if (!member->required)
            continue;
          g_set_error (error, DOSSIER_ERROR, DOSSIER_ERROR_INVALID_INPUT,
                       "Filter field %s needs a member “%s”", where, member->name);
          return NULL;
        }
      value = read_member (field, member, entry, where, error);
      if (value == NULL)
        return NULL;
      json_object_set_member (result, member->name, value);
    }

  if (json_object_get_size (result) == 0)
    return refuse (error, where, "is empty: it would say nothing about findings");
  if (is_descending (shape, result))
    return refuse (error, where, "begins after its end");
  return json_node_init_object (json_node_alloc (), result);
}

/*
 * dossier_filter_entry_read:
 * @field: the field that the entry is of
 * @node: one entry, as the Amazon Inspector API spells it
 * @number: which entry of the field it is, from 1, for messages
 * @error: return location for %DOSSIER_ERROR_INVALID_INPUT, which names field, entry and member
 *
 * Returns: (transfer full) (nullable): the entry with its members in a fixed order
 */
JsonNode *
dossier_filter_entry_read (const DossierFilterField *field,
                           JsonNode                 *node,
                           guint                     number,
                           GError                  **error)
{
  g_autofree char *where = g_strdup_printf ("%s[%u]", field->name, number);

  return read_shape (field, node, where, error);
}
