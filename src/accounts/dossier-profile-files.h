// SPDX-FileCopyrightText: The Dossier authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "dossier-credentials.h"

G_BEGIN_DECLS

/* The two files that the AWS CLI and the SDKs keep: settings in `~/.aws/config`,
 * keys in `~/.aws/credentials`. Read once; never written.
 */
typedef struct _DossierProfileFiles DossierProfileFiles;

DossierProfileFiles *dossier_profile_files_load            (char                      **environment,
                                                            GError                    **error);
DossierProfileFiles *dossier_profile_files_parse           (GBytes                     *config,
                                                            GBytes                     *credentials,
                                                            GError                    **error);
void                 dossier_profile_files_free            (DossierProfileFiles        *self);
GStrv                dossier_profile_files_list            (const DossierProfileFiles  *self);
gboolean             dossier_profile_files_has             (const DossierProfileFiles  *self,
                                                            const char                 *profile);
const char          *dossier_profile_files_get             (const DossierProfileFiles  *self,
                                                            const char                 *profile,
                                                            const char                 *key);
gboolean             dossier_profile_files_get_endpoint    (const DossierProfileFiles  *self,
                                                            const char                 *profile,
                                                            const char                **url,
                                                            GError                    **error);
gboolean             dossier_profile_files_has_sso         (const DossierProfileFiles  *self,
                                                            const char                 *session);
const char          *dossier_profile_files_get_sso         (const DossierProfileFiles  *self,
                                                            const char                 *session,
                                                            const char                 *key);
DossierCredentials  *dossier_profile_files_get_keys        (const DossierProfileFiles  *self,
                                                            const char                 *profile,
                                                            GError                    **error);
void                 dossier_profile_files_refuse          (const char                 *profile,
                                                            const char                 *key,
                                                            const char                 *what,
                                                            GError                    **error);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (DossierProfileFiles, dossier_profile_files_free)

G_END_DECLS
