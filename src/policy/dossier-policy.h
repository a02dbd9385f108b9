// SPDX-FileCopyrightText: The Dossier authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include <glib-object.h>

#include "dossier-policy-error.h"

G_BEGIN_DECLS

#define DOSSIER_TYPE_POLICY (dossier_policy_get_type ())

typedef struct _DossierPolicy DossierPolicy;

GType          dossier_policy_get_type         (void);
DossierPolicy *dossier_policy_parse            (const char           *text,
                                                gssize                length,
                                                GError              **error);
DossierPolicy *dossier_policy_ref              (DossierPolicy        *self);
void           dossier_policy_unref            (DossierPolicy        *self);
guint          dossier_policy_get_n_statements (const DossierPolicy  *self);
const char    *dossier_policy_get_sid          (const DossierPolicy  *self,
                                                guint                 statement);
const char    *dossier_policy_get_text         (const DossierPolicy  *self,
                                                gsize                *length);
void           dossier_policy_get_range        (const DossierPolicy  *self,
                                                guint                 statement,
                                                gsize                *start,
                                                gsize                *end);
guint          dossier_policy_get_line         (const DossierPolicy  *self,
                                                guint                 statement);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (DossierPolicy, dossier_policy_unref)

G_END_DECLS
