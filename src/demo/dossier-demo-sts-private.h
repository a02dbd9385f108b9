// SPDX-FileCopyrightText: The Dossier authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include <libsoup/soup.h>

G_BEGIN_DECLS

void dossier_demo_sts_answer (SoupServerMessage *message,
                              const char        *account_id,
                              const char        *user_arn,
                              const char        *user_id);
void dossier_demo_sts_refuse (SoupServerMessage *message,
                              guint              status,
                              const char        *code,
                              const char        *text);

G_END_DECLS
