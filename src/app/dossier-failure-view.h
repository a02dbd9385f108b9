// SPDX-FileCopyrightText: The Dossier authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include <adwaita.h>

G_BEGIN_DECLS

/* A failure as a page: what happened, why and what to do, a button to try
 * again, and AWS's own words one click away.
 *
 * Properties: “title”, “retry-action”, a detailed action name.
 */
#define DOSSIER_TYPE_FAILURE_VIEW (dossier_failure_view_get_type ())
G_DECLARE_FINAL_TYPE (DossierFailureView, dossier_failure_view, DOSSIER, FAILURE_VIEW, AdwBin)

void dossier_failure_view_show (DossierFailureView *self,
                                const char         *title,
                                const GError       *error);

G_END_DECLS
