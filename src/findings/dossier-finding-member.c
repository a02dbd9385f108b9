// SPDX-FileCopyrightText: The Dossier authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "config.h"

#include <stdlib.h>
#include <string.h>

#include "dossier-finding-member.h"
#include "dossier-finding-private.h"
#include "dossier-finding-time.h"

/* The API nests eight deep. The rest of a deeper value is one row, so that no
 * hostile answer decides how much stack is used. */
#define MAX_DEPTH 32

struct _DossierFindingMember
{
  GObject parent_instance;

  char *path;
  char *value;
  gint64 instant;
  DossierFindingMemberKind kind;
};

G_DEFINE_FINAL_TYPE (DossierFindingMember, dossier_finding_member, G_TYPE_OBJECT)

enum
{
  PROP_PATH = 1,
  PROP_VALUE,
  PROP_KIND,
  PROP_INSTANT,
  N_PROPS,
};

static GParamSpec *properties[N_PROPS];

typedef struct
{
  GListStore *rows;
  GString *path;
} Walk;

static void
dossier_finding_member_finalize (GObject *object)
{
  DossierFindingMember *self = DOSSIER_FINDING_MEMBER (object);

  g_free (self->path);
  g_free (self->value);

  G_OBJECT_CLASS (dossier_finding_member_parent_class)->finalize (object);
}

static void
dossier_finding_member_get_property (GObject    *object,
                                     guint       property_id,
                                     GValue     *value,
                                     GParamSpec *pspec)
{
  DossierFindingMember *self = DOSSIER_FINDING_MEMBER (object);

  switch (property_id)
    {
    case PROP_PATH:
      g_value_set_string (value, self->path);
      break;
    case PROP_VALUE:
      g_value_set_string (value, self->value);
      break;
    case PROP_KIND:
      g_value_set_uint (value, self->kind);
      break;
    case PROP_INSTANT:
      g_value_set_int64 (value, self->instant);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, property_id, pspec);
    }
}

static void
dossier_finding_member_class_init (DossierFindingMemberClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->finalize = dossier_finding_member_finalize;
  object_class->get_property = dossier_finding_member_get_property;

  properties[PROP_PATH] =
      g_param_spec_string ("path", NULL, NULL, NULL, G_PARAM_READABLE | G_PARAM_STATIC_STRINGS);
  properties[PROP_VALUE] =
      g_param_spec_string ("value", NULL, NULL, NULL, G_PARAM_READABLE | G_PARAM_STATIC_STRINGS);
  properties[PROP_KIND] = g_param_spec_uint ("kind", NULL, NULL, 0, DOSSIER_FINDING_MEMBER_JSON, 0,
                                             G_PARAM_READABLE | G_PARAM_STATIC_STRINGS);
  properties[PROP_INSTANT] = g_param_spec_int64 ("instant", NULL, NULL, G_MININT64, G_MAXINT64, 0,
                                                 G_PARAM_READABLE | G_PARAM_STATIC_STRINGS);

  g_object_class_install_properties (object_class, N_PROPS, properties);
}

static void
dossier_finding_member_init (DossierFindingMember *)
{
}

/* Every time of the API is named so: firstObservedAt, launchedAt, pushedAt. */
static gboolean
is_named_like_time (const char *path)
{
  return g_str_has_suffix (path, "At");
}

static void
add_row (Walk                     *walk,
         DossierFindingMemberKind  kind,
         char                     *value)
{
  g_autoptr(DossierFindingMember) row = g_object_new (DOSSIER_TYPE_FINDING_MEMBER, NULL);
  gboolean is_time = FALSE;

  row->path = g_strdup (walk->path->str);
  row->value = value;
  if (is_named_like_time (row->path))
    is_time = kind == DOSSIER_FINDING_MEMBER_NUMBER
                  ? dossier_finding_time_from_seconds (g_ascii_strtod (value, NULL), &row->instant)
                  : kind == DOSSIER_FINDING_MEMBER_TEXT && dossier_finding_time_from_text (value, &row->instant);
  row->kind = is_time ? DOSSIER_FINDING_MEMBER_TIME : kind;
  g_list_store_append (walk->rows, row);
}

static gboolean
is_plain_name (const char *name)
{
  return name[0] != '\0' && strspn (name, G_CSET_A_2_Z G_CSET_a_2_z "_-" G_CSET_DIGITS) == strlen (name);
}

/* Names of the API follow a dot; the keys of tags may hold anything. */
static void
append_name (GString    *path,
             yyjson_val *key)
{
  g_autofree char *name = dossier_finding_dup_text (key);

  if (is_plain_name (name))
    {
      if (path->len > 0)
        g_string_append_c (path, '.');
      g_string_append (path, name);
    }
  else
    {
      g_string_append (path, "[\"");
      for (const char *at = name; *at != '\0'; at++)
        {
          if (*at == '"' || *at == '\\')
            g_string_append_c (path, '\\');
          g_string_append_c (path, *at);
        }
      g_string_append (path, "\"]");
    }
}

static void add_value (Walk       *walk,
                       yyjson_val *value,
                       guint       depth);

static void
add_members (Walk       *walk,
             yyjson_val *value,
             guint       depth)
{
  gsize length = walk->path->len;
  gsize index, n_members;
  yyjson_val *key, *member;

  yyjson_obj_foreach (value, index, n_members, key, member)
    {
      append_name (walk->path, key);
      add_value (walk, member, depth + 1);
      g_string_truncate (walk->path, length);
    }
  yyjson_arr_foreach (value, index, n_members, member)
    {
      g_string_append_printf (walk->path, "[%" G_GSIZE_FORMAT "]", index);
      add_value (walk, member, depth + 1);
      g_string_truncate (walk->path, length);
    }
}

static char *
to_json (yyjson_val *value)
{
  size_t length = 0;
  char *text = yyjson_val_write (value, YYJSON_WRITE_NOFLAG, &length);
  char *copy = g_strndup (text != NULL ? text : "", length);

  free (text);
  return copy;
}

static void
add_value (Walk       *walk,
           yyjson_val *value,
           guint       depth)
{
  if (yyjson_is_ctn (value) && yyjson_get_len (value) > 0)
    {
      if (depth < MAX_DEPTH)
        add_members (walk, value, depth);
      else
        add_row (walk, DOSSIER_FINDING_MEMBER_JSON, to_json (value));
    }
  else if (yyjson_is_ctn (value) || yyjson_is_null (value))
    add_row (walk, DOSSIER_FINDING_MEMBER_NOTHING, to_json (value));
  else if (yyjson_is_str (value))
    add_row (walk, DOSSIER_FINDING_MEMBER_TEXT, dossier_finding_dup_text (value));
  else if (yyjson_is_bool (value))
    add_row (walk, DOSSIER_FINDING_MEMBER_BOOLEAN, to_json (value));
  else
    add_row (walk, DOSSIER_FINDING_MEMBER_NUMBER, g_strdup (yyjson_get_raw (value)));
}

/**
 * dossier_finding_list_members:
 * @finding: a finding
 *
 * Lists every value in a finding, in AWS's order. A path is written like
 * `resources[0].details.awsEc2Instance.imageId`; a key with other characters
 * than letters, digits, `_` and `-` like `resources[0].tags["cost center"]`.
 *
 * Returns: (transfer full): a list of #DossierFindingMember
 */
GListModel *
dossier_finding_list_members (DossierFinding *finding)
{
  Walk walk = { g_list_store_new (DOSSIER_TYPE_FINDING_MEMBER), g_string_new (NULL) };
  gsize length;
  const char *text = g_bytes_get_data (dossier_finding_get_json (finding), &length);
  /* Numbers stay as they were written: no digit is lost on the way. */
  yyjson_doc *document = yyjson_read (text, length, YYJSON_READ_NUMBER_AS_RAW);

  add_members (&walk, yyjson_doc_get_root (document), 0);

  yyjson_doc_free (document);
  g_string_free (walk.path, TRUE);
  return G_LIST_MODEL (walk.rows);
}

/**
 * dossier_finding_member_get_path:
 * @self: a member
 *
 * Returns: (transfer none): where it is in the finding
 */
const char *
dossier_finding_member_get_path (DossierFindingMember *self)
{
  return self->path;
}

/**
 * dossier_finding_member_get_value:
 * @self: a member
 *
 * Returns: (transfer none): text as it is, anything else as JSON writes it
 */
const char *
dossier_finding_member_get_value (DossierFindingMember *self)
{
  return self->value;
}

/**
 * dossier_finding_member_get_kind:
 * @self: a member
 *
 * Returns: what it is
 */
DossierFindingMemberKind
dossier_finding_member_get_kind (DossierFindingMember *self)
{
  return self->kind;
}

/**
 * dossier_finding_member_get_instant:
 * @self: a member
 *
 * Returns: microseconds since 1970 UTC, for %DOSSIER_FINDING_MEMBER_TIME; else 0
 */
gint64
dossier_finding_member_get_instant (DossierFindingMember *self)
{
  return self->instant;
}
