// SPDX-FileCopyrightText: The Dossier authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "config.h"

#include "dossier-account-dialog.h"
#include "dossier-fiber.h"
#include "dossier-region.h"

struct _DossierAccountDialog
{
  AdwDialog parent_instance;

  DossierAccountList *accounts;

  AdwBanner *trouble;
  GtkWidget *add;
  GtkEditable *name;
  AdwComboRow *region;
  GtkStringList *regions;
  GtkEditable *access_key_id;
  GtkEditable *secret_access_key;
  GtkEditable *session_token;
  AdwSwitchRow *remember;
};

G_DEFINE_FINAL_TYPE (DossierAccountDialog, dossier_account_dialog, ADW_TYPE_DIALOG)

enum
{
  ADDED,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

/* The dialog may be closed while the keyring asks for its password. */
typedef struct
{
  DossierAccountDialog *dialog;
  DossierAccountList *accounts;
  DossierAccount *account;
  DossierSecret *secret;
  DossierSecret *token;
} Addition;

static void
addition_free (gpointer data)
{
  Addition *addition = data;

  g_clear_object (&addition->dialog);
  g_clear_object (&addition->accounts);
  g_clear_object (&addition->account);
  g_clear_pointer (&addition->secret, dossier_secret_unref);
  g_clear_pointer (&addition->token, dossier_secret_unref);
  g_free (addition);
}

static gboolean
is_filled (GtkEditable *entry)
{
  return gtk_editable_get_text (entry)[0] != '\0';
}

static void
changed_cb (DossierAccountDialog *self)
{
  adw_banner_set_revealed (self->trouble, FALSE);
  gtk_widget_set_sensitive (self->add, is_filled (self->name) && is_filled (self->access_key_id)
                                           && is_filled (self->secret_access_key));
}

static void
show_trouble (DossierAccountDialog *self,
              const GError         *error)
{
  adw_banner_set_title (self->trouble, error->message);
  adw_banner_set_revealed (self->trouble, TRUE);
  gtk_widget_set_sensitive (self->add, TRUE);
}

static DexFuture *
add_fiber (gpointer data)
{
  Addition *addition = data;
  DossierAccountDialog *dialog = addition->dialog;
  g_autoptr(GError) error = NULL;

  if (dossier_await_child (dossier_account_list_add (addition->accounts, addition->account,
                                                     addition->secret, addition->token, NULL),
                           &error))
    {
      g_signal_emit (dialog, signals[ADDED], 0, dossier_account_get_name (addition->account));
      adw_dialog_close (ADW_DIALOG (dialog));
    }
  else
    show_trouble (dialog, error);

  return dex_future_new_true ();
}

static void
add_cb (DossierAccountDialog *self)
{
  const char *name = gtk_editable_get_text (self->name);
  const char *region =
      gtk_string_list_get_string (self->regions, adw_combo_row_get_selected (self->region));
  const char *key_id = gtk_editable_get_text (self->access_key_id);
  Addition *addition = g_new0 (Addition, 1);
  g_autoptr(DossierCredentials) credentials = NULL;
  g_autoptr(GError) error = NULL;

  addition->dialog = g_object_ref (self);
  addition->accounts = g_object_ref (self->accounts);
  addition->secret = dossier_secret_new (gtk_editable_get_text (self->secret_access_key));
  addition->token = is_filled (self->session_token)
                        ? dossier_secret_new (gtk_editable_get_text (self->session_token))
                        : NULL;

  if (adw_switch_row_get_active (self->remember))
    addition->account = dossier_account_new (name, region, key_id, &error);
  else
    {
      credentials = dossier_credentials_new (key_id, addition->secret, addition->token, 0);
      addition->account = dossier_account_new_for_this_run (name, region, credentials, &error);
    }

  if (addition->account == NULL)
    {
      show_trouble (self, error);
      addition_free (addition);
      return;
    }

  gtk_widget_set_sensitive (self->add, FALSE);
  dex_future_disown (dossier_fiber_spawn (add_fiber, addition, addition_free));
}

static void
add_regions (DossierAccountDialog *self)
{
  gsize n_regions;
  const DossierRegion *regions = dossier_region_list (&n_regions);

  for (gsize i = 0; i < n_regions; i++)
    {
      gtk_string_list_append (self->regions, regions[i].name);
      if (g_str_equal (regions[i].name, "us-east-1"))
        adw_combo_row_set_selected (self->region, (guint) i);
    }
}

static void
dossier_account_dialog_dispose (GObject *object)
{
  DossierAccountDialog *self = DOSSIER_ACCOUNT_DIALOG (object);

  g_clear_object (&self->accounts);
  gtk_widget_dispose_template (GTK_WIDGET (self), DOSSIER_TYPE_ACCOUNT_DIALOG);

  G_OBJECT_CLASS (dossier_account_dialog_parent_class)->dispose (object);
}

static void
dossier_account_dialog_class_init (DossierAccountDialogClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = dossier_account_dialog_dispose;

  signals[ADDED] = g_signal_new ("added", DOSSIER_TYPE_ACCOUNT_DIALOG, G_SIGNAL_RUN_LAST, 0, NULL, NULL,
                                 NULL, G_TYPE_NONE, 1, G_TYPE_STRING);

  gtk_widget_class_set_template_from_resource (
      widget_class, "/io/github/dossier_app/Dossier/dossier-account-dialog.ui");
  gtk_widget_class_bind_template_child (widget_class, DossierAccountDialog, trouble);
  gtk_widget_class_bind_template_child (widget_class, DossierAccountDialog, add);
  gtk_widget_class_bind_template_child (widget_class, DossierAccountDialog, name);
  gtk_widget_class_bind_template_child (widget_class, DossierAccountDialog, region);
  gtk_widget_class_bind_template_child (widget_class, DossierAccountDialog, regions);
  gtk_widget_class_bind_template_child (widget_class, DossierAccountDialog, access_key_id);
  gtk_widget_class_bind_template_child (widget_class, DossierAccountDialog, secret_access_key);
  gtk_widget_class_bind_template_child (widget_class, DossierAccountDialog, session_token);
  gtk_widget_class_bind_template_child (widget_class, DossierAccountDialog, remember);
  gtk_widget_class_bind_template_callback (widget_class, add_cb);
  gtk_widget_class_bind_template_callback (widget_class, changed_cb);
}

static void
dossier_account_dialog_init (DossierAccountDialog *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  add_regions (self);
}

/**
 * dossier_account_dialog_new:
 * @accounts: the list to add to
 *
 * Returns: (transfer floating): a dialog
 */
AdwDialog *
dossier_account_dialog_new (DossierAccountList *accounts)
{
  DossierAccountDialog *self = g_object_new (DOSSIER_TYPE_ACCOUNT_DIALOG, NULL);

  self->accounts = g_object_ref (accounts);
  return ADW_DIALOG (self);
}
