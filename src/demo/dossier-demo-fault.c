// SPDX-FileCopyrightText: The Dossier authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "config.h"

#include "dossier-demo-call-private.h"

/* RFC 6585, section 4. */
#define STATUS_TOO_MANY_REQUESTS 429u

/* How often a call gets through, and how many pages keys are good for. */
#define EVERY 3
#define PAGES 3

/* Whether a call of Inspector fails before it is looked at. A refusal is answered
 * here. */
gboolean
dossier_demo_fault_refuses (DossierDemoCall *call)
{
  DossierDemoFaults *faults = call->faults;
  guint n = ++faults->n_calls;

  if (faults->fault == DOSSIER_DEMO_FAULT_THROTTLING && n % EVERY == 0)
    {
      dossier_demo_call_set_header (call, "Retry-After", "1");
      dossier_demo_call_refuse (call, STATUS_TOO_MANY_REQUESTS, "ThrottlingException", "Rate exceeded");
    }
  else if (faults->fault == DOSSIER_DEMO_FAULT_SERVER_ERRORS && n % EVERY != 0)
    {
      dossier_demo_call_refuse (call, SOUP_STATUS_INTERNAL_SERVER_ERROR, "InternalServerException",
                                "We encountered an internal error. Please try again.");
    }
  else
    {
      return FALSE;
    }
  return TRUE;
}

/* Whether the caller's keys have expired while it was reading. A refusal is
 * answered here; other keys, such as those of a new session, are good for ever. */
gboolean
dossier_demo_fault_expires (DossierDemoCall *call)
{
  DossierDemoFaults *faults = call->faults;
  const char *key = call->caller.credential->access_key_id;

  if (faults->fault != DOSSIER_DEMO_FAULT_EXPIRY)
    return FALSE;
  if (faults->access_key_id == NULL)
    faults->access_key_id = g_strdup (key);
  if (!g_str_equal (faults->access_key_id, key) || ++faults->n_pages <= PAGES)
    return FALSE;
  dossier_demo_call_refuse (call, SOUP_STATUS_FORBIDDEN, "ExpiredTokenException",
                            "The security token included in the request is expired");
  return TRUE;
}
