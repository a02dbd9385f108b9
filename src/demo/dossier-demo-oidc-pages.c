// SPDX-FileCopyrightText: The Dossier authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "config.h"

#include <string.h>

#include "dossier-demo-grant-private.h"

#define CODE_LASTS (5 * G_TIME_SPAN_MINUTE)

/* A page for a person. The texts are the demo's own and in English, as AWS's are. */
static void
reply_page (DossierDemoCall *call,
            guint            status,
            const char      *heading,
            char            *body)
{
  g_autofree char *owned = body;
  char *html = g_strdup_printf ("<!DOCTYPE html>\n<html lang=\"en\"><head><meta charset=\"utf-8\"><title>%s</title>"
                                "<meta name=\"viewport\" content=\"width=device-width\"></head>"
                                "<body style=\"font-family: sans-serif; max-width: 40em; margin: 3em auto\"><h1>%s</h1>%s"
                                "</body></html>\n",
                                heading, heading, owned);
  g_autoptr (GBytes) bytes = g_bytes_new_take (html, strlen (html));

  dossier_demo_call_set_header (call, "Cache-Control", "no-store");
  dossier_demo_call_reply (call, status, "text/html", bytes);
}

static void
refuse_page (DossierDemoCall *call,
             const char      *code,
             const char      *text)
{
  g_set_str (&call->error_code, code);
  reply_page (call, SOUP_STATUS_BAD_REQUEST, "This sign-in cannot go on", g_strdup_printf ("<p>%s</p>", text));
}

/* Two links that lead here again, with an answer. */
static char *
choice_html (DossierDemoCall *call,
             const char      *question)
{
  const char *query = g_uri_get_query (soup_server_message_get_uri (call->message));
  g_autofree char *escaped = g_markup_escape_text (query, -1);

  return g_strdup_printf ("<p>%s</p><p><a id=\"allow\" href=\"%s?%s&amp;answer=allow\">Allow</a></p>"
                          "<p><a id=\"deny\" href=\"%s?%s&amp;answer=deny\">Deny</a></p>"
                          "<p>This is Dossier's demo of IAM Identity Center. Nobody asks for a password here.</p>",
                          question, call->path, escaped, call->path, escaped);
}

/* What was registered has no port; the one in use may have any (RFC 8252, 7.3). */
static gboolean
fits_redirect (const char *registered,
               const char *used)
{
  g_autoptr (GUri) uri = used != NULL ? g_uri_parse (used, G_URI_FLAGS_NONE, NULL) : NULL;
  g_autofree char *plain = NULL;

  if (uri == NULL || registered == NULL || g_uri_get_query (uri) != NULL || g_uri_get_fragment (uri) != NULL)
    return FALSE;
  plain = g_uri_join (G_URI_FLAGS_NONE, g_uri_get_scheme (uri), g_uri_get_userinfo (uri), g_uri_get_host (uri), -1,
                      g_uri_get_path (uri), NULL, NULL);
  return g_str_equal (plain, registered);
}

static void
redirect (DossierDemoCall *call,
          const char      *name,
          const char      *value)
{
  const char *state = dossier_demo_call_get_query (call, "state");
  g_autofree char *escaped = g_uri_escape_string (state != NULL ? state : "", NULL, FALSE);
  g_autofree char *target = g_strdup_printf ("%s?%s=%s&state=%s", dossier_demo_call_get_query (call, "redirect_uri"),
                                             name, value, escaped);

  dossier_demo_call_set_header (call, "Location", target);
  reply_page (call, SOUP_STATUS_FOUND, "Signed in", g_strdup ("<p>The browser goes back to the program.</p>"));
}

/**
 * dossier_demo_oidc_authorize:
 * @call: a browser's (RFC 6749, 4.1.1)
 *
 * Asks the person, and sends the browser back with a code or a refusal. What cannot be
 * trusted to lead back is answered here.
 */
void
dossier_demo_oidc_authorize (DossierDemoCall *call)
{
  const char *uri = dossier_demo_call_get_query (call, "redirect_uri");
  const char *challenge = dossier_demo_call_get_query (call, "code_challenge");
  const char *answer = dossier_demo_call_get_query (call, "answer");
  const DossierDemoGrant *client =
      dossier_demo_grant_find (call, DOSSIER_DEMO_GRANT_CLIENT, dossier_demo_call_get_query (call, "client_id"));
  DossierDemoGrant *code;

  if (client == NULL || client->expires <= call->now)
    refuse_page (call, "InvalidClientException", "The program is not registered here.");
  else if (!fits_redirect (client->redirect_uri, uri))
    refuse_page (call, "InvalidRedirectUriException", "The program wants the browser back at another place than it registered.");
  else if (g_strcmp0 (dossier_demo_call_get_query (call, "response_type"), "code") != 0 || challenge == NULL ||
           g_strcmp0 (dossier_demo_call_get_query (call, "code_challenge_method"), "S256") != 0 ||
           dossier_demo_call_get_query (call, "scopes") == NULL)
    refuse_page (call, "InvalidRequestException", "The request lacks what AWS asks for.");
  else if (answer == NULL)
    reply_page (call, SOUP_STATUS_OK, "Allow access?",
                choice_html (call, "A program on this computer wants to see your accounts and use your roles there."));
  else if (!g_str_equal (answer, "allow"))
    redirect (call, "error", "access_denied");
  else
    {
      code = dossier_demo_grant_add (call, DOSSIER_DEMO_GRANT_CODE, client->id, CODE_LASTS);
      code->challenge = g_strdup (challenge);
      code->redirect_uri = g_strdup (uri);
      redirect (call, "code", code->id);
    }
}

/**
 * dossier_demo_oidc_device:
 * @call: a browser's (RFC 8628, 3.3)
 *
 * Asks the person about a device whose code the browser shows.
 */
void
dossier_demo_oidc_device (DossierDemoCall *call)
{
  const char *user_code = dossier_demo_call_get_query (call, "user_code");
  const char *answer = dossier_demo_call_get_query (call, "answer");
  DossierDemoGrant *device = dossier_demo_grant_find_device (call, user_code);
  gboolean allowed = g_strcmp0 (answer, "allow") == 0;
  g_autofree char *question = NULL;

  if (user_code == NULL)
    reply_page (call, SOUP_STATUS_OK, "Code of the device",
                g_strdup ("<form><input name=\"user_code\" aria-label=\"Code\"> <button>Next</button></form>"));
  else if (device == NULL)
    refuse_page (call, "InvalidRequestException", "There is no device with this code, or the code has expired.");
  else if (answer == NULL)
    {
      question = g_strdup_printf ("Does the program show the code <b>%s</b>? It wants to see your accounts and use your "
                                  "roles there.", device->secret);
      reply_page (call, SOUP_STATUS_OK, "Allow access?", choice_html (call, question));
    }
  else
    {
      g_set_str (&device->state, allowed ? DOSSIER_DEMO_DEVICE_ALLOWED : DOSSIER_DEMO_DEVICE_DENIED);
      dossier_demo_world_change (call->world);
      reply_page (call, SOUP_STATUS_OK, allowed ? "Access allowed" : "Access denied",
                  g_strdup ("<p>You can close this page, and go back to the program.</p>"));
    }
}
