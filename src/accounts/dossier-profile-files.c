// SPDX-FileCopyrightText: The Dossier authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "config.h"

#include <string.h>

#include <gio/gio.h>

#include "dossier-error.h"
#include "dossier-file.h"
#include "dossier-ini-private.h"
#include "dossier-profile-files.h"
#include "dossier-setting-private.h"

/* Larger than any file of settings that a person wrote. */
#define MAX_FILE_BYTES (4 * 1024 * 1024)

struct _DossierProfileFiles
{
  char *config_path;
  char *credentials_path;
  GPtrArray *config;
  GPtrArray *credentials;
  GHashTable *config_profiles;
  GHashTable *profiles;
  GHashTable *services;
  GHashTable *sso_sessions;
};

/* Keys that name another way to credentials, which the AWS CLI asks after the keys of the
 * credentials file and before those of the other one.
 */
static const struct
{
  const char *key;
  const char *what;
} below_stored[] = {
  { "login_session", "a sign-in by “aws login”" },
  { "credential_process", "a program to run" },
};

/* Endpoints for one service only; the client knows one for all of them. */
static const char *const services[] = { "inspector2", "s3", "kms", "iam", "sts" };

static char *
find_path (char       **environment,
           const char  *variable,
           const char  *name)
{
  const char *given = dossier_setting_look_up (environment, variable);
  const char *home = dossier_setting_look_up (environment, "HOME");

  if (home == NULL)
    home = g_get_home_dir ();
  if (given == NULL)
    return g_build_filename (home, ".aws", name, NULL);
  if (g_str_has_prefix (given, "~/"))
    return g_build_filename (home, given + 2, NULL);
  return g_strdup (given);
}

/* A file that is not there has nothing to say; one that cannot be read may have. */
static GPtrArray *
read_sections (const char  *path,
               GError     **error)
{
  g_autoptr(GError) local_error = NULL;
  g_autoptr(GBytes) bytes = dossier_file_read (path, MAX_FILE_BYTES, &local_error);
  GPtrArray *sections;
  const char *text;
  gsize length;

  if (g_error_matches (local_error, G_IO_ERROR, G_IO_ERROR_NOT_FOUND) ||
      g_error_matches (local_error, G_IO_ERROR, G_IO_ERROR_NOT_DIRECTORY))
    return g_ptr_array_new ();
  if (bytes == NULL)
    {
      g_propagate_error (error, g_steal_pointer (&local_error));
      return NULL;
    }

  text = g_bytes_get_data (bytes, &length);
  sections = dossier_ini_parse (text != NULL ? text : "", length, error);
  if (sections == NULL)
    g_prefix_error (error, "“%s” cannot be read, ", path);
  return sections;
}

static void
merge (GHashTable *profiles,
       const char *name,
       GHashTable *values)
{
  GHashTable *profile = g_hash_table_lookup (profiles, name);
  GHashTableIter iter;
  gpointer key;
  gpointer value;

  if (profile == NULL)
    {
      profile = g_hash_table_new (g_str_hash, g_str_equal);
      g_hash_table_insert (profiles, g_strdup (name), profile);
    }

  g_hash_table_iter_init (&iter, values);
  while (g_hash_table_iter_next (&iter, &key, &value))
    g_hash_table_insert (profile, key, value);
}

/* The beginning of the name decides, however odd; the AWS CLI looks at no more.
 * Of two sections for one name the later one counts, whole.
 */
static void
sort_in (DossierProfileFiles     *self,
         const DossierIniSection *section)
{
  g_auto(GStrv) words = NULL;
  GHashTable *target = NULL;

  if (g_str_has_prefix (section->name, "profile"))
    target = self->config_profiles;
  else if (g_str_has_prefix (section->name, "services"))
    target = self->services;
  else if (g_str_has_prefix (section->name, "sso-session"))
    target = self->sso_sessions;
  else if (g_str_equal (section->name, "default"))
    g_hash_table_insert (self->config_profiles, g_strdup (section->name), section->values);

  words = target != NULL ? dossier_ini_words (section->name) : NULL;
  if (words != NULL && g_strv_length (words) == 2)
    g_hash_table_insert (target, g_strdup (words[1]), section->values);
}

/* Indented lines below a key belong to it; in a secret they can only be a mistake. */
static gboolean
check_line (const char  *profile,
            const char  *key,
            const char  *value,
            const char  *path,
            GError     **error)
{
  if (value == NULL || strchr (value, '\n') == NULL)
    return TRUE;

  g_set_error (error, DOSSIER_ERROR, DOSSIER_ERROR_NO_CREDENTIALS,
               "The profile “%s” cannot be used: the %s in “%s” goes on in the next line, because "
               "that line is indented",
               profile, key, path);
  return FALSE;
}

static DossierCredentials *
take_static (const char  *profile,
             GHashTable  *values,
             const char  *path,
             GError     **error)
{
  const char *id = g_hash_table_lookup (values, "aws_access_key_id");
  const char *key = g_hash_table_lookup (values, "aws_secret_access_key");
  const char *token = g_hash_table_lookup (values, "aws_security_token");
  g_autoptr(DossierSecret) secret = NULL;
  g_autoptr(DossierSecret) session_token = NULL;

  if (token == NULL)
    token = g_hash_table_lookup (values, "aws_session_token");
  if (key == NULL || *key == '\0' || *id == '\0')
    {
      g_set_error (error, DOSSIER_ERROR, DOSSIER_ERROR_NO_CREDENTIALS,
                   "The profile “%s” is half there: “%s” holds no %s for it", profile, path,
                   *id == '\0' ? "aws_access_key_id" : "aws_secret_access_key");
      return NULL;
    }

  if (!check_line (profile, "aws_access_key_id", id, path, error) ||
      !check_line (profile, "aws_secret_access_key", key, path, error) ||
      !check_line (profile, "session token", token, path, error))
    return NULL;

  secret = dossier_secret_new (key);
  session_token = token != NULL && *token != '\0' ? dossier_secret_new (token) : NULL;
  return dossier_credentials_new (id, secret, session_token, 0);
}

static gboolean
check_services (const DossierProfileFiles  *self,
                const char                 *profile,
                GError                    **error)
{
  const char *name = dossier_profile_files_get (self, profile, "services");
  GHashTable *section = name != NULL ? g_hash_table_lookup (self->services, name) : NULL;

  for (gsize i = 0; section != NULL && i < G_N_ELEMENTS (services); i++)
    {
      const char *value = g_hash_table_lookup (section, services[i]);
      g_autofree char *url = NULL;

      if (value != NULL && !dossier_ini_nested (value, "endpoint_url", &url, error))
        return FALSE;
      if (url != NULL)
        {
          g_set_error (error, DOSSIER_ERROR, DOSSIER_ERROR_INVALID_INPUT,
                       "The profile “%s” names an endpoint_url for %s alone, in [services %s], which "
                       "Dossier cannot use; give one for all services, or --endpoint-url",
                       profile, services[i], name);
          return FALSE;
        }
    }
  return TRUE;
}

static DossierProfileFiles *
files_new (char *config_path,
           char *credentials_path)
{
  DossierProfileFiles *self = g_new0 (DossierProfileFiles, 1);

  self->profiles = g_hash_table_new_full (g_str_hash, g_str_equal, g_free,
                                          (GDestroyNotify) g_hash_table_unref);
  self->config_profiles = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  self->services = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  self->sso_sessions = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  self->config_path = config_path;
  self->credentials_path = credentials_path;
  return self;
}

static void
sort_all (DossierProfileFiles *self)
{
  GHashTableIter iter;
  gpointer name;
  gpointer values;

  for (guint i = 0; i < self->config->len; i++)
    sort_in (self, g_ptr_array_index (self->config, i));

  g_hash_table_iter_init (&iter, self->config_profiles);
  while (g_hash_table_iter_next (&iter, &name, &values))
    merge (self->profiles, name, values);
  for (guint i = 0; i < self->credentials->len; i++)
    {
      const DossierIniSection *section = g_ptr_array_index (self->credentials, i);

      merge (self->profiles, section->name, section->values);
    }
}

/**
 * dossier_profile_files_load:
 * @environment: (array zero-terminated=1): `NAME=VALUE` strings; `AWS_CONFIG_FILE`,
 *   `AWS_SHARED_CREDENTIALS_FILE` and `HOME` say where the files are
 * @error: return location for %DOSSIER_ERROR_INVALID_INPUT, %DOSSIER_ERROR_TOO_LARGE
 *   or a #GIOErrorEnum
 *
 * Reads both files; one that is not there is empty. Blocks for as long as it
 * takes to read two small files.
 *
 * Returns: (transfer full) (nullable): the files
 */
DossierProfileFiles *
dossier_profile_files_load (char   **environment,
                            GError **error)
{
  g_autoptr(DossierProfileFiles) self =
      files_new (find_path (environment, "AWS_CONFIG_FILE", "config"),
                 find_path (environment, "AWS_SHARED_CREDENTIALS_FILE", "credentials"));

  self->config = read_sections (self->config_path, error);
  self->credentials =
      self->config != NULL ? read_sections (self->credentials_path, error) : NULL;
  if (self->credentials == NULL)
    return NULL;

  sort_all (self);
  return g_steal_pointer (&self);
}

static GPtrArray *
parse_sections (GBytes      *bytes,
                const char  *path,
                GError     **error)
{
  gsize length = 0;
  const char *text = bytes != NULL ? g_bytes_get_data (bytes, &length) : NULL;
  GPtrArray *sections;

  if (length > MAX_FILE_BYTES)
    {
      g_set_error (error, DOSSIER_ERROR, DOSSIER_ERROR_TOO_LARGE,
                   "“%s” is larger than 4 MiB, which no file of profiles is", path);
      return NULL;
    }

  sections = dossier_ini_parse (text != NULL ? text : "", length, error);
  if (sections == NULL)
    g_prefix_error (error, "“%s” cannot be read, ", path);
  return sections;
}

/**
 * dossier_profile_files_parse:
 * @config: (nullable): what stands in a file like `~/.aws/config`
 * @credentials: (nullable): what stands in a file like `~/.aws/credentials`
 * @error: return location for %DOSSIER_ERROR_INVALID_INPUT or %DOSSIER_ERROR_TOO_LARGE
 *
 * The same for text that came another way, as through a file portal.
 *
 * Returns: (transfer full) (nullable): the files
 */
DossierProfileFiles *
dossier_profile_files_parse (GBytes  *config,
                             GBytes  *credentials,
                             GError **error)
{
  g_autoptr(DossierProfileFiles) self = files_new (g_strdup ("config"), g_strdup ("credentials"));

  self->config = parse_sections (config, self->config_path, error);
  self->credentials =
      self->config != NULL ? parse_sections (credentials, self->credentials_path, error) : NULL;
  if (self->credentials == NULL)
    return NULL;

  sort_all (self);
  return g_steal_pointer (&self);
}

/**
 * dossier_profile_files_free:
 * @self: (transfer full): files; the secrets in them are wiped
 */
void
dossier_profile_files_free (DossierProfileFiles *self)
{
  g_free (self->config_path);
  g_free (self->credentials_path);
  g_clear_pointer (&self->profiles, g_hash_table_unref);
  g_clear_pointer (&self->config_profiles, g_hash_table_unref);
  g_clear_pointer (&self->services, g_hash_table_unref);
  g_clear_pointer (&self->sso_sessions, g_hash_table_unref);
  g_clear_pointer (&self->config, g_ptr_array_unref);
  g_clear_pointer (&self->credentials, g_ptr_array_unref);
  g_free (self);
}

static int
by_name (gconstpointer a,
         gconstpointer b)
{
  return strcmp (*(const char *const *) a, *(const char *const *) b);
}

/**
 * dossier_profile_files_list:
 * @self: the files
 *
 * Returns: (transfer full): the names of all profiles, sorted
 */
GStrv
dossier_profile_files_list (const DossierProfileFiles *self)
{
  g_autoptr(GPtrArray) names = g_hash_table_get_keys_as_ptr_array (self->profiles);
  g_autoptr(GStrvBuilder) builder = g_strv_builder_new ();

  g_ptr_array_sort (names, by_name);
  for (guint i = 0; i < names->len; i++)
    g_strv_builder_add (builder, g_ptr_array_index (names, i));
  return g_strv_builder_end (builder);
}

/**
 * dossier_profile_files_has:
 * @self: the files
 * @profile: a name
 *
 * Returns: whether one of the files has this profile
 */
gboolean
dossier_profile_files_has (const DossierProfileFiles *self,
                           const char                *profile)
{
  return g_hash_table_contains (self->profiles, profile);
}

/**
 * dossier_profile_files_get:
 * @self: the files
 * @profile: a name
 * @key: a key in small letters
 *
 * Looks a setting up, first in the credentials file and then in the other one.
 *
 * Returns: (transfer none) (nullable): its value, %NULL where there is none. A block
 *   of indented lines begins with a line break.
 */
const char *
dossier_profile_files_get (const DossierProfileFiles *self,
                           const char                *profile,
                           const char                *key)
{
  GHashTable *values = g_hash_table_lookup (self->profiles, profile);

  return values != NULL ? g_hash_table_lookup (values, key) : NULL;
}

/**
 * dossier_profile_files_get_endpoint:
 * @self: the files
 * @profile: a name
 * @url: (out) (transfer none) (nullable): the endpoint for all services, %NULL for AWS's own
 * @error: return location for %DOSSIER_ERROR_INVALID_INPUT: an endpoint is there for one
 *   of our services alone, which would otherwise be passed over in silence
 *
 * Returns: whether the answer is sure
 */
gboolean
dossier_profile_files_get_endpoint (const DossierProfileFiles  *self,
                                    const char                 *profile,
                                    const char                **url,
                                    GError                    **error)
{
  *url = NULL;
  if (dossier_setting_is_true (dossier_profile_files_get (self, profile, "ignore_configured_endpoint_urls")))
    return TRUE;
  if (!check_services (self, profile, error))
    return FALSE;

  *url = dossier_profile_files_get (self, profile, "endpoint_url");
  return TRUE;
}

/**
 * dossier_profile_files_refuse:
 * @profile: a name
 * @key: the key that asks for it
 * @what: what it asks for
 * @error: return location for %DOSSIER_ERROR_NO_CREDENTIALS
 *
 * Says that a profile gets its credentials in a way that is not taken here.
 */
void
dossier_profile_files_refuse (const char  *profile,
                              const char  *key,
                              const char  *what,
                              GError     **error)
{
  g_set_error (error, DOSSIER_ERROR, DOSSIER_ERROR_NO_CREDENTIALS,
               "The profile “%s” asks for %s (%s), which Dossier does not do; let “aws configure "
               "export-credentials --profile %s --format env” put the keys into the environment, "
               "or name another profile",
               profile, what, key, profile);
}

/**
 * dossier_profile_files_has_sso:
 * @self: the files
 * @session: a name
 *
 * Returns: whether there is a section [sso-session …] of this name
 */
gboolean
dossier_profile_files_has_sso (const DossierProfileFiles *self,
                               const char                *session)
{
  return g_hash_table_contains (self->sso_sessions, session);
}

/**
 * dossier_profile_files_get_sso:
 * @self: the files
 * @session: the name of a section [sso-session …]
 * @key: a key in small letters
 *
 * Returns: (transfer none) (nullable): its value, %NULL where there is none
 */
const char *
dossier_profile_files_get_sso (const DossierProfileFiles *self,
                               const char                *session,
                               const char                *key)
{
  GHashTable *values = g_hash_table_lookup (self->sso_sessions, session);

  return values != NULL ? g_hash_table_lookup (values, key) : NULL;
}

/**
 * dossier_profile_files_get_keys:
 * @self: the files
 * @profile: a name
 * @error: return location for %DOSSIER_ERROR_NO_CREDENTIALS, which names the key that is
 *   missing or that asks for what is not done here, or %DOSSIER_ERROR_NOT_FOUND
 *
 * Takes the keys that stand in a profile, in the AWS CLI's order of preference. Roles and
 * IAM Identity Center come before them, see dossier_profile_way_find().
 *
 * Returns: (transfer full) (nullable): the credentials
 */
DossierCredentials *
dossier_profile_files_get_keys (const DossierProfileFiles  *self,
                                const char                 *profile,
                                GError                    **error)
{
  const DossierIniSection *stored = dossier_ini_find (self->credentials, profile);
  GHashTable *config = g_hash_table_lookup (self->config_profiles, profile);
  GHashTable *merged = g_hash_table_lookup (self->profiles, profile);

  if (merged == NULL)
    {
      g_set_error (error, DOSSIER_ERROR, DOSSIER_ERROR_NOT_FOUND,
                   "There is no profile “%s” in “%s” or “%s”", profile, self->config_path,
                   self->credentials_path);
      return NULL;
    }

  if (stored != NULL && g_hash_table_contains (stored->values, "aws_access_key_id"))
    return take_static (profile, stored->values, self->credentials_path, error);
  for (gsize i = 0; i < G_N_ELEMENTS (below_stored); i++)
    if (g_hash_table_contains (merged, below_stored[i].key))
      {
        dossier_profile_files_refuse (profile, below_stored[i].key, below_stored[i].what, error);
        return NULL;
      }

  if (config != NULL && g_hash_table_contains (config, "aws_access_key_id"))
    return take_static (profile, config, self->config_path, error);

  g_set_error (error, DOSSIER_ERROR, DOSSIER_ERROR_NO_CREDENTIALS,
               "The profile “%s” has no keys: neither “%s” nor “%s” holds an aws_access_key_id for it",
               profile, self->credentials_path, self->config_path);
  return NULL;
}
