// SPDX-FileCopyrightText: The Dossier authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "config.h"

#include <string.h>

#include "dossier-demo-chunked-private.h"

/* What is left of the body. */
typedef struct
{
  const char *at;
  gsize left;
} Rest;

/* Takes a line and its CRLF. */
static char *
take_line (Rest *rest)
{
  const char *end = rest->left > 0 ? memmem (rest->at, rest->left, "\r\n", 2) : NULL;
  char *line;

  if (end == NULL)
    return NULL;
  line = g_strndup (rest->at, (gsize) (end - rest->at));
  rest->left -= (gsize) (end - rest->at) + 2;
  rest->at = end + 2;
  return line;
}

static gboolean
take_chunk (Rest       *rest,
            GByteArray *content,
            gboolean   *last)
{
  g_autofree char *line = take_line (rest);
  char *end;
  guint64 size;

  if (line == NULL)
    return FALSE;
  size = g_ascii_strtoull (line, &end, 16);
  if (end == line || (*end != '\0' && *end != ';') || size > rest->left)
    return FALSE;
  *last = size == 0;
  if (*last)
    return TRUE;
  g_byte_array_append (content, (const guint8 *) rest->at, (guint) size);
  rest->at += size;
  rest->left -= size;
  if (rest->left < 2 || memcmp (rest->at, "\r\n", 2) != 0)
    return FALSE;
  rest->at += 2;
  rest->left -= 2;
  return TRUE;
}

static gboolean
take_trailers (Rest       *rest,
               GHashTable *trailers)
{
  for (;;)
    {
      g_autofree char *line = take_line (rest);
      char *colon = line != NULL ? strchr (line, ':') : NULL;

      if (line == NULL)
        return rest->left == 0;
      if (*line == '\0')
        return TRUE;
      if (colon == NULL)
        return FALSE;
      *colon = '\0';
      g_hash_table_replace (trailers, g_ascii_strdown (g_strstrip (line), -1),
                            g_strdup (g_strstrip (colon + 1)));
    }
}

/**
 * dossier_demo_chunked_decode:
 * @call: a call whose signature is good
 *
 * Takes an aws-chunked body out of its framing, with the trailers that follow
 * it (S3: STREAMING-UNSIGNED-PAYLOAD-TRAILER). Does nothing with other bodies.
 * A refusal is answered here.
 *
 * Returns: whether the body is whole
 */
gboolean
dossier_demo_chunked_decode (DossierDemoCall *call)
{
  const char *hash = dossier_demo_call_get_header (call, "X-Amz-Content-Sha256");
  const char *length = dossier_demo_call_get_header (call, "X-Amz-Decoded-Content-Length");
  g_autoptr (GByteArray) content = NULL;
  guint64 expected;
  gboolean ok = TRUE, last = FALSE;
  Rest rest;

  if (call->service->protocol != DOSSIER_DEMO_REST_XML || hash == NULL ||
      !g_str_has_prefix (hash, "STREAMING-"))
    return TRUE;
  if (!g_str_equal (hash, "STREAMING-UNSIGNED-PAYLOAD-TRAILER"))
    {
      dossier_demo_call_refuse (call, SOUP_STATUS_NOT_IMPLEMENTED, "NotImplemented",
                                "Bodies whose chunks are signed one by one are not implemented.");
      return FALSE;
    }
  rest.at = g_bytes_get_data (call->body, &rest.left);
  content = g_byte_array_sized_new ((guint) MIN (rest.left, G_MAXUINT));
  call->trailers = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);
  while (ok && !last)
    ok = take_chunk (&rest, content, &last);
  ok = ok && take_trailers (&rest, call->trailers);
  if (!ok || (length != NULL && (!g_ascii_string_to_unsigned (length, 10, 0, G_MAXUINT, &expected, NULL) ||
                                 expected != content->len)))
    {
      dossier_demo_call_refuse (call, SOUP_STATUS_BAD_REQUEST, "IncompleteBody",
                                "The request body terminated unexpectedly");
      return FALSE;
    }
  g_bytes_unref (call->body);
  call->body = g_byte_array_free_to_bytes (g_steal_pointer (&content));
  return TRUE;
}
