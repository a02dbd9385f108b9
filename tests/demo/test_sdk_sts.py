# SPDX-FileCopyrightText: The Dossier authors
# SPDX-License-Identifier: GPL-3.0-or-later
"""boto3 calls STS of the demo service, with good and bad signatures."""

import datetime
import json
import os
import subprocess
import unittest
import urllib.error
import urllib.request

import boto3
from botocore.auth import SigV4Auth
from botocore.awsrequest import AWSRequest
from botocore.config import Config
from botocore.credentials import Credentials
from botocore.exceptions import ClientError

TOOL = os.path.join(os.environ["DOSSIER_BUILDDIR"], "tests", "demo", "demo-tool")
BODY = b"Action=GetCallerIdentity&Version=2011-06-15"


class AtTime(SigV4Auth):
    """botocore's signer with the stages it has, at a time of our choice."""

    def __init__(self, info, when, secret=None):
        super().__init__(Credentials(info["accessKeyId"], secret or info["secretAccessKey"]), "sts", info["region"])
        self.when = when.strftime("%Y%m%dT%H%M%SZ")

    def add_auth(self, request):
        request.context["timestamp"] = self.when
        self._modify_request_before_signing(request)
        canonical = self.canonical_request(request)
        self._inject_signature_to_request(request, self.signature(self.string_to_sign(request, canonical), request))


class Sts(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.server = subprocess.Popen([TOOL], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
        cls.info = json.loads(cls.server.stdout.readline())

    @classmethod
    def tearDownClass(cls):
        cls.server.communicate("", timeout=30)
        assert cls.server.returncode == 0, cls.server.returncode

    def client(self, **changes):
        options = {
            "endpoint_url": self.info["endpoint"],
            "region_name": self.info["region"],
            "aws_access_key_id": self.info["accessKeyId"],
            "aws_secret_access_key": self.info["secretAccessKey"],
            "config": Config(retries={"total_max_attempts": 1}, proxies={}),
        }
        options.update(changes)
        return boto3.client("sts", **options)

    def refused(self, client, call="get_caller_identity", **arguments):
        with self.assertRaises(ClientError) as caught:
            getattr(client, call)(**arguments)
        answer = caught.exception.response
        return answer["ResponseMetadata"]["HTTPStatusCode"], answer["Error"]["Code"]

    def send(self, signed_minutes_ago=0, body=None, headers=None, signed=BODY):
        when = datetime.datetime.now(datetime.timezone.utc) - datetime.timedelta(minutes=signed_minutes_ago)
        request = AWSRequest("POST", self.info["endpoint"] + "/", data=signed,
                             headers={"Content-Type": "application/x-www-form-urlencoded"})
        AtTime(self.info, when).add_auth(request)
        sent = dict(request.headers.items())
        sent.update(headers or {})
        http = urllib.request.Request(self.info["endpoint"] + "/", data=signed if body is None else body,
                                      headers=sent)
        opener = urllib.request.build_opener(urllib.request.ProxyHandler({}))
        try:
            with opener.open(http, timeout=30) as answer:
                return answer.status, answer.read().decode()
        except urllib.error.HTTPError as error:
            with error:
                return error.code, error.read().decode()

    def test_identity(self):
        answer = self.client().get_caller_identity()
        self.assertEqual(answer["Account"], self.info["accountId"])
        self.assertEqual(answer["Arn"], f"arn:aws:iam::{self.info['accountId']}:user/demo")
        self.assertTrue(answer["UserId"].startswith("AIDA"))
        self.assertTrue(answer["ResponseMetadata"]["RequestId"])

    def test_wrong_secret(self):
        self.assertEqual(self.refused(self.client(aws_secret_access_key="x" * 40)), (403, "SignatureDoesNotMatch"))

    def test_unknown_key(self):
        self.assertEqual(self.refused(self.client(aws_access_key_id="AKIAIOSFODNN7EXAMPLE")),
                         (403, "InvalidClientTokenId"))

    def test_wrong_region(self):
        self.assertEqual(self.refused(self.client(region_name="eu-west-3")), (403, "SignatureDoesNotMatch"))

    def test_unknown_operation(self):
        self.assertEqual(self.refused(self.client(), "decode_authorization_message", EncodedMessage="x"),
                         (400, "InvalidAction"))

    def test_empty_body(self):
        status, text = self.send(signed=b"")
        self.assertEqual(status, 400)
        self.assertIn("<Code>InvalidAction</Code>", text)

    def test_signed_by_hand(self):
        self.assertEqual(self.send()[0], 200)

    def test_clock_within_five_minutes(self):
        for minutes in (4, -4):
            self.assertEqual(self.send(minutes)[0], 200, minutes)

    def test_clock_off(self):
        for minutes, words in ((6, "Signature expired"), (-6, "Signature not yet current")):
            status, text = self.send(minutes)
            self.assertEqual(status, 403)
            self.assertIn("<Code>SignatureDoesNotMatch</Code>", text)
            self.assertIn(words, text)

    def test_tampered_body(self):
        status, text = self.send(body=BODY + b"&x=1")
        self.assertEqual(status, 403)
        self.assertIn("<Code>SignatureDoesNotMatch</Code>", text)

    def test_tampered_header(self):
        later = (datetime.datetime.now(datetime.timezone.utc) + datetime.timedelta(minutes=1)).strftime("%Y%m%dT%H%M%SZ")
        status, text = self.send(headers={"X-Amz-Date": later})
        self.assertEqual(status, 403)
        self.assertIn("<Code>SignatureDoesNotMatch</Code>", text)

    def test_not_signed(self):
        opener = urllib.request.build_opener(urllib.request.ProxyHandler({}))
        with self.assertRaises(urllib.error.HTTPError) as caught:
            opener.open(self.info["endpoint"] + "/", data=BODY, timeout=30)
        with caught.exception as error:
            self.assertEqual(error.code, 403)
            self.assertIn("<Code>MissingAuthenticationToken</Code>", error.read().decode())

    def test_garbled_authorization(self):
        status, text = self.send(headers={"Authorization": "AWS4-HMAC-SHA256 Credential=a/b"})
        self.assertEqual(status, 400)
        self.assertIn("<Code>IncompleteSignature</Code>", text)


if __name__ == "__main__":
    unittest.main()
