// SPDX-FileCopyrightText: The Dossier authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "config.h"

#include "dossier-policy-error.h"

typedef struct
{
  char *path;
  guint line;
  guint column;
} DossierPolicyErrorPrivate;

static void
dossier_policy_error_private_init (DossierPolicyErrorPrivate *priv)
{
  *priv = (DossierPolicyErrorPrivate) { 0 };
}

static void
dossier_policy_error_private_copy (const DossierPolicyErrorPrivate *source,
                                   DossierPolicyErrorPrivate       *target)
{
  target->path = g_strdup (source->path);
  target->line = source->line;
  target->column = source->column;
}

static void
dossier_policy_error_private_clear (DossierPolicyErrorPrivate *priv)
{
  g_free (priv->path);
}

G_DEFINE_EXTENDED_ERROR (DossierPolicyError, dossier_policy_error)

/**
 * dossier_policy_error_new:
 * @code: what kind of fault
 * @path: where, such as `Statement[0].Effect`; empty for the whole text
 * @line: from 1
 * @column: in characters, from 1
 * @message: what is wrong
 *
 * Returns: (transfer full): an error in %DOSSIER_POLICY_ERROR
 */
GError *
dossier_policy_error_new (DossierPolicyError  code,
                          const char         *path,
                          guint               line,
                          guint               column,
                          const char         *message)
{
  GError *error = g_error_new_literal (DOSSIER_POLICY_ERROR, (int) code, message);
  DossierPolicyErrorPrivate *priv = dossier_policy_error_get_private (error);

  priv->path = g_strdup (path);
  priv->line = line;
  priv->column = column;
  return error;
}

/**
 * dossier_policy_error_get_path:
 * @error: an error in %DOSSIER_POLICY_ERROR
 *
 * Returns: (nullable): the JSON path of the fault
 */
const char *
dossier_policy_error_get_path (const GError *error)
{
  return dossier_policy_error_get_private (error)->path;
}

/**
 * dossier_policy_error_get_line:
 * @error: an error in %DOSSIER_POLICY_ERROR
 *
 * Returns: the line of the fault, from 1
 */
guint
dossier_policy_error_get_line (const GError *error)
{
  return dossier_policy_error_get_private (error)->line;
}

/**
 * dossier_policy_error_get_column:
 * @error: an error in %DOSSIER_POLICY_ERROR
 *
 * Returns: the column of the fault in characters, from 1
 */
guint
dossier_policy_error_get_column (const GError *error)
{
  return dossier_policy_error_get_private (error)->column;
}
