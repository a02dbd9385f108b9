// SPDX-FileCopyrightText: The Dossier authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "dossier-caller-identity.h"
#include "dossier-cli.h"
#include "dossier-policy-write.h"

G_BEGIN_DECLS

/* What “prepare” and “undo” share. */
DossierChangeJournal  *dossier_cli_open_journal  (void);
DossierCallerIdentity *dossier_cli_identify      (DossierCli                   *cli,
                                                  GError                      **error);
DossierChangeAuthor    dossier_cli_get_author    (DossierCli                   *cli,
                                                  const DossierCallerIdentity  *identity);
void                   dossier_cli_print_diff    (const char                   *before,
                                                  const char                   *after);
void                   dossier_cli_set_text      (JsonObject                   *object,
                                                  const char                   *member,
                                                  const char                   *text);
int                    dossier_cli_run_write     (DossierCli                   *cli,
                                                  DossierPolicyWrite           *write,
                                                  const char                   *expected);

G_END_DECLS
