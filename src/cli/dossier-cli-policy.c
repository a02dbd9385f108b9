// SPDX-FileCopyrightText: The Dossier authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "config.h"

#include <glib/gi18n.h>

#include "dossier-cli-policy.h"

static const DossierCliVerb verbs[] = {
  { "eval", dossier_cli_policy_eval, "--policy FILE --action ACTION --resource ARN",
    N_("Evaluate one request against one policy, or a stream of both") },
};

/**
 * dossier_cli_policy:
 * @cli: the options before the command
 * @argc: number of words
 * @argv: (array length=argc): `policy`, a verb and its options
 *
 * Works with IAM policies from files; asks no service.
 *
 * Returns: a #DossierCliExit
 */
int
dossier_cli_policy (DossierCli  *cli,
                    int          argc,
                    char       **argv)
{
  return dossier_cli_run_verb (cli, verbs, G_N_ELEMENTS (verbs), argc, argv);
}
