// SPDX-FileCopyrightText: The Dossier authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include <gio/gio.h>

#include "dossier-context.h"

G_BEGIN_DECLS

GMenuModel *dossier_account_menu_new (DossierContext *context);

G_END_DECLS
