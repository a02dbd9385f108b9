// SPDX-FileCopyrightText: The Dossier authors
// SPDX-License-Identifier: GPL-3.0-or-later

/* Tells a test in another language what is read in files of profiles. Each line of
 * standard input is {"config": PATH, "credentials": PATH, "profile": NAME}, and
 * "source": true where the profile is the source of another one's role.
 */

#include "config.h"

#include <stdio.h>
#include <string.h>

#include "dossier-file.h"
#include "dossier-ini-private.h"
#include "dossier-json.h"
#include "dossier-profile-way.h"
#include "dossier-provider-context.h"

static JsonObject *
values_to_json (GHashTable *values)
{
  JsonObject *object = json_object_new ();
  GHashTableIter iter;
  gpointer key;
  gpointer value;

  g_hash_table_iter_init (&iter, values);
  while (g_hash_table_iter_next (&iter, &key, &value))
    json_object_set_string_member (object, key, value);
  return object;
}

static void
tell_error (JsonObject   *answer,
            const char   *member,
            const GError *error)
{
  json_object_set_string_member (answer, member, error->message);
}

static void
tell_sections (JsonObject *answer,
               const char *member,
               const char *path)
{
  g_autoptr(GError) error = NULL;
  g_autoptr(GBytes) bytes = dossier_file_read (path, 1024 * 1024, &error);
  g_autoptr(GPtrArray) sections = NULL;
  JsonObject *object;
  gsize length;

  g_assert_no_error (error);
  sections = dossier_ini_parse (g_bytes_get_size (bytes) > 0 ? g_bytes_get_data (bytes, &length) : "",
                                g_bytes_get_size (bytes), &error);
  if (sections == NULL)
    {
      tell_error (answer, "error", error);
      return;
    }

  object = json_object_new ();
  for (guint i = 0; i < sections->len; i++)
    {
      DossierIniSection *section = g_ptr_array_index (sections, i);

      json_object_set_object_member (object, section->name, values_to_json (section->values));
    }
  json_object_set_object_member (answer, member, object);
}

static void
tell_way (JsonObject              *answer,
          const DossierProfileWay *way)
{
  JsonObject *object = json_object_new ();
  const struct
  {
    const char *name;
    const char *value;
  } members[] = {
    { "role_arn", way->role }, { "source_profile", way->source_profile }, { "external_id", way->external_id },
    { "mfa_serial", way->mfa_serial }, { "role_session_name", way->session_name }, { "sso_start_url", way->start_url },
    { "sso_region", way->sso_region }, { "sso_account_id", way->sso_account }, { "sso_role_name", way->sso_role },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (members); i++)
    if (members[i].value != NULL)
      json_object_set_string_member (object, members[i].name, members[i].value);
  if (way->duration != 0)
    json_object_set_int_member (object, "duration_seconds", way->duration);
  json_object_set_object_member (answer, "way", object);
}

/* Whether the roles lead to an end. */
static void
tell_chain (JsonObject                *answer,
            const DossierProfileFiles *files,
            const char                *profile)
{
  char *environment[] = { (char *) "AWS_ACCESS_KEY_ID=AKIAENV", (char *) "AWS_SECRET_ACCESS_KEY=s", NULL };
  g_autoptr(GError) error = NULL;
  g_autoptr(DossierCredentialsProvider) provider = dossier_profile_provider_new (
      files, profile, &(DossierProviderContext) { .region = "eu-central-1", .environment = environment }, &error);

  if (provider == NULL)
    tell_error (answer, "chain", error);
}

static void
tell_profile (JsonObject *answer,
              const char *config,
              const char *credentials,
              const char *profile,
              gboolean    is_source)
{
  g_auto(GStrv) environment = g_environ_setenv (NULL, "AWS_CONFIG_FILE", config, TRUE);
  g_autoptr(DossierProfileFiles) files = NULL;
  g_autoptr(DossierProfileWay) way = NULL;
  DossierCredentials *got;
  g_autoptr(GError) error = NULL;
  g_auto(GStrv) names = NULL;
  JsonArray *list = json_array_new ();
  const char *region;

  environment = g_environ_setenv (environment, "AWS_SHARED_CREDENTIALS_FILE", credentials, TRUE);
  files = dossier_profile_files_load (environment, &error);
  g_assert_no_error (error);

  names = dossier_profile_files_list (files);
  for (guint i = 0; names[i] != NULL; i++)
    json_array_add_string_element (list, names[i]);
  json_object_set_array_member (answer, "profiles", list);

  region = dossier_profile_files_get (files, profile, "region");
  if (region != NULL)
    json_object_set_string_member (answer, "region", region);

  way = dossier_profile_way_find (files, profile, is_source, &error);
  if (way == NULL)
    {
      tell_error (answer, "refused", error);
      return;
    }
  if (way->kind != DOSSIER_PROFILE_KEYS)
    {
      tell_way (answer, way);
      tell_chain (answer, files, profile);
      return;
    }
  got = way->credentials;
  json_object_set_string_member (answer, "id", dossier_credentials_get_access_key_id (got));
  json_object_set_string_member (answer, "secret",
                                 dossier_secret_peek (dossier_credentials_get_secret_access_key (got)));
  if (dossier_credentials_get_session_token (got) != NULL)
    json_object_set_string_member (answer, "token",
                                   dossier_secret_peek (dossier_credentials_get_session_token (got)));
}

int
main (void)
{
  g_autofree char *line = NULL;
  size_t size = 0;

  while (getline (&line, &size, stdin) > 0)
    {
      g_autoptr(JsonObject) question = dossier_json_parse_object (line, -1, NULL);
      g_autoptr(JsonObject) answer = json_object_new ();
      const char *config = json_object_get_string_member (question, "config");
      const char *credentials = json_object_get_string_member (question, "credentials");
      g_autofree char *text = NULL;

      tell_sections (answer, "config", config);
      tell_sections (answer, "credentials", credentials);
      if (!json_object_has_member (answer, "error"))
        tell_profile (answer, config, credentials,
                      json_object_get_string_member (question, "profile"),
                      json_object_get_boolean_member_with_default (question, "source", FALSE));

      text = dossier_json_object_to_text (answer, FALSE);
      puts (text);
      fflush (stdout);
    }
  return 0;
}
