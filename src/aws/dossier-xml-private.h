// SPDX-FileCopyrightText: The Dossier authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include <glib.h>
#include <libxml/tree.h>

G_BEGIN_DECLS

/* Access to the XML of S3, IAM and STS. Names are compared without their
 * namespace; elements nobody knows are passed over.
 */
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

G_DEFINE_AUTOPTR_CLEANUP_FUNC (xmlDoc, xmlFreeDoc)

G_END_DECLS
