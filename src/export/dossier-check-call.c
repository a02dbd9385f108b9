// SPDX-FileCopyrightText: The Dossier authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "config.h"

#include <string.h>

#include "dossier-check-call.h"

/* Where CloudTrail's name is not that of the operation, or a trail does not
 * record the call unless it is told to: “Amazon S3 CloudTrail events” of the S3
 * user guide.
 */
static const struct
{
  const char *call;
  const char *event; /* nullable: the operation's */
  gboolean is_data_event;
} special[] = {
  { "s3:GetPublicAccessBlock", "GetBucketPublicAccessBlock", FALSE },
  { "s3:PutPublicAccessBlock", "PutBucketPublicAccessBlock", FALSE },
  { "s3:HeadBucket", NULL, TRUE },
  { "s3:ListObjectsV2", "ListObjects", TRUE },
  { "s3:GetObject", NULL, TRUE },
};

/**
 * dossier_check_call_new:
 * @call: a service and an operation of it, `s3:ListObjectsV2`
 *
 * Returns: (transfer full): the trace it leaves
 */
DossierCheckCall *
dossier_check_call_new (const char *call)
{
  DossierCheckCall *self = g_new0 (DossierCheckCall, 1);
  const char *colon = strchr (call, ':');

  self->source = g_strdup_printf ("%.*s.amazonaws.com", (int) (colon - call), call);
  for (gsize i = 0; i < G_N_ELEMENTS (special); i++)
    if (g_str_equal (special[i].call, call))
      {
        self->event = g_strdup (special[i].event);
        self->is_data_event = special[i].is_data_event;
      }
  if (self->event == NULL)
    self->event = g_strdup (colon + 1);
  return self;
}

/**
 * dossier_check_call_free:
 * @self: (transfer full): a trace
 */
void
dossier_check_call_free (DossierCheckCall *self)
{
  g_free (self->source);
  g_free (self->event);
  g_free (self);
}
