// SPDX-FileCopyrightText: The Dossier authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "config.h"

#include <string.h>

#include "dossier-account.h"
#include "dossier-arn.h"
#include "dossier-assume-role-credentials.h"
#include "dossier-endpoint.h"
#include "dossier-error.h"
#include "dossier-json.h"
#include "dossier-region.h"

/* What fits a menu; IAM's own names are no longer. */
#define MAX_NAME_LENGTH 64

struct _DossierAccount
{
  GObject parent_instance;

  char *id;
  DossierAccountOptions options; /* its texts are owned */
  DossierCredentials *credentials;
};

/* The texts of an account, as a file calls them; those of one kind only are needed there,
 * or may be there.
 */
typedef enum
{
  ALWAYS_NEEDED,
  ALWAYS_ALLOWED,
  NEEDED,
  ALLOWED,
} Presence;

static const struct
{
  const char *member;
  gsize offset;
  Presence presence;
  DossierAccountKind kind;
} texts[] = {
  { "name", G_STRUCT_OFFSET (DossierAccountOptions, name), ALWAYS_NEEDED, 0 },
  { "region", G_STRUCT_OFFSET (DossierAccountOptions, region), ALWAYS_NEEDED, 0 },
  { "colour", G_STRUCT_OFFSET (DossierAccountOptions, colour), ALWAYS_ALLOWED, 0 },
  { "accessKeyId", G_STRUCT_OFFSET (DossierAccountOptions, access_key_id), NEEDED, DOSSIER_ACCOUNT_KEY },
  { "source", G_STRUCT_OFFSET (DossierAccountOptions, source), NEEDED, DOSSIER_ACCOUNT_ROLE },
  { "roleArn", G_STRUCT_OFFSET (DossierAccountOptions, role), NEEDED, DOSSIER_ACCOUNT_ROLE },
  { "externalId", G_STRUCT_OFFSET (DossierAccountOptions, external_id), ALLOWED, DOSSIER_ACCOUNT_ROLE },
  { "mfaSerial", G_STRUCT_OFFSET (DossierAccountOptions, mfa_serial), ALLOWED, DOSSIER_ACCOUNT_ROLE },
  { "sessionName", G_STRUCT_OFFSET (DossierAccountOptions, session_name), ALLOWED, DOSSIER_ACCOUNT_ROLE },
  { "sourceIdentity", G_STRUCT_OFFSET (DossierAccountOptions, source_identity), ALLOWED, DOSSIER_ACCOUNT_ROLE },
  { "startUrl", G_STRUCT_OFFSET (DossierAccountOptions, start_url), NEEDED, DOSSIER_ACCOUNT_SSO },
  { "ssoRegion", G_STRUCT_OFFSET (DossierAccountOptions, sso_region), NEEDED, DOSSIER_ACCOUNT_SSO },
  { "ssoAccountId", G_STRUCT_OFFSET (DossierAccountOptions, sso_account), NEEDED, DOSSIER_ACCOUNT_SSO },
  { "ssoRoleName", G_STRUCT_OFFSET (DossierAccountOptions, sso_role), NEEDED, DOSSIER_ACCOUNT_SSO },
};

/* As files and tables have them. */
static const char *const kinds[] = {
  [DOSSIER_ACCOUNT_KEY] = "key",
  [DOSSIER_ACCOUNT_ROLE] = "role",
  [DOSSIER_ACCOUNT_SSO] = "sso",
};

static char **
text_at (DossierAccountOptions *options,
         gsize                  i)
{
  return (char **) G_STRUCT_MEMBER_P (options, texts[i].offset);
}

enum
{
  PROP_ID = 1,
  PROP_NAME,
  PROP_REGION,
  PROP_ACCESS_KEY_ID,
  PROP_FOR_THIS_RUN,
  PROP_READ_ONLY,
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
      g_value_set_string (value, self->options.name);
      break;
    case PROP_REGION:
      g_value_set_string (value, self->options.region);
      break;
    case PROP_ACCESS_KEY_ID:
      g_value_set_string (value, self->options.access_key_id);
      break;
    case PROP_FOR_THIS_RUN:
      g_value_set_boolean (value, dossier_account_is_for_this_run (self));
      break;
    case PROP_READ_ONLY:
      g_value_set_boolean (value, self->options.read_only);
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
  for (gsize i = 0; i < G_N_ELEMENTS (texts); i++)
    g_free (*text_at (&self->options, i));
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
  properties[PROP_READ_ONLY] = g_param_spec_boolean ("read-only", NULL, NULL, FALSE,
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

static gboolean
check_region (const char  *region,
              GError     **error)
{
  if (dossier_region_partition (region) != NULL)
    return TRUE;
  g_set_error (error, DOSSIER_ERROR, DOSSIER_ERROR_INVALID_INPUT,
               "“%s” is not the name of an AWS Region; they look like eu-central-1", region);
  return FALSE;
}

static gboolean
check_sso (const DossierAccountOptions  *options,
           GError                      **error)
{
  if (!dossier_endpoint_check_custom (options->start_url, NULL))
    {
      g_set_error (error, DOSSIER_ERROR, DOSSIER_ERROR_INVALID_INPUT,
                   "“%s” is no start URL of IAM Identity Center; they look like "
                   "https://d-1234567890.awsapps.com/start",
                   options->start_url);
      return FALSE;
    }
  if (!dossier_account_id_is_valid (options->sso_account))
    {
      g_set_error (error, DOSSIER_ERROR, DOSSIER_ERROR_INVALID_INPUT,
                   "“%s” is not an AWS account, which has twelve digits", options->sso_account);
      return FALSE;
    }
  return check_region (options->sso_region, error);
}

static gboolean
check_options (const DossierAccountOptions  *options,
               GError                      **error)
{
  for (gsize i = 0; i < G_N_ELEMENTS (texts); i++)
    if ((texts[i].presence == ALWAYS_NEEDED || (texts[i].presence == NEEDED && texts[i].kind == options->kind)) &&
        *text_at ((DossierAccountOptions *) options, i) == NULL)
      {
        g_set_error (error, DOSSIER_ERROR, DOSSIER_ERROR_INVALID_INPUT, "The account lacks its member “%s”",
                     texts[i].member);
        return FALSE;
      }

  if (!check_name (options->name, error) || !check_region (options->region, error))
    return FALSE;
  switch (options->kind)
    {
    case DOSSIER_ACCOUNT_ROLE:
      return dossier_assume_role_check (&(DossierAssumeRole) {
                                          .name = options->name,
                                          .role = options->role,
                                          .session_name = options->session_name,
                                          .external_id = options->external_id,
                                          .source_identity = options->source_identity,
                                          .duration = options->duration,
                                        },
                                        error);
    case DOSSIER_ACCOUNT_SSO:
      return check_sso (options, error);
    case DOSSIER_ACCOUNT_KEY:
    default:
      return check_access_key_id (options->access_key_id, error);
    }
}

/**
 * dossier_account_new_with:
 * @options: what it is; copied
 * @error: return location for %DOSSIER_ERROR_INVALID_INPUT
 *
 * Returns: (transfer full) (nullable): an account with an id of its own, made here
 */
DossierAccount *
dossier_account_new_with (const DossierAccountOptions  *options,
                          GError                      **error)
{
  DossierAccount *self;

  if (!check_options (options, error))
    return NULL;

  self = g_object_new (DOSSIER_TYPE_ACCOUNT, NULL);
  self->id = g_uuid_string_random ();
  self->options.kind = options->kind;
  self->options.read_only = options->read_only;
  self->options.duration = options->duration;
  self->options.by_device = options->by_device;
  for (gsize i = 0; i < G_N_ELEMENTS (texts); i++)
    if (texts[i].presence == ALWAYS_NEEDED || texts[i].presence == ALWAYS_ALLOWED || texts[i].kind == options->kind)
      *text_at (&self->options, i) = g_strdup (*text_at ((DossierAccountOptions *) options, i));
  return self;
}

/**
 * dossier_account_new:
 * @name: what the person calls it: 1 to 64 visible characters
 * @region: an AWS Region
 * @access_key_id: the id of the access key
 * @error: return location for %DOSSIER_ERROR_INVALID_INPUT
 *
 * Returns: (transfer full) (nullable): an account of an access key, with an id of its own
 */
DossierAccount *
dossier_account_new (const char  *name,
                     const char  *region,
                     const char  *access_key_id,
                     GError     **error)
{
  return dossier_account_new_with (
      &(DossierAccountOptions) {
        .kind = DOSSIER_ACCOUNT_KEY,
        .name = name,
        .region = region,
        .access_key_id = access_key_id,
      },
      error);
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

static gboolean
read_kind (JsonObject             *object,
           DossierAccountOptions  *options,
           GError                **error)
{
  const char *word = NULL;
  gint64 duration = 0;
  gsize kind = 0;

  if (!dossier_json_get_string (object, "kind", &word, error) ||
      !dossier_json_get_boolean (object, "readOnly", &options->read_only, NULL, error) ||
      !dossier_json_get_boolean (object, "byDevice", &options->by_device, NULL, error) ||
      !dossier_json_get_int64 (object, "durationSeconds", &duration, NULL, error))
    return FALSE;

  /* Files of before there were kinds say nothing. */
  if (word == NULL)
    word = kinds[DOSSIER_ACCOUNT_KEY];
  while (kind < G_N_ELEMENTS (kinds) && g_strcmp0 (kinds[kind], word) != 0)
    kind++;
  if (kind == G_N_ELEMENTS (kinds) || duration < 0 || duration > G_MAXINT)
    {
      g_set_error (error, DOSSIER_ERROR, DOSSIER_ERROR_INVALID_INPUT,
                   "an account of the kind “%s” and %" G_GINT64_FORMAT " seconds is not known", word, duration);
      return FALSE;
    }
  options->kind = (DossierAccountKind) kind;
  options->duration = (guint) duration;
  return TRUE;
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
  DossierAccountOptions options = { 0 };
  const char *id = dossier_json_need_string (object, "id", error);
  DossierAccount *self;

  if (id == NULL || !read_kind (object, &options, error))
    return NULL;
  for (gsize i = 0; i < G_N_ELEMENTS (texts); i++)
    if (!dossier_json_get_string (object, texts[i].member, (const char **) text_at (&options, i), error))
      return NULL;

  self = dossier_account_new_with (&options, error);
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
  json_object_set_string_member (object, "kind", kinds[self->options.kind]);
  for (gsize i = 0; i < G_N_ELEMENTS (texts); i++)
    if (*text_at (&self->options, i) != NULL)
      json_object_set_string_member (object, texts[i].member, *text_at (&self->options, i));
  if (self->options.duration != 0)
    json_object_set_int_member (object, "durationSeconds", self->options.duration);
  if (self->options.by_device)
    json_object_set_boolean_member (object, "byDevice", TRUE);
  if (self->options.read_only)
    json_object_set_boolean_member (object, "readOnly", TRUE);
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
  return self->options.name;
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
  return self->options.region;
}

/**
 * dossier_account_get_access_key_id:
 * @self: an account
 *
 * Returns: (transfer none) (nullable): the id of the access key; %NULL where it has none
 */
const char *
dossier_account_get_access_key_id (DossierAccount *self)
{
  return self->options.access_key_id;
}

/**
 * dossier_account_get_kind:
 * @self: an account
 *
 * Returns: where its credentials come from
 */
DossierAccountKind
dossier_account_get_kind (DossierAccount *self)
{
  return self->options.kind;
}

/**
 * dossier_account_get_options:
 * @self: an account
 *
 * Returns: (transfer none): all that it is
 */
const DossierAccountOptions *
dossier_account_get_options (DossierAccount *self)
{
  return &self->options;
}

/**
 * dossier_account_kind_to_word:
 * @kind: a kind
 *
 * Returns: the word for it in files: `key`, `role` or `sso`
 */
const char *
dossier_account_kind_to_word (DossierAccountKind kind)
{
  return kinds[kind];
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
