// SPDX-FileCopyrightText: The Dossier authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "dossier-demo-data.h"
#include "dossier-demo-filter.h"

G_BEGIN_DECLS

/* A finding whose JSON is worked out when something needs it, and then once. */
typedef struct
{
  DossierDemoData *data;
  guint at;
  GString *text;
  yyjson_doc *doc;
  char own[128];
  yyjson_val own_value;
  GPtrArray *values;
} DossierDemoReader;

void       dossier_demo_reader_init   (DossierDemoReader      *self,
                                       DossierDemoData        *data);
void       dossier_demo_reader_clear  (DossierDemoReader      *self);
void       dossier_demo_reader_seek   (DossierDemoReader      *self,
                                       guint                   at);
yyjson_val *
           dossier_demo_reader_finding (DossierDemoReader     *self);
GPtrArray *dossier_demo_reader_read   (DossierDemoReader      *self,
                                       const DossierDemoCriterion *field);

/* How many kinds of finding of one resource or weakness there are at most, and
 * which of them a finding is. */
guint      dossier_demo_grain_size    (DossierDemoData          *data,
                                       DossierDemoGrain          grain);
guint      dossier_demo_grain_of      (const DossierDemoFinding *finding,
                                       DossierDemoGrain          grain);

typedef struct _DossierDemoMatcher DossierDemoMatcher;

DossierDemoMatcher *dossier_demo_matcher_new     (DossierDemoData    *data,
                                                  JsonObject         *criteria);
void                dossier_demo_matcher_free    (DossierDemoMatcher *self);
gboolean            dossier_demo_matcher_matches (DossierDemoMatcher *self,
                                                  DossierDemoReader  *reader);

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (DossierDemoReader, dossier_demo_reader_clear)
G_DEFINE_AUTOPTR_CLEANUP_FUNC (DossierDemoMatcher, dossier_demo_matcher_free)

G_END_DECLS
