// SPDX-FileCopyrightText: The Dossier authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "config.h"

#include <string.h>

#include "dossier-demo-authorize-private.h"
#include "dossier-demo-policy-private.h"
#include "dossier-demo-s3-private.h"
#include "dossier-demo-services-private.h"

typedef enum { OF_SERVICE, OF_BUCKET, OF_OBJECT } Target;

/* What a request of S3 means: its method, what it is sent to, and a parameter or header. */
static const struct
{
  const char *method;
  Target target;
  const char *parameter; /* nullable */
  const char *header;    /* nullable */
  DossierDemoOperation operation;
} routes[] = {
  { "GET", OF_SERVICE, NULL, NULL, { "ListBuckets", NULL, dossier_demo_s3_list_buckets } },
  { "HEAD", OF_BUCKET, NULL, NULL, { "HeadBucket", NULL, dossier_demo_s3_head_bucket } },
  { "GET", OF_BUCKET, "location", NULL, { "GetBucketLocation", NULL, dossier_demo_s3_get_bucket_location } },
  { "GET", OF_BUCKET, "policy", NULL, { "GetBucketPolicy", NULL, dossier_demo_s3_get_bucket_policy } },
  { "PUT", OF_BUCKET, "policy", NULL, { "PutBucketPolicy", NULL, dossier_demo_s3_put_bucket_policy } },
  { "DELETE", OF_BUCKET, "policy", NULL, { "DeleteBucketPolicy", NULL, dossier_demo_s3_delete_bucket_policy } },
  { "GET", OF_BUCKET, "policyStatus", NULL, { "GetBucketPolicyStatus", NULL, dossier_demo_s3_get_policy_status } },
  { "GET", OF_BUCKET, "publicAccessBlock", NULL,
    { "GetPublicAccessBlock", NULL, dossier_demo_s3_get_public_access_block } },
  { "PUT", OF_BUCKET, "publicAccessBlock", NULL,
    { "PutPublicAccessBlock", NULL, dossier_demo_s3_put_public_access_block } },
  { "GET", OF_BUCKET, "ownershipControls", NULL, { "GetBucketOwnershipControls", NULL, dossier_demo_s3_get_ownership } },
  { "GET", OF_BUCKET, "encryption", NULL, { "GetBucketEncryption", NULL, dossier_demo_s3_get_encryption } },
  { "PUT", OF_BUCKET, "encryption", NULL, { "PutBucketEncryption", NULL, dossier_demo_s3_put_encryption } },
  { "GET", OF_BUCKET, "list-type", NULL, { "ListObjectsV2", NULL, dossier_demo_s3_list_objects } },
  { "PUT", OF_BUCKET, NULL, NULL, { "CreateBucket", NULL, dossier_demo_s3_create_bucket } },
  { "PUT", OF_OBJECT, NULL, "x-amz-copy-source", { "CopyObject", NULL, dossier_demo_s3_copy_object } },
  { "PUT", OF_OBJECT, NULL, NULL, { "PutObject", NULL, dossier_demo_s3_put_object } },
  { "GET", OF_OBJECT, NULL, NULL, { "GetObject", NULL, dossier_demo_s3_get_object } },
  { "HEAD", OF_OBJECT, NULL, NULL, { "HeadObject", NULL, dossier_demo_s3_get_object } },
  { "DELETE", OF_OBJECT, NULL, NULL, { "DeleteObject", NULL, dossier_demo_s3_delete_object } },
};

/* Parameters that ask for an operation of their own; with one that has no row
 * above, a request must not be taken for a plain one. */
static const char *const subresources[] = {
  "accelerate",
  "acl",
  "analytics",
  "attributes",
  "cors",
  "delete",
  "encryption",
  "intelligent-tiering",
  "inventory",
  "legal-hold",
  "lifecycle",
  "location",
  "logging",
  "metrics",
  "notification",
  "object-lock",
  "ownershipControls",
  "policy",
  "policyStatus",
  "publicAccessBlock",
  "replication",
  "requestPayment",
  "restore",
  "retention",
  "select",
  "tagging",
  "torrent",
  "uploadId",
  "uploads",
  "versioning",
  "versions",
  "website",
  "list-type",
};

/* `bucket.localhost` and the host names of S3 carry the bucket; an address does not. */
static char *
bucket_of_host (DossierDemoCall *call)
{
  const char *host = dossier_demo_call_get_header (call, "Host");
  g_autofree char *name = host != NULL ? g_strndup (host, strcspn (host, ":")) : g_strdup ("");
  char *end = g_str_has_suffix (name, ".localhost") ? strrchr (name, '.') : strstr (name, ".s3.");

  return end != NULL ? g_strndup (name, (gsize) (end - name)) : NULL;
}

/* Returns: whether the path can be decoded */
static gboolean
read_target (DossierDemoCall *call)
{
  const char *path = *call->path == '/' ? call->path + 1 : call->path;
  const char *slash;

  call->bucket = bucket_of_host (call);
  if (call->bucket == NULL && *path != '\0')
    {
      slash = strchr (path, '/');
      call->bucket = g_uri_unescape_segment (path, slash, NULL);
      path = slash != NULL ? slash + 1 : "";
      if (call->bucket == NULL || !g_utf8_validate (call->bucket, -1, NULL))
        return FALSE;
    }
  if (*path == '\0')
    return TRUE;
  call->key = g_uri_unescape_string (path, NULL);
  return call->key != NULL && g_utf8_validate (call->key, -1, NULL);
}

static const DossierDemoOperation *
find (DossierDemoCall *call)
{
  gboolean plain = TRUE;
  Target target;

  if (!read_target (call))
    {
      dossier_demo_call_refuse (call, SOUP_STATUS_BAD_REQUEST, "InvalidURI", "Couldn't parse the specified URI.");
      return NULL;
    }
  target = call->key != NULL ? OF_OBJECT : call->bucket != NULL ? OF_BUCKET : OF_SERVICE;
  for (guint i = 0; i < G_N_ELEMENTS (subresources); i++)
    plain = plain && dossier_demo_call_get_query (call, subresources[i]) == NULL;
  for (guint i = 0; i < G_N_ELEMENTS (routes); i++)
    if (g_str_equal (routes[i].method, call->method) && routes[i].target == target &&
        (routes[i].parameter != NULL ? dossier_demo_call_get_query (call, routes[i].parameter) != NULL
                                     : plain) &&
        (routes[i].header == NULL || dossier_demo_call_get_header (call, routes[i].header) != NULL))
      return &routes[i].operation;
  return NULL;
}

const DossierDemoService dossier_demo_s3 = {
  .name = "s3", .protocol = DOSSIER_DEMO_REST_XML, .global = TRUE, .find = find,
};

/**
 * dossier_demo_s3_refuse_bucket:
 * @call: a call
 * @status: an HTTP status
 * @code: S3's error code
 * @text: S3's words
 *
 * Answers with an error that names the bucket.
 */
void
dossier_demo_s3_refuse_bucket (DossierDemoCall *call,
                               guint            status,
                               const char      *code,
                               const char      *text)
{
  g_autoptr (JsonObject) members = json_object_new ();

  json_object_set_string_member (members, "BucketName", call->bucket);
  dossier_demo_call_refuse_with (call, status, code, text, members);
}

static void
redirect (DossierDemoCall         *call,
          const DossierDemoBucket *bucket)
{
  g_autoptr (JsonObject) members = json_object_new ();
  g_autofree char *endpoint = g_strdup_printf ("%s.s3.%s.amazonaws.com", bucket->name, bucket->region);

  json_object_set_string_member (members, "Endpoint", endpoint);
  json_object_set_string_member (members, "Bucket", bucket->name);
  dossier_demo_call_refuse_with (
      call, SOUP_STATUS_MOVED_PERMANENTLY, "PermanentRedirect",
      "The bucket you are attempting to access must be addressed using the specified "
      "endpoint. Please send all future requests to this endpoint.",
      members);
}

/**
 * dossier_demo_s3_find_bucket:
 * @call: a call to a bucket or an object
 *
 * Finds the bucket, and refuses what is meant for another Region or owner. A
 * refusal is answered here.
 *
 * Returns: (nullable): the bucket
 */
DossierDemoBucket *
dossier_demo_s3_find_bucket (DossierDemoCall *call)
{
  const char *owner = dossier_demo_call_get_header (call, "x-amz-expected-bucket-owner");
  DossierDemoBucket *bucket = dossier_demo_world_find_bucket (call->world, call->bucket);

  if (bucket == NULL)
    {
      dossier_demo_s3_refuse_bucket (call, SOUP_STATUS_NOT_FOUND, "NoSuchBucket",
                                     "The specified bucket does not exist");
      return NULL;
    }
  if (!g_str_equal (bucket->region, call->region))
    {
      dossier_demo_call_set_header (call, "x-amz-bucket-region", bucket->region);
      redirect (call, bucket);
      return NULL;
    }
  if (owner != NULL && !g_str_equal (owner, bucket->account))
    {
      dossier_demo_call_refuse (call, SOUP_STATUS_FORBIDDEN, "AccessDenied", "Access Denied");
      return NULL;
    }
  return bucket;
}

/**
 * dossier_demo_s3_blocks:
 * @bucket: a bucket
 * @which: one of the settings of S3 Block Public Access
 *
 * Returns: whether it is on
 */
gboolean
dossier_demo_s3_blocks (const DossierDemoBucket *bucket,
                        guint                    which)
{
  return bucket->block_public != NULL && strlen (bucket->block_public) == 4 &&
         bucket->block_public[which] == '1';
}

/**
 * dossier_demo_s3_may:
 * @call: a call
 * @bucket: a bucket
 * @key: (nullable): the key of an object in it
 * @action: such as `s3:GetObject`
 * @text: (out) (transfer full): AWS's sentence, when refused
 *
 * Outside the owner's organisation S3 does not say why.
 *
 * Returns: whether the caller may
 */
gboolean
dossier_demo_s3_may (DossierDemoCall          *call,
                     const DossierDemoBucket  *bucket,
                     const char               *key,
                     const char               *action,
                     char                    **text)
{
  g_autofree char *resource = g_strdup_printf ("arn:aws:s3:::%s%s%s", bucket->name, key != NULL ? "/" : "",
                                               key != NULL ? key : "");
  const char *const context[] = {
    "s3:authType",
    dossier_demo_call_get_header (call, "Authorization") != NULL ? "REST-HEADER" : "REST-QUERY-STRING",
    "s3:signatureversion",
    "AWS4-HMAC-SHA256",
    "s3:TlsVersion",
    "1.3",
    "s3:ResourceAccount",
    bucket->account,
    "s3:prefix",
    dossier_demo_call_get_query (call, "prefix"),
    "s3:delimiter",
    dossier_demo_call_get_query (call, "delimiter"),
    "s3:max-keys",
    dossier_demo_call_get_query (call, "max-keys"),
    "s3:x-amz-acl",
    dossier_demo_call_get_header (call, "x-amz-acl"),
    "s3:x-amz-copy-source",
    dossier_demo_call_get_header (call, "x-amz-copy-source"),
    "s3:x-amz-server-side-encryption",
    dossier_demo_call_get_header (call, "x-amz-server-side-encryption"),
    "s3:x-amz-server-side-encryption-aws-kms-key-id",
    dossier_demo_call_get_header (call, "x-amz-server-side-encryption-aws-kms-key-id"),
    NULL,
  };
  const DossierDemoWish wish = { action, resource, bucket->policy, bucket->account, FALSE, context };
  gboolean own = g_str_equal (bucket->account, call->caller.account);
  gboolean allowed;
  g_autofree char *reason = NULL;

  allowed = dossier_demo_authorize (call, &wish, &reason);
  /* With RestrictPublicBuckets a public policy is good for the owner's account only. */
  if (allowed && !own && dossier_demo_s3_blocks (bucket, DOSSIER_DEMO_RESTRICT_BUCKETS) &&
      dossier_demo_policy_is_public (bucket->policy))
    allowed = FALSE;
  if (allowed)
    return TRUE;
  if (reason != NULL && (own || (dossier_demo_is_member (bucket->account) &&
                                 dossier_demo_is_member (call->caller.account))))
    *text = dossier_demo_denied_text (call, action, resource, TRUE, reason);
  else
    *text = g_strdup ("Access Denied");
  return FALSE;
}

/**
 * dossier_demo_s3_authorize:
 * @call: a call to a bucket or an object
 * @action: such as `s3:GetObject`
 *
 * Finds the bucket, and asks the caller's and the bucket's policies. A refusal
 * is answered here.
 *
 * Returns: (nullable): the bucket, if the caller may
 */
DossierDemoBucket *
dossier_demo_s3_authorize (DossierDemoCall *call,
                           const char      *action)
{
  DossierDemoBucket *bucket = dossier_demo_s3_find_bucket (call);
  g_autofree char *text = NULL;

  if (bucket == NULL || dossier_demo_s3_may (call, bucket, call->key, action, &text))
    return bucket;
  dossier_demo_call_refuse (call, SOUP_STATUS_FORBIDDEN, "AccessDenied", "%s", text);
  return NULL;
}
