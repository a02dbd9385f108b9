// SPDX-FileCopyrightText: The Dossier authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "config.h"

#include <string.h>

#include "dossier-demo-sts-private.h"

#define VERSION_STS "2011-06-15"
#define NAMESPACE "https://sts.amazonaws.com/doc/" VERSION_STS "/"

static void
reply (SoupServerMessage *message,
       guint              status,
       const char        *request_id,
       char              *xml)
{
  soup_message_headers_replace (soup_server_message_get_response_headers (message),
                                "x-amzn-RequestId", request_id);
  soup_server_message_set_status (message, status, NULL);
  soup_server_message_set_response (message, "text/xml", SOUP_MEMORY_TAKE, xml, strlen (xml));
}

/**
 * dossier_demo_sts_refuse:
 * @message: a request
 * @status: an HTTP status
 * @code: AWS's error code
 * @text: AWS's words
 *
 * Answers with an error of the query protocol.
 */
void
dossier_demo_sts_refuse (SoupServerMessage *message,
                         guint              status,
                         const char        *code,
                         const char        *text)
{
  g_autofree char *id = g_uuid_string_random ();

  reply (message, status, id,
         g_markup_printf_escaped ("<ErrorResponse xmlns=\"" NAMESPACE "\"><Error><Type>Sender</Type>"
                                  "<Code>%s</Code><Message>%s</Message></Error>"
                                  "<RequestId>%s</RequestId></ErrorResponse>",
                                  code, text, id));
}

/**
 * dossier_demo_sts_answer:
 * @message: a request whose signature is good
 * @account_id: the caller's account
 * @user_arn: the caller
 * @user_id: the caller's unique id
 *
 * STS, in the query protocol: GetCallerIdentity, which needs no permission.
 */
void
dossier_demo_sts_answer (SoupServerMessage *message,
                         const char        *account_id,
                         const char        *user_arn,
                         const char        *user_id)
{
  SoupMessageBody *body = soup_server_message_get_request_body (message);
  g_autoptr (GBytes) bytes = soup_message_body_flatten (body);
  const char *data = g_bytes_get_data (bytes, NULL);
  g_autofree char *form = data != NULL ? g_strndup (data, g_bytes_get_size (bytes)) : g_strdup ("");
  g_autoptr (GHashTable) fields = soup_form_decode (form);
  const char *action = g_hash_table_lookup (fields, "Action");
  const char *version = g_hash_table_lookup (fields, "Version");
  g_autofree char *id = g_uuid_string_random ();

  if (g_strcmp0 (action, "GetCallerIdentity") != 0 || g_strcmp0 (version, VERSION_STS) != 0)
    {
      g_autofree char *text = g_strdup_printf ("Could not find operation %s for version %s",
                                               action != NULL ? action : "",
                                               version != NULL ? version : "NO_VERSION_SPECIFIED");

      dossier_demo_sts_refuse (message, SOUP_STATUS_BAD_REQUEST, "InvalidAction", text);
      return;
    }

  reply (message, SOUP_STATUS_OK, id,
         g_markup_printf_escaped ("<GetCallerIdentityResponse xmlns=\"" NAMESPACE "\"><GetCallerIdentityResult>"
                                  "<Arn>%s</Arn><UserId>%s</UserId><Account>%s</Account>"
                                  "</GetCallerIdentityResult><ResponseMetadata><RequestId>%s</RequestId>"
                                  "</ResponseMetadata></GetCallerIdentityResponse>",
                                  user_arn, user_id, account_id, id));
}
