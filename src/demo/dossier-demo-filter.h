// SPDX-FileCopyrightText: The Dossier authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include <json-glib/json-glib.h>
#include <yyjson.h>

G_BEGIN_DECLS

typedef enum
{
  DOSSIER_DEMO_KIND_STRING,
  DOSSIER_DEMO_KIND_NUMBER,
  DOSSIER_DEMO_KIND_DATE,
  DOSSIER_DEMO_KIND_MAP,
  DOSSIER_DEMO_KIND_PORT,
  DOSSIER_DEMO_KIND_PACKAGE,
} DossierDemoKind;

/**
 * DossierDemoGrain:
 * @DOSSIER_DEMO_BY_FINDING: read off the few bytes kept of a finding
 * @DOSSIER_DEMO_BY_RESOURCE: the same for all findings of a type on a resource
 * @DOSSIER_DEMO_BY_WEAKNESS: the same for all findings of one weakness of a type
 *
 * What a field of made-up findings depends on, so that a verdict about one
 * finding serves many.
 */
typedef enum
{
  DOSSIER_DEMO_BY_FINDING,
  DOSSIER_DEMO_BY_RESOURCE,
  DOSSIER_DEMO_BY_WEAKNESS,
} DossierDemoGrain;

/**
 * DossierDemoCriterion:
 * @name: in FilterCriteria
 * @kind: which conditions it takes
 * @grain: what its values depend on
 * @path: of its values in a finding; arrays on the way stand for all of their elements
 */
typedef struct
{
  const char *name;
  DossierDemoKind kind;
  DossierDemoGrain grain;
  const char *path;
} DossierDemoCriterion;

const DossierDemoCriterion *
         dossier_demo_criterion_find    (const char                  *name);
void     dossier_demo_criterion_collect (const DossierDemoCriterion  *self,
                                         yyjson_val                  *finding,
                                         GPtrArray                   *values);
gboolean dossier_demo_criterion_check   (const DossierDemoCriterion  *self,
                                         const char                  *where,
                                         JsonNode                    *entries,
                                         GError                     **error);
gboolean dossier_demo_criterion_accepts (const DossierDemoCriterion  *self,
                                         JsonArray                   *entries,
                                         GPtrArray                   *values);

gboolean dossier_demo_filter_check      (JsonObject                  *criteria,
                                         GError                     **error);
gboolean dossier_demo_filter_matches    (JsonObject                  *criteria,
                                         yyjson_val                  *finding);

G_END_DECLS
