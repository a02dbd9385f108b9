// SPDX-FileCopyrightText: The Dossier authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "config.h"

#include "dossier-findings-pace-private.h"

#define FIRST_DELAY 1000
#define LONGEST_DELAY 20000

/*
 * dossier_findings_pace_init:
 * @self: what to set up
 * @most: how many requests at the most, 1 or more
 *
 * Begins at full speed: only AWS knows what an account may ask.
 */
void
dossier_findings_pace_init (DossierFindingsPace *self,
                            guint                most)
{
  *self = (DossierFindingsPace) { .most = most, .limit = most };
}

/*
 * dossier_findings_pace_good:
 * @self: the pace
 *
 * A request was answered.
 */
void
dossier_findings_pace_good (DossierFindingsPace *self)
{
  if (++self->n_good < self->limit || self->limit == self->most)
    return;
  self->n_good = 0;
  self->limit++;
}

/*
 * dossier_findings_pace_throttled:
 * @self: the pace
 *
 * A request was refused because there were too many.
 */
void
dossier_findings_pace_throttled (DossierFindingsPace *self)
{
  self->n_good = 0;
  self->limit = MAX (self->limit / 2, 1);
}

/*
 * dossier_findings_pace_delay:
 * @n_refusals: how often a request was refused, from 1
 *
 * Returns: milliseconds to wait before it is made again
 */
guint
dossier_findings_pace_delay (guint n_refusals)
{
  return MIN (FIRST_DELAY << MIN (n_refusals - 1, 8), LONGEST_DELAY);
}
