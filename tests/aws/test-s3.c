// SPDX-FileCopyrightText: The Dossier authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "config.h"

#include "dossier-aws-response-private.h"
#include "dossier-s3-parse-private.h"
#include "dossier-s3-request.h"
#include "dossier-s3.h"
#include "dossier-test.h"
#include "test-answers.h"

#define NS         " xmlns=\"http://s3.amazonaws.com/doc/2006-03-01/\""
#define XML        "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n"
#define PAGE(more) XML "<ListBucketResult" NS "><Name>demo</Name><Prefix/><KeyCount>2</KeyCount>" more "</ListBucketResult>"
#define OBJECT     "<Contents><Key>a</Key><Size>1</Size></Contents>"
#define TIME       (G_GINT64_CONSTANT (1735787045) * G_USEC_PER_SEC) /* 2025-01-02 03:04:05 UTC */

static DossierAwsResponse *
answer_headers (const char *const *headers)
{
  g_autoptr(DossierAwsRequest) request = dossier_aws_request_new ("s3", "HeadObject", "HEAD", "/");
  g_autoptr(SoupMessage) message = soup_message_new ("HEAD", "http://127.0.0.1/");
  g_autoptr(GBytes) body = g_bytes_new_static ("", 0);

  for (gsize i = 0; headers[i] != NULL; i += 2)
    soup_message_headers_append (soup_message_get_response_headers (message), headers[i], headers[i + 1]);
  return dossier_aws_response_new_with_body (request, message, body);
}

static void
test_objects (void)
{
  const char *text = PAGE (
      "<IsTruncated>true</IsTruncated><EncodingType>url</EncodingType>"
      "<NextContinuationToken>1ueGcxLPRx1Tr/XYExHnhbYLgveDs2J/wm36Hy4vbOwM=</NextContinuationToken>"
      "<Contents><Key>a%2Bb+c%25/%ED%95%9C%26%3C%0A</Key><LastModified>2025-01-02T03:04:05.000Z</LastModified>"
      "<ETag>&quot;9b2cf535f27731c974343645a3985328&quot;</ETag><Size>9223372036854775807</Size>"
      "<ChecksumAlgorithm>CRC64NVME</ChecksumAlgorithm><StorageClass>STANDARD</StorageClass></Contents>"
      "<Contents><Size>0</Size><Key>z</Key><New><Key>x</Key></New></Contents>"
      "<CommonPrefixes><Prefix>photos+2/</Prefix></CommonPrefixes><CommonPrefixes><Prefix>q/</Prefix></CommonPrefixes>");
  g_autoptr(DossierS3ObjectList) list = parse_good ((ParseFunc) dossier_s3_object_list_parse, text);
  const DossierS3Object *object;

  g_assert_cmpstr (list->next_token, ==, "1ueGcxLPRx1Tr/XYExHnhbYLgveDs2J/wm36Hy4vbOwM=");
  g_assert_cmpuint (list->objects->len, ==, 2);
  object = g_ptr_array_index (list->objects, 0);
  g_assert_cmpstr (object->key, ==, "a+b c%/한&<\n");
  g_assert_cmpint (object->size, ==, G_MAXINT64);
  g_assert_cmpstr (object->etag, ==, "\"9b2cf535f27731c974343645a3985328\"");
  g_assert_cmpint (object->last_modified, ==, TIME);
  g_assert_cmpstr (object->storage_class, ==, "STANDARD");
  object = g_ptr_array_index (list->objects, 1);
  g_assert_cmpstr (object->key, ==, "z");
  g_assert_cmpint (object->size, ==, 0);
  g_assert_null (object->etag);
  g_assert_cmpint (object->last_modified, ==, 0);
  g_assert_cmpuint (g_strv_length (list->common_prefixes), ==, 2);
  g_assert_cmpstr (list->common_prefixes[0], ==, "photos 2/");
}

/* Where nothing was encoded, nothing is decoded. */
static void
test_objects_plain (void)
{
  g_autoptr(DossierS3ObjectList) list =
      parse_good ((ParseFunc) dossier_s3_object_list_parse,
                  PAGE ("<IsTruncated>false</IsTruncated><NextContinuationToken>t</NextContinuationToken>"
                        "<Contents><Key>a%2Bb+ c</Key><Size>1</Size></Contents>"));
  g_autoptr(DossierS3ObjectList) empty = parse_good ((ParseFunc) dossier_s3_object_list_parse, PAGE (""));

  g_assert_null (list->next_token);
  g_assert_cmpstr (((const DossierS3Object *) g_ptr_array_index (list->objects, 0))->key, ==, "a%2Bb+ c");
  g_assert_cmpuint (empty->objects->len, ==, 0);
  g_assert_cmpuint (g_strv_length (empty->common_prefixes), ==, 0);
}

static void
test_objects_refused (void)
{
  static const BadAnswer bad[] = {
    { "", "not valid XML" },
    { "{}", "not valid XML" },
    { "<ListAllMyBucketsResult/>", "<ListAllMyBucketsResult>" },
    { "<!DOCTYPE ListBucketResult><ListBucketResult/>", "document type" },
    { PAGE ("<IsTruncated>true</IsTruncated>"), "<NextContinuationToken>" },
    { PAGE ("<IsTruncated>true</IsTruncated><NextContinuationToken/>"), "<NextContinuationToken>" },
    { PAGE ("<IsTruncated>maybe</IsTruncated>"), "<IsTruncated>" },
    { PAGE ("<IsTruncated><b/></IsTruncated>"), "<IsTruncated>" },
    { PAGE ("<Contents><Size>1</Size></Contents>"), "<Key>" },
    { PAGE ("<Contents><Key/><Size>1</Size></Contents>"), "<Key>" },
    { PAGE ("<Contents><Key>a</Key></Contents>"), "<Size>" },
    { PAGE ("<Contents><Key>a</Key><Size>-1</Size></Contents>"), "<Size>" },
    { PAGE ("<Contents><Key>a</Key><Size>1.5</Size></Contents>"), "<Size>" },
    { PAGE ("<Contents><Key>a</Key><Size>9223372036854775808</Size></Contents>"), "<Size>" },
    { PAGE ("<Contents><Key>a</Key><Key>b</Key><Size>1</Size></Contents>"), "twice" },
    { PAGE ("<Contents><Key>a</Key><Size>1</Size><LastModified>yesterday</LastModified></Contents>"), "<LastModified>" },
    { PAGE ("<EncodingType>url</EncodingType><Contents><Key>%zz</Key><Size>1</Size></Contents>"), "<Key>" },
    { PAGE ("<EncodingType>url</EncodingType><Contents><Key>a%00b</Key><Size>1</Size></Contents>"), "<Key>" },
    { PAGE ("<EncodingType>url</EncodingType><Contents><Key>%FF</Key><Size>1</Size></Contents>"), "<Key>" },
    { PAGE ("<CommonPrefixes/>"), "<Prefix>" },
  };

  assert_refused ((ParseFunc) dossier_s3_object_list_parse, bad, G_N_ELEMENTS (bad));
  assert_refused_when_cut ((ParseFunc) dossier_s3_object_list_parse, PAGE (OBJECT));
}

static void
test_buckets (void)
{
  const char *text = XML "<ListAllMyBucketsResult" NS "><Owner><ID>79a59d</ID></Owner><Buckets>"
                         "<Bucket><Name>one</Name><CreationDate>2025-01-02T03:04:05.000Z</CreationDate>"
                         "<BucketRegion>eu-central-1</BucketRegion><BucketArn>arn:aws:s3:::one</BucketArn></Bucket>"
                         "<Bucket><Name>two</Name></Bucket></Buckets><ContinuationToken>c</ContinuationToken>"
                         "</ListAllMyBucketsResult>";
  static const BadAnswer bad[] = {
    { "<ListAllMyBucketsResult/>", "<Buckets>" },
    { "<ListAllMyBucketsResult><Buckets><Bucket/></Buckets></ListAllMyBucketsResult>", "<Name>" },
    { "<ListAllMyBucketsResult><Buckets><Bucket><Name>a</Name><CreationDate>x</CreationDate></Bucket></Buckets>"
      "</ListAllMyBucketsResult>",
      "<CreationDate>" },
    { "<Error><Code>AccessDenied</Code></Error>", "<Error>" },
  };
  g_autoptr(DossierS3BucketList) list = parse_good ((ParseFunc) dossier_s3_bucket_list_parse, text);
  g_autoptr(DossierS3BucketList) none =
      parse_good ((ParseFunc) dossier_s3_bucket_list_parse,
                  "<ListAllMyBucketsResult><Buckets/><ContinuationToken/></ListAllMyBucketsResult>");
  const DossierS3Bucket *bucket = g_ptr_array_index (list->buckets, 0);

  g_assert_cmpuint (list->buckets->len, ==, 2);
  g_assert_cmpstr (list->owner_id, ==, "79a59d");
  g_assert_cmpstr (list->next_token, ==, "c");
  g_assert_cmpstr (bucket->name, ==, "one");
  g_assert_cmpstr (bucket->region, ==, "eu-central-1");
  g_assert_cmpint (bucket->created, ==, TIME);
  bucket = g_ptr_array_index (list->buckets, 1);
  g_assert_null (bucket->region);
  g_assert_cmpuint (none->buckets->len, ==, 0);
  g_assert_null (none->next_token);
  assert_refused ((ParseFunc) dossier_s3_bucket_list_parse, bad, G_N_ELEMENTS (bad));
  assert_refused_when_cut ((ParseFunc) dossier_s3_bucket_list_parse, text);
}

static void
test_object_info (void)
{
  g_autoptr(DossierAwsResponse) response = answer_headers ((const char *const[]) {
      "Content-Length", "434234", "ETag", "\"be09\"", "Last-Modified", "Thu, 02 Jan 2025 03:04:05 GMT", "Content-Type",
      "text/csv", "x-amz-server-side-encryption", "aws:kms", "x-amz-server-side-encryption-aws-kms-key-id", "arn:k",
      "x-amz-checksum-sha256", "47DEQ", "x-amz-version-id", "v", "x-amz-storage-class", "GLACIER", NULL });
  g_autoptr(GError) error = NULL;
  g_autoptr(DossierS3ObjectInfo) info = dossier_s3_object_info_read (response, &error);
  static const char *const bad[][5] = {
    { "ETag", "\"e\"", NULL },
    { "Content-Length", "1", NULL },
    { "Content-Length", "-1", "ETag", "\"e\"", NULL },
    { "Content-Length", "many", "ETag", "\"e\"", NULL },
  };

  g_assert_no_error (error);
  g_assert_cmpint (info->size, ==, 434234);
  g_assert_cmpstr (info->etag, ==, "\"be09\"");
  g_assert_cmpint (info->last_modified, ==, TIME);
  g_assert_cmpstr (info->content_type, ==, "text/csv");
  g_assert_cmpstr (info->sse, ==, "aws:kms");
  g_assert_cmpstr (info->kms_key_id, ==, "arn:k");
  g_assert_cmpstr (info->checksum_sha256, ==, "47DEQ");
  g_assert_cmpstr (info->version_id, ==, "v");
  g_assert_cmpstr (info->storage_class, ==, "GLACIER");
  for (gsize i = 0; i < G_N_ELEMENTS (bad); i++)
    {
      g_autoptr(DossierAwsResponse) wrong = answer_headers (bad[i]);
      g_autoptr(GError) refusal = NULL;

      g_assert_null (dossier_s3_object_info_read (wrong, &refusal));
      g_assert_error (refusal, DOSSIER_ERROR, DOSSIER_ERROR_INVALID_RESPONSE);
    }
}

static void
test_bucket_info (void)
{
  g_autoptr(DossierAwsResponse) response = answer_headers (
      (const char *const[]) { "x-amz-bucket-region", "eu-south-1", "x-amz-access-point-alias", "true", NULL });
  g_autoptr(DossierAwsResponse) bare = answer_headers ((const char *const[]) { NULL });
  g_autoptr(DossierS3BucketInfo) info = dossier_s3_bucket_info_read (response, NULL);
  g_autoptr(DossierS3BucketInfo) nothing = dossier_s3_bucket_info_read (bare, NULL);

  g_assert_cmpstr (info->region, ==, "eu-south-1");
  g_assert_true (info->access_point_alias);
  g_assert_null (nothing->region);
  g_assert_false (nothing->access_point_alias);
}

static void
test_location (void)
{
  static const struct
  {
    const char *text;
    const char *region;
  } cases[] = {
    { XML "<LocationConstraint" NS ">eu-central-1</LocationConstraint>", "eu-central-1" },
    { "<LocationConstraint/>", "us-east-1" },
    { "<!-- c --><LocationConstraint></LocationConstraint>", "us-east-1" },
    { "<LocationConstraint>EU</LocationConstraint>", "eu-west-1" },
  };
  static const BadAnswer bad[] = {
    { "", "not valid XML" },
    { "<LocationConstraint><Region>a</Region></LocationConstraint>", "<LocationConstraint>" },
    { "<CreateBucketConfiguration/>", "<CreateBucketConfiguration>" },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree char *region = parse_good ((ParseFunc) dossier_s3_parse_bucket_location, cases[i].text);

      g_assert_cmpstr (region, ==, cases[i].region);
    }
  assert_refused ((ParseFunc) dossier_s3_parse_bucket_location, bad, G_N_ELEMENTS (bad));
}

static void
test_policy (void)
{
  static const BadAnswer bad[] = { { "", "empty" }, { "{\"Id\":\"\xff\"}", "UTF-8" } };
  g_autofree char *policy = parse_good ((ParseFunc) dossier_s3_parse_bucket_policy, "{\"Id\":\"한\"}\n");
  g_autofree char *long_text = g_strnfill (1024 * 1024 + 1, ' ');
  g_autoptr(GError) error = NULL;

  g_assert_cmpstr (policy, ==, "{\"Id\":\"한\"}\n");
  assert_refused ((ParseFunc) dossier_s3_parse_bucket_policy, bad, G_N_ELEMENTS (bad));
  g_assert_null (parse_text ((ParseFunc) dossier_s3_parse_bucket_policy, "{\0}", 3, &error));
  g_assert_error (error, DOSSIER_ERROR, DOSSIER_ERROR_INVALID_RESPONSE);
  g_clear_error (&error);
  g_assert_null (parse_text ((ParseFunc) dossier_s3_parse_bucket_policy, long_text, strlen (long_text), &error));
  g_assert_error (error, DOSSIER_ERROR, DOSSIER_ERROR_TOO_LARGE);
}

static void
test_settings (void)
{
  static const BadAnswer bad_block[] = {
    { "<PublicAccessBlockConfiguration><BlockPublicAcls>1</BlockPublicAcls></PublicAccessBlockConfiguration>",
      "<BlockPublicAcls>" },
    { "<OwnershipControls/>", "<OwnershipControls>" },
  };
  static const BadAnswer bad_ownership[] = {
    { "<OwnershipControls/>", "<Rule>" },
    { "<OwnershipControls><Rule/></OwnershipControls>", "<ObjectOwnership>" },
  };
  static const BadAnswer bad_encryption[] = {
    { "<ServerSideEncryptionConfiguration/>", "<Rule>" },
    { "<ServerSideEncryptionConfiguration><Rule/></ServerSideEncryptionConfiguration>",
      "<ApplyServerSideEncryptionByDefault>" },
    { "<ServerSideEncryptionConfiguration><Rule><ApplyServerSideEncryptionByDefault/></Rule>"
      "</ServerSideEncryptionConfiguration>",
      "<SSEAlgorithm>" },
  };
  static const BadAnswer bad_copy[] = { { "<CopyObjectResult/>", "<ETag>" }, { "", "not valid XML" } };
  g_autoptr(DossierS3PublicAccessBlock) block =
      parse_good ((ParseFunc) dossier_s3_public_access_block_parse,
                  XML "<PublicAccessBlockConfiguration" NS "><BlockPublicAcls>TRUE</BlockPublicAcls>"
                      "<RestrictPublicBuckets>true</RestrictPublicBuckets><BlockPublicPolicy>false</BlockPublicPolicy>"
                      "</PublicAccessBlockConfiguration>");
  g_autofree char *ownership =
      parse_good ((ParseFunc) dossier_s3_parse_bucket_ownership,
                  "<OwnershipControls" NS "><Rule><ObjectOwnership>BucketOwnerEnforced</ObjectOwnership></Rule>"
                  "</OwnershipControls>");
  g_autoptr(DossierS3BucketEncryption) encryption =
      parse_good ((ParseFunc) dossier_s3_bucket_encryption_parse,
                  "<ServerSideEncryptionConfiguration" NS "><Rule><ApplyServerSideEncryptionByDefault>"
                  "<SSEAlgorithm>aws:kms</SSEAlgorithm><KMSMasterKeyID>arn:k</KMSMasterKeyID>"
                  "</ApplyServerSideEncryptionByDefault><BucketKeyEnabled>true</BucketKeyEnabled></Rule>"
                  "</ServerSideEncryptionConfiguration>");
  g_autofree char *copied = parse_good ((ParseFunc) dossier_s3_parse_copied,
                                        "<CopyObjectResult" NS "><ETag>&quot;e&quot;</ETag></CopyObjectResult>");

  g_assert_true (block->block_public_acls && block->restrict_public_buckets);
  g_assert_false (block->block_public_policy || block->ignore_public_acls);
  g_assert_cmpstr (ownership, ==, "BucketOwnerEnforced");
  g_assert_cmpstr (encryption->algorithm, ==, "aws:kms");
  g_assert_cmpstr (encryption->kms_key_id, ==, "arn:k");
  g_assert_true (encryption->bucket_key);
  g_assert_cmpstr (copied, ==, "\"e\"");
  assert_refused ((ParseFunc) dossier_s3_public_access_block_parse, bad_block, G_N_ELEMENTS (bad_block));
  assert_refused ((ParseFunc) dossier_s3_parse_bucket_ownership, bad_ownership, G_N_ELEMENTS (bad_ownership));
  assert_refused ((ParseFunc) dossier_s3_bucket_encryption_parse, bad_encryption, G_N_ELEMENTS (bad_encryption));
  assert_refused ((ParseFunc) dossier_s3_parse_copied, bad_copy, G_N_ELEMENTS (bad_copy));
}

/* RFC 9110, 14.4 and 15.3.7. */
static void
test_range (void)
{
  static const struct
  {
    guint status;
    const char *range;
    gint64 offset;
    gboolean good;
  } cases[] = {
    { 200, NULL, 0, TRUE },          { 206, "bytes 0-9/10", 0, FALSE }, { 206, "bytes 5-9/10", 5, TRUE },
    { 206, "bytes 5-9/*", 5, TRUE }, { 200, NULL, 5, FALSE },           { 206, NULL, 5, FALSE },
    { 206, "bytes 50-59/60", 5, FALSE }, { 206, "items 5-9/10", 5, FALSE },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr(GError) error = NULL;

      g_assert_cmpint (dossier_s3_check_range (cases[i].status, cases[i].range, cases[i].offset, &error), ==,
                       cases[i].good);
      if (!cases[i].good)
        g_assert_error (error, DOSSIER_ERROR, DOSSIER_ERROR_INVALID_RESPONSE);
    }
}

/* The codes are from the API reference of each Get operation. */
static void
test_absent (void)
{
  static const struct
  {
    guint status;
    const char *code;
    gboolean absent;
    DossierAwsError kind;
  } cases[] = {
    { 404, "NoSuchBucketPolicy", TRUE, DOSSIER_AWS_ERROR_NOT_FOUND },
    { 404, "NoSuchPublicAccessBlockConfiguration", TRUE, DOSSIER_AWS_ERROR_NOT_FOUND },
    { 404, "OwnershipControlsNotFoundError", TRUE, DOSSIER_AWS_ERROR_NOT_FOUND },
    { 404, "ServerSideEncryptionConfigurationNotFoundError", TRUE, DOSSIER_AWS_ERROR_NOT_FOUND },
    { 404, "NoSuchBucket", FALSE, DOSSIER_AWS_ERROR_NOT_FOUND },
    { 403, "AccessDenied", FALSE, DOSSIER_AWS_ERROR_ACCESS_DENIED },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree char *text = g_strdup_printf ("<Error><Code>%s</Code></Error>", cases[i].code);
      g_autoptr(GBytes) body = g_bytes_new (text, strlen (text));
      g_autoptr(GError) error = dossier_aws_error_new_from_response ("s3", "Get", cases[i].status, NULL, body);

      g_assert_cmpint (dossier_s3_error_is_absent (error), ==, cases[i].absent);
      g_assert_true (g_error_matches (error, DOSSIER_AWS_ERROR, (int) cases[i].kind));
    }
  g_assert_false (dossier_s3_error_is_absent (NULL));
}

/* A bucket made twice looks like one that somebody else has. */
static void
test_repeats (void)
{
  g_autoptr(GBytes) body = g_bytes_new_static ("x", 1);
  g_autoptr(DossierAwsRequest) create = dossier_s3_create_bucket_request ("demo", "us-east-1");
  g_autoptr(DossierAwsRequest) put = dossier_s3_put_object_request ("demo", NULL, "k", body, "text/plain");
  g_autoptr(DossierAwsRequest) policy = dossier_s3_put_bucket_policy_request ("demo", NULL, "{}");

  g_assert_false (dossier_aws_request_get_idempotent (create));
  g_assert_true (dossier_aws_request_get_idempotent (put));
  g_assert_true (dossier_aws_request_get_idempotent (policy));
}

int
main (int    argc,
      char **argv)
{
  dossier_test_init (&argc, &argv);
  g_test_add_func ("/aws/s3/objects", test_objects);
  g_test_add_func ("/aws/s3/objects-plain", test_objects_plain);
  g_test_add_func ("/aws/s3/objects-refused", test_objects_refused);
  g_test_add_func ("/aws/s3/buckets", test_buckets);
  g_test_add_func ("/aws/s3/object-info", test_object_info);
  g_test_add_func ("/aws/s3/bucket-info", test_bucket_info);
  g_test_add_func ("/aws/s3/location", test_location);
  g_test_add_func ("/aws/s3/policy", test_policy);
  g_test_add_func ("/aws/s3/settings", test_settings);
  g_test_add_func ("/aws/s3/range", test_range);
  g_test_add_func ("/aws/s3/absent", test_absent);
  g_test_add_func ("/aws/s3/repeats", test_repeats);
  return g_test_run ();
}
