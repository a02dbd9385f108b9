// SPDX-FileCopyrightText: The Dossier authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "config.h"

#include "dossier-crypto.h"
#include "dossier-digest-stream-private.h"

struct _DossierDigestStream
{
  GFilterInputStream parent_instance;

  DossierSha256 *digest;
  guint64 size;
  DossierDigestStreamFunc func;
  gpointer data;
};

G_DEFINE_FINAL_TYPE (DossierDigestStream, dossier_digest_stream, G_TYPE_FILTER_INPUT_STREAM)

static gssize
dossier_digest_stream_read (GInputStream  *stream,
                            void          *buffer,
                            gsize          count,
                            GCancellable  *cancellable,
                            GError       **error)
{
  DossierDigestStream *self = DOSSIER_DIGEST_STREAM (stream);
  GInputStream *base = g_filter_input_stream_get_base_stream (G_FILTER_INPUT_STREAM (stream));
  gssize n_read = g_input_stream_read (base, buffer, count, cancellable, error);

  if (n_read > 0)
    {
      dossier_sha256_update (self->digest, buffer, (gsize) n_read);
      self->size += (guint64) n_read;
      if (self->func != NULL)
        self->func (self->size, self->data);
    }
  return n_read;
}

static void
dossier_digest_stream_finalize (GObject *object)
{
  DossierDigestStream *self = DOSSIER_DIGEST_STREAM (object);

  dossier_sha256_free (self->digest);

  G_OBJECT_CLASS (dossier_digest_stream_parent_class)->finalize (object);
}

static void
dossier_digest_stream_class_init (DossierDigestStreamClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = dossier_digest_stream_finalize;
  G_INPUT_STREAM_CLASS (klass)->read_fn = dossier_digest_stream_read;
}

static void
dossier_digest_stream_init (DossierDigestStream *self)
{
  self->digest = dossier_sha256_new ();
}

/*
 * dossier_digest_stream_new:
 * @base: the bytes
 * @func: (nullable): told after each read how many bytes there were so far
 * @data: for @func
 *
 * Returns: (transfer full): a stream of the same bytes
 */
DossierDigestStream *
dossier_digest_stream_new (GInputStream            *base,
                           DossierDigestStreamFunc  func,
                           gpointer                 data)
{
  DossierDigestStream *self = g_object_new (DOSSIER_TYPE_DIGEST_STREAM, "base-stream", base, NULL);

  self->func = func;
  self->data = data;
  return self;
}

/*
 * dossier_digest_stream_get_size:
 * @self: a stream
 *
 * Returns: how many bytes were read
 */
guint64
dossier_digest_stream_get_size (DossierDigestStream *self)
{
  return self->size;
}

/*
 * dossier_digest_stream_finish:
 * @self: a stream that was read to its end
 *
 * Returns: (transfer full): the SHA-256 of what was read, in lower-case hexadecimal
 */
char *
dossier_digest_stream_finish (DossierDigestStream *self)
{
  return dossier_sha256_finish (self->digest);
}
