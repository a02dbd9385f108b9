// SPDX-FileCopyrightText: The Dossier authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "dossier-aws-client.h"

G_BEGIN_DECLS

/**
 * DossierAwsParseFunc:
 * @body: the body of an answer
 * @error: return location for what is wrong with it
 *
 * A pure reader of one operation's answers.
 *
 * Returns: (transfer full) (nullable): what the answer says; never %NULL without an error
 */
typedef gpointer (*DossierAwsParseFunc) (GBytes  *body,
                                         GError **error);

/**
 * DossierAwsReadFunc:
 * @response: an answer
 * @error: return location for what is wrong with it
 *
 * The same for operations that answer in headers too.
 *
 * Returns: (transfer full) (nullable): what the answer says; never %NULL without an error
 */
typedef gpointer (*DossierAwsReadFunc) (DossierAwsResponse *response,
                                        GError            **error);

DexFuture *dossier_aws_call_and_parse (DossierAwsClient    *client,
                                       DossierAwsRequest   *request,
                                       GType                type,
                                       DossierAwsParseFunc  parse,
                                       GCancellable        *cancellable);
DexFuture *dossier_aws_call_and_read  (DossierAwsClient    *client,
                                       DossierAwsRequest   *request,
                                       GType                type,
                                       DossierAwsReadFunc   read,
                                       GCancellable        *cancellable);
DexFuture *dossier_aws_call_for_nothing (DossierAwsClient  *client,
                                       DossierAwsRequest   *request,
                                       GCancellable        *cancellable);

G_END_DECLS
