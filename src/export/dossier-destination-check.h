// SPDX-FileCopyrightText: The Dossier authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include <gio/gio.h>
#include <libdex.h>

#include "dossier-aws-client.h"
#include "dossier-check-row.h"

G_BEGIN_DECLS

/* What can be read of the conditions that Inspector sets a report's bucket and
 * key: that they are there, in the Region of the report, and that the key is an
 * enabled symmetric one of a customer.
 */
GListModel *dossier_destination_rows  (void);
DexFuture  *dossier_destination_probe (DossierAwsClient *client,
                                       const char       *bucket,
                                       const char       *kms_key_arn,
                                       GListModel       *rows,
                                       GCancellable     *cancellable);
DexFuture  *dossier_destination_check (DossierAwsClient *client,
                                       const char       *bucket,
                                       const char       *kms_key_arn,
                                       GCancellable     *cancellable);

G_END_DECLS
