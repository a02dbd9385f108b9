// SPDX-FileCopyrightText: The Dossier authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "config.h"

#include <glib/gi18n.h>

#include "dossier-account-menu.h"
#include "dossier-region.h"

static GMenuItem *
create_item (const char *label,
             const char *action,
             const char *target)
{
  GMenuItem *item = g_menu_item_new (label, NULL);

  g_menu_item_set_action_and_target (item, action, "s", target);
  return item;
}

static GMenu *
list_accounts (DossierContext *context)
{
  GListModel *accounts = G_LIST_MODEL (dossier_context_get_accounts (context));
  GMenu *menu = g_menu_new ();
  g_autoptr(GMenuItem) demo = NULL;

  for (guint i = 0; i < g_list_model_get_n_items (accounts); i++)
    {
      g_autoptr(DossierAccount) account = g_list_model_get_item (accounts, i);
      const char *name = dossier_account_get_name (account);
      g_autoptr(GMenuItem) item = create_item (name, "win.open-account", name);

      g_menu_append_item (menu, item);
    }

  demo = g_menu_item_new (_("_Demo Data"), "win.open-demo");
  g_menu_append_item (menu, demo);
  return menu;
}

/* The demo's Regions are as made up as the rest of it. */
static GMenu *
list_regions (void)
{
  gsize n_regions;
  const DossierRegion *regions = dossier_region_list (&n_regions);
  GMenu *menu = g_menu_new ();

  for (gsize i = 0; i < n_regions; i++)
    {
      g_autoptr(GMenuItem) item = create_item (regions[i].name, "win.open-region", regions[i].name);

      g_menu_append_item (menu, item);
    }

  return menu;
}

/**
 * dossier_account_menu_new:
 * @context: whose accounts
 *
 * Returns: (transfer full): accounts and Regions to change to
 */
GMenuModel *
dossier_account_menu_new (DossierContext *context)
{
  GMenu *menu = g_menu_new ();
  g_autoptr(GMenu) accounts = list_accounts (context);
  g_autoptr(GMenu) more = g_menu_new ();

  g_menu_append_section (menu, _("Account"), G_MENU_MODEL (accounts));
  if (!dossier_context_is_demo (context))
    {
      g_autoptr(GMenu) regions = list_regions ();

      g_menu_append_submenu (more, _("_Region"), G_MENU_MODEL (regions));
    }
  g_menu_append (more, _("_Add an Account…"), "win.add-account");
  g_menu_append_section (menu, NULL, G_MENU_MODEL (more));
  return G_MENU_MODEL (menu);
}
