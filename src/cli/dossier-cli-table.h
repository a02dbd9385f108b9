// SPDX-FileCopyrightText: The Dossier authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include <glib.h>

G_BEGIN_DECLS

/**
 * DossierCliColumnKind:
 * @DOSSIER_CLI_COLUMN_WHOLE: text that is never cut: what a person copies
 * @DOSSIER_CLI_COLUMN_SHRINKS: text that is cut where the terminal is too narrow
 * @DOSSIER_CLI_COLUMN_NUMBER: never cut, and aligned at its end
 *
 * What is done to the cells of a column.
 */
typedef enum
{
  DOSSIER_CLI_COLUMN_WHOLE,
  DOSSIER_CLI_COLUMN_SHRINKS,
  DOSSIER_CLI_COLUMN_NUMBER,
} DossierCliColumnKind;

/* Rows and columns for people, on standard output. */
typedef struct _DossierCliTable DossierCliTable;

DossierCliTable *dossier_cli_table_new        (void);
void             dossier_cli_table_free       (DossierCliTable       *self);
void             dossier_cli_table_add_column (DossierCliTable       *self,
                                               const char            *title,
                                               DossierCliColumnKind   kind);
void             dossier_cli_table_add_row    (DossierCliTable       *self,
                                               const char            *first,
                                               ...) G_GNUC_NULL_TERMINATED;
gsize            dossier_cli_table_get_space  (void);
gboolean         dossier_cli_table_print      (DossierCliTable       *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (DossierCliTable, dossier_cli_table_free)

G_END_DECLS
