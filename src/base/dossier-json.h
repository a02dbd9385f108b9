// SPDX-FileCopyrightText: The Dossier authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include <json-glib/json-glib.h>

G_BEGIN_DECLS

/* Typed access to JSON that others wrote. A member that is absent or null
 * is absent; a member of another type is an error, never a default.
 */
JsonNode   *dossier_json_parse        (const char  *text,
                                       gssize       length,
                                       GError     **error);
JsonObject *dossier_json_parse_object (const char  *text,
                                       gssize       length,
                                       GError     **error);
gboolean    dossier_json_has_nul      (const char  *text,
                                       gsize        length);
char       *dossier_json_to_text      (JsonNode    *node,
                                       gboolean     pretty);
char       *dossier_json_object_to_text (JsonObject *object,
                                         gboolean    pretty);

const char *dossier_json_need_string  (JsonObject  *object,
                                       const char  *member,
                                       GError     **error);
gboolean    dossier_json_get_string   (JsonObject  *object,
                                       const char  *member,
                                       const char **value,
                                       GError     **error);
gboolean    dossier_json_get_int64    (JsonObject  *object,
                                       const char  *member,
                                       gint64      *value,
                                       gboolean    *present,
                                       GError     **error);
gboolean    dossier_json_get_double   (JsonObject  *object,
                                       const char  *member,
                                       double      *value,
                                       gboolean    *present,
                                       GError     **error);
gboolean    dossier_json_get_boolean  (JsonObject  *object,
                                       const char  *member,
                                       gboolean    *value,
                                       gboolean    *present,
                                       GError     **error);
gboolean    dossier_json_get_object   (JsonObject  *object,
                                       const char  *member,
                                       JsonObject **value,
                                       GError     **error);
gboolean    dossier_json_get_array    (JsonObject  *object,
                                       const char  *member,
                                       JsonArray  **value,
                                       GError     **error);

G_END_DECLS
