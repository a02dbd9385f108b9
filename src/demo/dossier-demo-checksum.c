// SPDX-FileCopyrightText: The Dossier authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "config.h"

#include "dossier-crypto.h"
#include "dossier-demo-checksum-private.h"

/* Cyclic redundancy checks that run from the lowest bit, with all bits set at
 * the start and turned at the end; the polynomials have their bits reversed. */
static const struct
{
  const char *algorithm;
  guint64 polynomial;
  guint bits;
} crcs[] = {
  { "crc32", G_GUINT64_CONSTANT (0xEDB88320), 32 },
  { "crc32c", G_GUINT64_CONSTANT (0x82F63B78), 32 },
  { "crc64nvme", G_GUINT64_CONSTANT (0x9A6C9329AC4BC9B5), 64 },
};

static const char *const algorithms[] = { "crc32", "crc32c", "crc64nvme", "sha1", "sha256", NULL };

static char *
crc_base64 (guint   which,
            GBytes *content)
{
  const guint64 mask =
      crcs[which].bits == 64 ? G_MAXUINT64 : (G_GUINT64_CONSTANT (1) << crcs[which].bits) - 1;
  guint64 table[256], crc = mask;
  guint8 bytes[8];
  gsize length;
  const guint8 *data = g_bytes_get_data (content, &length);

  for (guint i = 0; i < 256; i++)
    {
      table[i] = i;
      for (guint bit = 0; bit < 8; bit++)
        table[i] = table[i] & 1 ? (table[i] >> 1) ^ crcs[which].polynomial : table[i] >> 1;
    }
  for (gsize i = 0; i < length; i++)
    crc = (crc >> 8) ^ table[(crc ^ data[i]) & 0xff];
  crc ^= mask;
  for (guint i = 0; i < crcs[which].bits / 8; i++)
    bytes[i] = (guint8) (crc >> (crcs[which].bits - 8 * (i + 1)));
  return g_base64_encode (bytes, crcs[which].bits / 8);
}

static char *
digest_base64 (GChecksumType  type,
               GBytes        *content)
{
  g_autoptr (GChecksum) checksum = g_checksum_new (type);
  guint8 digest[64];
  gsize length = sizeof digest, n;
  const guint8 *data = g_bytes_get_data (content, &n);

  if (n > 0)
    g_checksum_update (checksum, data, (gssize) n);
  g_checksum_get_digest (checksum, digest, &length);
  return g_base64_encode (digest, length);
}

/**
 * dossier_demo_checksum:
 * @algorithm: as the end of the header's name, in lower case
 * @content: an object
 *
 * Returns: (transfer full) (nullable): its checksum in base64, %NULL if the
 *   algorithm is not known
 */
char *
dossier_demo_checksum (const char *algorithm,
                       GBytes     *content)
{
  for (guint i = 0; i < G_N_ELEMENTS (crcs); i++)
    if (g_str_equal (algorithm, crcs[i].algorithm))
      return crc_base64 (i, content);
  if (g_str_equal (algorithm, "sha1"))
    return digest_base64 (G_CHECKSUM_SHA1, content);
  if (g_str_equal (algorithm, "sha256"))
    return digest_base64 (G_CHECKSUM_SHA256, content);
  return NULL;
}

static gboolean
check_one (DossierDemoCall *call,
           const char      *algorithm,
           const char      *sent)
{
  g_autofree char *real = dossier_demo_checksum (algorithm, call->body);
  g_autofree char *shown = g_ascii_strup (algorithm, -1);

  if (g_str_equal (real, sent))
    return TRUE;
  dossier_demo_call_refuse (call, SOUP_STATUS_BAD_REQUEST, "BadDigest",
                            "The %s you specified did not match the calculated checksum.", shown);
  return FALSE;
}

/**
 * dossier_demo_checksum_check:
 * @call: a call with a body
 * @required: whether S3 demands a checksum for the operation
 * @algorithm: (out) (optional) (nullable) (transfer full): which one was sent
 * @value: (out) (optional) (nullable) (transfer full): what it is
 *
 * Holds the body against Content-MD5 and x-amz-checksum-*, sent before or after
 * it. A refusal is answered here.
 *
 * Returns: whether the body is what the checksums say
 */
gboolean
dossier_demo_checksum_check (DossierDemoCall  *call,
                             gboolean          required,
                             char            **algorithm,
                             char            **value)
{
  const char *md5 = dossier_demo_call_get_header (call, "Content-MD5");
  gboolean found = md5 != NULL;

  if (md5 != NULL)
    {
      g_autofree char *real =
          dossier_md5_base64 (g_bytes_get_data (call->body, NULL), g_bytes_get_size (call->body));

      if (!g_str_equal (real, md5))
        {
          dossier_demo_call_refuse (call, SOUP_STATUS_BAD_REQUEST, "BadDigest",
                                    "The Content-MD5 you specified did not match what we received.");
          return FALSE;
        }
    }
  for (guint i = 0; algorithms[i] != NULL; i++)
    {
      g_autofree char *name = g_strdup_printf ("x-amz-checksum-%s", algorithms[i]);
      const char *sent = dossier_demo_call_get_header (call, name);

      if (sent == NULL && call->trailers != NULL)
        sent = g_hash_table_lookup (call->trailers, name);
      if (sent == NULL)
        continue;
      if (!check_one (call, algorithms[i], sent))
        return FALSE;
      found = TRUE;
      if (algorithm != NULL && *algorithm == NULL)
        {
          *algorithm = g_strdup (algorithms[i]);
          *value = g_strdup (sent);
        }
    }
  if (found || !required)
    return TRUE;
  dossier_demo_call_refuse (call, SOUP_STATUS_BAD_REQUEST, "InvalidRequest",
                            "Missing required header for this request: Content-MD5 OR x-amz-checksum-*");
  return FALSE;
}
