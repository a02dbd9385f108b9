// SPDX-FileCopyrightText: The Dossier authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include <json-glib/json-glib.h>

G_BEGIN_DECLS

/* A plain structure whose members a table describes, so that reading, writing
 * and freeing need no code of their own for each type.
 */
typedef enum
{
  DOSSIER_DEMO_FIELD_TEXT,       /* char *, must be there */
  DOSSIER_DEMO_FIELD_MAYBE_TEXT, /* char *, may be NULL */
  DOSSIER_DEMO_FIELD_TEXTS,      /* GStrv, may be NULL */
  DOSSIER_DEMO_FIELD_NUMBER,     /* gint64, 0 when absent */
  DOSSIER_DEMO_FIELD_FLAG,       /* gboolean */
} DossierDemoFieldKind;

typedef struct
{
  const char *name;
  DossierDemoFieldKind kind;
  gsize offset;
} DossierDemoField;

typedef struct
{
  const char *name; /* the member of the world's file that holds a list of them */
  gsize size;
  gsize list;       /* where the world keeps its GPtrArray of them */
  const DossierDemoField *fields;
  gsize n_fields;
} DossierDemoRecordType;

gpointer    dossier_demo_record_read  (const DossierDemoRecordType  *type,
                                       JsonObject                   *object,
                                       GError                      **error);
JsonObject *dossier_demo_record_write (const DossierDemoRecordType  *type,
                                       gconstpointer                 record);
void        dossier_demo_record_free  (const DossierDemoRecordType  *type,
                                       gpointer                      record);

G_END_DECLS
