// SPDX-FileCopyrightText: The Dossier authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include <glib.h>

G_BEGIN_DECLS

/**
 * DossierPolicyError:
 * @DOSSIER_POLICY_ERROR_SYNTAX: the text is not strict JSON
 * @DOSSIER_POLICY_ERROR_GRAMMAR: JSON, but not a policy that AWS takes
 *
 * Why a policy was refused.
 */
typedef enum
{
  DOSSIER_POLICY_ERROR_SYNTAX,
  DOSSIER_POLICY_ERROR_GRAMMAR,
} DossierPolicyError;

#define DOSSIER_POLICY_ERROR (dossier_policy_error_quark ())
GQuark      dossier_policy_error_quark      (void);

GError     *dossier_policy_error_new        (DossierPolicyError  code,
                                             const char         *path,
                                             guint               line,
                                             guint               column,
                                             const char         *message);
const char *dossier_policy_error_get_path   (const GError       *error);
guint       dossier_policy_error_get_line   (const GError       *error);
guint       dossier_policy_error_get_column (const GError       *error);

G_END_DECLS
