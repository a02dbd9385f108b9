// SPDX-FileCopyrightText: The Dossier authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "config.h"

#include <string.h>

#include "dossier-error.h"
#include "dossier-json-reader-private.h"

#define CHUNK_SIZE (256 * 1024)

/* Far above any finding, and what a hostile file may make us keep. */
#define MAX_VALUE_BYTES (64 * 1024 * 1024)

typedef enum
{
  BEFORE,
  IN_FINDINGS,
  AFTER,
} Place;

struct _DossierJsonReader
{
  GInputStream *stream;
  GByteArray *buffer;
  gsize at;        /* the next byte, in the buffer */
  guint64 dropped; /* bytes of the file before the buffer */
  gboolean at_end;
  Place place;
  gboolean any; /* a finding was read */

  yyjson_doc *document;
  gsize start; /* where the current finding is, in the buffer */
  gsize length;
};

static guint64
offset_of (DossierJsonReader *self,
           gsize              at)
{
  return self->dropped + at;
}

static gboolean
fail (DossierJsonReader  *self,
      gsize               at,
      const char         *what,
      GError            **error)
{
  g_set_error (error, DOSSIER_ERROR, DOSSIER_ERROR_CORRUPT, "Byte %" G_GUINT64_FORMAT ": %s",
               offset_of (self, at), what);
  return FALSE;
}

/* Lets go of what is before @keep, and reads on; at the end of the file the
 * buffer is what it was. */
static gboolean
fill (DossierJsonReader  *self,
      gsize               keep,
      GCancellable       *cancellable,
      GError            **error)
{
  gsize length;
  gssize n;

  /* Not every stream looks. */
  if (g_cancellable_set_error_if_cancelled (cancellable, error))
    return FALSE;

  if (keep > 0)
    g_byte_array_remove_range (self->buffer, 0, (guint) keep);
  self->dropped += keep;
  self->at -= keep;
  length = self->buffer->len;
  if (length > MAX_VALUE_BYTES)
    {
      g_set_error (error, DOSSIER_ERROR, DOSSIER_ERROR_TOO_LARGE,
                   "Byte %" G_GUINT64_FORMAT ": a value is larger than %d MiB; this is no report of findings",
                   offset_of (self, 0), MAX_VALUE_BYTES / (1024 * 1024));
      return FALSE;
    }

  g_byte_array_set_size (self->buffer, (guint) length + CHUNK_SIZE);
  n = g_input_stream_read (self->stream, self->buffer->data + length, CHUNK_SIZE, cancellable, error);
  g_byte_array_set_size (self->buffer, (guint) (length + (gsize) MAX (n, 0)));
  self->at_end = n == 0;
  return n >= 0;
}

/* Makes sure that there is a byte at self->at, with @keep and what follows kept. */
static gboolean
need_byte (DossierJsonReader  *self,
           gsize              *keep,
           const char         *inside,
           GCancellable       *cancellable,
           GError            **error)
{
  while (self->at == self->buffer->len)
    {
      if (!fill (self, *keep, cancellable, error))
        return FALSE;
      *keep = 0;
      if (!self->at_end)
        continue;
      g_set_error (error, DOSSIER_ERROR, DOSSIER_ERROR_CORRUPT,
                   "Byte %" G_GUINT64_FORMAT ": the file ends inside %s; it is truncated",
                   offset_of (self, self->at), inside);
      return FALSE;
    }
  return TRUE;
}

static gboolean
is_space (guint8 byte)
{
  return byte == ' ' || byte == '\t' || byte == '\n' || byte == '\r';
}

/* The next byte that is no space; it is not taken. -1 with @error. */
static int
peek (DossierJsonReader  *self,
      const char         *inside,
      GCancellable       *cancellable,
      GError            **error)
{
  for (;; self->at++)
    {
      gsize keep = self->at;

      if (!need_byte (self, &keep, inside, cancellable, error))
        return -1;
      if (!is_space (self->buffer->data[self->at]))
        return self->buffer->data[self->at];
    }
}

static gboolean
expect (DossierJsonReader  *self,
        char                wanted,
        const char         *what,
        GCancellable       *cancellable,
        GError            **error)
{
  int byte = peek (self, "the report", cancellable, error);

  if (byte < 0)
    return FALSE;
  if (byte != wanted)
    return fail (self, self->at, what, error);
  self->at++;
  return TRUE;
}

static gboolean
skip_string (DossierJsonReader  *self,
             gsize              *start,
             const char         *inside,
             GCancellable       *cancellable,
             GError            **error)
{
  gboolean escaped = FALSE;

  for (self->at++;; self->at++)
    {
      guint8 byte;

      if (!need_byte (self, start, inside, cancellable, error))
        return FALSE;
      byte = self->buffer->data[self->at];
      if (!escaped && byte == '"')
        break;
      escaped = !escaped && byte == '\\';
    }
  self->at++;
  return TRUE;
}

/* Only finds the end: whether it is a good value is for yyjson to say. */
static gboolean
skip_value (DossierJsonReader  *self,
            gsize              *start,
            const char         *inside,
            GCancellable       *cancellable,
            GError            **error)
{
  gsize depth = 0;

  for (;;)
    {
      guint8 byte;

      if (!need_byte (self, start, inside, cancellable, error))
        return FALSE;
      byte = self->buffer->data[self->at];
      if (byte == '"')
        {
          if (!skip_string (self, start, inside, cancellable, error))
            return FALSE;
          if (depth == 0)
            return TRUE;
          continue;
        }
      if (byte == '{' || byte == '[')
        depth++;
      else if (depth == 0 && (byte == ',' || byte == '}' || byte == ']' || byte == ':' || is_space (byte)))
        return TRUE;
      else if ((byte == '}' || byte == ']') && --depth == 0)
        {
          self->at++;
          return TRUE;
        }
      self->at++;
    }
}

/* Reads one value whole; numbers keep their digits. */
static yyjson_doc *
read_value (DossierJsonReader  *self,
            const char         *inside,
            GCancellable       *cancellable,
            GError            **error)
{
  yyjson_read_err problem = { 0 };
  yyjson_doc *document;
  gsize start;

  if (peek (self, inside, cancellable, error) < 0)
    return NULL;
  start = self->at;
  if (!skip_value (self, &start, inside, cancellable, error))
    return NULL;

  self->start = start;
  self->length = self->at - start;
  document = yyjson_read_opts ((char *) self->buffer->data + start, self->length, YYJSON_READ_NUMBER_AS_RAW, NULL,
                               &problem);
  if (document == NULL)
    g_set_error (error, DOSSIER_ERROR, DOSSIER_ERROR_CORRUPT,
                 "Byte %" G_GUINT64_FORMAT ": there is no valid JSON: %s", offset_of (self, start + problem.pos),
                 self->length > 0 ? problem.msg : "a value is missing");
  return document;
}

static gboolean
skip_byte_order_mark (DossierJsonReader  *self,
                      GCancellable       *cancellable,
                      GError            **error)
{
  while (!self->at_end && self->buffer->len < 3)
    if (!fill (self, 0, cancellable, error))
      return FALSE;
  if (self->buffer->len >= 3 && memcmp (self->buffer->data, "\357\273\277", 3) == 0)
    self->at = 3;
  return TRUE;
}

/* Members before “findings”, or after it where @has_findings; stops at its first
 * element or at the end of the object. */
static gboolean
walk_members (DossierJsonReader  *self,
              gboolean            has_findings,
              GCancellable       *cancellable,
              GError            **error)
{
  gboolean first = !has_findings;

  for (;; first = FALSE)
    {
      int byte = peek (self, "the report", cancellable, error);
      yyjson_doc *document;
      gboolean is_findings;
      gsize key_at;

      if (byte < 0)
        return FALSE;
      if (byte == '}')
        {
          self->place = AFTER;
          if (has_findings)
            {
              self->at++;
              return TRUE;
            }
          return fail (self, self->at, "the object has no “findings”; this is no report of Amazon Inspector", error);
        }
      if (!first && !expect (self, ',', "a comma or a closing brace should be here", cancellable, error))
        return FALSE;
      byte = peek (self, "the report", cancellable, error);
      if (byte < 0)
        return FALSE;
      if (byte != '"')
        return fail (self, self->at, "the name of a member should be here", error);

      document = read_value (self, "a name", cancellable, error);
      if (document == NULL)
        return FALSE;
      is_findings = yyjson_equals_str (yyjson_doc_get_root (document), "findings");
      yyjson_doc_free (document);
      key_at = self->start;
      if (is_findings && has_findings)
        return fail (self, key_at, "“findings” is there twice", error);
      if (!expect (self, ':', "a colon should be here", cancellable, error))
        return FALSE;
      if (is_findings)
        {
          self->place = IN_FINDINGS;
          return expect (self, '[', "“findings” should be a list", cancellable, error);
        }
      document = read_value (self, "a member", cancellable, error);
      if (document == NULL)
        return FALSE;
      yyjson_doc_free (document);
    }
}

/* Nothing but space may follow. */
static gboolean
finish (DossierJsonReader  *self,
        GCancellable       *cancellable,
        GError            **error)
{
  for (;;)
    {
      while (self->at < self->buffer->len)
        if (!is_space (self->buffer->data[self->at++]))
          return fail (self, self->at - 1, "the report has ended, but something follows", error);
      if (self->at_end)
        return TRUE;
      if (!fill (self, self->at, cancellable, error))
        return FALSE;
    }
}

static gboolean
read_finding (DossierJsonReader  *self,
              GCancellable       *cancellable,
              GError            **error)
{
  self->document = read_value (self, "a finding", cancellable, error);
  if (self->document == NULL)
    return FALSE;
  if (!yyjson_is_obj (yyjson_doc_get_root (self->document)))
    return fail (self, self->start, "a finding should be an object", error);

  self->any = TRUE;
  return TRUE;
}

/**
 * dossier_json_reader_new:
 * @stream: JSON text, with or without a byte order mark
 *
 * Returns: (transfer full): a reader before the first finding
 */
DossierJsonReader *
dossier_json_reader_new (GInputStream *stream)
{
  DossierJsonReader *self = g_new0 (DossierJsonReader, 1);

  self->stream = g_object_ref (stream);
  self->buffer = g_byte_array_new ();
  return self;
}

/**
 * dossier_json_reader_free:
 * @self: (transfer full): a reader
 */
void
dossier_json_reader_free (DossierJsonReader *self)
{
  yyjson_doc_free (self->document);
  g_object_unref (self->stream);
  g_byte_array_unref (self->buffer);
  g_free (self);
}

/**
 * dossier_json_reader_next:
 * @self: a reader that has not failed
 * @cancellable: (nullable): ends it with %G_IO_ERROR_CANCELLED
 * @error: return location for %DOSSIER_ERROR_CORRUPT, which names the byte,
 *   %DOSSIER_ERROR_TOO_LARGE, or a #GIOErrorEnum
 *
 * Reads the next finding, and after the last one the rest of the file: only a
 * file that is whole comes to its end. Blocks.
 *
 * Returns: whether there is a finding; %FALSE without an error is the end
 */
gboolean
dossier_json_reader_next (DossierJsonReader  *self,
                          GCancellable       *cancellable,
                          GError            **error)
{
  int byte;

  g_clear_pointer (&self->document, yyjson_doc_free);
  if (self->place == AFTER)
    return FALSE;
  if (self->place == BEFORE &&
      (!skip_byte_order_mark (self, cancellable, error) ||
       !expect (self, '{', "the report should be an object with “findings”", cancellable, error) ||
       !walk_members (self, FALSE, cancellable, error)))
    return FALSE;

  byte = peek (self, "the list of findings", cancellable, error);
  if (byte < 0)
    return FALSE;
  if (byte == ']')
    {
      self->at++;
      if (walk_members (self, TRUE, cancellable, error))
        finish (self, cancellable, error);
      return FALSE;
    }
  if (self->any && !expect (self, ',', "a comma or the end of the findings should be here", cancellable, error))
    return FALSE;
  return read_finding (self, cancellable, error);
}

/*
 * dossier_json_reader_get_finding:
 * @self: a reader at a finding
 *
 * Returns: (transfer none): it, until the next one is read; numbers are raw
 */
yyjson_val *
dossier_json_reader_get_finding (DossierJsonReader *self)
{
  return yyjson_doc_get_root (self->document);
}

/**
 * dossier_json_reader_dup_bytes:
 * @self: a reader at a finding
 *
 * Returns: (transfer full): its JSON, byte for byte
 */
GBytes *
dossier_json_reader_dup_bytes (DossierJsonReader *self)
{
  return g_bytes_new (self->buffer->data + self->start, self->length);
}

/**
 * dossier_json_reader_get_offset:
 * @self: a reader at a finding
 *
 * Returns: where it begins in the file, in bytes
 */
guint64
dossier_json_reader_get_offset (DossierJsonReader *self)
{
  return offset_of (self, self->start);
}
