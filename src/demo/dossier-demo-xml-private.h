// SPDX-FileCopyrightText: The Dossier authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include <glib.h>

G_BEGIN_DECLS

GHashTable *dossier_demo_xml_read (GBytes *document);

G_END_DECLS
