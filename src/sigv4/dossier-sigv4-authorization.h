// SPDX-FileCopyrightText: The Dossier authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include <glib.h>

G_BEGIN_DECLS

/**
 * DossierSigv4Authorization:
 * @access_key_id: whose key signed
 * @date: `YYYYMMDD` of the scope
 * @region: the scope's Region
 * @service: the scope's service
 * @signed_headers: names in lower case, as they were sent
 * @signature: 64 hexadecimal digits
 *
 * An Authorization header, taken apart: what a server needs to check it.
 */
typedef struct
{
  char *access_key_id;
  char *date;
  char *region;
  char *service;
  GStrv signed_headers;
  char *signature;
} DossierSigv4Authorization;

DossierSigv4Authorization *dossier_sigv4_authorization_parse (const char                 *value,
                                                              GError                    **error);
void                       dossier_sigv4_authorization_free  (DossierSigv4Authorization  *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (DossierSigv4Authorization, dossier_sigv4_authorization_free)

G_END_DECLS
