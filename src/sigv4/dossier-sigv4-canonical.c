// SPDX-FileCopyrightText: The Dossier authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "config.h"

#include <string.h>

#include "dossier-sigv4.h"
#include "dossier-uri.h"

static char *
canonical_path (const char        *path,
                DossierSigv4Flags  flags)
{
  g_autofree char *normal = NULL;

  if (path == NULL || *path == '\0')
    return g_strdup ("/");
  if (flags & DOSSIER_SIGV4_S3)
    return g_strdup (path);

  normal = dossier_uri_normalize_path (path);
  return dossier_uri_encode (normal, TRUE);
}

typedef struct
{
  char *name;
  char *value;
} Parameter;

static void
parameter_clear (gpointer data)
{
  Parameter *parameter = data;

  g_free (parameter->name);
  g_free (parameter->value);
}

static int
compare_parameters (gconstpointer a,
                    gconstpointer b)
{
  const Parameter *left = a;
  const Parameter *right = b;
  int order = strcmp (left->name, right->name);

  return order != 0 ? order : strcmp (left->value, right->value);
}

/* The wire form is taken apart and put together again in name order; what is
 * encoded on the wire stays as it is there.
 */
static char *
canonical_query (const char *query)
{
  g_autoptr(GArray) parameters = g_array_new (FALSE, FALSE, sizeof (Parameter));
  g_auto(GStrv) parts = g_strsplit (query != NULL ? query : "", "&", -1);
  GString *text = g_string_new (NULL);

  g_array_set_clear_func (parameters, parameter_clear);
  for (guint i = 0; parts[i] != NULL; i++)
    {
      const char *equals = strchr (parts[i], '=');
      Parameter parameter;

      if (*parts[i] == '\0')
        continue;
      parameter.name = equals != NULL ? g_strndup (parts[i], (gsize) (equals - parts[i])) : g_strdup (parts[i]);
      parameter.value = g_strdup (equals != NULL ? equals + 1 : "");
      g_array_append_val (parameters, parameter);
    }

  g_array_sort (parameters, compare_parameters);
  for (guint i = 0; i < parameters->len; i++)
    {
      const Parameter *parameter = &g_array_index (parameters, Parameter, i);

      g_string_append_printf (text, "%s%s=%s", i > 0 ? "&" : "", parameter->name, parameter->value);
    }
  return g_string_free_and_steal (text);
}

/* Blanks at the ends go, runs of blanks inside become one. */
static void
append_header_value (GString    *text,
                     const char *value)
{
  gboolean blank = FALSE;
  gboolean begun = FALSE;

  for (const char *p = value; *p != '\0'; p++)
    {
      if (g_ascii_isspace (*p))
        {
          blank = begun;
          continue;
        }
      if (blank)
        g_string_append_c (text, ' ');
      g_string_append_c (text, *p);
      blank = FALSE;
      begun = TRUE;
    }
}

static int
compare_headers (gconstpointer a,
                 gconstpointer b)
{
  const DossierSigv4Header *left = *(const DossierSigv4Header *const *) a;
  const DossierSigv4Header *right = *(const DossierSigv4Header *const *) b;

  return g_ascii_strcasecmp (left->name, right->name);
}

/* Headers of one name become one line, their values joined in order. */
static void
append_headers (GString                   *text,
                GString                   *names,
                const DossierSigv4Request *request)
{
  g_autoptr(GPtrArray) sorted = g_ptr_array_new ();

  for (gsize i = 0; i < request->n_headers; i++)
    g_ptr_array_add (sorted, (gpointer) &request->headers[i]);
  g_ptr_array_sort (sorted, compare_headers);

  for (guint i = 0; i < sorted->len; i++)
    {
      const DossierSigv4Header *header = sorted->pdata[i];
      const DossierSigv4Header *before = i > 0 ? sorted->pdata[i - 1] : NULL;
      g_autofree char *name = g_ascii_strdown (header->name, -1);

      if (before != NULL && g_ascii_strcasecmp (before->name, name) == 0)
        g_string_append_c (text, ',');
      else
        {
          g_string_append_printf (text, "%s%s:", i > 0 ? "\n" : "", name);
          g_string_append_printf (names, "%s%s", i > 0 ? ";" : "", name);
        }
      append_header_value (text, header->value);
    }
  if (sorted->len > 0)
    g_string_append_c (text, '\n');
}

/**
 * dossier_sigv4_canonical_request:
 * @request: what is signed
 * @scope: where and when
 * @signed_headers: (out) (transfer full) (optional): their names in lower
 *   case, joined by semicolons
 *
 * The first stage: the one text that stands for the request (AWS Signature
 * Version 4, "Create a canonical request").
 *
 * Returns: (transfer full): the canonical request
 */
char *
dossier_sigv4_canonical_request (const DossierSigv4Request  *request,
                                 const DossierSigv4Scope    *scope,
                                 char                      **signed_headers)
{
  g_autofree char *path = canonical_path (request->path, scope->flags);
  g_autofree char *query = canonical_query (request->query);
  g_autoptr(GString) names = g_string_new (NULL);
  GString *text = g_string_new (NULL);

  g_string_append_printf (text, "%s\n%s\n%s\n", request->method, path, query);
  append_headers (text, names, request);
  g_string_append_printf (text, "\n%s\n%s", names->str, request->payload_hash);

  if (signed_headers != NULL)
    *signed_headers = g_strdup (names->str);
  return g_string_free_and_steal (text);
}
