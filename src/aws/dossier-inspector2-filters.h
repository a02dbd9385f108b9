// SPDX-FileCopyrightText: The Dossier authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "dossier-aws-client.h"
#include "dossier-inspector-filter.h"

G_BEGIN_DECLS

/**
 * DossierInspectorFilterInput:
 * @name: (nullable): 3 to 64 letters, digits, dots, underscores or dashes
 * @action: (nullable): `NONE` or `SUPPRESS`
 * @criteria: (nullable): a FilterCriteria
 * @description: (nullable): 1 to 512 characters
 * @reason: (nullable): 1 to 512 characters
 *
 * What a filter shall be. The first three are needed for a new one; in a change, %NULL
 * leaves what there is.
 */
typedef struct
{
  const char *name;
  const char *action;
  JsonObject *criteria;
  const char *description;
  const char *reason;
} DossierInspectorFilterInput;

GBytes *dossier_inspector2_filter_body (const char                         *arn,
                                        const DossierInspectorFilterInput  *input,
                                        GError                            **error);

DexFuture *dossier_inspector2_list_filters  (DossierAwsClient                  *client,
                                             const char                        *action,
                                             guint                              max_results,
                                             const char                        *next_token,
                                             GCancellable                      *cancellable);
DexFuture *dossier_inspector2_create_filter (DossierAwsClient                  *client,
                                             const DossierInspectorFilterInput *input,
                                             GCancellable                      *cancellable);
DexFuture *dossier_inspector2_update_filter (DossierAwsClient                  *client,
                                             const char                        *arn,
                                             const DossierInspectorFilterInput *input,
                                             GCancellable                      *cancellable);
DexFuture *dossier_inspector2_delete_filter (DossierAwsClient                  *client,
                                             const char                        *arn,
                                             GCancellable                      *cancellable);

G_END_DECLS
