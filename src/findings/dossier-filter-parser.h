// SPDX-FileCopyrightText: The Dossier authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "dossier-filter.h"

G_BEGIN_DECLS

/* The text form of a filter:
 *
 *   severity=CRITICAL,HIGH severity!=LOW    is one of, is none of
 *   title=CVE-2026* title="a, b"*           begins with; quotation marks, \" and \\ as in JSON
 *   inspectorScore>=7 epssScore=0.1..0.5    at least (also <=), from..to, 7..  and ..9
 *   firstObservedAt>=-30d                   30 days ago (min, h, d, w), now, today,
 *   updatedAt=2026-11-01..2026-11-30        days and times, in UTC
 *   resourceTags=team,env=prod              the tag is there, the tag has this value
 *   portRange=22,8000..8100
 *   vulnerablePackages={name=openssl version=3.0* epoch=0..1}
 *
 * What is separated by space must all hold; what is separated by commas are alternatives.
 */

/**
 * DossierFilterPlace:
 * @offset: bytes before it
 * @line: from 1
 * @column: in characters, from 1
 *
 * Where in a text something is.
 */
typedef struct
{
  gsize offset;
  guint line;
  guint column;
} DossierFilterPlace;

DossierFilter *dossier_filter_from_text (const char           *text,
                                         gint64                now,
                                         DossierFilterPlace   *place,
                                         GError              **error);
char          *dossier_filter_to_text   (const DossierFilter  *self);

G_END_DECLS
