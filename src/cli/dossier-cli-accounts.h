// SPDX-FileCopyrightText: The Dossier authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "dossier-cli.h"

G_BEGIN_DECLS

/* Verbs of `accounts` that have files of their own; see #DossierCliRun. */
int dossier_cli_accounts_add    (DossierCli  *cli,
                                 int          argc,
                                 char       **argv);
int dossier_cli_accounts_import (DossierCli  *cli,
                                 int          argc,
                                 char       **argv);
int dossier_cli_accounts_login  (DossierCli  *cli,
                                 int          argc,
                                 char       **argv);
int dossier_cli_accounts_logout (DossierCli  *cli,
                                 int          argc,
                                 char       **argv);
int dossier_cli_accounts_roles  (DossierCli  *cli,
                                 int          argc,
                                 char       **argv);

G_END_DECLS
