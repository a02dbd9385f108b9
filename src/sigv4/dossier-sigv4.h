// SPDX-FileCopyrightText: The Dossier authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "dossier-secret.h"

G_BEGIN_DECLS

/* AWS Signature Version 4, in its named stages. Values in, text out: no clock,
 * no network, no configuration.
 */

#define DOSSIER_SIGV4_ALGORITHM "AWS4-HMAC-SHA256"
#define DOSSIER_SIGV4_UNSIGNED_PAYLOAD "UNSIGNED-PAYLOAD"

/* The longest life of a presigned URL: seven days, in seconds. */
#define DOSSIER_SIGV4_MAX_EXPIRES 604800u

typedef struct
{
  const char *name;
  const char *value;
} DossierSigv4Header;

/**
 * DossierSigv4Flags:
 * @DOSSIER_SIGV4_DEFAULT: the path is normalised and encoded once more
 * @DOSSIER_SIGV4_S3: the path is signed as it is on the wire
 */
typedef enum
{
  DOSSIER_SIGV4_DEFAULT = 0,
  DOSSIER_SIGV4_S3 = 1 << 0,
} DossierSigv4Flags;

/**
 * DossierSigv4Request:
 * @method: an HTTP method in capitals
 * @path: the path as on the wire, percent-encoded once
 * @query: (nullable): the query as on the wire, without `?`
 * @headers: (array length=n_headers): those to sign, in any order and case
 * @n_headers: their number
 * @payload_hash: the body's SHA-256 in hexadecimal, or %DOSSIER_SIGV4_UNSIGNED_PAYLOAD
 *
 * What is signed.
 */
typedef struct
{
  const char *method;
  const char *path;
  const char *query;
  const DossierSigv4Header *headers;
  gsize n_headers;
  const char *payload_hash;
} DossierSigv4Request;

/**
 * DossierSigv4Scope:
 * @region: an AWS Region
 * @service: the service's signing name
 * @time: microseconds since 1970 UTC
 * @flags: how the path is signed
 *
 * Where and when a signature is good.
 */
typedef struct
{
  const char *region;
  const char *service;
  gint64 time;
  DossierSigv4Flags flags;
} DossierSigv4Scope;

char *dossier_sigv4_canonical_request (const DossierSigv4Request  *request,
                                       const DossierSigv4Scope    *scope,
                                       char                      **signed_headers);
char *dossier_sigv4_string_to_sign    (const DossierSigv4Scope    *scope,
                                       const char                 *canonical_request);
char *dossier_sigv4_signature         (const DossierSigv4Scope    *scope,
                                       const DossierSecret        *secret,
                                       const char                 *string_to_sign);
char *dossier_sigv4_authorization     (const DossierSigv4Request  *request,
                                       const DossierSigv4Scope    *scope,
                                       const char                 *access_key_id,
                                       const DossierSecret        *secret);
char *dossier_sigv4_presign           (const DossierSigv4Request  *request,
                                       const DossierSigv4Scope    *scope,
                                       const char                 *access_key_id,
                                       const DossierSecret        *secret,
                                       const char                 *session_token,
                                       guint                       expires);

G_END_DECLS
