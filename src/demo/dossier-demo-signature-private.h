// SPDX-FileCopyrightText: The Dossier authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "dossier-demo-call-private.h"
#include "dossier-sigv4-authorization.h"

G_BEGIN_DECLS

/* What a request says about its signature. */
typedef struct
{
  DossierSigv4Authorization *authorization;
  char *amz_date;
  char *token;      /* nullable */
  gint64 signed_at; /* microseconds since 1970 UTC */
  gint64 expires;   /* seconds; 0 unless presigned */
  gboolean presigned;
} DossierDemoSignature;

DossierDemoSignature *dossier_demo_signature_read (DossierDemoCall      *call,
                                                   gboolean             *garbled);
void                  dossier_demo_signature_free (DossierDemoSignature *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (DossierDemoSignature, dossier_demo_signature_free)

G_END_DECLS
