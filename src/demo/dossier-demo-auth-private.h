// SPDX-FileCopyrightText: The Dossier authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "dossier-demo-call-private.h"

G_BEGIN_DECLS

typedef struct _DossierDemoSignature DossierDemoSignature;

DossierDemoSignature *dossier_demo_signature_read        (DossierDemoCall            *call,
                                                          gboolean                   *garbled);
const char           *dossier_demo_signature_get_service (const DossierDemoSignature *self);
void                  dossier_demo_signature_free        (DossierDemoSignature       *self);
gboolean              dossier_demo_auth_check            (DossierDemoCall            *call,
                                                          DossierDemoSignature       *signature,
                                                          gboolean                    garbled);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (DossierDemoSignature, dossier_demo_signature_free)

G_END_DECLS
