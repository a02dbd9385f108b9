// SPDX-FileCopyrightText: The Dossier authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "config.h"

#include <string.h>

#include "dossier-endpoint.h"
#include "dossier-error.h"
#include "dossier-region.h"

static char *
resolve_iam (const DossierPartition  *partition,
             DossierEndpointFlags     flags,
             GError                 **error)
{
  const char *host = partition->iam_host;

  if (flags & DOSSIER_ENDPOINT_DUAL_STACK)
    {
      if (strcmp (partition->name, "aws") == 0 && !(flags & DOSSIER_ENDPOINT_FIPS))
        return g_strdup ("https://iam.global.api.aws");
      host = NULL;
    }
  else if (flags & DOSSIER_ENDPOINT_FIPS)
    host = partition->iam_fips_host;

  if (host == NULL)
    {
      g_set_error (error, DOSSIER_ERROR, DOSSIER_ERROR_INVALID_INPUT,
                   "IAM has no endpoint of the kind asked for in the partition %s", partition->name);
      return NULL;
    }
  return g_strconcat ("https://", host, NULL);
}

static char *
resolve_s3 (const DossierPartition  *partition,
            const char              *region,
            DossierEndpointFlags     flags,
            GError                 **error)
{
  if ((flags & DOSSIER_ENDPOINT_FIPS) && strcmp (partition->name, "aws-cn") == 0)
    {
      g_set_error (error, DOSSIER_ERROR, DOSSIER_ERROR_INVALID_INPUT,
                   "S3 has no FIPS endpoint in the partition %s", partition->name);
      return NULL;
    }

  return g_strdup_printf ("https://s3%s%s.%s.%s", flags & DOSSIER_ENDPOINT_FIPS ? "-fips" : "",
                          flags & DOSSIER_ENDPOINT_DUAL_STACK ? ".dualstack" : "", region,
                          partition->dns_suffix);
}

/* In GovCloud the ordinary endpoints of STS and IAM Identity Center are the validated ones. */
static gboolean
is_fips_already (const char             *service,
                 const DossierPartition *partition,
                 DossierEndpointFlags    flags)
{
  return (strcmp (service, "sts") == 0 || strcmp (service, "oidc") == 0 || strcmp (service, "portal.sso") == 0) &&
         strcmp (partition->name, "aws-us-gov") == 0 &&
         !(flags & DOSSIER_ENDPOINT_DUAL_STACK);
}

/**
 * dossier_endpoint_resolve:
 * @service: an endpoint prefix: `inspector2`, `s3`, `kms`, `iam`, `sts`, `oidc`, `portal.sso`, ...
 * @region: an AWS Region; one that is not known yet will do
 * @flags: which endpoint
 * @signing_region: (out) (transfer full) (optional): the Region to sign for
 * @error: return location for %DOSSIER_ERROR_INVALID_INPUT
 *
 * The rules of the AWS SDKs' endpoint rule sets for these services.
 *
 * Returns: (transfer full) (nullable): an https URL without a path
 */
char *
dossier_endpoint_resolve (const char            *service,
                          const char            *region,
                          DossierEndpointFlags   flags,
                          char                 **signing_region,
                          GError               **error)
{
  const DossierPartition *partition = dossier_region_partition (region);
  gboolean is_iam = strcmp (service, "iam") == 0;
  gboolean fips;

  if (partition == NULL)
    {
      g_set_error (error, DOSSIER_ERROR, DOSSIER_ERROR_INVALID_INPUT,
                   "“%s” is not the name of an AWS Region; they look like eu-central-1", region);
      return NULL;
    }

  if (signing_region != NULL)
    *signing_region = g_strdup (is_iam ? partition->iam_region : region);
  if (is_iam)
    return resolve_iam (partition, flags, error);
  if (strcmp (service, "s3") == 0)
    return resolve_s3 (partition, region, flags, error);

  fips = (flags & DOSSIER_ENDPOINT_FIPS) && !is_fips_already (service, partition, flags);
  return g_strdup_printf ("https://%s%s.%s.%s", service, fips ? "-fips" : "", region,
                          flags & DOSSIER_ENDPOINT_DUAL_STACK ? partition->dual_stack_suffix
                                                              : partition->dns_suffix);
}

static gboolean
is_loopback (const char *host)
{
  g_autoptr(GInetAddress) address = g_inet_address_new_from_string (host);

  if (address != NULL)
    return g_inet_address_get_is_loopback (address);
  return strcmp (host, "localhost") == 0;
}

/* As much of @url as an error may show: user names come with passwords, and queries with signatures. */
static char *
without_secrets (const char *url,
                 GUri       *uri)
{
  /* “user:password@host” reads as the scheme “user”. */
  if (uri == NULL || g_uri_get_host (uri) == NULL)
    return strpbrk (url, "@?#") == NULL ? g_strdup (url) : g_strdup ("…");
  return g_uri_to_string_partial (uri, G_URI_HIDE_USERINFO | G_URI_HIDE_QUERY | G_URI_HIDE_FRAGMENT);
}

/**
 * dossier_endpoint_check_custom:
 * @url: an endpoint that a person configured
 * @error: return location for %DOSSIER_ERROR_INVALID_INPUT
 *
 * Requests carry signatures and findings: they go over TLS, or stay on this computer.
 *
 * Returns: whether requests may be sent to @url
 */
gboolean
dossier_endpoint_check_custom (const char  *url,
                               GError     **error)
{
  g_autoptr(GUri) uri = g_uri_parse (url, G_URI_FLAGS_NONE, NULL);
  g_autofree char *shown = NULL;
  const char *why = NULL;

  if (uri == NULL)
    why = "it is no URL; it should read https://HOST[:PORT]";
  else if (g_uri_get_host (uri) == NULL || *g_uri_get_host (uri) == '\0')
    why = "it names no host";
  else if (g_uri_get_userinfo (uri) != NULL)
    why = "it holds a user name";
  else if (g_uri_get_query (uri) != NULL || g_uri_get_fragment (uri) != NULL)
    why = "it holds a query or a fragment";
  else if (strcmp (g_uri_get_scheme (uri), "https") != 0 &&
           !(strcmp (g_uri_get_scheme (uri), "http") == 0 && is_loopback (g_uri_get_host (uri))))
    why = "only https is safe, or http to this computer itself";

  if (why == NULL)
    return TRUE;

  shown = without_secrets (url, uri);
  g_set_error (error, DOSSIER_ERROR, DOSSIER_ERROR_INVALID_INPUT,
               "The endpoint “%s” cannot be used: %s", shown, why);
  return FALSE;
}
