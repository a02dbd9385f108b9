# SPDX-FileCopyrightText: The Dossier authors
# SPDX-License-Identifier: GPL-3.0-or-later
"""The typed calls against moto, which plays S3, KMS, IAM and STS, behind a proxy that checks signatures strictly."""

import concurrent.futures
import json
import logging
import os
import sys
import unittest

import boto3
from botocore.config import Config
from botocore.exceptions import ClientError

sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))
from moto.server import ThreadedMotoServer  # noqa: E402
from services_peer import ACCESS_KEY, SECRET, Tool  # noqa: E402
from strict_proxy import StrictProxy  # noqa: E402

logging.getLogger("werkzeug").setLevel(logging.ERROR)
KEYS = ["plain.csv", "reports/team a/x+y&z=한.csv", "a//b", "per%20cent%2F", "q?u#e'r\"y(*)!~;:@,$", "dir/../up", "tab\there"]
POLICY = json.dumps({"Version": "2012-10-17", "Statement": [
    {"Sid": "한 é", "Effect": "Deny", "Principal": "*", "Action": "s3:*", "Resource": "arn:aws:s3:::b/*"}]})
TRUST = {"Version": "2012-10-17", "Statement": [
    {"Effect": "Allow", "Principal": {"Service": "inspector2.amazonaws.com"}, "Action": "sts:AssumeRole"}]}
ACCOUNT = "123456789012"


class Moto(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.moto = ThreadedMotoServer(ip_address="127.0.0.1", port=0, verbose=False)
        cls.moto.start()
        cls.url = "http://%s:%d" % cls.moto.get_host_and_port()
        cls.proxy = StrictProxy(cls.url, {ACCESS_KEY: (SECRET, None)})
        cls.tool = Tool(cls.proxy.url)

    @classmethod
    def tearDownClass(cls):
        cls.tool.close()
        cls.proxy.close()
        cls.moto.stop()

    def boto(self, service, url=None):
        return boto3.client(service, endpoint_url=url or self.url, region_name="us-east-1", aws_access_key_id=ACCESS_KEY,
                            aws_secret_access_key=SECRET,
                            config=Config(retries={"total_max_attempts": 1}, proxies={}, s3={"addressing_style": "path"}))

    def bucket(self):
        name = "b-" + self._testMethodName.replace("_", "-")[5:]
        self.assertIs(self.tool.result("s3.CreateBucket", Bucket=name), True)
        return name

    def test_the_proxy_lets_botocore_through(self):
        s3 = self.boto("s3", self.proxy.url)
        name = self.bucket()
        for key in KEYS:
            s3.put_object(Bucket=name, Key=key, Body=b"x")
        self.assertEqual(s3.list_objects_v2(Bucket=name)["KeyCount"], len(KEYS))
        self.assertEqual(self.boto("sts", self.proxy.url).get_caller_identity()["Account"], ACCOUNT)

    def test_the_proxy_refuses_what_was_changed(self):
        s3 = self.boto("s3", self.proxy.url)
        for change in (lambda request, **_: setattr(request, "url", request.url.replace("/one", "/two")),
                       lambda request, **_: setattr(request, "body", b"tampered"),
                       lambda request, **_: request.headers.__setitem__("x-amz-acl", "public-read"),
                       lambda request, **_: request.headers.__setitem__("Authorization", "AWS4-HMAC-SHA256 x"),
                       lambda request, **_: request.headers.__setitem__("X-Amz-Date", "20200101T000000Z")):
            passed = self.proxy.passed
            s3.meta.events.register("before-send.s3", change)
            with self.assertRaises(ClientError):
                s3.put_object(Bucket="b", Key="one", Body=b"original")
            s3.meta.events.unregister("before-send.s3", change)
            self.assertEqual(self.proxy.passed, passed)

    def test_wrong_secret(self):
        tool = Tool(self.proxy.url, credentials=(ACCESS_KEY, "x" * 40))
        passed = self.proxy.passed
        for operation, arguments in (("s3.ListBuckets", {}), ("kms.ListKeys", {}), ("iam.GetUser", {"UserName": "u"}),
                                     ("sts.GetCallerIdentity", {})):
            self.assertEqual(tool.error(operation, **arguments)["code"], "SignatureDoesNotMatch")
        tool.close()
        self.assertEqual(self.proxy.passed, passed)

    def test_buckets(self):
        name = self.bucket()
        error = self.tool.error("s3.CreateBucket", Bucket="ab")
        self.assertEqual(error["code"], "InvalidBucketName")
        self.assertIn(name, [bucket["Name"] for bucket in self.tool.result("s3.ListBuckets")["Buckets"]])
        self.assertEqual(self.tool.result("s3.GetBucketLocation", Bucket=name), "us-east-1")
        self.assertEqual(self.tool.result("s3.HeadBucket", Bucket=name)["BucketRegion"], "us-east-1")
        error = self.tool.error("s3.HeadBucket", Bucket="no-such-bucket")
        self.assertEqual((error["status"], error["code"]), (404, None))

        elsewhere = Tool(self.proxy.url, "eu-central-1")
        self.assertIs(elsewhere.result("s3.CreateBucket", Bucket="b-elsewhere"), True)
        self.assertEqual(elsewhere.result("s3.GetBucketLocation", Bucket="b-elsewhere"), "eu-central-1")
        self.assertEqual(elsewhere.result("s3.HeadBucket", Bucket="b-elsewhere")["BucketRegion"], "eu-central-1")
        elsewhere.close()

    def test_settings(self):
        name = self.bucket()
        for operation in ("GetBucketPolicy", "GetPublicAccessBlock", "GetBucketOwnershipControls"):
            self.assertTrue(self.tool.error(f"s3.{operation}", Bucket=name)["absent"], operation)
        error = self.tool.error("s3.GetBucketPolicy", Bucket="no-such-bucket")
        self.assertEqual((error["code"], error["absent"]), ("NoSuchBucket", False))

        self.tool.result("s3.PutBucketPolicy", Bucket=name, Policy=POLICY)
        self.assertEqual(self.tool.result("s3.GetBucketPolicy", Bucket=name), POLICY)
        self.assertEqual(self.boto("s3").get_bucket_policy(Bucket=name)["Policy"], POLICY)
        self.tool.result("s3.DeleteBucketPolicy", Bucket=name)
        self.assertTrue(self.tool.error("s3.GetBucketPolicy", Bucket=name)["absent"])

        block = {"BlockPublicAcls": True, "IgnorePublicAcls": False, "BlockPublicPolicy": True, "RestrictPublicBuckets": False}
        self.tool.result("s3.PutPublicAccessBlock", Bucket=name, **block)
        self.assertEqual(self.tool.result("s3.GetPublicAccessBlock", Bucket=name), block)
        self.assertEqual(self.boto("s3").get_public_access_block(Bucket=name)["PublicAccessBlockConfiguration"], block)

        rules = {"Rules": [{"ObjectOwnership": "BucketOwnerPreferred"}]}
        self.boto("s3").put_bucket_ownership_controls(Bucket=name, OwnershipControls=rules)
        self.assertEqual(self.tool.result("s3.GetBucketOwnershipControls", Bucket=name), "BucketOwnerPreferred")
        rule = {"ApplyServerSideEncryptionByDefault": {"SSEAlgorithm": "aws:kms", "KMSMasterKeyID": "arn:k"},
                "BucketKeyEnabled": True}
        self.boto("s3").put_bucket_encryption(Bucket=name, ServerSideEncryptionConfiguration={"Rules": [rule]})
        self.assertEqual(self.tool.result("s3.GetBucketEncryption", Bucket=name),
                         {"SSEAlgorithm": "aws:kms", "KMSMasterKeyID": "arn:k", "BucketKeyEnabled": True})
        self.tool.result("s3.PutBucketEncryption", Bucket=name, SSEAlgorithm="aws:kms", KMSMasterKeyID="arn:other",
                         BucketKeyEnabled=True)
        rule["ApplyServerSideEncryptionByDefault"]["KMSMasterKeyID"] = "arn:other"
        self.assertEqual(self.boto("s3").get_bucket_encryption(Bucket=name)["ServerSideEncryptionConfiguration"]["Rules"],
                         [rule])

    def test_objects(self):
        name = self.bucket()
        for key in KEYS:
            text = f"what {key} holds"
            self.tool.result("s3.PutObject", Bucket=name, Key=key, Body=text, ContentType="text/csv")
            info = self.tool.result("s3.HeadObject", Bucket=name, Key=key)
            self.assertEqual((info["ContentLength"], info["ContentType"]), (len(text.encode()), "text/csv"))
            whole = self.tool.result("s3.GetObject", Bucket=name, Key=key)
            self.assertEqual(whole["Body"], text)
            self.assertEqual(whole["ETag"], info["ETag"])
            rest = self.tool.result("s3.GetObject", Bucket=name, Key=key, Offset=5, IfMatch=info["ETag"])
            self.assertEqual(rest["Body"], text[5:])
            self.assertEqual(self.boto("s3").get_object(Bucket=name, Key=key)["Body"].read(), text.encode())

        shown = self.tool.result("s3.ListObjectsV2", Bucket=name)["Contents"]
        self.assertEqual([entry["Key"] for entry in shown], sorted(KEYS, key=str.encode))
        shown = self.tool.result("s3.ListObjectsV2", Bucket=name, Prefix="reports/team a/")["Contents"]
        self.assertEqual([entry["Key"] for entry in shown], ["reports/team a/x+y&z=한.csv"])
        folders = self.tool.result("s3.ListObjectsV2", Bucket=name, Delimiter="/")["CommonPrefixes"]
        self.assertEqual(folders, ["a/", "dir/", "reports/"])

    def test_object_faults(self):
        name = self.bucket()
        self.tool.result("s3.PutObject", Bucket=name, Key="k", Body="0123456789", ContentType="text/csv")
        error = self.tool.error("s3.GetObject", Bucket=name, Key="k", Offset=5, IfMatch='"other"')
        self.assertEqual((error["status"], error["code"]), (412, "PreconditionFailed"))
        error = self.tool.error("s3.GetObject", Bucket=name, Key="k", Offset=10)
        self.assertEqual((error["status"], error["code"]), (416, "InvalidRange"))
        self.assertEqual(self.tool.error("s3.GetObject", Bucket=name, Key="none")["code"], "NoSuchKey")
        self.assertEqual(self.tool.error("s3.HeadObject", Bucket=name, Key="none")["status"], 404)
        self.assertEqual(self.tool.error("s3.ListObjectsV2", Bucket="no-such-bucket")["code"], "NoSuchBucket")
        error = self.tool.error("s3.CopyObject", Bucket=name, Key="c", SourceBucket=name, SourceKey="none")
        self.assertEqual(error["code"], "NoSuchKey")

    def test_copy_and_delete(self):
        name = self.bucket()
        for key in KEYS:
            self.tool.result("s3.PutObject", Bucket=name, Key=key, Body=key, ContentType="text/csv")
            etag = self.tool.result("s3.CopyObject", Bucket=name, Key="copy", SourceBucket=name, SourceKey=key)
            copy = self.tool.result("s3.GetObject", Bucket=name, Key="copy")
            self.assertEqual((copy["Body"], copy["ETag"]), (key, etag))
            for _ in range(2):
                self.assertIs(self.tool.result("s3.DeleteObject", Bucket=name, Key=key), True)
            self.assertEqual(self.tool.error("s3.HeadObject", Bucket=name, Key=key)["status"], 404)

    def test_pages_of_objects(self):
        name = self.bucket()
        s3 = self.boto("s3")
        names = [f"{i:05}" for i in range(1100)]
        with concurrent.futures.ThreadPoolExecutor(4) as pool:
            list(pool.map(lambda key: s3.put_object(Bucket=name, Key=key, Body=b""), names))
        first = self.tool.result("s3.ListObjectsV2", Bucket=name)
        second = self.tool.result("s3.ListObjectsV2", Bucket=name, ContinuationToken=first["NextContinuationToken"])
        self.assertNotIn("NextContinuationToken", second)
        self.assertEqual([entry["Key"] for page in (first, second) for entry in page["Contents"]], names)

    def test_kms(self):
        policy = json.dumps({"Version": "2012-10-17", "Statement": [
            {"Sid": "a", "Effect": "Allow", "Principal": {"AWS": f"arn:aws:iam::{ACCOUNT}:root"}, "Action": "kms:*", "Resource": "*"}]})
        key = self.tool.result("kms.CreateKey", Policy=policy, Description="reports é")
        self.assertEqual((key["KeyState"], key["KeyManager"], key["KeySpec"], key["Description"]),
                         ("Enabled", "CUSTOMER", "SYMMETRIC_DEFAULT", "reports é"))
        second = self.tool.result("kms.CreateKey")
        self.assertEqual(json.loads(self.tool.result("kms.GetKeyPolicy", KeyId=key["KeyId"])), json.loads(policy))
        changed = policy.replace('"a"', '"b"')
        self.tool.result("kms.PutKeyPolicy", KeyId=key["Arn"], Policy=changed)
        self.assertEqual(json.loads(self.tool.result("kms.GetKeyPolicy", KeyId=key["KeyId"])), json.loads(changed))

        self.tool.result("kms.CreateAlias", AliasName="alias/reports", TargetKeyId=key["KeyId"])
        self.assertEqual(self.tool.result("kms.DescribeKey", KeyId="alias/reports")["Arn"], key["Arn"])
        self.assertEqual(self.tool.error("kms.CreateAlias", AliasName="alias/reports", TargetKeyId=key["KeyId"])["code"],
                         "AlreadyExistsException")
        aliases = self.tool.result("kms.ListAliases", KeyId=key["KeyId"])["Aliases"]
        self.assertEqual([alias["AliasName"] for alias in aliases], ["alias/reports"])
        self.assertEqual(aliases[0]["TargetKeyId"], key["KeyId"])

        found, marker = [], None
        while True:
            page = self.tool.result("kms.ListKeys", Limit=1, **({"Marker": marker} if marker else {}))
            found += [entry["KeyId"] for entry in page["Keys"]]
            marker = page.get("NextMarker")
            if marker is None:
                break
        self.assertEqual(sorted(found), sorted([key["KeyId"], second["KeyId"]]))
        error = self.tool.error("kms.DescribeKey", KeyId="00000000-0000-0000-0000-000000000000")
        self.assertEqual((error["status"], error["code"]), (400, "NotFoundException"))

    def test_iam(self):
        iam = self.boto("iam")
        iam.create_user(UserName="bob", Path="/a-b/")
        iam.create_group(GroupName="auditors")
        iam.add_user_to_group(GroupName="auditors", UserName="bob")
        iam.put_user_policy(UserName="bob", PolicyName="own", PolicyDocument=POLICY)
        arn = iam.create_policy(PolicyName="managed", PolicyDocument=POLICY)["Policy"]["Arn"]
        iam.attach_user_policy(UserName="bob", PolicyArn=arn)
        role = iam.create_role(RoleName="inspector", AssumeRolePolicyDocument=json.dumps(TRUST), Path="/x/")["Role"]
        iam.attach_role_policy(RoleName="inspector", PolicyArn=arn)

        user = self.tool.result("iam.GetUser", UserName="bob")
        self.assertEqual((user["Arn"], user["Path"]), (f"arn:aws:iam::{ACCOUNT}:user/a-b/bob", "/a-b/"))
        shown = self.tool.result("iam.GetRole", RoleName="inspector")
        self.assertEqual((shown["Arn"], shown["Id"]), (role["Arn"], role["RoleId"]))
        self.assertEqual(json.loads(shown["AssumeRolePolicyDocument"]), TRUST)
        self.assertEqual(self.tool.result("iam.ListUserPolicies", UserName="bob"), {"Entries": [{"Name": "own"}]})
        attached = {"Entries": [{"Name": "managed", "Arn": arn}]}
        self.assertEqual(self.tool.result("iam.ListAttachedUserPolicies", UserName="bob"), attached)
        self.assertEqual(self.tool.result("iam.ListAttachedRolePolicies", RoleName="inspector"), attached)
        self.assertEqual(self.tool.result("iam.ListGroupsForUser", UserName="bob"),
                         {"Entries": [{"Name": "auditors", "Arn": f"arn:aws:iam::{ACCOUNT}:group/auditors"}]})
        error = self.tool.error("iam.GetUser", UserName="nobody")
        self.assertEqual((error["status"], error["code"]), (404, "NoSuchEntity"))

    def test_sts(self):
        self.assertEqual(self.tool.result("sts.GetCallerIdentity")["Account"], ACCOUNT)
        for operation, arguments in (
            ("sts.AssumeRole", {"RoleArn": f"arn:aws:iam::{ACCOUNT}:role/r", "RoleSessionName": "dossier", "DurationSeconds": 900}),
            ("sts.GetSessionToken", {"DurationSeconds": 900}),
        ):
            got = self.tool.result(operation, **arguments)
            self.proxy.keys[got["AccessKeyId"]] = (got["SecretAccessKey"], got["SessionToken"])
            session = Tool(self.proxy.url, credentials=(got["AccessKeyId"], got["SecretAccessKey"], got["SessionToken"]))
            arn = session.result("sts.GetCallerIdentity")["Arn"]
            if operation == "sts.AssumeRole":
                self.assertEqual(arn, f"arn:aws:sts::{ACCOUNT}:assumed-role/r/dossier")
            session.result("s3.ListBuckets")
            session.close()


if __name__ == "__main__":
    unittest.main()
