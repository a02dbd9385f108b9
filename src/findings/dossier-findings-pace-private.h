// SPDX-FileCopyrightText: The Dossier authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* How many requests may be on their way at once: half as many after a refusal for
 * their number, and one more after each round that went well. */
typedef struct
{
  guint most;      /* never more than that */
  guint limit;     /* from 1 to @most */
  guint n_good;    /* answers in a row that were good */
} DossierFindingsPace;

void     dossier_findings_pace_init      (DossierFindingsPace *self,
                                          guint                most);
void     dossier_findings_pace_good      (DossierFindingsPace *self);
void     dossier_findings_pace_throttled (DossierFindingsPace *self);
guint    dossier_findings_pace_delay     (guint                n_refusals);

G_END_DECLS
