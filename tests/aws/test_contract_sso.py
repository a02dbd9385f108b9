# SPDX-FileCopyrightText: The Dossier authors
# SPDX-License-Identifier: GPL-3.0-or-later
"""What is sent to IAM Identity Center beside what boto3 sends, and the table of operations beside AWS's models."""

import json
import os
import pathlib
import re
import subprocess
import sys
import unittest

import boto3
import botocore.session
from botocore import xform_name
from botocore.config import Config

sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))
from services_peer import Server  # noqa: E402

TOOL = os.path.join(os.environ["DOSSIER_BUILDDIR"], "tests", "aws", "sso-tool")
SOURCE = pathlib.Path(os.environ["DOSSIER_SRCDIR"], "src", "aws")
CLIENT = {"clientId": "client id", "clientSecret": 'c"l\\i'}
DEVICE = "urn:ietf:params:oauth:grant-type:device_code"
SCOPES = ["sso:account:access"]
BACK = "http://127.0.0.1/oauth/callback"
NAMES = {"oidc": "sso-oidc", "portal.sso": "sso"}  # as botocore calls them

# service, operation, our arguments, boto3's (None: the same)
CASES = [
    ("sso-oidc", "RegisterClient", {"clientName": "Dossier"},
     {"clientName": "Dossier", "clientType": "public", "scopes": SCOPES, "grantTypes": [DEVICE, "refresh_token"]}),
    ("sso-oidc", "RegisterClient", {"clientName": "Dossier", "issuerUrl": "https://d.awsapps.com/start", "redirectUri": BACK},
     {"clientName": "Dossier", "clientType": "public", "scopes": SCOPES, "issuerUrl": "https://d.awsapps.com/start",
      "grantTypes": ["authorization_code", "refresh_token"], "redirectUris": [BACK]}),
    ("sso-oidc", "StartDeviceAuthorization", CLIENT | {"startUrl": "https://d.awsapps.com/start"}, None),
    ("sso-oidc", "CreateToken", CLIENT | {"deviceCode": "d é"}, CLIENT | {"deviceCode": "d é", "grantType": DEVICE}),
    ("sso-oidc", "CreateToken", CLIENT | {"code": "c", "codeVerifier": "v", "redirectUri": "http://127.0.0.1:1/oauth/callback"},
     CLIENT | {"code": "c", "codeVerifier": "v", "redirectUri": "http://127.0.0.1:1/oauth/callback",
               "grantType": "authorization_code"}),
    ("sso-oidc", "CreateToken", CLIENT | {"refreshToken": "r"}, CLIENT | {"refreshToken": "r", "grantType": "refresh_token"}),
    ("sso", "ListAccounts", {"accessToken": "t/+="}, {"accessToken": "t/+=", "maxResults": 100}),
    ("sso", "ListAccounts", {"accessToken": "t", "nextToken": "n/+ ="}, {"accessToken": "t", "nextToken": "n/+ =", "maxResults": 100}),
    ("sso", "ListAccountRoles", {"accessToken": "t", "accountId": "111122223333"},
     {"accessToken": "t", "accountId": "111122223333", "maxResults": 100}),
    ("sso", "GetRoleCredentials", {"accessToken": "t", "accountId": "111122223333", "roleName": "r+=,.@-"}, None),
    ("sso", "Logout", {"accessToken": "t"}, None),
]


class Contract(unittest.TestCase):
    def setUp(self):
        self.seen = []
        self.server = Server(self.take)
        self.addCleanup(self.server.close)

    def take(self, request):
        self.seen.append(request)
        return 200, {}, b"{}"

    def test_like_boto3(self):
        lines = "".join(json.dumps({"operation": name, "arguments": ours}) + "\n" for _, name, ours, _ in CASES)
        subprocess.run([TOOL, self.server.url, "us-east-1"], input=lines, text=True, capture_output=True, check=True, timeout=60)
        ours = self.seen[:]
        self.assertEqual(len(ours), len(CASES))
        for sent, (service, operation, arguments, params) in zip(ours, CASES, strict=True):
            with self.subTest(operation=operation, arguments=arguments):
                self.seen.clear()
                client = boto3.client(service, endpoint_url=self.server.url, region_name="us-east-1",
                                      config=Config(retries={"total_max_attempts": 1}, proxies={}))
                getattr(client, xform_name(operation))(**(arguments if params is None else params))
                peer = self.seen.pop()
                self.assertEqual((sent.method, sent.path, sorted(sent.query)), (peer.method, peer.path, sorted(peer.query)))
                self.assertEqual(json.loads(sent.body or b"{}"), json.loads(peer.body or b"{}"))
                for name in ("authorization", "x-amz-sso_bearer_token", "x-amz-date"):
                    self.assertEqual(sent.headers.get(name), peer.headers.get(name))
                self.assertNotIn("authorization", sent.headers)


class Operations(unittest.TestCase):
    """The table by which a read-only account is held back."""

    # What AWS's own naming calls looking; getting a session or signing in and out changes nothing either.
    LOOKING = re.compile(r"^(BatchGet|Describe|Get|Head|List|Simulate)[A-Z]")
    SESSIONS = {("sts", "AssumeRole"), ("oidc", "CreateToken"), ("oidc", "RegisterClient"),
                ("oidc", "StartDeviceAuthorization"), ("portal.sso", "Logout")}

    @classmethod
    def setUpClass(cls):
        text = subprocess.run([TOOL], capture_output=True, text=True, check=True, timeout=60).stdout
        cls.table = {(s, o): r == "1" for s, o, r in (line.split() for line in text.splitlines())}

    def test_all_of_them_exist(self):
        session = botocore.session.get_session()
        for service, operation in self.table:
            model = session.get_service_model(NAMES.get(service, service))
            self.assertIn(operation, model.operation_names)

    def test_what_reads(self):
        for row, reads in self.table.items():
            with self.subTest(row):
                self.assertEqual(reads, bool(self.LOOKING.match(row[1])) or row in self.SESSIONS)

    def test_nothing_is_missing(self):
        """Every operation that a request is made of anywhere has its row."""
        services = {"inspector2": "inspector2-request", "s3": "s3-request", "kms": "kms-request", "iam": "iam-request",
                    "sts": "sts-request", "oidc": "sso-oidc", "portal.sso": "sso"}
        session = botocore.session.get_session()
        found = set()
        for service, file in services.items():
            text = (SOURCE / f"dossier-{file}.c").read_text()
            names = session.get_service_model(NAMES.get(service, service)).operation_names
            found |= {(service, name) for name in names if f'"{name}"' in text}
        self.assertEqual(found, set(self.table))
        others = [path.name for path in SOURCE.glob("*.c")
                  if "dossier_aws_request_new (" in path.read_text() and path.stem.removeprefix("dossier-") not in services.values()]
        self.assertEqual(sorted(others), ["dossier-aws-call.c", "dossier-aws-query.c", "dossier-aws-request.c",
                                          "dossier-inspector2.c"])


if __name__ == "__main__":
    unittest.main()
