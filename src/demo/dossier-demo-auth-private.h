// SPDX-FileCopyrightText: The Dossier authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "dossier-demo-signature-private.h"

G_BEGIN_DECLS

gboolean dossier_demo_auth_check (DossierDemoCall      *call,
                                  DossierDemoSignature *signature,
                                  gboolean              garbled);

G_END_DECLS
