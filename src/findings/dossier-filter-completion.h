// SPDX-FileCopyrightText: The Dossier authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "dossier-filter-field.h"

G_BEGIN_DECLS

/**
 * DossierFilterExpects:
 * @DOSSIER_FILTER_EXPECTS_FIELD: the name of a field, or of a package's member
 * @DOSSIER_FILTER_EXPECTS_OPERATOR: what stands between a name and its values
 * @DOSSIER_FILTER_EXPECTS_VALUE: a value
 *
 * What a place in the text of a filter is for.
 */
typedef enum
{
  DOSSIER_FILTER_EXPECTS_FIELD,
  DOSSIER_FILTER_EXPECTS_OPERATOR,
  DOSSIER_FILTER_EXPECTS_VALUE,
} DossierFilterExpects;

/**
 * DossierFilterCompletion:
 * @expects: what the cursor is in, or behind
 * @field: (nullable): whose operator or value it is
 * @package: (nullable): the field whose braces are open there
 * @start: bytes before what a candidate replaces
 * @end: bytes before the cursor, where that ends
 * @candidates: (array zero-terminated=1): what may stand there and begins, or for names
 *   at least goes on, with what stands there; values that only findings know are not here
 *
 * What could be typed at a cursor.
 */
typedef struct
{
  DossierFilterExpects expects;
  const DossierFilterField *field;
  const DossierFilterField *package;
  gsize start;
  gsize end;
  char **candidates;
} DossierFilterCompletion;

DossierFilterCompletion *dossier_filter_complete        (const char               *text,
                                                         gsize                     cursor);
void                     dossier_filter_completion_free (DossierFilterCompletion  *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (DossierFilterCompletion, dossier_filter_completion_free)

G_END_DECLS
