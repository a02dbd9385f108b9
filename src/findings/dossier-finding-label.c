// SPDX-FileCopyrightText: The Dossier authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "config.h"

#include <string.h>

#include "dossier-arn.h"
#include "dossier-finding-private.h"

/* How many digits of a digest tell images apart for a person, as Docker shows them. */
#define SHORT_DIGEST 12

/* What people call a resource, by the member of ResourceDetails that describes it. */
static const struct
{
  const char *details;
  const char *name;
  const char *tags;
  const char *digest;
} names[] = {
  { "awsEcrContainerImage", "repositoryName", "imageTags", "imageHash" },
  { "awsLambdaFunction", "functionName", NULL, NULL },
  { "codeRepository", "projectName", NULL, NULL },
  { "vm", "vmName", NULL, NULL },
  { "image", "repositoryName", "imageTags", "imageDigest" },
  { "serverlessFunction", "serverlessFunctionName", NULL, NULL },
};

static gboolean
has_text (yyjson_val *value)
{
  return yyjson_is_str (value) && yyjson_get_len (value) > 0;
}

static char *
with_version (const char *name,
              yyjson_val *tag,
              yyjson_val *digest)
{
  const char *hash;

  if (has_text (tag))
    return g_strconcat (name, ":", yyjson_get_str (tag), NULL);
  if (!has_text (digest))
    return g_strdup (name);

  hash = strchr (yyjson_get_str (digest), ':');
  hash = hash != NULL ? hash + 1 : yyjson_get_str (digest);
  return g_strdup_printf ("%s@%.*s", name, SHORT_DIGEST, hash);
}

/* What an ARN says after the kind of the resource, or the end of an Azure path;
 * an instance's id is short already. */
static char *
shorten_id (const char *id)
{
  g_autoptr(DossierArn) arn = dossier_arn_parse (id, NULL);
  const char *kind_end = arn != NULL ? strpbrk (arn->resource, "/:") : strrchr (id, '/');

  return g_strdup (kind_end != NULL && kind_end[1] != '\0' ? kind_end + 1 : id);
}

/*
 * dossier_finding_dup_text:
 * @value: (nullable): a JSON value
 *
 * Returns: (transfer full) (nullable): the text, with U+FFFD for each NUL, which
 *   neither C nor a file of lines can hold; %NULL where @value is not text
 */
char *
dossier_finding_dup_text (yyjson_val *value)
{
  const char *text = yyjson_get_str (value);
  gsize length = yyjson_get_len (value);

  if (text == NULL)
    return NULL;
  if (memchr (text, '\0', length) == NULL)
    return g_strndup (text, length);
  /* g_utf8_make_valid() takes a NUL for a byte that does not belong there. */
  return g_utf8_make_valid (text, (gssize) length);
}

/*
 * dossier_finding_resource_label:
 * @resource: (nullable): a Resource of a finding
 *
 * Returns: (transfer full) (nullable): its short name for people: an image is
 *   `repository:tag`, an instance its Name tag; %NULL where there is no resource
 */
char *
dossier_finding_resource_label (yyjson_val *resource)
{
  yyjson_val *details = yyjson_obj_get (resource, "details");
  yyjson_val *name;

  for (gsize i = 0; i < G_N_ELEMENTS (names); i++)
    {
      yyjson_val *detail = yyjson_obj_get (details, names[i].details);
      g_autofree char *text = NULL;

      name = yyjson_obj_get (detail, names[i].name);
      if (!has_text (name))
        continue;
      text = dossier_finding_dup_text (name);
      return with_version (text,
                           names[i].tags ? yyjson_arr_get_first (yyjson_obj_get (detail, names[i].tags)) : NULL,
                           names[i].digest ? yyjson_obj_get (detail, names[i].digest) : NULL);
    }

  name = yyjson_obj_get (yyjson_obj_get (resource, "tags"), "Name");
  if (has_text (name))
    return dossier_finding_dup_text (name);

  name = yyjson_obj_get (resource, "id");
  if (has_text (name))
    {
      g_autofree char *id = dossier_finding_dup_text (name);

      return shorten_id (id);
    }
  return NULL;
}
