// SPDX-FileCopyrightText: The Dossier authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

#define DOSSIER_SHA256_SIZE 32

/* The digest of nothing, in the hexadecimal form that AWS signs. */
#define DOSSIER_SHA256_EMPTY "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"

void  dossier_sha256          (const void *data,
                               gsize       length,
                               guint8      digest[DOSSIER_SHA256_SIZE]);
char *dossier_sha256_hex      (const void *data,
                               gsize       length);
void  dossier_hmac_sha256     (const void *key,
                               gsize       key_length,
                               const void *data,
                               gsize       length,
                               guint8      digest[DOSSIER_SHA256_SIZE]);
char *dossier_md5_base64      (const void *data,
                               gsize       length);
char *dossier_hex             (const guint8 *bytes,
                               gsize         length);
void  dossier_random          (void  *buffer,
                               gsize  length);
char *dossier_random_hex      (gsize n_bytes);

/* A digest that is fed piece by piece, for what does not fit in memory. */
typedef struct _DossierSha256 DossierSha256;

DossierSha256 *dossier_sha256_new    (void);
void           dossier_sha256_update (DossierSha256 *self,
                                      const void    *data,
                                      gsize          length);
char          *dossier_sha256_finish (DossierSha256 *self);
void           dossier_sha256_free   (DossierSha256 *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (DossierSha256, dossier_sha256_free)

G_END_DECLS
