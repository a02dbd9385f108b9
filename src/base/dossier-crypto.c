// SPDX-FileCopyrightText: The Dossier authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "config.h"

#include <gnutls/crypto.h>
#include <gnutls/gnutls.h>

#include "dossier-crypto.h"

struct _DossierSha256
{
  gnutls_hash_hd_t hash;
};

/* GnuTLS fails here only when the library itself is unusable (a failed
 * self-test in FIPS mode): nothing sensible can go on after that.
 */
static void
must (int         result,
      const char *what)
{
  if (result < 0)
    g_error ("%s failed: %s", what, gnutls_strerror (result));
}

/**
 * dossier_sha256:
 * @data: (nullable): bytes
 * @length: their number
 * @digest: (out caller-allocates): where the digest goes
 */
void
dossier_sha256 (const void *data,
                gsize       length,
                guint8      digest[DOSSIER_SHA256_SIZE])
{
  must (gnutls_hash_fast (GNUTLS_DIG_SHA256, data != NULL ? data : "", length, digest), "SHA-256");
}

/**
 * dossier_sha256_hex:
 * @data: (nullable): bytes
 * @length: their number
 *
 * Returns: (transfer full): the digest in lower-case hexadecimal
 */
char *
dossier_sha256_hex (const void *data,
                    gsize       length)
{
  guint8 digest[DOSSIER_SHA256_SIZE];

  dossier_sha256 (data, length, digest);
  return dossier_hex (digest, sizeof digest);
}

/**
 * dossier_hmac_sha256:
 * @key: the key
 * @key_length: its size in bytes
 * @data: bytes
 * @length: their number
 * @digest: (out caller-allocates): where the code goes; may be @key's memory
 */
void
dossier_hmac_sha256 (const void *key,
                     gsize       key_length,
                     const void *data,
                     gsize       length,
                     guint8      digest[DOSSIER_SHA256_SIZE])
{
  must (gnutls_hmac_fast (GNUTLS_MAC_SHA256, key, key_length, data, length, digest), "HMAC");
}

/**
 * dossier_md5_base64:
 * @data: bytes
 * @length: their number
 *
 * The Content-MD5 header of RFC 1864, which some S3 operations still demand.
 * It guards against accidents on the way, not against attackers.
 *
 * Returns: (transfer full): the digest in base64
 */
char *
dossier_md5_base64 (const void *data,
                    gsize       length)
{
  g_autoptr(GChecksum) checksum = g_checksum_new (G_CHECKSUM_MD5);
  guint8 digest[16];
  gsize size = sizeof digest;

  g_checksum_update (checksum, data, (gssize) length);
  g_checksum_get_digest (checksum, digest, &size);
  return g_base64_encode (digest, size);
}

/**
 * dossier_hex:
 * @bytes: bytes
 * @length: their number
 *
 * Returns: (transfer full): @bytes in lower-case hexadecimal
 */
char *
dossier_hex (const guint8 *bytes,
             gsize         length)
{
  static const char digits[] = "0123456789abcdef";
  char *text = g_malloc (length * 2 + 1);

  for (gsize i = 0; i < length; i++)
    {
      text[i * 2] = digits[bytes[i] >> 4];
      text[i * 2 + 1] = digits[bytes[i] & 0xf];
    }
  text[length * 2] = '\0';
  return text;
}

/**
 * dossier_random:
 * @buffer: (out caller-allocates): where the bytes go
 * @length: how many bytes
 *
 * Unpredictable bytes, good enough for nonces and identifiers.
 */
void
dossier_random (void  *buffer,
                gsize  length)
{
  must (gnutls_rnd (GNUTLS_RND_NONCE, buffer, length), "The random number generator");
}

/**
 * dossier_random_hex:
 * @n_bytes: how many bytes
 *
 * Returns: (transfer full): 2 × @n_bytes hexadecimal digits
 */
char *
dossier_random_hex (gsize n_bytes)
{
  g_autofree guint8 *bytes = g_malloc (n_bytes);

  dossier_random (bytes, n_bytes);
  return dossier_hex (bytes, n_bytes);
}

/**
 * dossier_sha256_new:
 *
 * Returns: (transfer full): a digest of nothing yet
 */
DossierSha256 *
dossier_sha256_new (void)
{
  DossierSha256 *self = g_new0 (DossierSha256, 1);

  must (gnutls_hash_init (&self->hash, GNUTLS_DIG_SHA256), "SHA-256");
  return self;
}

/**
 * dossier_sha256_update:
 * @self: a digest
 * @data: the next bytes
 * @length: their number
 */
void
dossier_sha256_update (DossierSha256 *self,
                       const void    *data,
                       gsize          length)
{
  must (gnutls_hash (self->hash, data, length), "SHA-256");
}

/**
 * dossier_sha256_finish:
 * @self: a digest
 *
 * Gives the digest of all that was fed, and starts afresh.
 *
 * Returns: (transfer full): lower-case hexadecimal
 */
char *
dossier_sha256_finish (DossierSha256 *self)
{
  guint8 digest[DOSSIER_SHA256_SIZE];

  gnutls_hash_output (self->hash, digest);
  return dossier_hex (digest, sizeof digest);
}

/**
 * dossier_sha256_free:
 * @self: (transfer full): a digest
 */
void
dossier_sha256_free (DossierSha256 *self)
{
  gnutls_hash_deinit (self->hash, NULL);
  g_free (self);
}
