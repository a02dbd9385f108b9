// SPDX-FileCopyrightText: The Dossier authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "dossier-policy-json-private.h"

G_BEGIN_DECLS

/* Changes of a document's text that leave all else as it stands. */
typedef struct _DossierPolicyEdit DossierPolicyEdit;

DossierPolicyEdit *dossier_policy_edit_new     (const DossierPolicyDocument  *document);
void               dossier_policy_edit_free    (DossierPolicyEdit            *self);
void               dossier_policy_edit_replace (DossierPolicyEdit            *self,
                                                gsize                         start,
                                                gsize                         end,
                                                const char                   *text);
void               dossier_policy_edit_append  (DossierPolicyEdit            *self,
                                                const DossierPolicyJson      *container,
                                                const char                   *json);
void               dossier_policy_edit_add_values (DossierPolicyEdit         *self,
                                                   const DossierPolicyJson   *node,
                                                   const char *const         *values);
char              *dossier_policy_edit_apply   (const DossierPolicyEdit      *self);

char *dossier_policy_edit_format (const char *json,
                                  const char *newline,
                                  const char *indent,
                                  const char *unit);
char *dossier_policy_edit_list   (const char *const *values);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (DossierPolicyEdit, dossier_policy_edit_free)

G_END_DECLS
