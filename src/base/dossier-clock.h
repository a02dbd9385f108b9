// SPDX-FileCopyrightText: The Dossier authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include <gio/gio.h>
#include <libdex.h>

G_BEGIN_DECLS

/* Time is an argument. Whatever signs, retries, polls or dates something takes
 * a clock, so that a test decides what time it is and never sleeps.
 */
#define DOSSIER_TYPE_CLOCK (dossier_clock_get_type ())
G_DECLARE_DERIVABLE_TYPE (DossierClock, dossier_clock, DOSSIER, CLOCK, GObject)

struct _DossierClockClass
{
  GObjectClass parent_class;

  gint64     (*now)   (DossierClock *self);
  DexFuture *(*sleep) (DossierClock *self,
                       guint         msec);
};

DossierClock *dossier_clock_get_system (void);
gint64        dossier_clock_now        (DossierClock *self);
DexFuture    *dossier_clock_sleep      (DossierClock *self,
                                        guint         msec);

/* A clock that stands still until it is told, or slept on. */
#define DOSSIER_TYPE_FAKE_CLOCK (dossier_fake_clock_get_type ())
G_DECLARE_FINAL_TYPE (DossierFakeClock, dossier_fake_clock, DOSSIER, FAKE_CLOCK, DossierClock)

DossierClock *dossier_fake_clock_new       (gint64            now);
void          dossier_fake_clock_advance   (DossierFakeClock *self,
                                            gint64            usec);
guint64       dossier_fake_clock_get_slept (DossierFakeClock *self);

G_END_DECLS
