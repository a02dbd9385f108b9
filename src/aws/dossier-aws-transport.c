// SPDX-FileCopyrightText: The Dossier authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "config.h"

#include <libsoup/soup.h>

#include "dossier-aws-error.h"
#include "dossier-aws-transport-private.h"
#include "dossier-error.h"

static const char *
advice (const GError *error)
{
  if (g_error_matches (error, G_TLS_ERROR, G_TLS_ERROR_BAD_CERTIFICATE))
    return "Nothing was sent. Check the clock of this computer, and whether something on the way opens the "
           "connection";
  if (error->domain == G_TLS_ERROR)
    return "Check whether something on the way breaks the connection, and try again";
  if (error->domain == G_RESOLVER_ERROR)
    return "Check the network, and the name of the Region";
  if (error->domain == SOUP_SESSION_ERROR || error->domain == DOSSIER_ERROR)
    return "Try again; if this stays, something on the way to AWS changes answers";
  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_PROXY_FAILED) ||
      g_error_matches (error, G_IO_ERROR, G_IO_ERROR_PROXY_AUTH_FAILED) ||
      g_error_matches (error, G_IO_ERROR, G_IO_ERROR_PROXY_NEED_AUTH))
    return "Check the proxy in the network settings, its user and password included";
  return "Check the network, and try again";
}

static char *
without_full_stop (const char *text)
{
  gsize length = strlen (text);

  return g_strndup (text, length > 0 && text[length - 1] == '.' ? length - 1 : length);
}

/**
 * dossier_aws_transport_explain:
 * @request: a request that got no answer, or none that can be used
 * @host: who was asked
 * @error: (inout): why, in whatever words
 *
 * Names service, action and host, and says what to do. Domain and code stay,
 * but for the errors of libsoup's own domain, which are about what the server
 * said: they become %DOSSIER_ERROR_INVALID_RESPONSE. A refusal by AWS and a
 * cancellation need no explanation.
 */
void
dossier_aws_transport_explain (const DossierAwsRequest  *request,
                               const char               *host,
                               GError                  **error)
{
  g_autoptr(GError) why = NULL;
  g_autofree char *reason = NULL;

  if ((*error)->domain == DOSSIER_AWS_ERROR || g_error_matches (*error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    return;

  why = g_steal_pointer (error);
  reason = without_full_stop (why->message);
  *error = g_error_new (why->domain == SOUP_SESSION_ERROR ? DOSSIER_ERROR : why->domain,
                        why->domain == SOUP_SESSION_ERROR ? DOSSIER_ERROR_INVALID_RESPONSE : why->code,
                        "%s of %s got no usable answer from %s: %s. %s", dossier_aws_request_get_operation (request),
                        dossier_aws_request_get_service (request), host, reason, advice (why));
}
