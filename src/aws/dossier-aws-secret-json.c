// SPDX-FileCopyrightText: The Dossier authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "config.h"

#include <string.h>

#include "dossier-aws-secret-json-private.h"
#include "dossier-error.h"
#include "dossier-json.h"

/* A control character is the longest: \u001f. */
#define MOST_BYTES_OF_ONE 6

struct _DossierAwsSecretJson
{
  char *text;
  gsize size;
  yyjson_doc *document;
};

/**
 * dossier_aws_secret_json_parse:
 * @body: the body of an answer
 * @error: return location for %DOSSIER_ERROR_INVALID_RESPONSE, which tells nothing of its text
 *
 * Returns: (transfer full) (nullable): the object that it is; never %NULL without an error
 */
DossierAwsSecretJson *
dossier_aws_secret_json_parse (GBytes  *body,
                               GError **error)
{
  g_autoptr(DossierAwsSecretJson) self = g_new0 (DossierAwsSecretJson, 1);
  gsize length = g_bytes_get_size (body);
  yyjson_read_err problem = { 0 };

  self->size = length + YYJSON_PADDING_SIZE;
  self->text = g_malloc0 (self->size);
  if (length > 0)
    memcpy (self->text, g_bytes_get_data (body, NULL), length);

  /* In its place, so that strings are in this text and nowhere else. */
  self->document = yyjson_read_opts (self->text, length, YYJSON_READ_INSITU, NULL, &problem);
  if (self->document == NULL)
    {
      g_set_error (error, DOSSIER_ERROR, DOSSIER_ERROR_INVALID_RESPONSE,
                   "The text is not valid JSON at byte %" G_GSIZE_FORMAT ": %s", problem.pos, problem.msg);
      return NULL;
    }
  if (!yyjson_is_obj (yyjson_doc_get_root (self->document)))
    {
      g_set_error_literal (error, DOSSIER_ERROR, DOSSIER_ERROR_INVALID_RESPONSE, "The text should be an object");
      return NULL;
    }
  return g_steal_pointer (&self);
}

/**
 * dossier_aws_secret_json_free:
 * @self: (transfer full): JSON; its text is wiped
 */
void
dossier_aws_secret_json_free (DossierAwsSecretJson *self)
{
  g_clear_pointer (&self->document, yyjson_doc_free);
  dossier_wipe (self->text, self->size);
  g_free (self->text);
  g_free (self);
}

/**
 * dossier_aws_secret_json_root:
 * @self: JSON
 *
 * Returns: (transfer none): its object
 */
yyjson_val *
dossier_aws_secret_json_root (DossierAwsSecretJson *self)
{
  return yyjson_doc_get_root (self->document);
}

static gboolean
get_string (yyjson_val  *object,
            const char  *member,
            gboolean     needed,
            const char **text,
            GError     **error)
{
  yyjson_val *value = yyjson_obj_get (object, member);

  *text = NULL;
  if ((value == NULL || yyjson_is_null (value)) && !needed)
    return TRUE;

  *text = yyjson_get_str (value);
  if (*text != NULL && strlen (*text) == yyjson_get_len (value) && (**text != '\0' || !needed))
    return TRUE;

  *text = NULL;
  g_set_error (error, DOSSIER_ERROR, DOSSIER_ERROR_INVALID_RESPONSE,
               value == NULL ? "Member “%s” is missing" : "Member “%s” should be a text", member);
  return FALSE;
}

static gboolean
take_secret (yyjson_val     *object,
             const char     *member,
             gboolean        needed,
             DossierSecret **secret,
             GError        **error)
{
  const char *text;

  if (!get_string (object, member, needed, &text, error))
    return FALSE;

  *secret = text != NULL ? dossier_secret_new (text) : NULL;
  return TRUE;
}

static gboolean
take_text (yyjson_val  *object,
           const char  *member,
           gboolean     needed,
           char       **copy,
           GError     **error)
{
  const char *text;

  if (!get_string (object, member, needed, &text, error))
    return FALSE;

  *copy = g_strdup (text);
  return TRUE;
}

/**
 * dossier_aws_secret_json_need_secret:
 * @object: an object
 * @member: a member that its protocol requires
 * @secret: (out) (transfer full): its text
 * @error: return location for %DOSSIER_ERROR_INVALID_RESPONSE
 *
 * Returns: %FALSE if the member is absent or empty, or of another type
 */
gboolean
dossier_aws_secret_json_need_secret (yyjson_val     *object,
                                     const char     *member,
                                     DossierSecret **secret,
                                     GError        **error)
{
  return take_secret (object, member, TRUE, secret, error);
}

/**
 * dossier_aws_secret_json_get_secret:
 * @object: an object
 * @member: a member
 * @secret: (out) (transfer full) (nullable): its text, %NULL if absent
 * @error: return location for %DOSSIER_ERROR_INVALID_RESPONSE
 *
 * Returns: %FALSE only if the member is there with another type
 */
gboolean
dossier_aws_secret_json_get_secret (yyjson_val     *object,
                                    const char     *member,
                                    DossierSecret **secret,
                                    GError        **error)
{
  return take_secret (object, member, FALSE, secret, error);
}

/**
 * dossier_aws_secret_json_need_text:
 * @object: an object
 * @member: a member that its protocol requires
 * @text: (out) (transfer full): a copy of its text, which is no secret
 * @error: return location for %DOSSIER_ERROR_INVALID_RESPONSE
 *
 * Returns: %FALSE if the member is absent or empty, or of another type
 */
gboolean
dossier_aws_secret_json_need_text (yyjson_val  *object,
                                   const char  *member,
                                   char       **text,
                                   GError     **error)
{
  return take_text (object, member, TRUE, text, error);
}

/**
 * dossier_aws_secret_json_get_text:
 * @object: an object
 * @member: a member
 * @text: (out) (transfer full) (nullable): a copy of its text, which is no secret; %NULL if absent
 * @error: return location for %DOSSIER_ERROR_INVALID_RESPONSE
 *
 * Returns: %FALSE only if the member is there with another type
 */
gboolean
dossier_aws_secret_json_get_text (yyjson_val  *object,
                                  const char  *member,
                                  char       **text,
                                  GError     **error)
{
  return take_text (object, member, FALSE, text, error);
}

/**
 * dossier_aws_secret_json_need_number:
 * @object: an object
 * @member: a member that its protocol requires
 * @most: the largest number that makes sense
 * @number: (out): a whole number, not negative
 * @error: return location for %DOSSIER_ERROR_INVALID_RESPONSE
 *
 * Returns: %FALSE if the member is absent, or is something else
 */
gboolean
dossier_aws_secret_json_need_number (yyjson_val  *object,
                                     const char  *member,
                                     gint64       most,
                                     gint64      *number,
                                     GError     **error)
{
  yyjson_val *value = yyjson_obj_get (object, member);

  if (yyjson_is_uint (value) && yyjson_get_uint (value) <= (guint64) most)
    {
      *number = (gint64) yyjson_get_uint (value);
      return TRUE;
    }

  g_set_error (error, DOSSIER_ERROR, DOSSIER_ERROR_INVALID_RESPONSE,
               value == NULL ? "Member “%s” is missing" : "Member “%s” should be a whole number that makes sense",
               member);
  return FALSE;
}

/* RFC 8259, section 7. */
static char *
append_quoted (char       *at,
               const char *text)
{
  static const char hex[] = "0123456789abcdef";

  *at++ = '"';
  for (; *text != '\0'; text++)
    {
      guchar c = (guchar) *text;

      if (c < 0x20)
        {
          memcpy (at, "\\u00", 4);
          at[4] = hex[c >> 4];
          at[5] = hex[c & 15];
          at += 6;
        }
      else
        {
          if (c == '"' || c == '\\')
            *at++ = '\\';
          *at++ = (char) c;
        }
    }
  *at++ = '"';
  return at;
}

typedef struct
{
  char *text;
  gsize size;
} Buffer;

static void
buffer_free (gpointer data)
{
  Buffer *buffer = data;

  dossier_wipe (buffer->text, buffer->size);
  g_free (buffer->text);
  g_free (buffer);
}

/**
 * dossier_aws_secret_json_write:
 * @object: the members that are no secrets
 * @members: (array length=n_members): those that are, of other names, which need no escape
 * @n_members: how many
 *
 * Returns: (transfer full): the bytes to send, which are wiped when they are freed
 */
GBytes *
dossier_aws_secret_json_write (JsonObject                   *object,
                               const DossierAwsSecretMember *members,
                               gsize                         n_members)
{
  g_autofree char *plain = dossier_json_object_to_text (object, FALSE);
  gsize length = strlen (plain);
  gboolean first = json_object_get_size (object) == 0;
  Buffer *buffer = g_new0 (Buffer, 1);
  char *at;

  buffer->size = length + 1;
  for (gsize i = 0; i < n_members; i++)
    if (members[i].value != NULL)
      buffer->size += strlen (members[i].name) + MOST_BYTES_OF_ONE * (1 + dossier_secret_length (members[i].value));
  buffer->text = g_malloc0 (buffer->size);

  /* All but the last brace. */
  memcpy (buffer->text, plain, length - 1);
  at = buffer->text + length - 1;
  for (gsize i = 0; i < n_members; i++)
    if (members[i].value != NULL)
      {
        if (!first)
          *at++ = ',';
        first = FALSE;
        at = append_quoted (at, members[i].name);
        *at++ = ':';
        at = append_quoted (at, dossier_secret_peek (members[i].value));
      }
  *at++ = '}';
  return g_bytes_new_with_free_func (buffer->text, (gsize) (at - buffer->text), buffer_free, buffer);
}
