# SPDX-FileCopyrightText: The Dossier authors
# SPDX-License-Identifier: GPL-3.0-or-later
"""boto3 calls S3 of the demo service."""

import base64
import hashlib
import pathlib
import sys
import unittest
import urllib.error
import urllib.request

sys.path.insert(0, str(pathlib.Path(__file__).parent))

from botocore.awsrequest import AWSRequest  # noqa: E402
from botocore.auth import S3SigV4Auth  # noqa: E402
from botocore.credentials import Credentials  # noqa: E402
from service import ACCOUNT, OPT_IN, REGION, Case, policy, statement  # noqa: E402

BUCKET = "dossier-demo-reports"
KEY = f"arn:aws:kms:{REGION}:{ACCOUNT}:key/d0551e40-5eed-4000-8000-0000000000"


class S3(Case):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.s3 = cls.service.client("s3")
        cls.reader = cls.service.client("s3", cls.service.role("audit/dossier-audit", ExternalId="dossier-demo"))

    def bucket(self, name, **more):
        self.s3.create_bucket(Bucket=name, CreateBucketConfiguration={"LocationConstraint": REGION}, **more)
        return name

    def test_list_buckets(self):
        names = [bucket["Name"] for bucket in self.s3.list_buckets()["Buckets"]]
        self.assertEqual(names, sorted(names))
        self.assertIn(BUCKET, names)
        self.assertNotIn("dossier-demo-member", names)
        self.assertNotIn("dossier-demo-stranger", names)

    def test_list_buckets_in_pages(self):
        whole = [bucket["Name"] for bucket in self.s3.list_buckets(Prefix="dossier-demo-")["Buckets"]]
        pages = list(self.s3.get_paginator("list_buckets").paginate(
            Prefix="dossier-demo-", PaginationConfig={"PageSize": 2}))
        self.assertEqual(len(pages), (len(whole) + 1) // 2)
        self.assertEqual([bucket["Name"] for page in pages for bucket in page["Buckets"]], whole)

    def test_list_buckets_of_a_region(self):
        found = self.s3.list_buckets(BucketRegion=REGION)["Buckets"]
        self.assertEqual({bucket["BucketRegion"] for bucket in found}, {REGION})
        self.refused("InvalidArgument", 400, self.s3.list_buckets, BucketRegion=OPT_IN)

    def test_head_bucket(self):
        self.assertEqual(self.s3.head_bucket(Bucket=BUCKET)["BucketRegion"], REGION)
        self.refused("404", 404, self.s3.head_bucket, Bucket="dossier-demo-nowhere")
        self.refused("403", 403, self.s3.head_bucket, Bucket="dossier-demo-stranger")

    def test_other_region(self):
        self.assertEqual(self.s3.head_bucket(Bucket="dossier-demo-reports-opt-in")["BucketRegion"], OPT_IN)
        self.assertEqual(
            self.s3.get_bucket_location(Bucket="dossier-demo-reports-opt-in")["LocationConstraint"], OPT_IN)
        # boto3 followed: the first answer was a redirect.
        self.assertIn(("s3", "HeadBucket", "PermanentRedirect"), self.service.log())
        self.assertIsNone(self.s3.get_bucket_location(Bucket="dossier-demo-elsewhere")["LocationConstraint"])

    def test_create_bucket(self):
        answer = self.s3.create_bucket(Bucket="made-here", CreateBucketConfiguration={"LocationConstraint": REGION})
        self.assertEqual(answer["Location"], "/made-here")
        self.assertEqual(self.s3.get_bucket_location(Bucket="made-here")["LocationConstraint"], REGION)
        self.assertEqual(set(self.s3.get_public_access_block(Bucket="made-here")
                             ["PublicAccessBlockConfiguration"].values()), {True})
        rules = self.s3.get_bucket_ownership_controls(Bucket="made-here")["OwnershipControls"]["Rules"]
        self.assertEqual(rules, [{"ObjectOwnership": "BucketOwnerEnforced"}])
        create = {"CreateBucketConfiguration": {"LocationConstraint": REGION}}
        self.refused("BucketAlreadyOwnedByYou", 409, self.s3.create_bucket, Bucket="made-here", **create)
        self.refused("BucketAlreadyExists", 409, self.s3.create_bucket, Bucket="dossier-demo-stranger", **create)
        for name in ("sthree-x", "xn--bucket", "192.168.5.4", "a..b", "name-s3alias"):
            self.refused("InvalidBucketName", 400, self.s3.create_bucket, Bucket=name, **create)
        self.refused("IllegalLocationConstraintException", 400, self.s3.create_bucket, Bucket="made-there",
                     CreateBucketConfiguration={"LocationConstraint": OPT_IN})
        self.refused("AccessDenied", 403, self.reader.create_bucket, Bucket="made-by-reader", **create)

    def test_create_bucket_from_the_first_region(self):
        first = self.service.client("s3", region_name="us-east-1")
        first.create_bucket(Bucket="made-first")
        self.assertIsNone(first.get_bucket_location(Bucket="made-first")["LocationConstraint"])

    def test_policy(self):
        bucket = self.bucket("policies")
        self.refused("NoSuchBucketPolicy", 404, self.s3.get_bucket_policy, Bucket=bucket)
        self.refused("NoSuchBucketPolicy", 404, self.s3.get_bucket_policy_status, Bucket=bucket)
        text = policy(statement("Allow", {"Service": "inspector2.amazonaws.com"}, "s3:PutObject",
                                f"arn:aws:s3:::{bucket}/*",
                                Condition={"StringEquals": {"aws:SourceAccount": ACCOUNT}}))
        self.s3.put_bucket_policy(Bucket=bucket, Policy=text)
        self.assertEqual(self.s3.get_bucket_policy(Bucket=bucket)["Policy"], text)
        self.assertFalse(self.s3.get_bucket_policy_status(Bucket=bucket)["PolicyStatus"]["IsPublic"])
        self.s3.delete_bucket_policy(Bucket=bucket)
        self.refused("NoSuchBucketPolicy", 404, self.s3.get_bucket_policy, Bucket=bucket)

    def test_malformed_policies(self):
        objects, bucket = f"arn:aws:s3:::{BUCKET}/*", f"arn:aws:s3:::{BUCKET}"
        everybody = {"AWS": ACCOUNT}
        no_principal = {"Effect": "Allow", "Action": "s3:GetObject", "Resource": objects}
        cases = [
            ("nonsense", "Policies must be valid JSON and the first byte must be '{'"),
            (" " + policy(statement("Allow", everybody, "s3:GetObject", objects)),
             "Policies must be valid JSON and the first byte must be '{'"),
            (policy(no_principal), "Missing required field Principal"),
            (policy({"Principal": "*", "Action": "s3:GetObject", "Resource": objects}),
             "Missing required field Effect"),
            (policy({"Effect": "Allow", "Principal": "*", "Resource": objects}), "Missing required field Action"),
            (policy({"Effect": "Allow", "Principal": "*", "Action": "s3:*"}), "Missing required field Resource"),
            (policy(statement("Maybe", everybody, "s3:GetObject", objects)), "Invalid policy syntax."),
            (policy(statement("Allow", {"AWS": "arn:aws:iam::111122223333:user/nobody"}, "s3:GetObject", objects)),
             "Invalid principal in policy"),
            (policy(statement("Allow", {"Service": "inspector2"}, "s3:GetObject", objects)),
             "Invalid principal in policy"),
            (policy(statement("Allow", everybody, "s3:GetObject", "arn:aws:s3:::another/*")),
             "Policy has invalid resource"),
            (policy(statement("Allow", everybody, "ec2:RunInstances", objects)), "Policy has invalid action"),
            (policy(statement("Allow", everybody, "s3:GetObject", bucket)),
             "Action does not apply to any resource(s) in statement"),
            (policy(statement("Allow", everybody, "s3:ListBucket", objects)),
             "Action does not apply to any resource(s) in statement"),
        ]
        before = self.s3.get_bucket_policy(Bucket=BUCKET)["Policy"]
        for text, words in cases:
            with self.subTest(words):
                said = self.refused("MalformedPolicy", 400, self.s3.put_bucket_policy, Bucket=BUCKET, Policy=text)
                self.assertEqual(said, words)
        self.refused("PolicyTooLarge", 400, self.s3.put_bucket_policy, Bucket=BUCKET, Policy="{" + " " * 20480 + "}")
        self.assertEqual(self.s3.get_bucket_policy(Bucket=BUCKET)["Policy"], before)

    def test_public_policy_is_blocked(self):
        bucket = self.bucket("public")
        text = policy(statement("Allow", "*", "s3:GetObject", f"arn:aws:s3:::{bucket}/*"))
        said = self.refused("AccessDenied", 403, self.s3.put_bucket_policy, Bucket=bucket, Policy=text)
        self.assertIn("BlockPublicPolicy", said)
        off = {"BlockPublicAcls": True, "IgnorePublicAcls": True, "BlockPublicPolicy": False,
               "RestrictPublicBuckets": False}
        self.s3.put_public_access_block(Bucket=bucket, PublicAccessBlockConfiguration=off)
        self.assertEqual(self.s3.get_public_access_block(Bucket=bucket)["PublicAccessBlockConfiguration"], off)
        self.s3.put_bucket_policy(Bucket=bucket, Policy=text)
        self.assertTrue(self.s3.get_bucket_policy_status(Bucket=bucket)["PolicyStatus"]["IsPublic"])

    def test_deny_of_the_bucket_policy(self):
        bucket = self.bucket("denying")
        self.s3.put_bucket_policy(Bucket=bucket, Policy=policy(
            statement("Deny", {"AWS": f"arn:aws:iam::{ACCOUNT}:user/demo"}, "s3:PutObject", f"arn:aws:s3:::{bucket}/*")))
        said = self.refused("AccessDenied", 403, self.s3.put_object, Bucket=bucket, Key="x", Body=b"")
        self.assertEqual(said, f'User: arn:aws:iam::{ACCOUNT}:user/demo is not authorized to perform: s3:PutObject on '
                               f'resource: "arn:aws:s3:::{bucket}/x" with an explicit deny in a resource-based policy')

    def test_rights_of_the_identity(self):
        self.assertTrue(self.reader.get_bucket_policy(Bucket=BUCKET)["Policy"])
        said = self.refused("AccessDenied", 403, self.reader.put_object, Bucket=BUCKET, Key="x", Body=b"")
        self.assertEqual(said, f'User: arn:aws:sts::{ACCOUNT}:assumed-role/dossier-audit/session is not authorized to '
                               f'perform: s3:PutObject on resource: "arn:aws:s3:::{BUCKET}/x" because no identity-based '
                               f'policy allows the s3:PutObject action')

    def test_bucket_policy_names_a_role(self):
        bucket = self.bucket("writable")
        role = f"arn:aws:iam::{ACCOUNT}:role/audit/dossier-audit"
        self.s3.put_bucket_policy(Bucket=bucket, Policy=policy(
            statement("Allow", {"AWS": role}, "s3:PutObject", f"arn:aws:s3:::{bucket}/*")))
        self.reader.put_object(Bucket=bucket, Key="by-name", Body=b"x")
        # Naming the account leaves the decision to the account's own policies.
        self.s3.put_bucket_policy(Bucket=bucket, Policy=policy(
            statement("Allow", {"AWS": ACCOUNT}, "s3:PutObject", f"arn:aws:s3:::{bucket}/*")))
        self.refused("AccessDenied", 403, self.reader.put_object, Bucket=bucket, Key="by-account", Body=b"x")

    def test_other_accounts(self):
        self.assertEqual(self.s3.list_objects_v2(Bucket="dossier-demo-member")["KeyCount"], 0)
        said = self.refused("AccessDenied", 403, self.s3.put_object, Bucket="dossier-demo-member", Key="x", Body=b"")
        self.assertTrue(said.endswith("because no resource-based policy allows the s3:PutObject action"), said)
        said = self.refused("AccessDenied", 403, self.s3.list_objects_v2, Bucket="dossier-demo-stranger")
        self.assertEqual(said, "Access Denied")

    def test_only_the_owner_sees_the_policy(self):
        member = self.service.client("s3", self.service.role("dossier-member", "222233334444"))
        bucket = "shared-by-member"
        member.create_bucket(Bucket=bucket, CreateBucketConfiguration={"LocationConstraint": REGION})
        member.put_bucket_policy(Bucket=bucket, Policy=policy(
            statement("Allow", {"AWS": ACCOUNT}, "s3:*", [f"arn:aws:s3:::{bucket}", f"arn:aws:s3:::{bucket}/*"])))
        self.s3.put_object(Bucket=bucket, Key="x", Body=b"")
        self.s3.delete_object(Bucket=bucket, Key="x")
        self.refused("MethodNotAllowed", 405, self.s3.get_bucket_policy, Bucket=bucket)

    def test_expected_owner(self):
        self.s3.head_bucket(Bucket=BUCKET, ExpectedBucketOwner=ACCOUNT)
        self.refused("AccessDenied", 403, self.s3.get_bucket_policy, Bucket=BUCKET, ExpectedBucketOwner="222233334444")

    def test_encryption_of_a_bucket(self):
        bucket = self.bucket("encrypted")
        rule = self.s3.get_bucket_encryption(Bucket=bucket)["ServerSideEncryptionConfiguration"]["Rules"][0]
        self.assertEqual(rule["ApplyServerSideEncryptionByDefault"], {"SSEAlgorithm": "AES256"})
        wanted = {"ApplyServerSideEncryptionByDefault": {"SSEAlgorithm": "aws:kms", "KMSMasterKeyID": KEY + "01"},
                  "BucketKeyEnabled": True}
        self.s3.put_bucket_encryption(Bucket=bucket, ServerSideEncryptionConfiguration={"Rules": [wanted]})
        got = self.s3.get_bucket_encryption(Bucket=bucket)["ServerSideEncryptionConfiguration"]["Rules"][0]
        self.assertEqual(got, wanted)
        answer = self.s3.put_object(Bucket=bucket, Key="x", Body=b"x")
        self.assertEqual((answer["SSEKMSKeyId"], answer["BucketKeyEnabled"]), (KEY + "01", True))

    def test_object(self):
        body = bytes(range(256)) * 8
        key = "a b/ünï+%41/~x?&=#.bin"
        put = self.s3.put_object(Bucket=BUCKET, Key=key, Body=body, ContentType="text/csv", Metadata={"who": "me"})
        got = self.s3.get_object(Bucket=BUCKET, Key=key)
        self.assertEqual(got["Body"].read(), body)
        self.assertEqual(got["ETag"], '"' + hashlib.md5(body).hexdigest() + '"')
        self.assertEqual((got["ETag"], got["ContentType"], got["Metadata"]), (put["ETag"], "text/csv", {"who": "me"}))
        head = self.s3.head_object(Bucket=BUCKET, Key=key)
        self.assertEqual((head["ContentLength"], head["ServerSideEncryption"]), (len(body), "AES256"))
        self.assertEqual([item["Key"] for item in self.s3.list_objects_v2(Bucket=BUCKET, Prefix="a b/")["Contents"]],
                         [key])
        self.s3.delete_object(Bucket=BUCKET, Key=key)
        self.s3.delete_object(Bucket=BUCKET, Key=key)
        self.refused("NoSuchKey", 404, self.s3.get_object, Bucket=BUCKET, Key=key)

    def test_key_with_slashes(self):
        for key in ("/leading", "a//b", "trailing/", ".dot", "x..y"):
            with self.subTest(key):
                self.s3.put_object(Bucket=BUCKET, Key=key, Body=key.encode())
                self.assertEqual(self.s3.get_object(Bucket=BUCKET, Key=key)["Body"].read(), key.encode())
                self.s3.delete_object(Bucket=BUCKET, Key=key)
        self.refused("KeyTooLongError", 400, self.s3.put_object, Bucket=BUCKET, Key="k" * 1025, Body=b"")

    def test_empty_object(self):
        self.s3.put_object(Bucket=BUCKET, Key="empty", Body=b"")
        self.assertEqual(self.s3.get_object(Bucket=BUCKET, Key="empty")["Body"].read(), b"")
        self.refused("InvalidRange", 416, self.s3.get_object, Bucket=BUCKET, Key="empty", Range="bytes=0-")

    def test_checksums(self):
        body = b"123456789"
        # Check values of the catalogue of CRCs, of that very text.
        known = {"CRC32": 0xCBF43926.to_bytes(4), "CRC64NVME": 0xAE8B14860A799888.to_bytes(8),
                 "SHA1": hashlib.sha1(body).digest(), "SHA256": hashlib.sha256(body).digest(),
                 "CRC32C": 0xE3069283.to_bytes(4)}
        for name, digest in known.items():
            with self.subTest(name):
                good = base64.b64encode(digest).decode()
                self.s3.put_object(Bucket=BUCKET, Key="sum", Body=body, **{f"Checksum{name}": good})
                bad = base64.b64encode(bytes(len(digest))).decode()
                self.refused("BadDigest", 400, self.s3.put_object, Bucket=BUCKET, Key="sum", Body=body,
                             **{f"Checksum{name}": bad})

    def test_ranges(self):
        body = b"0123456789"
        etag = self.s3.put_object(Bucket=BUCKET, Key="range", Body=body)["ETag"]
        for header, part, told in (("bytes=0-3", b"0123", "bytes 0-3/10"), ("bytes=7-", b"789", "bytes 7-9/10"),
                                   ("bytes=-2", b"89", "bytes 8-9/10"), ("bytes=5-100", b"56789", "bytes 5-9/10")):
            got = self.s3.get_object(Bucket=BUCKET, Key="range", Range=header, IfMatch=etag)
            self.assertEqual((got["Body"].read(), got["ContentRange"], got["ResponseMetadata"]["HTTPStatusCode"]),
                             (part, told, 206))
        for header in ("bytes=0-1,4-5", "lines=1-2", "bytes=3-2"):
            got = self.s3.get_object(Bucket=BUCKET, Key="range", Range=header)
            self.assertEqual((got["Body"].read(), got["ResponseMetadata"]["HTTPStatusCode"]), (body, 200))
        for header in ("bytes=10-", "bytes=-0"):
            self.refused("InvalidRange", 416, self.s3.get_object, Bucket=BUCKET, Key="range", Range=header)

    def test_conditions(self):
        put = self.s3.put_object(Bucket=BUCKET, Key="if", Body=b"x")
        self.refused("PreconditionFailed", 412, self.s3.get_object, Bucket=BUCKET, Key="if", IfMatch='"no"')
        self.refused("304", 304, self.s3.get_object, Bucket=BUCKET, Key="if", IfNoneMatch=put["ETag"])
        self.refused("PreconditionFailed", 412, self.s3.put_object, Bucket=BUCKET, Key="if", Body=b"y", IfNoneMatch="*")
        self.assertEqual(self.s3.get_object(Bucket=BUCKET, Key="if")["Body"].read(), b"x")

    def test_missing_objects(self):
        self.refused("404", 404, self.s3.head_object, Bucket=BUCKET, Key="nowhere")
        self.refused("NoSuchBucket", 404, self.s3.get_object, Bucket="dossier-demo-nowhere", Key="x")
        bucket = self.bucket("secretive")
        self.s3.put_bucket_policy(Bucket=bucket, Policy=policy(
            statement("Deny", {"AWS": f"arn:aws:iam::{ACCOUNT}:role/audit/dossier-audit"}, "s3:ListBucket",
                      f"arn:aws:s3:::{bucket}")))
        self.refused("AccessDenied", 403, self.reader.get_object, Bucket=bucket, Key="nowhere")

    def test_sse_kms(self):
        put = {"Bucket": BUCKET, "Body": b"secret", "ServerSideEncryption": "aws:kms"}
        answer = self.s3.put_object(Key="kms", SSEKMSKeyId=KEY + "01", **put)
        self.assertEqual(answer["SSEKMSKeyId"], KEY + "01")
        self.assertNotEqual(answer["ETag"], '"' + hashlib.md5(b"secret").hexdigest() + '"')
        self.assertEqual(self.s3.put_object(Key="kms", SSEKMSKeyId="alias/plain", **put)["SSEKMSKeyId"], KEY + "02")
        self.assertEqual(self.s3.put_object(Key="kms", **put)["SSEKMSKeyId"], KEY + "07")
        head = self.s3.head_object(Bucket=BUCKET, Key="kms")
        self.assertEqual((head["ServerSideEncryption"], head["SSEKMSKeyId"]), ("aws:kms", KEY + "07"))
        said = self.refused("AccessDenied", 403, self.reader.get_object, Bucket=BUCKET, Key="kms")
        self.assertIn("is not authorized to perform: kms:Decrypt on resource: " + KEY + "07", said)
        self.refused("KMS.DisabledException", 400, self.s3.put_object, Key="no", SSEKMSKeyId=KEY + "03", **put)
        self.refused("KMS.KMSInvalidStateException", 400, self.s3.put_object, Key="no", SSEKMSKeyId=KEY + "04", **put)
        self.refused("KMS.UnsupportedOperationException", 400, self.s3.put_object, Key="no", SSEKMSKeyId=KEY + "05", **put)
        self.refused("KMS.NotFoundException", 400, self.s3.put_object, Key="no", SSEKMSKeyId=KEY + "99", **put)
        self.refused("KMS.NotFoundException", 400, self.s3.put_object, Key="no",
                     SSEKMSKeyId=KEY.replace(REGION, OPT_IN) + "08", **put)

    def test_acls(self):
        self.s3.put_object(Bucket=BUCKET, Key="acl", Body=b"", ACL="bucket-owner-full-control")
        self.refused("AccessControlListNotSupported", 400, self.s3.put_object, Bucket=BUCKET, Key="acl", Body=b"",
                     ACL="private")
        bucket = self.bucket("with-acls", ObjectOwnership="ObjectWriter")
        self.s3.put_object(Bucket=bucket, Key="acl", Body=b"", ACL="private")
        self.refused("AccessDenied", 403, self.s3.put_object, Bucket=bucket, Key="acl", Body=b"", ACL="public-read")

    def test_list_objects(self):
        bucket = self.bucket("listing")
        keys = sorted([f"{folder}/{n:02}" for folder in ("a", "b", "c d") for n in range(5)] + ["top", "z&<>"])
        for key in keys:
            self.s3.put_object(Bucket=bucket, Key=key, Body=key.encode())
        pages = list(self.s3.get_paginator("list_objects_v2").paginate(Bucket=bucket, PaginationConfig={"PageSize": 4}))
        self.assertEqual([item["Key"] for page in pages for item in page["Contents"]], keys)
        self.assertEqual([page["IsTruncated"] for page in pages], [True] * (len(pages) - 1) + [False])
        for size in (1, 2, 3, 1000):
            pages = list(self.s3.get_paginator("list_objects_v2").paginate(
                Bucket=bucket, Delimiter="/", PaginationConfig={"PageSize": size}))
            self.assertEqual([item["Prefix"] for page in pages for item in page.get("CommonPrefixes", [])],
                             ["a/", "b/", "c d/"])
            self.assertEqual([item["Key"] for page in pages for item in page.get("Contents", [])], ["top", "z&<>"])
        inner = self.s3.list_objects_v2(Bucket=bucket, Prefix="c d/", Delimiter="/")
        self.assertEqual([item["Key"] for item in inner["Contents"]], [f"c d/{n:02}" for n in range(5)])
        later = self.s3.list_objects_v2(Bucket=bucket, StartAfter="b/03")
        self.assertEqual([item["Key"] for item in later["Contents"]], keys[keys.index("b/04"):])
        self.assertEqual(later["Contents"][0]["Size"], 4)
        self.assertEqual(self.s3.list_objects_v2(Bucket=bucket, MaxKeys=0)["KeyCount"], 0)
        self.refused("InvalidArgument", 400, self.s3.list_objects_v2, Bucket=bucket, ContinuationToken="!")

    def test_copy(self):
        self.s3.put_object(Bucket=BUCKET, Key="from it", Body=b"copy me", ContentType="text/plain", Metadata={"a": "b"})
        self.s3.copy_object(Bucket="dossier-demo-archive", Key="to", CopySource={"Bucket": BUCKET, "Key": "from it"})
        got = self.s3.get_object(Bucket="dossier-demo-archive", Key="to")
        self.assertEqual((got["Body"].read(), got["ContentType"], got["Metadata"]), (b"copy me", "text/plain", {"a": "b"}))
        self.refused("NoSuchKey", 404, self.s3.copy_object, Bucket=BUCKET, Key="to",
                     CopySource={"Bucket": BUCKET, "Key": "nowhere"})
        self.refused("PreconditionFailed", 412, self.s3.copy_object, Bucket=BUCKET, Key="to", CopySourceIfMatch='"no"',
                     CopySource={"Bucket": BUCKET, "Key": "from it"})

    def test_presigned(self):
        self.s3.put_object(Bucket=BUCKET, Key="link", Body=b"linked")
        opener = urllib.request.build_opener(urllib.request.ProxyHandler({}))
        url = self.s3.generate_presigned_url("get_object", Params={"Bucket": BUCKET, "Key": "link"}, ExpiresIn=60)
        self.assertEqual(opener.open(url, timeout=30).read(), b"linked")
        with self.assertRaises(urllib.error.HTTPError) as caught:
            opener.open(url.replace("link?", "other?"), timeout=30)
        with caught.exception as error:
            self.assertEqual(error.code, 403)
            self.assertIn(b"<Code>SignatureDoesNotMatch</Code>", error.read())

    def test_not_played(self):
        self.refused("NotImplemented", 501, self.s3.get_bucket_versioning, Bucket=BUCKET)
        self.refused("NotImplemented", 501, self.s3.list_objects, Bucket=BUCKET)


class Framed(S3SigV4Auth):
    """botocore's signer, for a body whose hash is not in its header."""

    def payload(self, request):
        return self.word


class Bodies(Case):
    """Bodies as other SDKs frame them."""

    def put(self, body, word, headers, key="body"):
        info = self.service.info
        request = AWSRequest("PUT", f"{info['endpoint']}/{BUCKET}/{key}", data=body, headers=headers)
        signer = Framed(Credentials(info["accessKeyId"], info["secretAccessKey"]), "s3", REGION)
        signer.word = word
        signer.add_auth(request)
        http = urllib.request.Request(request.url, method="PUT", data=body, headers=dict(request.headers.items()))
        opener = urllib.request.build_opener(urllib.request.ProxyHandler({}))
        try:
            with opener.open(http, timeout=30) as answer:
                return answer.status, answer.read().decode()
        except urllib.error.HTTPError as error:
            with error:
                return error.code, error.read().decode()

    def chunked(self, body, trailer="x-amz-checksum-crc32:y/Q5Jg==", length=9):
        return self.put(body + (trailer + "\r\n\r\n").encode(), "STREAMING-UNSIGNED-PAYLOAD-TRAILER", {
            "Content-Encoding": "aws-chunked",
            "X-Amz-Decoded-Content-Length": str(length), "X-Amz-Trailer": "x-amz-checksum-crc32"})

    def test_trailer(self):
        self.assertEqual(self.chunked(b"4\r\n1234\r\n5\r\n56789\r\n0\r\n")[0], 200)
        got = self.service.client("s3").get_object(Bucket=BUCKET, Key="body", ChecksumMode="ENABLED")
        self.assertEqual((got["Body"].read(), got["ChecksumCRC32"]), (b"123456789", "y/Q5Jg=="))

    def test_wrong_trailer(self):
        status, text = self.chunked(b"9\r\n123456789\r\n0\r\n", "x-amz-checksum-crc32:AAAAAA==")
        self.assertEqual(status, 400)
        self.assertIn("<Code>BadDigest</Code>", text)

    def test_broken_frames(self):
        for body in (b"a\r\n123456789\r\n0\r\n", b"9\r\n123456789", b"x\r\n", b"9\r\n12345678910\r\n0\r\n",
                     b"ffffffffffffffff\r\n1\r\n0\r\n"):
            status, text = self.chunked(body)
            self.assertEqual(status, 400, body)
            self.assertIn("<Code>IncompleteBody</Code>", text)
        status, text = self.chunked(b"4\r\n1234\r\n0\r\n", length=9)
        self.assertIn("<Code>IncompleteBody</Code>", text)

    def test_unsigned(self):
        status, _ = self.put(b"anything", "UNSIGNED-PAYLOAD", {})
        self.assertEqual(status, 200)

    def test_signed_chunks_are_not_played(self):
        status, _ = self.put(b"0\r\n\r\n", "STREAMING-AWS4-HMAC-SHA256-PAYLOAD", {})
        self.assertEqual(status, 501)

    def test_paths_that_are_no_text(self):
        for key in ("%FF", "%00", "a%FF/b"):
            status, text = self.put(b"x", "UNSIGNED-PAYLOAD", {}, key)
            self.assertEqual((status, "InvalidURI" in text), (400, True), key)

    def test_headers_that_are_no_text(self):
        s3 = self.service.client("s3")
        url = s3.generate_presigned_url("put_object", Params={"Bucket": BUCKET, "Key": "latin"})
        http = urllib.request.Request(url, method="PUT", data=b"x", headers={"Content-Type": "caf\xe9"})
        with urllib.request.build_opener(urllib.request.ProxyHandler({})).open(http, timeout=30) as answer:
            self.assertEqual(answer.status, 200)
        # Kept as text that can be read again: another call reads the world.
        self.assertEqual(s3.list_objects_v2(Bucket=BUCKET, Prefix="latin")["KeyCount"], 1)

    def test_host_names_the_bucket(self):
        info = self.service.info
        port = info["endpoint"].rpartition(":")[2]
        self.assertEqual(self.put(b"hosted", "UNSIGNED-PAYLOAD", {}, "hosted")[0], 200)
        for host in (f"{BUCKET}.localhost:{port}", f"{BUCKET}.s3.{REGION}.amazonaws.com"):
            request = AWSRequest("GET", f"http://{host}/hosted")
            S3SigV4Auth(Credentials(info["accessKeyId"], info["secretAccessKey"]), "s3", REGION).add_auth(request)
            http = urllib.request.Request(f"{info['endpoint']}/hosted", headers={**dict(request.headers.items()), "Host": host})
            with urllib.request.build_opener(urllib.request.ProxyHandler({})).open(http, timeout=30) as answer:
                self.assertEqual(answer.read(), b"hosted")

    def test_policy_needs_a_checksum(self):
        info = self.service.info
        url = f"{info['endpoint']}/{BUCKET}?policy"
        request = AWSRequest("PUT", url, data=b"{}", params={})
        S3SigV4Auth(Credentials(info["accessKeyId"], info["secretAccessKey"]), "s3", REGION).add_auth(request)
        http = urllib.request.Request(url, method="PUT", data=b"{}", headers=dict(request.headers.items()))
        with self.assertRaises(urllib.error.HTTPError) as caught:
            urllib.request.build_opener(urllib.request.ProxyHandler({})).open(http, timeout=30)
        with caught.exception as error:
            self.assertIn(b"Content-MD5 OR x-amz-checksum-", error.read())


if __name__ == "__main__":
    unittest.main()
