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
  DOSSIER_POLICY_JSON_KNOWN, /* a text that the reader of the document knows; not looked into */
} DossierPolicyJsonType;

typedef struct _DossierPolicyDocument DossierPolicyDocument;

/* A JSON value and its bytes in the document, from @start to before @end; a member with its
 * name begins at @begin. @text is the
 * string, or the literal as written for numbers and booleans. Members of an object have
 * @name. All of it lives as long as the document. */
typedef struct _DossierPolicyJson DossierPolicyJson;
struct _DossierPolicyJson
{
  DossierPolicyJsonType type;
  guint index;
  guint n_items;
  gsize begin;
  gsize start;
  gsize end;
  const char *name;
  const char *text;
  const DossierPolicyDocument *document;
  const DossierPolicyJson *parent;
  DossierPolicyJson *first;
  DossierPolicyJson *last;
  DossierPolicyJson *next;
};

/* Texts that a document may hold as they are, to be told apart without reading them again. */
typedef struct
{
  const char *text;
  gsize length;
} DossierPolicyKnown;

DossierPolicyDocument   *dossier_policy_document_new      (void);
void                     dossier_policy_document_free     (DossierPolicyDocument        *self);
const DossierPolicyJson *dossier_policy_document_read     (DossierPolicyDocument        *self,
                                                           const char                   *text,
                                                           gsize                         length,
                                                           const DossierPolicyKnown     *known,
                                                           gsize                         n_known,
                                                           GError                      **error);
const char              *dossier_policy_document_get_text (const DossierPolicyDocument  *self,
                                                           gsize                        *length);
void                     dossier_policy_document_keep_text (DossierPolicyDocument       *self);
gpointer                 dossier_policy_document_alloc    (DossierPolicyDocument        *self,
                                                           gsize                         size);

const DossierPolicyJson *dossier_policy_json_get          (const DossierPolicyJson      *self,
                                                           const char                   *name);
char                    *dossier_policy_json_get_path     (const DossierPolicyJson      *self);
void                     dossier_policy_json_get_place    (const DossierPolicyJson      *self,
                                                           guint                        *line,
                                                           guint                        *column);
gboolean                 dossier_policy_json_refuse       (const DossierPolicyJson      *at,
                                                           GError                      **error,
                                                           const char                   *format,
                                                           ...) G_GNUC_PRINTF (3, 4);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (DossierPolicyDocument, dossier_policy_document_free)

G_END_DECLS
