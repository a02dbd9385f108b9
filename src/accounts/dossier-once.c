// SPDX-FileCopyrightText: The Dossier authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "config.h"

#include "dossier-fiber.h"
#include "dossier-once-private.h"

struct _DossierOnce
{
  GType type;
  DossierOnceFunc func;

  /* The work under way, if any, and how many wait for it. */
  DexPromise *answer;
  GCancellable *cancellable;
  guint n_waiting;
};

/* What a fiber holds on to: the work may be given up, and begun anew, meanwhile. The
 * owner has the work, so a reference to it is enough.
 */
typedef struct
{
  DossierOnce *once;
  GObject *owner;
  DexPromise *answer;
  GCancellable *cancellable;
} Part;

static Part *
part_new (DossierOnce  *once,
          GObject      *owner,
          GCancellable *cancellable)
{
  Part *part = g_new0 (Part, 1);

  part->once = once;
  part->owner = g_object_ref (owner);
  part->answer = dex_ref (once->answer);
  g_set_object (&part->cancellable, cancellable);
  return part;
}

static void
part_free (gpointer data)
{
  Part *part = data;

  g_object_unref (part->owner);
  dex_unref (part->answer);
  g_clear_object (&part->cancellable);
  g_free (part);
}

static void
forget (DossierOnce *self)
{
  dex_clear (&self->answer);
  g_clear_object (&self->cancellable);
  self->n_waiting = 0;
}

static DexFuture *
work_fiber (gpointer data)
{
  Part *part = data;
  GError *error = NULL;
  gpointer value = dossier_await_child_boxed (part->once->func (part->owner, part->cancellable), &error);

  if (part->once->answer == part->answer)
    forget (part->once);
  if (value != NULL)
    dex_promise_resolve_boxed (part->answer, part->once->type, value);
  else
    dex_promise_reject (part->answer, error);
  return dex_future_new_true ();
}

static DexFuture *
wait_fiber (gpointer data)
{
  Part *part = data;
  DossierOnce *self = part->once;
  GError *error = NULL;
  gpointer value = dossier_await_leaf_boxed (dex_ref (DEX_FUTURE (part->answer)), part->cancellable,
                                             DOSSIER_NO_TIMEOUT, &error);

  if (self->answer == part->answer && --self->n_waiting == 0)
    {
      g_cancellable_cancel (self->cancellable);
      forget (self);
    }
  return value != NULL ? dex_future_new_take_boxed (self->type, value) : dex_future_new_for_error (error);
}

/**
 * dossier_once_new:
 * @type: the boxed type of what the work gives
 * @func: begins the work
 *
 * Returns: (transfer full): work that nobody waits for yet
 */
DossierOnce *
dossier_once_new (GType           type,
                  DossierOnceFunc func)
{
  DossierOnce *self = g_new0 (DossierOnce, 1);

  self->type = type;
  self->func = func;
  return self;
}

/**
 * dossier_once_free:
 * @self: (transfer full): work, in the finalizer of its owner
 */
void
dossier_once_free (DossierOnce *self)
{
  forget (self);
  g_free (self);
}

/**
 * dossier_once_wait:
 * @self: work
 * @owner: who has @self
 * @cancellable: (nullable): ends this wait
 *
 * Begins the work if nobody waits for it so far.
 *
 * Returns: (transfer full): a future of what the work gives; rejects as it does
 */
DexFuture *
dossier_once_wait (DossierOnce  *self,
                   GObject      *owner,
                   GCancellable *cancellable)
{
  if (self->answer == NULL)
    {
      self->answer = dex_promise_new ();
      self->cancellable = g_cancellable_new ();
      dex_future_disown (dossier_fiber_spawn (work_fiber, part_new (self, owner, self->cancellable), part_free));
    }
  self->n_waiting++;
  return dossier_fiber_spawn (wait_fiber, part_new (self, owner, cancellable), part_free);
}
