// SPDX-FileCopyrightText: The Dossier authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "dossier-cli.h"

G_BEGIN_DECLS

int dossier_cli_policy_eval (DossierCli  *cli,
                             int          argc,
                             char       **argv);

G_END_DECLS
