// SPDX-FileCopyrightText: The Dossier authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

/**
 * DossierDemoOptions:
 * @port: a TCP port on 127.0.0.1, 0 for one that the kernel chooses
 *
 * How a demo service is set up.
 */
typedef struct
{
  guint16 port;
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
char              *dossier_demo_server_info_json             (DossierDemoServer         *self);

G_END_DECLS
