// SPDX-FileCopyrightText: The Dossier authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "dossier-credentials.h"

G_BEGIN_DECLS

DossierCredentials *dossier_sts_parse_assumed_role  (GBytes  *body,
                                                     GError **error);
DossierCredentials *dossier_sts_parse_session_token (GBytes  *body,
                                                     GError **error);

G_END_DECLS
