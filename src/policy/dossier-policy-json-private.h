// SPDX-FileCopyrightText: The Dossier authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include <glib.h>

G_BEGIN_DECLS

typedef enum
{
  DOSSIER_POLICY_JSON_NULL,
  DOSSIER_POLICY_JSON_BOOLEAN,
  DOSSIER_POLICY_JSON_NUMBER,
  DOSSIER_POLICY_JSON_STRING,
  DOSSIER_POLICY_JSON_ARRAY,
  DOSSIER_POLICY_JSON_OBJECT,
} DossierPolicyJsonType;

/* A JSON value with the place where it starts. @text is the string, or the
 * literal as written for numbers and booleans. Members of an object have @name. */
typedef struct _DossierPolicyJson DossierPolicyJson;
struct _DossierPolicyJson
{
  DossierPolicyJsonType type;
  guint line;
  guint column;
  char *name;
  char *text;
  char *path;
  GPtrArray *items; /* of DossierPolicyJson */
};

DossierPolicyJson *dossier_policy_json_parse  (const char               *text,
                                               gssize                    length,
                                               GError                  **error);
DossierPolicyJson *dossier_policy_json_get    (const DossierPolicyJson  *self,
                                               const char               *name);
gboolean           dossier_policy_json_refuse (const DossierPolicyJson  *at,
                                               GError                  **error,
                                               const char               *format,
                                               ...) G_GNUC_PRINTF (3, 4);
void               dossier_policy_json_free   (DossierPolicyJson        *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (DossierPolicyJson, dossier_policy_json_free)

G_END_DECLS
