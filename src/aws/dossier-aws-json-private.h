// SPDX-FileCopyrightText: The Dossier authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include <json-glib/json-glib.h>

G_BEGIN_DECLS

/* What the JSON protocols of AWS need beyond typed access. */
void        dossier_aws_json_set_string (JsonObject  *object,
                                         const char  *member,
                                         const char  *value);
void        dossier_aws_json_set_object (JsonObject  *object,
                                         const char  *member,
                                         JsonObject  *value);
GBytes     *dossier_aws_json_to_bytes   (JsonObject  *object);
JsonObject *dossier_aws_json_parse      (GBytes      *body,
                                         GError     **error);
gboolean    dossier_aws_json_get_text   (JsonObject  *object,
                                         const char  *member,
                                         char       **text,
                                         GError     **error);
gboolean    dossier_aws_json_need_text  (JsonObject  *object,
                                         const char  *member,
                                         char       **text,
                                         GError     **error);

G_END_DECLS
