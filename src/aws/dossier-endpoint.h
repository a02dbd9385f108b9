// SPDX-FileCopyrightText: The Dossier authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

/**
 * DossierEndpointFlags:
 * @DOSSIER_ENDPOINT_DEFAULT: the ordinary endpoint
 * @DOSSIER_ENDPOINT_FIPS: with FIPS 140 validated cryptography
 * @DOSSIER_ENDPOINT_DUAL_STACK: over IPv4 and IPv6
 *
 * Which of a service's endpoints is wanted.
 */
typedef enum
{
  DOSSIER_ENDPOINT_DEFAULT = 0,
  DOSSIER_ENDPOINT_FIPS = 1 << 0,
  DOSSIER_ENDPOINT_DUAL_STACK = 1 << 1,
} DossierEndpointFlags;

char     *dossier_endpoint_resolve      (const char            *service,
                                         const char            *region,
                                         DossierEndpointFlags   flags,
                                         char                 **signing_region,
                                         GError               **error);
gboolean  dossier_endpoint_check_custom (const char            *url,
                                         GError               **error);

G_END_DECLS
