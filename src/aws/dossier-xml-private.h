// SPDX-FileCopyrightText: The Dossier authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include <glib.h>
#include <libxml/tree.h>

G_BEGIN_DECLS

/* Access to the XML of S3, IAM and STS. Names are compared without their
 * namespace; elements nobody knows are passed over.
 */
xmlDoc   *dossier_xml_read      (GBytes      *body,
                                 GError     **error);
xmlDoc   *dossier_xml_parse     (GBytes      *body,
                                 const char  *root,
                                 GError     **error);
xmlNode  *dossier_xml_child     (xmlNode     *parent,
                                 const char  *name);
xmlNode  *dossier_xml_next      (xmlNode     *node);
gboolean  dossier_xml_get_text  (xmlNode     *parent,
                                 const char  *name,
                                 char       **value,
                                 GError     **error);
char     *dossier_xml_need_text (xmlNode     *parent,
                                 const char  *name,
                                 GError     **error);
xmlNode  *dossier_xml_need_child (xmlNode    *parent,
                                 const char  *name,
                                 GError     **error);
gboolean  dossier_xml_get_boolean (xmlNode   *parent,
                                 const char  *name,
                                 gboolean    *value,
                                 gboolean    *present,
                                 GError     **error);
gboolean  dossier_xml_get_int64 (xmlNode     *parent,
                                 const char  *name,
                                 gint64      *value,
                                 gboolean    *present,
                                 GError     **error);
gboolean  dossier_xml_get_time  (xmlNode     *parent,
                                 const char  *name,
                                 gint64      *value,
                                 GError     **error);
gboolean  dossier_xml_get_texts (xmlNode     *parent,
                                 const char  *list,
                                 char      ***values,
                                 GError     **error);
xmlNode  *dossier_xml_parse_result (GBytes   *body,
                                 const char  *operation,
                                 xmlDoc     **document,
                                 GError     **error);
gboolean  dossier_xml_get_marker (xmlNode    *result,
                                 char       **marker,
                                 GError     **error);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (xmlDoc, xmlFreeDoc)

G_END_DECLS
