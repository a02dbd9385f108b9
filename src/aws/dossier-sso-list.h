// SPDX-FileCopyrightText: The Dossier authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include <glib-object.h>

G_BEGIN_DECLS

#define DOSSIER_TYPE_SSO_LIST (dossier_sso_list_get_type ())

/**
 * DossierSsoListEntry:
 * @account: an AWS account, twelve digits
 * @account_name: (nullable): what it is called
 * @email: (nullable): the address of its root user
 * @role: (nullable): the name of a role that the person may take there; %NULL in a list of accounts
 *
 * What somebody may use who is signed in.
 */
typedef struct
{
  char *account;
  char *account_name;
  char *email;
  char *role;
} DossierSsoListEntry;

/**
 * DossierSsoList:
 * @entries: (element-type DossierSsoListEntry): accounts, or roles of one
 * @next_token: (nullable): what the next page is asked for with, %NULL on the last
 *
 * A page of ListAccounts or ListAccountRoles. Immutable; shared by reference.
 */
typedef struct
{
  GPtrArray *entries;
  char *next_token;
} DossierSsoList;

GType dossier_sso_list_get_type (void);

DossierSsoList *dossier_sso_list_new            (void);
void            dossier_sso_list_add            (DossierSsoList             *self,
                                                 const DossierSsoListEntry  *entry);
DossierSsoList *dossier_sso_list_parse_accounts (GBytes                     *body,
                                                 GError                    **error);
DossierSsoList *dossier_sso_list_parse_roles    (GBytes                     *body,
                                                 GError                    **error);
DossierSsoList *dossier_sso_list_ref            (const DossierSsoList       *self);
void            dossier_sso_list_unref          (DossierSsoList             *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (DossierSsoList, dossier_sso_list_unref)

G_END_DECLS
