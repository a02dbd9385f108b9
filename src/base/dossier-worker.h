// SPDX-FileCopyrightText: The Dossier authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "dossier-fiber.h"

G_BEGIN_DECLS

/* One thread that does one thing after another, in the order in which it was
 * asked: for what must not be used by two threads at once, a database say.
 */
typedef struct _DossierWorker DossierWorker;

DossierWorker *dossier_worker_new  (void);
DexFuture     *dossier_worker_run  (DossierWorker     *self,
                                    DossierThreadFunc  func,
                                    gpointer           data,
                                    GDestroyNotify     destroy,
                                    GType              result_type);
void           dossier_worker_free (DossierWorker     *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (DossierWorker, dossier_worker_free)

G_END_DECLS
