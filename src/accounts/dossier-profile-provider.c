// SPDX-FileCopyrightText: The Dossier authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "config.h"

#include "dossier-assume-role-credentials.h"
#include "dossier-cached-credentials.h"
#include "dossier-environment-credentials.h"
#include "dossier-error.h"
#include "dossier-profile-way.h"
#include "dossier-provider-context.h"
#include "dossier-sso-credentials.h"
#include "dossier-static-credentials.h"

/* What a way through profiles has come by. */
typedef struct
{
  const DossierProfileFiles *files;
  const DossierProviderContext *context;
  GPtrArray *visited;
} Walk;

static DossierCredentialsProvider *walk_to (Walk        *self,
                                            const char  *profile,
                                            GError     **error);

static void
refuse_loop (Walk        *self,
             const char  *profile,
             GError     **error)
{
  g_autoptr(GString) path = g_string_new (NULL);

  for (guint i = 0; i < self->visited->len; i++)
    g_string_append_printf (path, "“%s” → ", (const char *) g_ptr_array_index (self->visited, i));
  g_string_append_printf (path, "“%s”", profile);
  g_set_error (error, DOSSIER_ERROR, DOSSIER_ERROR_NO_CREDENTIALS,
               "The profile “%s” cannot be used: the roles go round in a circle, %s; break it at one source_profile",
               (const char *) g_ptr_array_index (self->visited, 0), path->str);
}

static DossierCredentialsProvider *
static_provider (DossierCredentials *credentials)
{
  return credentials != NULL ? dossier_static_credentials_new (credentials) : NULL;
}

static DossierCredentialsProvider *
find_source (Walk                     *self,
             const char               *profile,
             const DossierProfileWay  *way,
             GError                  **error)
{
  g_autoptr(DossierCredentials) keys = NULL;

  if (way->source_profile == NULL)
    {
      keys = dossier_environment_credentials_read (self->context->environment, error);
      return static_provider (keys);
    }

  /* A profile may be its own source by the keys it has, and in no other way. */
  if (g_str_equal (way->source_profile, profile))
    {
      g_autoptr(DossierProfileWay) own = dossier_profile_way_find (self->files, profile, TRUE, error);

      if (own == NULL)
        return NULL;
      if (own->kind == DOSSIER_PROFILE_KEYS)
        return static_provider (own->credentials);
      refuse_loop (self, profile, error);
      return NULL;
    }
  return walk_to (self, way->source_profile, error);
}

static DossierCredentialsProvider *
role_provider (Walk                     *self,
               const char               *profile,
               const DossierProfileWay  *way,
               GError                  **error)
{
  g_autoptr(DossierCredentialsProvider) source = find_source (self, profile, way, error);
  g_autoptr(DossierCredentialsProvider) role = NULL;

  if (source == NULL)
    return NULL;
  if (self->context->region == NULL)
    {
      g_set_error (error, DOSSIER_ERROR, DOSSIER_ERROR_INVALID_INPUT,
                   "Nothing says in which Region to ask for the role of the profile “%s”: use --region, set AWS_REGION, "
                   "or write a region into the profile",
                   profile);
      return NULL;
    }

  role = dossier_assume_role_credentials_new (
      &(DossierAssumeRole) {
        .name = profile,
        .role = way->role,
        .session_name = way->session_name,
        .external_id = way->external_id,
        .duration = way->duration,
        .mfa_serial = way->mfa_serial,
        .source = source,
        .region = self->context->region,
        .endpoint_url = self->context->endpoint_url,
        .endpoint_flags = self->context->endpoint_flags,
        .clock = self->context->clock,
        .prompt = self->context->prompt,
      },
      error);
  return role != NULL ? dossier_cached_credentials_new (role, self->context->clock) : NULL;
}

static DossierCredentialsProvider *
sso_provider (Walk                     *self,
              const char               *profile,
              const DossierProfileWay  *way,
              GError                  **error)
{
  g_autoptr(DossierSsoSession) session = dossier_sso_session_new (
      &(DossierSsoOptions) {
        .name = profile,
        .start_url = way->start_url,
        .region = way->sso_region,
        .scopes = (const char *const *) way->scopes,
        .endpoint_url = self->context->endpoint_url,
        .endpoint_flags = self->context->endpoint_flags,
        .clock = self->context->clock,
        .prompt = self->context->prompt,
      },
      error);
  g_autoptr(DossierCredentialsProvider) role = NULL;

  if (session == NULL)
    return NULL;

  role = dossier_sso_credentials_new (session, way->sso_account, way->sso_role);
  return dossier_cached_credentials_new (role, self->context->clock);
}

static DossierCredentialsProvider *
walk_to (Walk        *self,
         const char  *profile,
         GError     **error)
{
  g_autoptr(DossierProfileWay) way = NULL;

  if (g_ptr_array_find_with_equal_func (self->visited, profile, g_str_equal, NULL))
    {
      refuse_loop (self, profile, error);
      return NULL;
    }

  way = dossier_profile_way_find (self->files, profile, self->visited->len > 0, error);
  g_ptr_array_add (self->visited, g_strdup (profile));
  if (way == NULL)
    return NULL;

  switch (way->kind)
    {
    case DOSSIER_PROFILE_ROLE:
      return role_provider (self, profile, way, error);
    case DOSSIER_PROFILE_SSO:
      return sso_provider (self, profile, way, error);
    case DOSSIER_PROFILE_KEYS:
    default:
      return static_provider (way->credentials);
    }
}

/**
 * dossier_profile_provider_new:
 * @files: the files
 * @profile: a name
 * @context: what else is needed; @context's Region must be there for roles
 * @error: return location for %DOSSIER_ERROR_NO_CREDENTIALS, %DOSSIER_ERROR_NOT_FOUND or
 *   %DOSSIER_ERROR_INVALID_INPUT
 *
 * Follows the sources of roles to their end, which has to be one. Sends nothing yet.
 *
 * Returns: (transfer full) (nullable): a provider for the profile
 */
DossierCredentialsProvider *
dossier_profile_provider_new (const DossierProfileFiles     *files,
                              const char                    *profile,
                              const DossierProviderContext  *context,
                              GError                       **error)
{
  g_autoptr(GPtrArray) visited = g_ptr_array_new_with_free_func (g_free);
  Walk walk = { files, context, visited };

  return walk_to (&walk, profile, error);
}
