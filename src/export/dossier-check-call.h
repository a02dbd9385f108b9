// SPDX-FileCopyrightText: The Dossier authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include <glib.h>

G_BEGIN_DECLS

/**
 * DossierCheckCall:
 * @source: CloudTrail's eventSource, `s3.amazonaws.com`
 * @event: CloudTrail's eventName, `ListObjects`
 * @is_data_event: whether only trails that were told to record it
 *
 * The trace that an API call leaves in CloudTrail.
 */
typedef struct
{
  char *source;
  char *event;
  gboolean is_data_event;
} DossierCheckCall;

DossierCheckCall *dossier_check_call_new  (const char       *call);
void              dossier_check_call_free (DossierCheckCall *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (DossierCheckCall, dossier_check_call_free)

G_END_DECLS
