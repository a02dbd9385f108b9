// SPDX-FileCopyrightText: The Dossier authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "aws-test.h"

G_BEGIN_DECLS

/* An Inspector that says what a test wrote down: @pages in their order, the
 * last one again and again; a status of its own for one of them. */
typedef struct
{
  const char *const *pages;    /* answers of ListFindings, ended by NULL */
  guint status;                /* of the page numbered @status_at, from 1; the others are 200 */
  guint status_at;
  const char *const *counts;   /* answers of ListFindingAggregations; NULL: denied */
  char *(*make_page) (guint number); /* instead of @pages */
  int n_pages;                 /* how many were asked for, atomic */
  int n_counts;
} TestInspector;

void test_inspector_answer (SoupServerMessage *message,
                            guint              number,
                            gpointer           data);

G_END_DECLS
