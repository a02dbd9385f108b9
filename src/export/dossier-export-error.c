// SPDX-FileCopyrightText: The Dossier authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "config.h"

#include "dossier-export-error.h"

G_DEFINE_QUARK (dossier-export-error-quark, dossier_export_error)
