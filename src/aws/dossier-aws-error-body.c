// SPDX-FileCopyrightText: The Dossier authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "config.h"

#include "dossier-aws-error-body-private.h"
#include "dossier-json.h"
#include "dossier-xml-private.h"

/* No refusal is longer; what is may be a page of some proxy. */
#define MAX_BODY (1024u * 1024u)

/**
 * dossier_aws_error_code_name:
 * @text: a code as AWS writes it, possibly with its namespace and an address:
 *   `aws.protocoltests#FooError:http://example.com/`
 *
 * The rule of Smithy's awsJson and restJson1 protocols: cut at the colon, then
 * take what follows the number sign.
 *
 * Returns: (transfer full) (nullable): the bare code, or %NULL if there is none
 */
char *
dossier_aws_error_code_name (const char *text)
{
  g_autofree char *name = g_strndup (text, strcspn (text, ":"));
  const char *hash = strrchr (name, '#');
  g_autofree char *bare = g_strstrip (g_strdup (hash != NULL ? hash + 1 : name));

  return *bare != '\0' ? g_steal_pointer (&bare) : NULL;
}

static char *
json_text (JsonObject        *object,
           const char *const *members)
{
  for (gsize i = 0; members[i] != NULL; i++)
    {
      const char *value = NULL;

      /* A member of another type tells nothing, and the next may. */
      if (dossier_json_get_string (object, members[i], &value, NULL) && value != NULL)
        return g_strdup (value);
    }
  return NULL;
}

static void
read_json (DossierAwsErrorBody *self,
           const char          *text,
           gsize                length)
{
  g_autoptr(JsonObject) object = dossier_json_parse_object (text, (gssize) length, NULL);
  g_autofree char *code = NULL;

  if (object == NULL)
    return;

  /* The members of OAuth (RFC 6749, 5.2) are what IAM Identity Center sends. */
  code = json_text (object, (const char *const[]) { "__type", "code", "Code", "error", NULL });
  self->code = code != NULL ? dossier_aws_error_code_name (code) : NULL;
  self->message = json_text (object, (const char *const[]) { "message", "Message", "error_description", NULL });
}

/* What is not plain text tells nothing, nor does what is empty. */
static char *
xml_text (xmlNode    *parent,
          const char *name)
{
  g_autofree char *text = dossier_xml_need_text (parent, name, NULL);

  return text != NULL ? g_strdup (g_strstrip (text)) : NULL;
}

static void
read_xml (DossierAwsErrorBody *self,
          GBytes              *body)
{
  g_autoptr(xmlDoc) document = dossier_xml_read (body, NULL);
  xmlNode *root = document != NULL ? xmlDocGetRootElement (document) : NULL;
  xmlNode *error = root;

  if (root == NULL)
    return;

  /* S3 sends the error itself, the query protocol of IAM and STS wraps it. */
  if (g_str_equal ((const char *) root->name, "ErrorResponse"))
    error = dossier_xml_child (root, "Error");
  else if (!g_str_equal ((const char *) root->name, "Error"))
    return;

  if (error != NULL)
    {
      self->code = xml_text (error, "Code");
      self->message = xml_text (error, "Message");
      self->region = xml_text (error, "Region");
    }
  self->request_id = xml_text (root, "RequestId");
}

/**
 * dossier_aws_error_body_read:
 * @self: (out caller-allocates): empty
 * @body: (nullable): the body of a refusal
 *
 * Takes the body of a refusal apart: restJson1 and awsJson, the XML of S3, or
 * that of the query protocol. A body that is none of these, or damaged, leaves
 * @self empty: what then counts is the status.
 */
void
dossier_aws_error_body_read (DossierAwsErrorBody *self,
                             GBytes              *body)
{
  gsize length = 0;
  const char *text = body != NULL ? g_bytes_get_data (body, &length) : NULL;
  gsize start = 0;

  while (start < length && g_ascii_isspace (text[start]))
    start++;
  if (start == length || length > MAX_BODY)
    return;

  if (text[start] == '{')
    {
      read_json (self, text + start, length - start);
    }
  else if (text[start] == '<')
    {
      /* A declaration of XML is one only where the document begins. */
      g_autoptr(GBytes) document = g_bytes_new_from_bytes (body, start, length - start);

      read_xml (self, document);
    }
}

void
dossier_aws_error_body_clear (DossierAwsErrorBody *self)
{
  g_clear_pointer (&self->code, g_free);
  g_clear_pointer (&self->message, g_free);
  g_clear_pointer (&self->request_id, g_free);
  g_clear_pointer (&self->region, g_free);
}
