// SPDX-FileCopyrightText: The Dossier authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "dossier-aws-client.h"
#include "dossier-aws-typed-call-private.h"

G_BEGIN_DECLS

DexFuture *dossier_inspector2_call (DossierAwsClient    *client,
                                    const char          *name,
                                    GBytes              *body,
                                    GType                type,
                                    DossierAwsParseFunc  parse,
                                    GCancellable        *cancellable);

G_END_DECLS
