// SPDX-FileCopyrightText: The Dossier authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "config.h"

#include <glib/gi18n.h>

#include "dossier-property-row.h"
#include "dossier-report-row.h"
#include "dossier-text.h"

/* By DossierExportState: where a run stands, and the mark of it. */
static const struct
{
  const char *text;
  const char *icon;
} states[DOSSIER_EXPORT_N_STATES] = {
  [DOSSIER_EXPORT_STATE_PLANNED] = { N_("not begun"), "content-loading-symbolic" },
  [DOSSIER_EXPORT_STATE_STARTING] = { N_("being asked for"), "content-loading-symbolic" },
  [DOSSIER_EXPORT_STATE_WAITING] = { N_("Inspector writes it"), "content-loading-symbolic" },
  [DOSSIER_EXPORT_STATE_FETCHING] = { N_("being fetched"), "content-loading-symbolic" },
  [DOSSIER_EXPORT_STATE_VERIFYING] = { N_("being proved"), "content-loading-symbolic" },
  [DOSSIER_EXPORT_STATE_DONE] = { N_("whole"), "object-select-symbolic" },
  [DOSSIER_EXPORT_STATE_FAILED] = { N_("failed"), "dialog-warning-symbolic" },
  [DOSSIER_EXPORT_STATE_CANCELLED] = { N_("cancelled"), "process-stop-symbolic" },
};

static void
add_button (GtkWidget  *row,
            const char *icon,
            const char *label,
            const char *action,
            const char *target)
{
  GtkWidget *button = icon != NULL ? gtk_button_new_from_icon_name (icon)
                                   : gtk_button_new_with_mnemonic (label);

  if (icon != NULL)
    {
      gtk_widget_set_tooltip_text (button, label);
      gtk_widget_add_css_class (button, "flat");
    }
  gtk_widget_set_valign (button, GTK_ALIGN_CENTER);
  gtk_actionable_set_action_name (GTK_ACTIONABLE (button), action);
  gtk_actionable_set_action_target (GTK_ACTIONABLE (button), "s", target);
  adw_expander_row_add_suffix (ADW_EXPANDER_ROW (row), button);
}

static void
add_fact (GtkWidget  *row,
          const char *name,
          const char *value)
{
  if (value == NULL || value[0] == '\0')
    return;

  adw_expander_row_add_row (ADW_EXPANDER_ROW (row), dossier_property_row_new (name, value));
}

static char *
summarise (const DossierExportRecord *record)
{
  g_autofree char *findings = NULL;

  if (record->n_findings < 0)
    /* Translators: “CSV · failed” */
    return g_strdup_printf (_("%s · %s"), record->plan->format, _(states[record->state].text));

  findings = dossier_text_findings (record->n_findings);
  /* Translators: “4,213 findings · CSV · whole” */
  return g_strdup_printf (_("%s · %s · %s"), findings, record->plan->format, _(states[record->state].text));
}

/**
 * dossier_report_row_new:
 * @record: an export
 *
 * Returns: (transfer floating): a row that tells of it, with what can be done
 */
GtkWidget *
dossier_report_row_new (const DossierExportRecord *record)
{
  g_autofree char *title = dossier_text_date_time (record->started);
  g_autofree char *subtitle = summarise (record);
  g_autofree char *object =
      g_strdup_printf ("s3://%s/%s", record->plan->bucket,
                       record->object_key != NULL ? record->object_key
                       : record->plan->prefix != NULL ? record->plan->prefix : "");
  GtkWidget *row = g_object_new (ADW_TYPE_EXPANDER_ROW, "use-markup", FALSE, NULL);
  GtkWidget *mark = gtk_image_new_from_icon_name (states[record->state].icon);

  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (row), title);
  adw_expander_row_set_subtitle (ADW_EXPANDER_ROW (row), subtitle);
  gtk_accessible_update_property (GTK_ACCESSIBLE (mark), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  _(states[record->state].text), -1);
  adw_expander_row_add_prefix (ADW_EXPANDER_ROW (row), mark);

  if (!dossier_export_state_is_final (record->state))
    add_button (row, NULL, _("_Go On"), "win.resume-export", record->id);
  if (record->state == DOSSIER_EXPORT_STATE_DONE && record->file != NULL)
    {
      add_button (row, "adw-external-link-symbolic", _("Open"), "reports.open", record->file);
      add_button (row, "folder-open-symbolic", _("Show in Folder"), "reports.show-in-folder", record->file);
    }

  add_fact (row, _("Why"), record->message);
  add_fact (row, _("Not as it was asked for"), record->warning);
  add_fact (row, _("File"), record->state == DOSSIER_EXPORT_STATE_DONE ? record->file : NULL);
  add_fact (row, _("In the bucket"), object);
  add_fact (row, _("Region"), record->region);
  add_fact (row, _("Key"), record->plan->kms_key_arn);
  add_fact (row, "SHA-256", record->sha256);
  add_fact (row, _("Report ID"), record->report_id);
  return row;
}
