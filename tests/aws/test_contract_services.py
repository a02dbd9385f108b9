# SPDX-FileCopyrightText: The Dossier authors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Each call of S3, KMS, IAM and STS beside botocore's: the same request, and the same answer understood.

A server writes down what both send. What we send must be valid by AWS's model
and equal to what botocore sends for the same parameters; what is answered is
written by the model, and read by both.
"""

import base64
import datetime
import hashlib
import json
import os
import sys
import unittest
import urllib.parse
import xml.etree.ElementTree as ET

import boto3
import botocore.session
from botocore import xform_name
from botocore.config import Config
from botocore.validate import ParamValidator

sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))
from services_model import read_request, write_answer  # noqa: E402
from services_peer import ACCESS_KEY, SECRET, Server, Tool  # noqa: E402

TIME = datetime.datetime(2025, 1, 2, 3, 4, 5, tzinfo=datetime.timezone.utc)
SECONDS = TIME.timestamp()
OWNER = "111122223333"
POLICY = json.dumps({"Version": "2012-10-17", "Statement": [], "Id": "a & b < c + d 한"}, ensure_ascii=False)
KEY_ID = "1234abcd-12ab-34cd-56ef-1234567890ab"
KEY_ARN = f"arn:aws:kms:us-east-1:{OWNER}:key/{KEY_ID}"
NAME = "reports/team a/x+y&z=한/.. /%41?#'\"(*)!~.csv"
BUCKET = {"Bucket": "demo-bucket"}
OWNED = BUCKET | {"ExpectedBucketOwner": OWNER}
METADATA = {
    "KeyId": KEY_ID, "Arn": KEY_ARN, "AWSAccountId": OWNER, "CreationDate": TIME, "Enabled": True, "Description": "é",
    "KeyUsage": "ENCRYPT_DECRYPT", "KeyState": "Enabled", "Origin": "AWS_KMS", "KeyManager": "CUSTOMER",
    "KeySpec": "SYMMETRIC_DEFAULT", "MultiRegion": True,
    "MultiRegionConfiguration": {"MultiRegionKeyType": "PRIMARY", "ReplicaKeys": []},
}
KEY_SHOWN = {
    "KeyId": KEY_ID, "Arn": KEY_ARN, "AWSAccountId": OWNER, "CreationDate": SECONDS, "Description": "é",
    "KeyUsage": "ENCRYPT_DECRYPT", "KeyState": "Enabled", "Origin": "AWS_KMS", "KeyManager": "CUSTOMER",
    "KeySpec": "SYMMETRIC_DEFAULT", "MultiRegionKeyType": "PRIMARY",
}
BLOCK = {"BlockPublicAcls": True, "IgnorePublicAcls": False, "BlockPublicPolicy": True, "RestrictPublicBuckets": True}
SHA = {"ChecksumAlgorithm": "SHA256"}
CREDENTIALS = {"AccessKeyId": "ASIAEXAMPLE", "SecretAccessKey": "s/+&c", "SessionToken": "t//o==", "Expiration": TIME}
CREDENTIALS_SHOWN = {"AccessKeyId": "ASIAEXAMPLE", "SecretAccessKey": "s/+&c", "SessionToken": "t//o=="}
STATEMENT = {"SourcePolicyId": "p", "SourcePolicyType": "IAM Policy", "StartPosition": {"Line": 1, "Column": 2},
             "EndPosition": {"Line": 3, "Column": 4}}
STATEMENT_SHOWN = {"SourcePolicyId": "p", "SourcePolicyType": "IAM Policy", "StartLine": 1, "StartColumn": 2, "EndLine": 3,
                   "EndColumn": 4}
NOTHING_MORE = {"MatchedStatements": [], "MissingContextValues": [], "EvalDecisionDetails": {}, "ResourceSpecificResults": []}

# operation, our arguments, botocore's (None: the same), the answer, what we make of it
CASES = [
    ("s3.ListBuckets", {}, None, {"Buckets": []}, {"Buckets": []}),
    ("s3.ListBuckets", {"BucketRegion": "us-east-1", "MaxBuckets": 2, "ContinuationToken": "c/+ ="}, None,
     {"Buckets": [{"Name": "a", "CreationDate": TIME, "BucketRegion": "us-east-1"}, {"Name": "b"}], "Owner": {"ID": "o"},
      "ContinuationToken": "n"},
     {"Buckets": [{"Name": "a", "CreationDate": SECONDS, "BucketRegion": "us-east-1"}, {"Name": "b"}], "OwnerID": "o",
      "ContinuationToken": "n"}),
    ("s3.HeadBucket", OWNED, None, {"BucketRegion": "eu-central-1", "AccessPointAlias": False},
     {"BucketRegion": "eu-central-1", "AccessPointAlias": False}),
    ("s3.CreateBucket", BUCKET, None, {"Location": "/demo-bucket"}, True),
    ("s3.GetBucketPolicy", OWNED, None, {"Policy": POLICY}, POLICY),
    ("s3.PutBucketPolicy", OWNED | {"Policy": POLICY}, OWNED | {"Policy": POLICY} | SHA, {}, True),
    ("s3.DeleteBucketPolicy", OWNED, None, {}, True),
    ("s3.GetPublicAccessBlock", OWNED, None, {"PublicAccessBlockConfiguration": BLOCK}, BLOCK),
    ("s3.PutPublicAccessBlock", OWNED | BLOCK, OWNED | {"PublicAccessBlockConfiguration": BLOCK} | SHA, {}, True),
    ("s3.GetBucketOwnershipControls", OWNED, None, {"OwnershipControls": {"Rules": [{"ObjectOwnership": "ObjectWriter"}]}},
     "ObjectWriter"),
    ("s3.GetBucketEncryption", OWNED, None,
     {"ServerSideEncryptionConfiguration": {"Rules": [{"ApplyServerSideEncryptionByDefault": {
         "SSEAlgorithm": "aws:kms", "KMSMasterKeyID": KEY_ARN}, "BucketKeyEnabled": True}]}},
     {"SSEAlgorithm": "aws:kms", "KMSMasterKeyID": KEY_ARN, "BucketKeyEnabled": True}),
    ("s3.PutBucketEncryption", OWNED | {"SSEAlgorithm": "aws:kms", "KMSMasterKeyID": KEY_ARN, "BucketKeyEnabled": True},
     OWNED | SHA | {"ServerSideEncryptionConfiguration": {"Rules": [{"ApplyServerSideEncryptionByDefault": {
         "SSEAlgorithm": "aws:kms", "KMSMasterKeyID": KEY_ARN}, "BucketKeyEnabled": True}]}}, {}, True),
    ("s3.PutBucketEncryption", OWNED | {"SSEAlgorithm": "AES256"},
     OWNED | SHA | {"ServerSideEncryptionConfiguration": {"Rules": [{"ApplyServerSideEncryptionByDefault": {
         "SSEAlgorithm": "AES256"}, "BucketKeyEnabled": False}]}}, {}, True),
    ("s3.ListObjectsV2", OWNED, OWNED | {"EncodingType": "url"}, {"IsTruncated": False}, {"Contents": [], "CommonPrefixes": []}),
    ("s3.ListObjectsV2", OWNED | {"Prefix": NAME, "Delimiter": "/", "ContinuationToken": "1/+="},
     OWNED | {"Prefix": NAME, "Delimiter": "/", "ContinuationToken": "1/+=", "EncodingType": "url"},
     {"IsTruncated": True, "NextContinuationToken": "n/+=", "EncodingType": "url",
      "Contents": [{"Key": urllib.parse.quote_plus(NAME, safe="/"), "Size": 5_000_000_000, "ETag": '"e"', "LastModified": TIME,
                    "StorageClass": "STANDARD"}],
      "CommonPrefixes": [{"Prefix": urllib.parse.quote_plus("a b/", safe="/")}]},
     {"Contents": [{"Key": NAME, "Size": 5_000_000_000, "ETag": '"e"', "LastModified": SECONDS, "StorageClass": "STANDARD"}],
      "CommonPrefixes": ["a b/"], "NextContinuationToken": "n/+="}),
    ("s3.HeadObject", OWNED | {"Key": NAME}, None,
     {"ContentLength": 7, "ETag": '"e"', "LastModified": TIME, "ContentType": "text/csv", "ServerSideEncryption": "aws:kms",
      "SSEKMSKeyId": KEY_ARN, "VersionId": "v"},
     {"ContentLength": 7, "ETag": '"e"', "LastModified": SECONDS, "ContentType": "text/csv", "ServerSideEncryption": "aws:kms",
      "SSEKMSKeyId": KEY_ARN, "VersionId": "v"}),
    ("s3.PutObject", OWNED | {"Key": NAME, "Body": "a,b\n1,한\n", "ContentType": "text/csv"},
     OWNED | {"Key": NAME, "Body": "a,b\n1,한\n".encode(), "ContentType": "text/csv"} | SHA, {"ETag": '"e"'}, True),
    ("s3.DeleteObject", OWNED | {"Key": NAME}, None, {}, True),
    ("s3.CopyObject", OWNED | {"Key": "copy", "SourceBucket": "other", "SourceKey": NAME},
     OWNED | {"Key": "copy", "CopySource": {"Bucket": "other", "Key": NAME}}, {"CopyObjectResult": {"ETag": '"e"'}}, '"e"'),
    ("kms.ListKeys", {}, None, {"Keys": [], "Truncated": False}, {"Keys": []}),
    ("kms.ListKeys", {"Limit": 1, "Marker": "m"}, None,
     {"Keys": [{"KeyId": KEY_ID, "KeyArn": KEY_ARN}], "NextMarker": "n", "Truncated": True},
     {"Keys": [{"KeyId": KEY_ID, "KeyArn": KEY_ARN}], "NextMarker": "n"}),
    ("kms.ListAliases", {"KeyId": KEY_ARN, "Limit": 100, "Marker": "m"}, None,
     {"Aliases": [{"AliasName": "alias/aws/s3", "AliasArn": "arn:a"},
                  {"AliasName": "alias/r", "AliasArn": "arn:r", "TargetKeyId": KEY_ID, "CreationDate": TIME}]},
     {"Aliases": [{"AliasName": "alias/aws/s3", "AliasArn": "arn:a"},
                  {"AliasName": "alias/r", "AliasArn": "arn:r", "TargetKeyId": KEY_ID}]}),
    ("kms.DescribeKey", {"KeyId": "alias/reports"}, None, {"KeyMetadata": METADATA}, KEY_SHOWN),
    ("kms.GetKeyPolicy", {"KeyId": KEY_ID}, {"KeyId": KEY_ID, "PolicyName": "default"},
     {"Policy": POLICY, "PolicyName": "default"}, POLICY),
    ("kms.PutKeyPolicy", {"KeyId": KEY_ID, "Policy": POLICY}, {"KeyId": KEY_ID, "Policy": POLICY, "PolicyName": "default"},
     {}, True),
    ("kms.CreateKey", {}, None, {"KeyMetadata": METADATA}, KEY_SHOWN),
    ("kms.CreateKey", {"Policy": POLICY, "Description": "reports \"é\""}, None, {"KeyMetadata": METADATA}, KEY_SHOWN),
    ("kms.CreateAlias", {"AliasName": "alias/reports", "TargetKeyId": KEY_ID}, None, {}, True),
    ("iam.SimulatePrincipalPolicy",
     {"PolicySourceArn": f"arn:aws:iam::{OWNER}:user/a/b", "ActionNames": ["s3:GetObject"]}, None,
     {"EvaluationResults": [{"EvalActionName": "s3:GetObject", "EvalDecision": "allowed"}]},
     {"EvaluationResults": [{"EvalActionName": "s3:GetObject", "EvalDecision": "allowed"} | NOTHING_MORE]}),
    ("iam.SimulatePrincipalPolicy",
     {"PolicySourceArn": f"arn:aws:iam::{OWNER}:user/a/b", "ActionNames": ["s3:GetObject", "s3:PutObject"],
      "ResourceArns": ["arn:aws:s3:::demo/a b&c=+*", "arn:aws:s3:::demo/한"], "ContextKeyName": "aws:SourceIp",
      "ContextKeyType": "ipList", "ContextKeyValues": ["192.0.2.1", "2001:db8::/32"], "ResourcePolicy": POLICY,
      "ResourceOwner": f"arn:aws:iam::{OWNER}:root", "CallerArn": f"arn:aws:iam::{OWNER}:user/c", "MaxItems": 1000,
      "Marker": "m/+="},
     {"PolicySourceArn": f"arn:aws:iam::{OWNER}:user/a/b", "ActionNames": ["s3:GetObject", "s3:PutObject"],
      "ResourceArns": ["arn:aws:s3:::demo/a b&c=+*", "arn:aws:s3:::demo/한"],
      "ContextEntries": [{"ContextKeyName": "aws:SourceIp", "ContextKeyType": "ipList",
                          "ContextKeyValues": ["192.0.2.1", "2001:db8::/32"]}], "ResourcePolicy": POLICY,
      "ResourceOwner": f"arn:aws:iam::{OWNER}:root", "CallerArn": f"arn:aws:iam::{OWNER}:user/c", "MaxItems": 1000,
      "Marker": "m/+="},
     {"EvaluationResults": [{
         "EvalActionName": "s3:GetObject", "EvalResourceName": "*", "EvalDecision": "explicitDeny",
         "MatchedStatements": [STATEMENT], "MissingContextValues": ["aws:MultiFactorAuthAge"],
         "OrganizationsDecisionDetail": {"AllowedByOrganizations": False},
         "PermissionsBoundaryDecisionDetail": {"AllowedByPermissionsBoundary": True},
         "EvalDecisionDetails": {"IAM Policy": "allowed"},
         "ResourceSpecificResults": [{
             "EvalResourceName": "arn:aws:s3:::demo/한", "EvalResourceDecision": "implicitDeny",
             "MatchedStatements": [STATEMENT], "MissingContextValues": ["aws:PrincipalTag/a"],
             "EvalDecisionDetails": {"Resource Policy": "implicitDeny"},
             "PermissionsBoundaryDecisionDetail": {"AllowedByPermissionsBoundary": False}}]}],
      "IsTruncated": True, "Marker": "n/+="},
     {"EvaluationResults": [{
         "EvalActionName": "s3:GetObject", "EvalResourceName": "*", "EvalDecision": "explicitDeny",
         "MatchedStatements": [STATEMENT_SHOWN], "MissingContextValues": ["aws:MultiFactorAuthAge"],
         "AllowedByOrganizations": False, "AllowedByPermissionsBoundary": True,
         "EvalDecisionDetails": {"IAM Policy": "allowed"},
         "ResourceSpecificResults": [NOTHING_MORE | {
             "EvalResourceName": "arn:aws:s3:::demo/한", "EvalDecision": "implicitDeny",
             "MatchedStatements": [STATEMENT_SHOWN], "MissingContextValues": ["aws:PrincipalTag/a"],
             "EvalDecisionDetails": {"Resource Policy": "implicitDeny"}, "AllowedByPermissionsBoundary": False}]}],
      "Marker": "n/+="}),
    ("iam.GetUser", {}, None,
     {"User": {"UserName": "bob", "UserId": "AIDAEXAMPLEEXAMPLE", "Path": "/a/", "Arn": "arn:u", "CreateDate": TIME,
               "PermissionsBoundary": {"PermissionsBoundaryType": "Policy", "PermissionsBoundaryArn": "arn:b"}}},
     {"Name": "bob", "Id": "AIDAEXAMPLEEXAMPLE", "Path": "/a/", "Arn": "arn:u", "PermissionsBoundaryArn": "arn:b"}),
    ("iam.GetUser", {"UserName": "b+o=b@x"}, None,
     {"User": {"UserName": "b+o=b@x", "UserId": "AIDAEXAMPLEEXAMPLE", "Path": "/", "Arn": "arn:u", "CreateDate": TIME}},
     {"Name": "b+o=b@x", "Id": "AIDAEXAMPLEEXAMPLE", "Path": "/", "Arn": "arn:u"}),
    ("iam.GetRole", {"RoleName": "r"}, None,
     {"Role": {"RoleName": "r", "RoleId": "AROAEXAMPLEEXAMPLE", "Path": "/", "Arn": "arn:r", "CreateDate": TIME,
               "AssumeRolePolicyDocument": urllib.parse.quote(POLICY, safe="")}},
     {"Name": "r", "Id": "AROAEXAMPLEEXAMPLE", "Path": "/", "Arn": "arn:r", "AssumeRolePolicyDocument": POLICY}),
    ("iam.ListUserPolicies", {"UserName": "bob"}, None, {"PolicyNames": ["a", "b & c"], "IsTruncated": False},
     {"Entries": [{"Name": "a"}, {"Name": "b & c"}]}),
    ("iam.ListGroupsForUser", {"UserName": "bob", "Marker": "m"}, None,
     {"Groups": [{"GroupName": "g", "GroupId": "AGPAEXAMPLEEXAMPLE", "Path": "/", "Arn": "arn:g", "CreateDate": TIME}],
      "IsTruncated": True, "Marker": "n"},
     {"Entries": [{"Name": "g", "Arn": "arn:g"}], "Marker": "n"}),
    ("iam.ListAttachedUserPolicies", {"UserName": "bob", "Marker": "m"}, None,
     {"AttachedPolicies": [{"PolicyName": "p", "PolicyArn": "arn:p"}]}, {"Entries": [{"Name": "p", "Arn": "arn:p"}]}),
    ("iam.ListAttachedRolePolicies", {"RoleName": "r"}, None,
     {"AttachedPolicies": [{"PolicyName": "p", "PolicyArn": "arn:p"}]}, {"Entries": [{"Name": "p", "Arn": "arn:p"}]}),
    ("iam.GetContextKeysForPrincipalPolicy", {"PolicySourceArn": f"arn:aws:iam::{OWNER}:role/x"}, None,
     {"ContextKeyNames": ["aws:SourceIp", "s3:prefix"]}, ["aws:SourceIp", "s3:prefix"]),
    ("sts.GetCallerIdentity", {}, None, {"Account": OWNER, "Arn": "arn:x", "UserId": "AIDA"},
     {"Account": OWNER, "Arn": "arn:x", "UserId": "AIDA"}),
    ("sts.AssumeRole",
     {"RoleArn": f"arn:aws:iam::{OWNER}:role/x", "RoleSessionName": "dossier@a,b", "ExternalId": "e:/x", "DurationSeconds": 900,
      "SerialNumber": f"arn:aws:iam::{OWNER}:mfa/bob", "TokenCode": "012345"}, None,
     {"Credentials": CREDENTIALS, "AssumedRoleUser": {"AssumedRoleId": "AROA:x", "Arn": "arn:y"}}, CREDENTIALS_SHOWN),
    ("sts.AssumeRole", {"RoleArn": f"arn:aws:iam::{OWNER}:role/x", "RoleSessionName": "dossier"}, None,
     {"Credentials": CREDENTIALS}, CREDENTIALS_SHOWN),
    ("sts.GetSessionToken", {}, None, {"Credentials": CREDENTIALS}, CREDENTIALS_SHOWN),
    ("sts.GetSessionToken", {"DurationSeconds": 129600, "SerialNumber": "GAHT12345678", "TokenCode": "000000"}, None,
     {"Credentials": CREDENTIALS}, CREDENTIALS_SHOWN),
]

GET = OWNED | {"Key": NAME}
GET_ANSWER = {"ETag": '"e"', "Last-Modified": "Thu, 02 Jan 2025 03:04:05 GMT", "Content-Type": "text/csv",
              "x-amz-checksum-sha256": base64.b64encode(hashlib.sha256(b"0123456789").digest()).decode()}


def operation_model(service, operation):
    """The model as AWS gives it; that of an S3 client has lost the bucket out of its paths."""
    return botocore.session.get_session().get_service_model(service).operation_model(operation)


class Contract(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.server = Server(cls.take)
        cls.tool = Tool(cls.server.url)
        cls.seen = []

    @classmethod
    def tearDownClass(cls):
        cls.tool.close()
        cls.server.close()

    @classmethod
    def take(cls, request):
        cls.seen.append(request)
        return cls.reply

    def setUp(self):
        self.seen.clear()

    def client(self, service, region="us-east-1"):
        return boto3.client(
            service, endpoint_url=self.server.url, region_name=region, aws_access_key_id=ACCESS_KEY,
            aws_secret_access_key=SECRET,
            config=Config(retries={"total_max_attempts": 1}, proxies={}, s3={"addressing_style": "path"},
                          request_checksum_calculation="when_required"))

    def one_request(self):
        self.assertEqual(len(self.seen), 1, [r.target for r in self.seen])
        return self.seen.pop()

    def peer(self, client, operation, params):
        answer = getattr(client, xform_name(operation))(**params)
        answer.pop("ResponseMetadata")
        return answer

    def compare(self, service, ours, theirs):
        self.assertEqual((ours.method, ours.path, ours.query), (theirs.method, theirs.path, theirs.query))
        ignored = {"x-amz-date", "x-amz-sdk-checksum-algorithm"}
        # The bytes of our XML are not botocore's; that they say the same is compared below.
        if ours.body != theirs.body:
            ignored |= {"x-amz-checksum-sha256", "x-amz-content-sha256"}
        signed = [{name: value for name, value in request.headers.items()
                   if name.startswith(("x-amz-", "if-", "range")) and name not in ignored} for request in (ours, theirs)]
        self.assertEqual(*signed)
        if service == "s3" and theirs.headers.get("content-type"):
            self.assertEqual(ours.headers.get("content-type"), theirs.headers["content-type"])
        if service == "kms":
            self.assertEqual(json.loads(ours.body), json.loads(theirs.body))
        elif service in ("iam", "sts"):
            self.assertEqual(*(sorted(urllib.parse.parse_qsl(r.body.decode(), keep_blank_values=True)) for r in (ours, theirs)))
        elif ours.body != theirs.body:
            self.assertEqual(*(ET.canonicalize(r.body.decode(), strip_text=True) for r in (ours, theirs)))
        digest = ours.headers.get("x-amz-checksum-sha256")
        if digest:
            self.assertEqual(digest, base64.b64encode(hashlib.sha256(ours.body).digest()).decode())

    def check_valid(self, model, request, expected):
        params, unknown = read_request(model, request)
        unknown.pop("x-amz-checksum-sha256", None)
        self.assertEqual(unknown, {})
        report = ParamValidator().validate(params, model.input_shape)
        self.assertFalse(report.has_errors(), report.generate_report())
        known = {name: value for name, value in expected.items() if name not in SHA}
        if "CopySource" in known:
            self.assertEqual(params.pop("CopySource"), "other/" + urllib.parse.quote(NAME, safe="/~"))
            known.pop("CopySource")
        if isinstance(known.get("Body"), bytes):
            known["Body"] = known["Body"].decode()
        params.pop("ChecksumSHA256", None)
        self.assertEqual(params, known)

    def test_requests_and_answers(self):
        for name, arguments, params, output, shown in CASES:
            with self.subTest(operation=name, arguments=arguments):
                service, operation = name.split(".")
                params = arguments if params is None else params
                self.seen.clear()
                client = self.client(service)
                model = operation_model(service, operation)
                type(self).reply = write_answer(model, output)
                self.assertEqual(self.tool.result(name, **arguments), shown)
                ours = self.one_request()
                theirs_said = self.peer(client, operation, params)
                theirs = self.one_request()
                self.compare(service, ours, theirs)
                self.check_valid(model, ours, params)
                if operation not in ("ListObjectsV2", "GetRole"):  # botocore decodes these two itself
                    self.assertEqual({key: value for key, value in theirs_said.items() if value not in ([], {})},
                                     {key: value for key, value in output.items() if value not in ([], {})})

    def test_a_bucket_elsewhere_names_its_region(self):
        type(self).reply = (200, {}, b"")
        tool = Tool(self.server.url, "eu-central-1")
        try:
            self.assertIs(tool.result("s3.CreateBucket", **BUCKET), True)
        finally:
            tool.close()
        ours = self.one_request()
        client = self.client("s3", "eu-central-1")
        params = BUCKET | {"CreateBucketConfiguration": {"LocationConstraint": "eu-central-1"}}
        self.peer(client, "CreateBucket", params)
        self.compare("s3", ours, self.one_request())
        self.check_valid(operation_model("s3", "CreateBucket"), ours, params)

    def test_location(self):
        client = self.client("s3")
        ns = 'xmlns="http://s3.amazonaws.com/doc/2006-03-01/"'
        for text, region in ((f"<LocationConstraint {ns}>eu-south-1</LocationConstraint>", "eu-south-1"),
                             (f"<LocationConstraint {ns}/>", "us-east-1"),
                             (f"<LocationConstraint {ns}>EU</LocationConstraint>", "eu-west-1")):
            type(self).reply = (200, {}, text.encode())
            self.assertEqual(self.tool.result("s3.GetBucketLocation", **OWNED), region)
            ours = self.one_request()
            self.peer(client, "GetBucketLocation", OWNED)
            self.compare("s3", ours, self.one_request())

    def test_objects_are_streamed(self):
        client = self.client("s3")
        model = operation_model("s3", "GetObject")
        for arguments, params, status, headers, body in (
            (GET, GET | {"ChecksumMode": "ENABLED"}, 200, {}, b"0123456789"),
            (GET | {"Offset": 4, "IfMatch": '"e"'},
             GET | {"ChecksumMode": "ENABLED", "Range": "bytes=4-", "IfMatch": '"e"'}, 206,
             {"Content-Range": "bytes 4-9/10"}, b"456789"),
        ):
            type(self).reply = (status, GET_ANSWER | headers, body)
            shown = self.tool.result("s3.GetObject", **arguments)
            self.assertEqual((shown["Body"], shown["ContentLength"], shown["ETag"], shown["LastModified"], shown["ChecksumSHA256"]),
                             (body.decode(), len(body), '"e"', SECONDS, GET_ANSWER["x-amz-checksum-sha256"]))
            ours = self.one_request()
            client.get_object(**params)
            self.compare("s3", ours, self.one_request())
            self.check_valid(model, ours, params)

    def test_a_range_that_is_ignored(self):
        type(self).reply = (200, GET_ANSWER, b"0123456789")
        error = self.tool.error("s3.GetObject", **GET, Offset=4)
        self.one_request()
        self.assertEqual(error["domain"], "dossier-error-quark")
        self.assertIn("byte 4", error["message"])
        self.assertIn("GetObject", error["message"])

    def test_damaged_answers_name_who_gave_them(self):
        for name, arguments, body in (("s3.ListObjectsV2", BUCKET, b"<ListBucketResult><Contents>"),
                                      ("kms.DescribeKey", {"KeyId": "k"}, b'{"KeyMetadata":{"KeyId":1}}'),
                                      ("iam.GetUser", {}, b""), ("sts.GetCallerIdentity", {}, b"<html/>")):
            type(self).reply = (200, {}, body)
            error = self.tool.error(name, **arguments)
            self.one_request()
            service, operation = name.split(".")
            self.assertEqual(error["domain"], "dossier-error-quark", error)
            self.assertIn(operation, error["message"])
            self.assertIn(service, error["message"])

    def test_absent_denied_and_missing_differ(self):
        for operation, code in (("GetBucketPolicy", "NoSuchBucketPolicy"),
                                ("GetPublicAccessBlock", "NoSuchPublicAccessBlockConfiguration"),
                                ("GetBucketOwnershipControls", "OwnershipControlsNotFoundError"),
                                ("GetBucketEncryption", "ServerSideEncryptionConfigurationNotFoundError")):
            for status, sent, absent in ((404, code, True), (404, "NoSuchBucket", False), (403, "AccessDenied", False)):
                type(self).reply = (status, {}, f"<Error><Code>{sent}</Code><Message>m</Message></Error>".encode())
                error = self.tool.error(f"s3.{operation}", **OWNED)
                self.one_request()
                self.assertEqual((error["code"], error["status"], error["absent"]), (sent, status, absent))

    def test_a_refused_head_tells_the_region(self):
        type(self).reply = (403, {"x-amz-bucket-region": "eu-south-1"}, b"")
        error = self.tool.error("s3.HeadBucket", **OWNED)
        self.one_request()
        self.assertEqual((error["status"], error["region"], error["absent"]), (403, "eu-south-1", False))

    def test_a_copy_that_fails_late(self):
        type(self).reply = (200, {}, b"<Error><Code>AccessDenied</Code><Message>m</Message></Error>")
        error = self.tool.error("s3.CopyObject", **BUCKET, Key="k", SourceBucket="b", SourceKey="s")
        self.one_request()
        self.assertEqual(error["code"], "AccessDenied")

    def test_the_lockout_check_is_never_bypassed(self):
        for name, arguments in (("kms.PutKeyPolicy", {"KeyId": KEY_ID, "Policy": POLICY}), ("kms.CreateKey", {"Policy": POLICY})):
            type(self).reply = (200, {}, json.dumps({"KeyMetadata": {"KeyId": "k", "Arn": "a"}}).encode())
            self.tool.result(name, **arguments)
            self.assertNotIn(b"Bypass", self.one_request().body)

    def test_names_that_would_mean_something_else(self):
        for arguments in ({"Bucket": "", "Key": "k"}, {"Bucket": "..", "Key": "k"}, {"Bucket": "demo-bucket", "Key": ""}):
            error = self.tool.error("s3.PutObject", **arguments, Body="", ContentType="text/plain")
            self.assertEqual(error["domain"], "dossier-error-quark")
        self.assertEqual(self.seen, [])


if __name__ == "__main__":
    unittest.main()
