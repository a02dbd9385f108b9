// SPDX-FileCopyrightText: The Dossier authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "dossier-export-run.h"
#include "export-world.h"

G_BEGIN_DECLS

#define CRITERIA "{\"severity\":[{\"comparison\":\"EQUALS\",\"value\":\"HIGH\"}]}"

/* One run in a world of its own. */
typedef struct
{
  World *world;
  char *folder;
  char *downloads;
  DossierAwsClient *client;
  DossierExportStore *store;
  DossierExportRun *run;
} Fixture;

Fixture *fixture_new            (void);
void     fixture_free           (Fixture               *self);
void     fixture_drive          (Fixture               *self);
char    *fixture_drive_to_error (Fixture               *self,
                                 GQuark                 domain,
                                 int                    code);
void     fixture_restart        (Fixture               *self);
void     fixture_save_state     (Fixture               *self,
                                 DossierExportState     state,
                                 gint64                 asked);
guint    fixture_count_files    (Fixture               *self);
void     fixture_assert_done    (Fixture               *self);
void     fixture_assert_file    (Fixture               *self,
                                 const char            *expected,
                                 gsize                  expected_length);
const DossierExportRecord *fixture_record (Fixture     *self);
DossierExportStepStatus fixture_step (Fixture          *self,
                                 DossierExportStepKind  kind);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (Fixture, fixture_free)

G_END_DECLS
