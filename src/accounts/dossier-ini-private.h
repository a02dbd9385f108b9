// SPDX-FileCopyrightText: The Dossier authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include <glib.h>

G_BEGIN_DECLS

/**
 * DossierIniSection:
 * @name: what stands between the brackets
 * @values: (element-type utf8 utf8): keys in small letters; a value that begins
 *   with a line break is a block of indented lines, see dossier_ini_nested()
 *
 * A section of a file in the dialect of `~/.aws/config`.
 */
typedef struct
{
  char *name;
  GHashTable *values;
} DossierIniSection;

GPtrArray *dossier_ini_parse  (const char  *text,
                               gsize        length,
                               GError     **error);
DossierIniSection *
           dossier_ini_find   (GPtrArray   *sections,
                               const char  *name);
gboolean   dossier_ini_nested (const char  *value,
                               const char  *key,
                               char       **nested,
                               GError     **error);
GStrv      dossier_ini_words  (const char  *name);

G_END_DECLS
