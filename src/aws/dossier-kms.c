// SPDX-FileCopyrightText: The Dossier authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "config.h"

#include "dossier-aws-typed-call-private.h"
#include "dossier-kms-request.h"
#include "dossier-kms.h"

/**
 * dossier_kms_list_keys:
 * @client: a client
 * @limit: keys on a page, 1 to 1,000; 0 for as many as AWS likes
 * @marker: (nullable): what the page before gave
 * @cancellable: (nullable): stops waiting
 *
 * Returns: (transfer full): a future of ListKeys that resolves to a #DossierKmsList of keys
 */
DexFuture *
dossier_kms_list_keys (DossierAwsClient *client,
                       guint             limit,
                       const char       *marker,
                       GCancellable     *cancellable)
{
  return dossier_aws_call_and_parse (client, dossier_kms_list_keys_request (limit, marker),
                                     DOSSIER_TYPE_KMS_LIST, (DossierAwsParseFunc) dossier_kms_list_parse_keys,
                                     cancellable);
}

/**
 * dossier_kms_list_aliases:
 * @client: a client
 * @key_id: (nullable): id or ARN of the key whose aliases are meant; %NULL for all of them
 * @limit: aliases on a page, 1 to 100; 0 for as many as AWS likes
 * @marker: (nullable): what the page before gave
 * @cancellable: (nullable): stops waiting
 *
 * Returns: (transfer full): a future of ListAliases that resolves to a #DossierKmsList of aliases
 */
DexFuture *
dossier_kms_list_aliases (DossierAwsClient *client,
                          const char       *key_id,
                          guint             limit,
                          const char       *marker,
                          GCancellable     *cancellable)
{
  return dossier_aws_call_and_parse (client, dossier_kms_list_aliases_request (key_id, limit, marker),
                                     DOSSIER_TYPE_KMS_LIST,
                                     (DossierAwsParseFunc) dossier_kms_list_parse_aliases, cancellable);
}

/**
 * dossier_kms_describe_key:
 * @client: a client
 * @key_id: id or ARN of a key, or name or ARN of an alias; an ARN for a key of another account
 * @cancellable: (nullable): stops waiting
 *
 * Returns: (transfer full): a future of DescribeKey that resolves to a #DossierKmsKey
 */
DexFuture *
dossier_kms_describe_key (DossierAwsClient *client,
                          const char       *key_id,
                          GCancellable     *cancellable)
{
  return dossier_aws_call_and_parse (client, dossier_kms_describe_key_request (key_id), DOSSIER_TYPE_KMS_KEY,
                                     (DossierAwsParseFunc) dossier_kms_key_parse, cancellable);
}

/**
 * dossier_kms_get_key_policy:
 * @client: a client
 * @key_id: id or ARN of a key of the same account
 * @cancellable: (nullable): stops waiting
 *
 * Returns: (transfer full): a future of GetKeyPolicy that resolves to a string, the policy as JSON
 */
DexFuture *
dossier_kms_get_key_policy (DossierAwsClient *client,
                            const char       *key_id,
                            GCancellable     *cancellable)
{
  return dossier_aws_call_and_parse (client, dossier_kms_get_key_policy_request (key_id), G_TYPE_STRING,
                                     (DossierAwsParseFunc) dossier_kms_parse_key_policy, cancellable);
}

/**
 * dossier_kms_put_key_policy:
 * @client: a client
 * @key_id: id or ARN of a key of the same account
 * @policy: the policy, as JSON
 * @cancellable: (nullable): stops waiting
 *
 * Returns: (transfer full): a future of PutKeyPolicy that resolves to %TRUE
 */
DexFuture *
dossier_kms_put_key_policy (DossierAwsClient *client,
                            const char       *key_id,
                            const char       *policy,
                            GCancellable     *cancellable)
{
  return dossier_aws_call_for_nothing (client, dossier_kms_put_key_policy_request (key_id, policy),
                                       cancellable);
}

/**
 * dossier_kms_create_key:
 * @client: a client
 * @policy: (nullable): its policy, as JSON; %NULL for AWS's own, which leaves all to IAM
 * @description: (nullable): what it is for
 * @cancellable: (nullable): stops waiting
 *
 * Where the answer gets lost, nothing is repeated: a second key would cost money.
 *
 * Returns: (transfer full): a future of CreateKey that resolves to a #DossierKmsKey, symmetric, for encryption
 */
DexFuture *
dossier_kms_create_key (DossierAwsClient *client,
                        const char       *policy,
                        const char       *description,
                        GCancellable     *cancellable)
{
  return dossier_aws_call_and_parse (client, dossier_kms_create_key_request (policy, description),
                                     DOSSIER_TYPE_KMS_KEY, (DossierAwsParseFunc) dossier_kms_key_parse,
                                     cancellable);
}

/**
 * dossier_kms_create_alias:
 * @client: a client
 * @alias: its name with the prefix `alias/`
 * @key_id: id or ARN of the key
 * @cancellable: (nullable): stops waiting
 *
 * Where the answer gets lost, nothing is repeated: the second would say that it exists.
 *
 * Returns: (transfer full): a future of CreateAlias that resolves to %TRUE
 */
DexFuture *
dossier_kms_create_alias (DossierAwsClient *client,
                          const char       *alias,
                          const char       *key_id,
                          GCancellable     *cancellable)
{
  return dossier_aws_call_for_nothing (client, dossier_kms_create_alias_request (alias, key_id), cancellable);
}
