// SPDX-FileCopyrightText: The Dossier authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include <gio/gio.h>
#include <libdex.h>

#include "dossier-aws-client.h"
#include "dossier-choice.h"

G_BEGIN_DECLS

DexFuture *dossier_bucket_choices_read (DossierAwsClient *client,
                                        GCancellable     *cancellable);

G_END_DECLS
