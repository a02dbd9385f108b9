// SPDX-FileCopyrightText: The Dossier authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include <glib.h>

G_BEGIN_DECLS

/**
 * DossierError:
 * @DOSSIER_ERROR_INVALID_INPUT: what a person or a file gave is not valid
 * @DOSSIER_ERROR_INVALID_RESPONSE: what a server sent is not what its protocol says
 * @DOSSIER_ERROR_CORRUPT: a file of ours, or one opened, is damaged
 * @DOSSIER_ERROR_TOO_LARGE: a limit that protects memory or a service was passed
 * @DOSSIER_ERROR_NOT_FOUND: the thing named does not exist
 * @DOSSIER_ERROR_CONFLICT: the thing was changed meanwhile, or is in use
 * @DOSSIER_ERROR_NO_CREDENTIALS: no credentials could be found or unlocked
 * @DOSSIER_ERROR_MISMATCH: two things that must be equal differ
 * @DOSSIER_ERROR_READ_ONLY: it would change something, and the account is only to look
 *
 * What can go wrong here rather than at AWS. Transport keeps %G_IO_ERROR, the
 * service's own refusals have a domain of their own in the aws room.
 */
typedef enum
{
  DOSSIER_ERROR_INVALID_INPUT,
  DOSSIER_ERROR_INVALID_RESPONSE,
  DOSSIER_ERROR_CORRUPT,
  DOSSIER_ERROR_TOO_LARGE,
  DOSSIER_ERROR_NOT_FOUND,
  DOSSIER_ERROR_CONFLICT,
  DOSSIER_ERROR_NO_CREDENTIALS,
  DOSSIER_ERROR_MISMATCH,
  DOSSIER_ERROR_READ_ONLY,
} DossierError;

#define DOSSIER_ERROR (dossier_error_quark ())
GQuark dossier_error_quark (void);

G_END_DECLS
