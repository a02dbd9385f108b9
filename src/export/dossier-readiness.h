// SPDX-FileCopyrightText: The Dossier authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "dossier-aws-client.h"
#include "dossier-check-row.h"
#include "dossier-filter.h"

G_BEGIN_DECLS

/* Whether one export would succeed: each condition of it, with evidence. */
#define DOSSIER_TYPE_READINESS (dossier_readiness_get_type ())
G_DECLARE_FINAL_TYPE (DossierReadiness, dossier_readiness, DOSSIER, READINESS, GObject)

DossierReadiness *dossier_readiness_new       (DossierAwsClient *client,
                                               const char       *bucket,
                                               const char       *prefix,
                                               const char       *kms_key_arn,
                                               DossierFilter    *filter);
GStrv             dossier_readiness_dup_calls (DossierReadiness *self);
GListModel       *dossier_readiness_get_rows  (DossierReadiness *self);
DexFuture        *dossier_readiness_run       (DossierReadiness *self,
                                               GCancellable     *cancellable);
gboolean          dossier_readiness_has_no    (DossierReadiness *self);
const char       *dossier_readiness_get_bucket_policy (DossierReadiness *self);
const char       *dossier_readiness_get_key_policy    (DossierReadiness *self);

G_END_DECLS
