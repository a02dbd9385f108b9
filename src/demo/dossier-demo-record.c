// SPDX-FileCopyrightText: The Dossier authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "config.h"

#include "dossier-demo-record-private.h"
#include "dossier-error.h"
#include "dossier-json.h"

static gboolean
read_texts (JsonObject  *object,
            const char  *name,
            GStrv       *texts,
            GError     **error)
{
  g_autoptr (GStrvBuilder) builder = g_strv_builder_new ();
  JsonArray *array = NULL;

  if (!dossier_json_get_array (object, name, &array, error))
    return FALSE;
  if (array == NULL)
    return TRUE;
  for (guint i = 0; i < json_array_get_length (array); i++)
    {
      JsonNode *node = json_array_get_element (array, i);

      if (!JSON_NODE_HOLDS_VALUE (node) || json_node_get_value_type (node) != G_TYPE_STRING)
        {
          g_set_error (error, DOSSIER_ERROR, DOSSIER_ERROR_CORRUPT, "“%s” should be a list of texts", name);
          return FALSE;
        }
      g_strv_builder_add (builder, json_node_get_string (node));
    }
  *texts = g_strv_builder_end (builder);
  return TRUE;
}

static gboolean
read_field (const DossierDemoField  *field,
            JsonObject              *object,
            gpointer                 record,
            GError                 **error)
{
  const char *text = NULL;

  switch (field->kind)
    {
    case DOSSIER_DEMO_FIELD_TEXT:
      text = dossier_json_need_string (object, field->name, error);
      G_STRUCT_MEMBER (char *, record, field->offset) = g_strdup (text);
      return text != NULL;
    case DOSSIER_DEMO_FIELD_MAYBE_TEXT:
      if (!dossier_json_get_string (object, field->name, &text, error))
        return FALSE;
      G_STRUCT_MEMBER (char *, record, field->offset) = g_strdup (text);
      return TRUE;
    case DOSSIER_DEMO_FIELD_TEXTS:
      return read_texts (object, field->name, &G_STRUCT_MEMBER (GStrv, record, field->offset), error);
    case DOSSIER_DEMO_FIELD_NUMBER:
      return dossier_json_get_int64 (object, field->name,
                                     &G_STRUCT_MEMBER (gint64, record, field->offset), NULL, error);
    case DOSSIER_DEMO_FIELD_FLAG:
      return dossier_json_get_boolean (object, field->name,
                                       &G_STRUCT_MEMBER (gboolean, record, field->offset), NULL, error);
    default:
      g_assert_not_reached ();
    }
}

/* Returns: (transfer full) (nullable): a record; texts that may be absent are NULL, numbers 0 */
gpointer
dossier_demo_record_read (const DossierDemoRecordType  *type,
                          JsonObject                   *object,
                          GError                      **error)
{
  gpointer record = g_malloc0 (type->size);

  for (gsize i = 0; i < type->n_fields; i++)
    if (!read_field (&type->fields[i], object, record, error))
      {
        dossier_demo_record_free (type, record);
        return NULL;
      }
  return record;
}

/* Returns: (transfer full): the record as JSON; texts that are NULL are left out */
JsonObject *
dossier_demo_record_write (const DossierDemoRecordType *type,
                           gconstpointer                record)
{
  JsonObject *object = json_object_new ();

  for (gsize i = 0; i < type->n_fields; i++)
    {
      const DossierDemoField *field = &type->fields[i];

      switch (field->kind)
        {
        case DOSSIER_DEMO_FIELD_TEXT:
        case DOSSIER_DEMO_FIELD_MAYBE_TEXT:
          if (G_STRUCT_MEMBER (char *, record, field->offset) != NULL)
            json_object_set_string_member (object, field->name,
                                           G_STRUCT_MEMBER (char *, record, field->offset));
          break;
        case DOSSIER_DEMO_FIELD_TEXTS:
          if (G_STRUCT_MEMBER (GStrv, record, field->offset) != NULL)
            {
              JsonArray *array = json_array_new ();

              for (GStrv at = G_STRUCT_MEMBER (GStrv, record, field->offset); *at != NULL; at++)
                json_array_add_string_element (array, *at);
              json_object_set_array_member (object, field->name, array);
            }
          break;
        case DOSSIER_DEMO_FIELD_NUMBER:
          json_object_set_int_member (object, field->name, G_STRUCT_MEMBER (gint64, record, field->offset));
          break;
        case DOSSIER_DEMO_FIELD_FLAG:
          json_object_set_boolean_member (object, field->name,
                                          G_STRUCT_MEMBER (gboolean, record, field->offset));
          break;
        default:
          g_assert_not_reached ();
        }
    }
  return object;
}

void
dossier_demo_record_free (const DossierDemoRecordType *type,
                          gpointer                     record)
{
  for (gsize i = 0; i < type->n_fields; i++)
    {
      const DossierDemoField *field = &type->fields[i];

      if (field->kind == DOSSIER_DEMO_FIELD_TEXT || field->kind == DOSSIER_DEMO_FIELD_MAYBE_TEXT)
        g_free (G_STRUCT_MEMBER (char *, record, field->offset));
      else if (field->kind == DOSSIER_DEMO_FIELD_TEXTS)
        g_strfreev (G_STRUCT_MEMBER (GStrv, record, field->offset));
    }
  g_free (record);
}
