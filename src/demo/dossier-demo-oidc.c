// SPDX-FileCopyrightText: The Dossier authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "config.h"

#include <string.h>

#include "dossier-crypto.h"
#include "dossier-demo-grant-private.h"
#include "dossier-demo-services-private.h"
#include "dossier-json.h"

#define GRANT_CODE    "authorization_code"
#define GRANT_DEVICE  "urn:ietf:params:oauth:grant-type:device_code"
#define GRANT_REFRESH "refresh_token"

#define CLIENT_LASTS  (90 * G_TIME_SPAN_DAY)
#define DEVICE_LASTS  (10 * G_TIME_SPAN_MINUTE)
#define ACCESS_LASTS  G_TIME_SPAN_HOUR
#define REFRESH_LASTS (8 * G_TIME_SPAN_HOUR)

/* How often a device may ask. */
#define INTERVAL_S 1

/* Letters that nobody takes for one another. */
#define USER_CODE_LETTERS "BCDFGHJKLMNPQRSTVWXZ"

/* RFC 6749, 5.2: the refusal as AWS's models name it, and as OAuth does. */
static void
refuse (DossierDemoCall *call,
        guint            status,
        const char      *code,
        const char      *error,
        const char      *text)
{
  g_autoptr (JsonObject) body = json_object_new ();
  g_autoptr (GBytes) bytes = NULL;
  char *json;

  json_object_set_string_member (body, "error", error);
  json_object_set_string_member (body, "error_description", text);
  json = dossier_json_object_to_text (body, FALSE);
  bytes = g_bytes_new_take (json, strlen (json));
  g_set_str (&call->error_code, code);
  dossier_demo_call_set_header (call, "x-amzn-ErrorType", code);
  dossier_demo_call_reply (call, status, "application/json", bytes);
}

static void
refuse_request (DossierDemoCall *call,
                const char      *text)
{
  refuse (call, SOUP_STATUS_BAD_REQUEST, "InvalidRequestException", "invalid_request", text);
}

static void
refuse_grant (DossierDemoCall *call)
{
  refuse (call, SOUP_STATUS_BAD_REQUEST, "InvalidGrantException", "invalid_grant", "Invalid grant provided");
}

static const char *
text_of (DossierDemoCall *call,
         const char      *member)
{
  const char *value = NULL;

  return dossier_json_get_string (call->input, member, &value, NULL) ? value : NULL;
}

static gboolean
has_text (DossierDemoCall *call,
          const char      *member,
          const char      *wanted)
{
  JsonArray *array = NULL;

  if (!dossier_json_get_array (call->input, member, &array, NULL) || array == NULL)
    return FALSE;
  for (guint i = 0; i < json_array_get_length (array); i++)
    {
      JsonNode *node = json_array_get_element (array, i);

      if (JSON_NODE_HOLDS_VALUE (node) && g_strcmp0 (json_node_get_string (node), wanted) == 0)
        return TRUE;
    }
  return FALSE;
}

/* The first of them, if it leads back to this machine (RFC 8252, 7.3). */
static const char *
redirect_of (DossierDemoCall *call)
{
  JsonArray *array = NULL;
  JsonNode *node;
  const char *uri;

  if (!dossier_json_get_array (call->input, "redirectUris", &array, NULL) || array == NULL ||
      json_array_get_length (array) == 0)
    return NULL;
  node = json_array_get_element (array, 0);
  uri = JSON_NODE_HOLDS_VALUE (node) ? json_node_get_string (node) : NULL;
  return uri != NULL && g_str_has_prefix (uri, "http://127.0.0.1/") ? uri : NULL;
}

static void
register_client (DossierDemoCall *call)
{
  JsonObject *output = json_object_new ();
  const char *redirect = redirect_of (call);
  gboolean by_code = has_text (call, "grantTypes", GRANT_CODE);
  DossierDemoGrant *client;

  if (text_of (call, "clientName") == NULL || g_strcmp0 (text_of (call, "clientType"), "public") != 0)
    {
      json_object_unref (output);
      refuse (call, SOUP_STATUS_BAD_REQUEST, "InvalidClientMetadataException", "invalid_client_metadata",
              "Invalid client metadata provided");
      return;
    }
  if (by_code && (redirect == NULL || text_of (call, "issuerUrl") == NULL))
    {
      json_object_unref (output);
      refuse (call, SOUP_STATUS_BAD_REQUEST, "InvalidRedirectUriException", "invalid_redirect_uri",
              "Invalid redirect URI provided");
      return;
    }
  client = dossier_demo_grant_add (call, DOSSIER_DEMO_GRANT_CLIENT, NULL, CLIENT_LASTS);
  client->secret = dossier_random_hex (32);
  client->redirect_uri = by_code ? g_strdup (redirect) : NULL;
  json_object_set_string_member (output, "clientId", client->id);
  json_object_set_string_member (output, "clientSecret", client->secret);
  json_object_set_int_member (output, "clientIdIssuedAt", call->now / G_USEC_PER_SEC);
  json_object_set_int_member (output, "clientSecretExpiresAt", client->expires / G_USEC_PER_SEC);
  dossier_demo_call_reply_json (call, output);
}

/* Who asks; NULL when refused. */
static const DossierDemoGrant *
find_client (DossierDemoCall *call)
{
  const char *secret = text_of (call, "clientSecret");
  const DossierDemoGrant *client =
      dossier_demo_grant_find (call, DOSSIER_DEMO_GRANT_CLIENT, text_of (call, "clientId"));

  if (client != NULL && client->expires > call->now && g_strcmp0 (client->secret, secret) == 0)
    return client;
  refuse (call, SOUP_STATUS_UNAUTHORIZED, "InvalidClientException", "invalid_client", "Invalid client provided");
  return NULL;
}

static char *
make_user_code (void)
{
  guint8 bytes[8];
  char code[10];

  dossier_random (bytes, sizeof bytes);
  for (guint i = 0; i < 8; i++)
    code[i + (i > 3)] = USER_CODE_LETTERS[bytes[i] % strlen (USER_CODE_LETTERS)];
  code[4] = '-';
  code[9] = '\0';
  return g_strdup (code);
}

static void
start_device_authorization (DossierDemoCall *call)
{
  const DossierDemoGrant *client = find_client (call);
  const char *start_url = text_of (call, "startUrl");
  const char *host = dossier_demo_call_get_header (call, "Host");
  g_autofree char *uri = g_strdup_printf ("http://%s/device", host);
  g_autofree char *whole = NULL;
  DossierDemoGrant *device;
  JsonObject *output;

  if (client == NULL)
    return;
  if (start_url == NULL || !g_str_has_prefix (start_url, "http"))
    {
      refuse_request (call, "Invalid start URL provided");
      return;
    }
  device = dossier_demo_grant_add (call, DOSSIER_DEMO_GRANT_DEVICE, client->id, DEVICE_LASTS);
  device->secret = make_user_code ();
  device->state = g_strdup (DOSSIER_DEMO_DEVICE_PENDING);
  whole = g_strdup_printf ("%s?user_code=%s", uri, device->secret);
  output = json_object_new ();
  json_object_set_string_member (output, "deviceCode", device->id);
  json_object_set_string_member (output, "userCode", device->secret);
  json_object_set_string_member (output, "verificationUri", uri);
  json_object_set_string_member (output, "verificationUriComplete", whole);
  json_object_set_int_member (output, "expiresIn", DEVICE_LASTS / G_USEC_PER_SEC);
  json_object_set_int_member (output, "interval", INTERVAL_S);
  dossier_demo_call_reply_json (call, output);
}

/* Tokens of one sign-in; each refresh token is good once. */
static void
reply_tokens (DossierDemoCall *call,
              const char      *client,
              char            *session)
{
  g_autofree char *name = session != NULL ? session : g_uuid_string_random ();
  DossierDemoGrant *access = dossier_demo_grant_add (call, DOSSIER_DEMO_GRANT_ACCESS, client, ACCESS_LASTS);
  DossierDemoGrant *refresh = dossier_demo_grant_add (call, DOSSIER_DEMO_GRANT_REFRESH, client, REFRESH_LASTS);
  JsonObject *output = json_object_new ();

  access->session = g_strdup (name);
  refresh->session = g_strdup (name);
  json_object_set_string_member (output, "accessToken", access->id);
  json_object_set_string_member (output, "tokenType", "Bearer");
  json_object_set_int_member (output, "expiresIn", ACCESS_LASTS / G_USEC_PER_SEC);
  json_object_set_string_member (output, "refreshToken", refresh->id);
  dossier_demo_call_reply_json (call, output);
}

/* RFC 7636, 4.6: what the code's challenge was made of. */
static gboolean
fits_challenge (const char *verifier,
                const char *challenge)
{
  guint8 digest[DOSSIER_SHA256_SIZE];
  g_autofree char *text = NULL;

  if (verifier == NULL || challenge == NULL)
    return FALSE;
  dossier_sha256 (verifier, strlen (verifier), digest);
  text = g_base64_encode (digest, sizeof digest);
  g_strdelimit (text, "+", '-');
  g_strdelimit (text, "/", '_');
  text[strcspn (text, "=")] = '\0';
  return g_str_equal (text, challenge);
}

static void
redeem_code (DossierDemoCall        *call,
             const DossierDemoGrant *client)
{
  DossierDemoGrant *code = dossier_demo_grant_find (call, DOSSIER_DEMO_GRANT_CODE, text_of (call, "code"));
  gboolean good = code != NULL && code->expires > call->now && g_strcmp0 (code->client, client->id) == 0 &&
                  g_strcmp0 (code->redirect_uri, text_of (call, "redirectUri")) == 0 &&
                  fits_challenge (text_of (call, "codeVerifier"), code->challenge);

  /* Shown once, used up. */
  if (code != NULL)
    dossier_demo_grant_remove (call, code);
  if (good)
    reply_tokens (call, client->id, NULL);
  else
    refuse_grant (call);
}

static void
redeem_device (DossierDemoCall        *call,
               const DossierDemoGrant *client)
{
  DossierDemoGrant *device = dossier_demo_grant_find (call, DOSSIER_DEMO_GRANT_DEVICE, text_of (call, "deviceCode"));

  if (device == NULL || g_strcmp0 (device->client, client->id) != 0)
    {
      refuse_request (call, "Invalid device code provided");
      return;
    }
  if (device->expires <= call->now)
    refuse (call, SOUP_STATUS_BAD_REQUEST, "ExpiredTokenException", "expired_token", "Expired token provided");
  else if (g_str_equal (device->state, DOSSIER_DEMO_DEVICE_DENIED))
    refuse (call, SOUP_STATUS_BAD_REQUEST, "AccessDeniedException", "access_denied", "The request was denied");
  else if (device->asked != 0 && call->now < device->asked + INTERVAL_S * G_USEC_PER_SEC &&
           g_str_equal (device->state, DOSSIER_DEMO_DEVICE_PENDING))
    refuse (call, SOUP_STATUS_BAD_REQUEST, "SlowDownException", "slow_down", "Polling too frequently");
  else if (g_str_equal (device->state, DOSSIER_DEMO_DEVICE_PENDING))
    refuse (call, SOUP_STATUS_BAD_REQUEST, "AuthorizationPendingException", "authorization_pending",
            "Authorization is still pending");
  else
    {
      dossier_demo_grant_remove (call, device);
      reply_tokens (call, client->id, NULL);
      return;
    }
  device->asked = call->now;
  dossier_demo_world_change (call->world);
}

static void
redeem_refresh (DossierDemoCall        *call,
                const DossierDemoGrant *client)
{
  DossierDemoGrant *refresh =
      dossier_demo_grant_find (call, DOSSIER_DEMO_GRANT_REFRESH, text_of (call, "refreshToken"));
  char *session;

  if (refresh == NULL || refresh->expires <= call->now || g_strcmp0 (refresh->client, client->id) != 0)
    {
      refuse_grant (call);
      return;
    }
  session = g_strdup (refresh->session);
  dossier_demo_grant_remove (call, refresh);
  reply_tokens (call, client->id, session);
}

static void
create_token (DossierDemoCall *call)
{
  const DossierDemoGrant *client = find_client (call);
  const char *type = text_of (call, "grantType");

  if (client == NULL)
    return;
  if (g_strcmp0 (type, GRANT_CODE) == 0)
    redeem_code (call, client);
  else if (g_strcmp0 (type, GRANT_DEVICE) == 0)
    redeem_device (call, client);
  else if (g_strcmp0 (type, GRANT_REFRESH) == 0)
    redeem_refresh (call, client);
  else
    refuse (call, SOUP_STATUS_BAD_REQUEST, "UnsupportedGrantTypeException", "unsupported_grant_type",
            "Unsupported grant type provided");
}

static const DossierDemoOperation operations[] = {
  { "RegisterClient", "POST /client/register", register_client },
  { "StartDeviceAuthorization", "POST /device_authorization", start_device_authorization },
  { "CreateToken", "POST /token", create_token },
  { "Authorize", "GET /authorize", dossier_demo_oidc_authorize },
  { "Device", "GET /device", dossier_demo_oidc_device },
};

const DossierDemoService dossier_demo_oidc = {
  .name = "oidc", .protocol = DOSSIER_DEMO_REST_JSON, .is_unsigned = TRUE,
  .operations = operations, .n_operations = G_N_ELEMENTS (operations),
};
