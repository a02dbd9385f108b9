// SPDX-FileCopyrightText: The Dossier authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "dossier-filter-field.h"
#include "dossier-filter-parser.h"

G_BEGIN_DECLS

/* What stands, or would stand, at the end of a text. */
typedef enum
{
  DOSSIER_FILTER_EXPECTS_FIELD,
  DOSSIER_FILTER_EXPECTS_OPERATOR,
  DOSSIER_FILTER_EXPECTS_VALUE,
} DossierFilterExpects;

/* @package is the field whose braces are open; @field is then one of their members. */
typedef struct
{
  DossierFilterExpects expects;
  const DossierFilterField *package;
  const DossierFilterField *field;
  gsize start;
} DossierFilterExpectation;

DossierFilter *dossier_filter_parse (const char                *text,
                                     gint64                     now,
                                     DossierFilterExpectation  *expectation,
                                     DossierFilterPlace        *place,
                                     GError                   **error);

G_END_DECLS
