// SPDX-FileCopyrightText: The Dossier authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "config.h"

#include <glib/gi18n.h>

#include "dossier-aws-error.h"
#include "dossier-failure-view.h"

struct _DossierFailureView
{
  AdwBin parent_instance;

  char *retry_action;

  AdwStatusPage *page;
  GtkExpander *details;
  GtkLabel *raw;
};

G_DEFINE_FINAL_TYPE (DossierFailureView, dossier_failure_view, ADW_TYPE_BIN)

enum
{
  PROP_RETRY_ACTION = 1,
  N_PROPS
};

static GParamSpec *properties[N_PROPS];

static gboolean
is_set (gpointer,
        const char *text)
{
  return text != NULL && text[0] != '\0';
}

static void
copy_cb (DossierFailureView *self)
{
  gdk_clipboard_set_text (gtk_widget_get_clipboard (GTK_WIDGET (self)), gtk_label_get_label (self->raw));
}

static void
append_line (GString    *text,
             const char *name,
             const char *value)
{
  if (is_set (NULL, value))
    g_string_append_printf (text, "%s%s: %s", text->len > 0 ? "\n" : "", name, value);
}

/* In AWS's own words, because these are looked for and sent to others. */
static char *
describe (const GError *error)
{
  GString *text = g_string_new (NULL);

  if (error->domain == DOSSIER_AWS_ERROR)
    {
      append_line (text, "Service", dossier_aws_error_get_service (error));
      append_line (text, "Action", dossier_aws_error_get_action (error));
      append_line (text, "Code", dossier_aws_error_get_code (error));
      append_line (text, "Message", dossier_aws_error_get_raw_message (error));
      append_line (text, "RequestId", dossier_aws_error_get_request_id (error));
    }

  return g_string_free_and_steal (text);
}

static const char *
icon_for (const GError *error)
{
  if (g_error_matches (error, DOSSIER_AWS_ERROR, DOSSIER_AWS_ERROR_ACCESS_DENIED))
    return "dossier-denied-symbolic";
  if (error->domain == G_IO_ERROR || error->domain == G_RESOLVER_ERROR || error->domain == G_TLS_ERROR)
    return "network-error-symbolic";
  return "dialog-warning-symbolic";
}

static void
dossier_failure_view_get_property (GObject    *object,
                                   guint       property_id,
                                   GValue     *value,
                                   GParamSpec *pspec)
{
  switch (property_id)
    {
    case PROP_RETRY_ACTION:
      g_value_set_string (value, DOSSIER_FAILURE_VIEW (object)->retry_action);
      break;

    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, property_id, pspec);
    }
}

static void
dossier_failure_view_set_property (GObject      *object,
                                   guint         property_id,
                                   const GValue *value,
                                   GParamSpec   *pspec)
{
  switch (property_id)
    {
    case PROP_RETRY_ACTION:
      if (g_set_str (&DOSSIER_FAILURE_VIEW (object)->retry_action, g_value_get_string (value)))
        g_object_notify_by_pspec (object, pspec);
      break;

    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, property_id, pspec);
    }
}

static void
dossier_failure_view_dispose (GObject *object)
{
  gtk_widget_dispose_template (GTK_WIDGET (object), DOSSIER_TYPE_FAILURE_VIEW);

  G_OBJECT_CLASS (dossier_failure_view_parent_class)->dispose (object);
}

static void
dossier_failure_view_finalize (GObject *object)
{
  g_free (DOSSIER_FAILURE_VIEW (object)->retry_action);

  G_OBJECT_CLASS (dossier_failure_view_parent_class)->finalize (object);
}

static void
dossier_failure_view_class_init (DossierFailureViewClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->get_property = dossier_failure_view_get_property;
  object_class->set_property = dossier_failure_view_set_property;
  object_class->dispose = dossier_failure_view_dispose;
  object_class->finalize = dossier_failure_view_finalize;

  properties[PROP_RETRY_ACTION] =
      g_param_spec_string ("retry-action", NULL, NULL, NULL,
                           G_PARAM_READWRITE | G_PARAM_EXPLICIT_NOTIFY | G_PARAM_STATIC_STRINGS);
  g_object_class_install_properties (object_class, N_PROPS, properties);

  gtk_widget_class_set_template_from_resource (
      widget_class, "/io/github/dossier_app/Dossier/dossier-failure-view.ui");
  gtk_widget_class_bind_template_child (widget_class, DossierFailureView, page);
  gtk_widget_class_bind_template_child (widget_class, DossierFailureView, details);
  gtk_widget_class_bind_template_child (widget_class, DossierFailureView, raw);
  gtk_widget_class_bind_template_callback (widget_class, is_set);
  gtk_widget_class_bind_template_callback (widget_class, copy_cb);
}

static void
dossier_failure_view_init (DossierFailureView *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

/**
 * dossier_failure_view_show:
 * @self: a view
 * @title: what could not be done
 * @error: why, and what to do
 */
void
dossier_failure_view_show (DossierFailureView *self,
                           const char         *title,
                           const GError       *error)
{
  g_autofree char *raw = describe (error);
  /* The description is markup. */
  g_autofree char *reason = g_markup_escape_text (error->message, -1);

  adw_status_page_set_icon_name (self->page, icon_for (error));
  adw_status_page_set_title (self->page, title);
  adw_status_page_set_description (self->page, reason);
  gtk_label_set_label (self->raw, raw);
  gtk_widget_set_visible (GTK_WIDGET (self->details), is_set (NULL, raw));
  gtk_expander_set_expanded (self->details, FALSE);
}
