// SPDX-FileCopyrightText: The Dossier authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include <glib.h>

G_BEGIN_DECLS

/**
 * DossierDemoFault:
 * @DOSSIER_DEMO_FAULT_NONE: nothing goes wrong
 * @DOSSIER_DEMO_FAULT_THROTTLING: every third call is one too many
 * @DOSSIER_DEMO_FAULT_SERVER_ERRORS: two of three calls fail
 * @DOSSIER_DEMO_FAULT_EMPTY_PAGES: before each page but the first comes an empty one
 * @DOSSIER_DEMO_FAULT_TOKEN_LOOP: the second page is followed by itself
 * @DOSSIER_DEMO_FAULT_EXPIRY: the keys that are used expire after three pages
 *
 * What goes wrong with Inspector, by the scenario.
 */
typedef enum
{
  DOSSIER_DEMO_FAULT_NONE,
  DOSSIER_DEMO_FAULT_THROTTLING,
  DOSSIER_DEMO_FAULT_SERVER_ERRORS,
  DOSSIER_DEMO_FAULT_EMPTY_PAGES,
  DOSSIER_DEMO_FAULT_TOKEN_LOOP,
  DOSSIER_DEMO_FAULT_EXPIRY,
} DossierDemoFault;

/* One service's faults, and how far it has come with them. */
typedef struct
{
  DossierDemoFault fault;
  guint n_calls;
  guint n_pages;
  char *access_key_id;    /* of the first page, when keys expire */
} DossierDemoFaults;

typedef struct _DossierDemoCall DossierDemoCall;

gboolean dossier_demo_fault_refuses   (DossierDemoCall *call);
gboolean dossier_demo_fault_expires   (DossierDemoCall *call);

G_END_DECLS
