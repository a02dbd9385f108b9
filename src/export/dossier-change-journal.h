// SPDX-FileCopyrightText: The Dossier authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include <libdex.h>

#include "dossier-change-entry.h"
#include "dossier-file.h"

G_BEGIN_DECLS

/* Every change that this program makes at AWS, kept on disk before it is made. */
#define DOSSIER_TYPE_CHANGE_JOURNAL (dossier_change_journal_get_type ())
G_DECLARE_FINAL_TYPE (DossierChangeJournal, dossier_change_journal, DOSSIER, CHANGE_JOURNAL, GObject)

DossierChangeJournal *dossier_change_journal_new  (const char                *folder);
DexFuture            *dossier_change_journal_save (DossierChangeJournal      *self,
                                                   const DossierChangeEntry  *entry);
DossierChangeEntry   *dossier_change_journal_load (DossierChangeJournal      *self,
                                                   const char                *id,
                                                   GError                   **error);
GPtrArray            *dossier_change_journal_list (DossierChangeJournal      *self,
                                                   const char                *source,
                                                   GError                   **error);

G_END_DECLS
