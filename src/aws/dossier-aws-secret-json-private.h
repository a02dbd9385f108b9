// SPDX-FileCopyrightText: The Dossier authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include <json-glib/json-glib.h>
#include <yyjson.h>

#include "dossier-secret.h"

G_BEGIN_DECLS

/* JSON with secrets in it: written and read without leaving copies behind. The
 * members are looked up with typed access, as those of other JSON are.
 */
typedef struct _DossierAwsSecretJson DossierAwsSecretJson;

DossierAwsSecretJson *dossier_aws_secret_json_parse       (GBytes                *body,
                                                           GError               **error);
void                  dossier_aws_secret_json_free        (DossierAwsSecretJson  *self);
yyjson_val           *dossier_aws_secret_json_root        (DossierAwsSecretJson  *self);
gboolean              dossier_aws_secret_json_need_secret (yyjson_val            *object,
                                                           const char            *member,
                                                           DossierSecret        **secret,
                                                           GError               **error);
gboolean              dossier_aws_secret_json_get_secret  (yyjson_val            *object,
                                                           const char            *member,
                                                           DossierSecret        **secret,
                                                           GError               **error);
gboolean              dossier_aws_secret_json_need_text   (yyjson_val            *object,
                                                           const char            *member,
                                                           char                 **text,
                                                           GError               **error);
gboolean              dossier_aws_secret_json_get_text    (yyjson_val            *object,
                                                           const char            *member,
                                                           char                 **text,
                                                           GError               **error);
gboolean              dossier_aws_secret_json_need_number (yyjson_val            *object,
                                                           const char            *member,
                                                           gint64                 most,
                                                           gint64                *number,
                                                           GError               **error);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (DossierAwsSecretJson, dossier_aws_secret_json_free)

/**
 * DossierAwsSecretMember:
 * @name: a member of an object
 * @value: (nullable): its text; %NULL leaves it out
 */
typedef struct
{
  const char *name;
  DossierSecret *value;
} DossierAwsSecretMember;

GBytes *dossier_aws_secret_json_write (JsonObject                   *object,
                                       const DossierAwsSecretMember *members,
                                       gsize                         n_members);

G_END_DECLS
