// SPDX-FileCopyrightText: The Dossier authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include <gio/gio.h>
#include <libdex.h>

#include "dossier-aws-client.h"
#include "dossier-check-call.h"
#include "dossier-check-row.h"
#include "dossier-permission-caller.h"

G_BEGIN_DECLS

/* What a person may do, predicted by AWS's simulation and found out by calls that
 * change nothing.
 */
#define DOSSIER_TYPE_PERMISSION_CHECK (dossier_permission_check_get_type ())
G_DECLARE_FINAL_TYPE (DossierPermissionCheck, dossier_permission_check, DOSSIER, PERMISSION_CHECK, GObject)

DossierPermissionCheck *dossier_permission_check_new       (DossierAwsClient       *client,
                                                            const char             *bucket,
                                                            const char             *prefix,
                                                            const char             *kms_key_arn);
GStrv                   dossier_permission_check_dup_calls (DossierPermissionCheck *self);
GListModel             *dossier_permission_check_get_rows  (DossierPermissionCheck *self);
DexFuture              *dossier_permission_check_run       (DossierPermissionCheck *self,
                                                            GCancellable           *cancellable);
gboolean                dossier_permission_check_has_no    (DossierPermissionCheck *self);
const DossierPermissionCaller *
                        dossier_permission_check_get_caller (DossierPermissionCheck *self);
char                   *dossier_permission_check_dup_policy (DossierPermissionCheck *self,
                                                             gboolean                all);

G_END_DECLS
