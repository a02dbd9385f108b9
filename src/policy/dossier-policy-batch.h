// SPDX-FileCopyrightText: The Dossier authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include <glib.h>

G_BEGIN_DECLS

typedef struct _DossierPolicyBatch DossierPolicyBatch;

DossierPolicyBatch *dossier_policy_batch_new      (void);
void                dossier_policy_batch_free     (DossierPolicyBatch *self);
void                dossier_policy_batch_evaluate (DossierPolicyBatch *self,
                                                   const char         *line,
                                                   gsize               length,
                                                   GString            *answer);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (DossierPolicyBatch, dossier_policy_batch_free)

G_END_DECLS
