// SPDX-FileCopyrightText: The Dossier authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "dossier-demo-call-private.h"

G_BEGIN_DECLS

gboolean dossier_demo_chunked_decode (DossierDemoCall *call);

G_END_DECLS
