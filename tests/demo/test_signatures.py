# SPDX-FileCopyrightText: The Dossier authors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Each service refuses what is not rightly signed, in its own words."""

import datetime
import pathlib
import sys
import unittest
import unittest.mock
import urllib.error
import urllib.request

sys.path.insert(0, str(pathlib.Path(__file__).parent))

import botocore.auth  # noqa: E402
from botocore.auth import S3SigV4Auth, SigV4Auth  # noqa: E402
from botocore.awsrequest import AWSRequest  # noqa: E402
from botocore.credentials import Credentials  # noqa: E402
from service import OPT_IN, REGION, Case  # noqa: E402

FORM = {"Content-Type": "application/x-www-form-urlencoded"}
REQUESTS = {
    "s3": ("PUT", "/dossier-demo-reports/x", {}, b"content"),
    "kms": ("POST", "/", {"Content-Type": "application/x-amz-json-1.1", "X-Amz-Target": "TrentService.ListKeys"}, b"{}"),
    "iam": ("POST", "/", FORM, b"Action=GetUser&Version=2010-05-08"),
    "sts": ("POST", "/", FORM, b"Action=GetCallerIdentity&Version=2011-06-15"),
}


class Signatures(Case):
    def call(self, service, **changes):
        return {"s3": ("list_buckets",), "kms": ("list_keys",), "iam": ("get_user",),
                "sts": ("get_caller_identity",)}[service][0], self.service.client(service, **changes)

    def refuse_all(self, expected, **changes):
        for service, (code, status) in expected.items():
            with self.subTest(service):
                name, client = self.call(service, **changes)
                yield service, self.refused(code, status, getattr(client, name))

    def signed(self, service, minutes=0):
        """A request of the service, signed so many minutes ago."""
        method, path, headers, body = REQUESTS[service]
        request = AWSRequest(method, self.service.info["endpoint"] + path, data=body, headers=dict(headers))
        keys = Credentials(self.service.info["accessKeyId"], self.service.info["secretAccessKey"])
        signer = (S3SigV4Auth if service == "s3" else SigV4Auth)(keys, service, REGION)
        real = botocore.auth.datetime.datetime
        then = classmethod(lambda cls: real.utcnow() - datetime.timedelta(minutes=minutes))
        with unittest.mock.patch.object(botocore.auth.datetime, "datetime", type("Then", (real,), {"utcnow": then})):
            signer.add_auth(request)
        return method, path, dict(request.headers.items()), body

    def send(self, method, path, headers, body):
        http = urllib.request.Request(self.service.info["endpoint"] + path, method=method, data=body, headers=headers)
        opener = urllib.request.build_opener(urllib.request.ProxyHandler({}))
        try:
            with opener.open(http, timeout=30) as answer:
                return answer.status, answer.read().decode()
        except urllib.error.HTTPError as error:
            with error:
                return error.code, error.read().decode()

    def test_good(self):
        for service in REQUESTS:
            for minutes in (0, 4, -4):
                with self.subTest(service, minutes=minutes):
                    self.assertEqual(self.send(*self.signed(service, minutes))[0], 200)
        self.assertEqual(self.send(*self.signed("s3", 14))[0], 200)

    def test_wrong_secret(self):
        for _ in self.refuse_all({"s3": ("SignatureDoesNotMatch", 403), "kms": ("InvalidSignatureException", 400),
                                  "iam": ("SignatureDoesNotMatch", 403), "sts": ("SignatureDoesNotMatch", 403)},
                                 aws_secret_access_key="x" * 40):
            pass

    def test_unknown_key(self):
        for _ in self.refuse_all({"s3": ("InvalidAccessKeyId", 403), "kms": ("UnrecognizedClientException", 400),
                                  "iam": ("InvalidClientTokenId", 403), "sts": ("InvalidClientTokenId", 403)},
                                 aws_access_key_id="AKIAIOSFODNN7EXAMPLE"):
            pass

    def test_region_that_is_not_there(self):
        for service, said in self.refuse_all({"s3": ("AuthorizationHeaderMalformed", 400),
                                              "kms": ("InvalidSignatureException", 400),
                                              "sts": ("SignatureDoesNotMatch", 403)}, region_name="eu-west-3"):
            if service == "s3":
                self.assertIn(f"the region 'eu-west-3' is wrong; expecting '{REGION}'", said)
            else:
                self.assertEqual(said, "Credential should be scoped to a valid region.")

    def test_other_regions(self):
        for region in (OPT_IN, "us-east-1"):
            for service in REQUESTS:
                with self.subTest(service, region=region):
                    name, client = self.call(service, region_name=region)
                    getattr(client, name)()

    def test_stale(self):
        codes = {"s3": (403, "RequestTimeTooSkewed"), "kms": (400, "InvalidSignatureException"),
                 "iam": (403, "SignatureDoesNotMatch"), "sts": (403, "SignatureDoesNotMatch")}
        for service, (status, code) in codes.items():
            for minutes in (16, -16):
                with self.subTest(service, minutes=minutes):
                    got, text = self.send(*self.signed(service, minutes))
                    self.assertEqual(got, status)
                    self.assertIn(code, text)
                    if service != "s3":
                        self.assertIn("Signature expired" if minutes > 0 else "Signature not yet current", text)

    def test_tampered_body(self):
        codes = {"s3": (400, "XAmzContentSHA256Mismatch"), "kms": (400, "InvalidSignatureException"),
                 "iam": (403, "SignatureDoesNotMatch"), "sts": (403, "SignatureDoesNotMatch")}
        for service, (status, code) in codes.items():
            with self.subTest(service):
                method, path, headers, body = self.signed(service)
                got, text = self.send(method, path, headers, body + b" ")
                self.assertEqual(got, status)
                self.assertIn(code, text)

    def test_tampered_path(self):
        method, path, headers, body = self.signed("s3")
        status, text = self.send(method, path + "y", headers, body)
        self.assertEqual(status, 403)
        self.assertIn("<Code>SignatureDoesNotMatch</Code>", text)

    def test_added_header(self):
        method, path, headers, body = self.signed("s3")
        status, text = self.send(method, path, {**headers, "x-amz-acl": "public-read"}, body)
        self.assertEqual(status, 403)
        self.assertIn("which were not signed", text)

    def test_not_signed(self):
        codes = {"s3": (403, "AccessDenied"), "kms": (400, "MissingAuthenticationTokenException"),
                 "sts": (403, "MissingAuthenticationToken")}
        for service, (status, code) in codes.items():
            with self.subTest(service):
                got, text = self.send(*REQUESTS[service])
                self.assertEqual(got, status)
                self.assertIn(code, text)

    def test_garbled(self):
        for service, code in (("s3", "AuthorizationHeaderMalformed"), ("kms", "IncompleteSignatureException"),
                              ("sts", "IncompleteSignature")):
            with self.subTest(service):
                method, path, headers, body = self.signed(service)
                headers["Authorization"] = "AWS4-HMAC-SHA256 Credential=a/b"
                status, text = self.send(method, path, headers, body)
                self.assertEqual(status, 400)
                self.assertIn(code, text)

    def test_scope_of_another_service(self):
        """A signature for KMS opens nothing of STS: the scope decides who answers."""
        method, path, headers, body = self.signed("kms")
        headers["Authorization"] = headers["Authorization"].replace("/kms/", "/sts/")
        status, text = self.send(method, path, headers, body)
        self.assertEqual(status, 403)
        self.assertIn("<Code>SignatureDoesNotMatch</Code>", text)

    def test_garbage(self):
        method, path, headers, body = self.signed("kms")
        for noise in ({"X-Amz-Date": "yesterday"}, {"X-Amz-Target": "TrentService."}):
            with self.subTest(noise):
                status, _ = self.send(method, path, {**headers, **noise}, body)
                self.assertEqual(status, 400)


if __name__ == "__main__":
    unittest.main()
