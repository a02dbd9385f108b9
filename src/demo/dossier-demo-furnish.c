// SPDX-FileCopyrightText: The Dossier authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "config.h"

#include <string.h>

#include "dossier-crypto.h"
#include "dossier-demo-scenario-private.h"

#define EVERYTHING "{\"Version\":\"2012-10-17\",\"Statement\":[{\"Effect\":\"Allow\",\"Action\":\"*\",\"Resource\":\"*\"}]}"
#define READ_ONLY "{\"Version\":\"2012-10-17\",\"Statement\":[{\"Sid\":\"Read\",\"Effect\":\"Allow\",\"Action\":[" \
  "\"inspector2:List*\",\"inspector2:Get*\",\"inspector2:BatchGet*\",\"inspector2:Search*\"," \
  "\"s3:ListAllMyBuckets\",\"s3:ListBucket\",\"s3:GetBucket*\",\"s3:GetEncryptionConfiguration\",\"s3:GetObject\"," \
  "\"kms:List*\",\"kms:Describe*\",\"kms:Get*\",\"iam:Get*\",\"iam:List*\"],\"Resource\":\"*\"}]}"
#define EXPORT "{\"Version\":\"2012-10-17\",\"Statement\":[{\"Sid\":\"Export\",\"Effect\":\"Allow\",\"Action\":[" \
  "\"inspector2:ListFindings\",\"inspector2:ListFindingAggregations\",\"inspector2:*FindingsReport*\"," \
  "\"s3:ListAllMyBuckets\",\"s3:ListBucket\",\"s3:GetBucket*\",\"s3:PutBucketPolicy\",\"s3:GetObject\",\"s3:PutObject\"," \
  "\"s3:DeleteObject\",\"kms:DescribeKey\",\"kms:ListAliases\",\"kms:ListKeys\",\"kms:GetKeyPolicy\"," \
  "\"kms:PutKeyPolicy\",\"kms:Decrypt\",\"iam:SimulatePrincipalPolicy\",\"iam:GetRole\"],\"Resource\":\"*\"}]}"

/* A document by its name in the tables below. */
typedef enum { NONE, ALLOWS, ALLOWS_MEMBER, TLS_ONLY, ROOT_ONLY } PolicyKind;

static const struct
{
  const char *name;
  guint account;    /* index; DOSSIER_DEMO_N_ACCOUNTS is the one outside */
  int region;       /* index; -1 is us-east-1, where Inspector is not on in this world */
  PolicyKind policy;
  const char *ownership;
} buckets[] = {
  { DOSSIER_DEMO_BUCKET, 0, 0, ALLOWS, "BucketOwnerEnforced" },
  { "dossier-demo-archive", 0, 0, NONE, "ObjectWriter" },
  { "dossier-demo-tls-only", 0, 0, TLS_ONLY, "BucketOwnerEnforced" },
  { "dossier-demo-reports-opt-in", 0, 1, ALLOWS, "BucketOwnerEnforced" },
  { "dossier-demo-elsewhere", 0, -1, ALLOWS, "BucketOwnerEnforced" },
  { "dossier-demo-member", 1, 0, ALLOWS_MEMBER, "BucketOwnerEnforced" },
  { "dossier-demo-stranger", DOSSIER_DEMO_N_ACCOUNTS, 0, NONE, "BucketOwnerEnforced" },
};

static const struct
{
  const char *id;
  const char *alias; /* nullable */
  guint account;
  int region;
  PolicyKind policy;
  const char *state;
  const char *manager;
  const char *spec;
  const char *usage;
  const char *origin;
  int primary;       /* index of the Region of a multi-Region key's primary; else -1 */
  const char *description;
} keys[] = {
  { DOSSIER_DEMO_KEY_ID, "alias/dossier-reports", 0, 0, ALLOWS, "Enabled", "CUSTOMER",
    "SYMMETRIC_DEFAULT", "ENCRYPT_DECRYPT", "AWS_KMS", -1, "Findings reports" },
  { "d0551e40-5eed-4000-8000-000000000002", "alias/plain", 0, 0, ROOT_ONLY, "Enabled", "CUSTOMER",
    "SYMMETRIC_DEFAULT", "ENCRYPT_DECRYPT", "AWS_KMS", -1, "A key that knows nothing of Inspector" },
  { "d0551e40-5eed-4000-8000-000000000003", "alias/disabled", 0, 0, ALLOWS, "Disabled", "CUSTOMER",
    "SYMMETRIC_DEFAULT", "ENCRYPT_DECRYPT", "AWS_KMS", -1, "Disabled" },
  { "d0551e40-5eed-4000-8000-000000000004", "alias/retired", 0, 0, ALLOWS, "PendingDeletion", "CUSTOMER",
    "SYMMETRIC_DEFAULT", "ENCRYPT_DECRYPT", "AWS_KMS", -1, "To be deleted" },
  { "d0551e40-5eed-4000-8000-000000000005", "alias/signing", 0, 0, ALLOWS, "Enabled", "CUSTOMER",
    "RSA_2048", "SIGN_VERIFY", "AWS_KMS", -1, "Signs releases" },
  { "d0551e40-5eed-4000-8000-000000000006", "alias/imported", 0, 0, ALLOWS, "PendingImport", "CUSTOMER",
    "SYMMETRIC_DEFAULT", "ENCRYPT_DECRYPT", "EXTERNAL", -1, "Its material was never imported" },
  { "d0551e40-5eed-4000-8000-000000000007", "alias/aws/s3", 0, 0, ROOT_ONLY, "Enabled", "AWS",
    "SYMMETRIC_DEFAULT", "ENCRYPT_DECRYPT", "AWS_KMS", -1,
    "Default key that protects my S3 objects when no other key is defined" },
  { "mrk-d0551e405eed4000800000000000000a", "alias/replicated", 0, 0, ALLOWS, "Enabled", "CUSTOMER",
    "SYMMETRIC_DEFAULT", "ENCRYPT_DECRYPT", "AWS_KMS", 1, "Replica of a key of the other Region" },
  { "mrk-d0551e405eed4000800000000000000a", "alias/replicated", 0, 1, ALLOWS, "Enabled", "CUSTOMER",
    "SYMMETRIC_DEFAULT", "ENCRYPT_DECRYPT", "AWS_KMS", 1, "Primary of a multi-Region key" },
  { "d0551e40-5eed-4000-8000-000000000008", "alias/dossier-reports", 0, 1, ALLOWS, "Enabled", "CUSTOMER",
    "SYMMETRIC_DEFAULT", "ENCRYPT_DECRYPT", "AWS_KMS", -1, "Findings reports of the opt-in Region" },
  { "d0551e40-5eed-4000-8000-000000000009", NULL, 0, -1, ALLOWS, "Enabled", "CUSTOMER",
    "SYMMETRIC_DEFAULT", "ENCRYPT_DECRYPT", "AWS_KMS", -1, "In a third Region" },
  { "d0551e40-5eed-4000-8000-000000000010", "alias/member-reports", 1, 0, ALLOWS_MEMBER, "Enabled", "CUSTOMER",
    "SYMMETRIC_DEFAULT", "ENCRYPT_DECRYPT", "AWS_KMS", -1, "Of a member account" },
  { "d0551e40-5eed-4000-8000-000000000011", NULL, DOSSIER_DEMO_N_ACCOUNTS, 0, ROOT_ONLY, "Enabled", "CUSTOMER",
    "SYMMETRIC_DEFAULT", "ENCRYPT_DECRYPT", "AWS_KMS", -1, "Of a stranger" },
};

static const char *
account_of (guint index)
{
  return index < DOSSIER_DEMO_N_ACCOUNTS ? dossier_demo_account_id (index) : DOSSIER_DEMO_OUTSIDE_ACCOUNT;
}

static const char *
region_of (int index)
{
  return index >= 0 ? dossier_demo_region ((guint) index) : "us-east-1";
}

static char *
principal_in (const char *region)
{
  return dossier_demo_region_is_opt_in (region) ? g_strdup_printf ("inspector2.%s.amazonaws.com", region)
                                                : g_strdup ("inspector2.amazonaws.com");
}

/* The condition both policies of Inspector's user guide have. */
static char *
condition_text (const char *account,
                const char *region)
{
  return g_strdup_printf ("\"Condition\": {\"StringEquals\": {\"aws:SourceAccount\": \"%s\"}, \"ArnLike\": "
                          "{\"aws:SourceArn\": \"arn:aws:inspector2:%s:%s:report/*\"}}",
                          account, region, account);
}

/**
 * dossier_demo_bucket_policy_text:
 * @bucket: a bucket's name
 * @account: the account that exports
 * @region: a Region
 *
 * Returns: (transfer full): the bucket policy of Inspector's user guide
 */
char *
dossier_demo_bucket_policy_text (const char *bucket,
                                 const char *account,
                                 const char *region)
{
  g_autofree char *principal = principal_in (region);
  g_autofree char *condition = condition_text (account, region);

  return g_strdup_printf ("{\"Version\": \"2012-10-17\", \"Statement\": [{\"Sid\": \"allow-inspector\", \"Effect\": "
                          "\"Allow\", \"Principal\": {\"Service\": \"%s\"}, \"Action\": [\"s3:PutObject\", "
                          "\"s3:PutObjectAcl\", \"s3:AbortMultipartUpload\"], \"Resource\": \"arn:aws:s3:::%s/*\", %s}]}",
                          principal, bucket, condition);
}

#define ROOT_STATEMENT "{\"Sid\": \"Enable IAM User Permissions\", \"Effect\": \"Allow\", \"Principal\": " \
  "{\"AWS\": \"arn:aws:iam::%s:root\"}, \"Action\": \"kms:*\", \"Resource\": \"*\"}"

/**
 * dossier_demo_root_key_policy_text:
 * @owner: the key's account
 *
 * Returns: (transfer full): the policy that KMS gives a key that was made without one
 */
char *
dossier_demo_root_key_policy_text (const char *owner)
{
  return g_strdup_printf ("{\"Version\": \"2012-10-17\", \"Id\": \"key-default-1\", \"Statement\": [" ROOT_STATEMENT "]}",
                          owner);
}

/**
 * dossier_demo_key_policy_text:
 * @owner: the key's account
 * @account: the account that exports
 * @region: a Region
 *
 * Returns: (transfer full): a key policy with the statement of Inspector's user guide
 */
char *
dossier_demo_key_policy_text (const char *owner,
                              const char *account,
                              const char *region)
{
  g_autofree char *principal = principal_in (region);
  g_autofree char *condition = condition_text (account, region);

  return g_strdup_printf ("{\"Version\": \"2012-10-17\", \"Statement\": [" ROOT_STATEMENT ", {\"Sid\": "
                          "\"Allow Amazon Inspector to use the key\", \"Effect\": \"Allow\", \"Principal\": "
                          "{\"Service\": \"%s\"}, \"Action\": [\"kms:Decrypt\", \"kms:GenerateDataKey*\"], "
                          "\"Resource\": \"*\", %s}]}",
                          owner, principal, condition);
}

/* One more statement, before the last bracket of a policy of ours. */
static char *
with_statement (const char *policy,
                char       *statement)
{
  g_autofree char *owned = statement;

  return g_strdup_printf ("%.*s, %s]}", (int) strlen (policy) - 2, policy, owned);
}

static char *
bucket_policy (guint index)
{
  const char *name = buckets[index].name;
  g_autofree char *plain = dossier_demo_bucket_policy_text (name, account_of (0), region_of (buckets[index].region));

  switch (buckets[index].policy)
    {
    case NONE:
    case ROOT_ONLY:
      return NULL;
    case TLS_ONLY:
      return with_statement (plain, g_strdup_printf (
        "{\"Sid\": \"tls-only\", \"Effect\": \"Deny\", \"Principal\": \"*\", \"Action\": \"s3:*\", \"Resource\": "
        "[\"arn:aws:s3:::%s\", \"arn:aws:s3:::%s/*\"], \"Condition\": {\"BoolIfExists\": "
        "{\"aws:SecureTransport\": \"false\"}}}", name, name));
    case ALLOWS_MEMBER:
      return with_statement (plain, g_strdup_printf (
        "{\"Sid\": \"administrator\", \"Effect\": \"Allow\", \"Principal\": {\"AWS\": \"arn:aws:iam::%s:root\"}, "
        "\"Action\": [\"s3:ListBucket\", \"s3:GetBucketLocation\", \"s3:GetObject\"], \"Resource\": "
        "[\"arn:aws:s3:::%s\", \"arn:aws:s3:::%s/*\"]}", account_of (0), name, name));
    case ALLOWS:
    default:
      return g_steal_pointer (&plain);
    }
}

static char *
key_policy (guint index)
{
  const char *owner = account_of (keys[index].account);
  g_autofree char *plain = dossier_demo_key_policy_text (owner, account_of (0), region_of (keys[index].region));

  if (keys[index].policy == ROOT_ONLY)
    return dossier_demo_root_key_policy_text (owner);
  if (keys[index].policy == ALLOWS_MEMBER)
    return with_statement (plain, g_strdup_printf (
      "{\"Sid\": \"administrator\", \"Effect\": \"Allow\", \"Principal\": {\"AWS\": \"arn:aws:iam::%s:root\"}, "
      "\"Action\": [\"kms:DescribeKey\", \"kms:Decrypt\"], \"Resource\": \"*\"}", account_of (0)));
  return g_steal_pointer (&plain);
}

static void
add_bucket (DossierDemoWorld *world,
            guint             index,
            gint64            now)
{
  DossierDemoBucket *bucket = g_new0 (DossierDemoBucket, 1);

  bucket->name = g_strdup (buckets[index].name);
  bucket->account = g_strdup (account_of (buckets[index].account));
  bucket->region = g_strdup (region_of (buckets[index].region));
  bucket->policy = bucket_policy (index);
  bucket->ownership = g_strdup (buckets[index].ownership);
  bucket->block_public = g_strdup ("1111");
  bucket->sse = g_strdup ("AES256");
  bucket->created = now - 90 * G_TIME_SPAN_DAY;
  g_ptr_array_add (world->buckets, bucket);
}

static void
add_key (DossierDemoWorld *world,
         guint             index,
         gint64            now)
{
  DossierDemoKey *key = g_new0 (DossierDemoKey, 1);

  key->id = g_strdup (keys[index].id);
  key->account = g_strdup (account_of (keys[index].account));
  key->region = g_strdup (region_of (keys[index].region));
  key->arn = g_strdup_printf ("arn:aws:kms:%s:%s:key/%s", key->region, key->account, key->id);
  key->description = g_strdup (keys[index].description);
  key->state = g_strdup (keys[index].state);
  key->manager = g_strdup (keys[index].manager);
  key->spec = g_strdup (keys[index].spec);
  key->usage = g_strdup (keys[index].usage);
  key->origin = g_strdup (keys[index].origin);
  key->policy = key_policy (index);
  key->primary_region = keys[index].primary >= 0 ? g_strdup (region_of (keys[index].primary)) : NULL;
  key->created = now - 120 * G_TIME_SPAN_DAY;
  key->deletion = g_str_equal (key->state, "PendingDeletion") ? now + 21 * G_TIME_SPAN_DAY : 0;
  g_ptr_array_add (world->keys, key);
  if (keys[index].alias != NULL)
    {
      DossierDemoAlias *alias = g_new0 (DossierDemoAlias, 1);

      alias->name = g_strdup (keys[index].alias);
      alias->account = g_strdup (key->account);
      alias->region = g_strdup (key->region);
      alias->target = g_strdup (key->id);
      alias->created = key->created;
      g_ptr_array_add (world->aliases, alias);
    }
}

/* @resource is such as `role/path/name`; the other account's administrator trusts nobody. */
static DossierDemoIdentity *
add_identity (DossierDemoWorld *world,
              guint             account,
              const char       *resource,
              const char       *id,
              gint64            now)
{
  DossierDemoIdentity *identity = g_new0 (DossierDemoIdentity, 1);

  identity->account = g_strdup (account_of (account));
  identity->arn = g_strdup_printf ("arn:aws:iam::%s:%s", identity->account, resource);
  identity->name = g_strdup (strrchr (resource, '/') + 1);
  identity->id = g_strdup (id);
  identity->created = now - 200 * G_TIME_SPAN_DAY;
  g_ptr_array_add (world->identities, identity);
  return identity;
}

static void
add_policy (DossierDemoWorld          *world,
            const DossierDemoIdentity *owner,
            const char                *name,
            const char                *arn,
            const char                *document)
{
  DossierDemoPolicy *policy = g_new0 (DossierDemoPolicy, 1);

  policy->owner = g_strdup (owner->arn);
  policy->name = g_strdup (name);
  policy->arn = g_strdup (arn);
  policy->document = g_strdup (document);
  g_ptr_array_add (world->policies, policy);
}

static void
add_access_key (DossierDemoWorld          *world,
                const DossierDemoIdentity *user,
                const char                *access_key_id,
                gint64                     now)
{
  DossierDemoCredential *credential = g_new0 (DossierDemoCredential, 1);

  /* Made anew for each world: no other program on this machine can guess it. */
  credential->access_key_id = g_strdup (access_key_id);
  credential->secret = dossier_random_hex (20);
  credential->identity = g_strdup (user->arn);
  credential->created = now;
  g_ptr_array_add (world->credentials, credential);
}

static char *
trust_text (const char *account,
            const char *condition)
{
  return g_strdup_printf ("{\"Version\": \"2012-10-17\", \"Statement\": [{\"Effect\": \"Allow\", \"Principal\": "
                          "{\"AWS\": \"arn:aws:iam::%s:root\"}, \"Action\": \"sts:AssumeRole\"%s}]}",
                          account, condition);
}

/* Roles to sign in with: one that wants a second factor, and two of which one leads to the other. */
static void
add_roles_to_take (DossierDemoWorld *world,
                   gint64            now)
{
  const char *both = "[\"sts:AssumeRole\", \"sts:SetSourceIdentity\"]";
  DossierDemoIdentity *identity, *hub;

  identity = add_identity (world, 0, "role/dossier-mfa", "AROADOSSIERDEMO000004", now);
  identity->trust = trust_text (account_of (0), ", \"Condition\": {\"Bool\": {\"aws:MultiFactorAuthPresent\": \"true\"}}");
  add_policy (world, identity, "read", NULL, READ_ONLY);

  hub = add_identity (world, 0, "role/dossier-hub", "AROADOSSIERDEMO000005", now);
  hub->trust = g_strdup_printf ("{\"Version\": \"2012-10-17\", \"Statement\": [{\"Effect\": \"Allow\", \"Principal\": "
                                "{\"AWS\": \"arn:aws:iam::%s:root\"}, \"Action\": %s}]}", account_of (0), both);
  add_policy (world, hub, "hub", NULL, "{\"Version\":\"2012-10-17\",\"Statement\":[{\"Effect\":\"Allow\",\"Action\":"
              "[\"sts:AssumeRole\",\"sts:SetSourceIdentity\"],\"Resource\":\"arn:aws:iam::*:role/dossier-spoke\"}]}");

  identity = add_identity (world, 1, "role/dossier-spoke", "AROADOSSIERDEMO000006", now);
  identity->trust = g_strdup_printf ("{\"Version\": \"2012-10-17\", \"Statement\": [{\"Effect\": \"Allow\", \"Principal\": "
                                     "{\"AWS\": \"%s\"}, \"Action\": %s}]}", hub->arn, both);
  add_policy (world, identity, "read", NULL, READ_ONLY);
}

/* What IAM Identity Center makes of a permission set in an account. */
static void
add_permission_set (DossierDemoWorld *world,
                    guint             account,
                    const char       *name,
                    const char       *id,
                    const char       *document,
                    gint64            now)
{
  g_autofree char *resource =
      g_strdup_printf ("role/aws-reserved/sso.amazonaws.com/" DOSSIER_DEMO_SSO_ROLE "%s_%s", name, id + strlen (id) - 16);
  g_autofree char *lower = g_ascii_strdown (resource + strlen (resource) - 16, -1);
  DossierDemoIdentity *identity;

  memcpy (resource + strlen (resource) - 16, lower, 16);
  identity = add_identity (world, account, resource, id, now);
  identity->trust = g_strdup_printf ("{\"Version\": \"2012-10-17\", \"Statement\": [{\"Effect\": \"Allow\", \"Principal\": "
                                     "{\"Federated\": \"arn:aws:iam::%s:saml-provider/AWSSSO_d0551e0000000001_DO_NOT_DELETE\"}, "
                                     "\"Action\": [\"sts:AssumeRoleWithSAML\", \"sts:TagSession\"], \"Condition\": "
                                     "{\"StringEquals\": {\"SAML:aud\": \"https://signin.aws.amazon.com/saml\"}}}]}",
                                     account_of (account));
  add_policy (world, identity, name, NULL, document);
}

static void
add_people (DossierDemoWorld *world,
            gint64            now)
{
  DossierDemoIdentity *identity;

  identity = add_identity (world, 0, "user/demo", "AIDADOSSIERDEMO000001", now);
  add_policy (world, identity, "AdministratorAccess", "arn:aws:iam::aws:policy/AdministratorAccess", EVERYTHING);
  add_access_key (world, identity, DOSSIER_DEMO_ACCESS_KEY_ID, now);

  identity = add_identity (world, 0, "group/readers", "AGPADOSSIERDEMO000001", now);
  add_policy (world, identity, "read", NULL, READ_ONLY);
  identity = add_identity (world, 0, "user/limited", "AIDADOSSIERDEMO000002", now);
  identity->groups = g_strdupv ((char *[]) { (char *) "readers", NULL });
  add_access_key (world, identity, "AKIADOSSIERDEMO00002", now);

  identity = add_identity (world, 0, "role/dossier-export", "AROADOSSIERDEMO000001", now);
  identity->trust = trust_text (account_of (0), "");
  add_policy (world, identity, "export", NULL, EXPORT);
  identity = add_identity (world, 0, "role/audit/dossier-audit", "AROADOSSIERDEMO000002", now);
  identity->trust = trust_text (account_of (0), ", \"Condition\": {\"StringEquals\": {\"sts:ExternalId\": \"dossier-demo\"}}");
  add_policy (world, identity, "read", NULL, READ_ONLY);

  identity = add_identity (world, 1, "role/dossier-member", "AROADOSSIERDEMO000003", now);
  identity->trust = trust_text (account_of (0), "");
  add_policy (world, identity, "AdministratorAccess", "arn:aws:iam::aws:policy/AdministratorAccess", EVERYTHING);
}

/* Fills an empty world with the scenario `default`. */
void
dossier_demo_world_furnish (DossierDemoWorld *world,
                            gint64            now)
{
  add_people (world, now);
  add_roles_to_take (world, now);
  add_permission_set (world, 0, "SecurityAudit", "AROADOSSIERDEMO000007", READ_ONLY, now);
  add_permission_set (world, 0, "ReportExport", "AROADOSSIERDEMO000008", EVERYTHING, now);
  add_permission_set (world, 1, "SecurityAudit", "AROADOSSIERDEMO000009", READ_ONLY, now);
  for (guint i = 0; i < G_N_ELEMENTS (buckets); i++)
    add_bucket (world, i, now);
  for (guint i = 0; i < G_N_ELEMENTS (keys); i++)
    add_key (world, i, now);
}
