// SPDX-FileCopyrightText: The Dossier authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "config.h"

#include <string.h>

#include "dossier-crypto.h"
#include "dossier-demo-checksum-private.h"
#include "dossier-demo-s3-private.h"
#include "dossier-demo-xml-private.h"
#include "dossier-time.h"

#define MAX_BUCKETS 10000

static int
compare_names (gconstpointer a,
               gconstpointer b)
{
  const DossierDemoBucket *const *one = a, *const *two = b;

  return strcmp ((*one)->name, (*two)->name);
}

/* The buckets that a listing asks for, in order. */
static GPtrArray *
wanted_buckets (DossierDemoCall *call)
{
  GPtrArray *found = g_ptr_array_new ();
  const char *prefix = dossier_demo_call_get_query (call, "prefix");
  const char *region = dossier_demo_call_get_query (call, "bucket-region");
  const char *token = dossier_demo_call_get_query (call, "continuation-token");

  for (guint i = 0; i < call->world->buckets->len; i++)
    {
      DossierDemoBucket *bucket = g_ptr_array_index (call->world->buckets, i);

      if (g_str_equal (bucket->account, call->caller.account) &&
          (prefix == NULL || g_str_has_prefix (bucket->name, prefix)) &&
          (region == NULL || g_str_equal (bucket->region, region)) &&
          (token == NULL || strcmp (bucket->name, token) > 0))
        g_ptr_array_add (found, bucket);
    }
  g_ptr_array_sort (found, compare_names);
  return found;
}

/* ListBuckets; its token is the last name of the page before. */
void
dossier_demo_s3_list_buckets (DossierDemoCall *call)
{
  const char *limit = dossier_demo_call_get_query (call, "max-buckets");
  const char *region = dossier_demo_call_get_query (call, "bucket-region");
  g_autoptr (GPtrArray) buckets = NULL;
  g_autofree char *owner = dossier_sha256_hex (call->caller.account, strlen (call->caller.account));
  GString *xml = g_string_new ("<ListAllMyBucketsResult><Owner>");
  guint64 most = MAX_BUCKETS;

  if (limit != NULL && !g_ascii_string_to_unsigned (limit, 10, 1, MAX_BUCKETS, &most, NULL))
    dossier_demo_call_refuse (call, SOUP_STATUS_BAD_REQUEST, "InvalidArgument",
                              "Argument max-buckets must be an integer between 1 and %d.", MAX_BUCKETS);
  else if (region != NULL && !g_str_equal (region, call->region))
    dossier_demo_call_refuse (call, SOUP_STATUS_BAD_REQUEST, "InvalidArgument",
                              "Argument value %s is not a valid AWS Region for this endpoint.", region);
  else if (dossier_demo_call_authorize (call, "s3:ListAllMyBuckets", "arn:aws:s3:::*", NULL))
    {
      dossier_demo_xml_add (xml, "ID", owner);
      g_string_append (xml, "</Owner><Buckets>");
      buckets = wanted_buckets (call);
      for (guint i = 0; i < buckets->len && i < most; i++)
        {
          const DossierDemoBucket *bucket = g_ptr_array_index (buckets, i);
          g_autofree char *created = dossier_time_to_iso8601 (bucket->created);
          g_autofree char *arn = g_strdup_printf ("arn:aws:s3:::%s", bucket->name);

          g_string_append (xml, "<Bucket>");
          dossier_demo_xml_add (xml, "Name", bucket->name);
          dossier_demo_xml_add (xml, "CreationDate", created);
          dossier_demo_xml_add (xml, "BucketRegion", bucket->region);
          dossier_demo_xml_add (xml, "BucketArn", arn);
          g_string_append (xml, "</Bucket>");
        }
      g_string_append (xml, "</Buckets>");
      if (buckets->len > most)
        dossier_demo_xml_add (xml, "ContinuationToken",
                              ((DossierDemoBucket *) g_ptr_array_index (buckets, (guint) most - 1))->name);
      g_string_append (xml, "</ListAllMyBucketsResult>");
      dossier_demo_call_reply_xml (call, xml);
      return;
    }
  g_string_free (xml, TRUE);
}

/* HeadBucket tells the Region also when it refuses. */
void
dossier_demo_s3_head_bucket (DossierDemoCall *call)
{
  const DossierDemoBucket *bucket = dossier_demo_world_find_bucket (call->world, call->bucket);

  if (bucket != NULL)
    dossier_demo_call_set_header (call, "x-amz-bucket-region", bucket->region);
  if (dossier_demo_s3_authorize (call, "s3:ListBucket") != NULL)
    dossier_demo_call_reply (call, SOUP_STATUS_OK, "application/xml", NULL);
}

void
dossier_demo_s3_get_bucket_location (DossierDemoCall *call)
{
  const DossierDemoBucket *bucket = dossier_demo_s3_authorize (call, "s3:GetBucketLocation");
  GString *xml;

  if (bucket == NULL)
    return;
  xml = g_string_new ("<LocationConstraint>");
  if (!g_str_equal (bucket->region, "us-east-1"))
    g_string_append (xml, bucket->region);
  g_string_append (xml, "</LocationConstraint>");
  dossier_demo_call_reply_xml (call, xml);
}

/* “Bucket naming rules” of the S3 user guide. */
static gboolean
name_is_valid (const char *name)
{
  static const char *const prefixes[] = { "xn--", "sthree-", "amzn-s3-demo-" };
  static const char *const suffixes[] = { "-s3alias", "--ol-s3", ".mrap", "--x-s3", "--table-s3", "-an" };
  const gsize length = strlen (name);

  if (length < 3 || length > 63 || strspn (name, "abcdefghijklmnopqrstuvwxyz0123456789.-") != length ||
      !g_ascii_isalnum (name[0]) || !g_ascii_isalnum (name[length - 1]) || strstr (name, "..") != NULL ||
      g_hostname_is_ip_address (name))
    return FALSE;
  for (guint i = 0; i < G_N_ELEMENTS (prefixes); i++)
    if (g_str_has_prefix (name, prefixes[i]))
      return FALSE;
  for (guint i = 0; i < G_N_ELEMENTS (suffixes); i++)
    if (g_str_has_suffix (name, suffixes[i]))
      return FALSE;
  return TRUE;
}

/* Where the new bucket shall be; NULL when refused. From us-east-1 any Region
 * can be asked for, elsewhere only the Region of the endpoint. */
static const char *
read_location (DossierDemoCall *call)
{
  g_autoptr (GHashTable) texts = NULL;
  const char *location = NULL;
  gboolean first = g_str_equal (call->region, "us-east-1");

  if (g_bytes_get_size (call->body) > 0)
    {
      texts = dossier_demo_xml_read (call->body);
      if (texts == NULL)
        {
          dossier_demo_call_refuse (
              call, SOUP_STATUS_BAD_REQUEST, "MalformedXML",
              "The XML you provided was not well-formed or did not validate against our "
              "published schema");
          return NULL;
        }
      location = g_hash_table_lookup (texts, "LocationConstraint");
    }
  if (location == NULL && first)
    return call->region;
  if (location != NULL && !dossier_demo_region_exists (location))
    dossier_demo_call_refuse (call, SOUP_STATUS_BAD_REQUEST, "InvalidLocationConstraint",
                              "The specified location-constraint is not valid");
  else if (location != NULL && (first || g_str_equal (location, call->region)))
    return dossier_demo_region (g_str_equal (location, dossier_demo_region (1)));
  else
    dossier_demo_call_refuse (
        call, SOUP_STATUS_BAD_REQUEST, "IllegalLocationConstraintException",
        "The %s location constraint is incompatible for the region specific endpoint this "
        "request was sent to.",
        location != NULL ? location : "unspecified");
  return NULL;
}

static gboolean
ownership_is_valid (const char *ownership)
{
  return g_str_equal (ownership, "BucketOwnerEnforced") || g_str_equal (ownership, "BucketOwnerPreferred") ||
         g_str_equal (ownership, "ObjectWriter");
}

void
dossier_demo_s3_create_bucket (DossierDemoCall *call)
{
  const char *ownership = dossier_demo_call_get_header (call, "x-amz-object-ownership");
  const DossierDemoBucket *old = dossier_demo_world_find_bucket (call->world, call->bucket);
  g_autofree char *arn = g_strdup_printf ("arn:aws:s3:::%s", call->bucket);
  g_autofree char *location = g_strdup_printf ("/%s", call->bucket);
  DossierDemoBucket *bucket;
  const char *region;

  if (!name_is_valid (call->bucket))
    {
      dossier_demo_s3_refuse_bucket (call, SOUP_STATUS_BAD_REQUEST, "InvalidBucketName",
                                     "The specified bucket is not valid.");
      return;
    }
  if (ownership != NULL && !ownership_is_valid (ownership))
    {
      dossier_demo_call_refuse (call, SOUP_STATUS_BAD_REQUEST, "InvalidArgument",
                                "Invalid x-amz-object-ownership header: %s", ownership);
      return;
    }
  if (!dossier_demo_call_authorize (call, "s3:CreateBucket", arn, NULL))
    return;
  region = read_location (call);
  if (region == NULL)
    return;
  if (old != NULL)
    {
      gboolean own = g_str_equal (old->account, call->caller.account);

      dossier_demo_s3_refuse_bucket (
          call, SOUP_STATUS_CONFLICT, own ? "BucketAlreadyOwnedByYou" : "BucketAlreadyExists",
          own ? "Your previous request to create the named bucket succeeded and you already own it."
              : "The requested bucket name is not available. The bucket namespace is shared by "
                "all users of the system. Please select a different name and try again.");
      return;
    }
  bucket = g_new0 (DossierDemoBucket, 1);
  bucket->name = g_strdup (call->bucket);
  bucket->account = g_strdup (call->caller.account);
  bucket->region = g_strdup (region);
  bucket->ownership = g_strdup (ownership != NULL ? ownership : "BucketOwnerEnforced");
  bucket->block_public = g_strdup ("1111");
  bucket->sse = g_strdup ("AES256");
  bucket->created = call->now;
  g_ptr_array_add (call->world->buckets, bucket);
  dossier_demo_world_change (call->world);
  dossier_demo_call_set_header (call, "Location", location);
  dossier_demo_call_reply (call, SOUP_STATUS_OK, NULL, NULL);
}

void
dossier_demo_s3_get_ownership (DossierDemoCall *call)
{
  const DossierDemoBucket *bucket = dossier_demo_s3_authorize (call, "s3:GetBucketOwnershipControls");
  GString *xml;

  if (bucket == NULL)
    return;
  xml = g_string_new ("<OwnershipControls><Rule>");
  dossier_demo_xml_add (xml, "ObjectOwnership", bucket->ownership);
  g_string_append (xml, "</Rule></OwnershipControls>");
  dossier_demo_call_reply_xml (call, xml);
}

void
dossier_demo_s3_get_encryption (DossierDemoCall *call)
{
  const DossierDemoBucket *bucket = dossier_demo_s3_authorize (call, "s3:GetEncryptionConfiguration");
  GString *xml;

  if (bucket == NULL)
    return;
  xml = g_string_new ("<ServerSideEncryptionConfiguration><Rule><ApplyServerSideEncryptionByDefault>");
  dossier_demo_xml_add (xml, "SSEAlgorithm", bucket->sse);
  dossier_demo_xml_add (xml, "KMSMasterKeyID", bucket->sse_key);
  g_string_append (xml, "</ApplyServerSideEncryptionByDefault>");
  dossier_demo_xml_add (xml, "BucketKeyEnabled", bucket->sse_bucket_key ? "true" : "false");
  g_string_append (xml, "</Rule></ServerSideEncryptionConfiguration>");
  dossier_demo_call_reply_xml (call, xml);
}

void
dossier_demo_s3_put_encryption (DossierDemoCall *call)
{
  DossierDemoBucket *bucket = dossier_demo_s3_authorize (call, "s3:PutEncryptionConfiguration");
  g_autoptr (GHashTable) texts = NULL;
  const char *sse, *key;

  if (bucket == NULL || !dossier_demo_checksum_check (call, TRUE, NULL, NULL))
    return;
  texts = dossier_demo_xml_read (call->body);
  sse = texts != NULL ? g_hash_table_lookup (texts, "SSEAlgorithm") : NULL;
  key = texts != NULL ? g_hash_table_lookup (texts, "KMSMasterKeyID") : NULL;
  if (sse == NULL || (!g_str_equal (sse, "AES256") && !g_str_equal (sse, "aws:kms") &&
                      !g_str_equal (sse, "aws:kms:dsse")))
    {
      dossier_demo_call_refuse (
          call, SOUP_STATUS_BAD_REQUEST, "MalformedXML",
          "The XML you provided was not well-formed or did not validate against our published schema");
      return;
    }
  if (key != NULL && g_str_equal (sse, "AES256"))
    {
      dossier_demo_call_refuse (call, SOUP_STATUS_BAD_REQUEST, "InvalidArgument",
                                "a KMSMasterKeyID is not applicable if the default sse algorithm is not "
                                "aws:kms or aws:kms:dsse");
      return;
    }
  g_set_str (&bucket->sse, sse);
  g_set_str (&bucket->sse_key, key);
  bucket->sse_bucket_key = g_strcmp0 (g_hash_table_lookup (texts, "BucketKeyEnabled"), "true") == 0;
  dossier_demo_world_change (call->world);
  dossier_demo_call_reply (call, SOUP_STATUS_OK, NULL, NULL);
}
