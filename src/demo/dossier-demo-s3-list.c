// SPDX-FileCopyrightText: The Dossier authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "config.h"

#include <string.h>

#include "dossier-demo-s3-private.h"
#include "dossier-time.h"
#include "dossier-uri.h"

#define MAX_KEYS 1000

/* A page that is being put together. */
typedef struct
{
  const char *prefix;
  const char *delimiter;
  gboolean encode;
  GString *contents;
  GString *prefixes;
  char *last_prefix; /* nullable */
  char *last;        /* nullable: what the next page comes after */
  guint64 most;
  guint n;
  gboolean more;
} Page;

static int
compare_keys (gconstpointer a,
              gconstpointer b)
{
  const DossierDemoObject *const *one = a, *const *two = b;

  return strcmp ((*one)->key, (*two)->key);
}

static GPtrArray *
objects_in (DossierDemoCall *call,
            const char      *prefix)
{
  GPtrArray *found = g_ptr_array_new ();

  for (guint i = 0; i < call->world->objects->len; i++)
    {
      DossierDemoObject *object = g_ptr_array_index (call->world->objects, i);

      if (g_str_equal (object->bucket, call->bucket) && g_str_has_prefix (object->key, prefix))
        g_ptr_array_add (found, object);
    }
  g_ptr_array_sort (found, compare_keys);
  return found;
}

static void
add_encoded (const Page *page,
             GString    *xml,
             const char *name,
             const char *value)
{
  g_autofree char *encoded =
      page->encode && value != NULL ? dossier_uri_encode (value, TRUE) : g_strdup (value);

  dossier_demo_xml_add (xml, name, encoded);
}

static void
add_object (Page                    *page,
            const DossierDemoObject *object)
{
  g_autofree char *modified = dossier_time_to_iso8601 (object->modified);
  g_autofree char *etag = g_strdup_printf ("\"%s\"", object->etag);
  g_autofree char *size = g_strdup_printf ("%" G_GINT64_FORMAT, object->size);

  g_string_append (page->contents, "<Contents>");
  add_encoded (page, page->contents, "Key", object->key);
  dossier_demo_xml_add (page->contents, "LastModified", modified);
  dossier_demo_xml_add (page->contents, "ETag", etag);
  dossier_demo_xml_add (page->contents, "Size", size);
  dossier_demo_xml_add (page->contents, "StorageClass", "STANDARD");
  g_string_append (page->contents, "</Contents>");
  g_set_str (&page->last, object->key);
  page->n++;
}

/* Returns: whether the key is of a common prefix that is told already, or was now. */
static gboolean
add_prefix (Page       *page,
            const char *key,
            const char *after)
{
  const char *rest = key + strlen (page->prefix);
  const char *end = page->delimiter != NULL ? strstr (rest, page->delimiter) : NULL;
  g_autofree char *prefix = NULL;

  if (end == NULL)
    return FALSE;
  prefix = g_strndup (key, (gsize) (end - key) + strlen (page->delimiter));
  /* A prefix that ended the page before stands for all keys that begin with it. */
  if (g_strcmp0 (prefix, page->last_prefix) == 0 || (after != NULL && g_str_equal (prefix, after)))
    return TRUE;
  if (page->n == page->most)
    {
      page->more = TRUE;
      return TRUE;
    }
  g_string_append (page->prefixes, "<CommonPrefixes>");
  add_encoded (page, page->prefixes, "Prefix", prefix);
  g_string_append (page->prefixes, "</CommonPrefixes>");
  g_set_str (&page->last_prefix, prefix);
  g_set_str (&page->last, prefix);
  page->n++;
  return TRUE;
}

static void
fill (Page       *page,
      GPtrArray  *objects,
      const char *after)
{
  for (guint i = 0; i < objects->len && !page->more; i++)
    {
      const DossierDemoObject *object = g_ptr_array_index (objects, i);

      if ((after != NULL && strcmp (object->key, after) <= 0) || add_prefix (page, object->key, after))
        continue;
      if (page->n == page->most)
        page->more = TRUE;
      else
        add_object (page, object);
    }
}

/* Tokens are not for reading, so a client that makes its own is found out. */
static char *
token_for (const char *last)
{
  return g_base64_encode ((const guchar *) last, strlen (last));
}

static gboolean
read_token (DossierDemoCall  *call,
            char            **after)
{
  const char *token = dossier_demo_call_get_query (call, "continuation-token");
  const char *start = dossier_demo_call_get_query (call, "start-after");
  g_autofree guchar *bytes = NULL;
  gsize length = 0;

  if (token == NULL)
    {
      *after = g_strdup (start);
      return TRUE;
    }
  bytes = g_base64_decode (token, &length);
  *after = g_strndup ((const char *) bytes, length);
  if (length > 0 && g_utf8_validate (*after, -1, NULL))
    return TRUE;
  dossier_demo_call_refuse (call, SOUP_STATUS_BAD_REQUEST, "InvalidArgument",
                            "The continuation token provided is incorrect");
  return FALSE;
}

static void
reply (DossierDemoCall *call,
       const Page      *page)
{
  GString *xml = g_string_new ("<ListBucketResult>");
  g_autofree char *count = g_strdup_printf ("%u", page->n);
  g_autofree char *most = g_strdup_printf ("%" G_GUINT64_FORMAT, page->most);
  g_autofree char *token = page->more && page->last != NULL ? token_for (page->last) : NULL;

  dossier_demo_xml_add (xml, "Name", call->bucket);
  add_encoded (page, xml, "Prefix", page->prefix);
  add_encoded (page, xml, "Delimiter", page->delimiter);
  add_encoded (page, xml, "StartAfter", dossier_demo_call_get_query (call, "start-after"));
  dossier_demo_xml_add (xml, "MaxKeys", most);
  dossier_demo_xml_add (xml, "KeyCount", count);
  dossier_demo_xml_add (xml, "EncodingType", page->encode ? "url" : NULL);
  dossier_demo_xml_add (xml, "ContinuationToken", dossier_demo_call_get_query (call, "continuation-token"));
  dossier_demo_xml_add (xml, "IsTruncated", token != NULL ? "true" : "false");
  dossier_demo_xml_add (xml, "NextContinuationToken", token);
  g_string_append (xml, page->contents->str);
  g_string_append (xml, page->prefixes->str);
  g_string_append (xml, "</ListBucketResult>");
  dossier_demo_call_reply_xml (call, xml);
}

/* ListObjectsV2 */
void
dossier_demo_s3_list_objects (DossierDemoCall *call)
{
  const char *prefix = dossier_demo_call_get_query (call, "prefix");
  const char *delimiter = dossier_demo_call_get_query (call, "delimiter");
  const char *limit = dossier_demo_call_get_query (call, "max-keys");
  const char *encoding = dossier_demo_call_get_query (call, "encoding-type");
  Page page = {
    .prefix = prefix != NULL ? prefix : "",
    .delimiter = delimiter != NULL && *delimiter != '\0' ? delimiter : NULL,
    .encode = encoding != NULL, .most = MAX_KEYS,
  };
  g_autoptr (GPtrArray) objects = NULL;
  g_autofree char *after = NULL;

  if (dossier_demo_s3_authorize (call, "s3:ListBucket") == NULL)
    return;
  if (limit != NULL && !g_ascii_string_to_unsigned (limit, 10, 0, G_MAXINT32, &page.most, NULL))
    {
      dossier_demo_call_refuse (call, SOUP_STATUS_BAD_REQUEST, "InvalidArgument",
                                "Provided max-keys not an integer or within integer range");
      return;
    }
  if (encoding != NULL && !g_str_equal (encoding, "url"))
    {
      dossier_demo_call_refuse (call, SOUP_STATUS_BAD_REQUEST, "InvalidArgument",
                                "Invalid Encoding Method specified in Request");
      return;
    }
  if (!read_token (call, &after))
    return;
  page.most = MIN (page.most, MAX_KEYS);
  page.contents = g_string_new (NULL);
  page.prefixes = g_string_new (NULL);
  objects = objects_in (call, page.prefix);
  if (page.most > 0)
    fill (&page, objects, after);
  reply (call, &page);
  g_string_free (page.contents, TRUE);
  g_string_free (page.prefixes, TRUE);
  g_free (page.last_prefix);
  g_free (page.last);
}
