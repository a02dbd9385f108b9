// SPDX-FileCopyrightText: The Dossier authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "dossier-policy-write.h"

G_BEGIN_DECLS

/* A bucket or a key for reports, made as it has to be from the start. */
DexFuture *dossier_new_bucket (DossierAwsClient          *client,
                               DossierChangeJournal      *journal,
                               const DossierChangeAuthor *author,
                               const char                *bucket,
                               const char                *kms_key_arn,
                               const char                *policy,
                               GCancellable              *cancellable);
DexFuture *dossier_new_key    (DossierAwsClient          *client,
                               DossierChangeJournal      *journal,
                               const DossierChangeAuthor *author,
                               const char                *alias,
                               const char                *description,
                               const char                *policy,
                               GCancellable              *cancellable);

G_END_DECLS
