// SPDX-FileCopyrightText: The Dossier authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include <json-glib/json-glib.h>

G_BEGIN_DECLS

/**
 * DossierInspectorFilter:
 * @arn: the filter's ARN
 * @owner_id: the account that has it
 * @name: its name
 * @action: `NONE`, `SUPPRESS` for a rule that hides findings, or a word AWS added since
 * @criteria: a FilterCriteria as AWS sent it
 * @description: (nullable): what people wrote about it
 * @reason: (nullable): why it is there
 * @created_at: microseconds since 1970 UTC
 * @updated_at: microseconds since 1970 UTC
 *
 * A filter that Inspector keeps.
 */
typedef struct
{
  char *arn;
  char *owner_id;
  char *name;
  char *action;
  JsonObject *criteria;
  char *description;
  char *reason;
  gint64 created_at;
  gint64 updated_at;
} DossierInspectorFilter;

/**
 * DossierInspectorFilterList:
 * @filters: (element-type DossierInspectorFilter): may be empty
 * @next_token: (nullable): leads to the next page
 *
 * The answer of ListFilters.
 */
typedef struct
{
  GPtrArray *filters;
  char *next_token;
} DossierInspectorFilterList;

#define DOSSIER_TYPE_INSPECTOR_FILTER (dossier_inspector_filter_get_type ())
#define DOSSIER_TYPE_INSPECTOR_FILTER_LIST (dossier_inspector_filter_list_get_type ())

GType                       dossier_inspector_filter_get_type   (void);
DossierInspectorFilter     *dossier_inspector_filter_copy       (const DossierInspectorFilter      *self);
void                        dossier_inspector_filter_free       (DossierInspectorFilter            *self);
GType                       dossier_inspector_filter_list_get_type (void);
DossierInspectorFilterList *dossier_inspector_filter_list_parse (GBytes                            *body,
                                                                 GError                           **error);
DossierInspectorFilterList *dossier_inspector_filter_list_copy  (const DossierInspectorFilterList  *self);
void                        dossier_inspector_filter_list_free  (DossierInspectorFilterList        *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (DossierInspectorFilter, dossier_inspector_filter_free)
G_DEFINE_AUTOPTR_CLEANUP_FUNC (DossierInspectorFilterList, dossier_inspector_filter_list_free)

G_END_DECLS
