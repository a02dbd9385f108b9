// SPDX-FileCopyrightText: The Dossier authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* A variable that is set to nothing is how shells take one away. */
static inline const char *
dossier_setting_look_up (char       **environment,
                         const char  *name)
{
  const char *value = g_environ_getenv (environment, name);

  return value != NULL && *value != '\0' ? value : NULL;
}

/* The only word for yes that the AWS CLI and all SDKs agree on. */
static inline gboolean
dossier_setting_is_true (const char *text)
{
  return text != NULL && g_ascii_strcasecmp (text, "true") == 0;
}

G_END_DECLS
