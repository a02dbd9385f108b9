// SPDX-FileCopyrightText: The Dossier authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "config.h"

#include "dossier-error.h"
#include "dossier-fiber.h"
#include "dossier-sso-session-private.h"
#include "dossier-sso.h"

/* A person with more pages of accounts than this has none that we could show. */
#define MAX_PAGES 1000

typedef struct
{
  DossierSsoSession *self;
  char *account;
  char *role;
  GCancellable *cancellable;
} Job;

static void
job_free (gpointer data)
{
  Job *job = data;

  g_object_unref (job->self);
  g_free (job->account);
  g_free (job->role);
  g_clear_object (&job->cancellable);
  g_free (job);
}

static Job *
job_new (DossierSsoSession *self,
         const char        *account,
         const char        *role,
         GCancellable      *cancellable)
{
  Job *job = g_new0 (Job, 1);

  job->self = g_object_ref (self);
  job->account = g_strdup (account);
  job->role = g_strdup (role);
  g_set_object (&job->cancellable, cancellable);
  return job;
}

static DexFuture *
ask_accounts (Job           *job,
              DossierSecret *token,
              const char    *,
              const char    *page)
{
  return dossier_sso_list_accounts (job->self->client, token, page, job->cancellable);
}

static DexFuture *
ask_roles (Job           *job,
           DossierSecret *token,
           const char    *account,
           const char    *page)
{
  return dossier_sso_list_account_roles (job->self->client, token, account, page, job->cancellable);
}

static DexFuture *
ask_credentials (Job           *job,
                 DossierSecret *token,
                 const char    *,
                 const char    *)
{
  return dossier_sso_get_role_credentials (job->self->client, token, job->account, job->role, job->cancellable);
}

typedef DexFuture *(*Ask) (Job           *job,
                           DossierSecret *token,
                           const char    *account,
                           const char    *page);

/* With a token that AWS refuses, once more with another: it may have been ended elsewhere. */
static gpointer
call (Job         *job,
      Ask          ask,
      const char  *account,
      const char  *page,
      GError     **error)
{
  for (gboolean again = FALSE;; again = TRUE)
    {
      g_autoptr(GError) local_error = NULL;
      g_autoptr(DossierSecret) token =
          dossier_await_child_boxed (dossier_sso_session_get_token (job->self, job->cancellable), error);
      gpointer value;

      if (token == NULL)
        return NULL;

      value = dossier_await_child_boxed (ask (job, token, account, page), &local_error);
      if (value != NULL)
        return value;
      if (again || !g_error_matches (local_error, DOSSIER_AWS_ERROR, DOSSIER_AWS_ERROR_EXPIRED_CREDENTIALS))
        {
          g_propagate_error (error, g_steal_pointer (&local_error));
          return NULL;
        }
      dossier_sso_session_expire_token (job->self, token);
    }
}

/* Follows pages to the last; roles are told with the account's name. */
static gboolean
add_pages (Job                        *job,
           Ask                         ask,
           const DossierSsoListEntry  *account,
           DossierSsoList             *all,
           GError                    **error)
{
  g_autofree char *page = NULL;

  for (guint n = 0; n < MAX_PAGES; n++)
    {
      g_autoptr(DossierSsoList) list = call (job, ask, account != NULL ? account->account : NULL, page, error);

      if (list == NULL)
        return FALSE;
      for (guint i = 0; i < list->entries->len; i++)
        {
          DossierSsoListEntry entry = *(const DossierSsoListEntry *) g_ptr_array_index (list->entries, i);

          if (account != NULL)
            {
              entry.account_name = account->account_name;
              entry.email = account->email;
            }
          dossier_sso_list_add (all, &entry);
        }
      if (list->next_token == NULL)
        return TRUE;
      if (g_strcmp0 (list->next_token, page) == 0)
        break;
      g_set_str (&page, list->next_token);
    }

  g_set_error_literal (error, DOSSIER_ERROR, DOSSIER_ERROR_INVALID_RESPONSE,
                       "IAM Identity Center's pages never end; try again later");
  return FALSE;
}

static DexFuture *
list_fiber (gpointer data)
{
  Job *job = data;
  g_autoptr(DossierSsoList) accounts = dossier_sso_list_new ();
  g_autoptr(DossierSsoList) all = dossier_sso_list_new ();
  GError *error = NULL;
  gboolean ok = add_pages (job, ask_accounts, NULL, accounts, &error);

  for (guint i = 0; ok && i < accounts->entries->len; i++)
    ok = add_pages (job, ask_roles, g_ptr_array_index (accounts->entries, i), all, &error);
  if (!ok)
    return dex_future_new_for_error (error);
  return dex_future_new_take_boxed (DOSSIER_TYPE_SSO_LIST, g_steal_pointer (&all));
}

static DexFuture *
credentials_fiber (gpointer data)
{
  GError *error = NULL;
  DossierCredentials *credentials = call (data, ask_credentials, NULL, NULL, &error);

  return credentials != NULL ? dex_future_new_take_boxed (DOSSIER_TYPE_CREDENTIALS, credentials)
                             : dex_future_new_for_error (error);
}

/**
 * dossier_sso_session_list_roles:
 * @self: a session
 * @cancellable: (nullable): ends the wait
 *
 * Has the person sign in if need be.
 *
 * Returns: (transfer full): a future of a #DossierSsoList of all roles in all accounts that
 *   the person may take; rejects as dossier_sso_session_get_token() and the calls of
 *   dossier-sso.h do
 */
DexFuture *
dossier_sso_session_list_roles (DossierSsoSession *self,
                                GCancellable      *cancellable)
{
  return dossier_fiber_spawn (list_fiber, job_new (self, NULL, NULL, cancellable), job_free);
}

/**
 * dossier_sso_session_get_role_credentials:
 * @self: a session
 * @account: an AWS account, twelve digits
 * @role: the name of a role that the person may take there
 * @cancellable: (nullable): ends the wait
 *
 * Has the person sign in if need be.
 *
 * Returns: (transfer full): a future of #DossierCredentials; rejects as
 *   dossier_sso_session_list_roles() does
 */
DexFuture *
dossier_sso_session_get_role_credentials (DossierSsoSession *self,
                                          const char        *account,
                                          const char        *role,
                                          GCancellable      *cancellable)
{
  return dossier_fiber_spawn (credentials_fiber, job_new (self, account, role, cancellable), job_free);
}
