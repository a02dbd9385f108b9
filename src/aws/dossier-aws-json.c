// SPDX-FileCopyrightText: The Dossier authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "config.h"

#include "dossier-aws-json-private.h"
#include "dossier-json.h"

/**
 * dossier_aws_json_set_string:
 * @object: the body of a request, or a part of it
 * @member: a member
 * @value: (nullable): its value; %NULL leaves it out
 */
void
dossier_aws_json_set_string (JsonObject *object,
                             const char *member,
                             const char *value)
{
  if (value != NULL)
    json_object_set_string_member (object, member, value);
}

/**
 * dossier_aws_json_set_object:
 * @object: the body of a request, or a part of it
 * @member: a member
 * @value: (nullable): its value; %NULL leaves it out
 */
void
dossier_aws_json_set_object (JsonObject *object,
                             const char *member,
                             JsonObject *value)
{
  if (value != NULL)
    json_object_set_object_member (object, member, json_object_ref (value));
}

/**
 * dossier_aws_json_to_bytes:
 * @object: the body of a request
 *
 * Returns: (transfer full): the bytes to send
 */
GBytes *
dossier_aws_json_to_bytes (JsonObject *object)
{
  char *text = dossier_json_object_to_text (object, FALSE);

  return g_bytes_new_take (text, strlen (text));
}

/**
 * dossier_aws_json_parse:
 * @body: the body of an answer
 * @error: return location for %DOSSIER_ERROR_INVALID_RESPONSE
 *
 * Returns: (transfer full) (nullable): the object that it is; never %NULL without an error
 */
JsonObject *
dossier_aws_json_parse (GBytes  *body,
                        GError **error)
{
  gsize length;
  const char *text = g_bytes_get_data (body, &length);

  /* Empty bytes have no address. */
  return dossier_json_parse_object (text != NULL ? text : "", (gssize) length, error);
}

/**
 * dossier_aws_json_get_text:
 * @object: a part of an answer
 * @member: a member
 * @text: (out) (transfer full) (nullable): a copy of its text, %NULL if absent
 * @error: return location for %DOSSIER_ERROR_INVALID_RESPONSE
 *
 * Returns: %FALSE only if the member is there with another type
 */
gboolean
dossier_aws_json_get_text (JsonObject  *object,
                           const char  *member,
                           char       **text,
                           GError     **error)
{
  const char *value = NULL;

  if (!dossier_json_get_string (object, member, &value, error))
    return FALSE;

  *text = g_strdup (value);
  return TRUE;
}

/**
 * dossier_aws_json_need_text:
 * @object: a part of an answer
 * @member: a member that its protocol requires
 * @text: (out) (transfer full): a copy of its text
 * @error: return location for %DOSSIER_ERROR_INVALID_RESPONSE
 *
 * Returns: %FALSE if the member is absent, or of another type
 */
gboolean
dossier_aws_json_need_text (JsonObject  *object,
                            const char  *member,
                            char       **text,
                            GError     **error)
{
  *text = g_strdup (dossier_json_need_string (object, member, error));
  return *text != NULL;
}
