// SPDX-FileCopyrightText: The Dossier authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "config.h"

#include <stdarg.h>
#include <string.h>

#include "dossier-demo-authorize-private.h"
#include "dossier-json.h"

#define NAMESPACE_S3 "http://s3.amazonaws.com/doc/2006-03-01/"

/**
 * dossier_demo_call_get_header:
 * @call: a call
 * @name: a header, in any case
 *
 * Returns: (nullable): its value
 */
const char *
dossier_demo_call_get_header (DossierDemoCall *call,
                              const char      *name)
{
  return soup_message_headers_get_one (soup_server_message_get_request_headers (call->message), name);
}

/**
 * dossier_demo_call_get_query:
 * @call: a call
 * @name: a parameter of the URL, with the query protocol also of the body
 *
 * Returns: (nullable): its value, decoded; empty when it has none
 */
const char *
dossier_demo_call_get_query (DossierDemoCall *call,
                             const char      *name)
{
  return g_hash_table_lookup (call->query, name);
}

/**
 * dossier_demo_call_set_header:
 * @call: a call that was not answered yet
 * @name: a header of the answer
 * @value: (nullable): its value; %NULL leaves it out
 */
void
dossier_demo_call_set_header (DossierDemoCall *call,
                              const char      *name,
                              const char      *value)
{
  if (value != NULL)
    soup_message_headers_replace (soup_server_message_get_response_headers (call->message), name, value);
}

/**
 * dossier_demo_call_reply:
 * @call: a call that was not answered yet
 * @status: an HTTP status
 * @content_type: (nullable): of the body
 * @body: (nullable): the answer
 *
 * Answers with bytes, as they are. HEAD gets their number and none of them.
 */
void
dossier_demo_call_reply (DossierDemoCall *call,
                         guint            status,
                         const char      *content_type,
                         GBytes          *body)
{
  SoupMessageHeaders *headers = soup_server_message_get_response_headers (call->message);
  gsize length = body != NULL ? g_bytes_get_size (body) : 0;

  g_return_if_fail (!call->answered);

  call->answered = TRUE;
  if (call->service->protocol == DOSSIER_DEMO_REST_XML)
    {
      g_autofree char *host_id =
          g_base64_encode ((const guchar *) call->request_id, strlen (call->request_id));

      soup_message_headers_replace (headers, "x-amz-request-id", call->request_id);
      soup_message_headers_replace (headers, "x-amz-id-2", host_id);
    }
  else
    {
      soup_message_headers_replace (headers, "x-amzn-RequestId", call->request_id);
    }
  soup_server_message_set_status (call->message, status, NULL);
  if (content_type != NULL)
    soup_message_headers_set_content_type (headers, content_type, NULL);
  /* These have no length, and libsoup ends the connection after an answer that
   * has none: say so, or the client's next request is lost. */
  if (status == SOUP_STATUS_NO_CONTENT || status == SOUP_STATUS_NOT_MODIFIED)
    soup_message_headers_replace (headers, "Connection", "close");
  else if (soup_server_message_get_method (call->message) == SOUP_METHOD_HEAD)
    soup_message_headers_set_content_length (headers, (goffset) length);
  else if (length > 0)
    soup_message_body_append_bytes (soup_server_message_get_response_body (call->message), body);
}

static void
reply_text (DossierDemoCall *call,
            guint            status,
            const char      *content_type,
            char            *text)
{
  g_autoptr (GBytes) bytes = g_bytes_new_take (text, strlen (text));

  dossier_demo_call_reply (call, status, content_type, bytes);
}

static const char *
json_type (DossierDemoCall *call)
{
  return call->service->protocol == DOSSIER_DEMO_JSON ? "application/x-amz-json-1.1" : "application/json";
}

/**
 * dossier_demo_call_reply_json:
 * @call: a call that was not answered yet
 * @output: (transfer full): the members of the answer
 *
 * Answers 200 in a JSON protocol.
 */
void
dossier_demo_call_reply_json (DossierDemoCall *call,
                              JsonObject      *output)
{
  g_autoptr (JsonObject) owned = output;

  reply_text (call, SOUP_STATUS_OK, json_type (call), dossier_json_object_to_text (owned, FALSE));
}

static char *
query_namespace (DossierDemoCall *call)
{
  return g_strdup_printf ("https://%s.amazonaws.com/doc/%s/", call->service->name, call->service->version);
}

/**
 * dossier_demo_call_reply_query:
 * @call: a call that was not answered yet
 * @result: (nullable): XML inside `<OperationResult>`
 *
 * Answers 200 in the query protocol.
 */
void
dossier_demo_call_reply_query (DossierDemoCall *call,
                               const char      *result)
{
  const char *name = call->operation->name;
  g_autofree char *namespace = query_namespace (call);

  reply_text (call, SOUP_STATUS_OK, "text/xml",
              g_strdup_printf (
                  "<%sResponse xmlns=\"%s\"><%sResult>%s</%sResult><ResponseMetadata><RequestId>%s"
                  "</RequestId></ResponseMetadata></%sResponse>",
                  name, namespace, name, result != NULL ? result : "", name, call->request_id, name));
}

/**
 * dossier_demo_call_reply_xml:
 * @call: a call that was not answered yet
 * @document: (transfer full): an element, whose first tag is `<Name>`
 *
 * Answers 200 as S3 does.
 */
void
dossier_demo_call_reply_xml (DossierDemoCall *call,
                             GString         *document)
{
  char *end = strchr (document->str, '>');

  g_string_insert (document, end - document->str, " xmlns=\"" NAMESPACE_S3 "\"");
  g_string_prepend (document, "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n");
  reply_text (call, SOUP_STATUS_OK, "application/xml", g_string_free_and_steal (document));
}

/**
 * dossier_demo_xml_add:
 * @xml: where to append
 * @name: of an element
 * @value: (nullable): its text; %NULL leaves the element out
 */
void
dossier_demo_xml_add (GString    *xml,
                      const char *name,
                      const char *value)
{
  g_autofree char *escaped = value != NULL ? g_markup_escape_text (value, -1) : NULL;

  if (escaped != NULL)
    g_string_append_printf (xml, "<%s>%s</%s>", name, escaped, name);
}

static void
refuse_json (DossierDemoCall *call,
             guint            status,
             const char      *code,
             const char      *text,
             JsonObject      *members)
{
  g_autoptr (JsonObject) body = members != NULL ? json_object_ref (members) : json_object_new ();

  if (call->service->protocol == DOSSIER_DEMO_JSON)
    json_object_set_string_member (body, "__type", code);
  else
    dossier_demo_call_set_header (call, "x-amzn-ErrorType", code);
  json_object_set_string_member (body, "message", text);
  reply_text (call, status, json_type (call), dossier_json_object_to_text (body, FALSE));
}

static void
refuse_xml (DossierDemoCall *call,
            guint            status,
            const char      *code,
            const char      *text,
            JsonObject      *members)
{
  g_autoptr (GString) xml = g_string_new ("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<Error>");
  g_autoptr (GList) names = members != NULL ? json_object_get_members (members) : NULL;

  dossier_demo_xml_add (xml, "Code", code);
  dossier_demo_xml_add (xml, "Message", text);
  for (GList *at = names; at != NULL; at = at->next)
    dossier_demo_xml_add (xml, at->data, json_object_get_string_member (members, at->data));
  dossier_demo_xml_add (xml, "RequestId", call->request_id);
  dossier_demo_xml_add (xml, "HostId", "demo");
  g_string_append (xml, "</Error>");
  reply_text (call, status, "application/xml", g_string_free_and_steal (g_steal_pointer (&xml)));
}

/**
 * dossier_demo_call_refuse_with:
 * @call: a call that was not answered yet
 * @status: an HTTP status
 * @code: AWS's error code
 * @text: AWS's words
 * @members: (nullable) (transfer none): further members of the error; S3: texts only
 *
 * Answers with an error in the form of the service's protocol.
 */
void
dossier_demo_call_refuse_with (DossierDemoCall *call,
                               guint            status,
                               const char      *code,
                               const char      *text,
                               JsonObject      *members)
{
  g_autofree char *namespace = NULL;
  g_autoptr (GString) xml = NULL;

  g_set_str (&call->error_code, code);
  switch (call->service->protocol)
    {
    case DOSSIER_DEMO_JSON:
    case DOSSIER_DEMO_REST_JSON:
      refuse_json (call, status, code, text, members);
      break;
    case DOSSIER_DEMO_REST_XML:
      refuse_xml (call, status, code, text, members);
      break;
    case DOSSIER_DEMO_QUERY:
    default:
      namespace = query_namespace (call);
      xml = g_string_new (NULL);
      g_string_append_printf (xml, "<ErrorResponse xmlns=\"%s\"><Error>", namespace);
      dossier_demo_xml_add (xml, "Type", status >= 500 ? "Receiver" : "Sender");
      dossier_demo_xml_add (xml, "Code", code);
      dossier_demo_xml_add (xml, "Message", text);
      g_string_append_printf (xml, "</Error><RequestId>%s</RequestId></ErrorResponse>", call->request_id);
      reply_text (call, status, "text/xml", g_string_free_and_steal (g_steal_pointer (&xml)));
    }
}

/**
 * dossier_demo_call_refuse:
 * @call: a call that was not answered yet
 * @status: an HTTP status
 * @code: AWS's error code
 * @format: AWS's words, as of printf()
 * @...: what it needs
 *
 * Answers with an error in the form of the service's protocol.
 */
void
dossier_demo_call_refuse (DossierDemoCall *call,
                          guint            status,
                          const char      *code,
                          const char      *format,
                          ...)
{
  g_autofree char *text = NULL;
  va_list arguments;

  va_start (arguments, format);
  text = g_strdup_vprintf (format, arguments);
  va_end (arguments);
  dossier_demo_call_refuse_with (call, status, code, text, NULL);
}

/**
 * dossier_demo_call_authorize:
 * @call: a call that was not answered yet
 * @action: such as `inspector2:ListFindings`
 * @resource: an ARN, or `*`
 * @...: condition keys and values in turn, ended by %NULL
 *
 * Asks the caller's identity policies. A refusal is answered here, in AWS's
 * words. What has a policy of its own goes through dossier_demo_authorize().
 *
 * Returns: whether the caller may
 */
gboolean
dossier_demo_call_authorize (DossierDemoCall *call,
                             const char      *action,
                             const char      *resource,
                             ...)
{
  g_autoptr (GPtrArray) context = g_ptr_array_new ();
  DossierDemoWish wish = { .action = action, .resource = resource };
  gboolean json =
      call->service->protocol == DOSSIER_DEMO_JSON || call->service->protocol == DOSSIER_DEMO_REST_JSON;
  g_autofree char *reason = NULL, *text = NULL;
  const char *item;
  va_list arguments;

  va_start (arguments, resource);
  while ((item = va_arg (arguments, const char *)) != NULL)
    g_ptr_array_add (context, (gpointer) item);
  va_end (arguments);
  g_ptr_array_add (context, NULL);
  wish.context = (const char *const *) context->pdata;
  if (dossier_demo_authorize (call, &wish, &reason))
    return TRUE;
  text = dossier_demo_denied_text (call, action, resource,
                                   call->service->protocol == DOSSIER_DEMO_REST_XML, reason);
  dossier_demo_call_refuse (call,
                            call->service->protocol == DOSSIER_DEMO_JSON ? SOUP_STATUS_BAD_REQUEST
                                                                         : SOUP_STATUS_FORBIDDEN,
                            json ? "AccessDeniedException" : "AccessDenied", "%s", text);
  return FALSE;
}
