// SPDX-FileCopyrightText: The Dossier authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "config.h"

#include "dossier-session.h"
#include "dossier-static-credentials.h"

struct _DossierSession
{
  GObject parent_instance;

  char *source;
  char *endpoint_url;
  DossierCredentialsProvider *credentials;
  DossierAwsClient *client;
};

enum
{
  PROP_SOURCE = 1,
  PROP_REGION,
  N_PROPS,
};

static GParamSpec *properties[N_PROPS];

G_DEFINE_FINAL_TYPE (DossierSession, dossier_session, G_TYPE_OBJECT)

static void
dossier_session_get_property (GObject    *object,
                              guint       id,
                              GValue     *value,
                              GParamSpec *pspec)
{
  DossierSession *self = DOSSIER_SESSION (object);

  switch (id)
    {
    case PROP_SOURCE:
      g_value_set_string (value, self->source);
      break;
    case PROP_REGION:
      g_value_set_string (value, dossier_session_get_region (self));
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
    }
}

static void
dossier_session_finalize (GObject *object)
{
  DossierSession *self = DOSSIER_SESSION (object);

  g_free (self->source);
  g_free (self->endpoint_url);
  g_clear_object (&self->credentials);
  g_clear_object (&self->client);

  G_OBJECT_CLASS (dossier_session_parent_class)->finalize (object);
}

static void
dossier_session_class_init (DossierSessionClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->get_property = dossier_session_get_property;
  object_class->finalize = dossier_session_finalize;

  properties[PROP_SOURCE] = g_param_spec_string ("source", NULL, NULL, NULL,
                                                 G_PARAM_READABLE | G_PARAM_STATIC_STRINGS);
  properties[PROP_REGION] = g_param_spec_string ("region", NULL, NULL, NULL,
                                                 G_PARAM_READABLE | G_PARAM_STATIC_STRINGS);
  g_object_class_install_properties (object_class, N_PROPS, properties);
}

static void
dossier_session_init (DossierSession *)
{
}

/**
 * dossier_session_new:
 * @options: what it is made of
 * @error: return location for %DOSSIER_ERROR_INVALID_INPUT: @options name no Region that
 *   could be one, or an endpoint that credentials must not be sent to
 *
 * Sends nothing; the credentials are asked for by the first request.
 *
 * Returns: (transfer full) (nullable): a session
 */
DossierSession *
dossier_session_new (const DossierSessionOptions  *options,
                     GError                      **error)
{
  const DossierAwsClientOptions client_options = {
    .region = options->region,
    .endpoint_url = options->endpoint_url,
    .endpoint_flags = options->endpoint_flags,
    .credentials = options->credentials,
    .read_only = options->read_only,
  };
  g_autoptr(DossierAwsClient) client = dossier_aws_client_new (&client_options, error);
  DossierSession *self;

  if (client == NULL)
    return NULL;

  self = g_object_new (DOSSIER_TYPE_SESSION, NULL);
  self->source = g_strdup (options->source);
  self->endpoint_url = g_strdup (options->endpoint_url);
  self->credentials = g_object_ref (options->credentials);
  self->client = g_steal_pointer (&client);
  return self;
}

/**
 * dossier_session_new_static:
 * @source: whose session it is
 * @region: an AWS Region
 * @endpoint_url: (nullable): one endpoint for all services
 * @access_key_id: the id of a key
 * @secret_access_key: its secret
 * @error: as for dossier_session_new()
 *
 * For a key that is at hand, such as the demo service's.
 *
 * Returns: (transfer full) (nullable): a session
 */
DossierSession *
dossier_session_new_static (const char  *source,
                            const char  *region,
                            const char  *endpoint_url,
                            const char  *access_key_id,
                            const char  *secret_access_key,
                            GError     **error)
{
  g_autoptr(DossierSecret) secret = dossier_secret_new (secret_access_key);
  g_autoptr(DossierCredentials) credentials = dossier_credentials_new (access_key_id, secret, NULL, 0);
  g_autoptr(DossierCredentialsProvider) provider = dossier_static_credentials_new (credentials);
  const DossierSessionOptions options = {
    .source = source,
    .region = region,
    .endpoint_url = endpoint_url,
    .credentials = provider,
  };

  return dossier_session_new (&options, error);
}

/**
 * dossier_session_get_source:
 * @self: a session
 *
 * Returns: (transfer none): whose session it is, see #DossierSessionOptions
 */
const char *
dossier_session_get_source (DossierSession *self)
{
  return self->source;
}

/**
 * dossier_session_get_region:
 * @self: a session
 *
 * Returns: (transfer none): its AWS Region
 */
const char *
dossier_session_get_region (DossierSession *self)
{
  return dossier_aws_client_get_region (self->client);
}

/**
 * dossier_session_get_endpoint_url:
 * @self: a session
 *
 * Returns: (transfer none) (nullable): the endpoint in place of AWS's own
 */
const char *
dossier_session_get_endpoint_url (DossierSession *self)
{
  return self->endpoint_url;
}

/**
 * dossier_session_get_credentials:
 * @self: a session
 *
 * Returns: (transfer none): where its key comes from
 */
DossierCredentialsProvider *
dossier_session_get_credentials (DossierSession *self)
{
  return self->credentials;
}

/**
 * dossier_session_get_client:
 * @self: a session
 *
 * Returns: (transfer none): what sends its requests
 */
DossierAwsClient *
dossier_session_get_client (DossierSession *self)
{
  return self->client;
}
