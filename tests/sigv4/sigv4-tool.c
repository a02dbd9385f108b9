// SPDX-FileCopyrightText: The Dossier authors
// SPDX-License-Identifier: GPL-3.0-or-later

/* Signs requests given as JSON lines on standard input, for peers to compare. */

#include "config.h"

#include <stdio.h>

#include "dossier-json.h"
#include "dossier-sigv4.h"

static char *
sign (JsonObject *line)
{
  JsonArray *pairs = json_object_get_array_member (line, "headers");
  guint n_headers = json_array_get_length (pairs);
  g_autofree DossierSigv4Header *headers = g_new0 (DossierSigv4Header, n_headers);
  g_autoptr(DossierSecret) secret =
      dossier_secret_new (json_object_get_string_member (line, "secret"));
  const char *key = json_object_get_string_member (line, "accessKeyId");
  DossierSigv4Request request = {
    .method = json_object_get_string_member (line, "method"),
    .path = json_object_get_string_member (line, "path"),
    .query = json_object_get_string_member (line, "query"),
    .headers = headers,
    .n_headers = n_headers,
    .payload_hash = json_object_get_string_member (line, "payloadHash"),
  };
  DossierSigv4Scope scope = {
    .region = json_object_get_string_member (line, "region"),
    .service = json_object_get_string_member (line, "service"),
    .time = json_object_get_int_member (line, "time"),
    .flags = json_object_get_boolean_member (line, "s3") ? DOSSIER_SIGV4_S3 : DOSSIER_SIGV4_DEFAULT,
  };

  for (guint i = 0; i < n_headers; i++)
    {
      JsonArray *pair = json_array_get_array_element (pairs, i);

      headers[i].name = json_array_get_string_element (pair, 0);
      headers[i].value = json_array_get_string_element (pair, 1);
    }

  if (!json_object_has_member (line, "expires"))
    return dossier_sigv4_authorization (&request, &scope, key, secret);
  return dossier_sigv4_presign (&request, &scope, key, secret,
                                json_object_get_string_member_with_default (line, "token", NULL),
                                (guint) json_object_get_int_member (line, "expires"));
}

int
main (void)
{
  g_autofree char *line = NULL;
  size_t size = 0;

  while (getline (&line, &size, stdin) > 0)
    {
      g_autoptr(GError) error = NULL;
      g_autoptr(JsonObject) object = dossier_json_parse_object (line, -1, &error);
      g_autofree char *answer = object != NULL ? sign (object) : g_strdup (error->message);

      puts (answer);
    }
  return 0;
}
