// SPDX-FileCopyrightText: The Dossier authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include <glib.h>

G_BEGIN_DECLS

/**
 * DossierPolicyError:
 * @DOSSIER_POLICY_ERROR_SYNTAX: the text is not strict JSON
 * @DOSSIER_POLICY_ERROR_GRAMMAR: JSON, but not a policy that AWS takes
 * @DOSSIER_POLICY_ERROR_TOO_LARGE: more bytes than AWS takes
 * @DOSSIER_POLICY_ERROR_UNEQUAL: aws:SourceAccount and aws:SourceArn name unequal sets
 * @DOSSIER_POLICY_ERROR_LOCKOUT: nobody could change the policy again
 * @DOSSIER_POLICY_ERROR_NO_MEND: the statement cannot be mended here
 *
 * Why a policy, or a change of one, was refused.
 */
typedef enum
{
  DOSSIER_POLICY_ERROR_SYNTAX,
  DOSSIER_POLICY_ERROR_GRAMMAR,
  DOSSIER_POLICY_ERROR_TOO_LARGE,
  DOSSIER_POLICY_ERROR_UNEQUAL,
  DOSSIER_POLICY_ERROR_LOCKOUT,
  DOSSIER_POLICY_ERROR_NO_MEND,
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
