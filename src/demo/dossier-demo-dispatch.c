// SPDX-FileCopyrightText: The Dossier authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "config.h"

#include <string.h>

#include "dossier-demo-auth-private.h"
#include "dossier-demo-chunked-private.h"
#include "dossier-demo-dispatch-private.h"
#include "dossier-demo-inspector-private.h"
#include "dossier-demo-services-private.h"
#include "dossier-json.h"
#include "dossier-time.h"

static const DossierDemoService *const services[] = {
  &dossier_demo_s3,
  &dossier_demo_kms,
  &dossier_demo_inspector,
  &dossier_demo_iam,
  &dossier_demo_sts,
  &dossier_demo_oidc,
  &dossier_demo_portal,
};

/* NULL for what is not UTF-8, or has a NUL in it. */
static char *
decode (char *text)
{
  g_autofree char *decoded = g_uri_unescape_string (g_strdelimit (text, "+", ' '), NULL);

  return decoded != NULL && g_utf8_validate (decoded, -1, NULL) ? g_steal_pointer (&decoded) : NULL;
}

/* `a=1&b` has two parameters; the second is empty. What cannot be decoded is left out. */
static void
add_form (GHashTable *fields,
          const char *form)
{
  g_auto (GStrv) parts = g_strsplit (form, "&", -1);

  for (guint i = 0; parts[i] != NULL; i++)
    {
      char *equals = strchr (parts[i], '=');
      g_autofree char *name = NULL, *value = NULL;

      if (equals != NULL)
        *equals = '\0';
      name = decode (parts[i]);
      value = equals != NULL ? decode (equals + 1) : g_strdup ("");
      if (name != NULL && *name != '\0' && value != NULL)
        g_hash_table_replace (fields, g_steal_pointer (&name), g_steal_pointer (&value));
    }
}

static const DossierDemoService *
find_service (const char *name)
{
  for (guint i = 0; i < G_N_ELEMENTS (services); i++)
    if (g_strcmp0 (services[i]->name, name) == 0)
      return services[i];
  return NULL;
}

/* A request without a signature names no service; its form does. */
static const DossierDemoService *
guess_service (DossierDemoCall *call)
{
  const char *type = dossier_demo_call_get_header (call, "Content-Type");
  DossierDemoProtocol protocol = DOSSIER_DEMO_REST_XML;

  if (dossier_demo_call_get_header (call, "X-Amz-Target") != NULL)
    protocol = DOSSIER_DEMO_JSON;
  else if (g_str_equal (call->method, "POST") && type != NULL &&
           g_str_has_prefix (type, "application/x-www-form-urlencoded"))
    protocol = DOSSIER_DEMO_QUERY;
  else if (type != NULL && g_str_has_prefix (type, "application/json"))
    protocol = DOSSIER_DEMO_REST_JSON;
  for (guint i = 0; i < G_N_ELEMENTS (services); i++)
    if (services[i]->protocol == protocol)
      return services[i];
  return services[0];
}

static const DossierDemoOperation *
find_named (const DossierDemoService *service,
            const char               *name)
{
  for (gsize i = 0; i < service->n_operations; i++)
    if (g_strcmp0 (service->operations[i].name, name) == 0)
      return &service->operations[i];
  return NULL;
}

static const DossierDemoOperation *
find_target (DossierDemoCall *call)
{
  const char *target = dossier_demo_call_get_header (call, "X-Amz-Target");
  const char *dot = target != NULL ? strchr (target, '.') : NULL;

  if (dot == NULL || !g_str_has_prefix (target, call->service->target))
    return NULL;
  return find_named (call->service, dot + 1);
}

static const DossierDemoOperation *
find_path (DossierDemoCall *call)
{
  if (!g_str_equal (call->method, "POST"))
    return NULL;
  for (gsize i = 0; i < call->service->n_operations; i++)
    if (g_strcmp0 (call->service->operations[i].route, call->path) == 0)
      return &call->service->operations[i];
  return NULL;
}

static const DossierDemoOperation *
find_action (DossierDemoCall *call)
{
  g_autofree char *form = g_strndup (g_bytes_get_data (call->body, NULL), g_bytes_get_size (call->body));

  if (form != NULL)
    add_form (call->query, form);
  if (g_strcmp0 (dossier_demo_call_get_query (call, "Version"), call->service->version) != 0)
    return NULL;
  return find_named (call->service, dossier_demo_call_get_query (call, "Action"));
}

static gboolean
find_operation (DossierDemoCall *call)
{
  const char *action, *version;

  switch (call->service->protocol)
    {
    case DOSSIER_DEMO_JSON:
      call->operation = find_target (call);
      if (call->operation == NULL)
        dossier_demo_call_refuse (call, SOUP_STATUS_BAD_REQUEST, "UnknownOperationException",
                                  "Unknown operation.");
      break;
    case DOSSIER_DEMO_REST_JSON:
      call->operation = find_path (call);
      if (call->operation == NULL)
        dossier_demo_call_refuse (call, SOUP_STATUS_FORBIDDEN, "MissingAuthenticationTokenException",
                                  "Missing Authentication Token");
      break;
    case DOSSIER_DEMO_QUERY:
      call->operation = find_action (call);
      action = dossier_demo_call_get_query (call, "Action");
      version = dossier_demo_call_get_query (call, "Version");
      if (call->operation == NULL)
        dossier_demo_call_refuse (call, SOUP_STATUS_BAD_REQUEST, "InvalidAction",
                                  "Could not find operation %s for version %s", action != NULL ? action : "",
                                  version != NULL ? version : "NO_VERSION_SPECIFIED");
      break;
    case DOSSIER_DEMO_REST_XML:
    default:
      call->operation = call->service->find (call);
      if (call->operation == NULL && !call->answered)
        dossier_demo_call_refuse (call, SOUP_STATUS_NOT_IMPLEMENTED, "NotImplemented",
                                  "A header you provided implies functionality that is not implemented.");
    }
  return call->operation != NULL;
}

/* The body of the JSON protocols is one object; an empty one stands for {}. */
static gboolean
read_input (DossierDemoCall *call)
{
  gsize length = g_bytes_get_size (call->body);
  g_autoptr (GError) error = NULL;
  g_autoptr (JsonObject) members = NULL;

  if (call->service->protocol != DOSSIER_DEMO_JSON && call->service->protocol != DOSSIER_DEMO_REST_JSON)
    return TRUE;
  call->input = length == 0 ? json_object_new ()
                            : dossier_json_parse_object (g_bytes_get_data (call->body, NULL),
                                                         (gssize) length, &error);
  if (call->input != NULL)
    return TRUE;
  if (call->service->protocol == DOSSIER_DEMO_JSON)
    {
      dossier_demo_call_refuse (call, SOUP_STATUS_BAD_REQUEST, "SerializationException",
                                "The body is not a JSON object.");
      return FALSE;
    }
  members = json_object_new ();
  json_object_set_string_member (members, "reason", "CANNOT_PARSE");
  dossier_demo_call_refuse_with (call, SOUP_STATUS_BAD_REQUEST, "ValidationException",
                                 "The body is not a JSON object.", members);
  return FALSE;
}

/* What was answered already is taken back: it did not happen. */
static void
fail (DossierDemoCall *call,
      const GError    *error)
{
  SoupMessageHeaders *headers = soup_server_message_get_response_headers (call->message);

  g_message ("The demo could not keep a change: %s", error->message);
  soup_message_headers_clear (headers);
  soup_message_body_truncate (soup_server_message_get_response_body (call->message));
  call->answered = FALSE;
  dossier_demo_call_refuse (call, SOUP_STATUS_INTERNAL_SERVER_ERROR,
                            call->service->protocol == DOSSIER_DEMO_QUERY ? "InternalFailure"
                            : call->service->protocol == DOSSIER_DEMO_REST_XML ? "InternalError"
                            : call->service->protocol == DOSSIER_DEMO_JSON ? "KMSInternalException"
                                                                           : "InternalServerException",
                            "We encountered an internal error. Please try again.");
}

/* What nobody signs is told by method and path alone. */
static gboolean
find_unsigned (DossierDemoCall *call)
{
  g_autofree char *route = g_strdup_printf ("%s %s", call->method, call->path);

  for (guint i = 0; i < G_N_ELEMENTS (services); i++)
    for (gsize j = 0; services[i]->is_unsigned && j < services[i]->n_operations; j++)
      if (g_str_equal (services[i]->operations[j].route, route))
        {
          call->service = services[i];
          call->operation = &services[i]->operations[j];
          return TRUE;
        }
  return FALSE;
}

static void
run (DossierDemoCall *call)
{
  gboolean garbled;
  g_autoptr (DossierDemoSignature) signature = dossier_demo_signature_read (call, &garbled);
  const DossierDemoService *service;

  if (signature == NULL && !garbled && find_unsigned (call))
    {
      if (read_input (call))
        call->operation->run (call);
      return;
    }
  if (signature != NULL)
    {
      service = find_service (signature->authorization->service);
      if (service == NULL)
        service = guess_service (call);
    }
  else
    {
      service = guess_service (call);
    }
  call->service = service;
  if (dossier_demo_auth_check (call, signature, garbled) && dossier_demo_chunked_decode (call) &&
      find_operation (call) && read_input (call) && (service->refuses == NULL || !service->refuses (call)))
    call->operation->run (call);
}

static void
clear (DossierDemoCall *call)
{
  g_clear_pointer (&call->query, g_hash_table_unref);
  g_clear_pointer (&call->trailers, g_hash_table_unref);
  g_clear_pointer (&call->body, g_bytes_unref);
  g_clear_pointer (&call->input, json_object_unref);
  g_free (call->caller.arn);
  g_free (call->caller.user_id);
  g_free (call->bucket);
  g_free (call->key);
  g_free (call->request_id);
  g_free (call->error_code);
}

/**
 * dossier_demo_dispatch:
 * @stage: what requests act on
 * @message: a request whose body has arrived
 * @now: microseconds since 1970 UTC
 *
 * Answers one request: the scope of its signature names the service, the
 * service's protocol the operation. No other process changes the world
 * meanwhile. Blocks.
 *
 * Returns: (transfer full): a line for the log: service, operation, and `OK` or
 *   the error code
 */
char *
dossier_demo_dispatch (const DossierDemoStage *stage,
                       SoupServerMessage      *message,
                       gint64                  now)
{
  GUri *uri = soup_server_message_get_uri (message);
  DossierDemoCall call = {
    .world = stage->world, .index = stage->index, .faults = stage->faults, .report_ms = stage->report_ms, .now = now, .message = message,
    .method = soup_server_message_get_method (message), .path = g_uri_get_path (uri),
    .query = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free),
    .body = soup_message_body_flatten (soup_server_message_get_request_body (message)),
    .request_id = g_uuid_string_random (),
    .service = services[0],
  };
  g_autofree char *date = dossier_time_to_http_date (now);
  g_autoptr (GError) error = NULL;
  char *line;

  if (g_uri_get_query (uri) != NULL)
    add_form (call.query, g_uri_get_query (uri));
  if (!dossier_demo_world_begin (call.world, now, &error))
    {
      call.service = guess_service (&call);
      fail (&call, error);
    }
  else
    {
      dossier_demo_inspector_suppress (&call);
      dossier_demo_inspector_settle (&call);
      run (&call);
      if (!dossier_demo_world_end (call.world, &error))
        fail (&call, error);
    }
  /* The service's clock, also where it is not this machine's. */
  soup_message_headers_replace (soup_server_message_get_response_headers (message), "Date", date);
  line = g_strdup_printf ("%s %s %s", call.service->name, call.operation != NULL ? call.operation->name : "-",
                          call.error_code != NULL ? call.error_code : "OK");
  clear (&call);
  return line;
}
