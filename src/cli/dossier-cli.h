// SPDX-FileCopyrightText: The Dossier authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "dossier-account-list.h"
#include "dossier-demo-server.h"
#include "dossier-filter.h"
#include "dossier-session.h"

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
 * @demo: (nullable): the scenario of the demo service to ask instead of AWS
 * @account: (nullable): the name of an account
 * @profile: (nullable): the name of a profile of the AWS CLI
 * @region: (nullable): an AWS Region
 * @endpoint_url: (nullable): one endpoint for all services
 * @cancellable: cancelled by an interrupt
 * @server: (nullable): the demo service, once dossier_cli_open() started it
 * @session: (nullable): whom to ask, once dossier_cli_open() found out
 *
 * The options before the command, for every command alike, and what becomes of them.
 */
typedef struct
{
  gboolean json;
  char *demo;
  char *account;
  char *profile;
  char *region;
  char *endpoint_url;
  GCancellable *cancellable;
  DossierDemoServer *server;
  DossierSession *session;
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

/**
 * DossierCliVerb:
 * @name: the word that follows the command
 * @run: what does it; @argv begins with the verb
 * @arguments: (nullable): what stands behind it, for help: `FILE`
 * @summary: what it does, for help
 *
 * One of the things that a command can do.
 */
typedef struct
{
  const char *name;
  DossierCliRun run;
  const char *arguments;
  const char *summary;
} DossierCliVerb;

int dossier_cli_usage (const char *format, ...) G_GNUC_PRINTF (1, 2);
int dossier_cli_fail  (DossierCli   *cli,
                       const GError *error);
int dossier_cli_refuse (DossierCli   *cli,
                        const GError *error);
int dossier_cli_refuse_options (const GError *error);

gboolean dossier_cli_parse (DossierCli           *cli,
                            const char           *summary,
                            const GOptionEntry   *entries,
                            int                  *argc,
                            char               ***argv);
int      dossier_cli_run_verb (DossierCli            *cli,
                               const DossierCliVerb  *verbs,
                               gsize                  n_verbs,
                               int                    argc,
                               char                 **argv);
gboolean dossier_cli_check_words (int          argc,
                                  char       **argv,
                                  const char  *name);

DossierFilter *dossier_cli_read_filter (const char  *text,
                                        const char  *path,
                                        GError     **error);

int                 dossier_cli_open          (DossierCli  *cli);
char               *dossier_cli_dup_source    (DossierCli  *cli);
gboolean            dossier_cli_take_source   (DossierCli  *cli,
                                               const char  *source,
                                               const char  *region);
DossierDemoServer  *dossier_cli_start_demo    (const DossierDemoOptions  *options,
                                               GError                   **error);
DossierAccountList *dossier_cli_load_accounts (GError     **error);
void                dossier_cli_close         (DossierCli  *cli);

gboolean dossier_cli_print  (const char *format, ...) G_GNUC_PRINTF (1, 2);
gboolean dossier_cli_write  (const void *data,
                             gsize       length);
gboolean dossier_cli_flush  (void);
void     dossier_cli_print_array  (JsonArray  *array);
void     dossier_cli_print_object (JsonObject *object);
int      dossier_cli_finish (int         status);

GOutputStream *dossier_cli_get_output        (void);
void           dossier_cli_note_output_error (const GError *error);

int dossier_cli_accounts (DossierCli  *cli,
                          int          argc,
                          char       **argv);
int dossier_cli_check    (DossierCli  *cli,
                          int          argc,
                          char       **argv);
int dossier_cli_demo     (DossierCli  *cli,
                          int          argc,
                          char       **argv);
int dossier_cli_export   (DossierCli  *cli,
                          int          argc,
                          char       **argv);
int dossier_cli_filter   (DossierCli  *cli,
                          int          argc,
                          char       **argv);
int dossier_cli_findings (DossierCli  *cli,
                          int          argc,
                          char       **argv);
int dossier_cli_policy   (DossierCli  *cli,
                          int          argc,
                          char       **argv);
int dossier_cli_prepare  (DossierCli  *cli,
                          int          argc,
                          char       **argv);
int dossier_cli_report   (DossierCli  *cli,
                          int          argc,
                          char       **argv);
int dossier_cli_undo     (DossierCli  *cli,
                          int          argc,
                          char       **argv);

G_END_DECLS
