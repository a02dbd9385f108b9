// SPDX-FileCopyrightText: The Dossier authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "dossier-cli.h"
#include "dossier-prompt.h"

G_BEGIN_DECLS

/* A person at a terminal. */
#define DOSSIER_TYPE_CLI_PROMPT (dossier_cli_prompt_get_type ())
G_DECLARE_FINAL_TYPE (DossierCliPrompt, dossier_cli_prompt, DOSSIER, CLI_PROMPT, GObject)

DossierPrompt *dossier_cli_prompt_new (DossierCli  *cli,
                                       gboolean     signs_in);
DossierSecret *dossier_cli_ask        (DossierCli  *cli,
                                       const char  *question,
                                       GError     **error);

G_END_DECLS
