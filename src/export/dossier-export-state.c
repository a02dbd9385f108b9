// SPDX-FileCopyrightText: The Dossier authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "config.h"

#include "dossier-export-state.h"

G_DEFINE_ENUM_TYPE (DossierExportState, dossier_export_state,
                    G_DEFINE_ENUM_VALUE (DOSSIER_EXPORT_STATE_PLANNED, "planned"),
                    G_DEFINE_ENUM_VALUE (DOSSIER_EXPORT_STATE_STARTING, "starting"),
                    G_DEFINE_ENUM_VALUE (DOSSIER_EXPORT_STATE_WAITING, "waiting"),
                    G_DEFINE_ENUM_VALUE (DOSSIER_EXPORT_STATE_FETCHING, "fetching"),
                    G_DEFINE_ENUM_VALUE (DOSSIER_EXPORT_STATE_VERIFYING, "verifying"),
                    G_DEFINE_ENUM_VALUE (DOSSIER_EXPORT_STATE_DONE, "done"),
                    G_DEFINE_ENUM_VALUE (DOSSIER_EXPORT_STATE_FAILED, "failed"),
                    G_DEFINE_ENUM_VALUE (DOSSIER_EXPORT_STATE_CANCELLED, "cancelled"))

#define TO(state) (1u << DOSSIER_EXPORT_STATE_##state)

/* The only changes of state that there are. Two lead back. STARTING to PLANNED
 * is for a report that certainly does not exist: AWS refused it, or a search
 * found none after the time in which the request could still arrive. VERIFYING
 * to FETCHING reads the same object again. From WAITING on a report exists, so
 * nothing leads from there to where one is asked for.
 */
static const struct
{
  const char *text;
  guint next;
} states[DOSSIER_EXPORT_N_STATES] = {
  [DOSSIER_EXPORT_STATE_PLANNED] = { "planned", TO (STARTING) | TO (FAILED) | TO (CANCELLED) },
  [DOSSIER_EXPORT_STATE_STARTING] = { "starting", TO (PLANNED) | TO (WAITING) | TO (FAILED) | TO (CANCELLED) },
  [DOSSIER_EXPORT_STATE_WAITING] = { "waiting", TO (FETCHING) | TO (DONE) | TO (FAILED) | TO (CANCELLED) },
  [DOSSIER_EXPORT_STATE_FETCHING] = { "fetching", TO (VERIFYING) | TO (FAILED) | TO (CANCELLED) },
  [DOSSIER_EXPORT_STATE_VERIFYING] = { "verifying", TO (FETCHING) | TO (DONE) | TO (FAILED) | TO (CANCELLED) },
  [DOSSIER_EXPORT_STATE_DONE] = { "done", 0 },
  [DOSSIER_EXPORT_STATE_FAILED] = { "failed", 0 },
  [DOSSIER_EXPORT_STATE_CANCELLED] = { "cancelled", 0 },
};

/**
 * dossier_export_state_may_follow:
 * @from: the present state
 * @to: another
 *
 * Returns: whether a run may go from @from to @to
 */
gboolean
dossier_export_state_may_follow (DossierExportState from,
                                 DossierExportState to)
{
  return (states[from].next & (1u << to)) != 0;
}

/**
 * dossier_export_state_is_final:
 * @state: a state
 *
 * Returns: whether nothing follows it
 */
gboolean
dossier_export_state_is_final (DossierExportState state)
{
  return states[state].next == 0;
}

/**
 * dossier_export_state_to_text:
 * @state: a state
 *
 * Returns: (transfer none): its name in files and machine output
 */
const char *
dossier_export_state_to_text (DossierExportState state)
{
  return states[state].text;
}

/**
 * dossier_export_state_from_text:
 * @text: a name from a file
 * @state: (out): the state
 *
 * Returns: whether @text names a state
 */
gboolean
dossier_export_state_from_text (const char         *text,
                                DossierExportState *state)
{
  for (guint i = 0; i < DOSSIER_EXPORT_N_STATES; i++)
    if (g_str_equal (states[i].text, text))
      {
        *state = (DossierExportState) i;
        return TRUE;
      }
  return FALSE;
}
