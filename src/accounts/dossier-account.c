// SPDX-FileCopyrightText: The Dossier authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "config.h"

#include <string.h>

#include "dossier-account.h"
#include "dossier-error.h"
#include "dossier-json.h"
#include "dossier-region.h"

/* What fits a menu; IAM's own names are no longer. */
#define MAX_NAME_LENGTH 64

struct _DossierAccount
{
  GObject parent_instance;

  char *id;
  char *name;
  char *region;
  char *access_key_id;
  DossierCredentials *credentials;
};

enum
{
  PROP_ID = 1,
  PROP_NAME,
  PROP_REGION,
  PROP_ACCESS_KEY_ID,
  PROP_FOR_THIS_RUN,
  N_PROPS,
};

static GParamSpec *properties[N_PROPS];

G_DEFINE_FINAL_TYPE (DossierAccount, dossier_account, G_TYPE_OBJECT)

static void
dossier_account_get_property (GObject    *object,
                              guint       id,
                              GValue     *value,
                              GParamSpec *pspec)
{
  DossierAccount *self = DOSSIER_ACCOUNT (object);

  switch (id)
    {
    case PROP_ID:
      g_value_set_string (value, self->id);
      break;
    case PROP_NAME:
      g_value_set_string (value, self->name);
      break;
    case PROP_REGION:
      g_value_set_string (value, self->region);
      break;
    case PROP_ACCESS_KEY_ID:
      g_value_set_string (value, self->access_key_id);
      break;
    case PROP_FOR_THIS_RUN:
      g_value_set_boolean (value, dossier_account_is_for_this_run (self));
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
    }
}

static void
dossier_account_finalize (GObject *object)
{
  DossierAccount *self = DOSSIER_ACCOUNT (object);

  g_free (self->id);
  g_free (self->name);
  g_free (self->region);
  g_free (self->access_key_id);
  g_clear_pointer (&self->credentials, dossier_credentials_unref);

  G_OBJECT_CLASS (dossier_account_parent_class)->finalize (object);
}

static GParamSpec *
text_property (const char *name)
{
  return g_param_spec_string (name, NULL, NULL, NULL, G_PARAM_READABLE | G_PARAM_STATIC_STRINGS);
}

static void
dossier_account_class_init (DossierAccountClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->get_property = dossier_account_get_property;
  object_class->finalize = dossier_account_finalize;

  properties[PROP_ID] = text_property ("id");
  properties[PROP_NAME] = text_property ("name");
  properties[PROP_REGION] = text_property ("region");
  properties[PROP_ACCESS_KEY_ID] = text_property ("access-key-id");
  properties[PROP_FOR_THIS_RUN] =
      g_param_spec_boolean ("for-this-run", NULL, NULL, FALSE,
                            G_PARAM_READABLE | G_PARAM_STATIC_STRINGS);
  g_object_class_install_properties (object_class, N_PROPS, properties);
}

static void
dossier_account_init (DossierAccount *)
{
}

static gboolean
check_name (const char  *name,
            GError     **error)
{
  const char *why = NULL;

  if (!g_utf8_validate (name, -1, NULL))
    why = "it is not a text in UTF-8";
  else if (*name == '\0' || g_utf8_strlen (name, -1) > MAX_NAME_LENGTH)
    why = "it has to have 1 to 64 characters";
  else if (g_ascii_isspace (name[0]) || g_ascii_isspace (name[strlen (name) - 1]))
    why = "it begins or ends with a blank";

  for (const char *c = name; why == NULL && *c != '\0'; c = g_utf8_next_char (c))
    if (!g_unichar_isprint (g_utf8_get_char (c)))
      why = "it holds a character that cannot be seen";

  if (why == NULL)
    return TRUE;
  g_set_error (error, DOSSIER_ERROR, DOSSIER_ERROR_INVALID_INPUT,
               "The name of an account cannot be used: %s", why);
  return FALSE;
}

/* IAM: 16 to 128 word characters. The id is no secret, but what was typed may be one. */
static gboolean
check_access_key_id (const char  *id,
                     GError     **error)
{
  gsize length = strlen (id);
  gboolean ok = length >= 16 && length <= 128;

  for (gsize i = 0; ok && i < length; i++)
    ok = g_ascii_isalnum (id[i]) || id[i] == '_';
  if (!ok)
    g_set_error_literal (error, DOSSIER_ERROR, DOSSIER_ERROR_INVALID_INPUT,
                         "The access key id is not one: they look like AKIAIOSFODNN7EXAMPLE");
  return ok;
}

/**
 * dossier_account_new:
 * @name: what the person calls it: 1 to 64 visible characters
 * @region: an AWS Region
 * @access_key_id: the id of the access key
 * @error: return location for %DOSSIER_ERROR_INVALID_INPUT
 *
 * Returns: (transfer full) (nullable): an account with an id of its own, made here
 */
DossierAccount *
dossier_account_new (const char  *name,
                     const char  *region,
                     const char  *access_key_id,
                     GError     **error)
{
  DossierAccount *self;

  if (!check_name (name, error) || !check_access_key_id (access_key_id, error))
    return NULL;
  if (dossier_region_partition (region) == NULL)
    {
      g_set_error (error, DOSSIER_ERROR, DOSSIER_ERROR_INVALID_INPUT,
                   "“%s” is not the name of an AWS Region; they look like eu-central-1", region);
      return NULL;
    }

  self = g_object_new (DOSSIER_TYPE_ACCOUNT, NULL);
  self->id = g_uuid_string_random ();
  self->name = g_strdup (name);
  self->region = g_strdup (region);
  self->access_key_id = g_strdup (access_key_id);
  return self;
}

/**
 * dossier_account_new_for_this_run:
 * @name: what the person calls it
 * @region: an AWS Region
 * @credentials: its key
 * @error: return location for %DOSSIER_ERROR_INVALID_INPUT
 *
 * Returns: (transfer full) (nullable): an account that is nowhere but in memory
 */
DossierAccount *
dossier_account_new_for_this_run (const char          *name,
                                  const char          *region,
                                  DossierCredentials  *credentials,
                                  GError             **error)
{
  DossierAccount *self =
      dossier_account_new (name, region, dossier_credentials_get_access_key_id (credentials), error);

  if (self != NULL)
    self->credentials = dossier_credentials_ref (credentials);
  return self;
}

/**
 * dossier_account_from_json:
 * @object: what dossier_account_to_json() made
 * @error: return location for %DOSSIER_ERROR_INVALID_INPUT or %DOSSIER_ERROR_INVALID_RESPONSE
 *
 * Returns: (transfer full) (nullable): the account
 */
DossierAccount *
dossier_account_from_json (JsonObject  *object,
                           GError     **error)
{
  const char *id = dossier_json_need_string (object, "id", error);
  const char *name = id != NULL ? dossier_json_need_string (object, "name", error) : NULL;
  const char *region = name != NULL ? dossier_json_need_string (object, "region", error) : NULL;
  const char *key = region != NULL ? dossier_json_need_string (object, "accessKeyId", error) : NULL;
  DossierAccount *self = key != NULL ? dossier_account_new (name, region, key, error) : NULL;

  if (self != NULL)
    g_set_str (&self->id, id);
  return self;
}

/**
 * dossier_account_to_json:
 * @self: an account
 *
 * Returns: (transfer full): all that is kept of it in a file: no secret
 */
JsonObject *
dossier_account_to_json (DossierAccount *self)
{
  JsonObject *object = json_object_new ();

  json_object_set_string_member (object, "id", self->id);
  json_object_set_string_member (object, "name", self->name);
  json_object_set_string_member (object, "region", self->region);
  json_object_set_string_member (object, "accessKeyId", self->access_key_id);
  return object;
}

/**
 * dossier_account_get_id:
 * @self: an account
 *
 * Returns: (transfer none): what its secret is found by
 */
const char *
dossier_account_get_id (DossierAccount *self)
{
  return self->id;
}

/**
 * dossier_account_get_name:
 * @self: an account
 *
 * Returns: (transfer none): what the person calls it
 */
const char *
dossier_account_get_name (DossierAccount *self)
{
  return self->name;
}

/**
 * dossier_account_get_region:
 * @self: an account
 *
 * Returns: (transfer none): the Region to begin with
 */
const char *
dossier_account_get_region (DossierAccount *self)
{
  return self->region;
}

/**
 * dossier_account_get_access_key_id:
 * @self: an account
 *
 * Returns: (transfer none): the id of the access key
 */
const char *
dossier_account_get_access_key_id (DossierAccount *self)
{
  return self->access_key_id;
}

/**
 * dossier_account_get_credentials:
 * @self: an account
 *
 * Returns: (transfer none) (nullable): the key of an account for this run; %NULL if
 *   the keyring has it
 */
DossierCredentials *
dossier_account_get_credentials (DossierAccount *self)
{
  return self->credentials;
}

/**
 * dossier_account_is_for_this_run:
 * @self: an account
 *
 * Returns: whether it is forgotten when the program ends
 */
gboolean
dossier_account_is_for_this_run (DossierAccount *self)
{
  return self->credentials != NULL;
}
