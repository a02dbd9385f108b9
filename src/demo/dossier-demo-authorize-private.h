// SPDX-FileCopyrightText: The Dossier authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "dossier-demo-call-private.h"

G_BEGIN_DECLS

/* What a caller wants to do to something that may have a policy of its own. */
typedef struct
{
  const char *action;
  const char *resource;        /* ARN, or * */
  const char *resource_policy; /* nullable */
  const char *owner;           /* nullable: the resource's account; NULL: the caller's */
  gboolean policy_decides;     /* a KMS key: without its policy, identity policies say nothing */
  const char *const *context;  /* nullable: keys and values in turn, ending with NULL */
} DossierDemoWish;

gboolean dossier_demo_authorize        (DossierDemoCall        *call,
                                        const DossierDemoWish  *wish,
                                        char                  **reason);
gboolean dossier_demo_policy_allows    (const char             *policy,
                                        const char             *service,
                                        const char             *action,
                                        const char             *resource,
                                        const char *const      *context);
char    *dossier_demo_denied_text      (DossierDemoCall        *call,
                                        const char             *action,
                                        const char             *resource,
                                        gboolean                quoted,
                                        const char             *reason);

G_END_DECLS
