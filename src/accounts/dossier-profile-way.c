// SPDX-FileCopyrightText: The Dossier authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "config.h"

#include <string.h>

#include "dossier-error.h"
#include "dossier-profile-way.h"

#define MAX_DURATION 43200

/* Reads settings of one profile; the first thing wrong is told. */
typedef struct
{
  const DossierProfileFiles *files;
  const char *profile;
} Reader;

static const char *
get (const Reader *self,
     const char   *key)
{
  return dossier_profile_files_get (self->files, self->profile, key);
}

static gboolean
refuse (const Reader *self,
        GError      **error,
        char         *why)
{
  g_autofree char *owned = why;

  g_set_error (error, DOSSIER_ERROR, DOSSIER_ERROR_NO_CREDENTIALS, "The profile “%s” cannot be used: %s",
               self->profile, owned);
  return FALSE;
}

static gboolean
read_duration (const Reader       *self,
               DossierProfileWay  *way,
               GError            **error)
{
  const char *text = get (self, "duration_seconds");
  guint64 seconds = 0;

  if (text != NULL && !g_ascii_string_to_unsigned (text, 10, 0, MAX_DURATION, &seconds, NULL))
    return refuse (self, error,
                   g_strdup_printf ("its duration_seconds is “%s”, which is no number of 900 to 43200", text));
  way->duration = (guint) seconds;
  return TRUE;
}

static gboolean
read_source (const Reader       *self,
             DossierProfileWay  *way,
             GError            **error)
{
  const char *profile = get (self, "source_profile");
  const char *source = get (self, "credential_source");

  if (profile != NULL && source != NULL)
    return refuse (self, error, g_strdup ("it has both a source_profile and a credential_source; take one away"));
  if (profile == NULL && source == NULL)
    return refuse (self, error,
                   g_strdup ("it has a role_arn, but neither a source_profile nor a credential_source says as whom to "
                             "ask for the role"));
  if (profile != NULL && !dossier_profile_files_has (self->files, profile))
    return refuse (self, error, g_strdup_printf ("its source_profile “%s” does not exist", profile));

  way->source_profile = g_strdup (profile);
  if (source == NULL || g_ascii_strcasecmp (source, "Environment") == 0)
    return TRUE;

  if (g_ascii_strcasecmp (source, "Ec2InstanceMetadata") == 0 || g_ascii_strcasecmp (source, "EcsContainer") == 0)
    dossier_profile_files_refuse (self->profile, "credential_source",
                                  "the credentials of the machine it runs on", error);
  else
    refuse (self, error, g_strdup_printf ("its credential_source “%s” is none that AWS knows", source));
  return FALSE;
}

static gboolean
read_role (const Reader       *self,
           DossierProfileWay  *way,
           GError            **error)
{
  way->kind = DOSSIER_PROFILE_ROLE;
  way->role = g_strdup (get (self, "role_arn"));
  way->external_id = g_strdup (get (self, "external_id"));
  way->mfa_serial = g_strdup (get (self, "mfa_serial"));
  way->session_name = g_strdup (get (self, "role_session_name"));
  return read_duration (self, way, error) && read_source (self, way, error);
}

/* A setting of the profile and of its sso-session; they must not differ. */
static gboolean
read_shared (const Reader  *self,
             const char    *session,
             const char    *key,
             char         **value,
             GError       **error)
{
  const char *mine = get (self, key);
  const char *theirs = session != NULL ? dossier_profile_files_get_sso (self->files, session, key) : NULL;

  if (mine != NULL && theirs != NULL && !g_str_equal (mine, theirs))
    return refuse (self, error, g_strdup_printf ("its %s differs from that of [sso-session %s]", key, session));
  *value = g_strdup (theirs != NULL ? theirs : mine);
  if (*value == NULL)
    return refuse (self, error, g_strdup_printf ("it asks for IAM Identity Center, but no %s is there", key));
  return TRUE;
}

static GStrv
read_scopes (const char *text)
{
  g_auto(GStrv) parts = g_strsplit (text, ",", -1);
  g_autoptr(GStrvBuilder) builder = g_strv_builder_new ();

  for (gsize i = 0; parts[i] != NULL; i++)
    if (*g_strstrip (parts[i]) != '\0')
      g_strv_builder_add (builder, parts[i]);
  return g_strv_builder_end (builder);
}

static gboolean
read_sso (const Reader       *self,
          DossierProfileWay  *way,
          GError            **error)
{
  const char *session = get (self, "sso_session");
  const char *scopes =
      session != NULL ? dossier_profile_files_get_sso (self->files, session, "sso_registration_scopes") : NULL;

  way->kind = DOSSIER_PROFILE_SSO;
  if (session != NULL && !dossier_profile_files_has_sso (self->files, session))
    return refuse (self, error, g_strdup_printf ("there is no [sso-session %s] for it", session));

  way->scopes = scopes != NULL ? read_scopes (scopes) : NULL;
  if (way->scopes != NULL && way->scopes[0] == NULL)
    g_clear_pointer (&way->scopes, g_strfreev);
  return read_shared (self, session, "sso_start_url", &way->start_url, error) &&
         read_shared (self, session, "sso_region", &way->sso_region, error) &&
         read_shared (self, session, "sso_account_id", &way->sso_account, error) &&
         read_shared (self, session, "sso_role_name", &way->sso_role, error);
}

static gboolean
read_any (const Reader       *self,
          gboolean            is_source,
          DossierProfileWay  *way,
          GError            **error)
{
  gboolean has_keys = get (self, "aws_access_key_id") != NULL || get (self, "aws_secret_access_key") != NULL;

  if (get (self, "web_identity_token_file") != NULL)
    {
      dossier_profile_files_refuse (self->profile, "web_identity_token_file", "a web identity", error);
      return FALSE;
    }
  /* As whom to ask for a role is told by keys before it is told by another role. */
  if (get (self, "role_arn") != NULL && !(is_source && has_keys))
    return read_role (self, way, error);
  if (get (self, "sso_account_id") != NULL || get (self, "sso_role_name") != NULL)
    return read_sso (self, way, error);

  way->kind = DOSSIER_PROFILE_KEYS;
  way->credentials = dossier_profile_files_get_keys (self->files, self->profile, error);
  return way->credentials != NULL;
}

/* A block of indented lines is no value of any of these. */
static gboolean
check_lines (const Reader  *self,
             GError       **error)
{
  static const char *const keys[] = {
    "role_arn", "source_profile", "credential_source", "external_id", "mfa_serial", "role_session_name",
    "duration_seconds", "sso_session", "sso_start_url", "sso_region", "sso_account_id", "sso_role_name",
  };

  for (gsize i = 0; i < G_N_ELEMENTS (keys); i++)
    if (get (self, keys[i]) != NULL && strchr (get (self, keys[i]), '\n') != NULL)
      return refuse (self, error,
                     g_strdup_printf ("its %s goes on in the next line, because that line is indented", keys[i]));
  return TRUE;
}

/**
 * dossier_profile_way_find:
 * @files: the files
 * @profile: a name
 * @is_source: whether it is the source of another profile's role
 * @error: return location for %DOSSIER_ERROR_NO_CREDENTIALS, which names the key that is
 *   wrong or asks for what is not done here, or %DOSSIER_ERROR_NOT_FOUND
 *
 * Decides as botocore's chain does. Where that would take a way that is not done here,
 * there is an error, and never other credentials.
 *
 * Returns: (transfer full) (nullable): the way
 */
DossierProfileWay *
dossier_profile_way_find (const DossierProfileFiles  *files,
                          const char                 *profile,
                          gboolean                    is_source,
                          GError                    **error)
{
  g_autoptr(DossierProfileWay) self = g_new0 (DossierProfileWay, 1);
  const Reader reader = { files, profile };

  if (!check_lines (&reader, error) || !read_any (&reader, is_source, self, error))
    return NULL;
  return g_steal_pointer (&self);
}

/**
 * dossier_profile_way_free:
 * @self: (transfer full): a way
 */
void
dossier_profile_way_free (DossierProfileWay *self)
{
  g_clear_pointer (&self->credentials, dossier_credentials_unref);
  g_free (self->role);
  g_free (self->source_profile);
  g_free (self->external_id);
  g_free (self->mfa_serial);
  g_free (self->session_name);
  g_free (self->start_url);
  g_free (self->sso_region);
  g_free (self->sso_account);
  g_free (self->sso_role);
  g_strfreev (self->scopes);
  g_free (self);
}
