// SPDX-FileCopyrightText: The Dossier authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "config.h"

#include "dossier-clock.h"

G_DEFINE_TYPE (DossierClock, dossier_clock, G_TYPE_OBJECT)

struct _DossierFakeClock
{
  DossierClock parent_instance;

  GMutex mutex;
  gint64 now;
  guint64 slept;
};

G_DEFINE_FINAL_TYPE (DossierFakeClock, dossier_fake_clock, DOSSIER_TYPE_CLOCK)

static gint64
dossier_clock_real_now (DossierClock *)
{
  return g_get_real_time ();
}

static DexFuture *
dossier_clock_real_sleep (DossierClock *,
                          guint msec)
{
  return dex_timeout_new_msec (msec);
}

static void
dossier_clock_class_init (DossierClockClass *klass)
{
  klass->now = dossier_clock_real_now;
  klass->sleep = dossier_clock_real_sleep;
}

static void
dossier_clock_init (DossierClock *)
{
}

static gint64
dossier_fake_clock_now (DossierClock *clock)
{
  DossierFakeClock *self = DOSSIER_FAKE_CLOCK (clock);
  g_autoptr(GMutexLocker) locker = g_mutex_locker_new (&self->mutex);

  return self->now;
}

static DexFuture *
dossier_fake_clock_sleep (DossierClock *clock,
                          guint         msec)
{
  DossierFakeClock *self = DOSSIER_FAKE_CLOCK (clock);
  g_autoptr(GMutexLocker) locker = g_mutex_locker_new (&self->mutex);

  self->now += (gint64) msec * 1000;
  self->slept += msec;

  /* One turn of the main loop still passes, as it would for a real timer. */
  return dex_timeout_new_msec (0);
}

static void
dossier_fake_clock_finalize (GObject *object)
{
  DossierFakeClock *self = DOSSIER_FAKE_CLOCK (object);

  g_mutex_clear (&self->mutex);

  G_OBJECT_CLASS (dossier_fake_clock_parent_class)->finalize (object);
}

static void
dossier_fake_clock_class_init (DossierFakeClockClass *klass)
{
  DossierClockClass *clock_class = DOSSIER_CLOCK_CLASS (klass);

  G_OBJECT_CLASS (klass)->finalize = dossier_fake_clock_finalize;
  clock_class->now = dossier_fake_clock_now;
  clock_class->sleep = dossier_fake_clock_sleep;
}

static void
dossier_fake_clock_init (DossierFakeClock *self)
{
  g_mutex_init (&self->mutex);
}

/**
 * dossier_clock_get_system:
 *
 * Returns: (transfer none): the clock of this computer
 */
DossierClock *
dossier_clock_get_system (void)
{
  static DossierClock *system_clock;

  if (g_once_init_enter_pointer (&system_clock))
    g_once_init_leave_pointer (&system_clock, g_object_new (DOSSIER_TYPE_CLOCK, NULL));

  return system_clock;
}

/**
 * dossier_clock_now:
 * @self: a clock
 *
 * May be called from any thread.
 *
 * Returns: microseconds since 1970-01-01 00:00 UTC
 */
gint64
dossier_clock_now (DossierClock *self)
{
  g_return_val_if_fail (DOSSIER_IS_CLOCK (self), 0);

  return DOSSIER_CLOCK_GET_CLASS (self)->now (self);
}

/**
 * dossier_clock_sleep:
 * @self: a clock
 * @msec: milliseconds
 *
 * A leaf to wait for. Like every timer of libdex it completes by *rejecting*,
 * with %DEX_ERROR_TIMED_OUT; dossier_await_sleep() knows that.
 *
 * Returns: (transfer full): a future that ends when the time has passed
 */
DexFuture *
dossier_clock_sleep (DossierClock *self,
                     guint         msec)
{
  g_return_val_if_fail (DOSSIER_IS_CLOCK (self), NULL);

  return DOSSIER_CLOCK_GET_CLASS (self)->sleep (self, msec);
}

/**
 * dossier_fake_clock_new:
 * @now: microseconds since 1970-01-01 00:00 UTC
 *
 * A clock for tests: it stands still, and sleeping moves it forward at once.
 *
 * Returns: (transfer full): a clock
 */
DossierClock *
dossier_fake_clock_new (gint64 now)
{
  DossierFakeClock *self = g_object_new (DOSSIER_TYPE_FAKE_CLOCK, NULL);

  self->now = now;
  return DOSSIER_CLOCK (self);
}

/**
 * dossier_fake_clock_advance:
 * @self: a clock
 * @usec: microseconds to move by; may be negative
 */
void
dossier_fake_clock_advance (DossierFakeClock *self,
                            gint64            usec)
{
  g_return_if_fail (DOSSIER_IS_FAKE_CLOCK (self));

  g_mutex_lock (&self->mutex);
  self->now += usec;
  g_mutex_unlock (&self->mutex);
}

/**
 * dossier_fake_clock_get_slept:
 * @self: a clock
 *
 * Returns: the milliseconds that were asked of dossier_clock_sleep() so far
 */
guint64
dossier_fake_clock_get_slept (DossierFakeClock *self)
{
  g_return_val_if_fail (DOSSIER_IS_FAKE_CLOCK (self), 0);

  g_autoptr(GMutexLocker) locker = g_mutex_locker_new (&self->mutex);
  return self->slept;
}
