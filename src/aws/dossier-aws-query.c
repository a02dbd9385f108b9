// SPDX-FileCopyrightText: The Dossier authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "config.h"

#include "dossier-aws-query-private.h"
#include "dossier-uri.h"

struct _DossierAwsQuery
{
  char *service;
  char *action;
  GString *form;
};

/**
 * dossier_aws_query_new:
 * @service: the signing name of the service
 * @version: the version of its API, a date
 * @action: the operation
 *
 * Returns: (transfer full): the beginning of a request, for dossier_aws_query_finish()
 */
DossierAwsQuery *
dossier_aws_query_new (const char *service,
                       const char *version,
                       const char *action)
{
  DossierAwsQuery *self = g_new0 (DossierAwsQuery, 1);

  self->service = g_strdup (service);
  self->action = g_strdup (action);
  self->form = g_string_new (NULL);
  dossier_aws_query_add (self, "Action", action);
  dossier_aws_query_add (self, "Version", version);
  return self;
}

/**
 * dossier_aws_query_add:
 * @self: a request
 * @name: a parameter
 * @value: (nullable): its value, not encoded; %NULL leaves it out
 */
void
dossier_aws_query_add (DossierAwsQuery *self,
                       const char      *name,
                       const char      *value)
{
  g_autofree char *encoded_name = dossier_uri_encode (name, FALSE);
  g_autofree char *encoded_value = NULL;

  if (value == NULL)
    return;

  encoded_value = dossier_uri_encode (value, FALSE);
  g_string_append_printf (self->form, "%s%s=%s", self->form->len > 0 ? "&" : "", encoded_name, encoded_value);
}

/**
 * dossier_aws_query_add_uint:
 * @self: a request
 * @name: a parameter
 * @value: its value; 0 leaves it out
 */
void
dossier_aws_query_add_uint (DossierAwsQuery *self,
                            const char      *name,
                            guint            value)
{
  g_autofree char *text = g_strdup_printf ("%u", value);

  dossier_aws_query_add (self, name, value > 0 ? text : NULL);
}

/**
 * dossier_aws_query_add_list:
 * @self: a request
 * @name: a parameter that is a list
 * @values: (nullable) (array zero-terminated=1): its values, not encoded; %NULL or none leaves it out
 */
void
dossier_aws_query_add_list (DossierAwsQuery   *self,
                            const char        *name,
                            const char *const *values)
{
  for (gsize i = 0; values != NULL && values[i] != NULL; i++)
    {
      g_autofree char *member = g_strdup_printf ("%s.member.%" G_GSIZE_FORMAT, name, i + 1);

      dossier_aws_query_add (self, member, values[i]);
    }
}

/**
 * dossier_aws_query_finish:
 * @self: (transfer full): a request
 *
 * Returns: (transfer full): what can be sent
 */
DossierAwsRequest *
dossier_aws_query_finish (DossierAwsQuery *self)
{
  DossierAwsRequest *request = dossier_aws_request_new (self->service, self->action, "POST", "/");
  g_autoptr(GBytes) body = g_string_free_to_bytes (self->form);

  dossier_aws_request_set_body (request, body, "application/x-www-form-urlencoded; charset=utf-8");
  g_free (self->service);
  g_free (self->action);
  g_free (self);
  return request;
}
