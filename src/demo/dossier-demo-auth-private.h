// SPDX-FileCopyrightText: The Dossier authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include <libsoup/soup.h>

#include "dossier-secret.h"

G_BEGIN_DECLS

typedef struct
{
  const char *access_key_id;
  const DossierSecret *secret;
  const char *region;
  const char *service;
} DossierDemoIdentity;

const char *dossier_demo_auth_check (const DossierDemoIdentity  *identity,
                                     SoupServerMessage          *message,
                                     gint64                      now,
                                     char                      **explanation);

G_END_DECLS
