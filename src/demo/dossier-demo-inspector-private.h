// SPDX-FileCopyrightText: The Dossier authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "dossier-demo-call-private.h"

G_BEGIN_DECLS

/* Operations, one group a file. */
void dossier_demo_inspector_list_findings        (DossierDemoCall *call);
void dossier_demo_inspector_list_aggregations    (DossierDemoCall *call);
void dossier_demo_inspector_get_details          (DossierDemoCall *call);
void dossier_demo_inspector_create_report        (DossierDemoCall *call);
void dossier_demo_inspector_get_report_status    (DossierDemoCall *call);
void dossier_demo_inspector_cancel_report        (DossierDemoCall *call);
void dossier_demo_inspector_get_account_status   (DossierDemoCall *call);
void dossier_demo_inspector_list_members         (DossierDemoCall *call);
void dossier_demo_inspector_list_administrators  (DossierDemoCall *call);
void dossier_demo_inspector_get_administrator    (DossierDemoCall *call);
void dossier_demo_inspector_list_permissions     (DossierDemoCall *call);

void dossier_demo_inspector_list_filters         (DossierDemoCall *call);
void dossier_demo_inspector_create_filter        (DossierDemoCall *call);
void dossier_demo_inspector_update_filter        (DossierDemoCall *call);
void dossier_demo_inspector_delete_filter        (DossierDemoCall *call);

/* Hides the findings that suppression rules mean. */
void dossier_demo_inspector_suppress             (DossierDemoCall *call);

/* Ends the reports whose time has come. */
void dossier_demo_inspector_settle               (DossierDemoCall *call);

/* What they share. Each of the readers answers a refusal itself. */
DossierDemoScope
         dossier_demo_inspector_scope            (const char      *account,
                                                  const char      *region);
gboolean dossier_demo_inspector_is_administrator (const char      *account);
char    *dossier_demo_inspector_question         (DossierDemoCall *call);
gboolean dossier_demo_inspector_refuse           (DossierDemoCall *call,
                                                  const GError    *error);
void     dossier_demo_inspector_invalid          (DossierDemoCall *call,
                                                  const char      *field,
                                                  const char      *why);
gboolean dossier_demo_inspector_read_text        (DossierDemoCall *call,
                                                  JsonObject      *input,
                                                  const char      *where,
                                                  const char      *member,
                                                  gboolean         required,
                                                  const char     **text);
gboolean dossier_demo_inspector_read_choice      (DossierDemoCall *call,
                                                  JsonObject      *input,
                                                  const char      *where,
                                                  const char      *member,
                                                  gboolean         required,
                                                  const char *const *choices,
                                                  const char     **text);
gboolean dossier_demo_inspector_read_object      (DossierDemoCall *call,
                                                  const char      *member,
                                                  gboolean         required,
                                                  JsonObject     **object);
gboolean dossier_demo_inspector_read_texts       (DossierDemoCall *call,
                                                  const char      *member,
                                                  guint            least,
                                                  guint            most,
                                                  GPtrArray       *texts);
gboolean dossier_demo_inspector_read_criteria    (DossierDemoCall *call,
                                                  JsonObject     **criteria);
gboolean dossier_demo_inspector_read_page        (DossierDemoCall *call,
                                                  guint            most,
                                                  const char      *question,
                                                  guint           *offset,
                                                  guint           *count);
void     dossier_demo_inspector_reply_page       (DossierDemoCall *call,
                                                  const char      *member,
                                                  JsonArray       *items,
                                                  guint            most);

G_END_DECLS
