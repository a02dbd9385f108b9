// SPDX-FileCopyrightText: The Dossier authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include <gio/gio.h>
#include <libdex.h>

G_BEGIN_DECLS

/**
 * DossierOnceFunc:
 * @owner: whose work it is
 * @cancellable: cancelled when nobody waits any more
 *
 * Returns: (transfer full): the future of a fiber that does the work
 */
typedef DexFuture *(*DossierOnceFunc) (gpointer      owner,
                                       GCancellable *cancellable);

/* Work that is done once however many wait for it. Who gives up does not take it from
 * the others; the last one ends it.
 */
typedef struct _DossierOnce DossierOnce;

DossierOnce *dossier_once_new  (GType           type,
                                DossierOnceFunc func);
void         dossier_once_free (DossierOnce    *self);
DexFuture   *dossier_once_wait (DossierOnce    *self,
                                GObject        *owner,
                                GCancellable   *cancellable);

G_END_DECLS
