// SPDX-FileCopyrightText: The Dossier authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "dossier-account-list.h"
#include "dossier-export-store.h"
#include "dossier-filter.h"
#include "dossier-findings-feed.h"
#include "dossier-launch.h"
#include "dossier-session.h"

G_BEGIN_DECLS

/**
 * DossierContextState:
 * @DOSSIER_CONTEXT_OPENING: accounts are read, or the demo service starts
 * @DOSSIER_CONTEXT_NOBODY: there is no account to use yet
 * @DOSSIER_CONTEXT_OPEN: there is a session
 * @DOSSIER_CONTEXT_FAILED: there is none, and dossier_context_get_error() says why
 *
 * How far a context is.
 */
typedef enum
{
  DOSSIER_CONTEXT_OPENING,
  DOSSIER_CONTEXT_NOBODY,
  DOSSIER_CONTEXT_OPEN,
  DOSSIER_CONTEXT_FAILED,
} DossierContextState;

/* What the pages of a window share: who asks, the findings that were read, and
 * the filter they were read by.
 *
 * Properties “state” (guint, a DossierContextState) and “filter”
 * (DossierFilter) tell when they change.
 */
#define DOSSIER_TYPE_CONTEXT (dossier_context_get_type ())
G_DECLARE_FINAL_TYPE (DossierContext, dossier_context, DOSSIER, CONTEXT, GObject)

DossierContext      *dossier_context_new          (DossierAccountList  *accounts,
                                                   const DossierLaunch *launch);
const DossierLaunch *dossier_context_get_launch   (DossierContext      *self);
DossierContextState  dossier_context_get_state    (DossierContext      *self);
const GError        *dossier_context_get_error    (DossierContext      *self);
DossierAccountList  *dossier_context_get_accounts (DossierContext      *self);
DossierSession      *dossier_context_get_session  (DossierContext      *self);
gboolean             dossier_context_is_demo      (DossierContext      *self);
const char          *dossier_context_get_name     (DossierContext      *self);
DossierExportStore  *dossier_context_get_store    (DossierContext      *self);
DossierFindingsFeed *dossier_context_get_findings (DossierContext      *self);
DossierFilter       *dossier_context_get_filter   (DossierContext      *self);
void                 dossier_context_set_filter   (DossierContext      *self,
                                                   DossierFilter       *filter);
void                 dossier_context_refresh      (DossierContext      *self);
void                 dossier_context_stop         (DossierContext      *self);
void                 dossier_context_finish_all   (void);

G_END_DECLS
