// SPDX-FileCopyrightText: The Dossier authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include <gio/gio.h>
#include <json-glib/json-glib.h>

#include "dossier-findings-page.h"

G_BEGIN_DECLS

/* A part of what a query means: its own criteria, and how far it has been read. */
typedef struct
{
  JsonObject *criteria;
  GPtrArray *rules;    /* what its findings must be, for each split that led here */
  double share;        /* of the whole, a guess from first pages */
  guint next_field;    /* where in the list of fields to split by to go on */
  GHashTable *tokens;  /* those that were asked for */
  char *token;         /* of the page to read next */
  guint n_empty;       /* pages in a row that held nothing */
  gboolean begun;      /* a page of it was given away: too late to split */
} DossierFindingsPartition;

DossierFindingsPartition *dossier_findings_partition_new      (JsonObject                *criteria);
void                      dossier_findings_partition_free     (DossierFindingsPartition  *self);
GPtrArray                *dossier_findings_partition_split    (DossierFindingsPartition  *self,
                                                               DossierFindingsPage       *first_page,
                                                               guint                      jobs);
gboolean                  dossier_findings_partition_check    (DossierFindingsPartition  *self,
                                                               DossierFindingsPage       *page,
                                                               GError                   **error);
gboolean                  dossier_findings_partition_advance  (DossierFindingsPartition  *self,
                                                               const char                *next_token,
                                                               gsize                      n_findings,
                                                               GError                   **error);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (DossierFindingsPartition, dossier_findings_partition_free)

G_END_DECLS
