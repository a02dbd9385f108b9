// SPDX-FileCopyrightText: The Dossier authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

/* What a script reads from a command's end. */
typedef enum
{
  DOSSIER_CLI_EXIT_YES = 0,
  DOSSIER_CLI_EXIT_NO = 1,
  DOSSIER_CLI_EXIT_USAGE = 2,
  DOSSIER_CLI_EXIT_FAILED = 3,
  DOSSIER_CLI_EXIT_INTERRUPTED = 130,
} DossierCliExit;

/**
 * DossierCli:
 * @json: whether the output is for a program
 * @cancellable: cancelled by an interrupt
 *
 * The options before the command, for every command alike.
 */
typedef struct
{
  gboolean json;
  GCancellable *cancellable;
} DossierCli;

/**
 * DossierCliRun:
 * @cli: the options before the command
 * @argc: number of words in @argv
 * @argv: the command's name and what follows it
 *
 * A command. Runs in a fiber, so it may wait.
 *
 * Returns: a #DossierCliExit
 */
typedef int (*DossierCliRun) (DossierCli  *cli,
                              int          argc,
                              char       **argv);

int dossier_cli_usage (const char *format, ...) G_GNUC_PRINTF (1, 2);
int dossier_cli_fail  (DossierCli   *cli,
                       const GError *error);

gboolean dossier_cli_parse (const char           *summary,
                            const GOptionEntry   *entries,
                            int                  *argc,
                            char               ***argv);

int dossier_cli_policy (DossierCli  *cli,
                        int          argc,
                        char       **argv);

G_END_DECLS
