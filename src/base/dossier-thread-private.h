// SPDX-FileCopyrightText: The Dossier authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "dossier-fiber.h"

G_BEGIN_DECLS

GThreadPool *dossier_thread_pool_new  (guint              n_threads,
                                       gboolean           exclusive);
DexFuture   *dossier_thread_pool_push (GThreadPool       *pool,
                                       DossierThreadFunc  func,
                                       gpointer           data,
                                       GDestroyNotify     destroy,
                                       GType              result_type);

G_END_DECLS
