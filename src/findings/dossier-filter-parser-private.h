// SPDX-FileCopyrightText: The Dossier authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "dossier-filter-completion.h"
#include "dossier-filter-parser.h"

G_BEGIN_DECLS

/* @package is the field whose braces are open; @field is then one of their members. */
typedef struct
{
  DossierFilterExpects expects;
  const DossierFilterField *package;
  const DossierFilterField *field;
  gsize start;
} DossierFilterExpectation;

char         **dossier_filter_operators (const DossierFilterField *field);
DossierFilter *dossier_filter_parse (const char                *text,
                                     gint64                     now,
                                     DossierFilterExpectation  *expectation,
                                     DossierFilterPlace        *place,
                                     GError                   **error);

G_END_DECLS
