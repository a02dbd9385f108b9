// SPDX-FileCopyrightText: The Dossier authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "config.h"

#include "dossier-aws-error.h"
#include "dossier-aws-redirect.h"
#include "dossier-region.h"

/**
 * dossier_aws_redirect_is_asked:
 * @request: a request
 * @error: why it was refused
 *
 * The rules of the AWS SDKs. An answer to HEAD has no body and so no code: a
 * plain 400 is one of these if it names a Region. A bucket that is being made
 * is not elsewhere, whatever the answer says.
 *
 * Returns: whether @error means that the bucket is in another Region
 */
gboolean
dossier_aws_redirect_is_asked (const DossierAwsRequest *request,
                               const GError            *error)
{
  const char *operation = dossier_aws_request_get_operation (request);

  if (!g_str_equal (dossier_aws_request_get_service (request), "s3") ||
      dossier_aws_request_get_bucket (request) == NULL || g_str_equal (operation, "CreateBucket"))
    return FALSE;
  if (g_error_matches (error, DOSSIER_AWS_ERROR, DOSSIER_AWS_ERROR_WRONG_REGION))
    return TRUE;

  switch (dossier_aws_error_get_status (error))
    {
    case SOUP_STATUS_MOVED_PERMANENTLY:
    case SOUP_STATUS_FOUND:
    case SOUP_STATUS_TEMPORARY_REDIRECT:
      return TRUE;
    case SOUP_STATUS_BAD_REQUEST:
      return g_str_has_prefix (operation, "Head") && dossier_aws_error_get_region (error) != NULL;
    default:
      return FALSE;
    }
}

/**
 * dossier_aws_redirect_is_allowed:
 * @home: the client's Region
 * @used: the Region that was asked
 * @region: (nullable): what the answer names
 *
 * No answer may send a signature to another partition, or to a host at all:
 * the host is made here, of @region, which must be the name of a Region.
 *
 * Returns: whether to ask in @region
 */
gboolean
dossier_aws_redirect_is_allowed (const char *home,
                                 const char *used,
                                 const char *region)
{
  return region != NULL && !g_str_equal (region, used) &&
         dossier_region_partition (region) == dossier_region_partition (home);
}
