// SPDX-FileCopyrightText: The Dossier authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "dossier-clock.h"

G_BEGIN_DECLS

/* What `--demo` has, wherever it is started: its world is one for all of them. */
#define DOSSIER_DEMO_DEFAULT_FINDINGS 500
#define DOSSIER_DEMO_DEFAULT_SEED 1
#define DOSSIER_DEMO_DEFAULT_REPORT_MS 4000

/**
 * DossierDemoOptions:
 * @port: a TCP port on 127.0.0.1, 0 for one that the kernel chooses
 * @scenario: (nullable): a name of the table of scenarios, %NULL for `default`
 * @n_findings: how many findings there are; a scenario may have none all the same
 * @seed: the same seed gives the same findings
 * @latency_ms: how long each request waits for its answer, in milliseconds
 * @report_ms: how long a report is being made, in milliseconds
 * @folder: (nullable): where the world is kept; %NULL for a private folder
 *   that goes when the service stops
 * @clock: (nullable): the service's clock, used on its thread; %NULL for the system's
 *
 * How a demo service is set up.
 */
typedef struct
{
  guint16 port;
  const char *scenario;
  guint n_findings;
  guint64 seed;
  guint latency_ms;
  guint report_ms;
  const char *folder;
  DossierClock *clock;
} DossierDemoOptions;

#define DOSSIER_TYPE_DEMO_SERVER (dossier_demo_server_get_type ())
G_DECLARE_FINAL_TYPE (DossierDemoServer, dossier_demo_server, DOSSIER, DEMO_SERVER, GObject)

DossierDemoServer *dossier_demo_server_new                   (const DossierDemoOptions  *options);
gboolean           dossier_demo_server_start                 (DossierDemoServer         *self,
                                                              GError                   **error);
void               dossier_demo_server_stop                  (DossierDemoServer         *self);
const char        *dossier_demo_server_get_endpoint_url      (DossierDemoServer         *self);
const char        *dossier_demo_server_get_region            (DossierDemoServer         *self);
const char        *dossier_demo_server_get_account_id        (DossierDemoServer         *self);
const char        *dossier_demo_server_get_access_key_id     (DossierDemoServer         *self);
const char        *dossier_demo_server_get_secret_access_key (DossierDemoServer         *self);
const char        *dossier_demo_server_get_bucket            (DossierDemoServer         *self);
const char        *dossier_demo_server_get_kms_key_arn       (DossierDemoServer         *self);
const char        *dossier_demo_server_get_notice            (DossierDemoServer         *self);
char              *dossier_demo_server_info_json             (DossierDemoServer         *self);
GStrv              dossier_demo_server_dup_log               (DossierDemoServer         *self);

G_END_DECLS
