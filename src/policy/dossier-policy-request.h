// SPDX-FileCopyrightText: The Dossier authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include <glib-object.h>

G_BEGIN_DECLS

#define DOSSIER_TYPE_POLICY_REQUEST (dossier_policy_request_get_type ())

typedef struct _DossierPolicyRequest DossierPolicyRequest;

GType                 dossier_policy_request_get_type              (void);
DossierPolicyRequest *dossier_policy_request_new                   (const char           *action,
                                                                    const char           *resource);
DossierPolicyRequest *dossier_policy_request_ref                   (DossierPolicyRequest *self);
void                  dossier_policy_request_unref                 (DossierPolicyRequest *self);
void                  dossier_policy_request_set_principal_aws     (DossierPolicyRequest *self,
                                                                    const char           *arn);
void                  dossier_policy_request_set_principal_service (DossierPolicyRequest *self,
                                                                    const char           *name);
void                  dossier_policy_request_add_context           (DossierPolicyRequest *self,
                                                                    const char           *key,
                                                                    const char           *value);
void                  dossier_policy_request_set_unknown           (DossierPolicyRequest *self,
                                                                    const char           *key);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (DossierPolicyRequest, dossier_policy_request_unref)

G_END_DECLS
