// SPDX-FileCopyrightText: The Dossier authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include <libsoup/soup.h>

G_BEGIN_DECLS

/**
 * DossierAwsError:
 * @DOSSIER_AWS_ERROR_ACCESS_DENIED: who asks is known, and may not do this
 * @DOSSIER_AWS_ERROR_INVALID_CREDENTIALS: the key, its secret or its token is not one that AWS knows
 * @DOSSIER_AWS_ERROR_EXPIRED_CREDENTIALS: the credentials were good once
 * @DOSSIER_AWS_ERROR_CLOCK_SKEW: the clock here is too far from the one at AWS
 * @DOSSIER_AWS_ERROR_THROTTLED: too many requests for now
 * @DOSSIER_AWS_ERROR_NOT_FOUND: the thing named does not exist
 * @DOSSIER_AWS_ERROR_CONFLICT: the thing exists, is in use, or is in another state
 * @DOSSIER_AWS_ERROR_INVALID_REQUEST: the request itself is not acceptable
 * @DOSSIER_AWS_ERROR_QUOTA: a quota of the account is used up; waiting does not help
 * @DOSSIER_AWS_ERROR_PRECONDITION_FAILED: a condition in the request does not hold
 * @DOSSIER_AWS_ERROR_WRONG_REGION: the bucket is in another Region
 * @DOSSIER_AWS_ERROR_UNAVAILABLE: the service failed, or is not to be had for now
 * @DOSSIER_AWS_ERROR_UNKNOWN: an answer that fits none of these
 *
 * What a refusal by AWS means to those who have to act on it. AWS's own code
 * stays at hand, see dossier_aws_error_get_code().
 */
typedef enum
{
  DOSSIER_AWS_ERROR_ACCESS_DENIED,
  DOSSIER_AWS_ERROR_INVALID_CREDENTIALS,
  DOSSIER_AWS_ERROR_EXPIRED_CREDENTIALS,
  DOSSIER_AWS_ERROR_CLOCK_SKEW,
  DOSSIER_AWS_ERROR_THROTTLED,
  DOSSIER_AWS_ERROR_NOT_FOUND,
  DOSSIER_AWS_ERROR_CONFLICT,
  DOSSIER_AWS_ERROR_INVALID_REQUEST,
  DOSSIER_AWS_ERROR_QUOTA,
  DOSSIER_AWS_ERROR_PRECONDITION_FAILED,
  DOSSIER_AWS_ERROR_WRONG_REGION,
  DOSSIER_AWS_ERROR_UNAVAILABLE,
  DOSSIER_AWS_ERROR_UNKNOWN,
} DossierAwsError;

#define DOSSIER_AWS_ERROR (dossier_aws_error_quark ())
GQuark dossier_aws_error_quark (void);

GError     *dossier_aws_error_new_from_response (const char         *service,
                                                 const char         *action,
                                                 guint               status,
                                                 SoupMessageHeaders *headers,
                                                 GBytes             *body);

const char *dossier_aws_error_get_service     (const GError *error);
const char *dossier_aws_error_get_action      (const GError *error);
const char *dossier_aws_error_get_code        (const GError *error);
const char *dossier_aws_error_get_raw_message (const GError *error);
const char *dossier_aws_error_get_request_id  (const GError *error);
const char *dossier_aws_error_get_region      (const GError *error);
guint       dossier_aws_error_get_status      (const GError *error);
gboolean    dossier_aws_error_has_code        (const GError *error,
                                               const char   *aws_code);

G_END_DECLS
