// SPDX-FileCopyrightText: The Dossier authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "dossier-aws-client.h"
#include "dossier-findings-page.h"
#include "dossier-inspector2-request.h"
#include "dossier-report-status.h"

G_BEGIN_DECLS

/* The operations of Amazon Inspector that Dossier uses. */
DexFuture *dossier_inspector2_list_findings             (DossierAwsClient               *client,
                                                         const DossierListFindingsInput *input,
                                                         GCancellable                   *cancellable);
DexFuture *dossier_inspector2_list_finding_aggregations (DossierAwsClient               *client,
                                                         const char                     *type,
                                                         JsonObject                     *request,
                                                         const char                     *next_token,
                                                         GCancellable                   *cancellable);
DexFuture *dossier_inspector2_create_findings_report    (DossierAwsClient               *client,
                                                         const char                     *format,
                                                         JsonObject                     *criteria,
                                                         const char                     *bucket,
                                                         const char                     *key_prefix,
                                                         const char                     *kms_key_arn,
                                                         GCancellable                   *cancellable);
DexFuture *dossier_inspector2_get_findings_report_status (DossierAwsClient              *client,
                                                          const char                    *report_id,
                                                          GCancellable                  *cancellable);
DexFuture *dossier_inspector2_cancel_findings_report    (DossierAwsClient               *client,
                                                         const char                     *report_id,
                                                         GCancellable                   *cancellable);
DexFuture *dossier_inspector2_batch_get_account_status  (DossierAwsClient               *client,
                                                         const char *const              *account_ids,
                                                         GCancellable                   *cancellable);
DexFuture *dossier_inspector2_list_members              (DossierAwsClient               *client,
                                                         gboolean                        only_associated,
                                                         guint                           max_results,
                                                         const char                     *next_token,
                                                         GCancellable                   *cancellable);

G_END_DECLS
