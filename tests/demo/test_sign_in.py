# SPDX-FileCopyrightText: The Dossier authors
# SPDX-License-Identifier: GPL-3.0-or-later
"""boto3 and `aws sso login` sign in at the demo's IAM Identity Center."""

import base64
import hashlib
import os
import pathlib
import re
import subprocess
import sys
import tempfile
import unittest
import urllib.error
import urllib.parse
import urllib.request

sys.path.insert(0, str(pathlib.Path(__file__).parent))

from botocore import UNSIGNED  # noqa: E402
from botocore.config import Config  # noqa: E402
from service import ACCOUNT, MEMBER, Case, Service  # noqa: E402

DEVICE = "urn:ietf:params:oauth:grant-type:device_code"
START = "https://dossier-demo.awsapps.com/start"
BACK = "http://127.0.0.1/oauth/callback"
VERIFIER = "v" * 43
CHALLENGE = base64.urlsafe_b64encode(hashlib.sha256(VERIFIER.encode()).digest()).decode().rstrip("=")


class Stay(urllib.request.HTTPRedirectHandler):
    """A browser that shows where it is sent instead of going there."""

    def redirect_request(self, *_):
        return None


def browse(url):
    """Status, page, and where it leads."""
    opener = urllib.request.build_opener(urllib.request.ProxyHandler({}), Stay())
    try:
        with opener.open(url, timeout=30) as answer:
            return answer.status, answer.read().decode(), None
    except urllib.error.HTTPError as answer:
        return answer.code, answer.read().decode(), answer.headers.get("Location")


class SignIn(Case):
    options = ("--fake-clock",)

    def setUp(self):
        plain = Config(signature_version=UNSIGNED, retries={"total_max_attempts": 1}, proxies={})
        self.oidc = self.service.client("sso-oidc", config=plain)
        self.portal = self.service.client("sso", config=plain)

    def register(self, **more):
        answer = self.oidc.register_client(**{"clientName": "test", "clientType": "public", "scopes": ["sso:account:access"]} | more)
        return {name: answer[name] for name in ("clientId", "clientSecret")}

    def register_for_code(self):
        return self.register(grantTypes=["authorization_code", "refresh_token"], redirectUris=[BACK], issuerUrl=START)

    def authorize(self, client, **changes):
        query = {"response_type": "code", "client_id": client["clientId"], "redirect_uri": "http://127.0.0.1:4711/oauth/callback",
                 "state": "a state/+", "scopes": "sso:account:access", "code_challenge_method": "S256",
                 "code_challenge": CHALLENGE, "answer": "allow"} | changes
        query = {name: value for name, value in query.items() if value is not None}
        return browse(f"{self.service.info['endpoint']}/authorize?{urllib.parse.urlencode(query)}")

    def come_back(self, client, **changes):
        status, _, target = self.authorize(client, **changes)
        self.assertEqual(status, 302)
        address, _, query = target.partition("?")
        self.assertEqual(address, "http://127.0.0.1:4711/oauth/callback")
        return dict(urllib.parse.parse_qsl(query))

    def redeem(self, client, code, **changes):
        return self.oidc.create_token(**client | {"grantType": "authorization_code", "code": code, "codeVerifier": VERIFIER,
                                                  "redirectUri": "http://127.0.0.1:4711/oauth/callback"} | changes)

    def device(self, client):
        return self.oidc.start_device_authorization(**client, startUrl=START)

    def ask(self, client, device):
        return self.oidc.create_token(**client, grantType=DEVICE, deviceCode=device["deviceCode"])

    def signed_in(self):
        client = self.register()
        device = self.device(client)
        browse(device["verificationUriComplete"] + "&answer=allow")
        return client, self.ask(client, device)

    def test_by_redirect(self):
        client = self.register_for_code()
        back = self.come_back(client)
        self.assertEqual(back["state"], "a state/+")
        tokens = self.redeem(client, back["code"])
        self.assertEqual((tokens["tokenType"], tokens["expiresIn"]), ("Bearer", 3600))
        self.assertTrue(self.portal.list_accounts(accessToken=tokens["accessToken"])["accountList"])
        self.refused("InvalidGrantException", 400, self.redeem, client, back["code"])

    def test_the_page_asks(self):
        client = self.register_for_code()
        status, page, target = self.authorize(client, answer=None)
        self.assertEqual((status, target), (200, None))
        self.assertIn("answer=allow", page)
        back = self.come_back(client, answer="deny")
        self.assertEqual(back, {"error": "access_denied", "state": "a state/+"})

    def test_what_the_page_refuses(self):
        client = self.register_for_code()
        for changes in ({"client_id": "x"}, {"redirect_uri": "http://127.0.0.1:4711/elsewhere"}, {"redirect_uri": "https://evil.example"},
                        {"redirect_uri": None}, {"code_challenge": None}, {"code_challenge_method": "plain"}, {"response_type": "token"}):
            status, _, target = self.authorize(client, **changes)
            self.assertEqual((status, target), (400, None), changes)
        # A client that was registered for devices has nowhere to come back to.
        self.assertEqual(self.authorize(self.register())[0], 400)

    def test_codes_that_do_not_fit(self):
        client, other = self.register_for_code(), self.register_for_code()
        for asks, changes in ((client, {"codeVerifier": "w" * 43}), (other, {}), (client, {"redirectUri": BACK})):
            code = self.come_back(client)["code"]
            self.refused("InvalidGrantException", 400, lambda a=asks, c=code, m=changes: self.redeem(a, c, **m))
        self.refused("InvalidGrantException", 400, self.redeem, client, "x")
        code = self.come_back(client)["code"]
        self.service.ask(301)
        self.refused("InvalidGrantException", 400, self.redeem, client, code)

    def test_by_device(self):
        client = self.register()
        device = self.device(client)
        self.assertRegex(device["userCode"], r"^[A-Z]{4}-[A-Z]{4}$")
        self.refused("AuthorizationPendingException", 400, self.ask, client, device)
        self.refused("SlowDownException", 400, self.ask, client, device)
        self.service.ask(device["interval"])
        self.refused("AuthorizationPendingException", 400, self.ask, client, device)
        _, page, _ = browse(device["verificationUriComplete"])
        self.assertIn(device["userCode"], page)
        self.assertEqual(browse(device["verificationUriComplete"] + "&answer=allow")[0], 200)
        self.assertTrue(self.ask(client, device)["refreshToken"])
        self.refused("InvalidRequestException", 400, self.ask, client, device)

    def test_a_device_that_is_denied_or_late(self):
        client = self.register()
        device = self.device(client)
        browse(device["verificationUriComplete"] + "&answer=deny")
        self.refused("AccessDeniedException", 400, self.ask, client, device)
        device = self.device(client)
        self.service.ask(device["expiresIn"])
        self.refused("ExpiredTokenException", 400, self.ask, client, device)
        self.assertEqual(browse(device["verificationUriComplete"] + "&answer=allow")[0], 400)

    def test_refresh(self):
        client, tokens = self.signed_in()
        again = self.oidc.create_token(**client, grantType="refresh_token", refreshToken=tokens["refreshToken"])
        self.assertNotEqual(again["accessToken"], tokens["accessToken"])
        self.portal.list_accounts(accessToken=again["accessToken"])
        self.refused("InvalidGrantException", 400, self.oidc.create_token, **client, grantType="refresh_token",
                     refreshToken=tokens["refreshToken"])
        self.service.ask(8 * 3600)
        self.refused("InvalidGrantException", 400, self.oidc.create_token, **client, grantType="refresh_token",
                     refreshToken=again["refreshToken"])

    def test_wrong_clients(self):
        client = self.register()
        self.refused("InvalidClientException", 401, self.device, client | {"clientSecret": "x"})
        self.refused("InvalidClientException", 401, self.device, client | {"clientId": "x"})
        self.refused("InvalidClientMetadataException", 400, self.register, clientType="confidential")
        self.refused("InvalidRedirectUriException", 400, self.register, grantTypes=["authorization_code"], issuerUrl=START,
                     redirectUris=["https://evil.example/"])
        self.refused("UnsupportedGrantTypeException", 400, self.oidc.create_token, **client, grantType="password")
        self.service.ask(90 * 24 * 3600)
        self.refused("InvalidClientException", 401, self.device, client)

    def test_what_one_may_use(self):
        _, tokens = self.signed_in()
        token = {"accessToken": tokens["accessToken"]}
        accounts = self.portal.list_accounts(**token)["accountList"]
        self.assertEqual([a["accountId"] for a in accounts], [ACCOUNT, MEMBER])
        self.assertTrue(all(a["accountName"] and a["emailAddress"] for a in accounts))
        pages = list(self.portal.get_paginator("list_accounts").paginate(**token, PaginationConfig={"PageSize": 1}))
        self.assertEqual([len(page["accountList"]) for page in pages], [1, 1])
        roles = self.portal.list_account_roles(**token, accountId=ACCOUNT)["roleList"]
        self.assertEqual([r["roleName"] for r in roles], ["SecurityAudit", "ReportExport"])
        keys = self.portal.get_role_credentials(**token, accountId=MEMBER, roleName="SecurityAudit")["roleCredentials"]
        self.refused("ForbiddenException", 403, self.portal.get_role_credentials, **token, accountId=MEMBER, roleName="ReportExport")
        self.assertEqual(set(keys), {"accessKeyId", "secretAccessKey", "sessionToken", "expiration"})

    def test_sign_out(self):
        client, tokens = self.signed_in()
        self.portal.logout(accessToken=tokens["accessToken"])
        self.refused("UnauthorizedException", 401, self.portal.list_accounts, accessToken=tokens["accessToken"])
        self.refused("InvalidGrantException", 400, self.oidc.create_token, **client, grantType="refresh_token",
                     refreshToken=tokens["refreshToken"])

    def test_tokens_end(self):
        _, tokens = self.signed_in()
        self.service.ask(3600)
        self.refused("UnauthorizedException", 401, self.portal.list_account_roles, accessToken=tokens["accessToken"], accountId=ACCOUNT)


class AwsCommand(unittest.TestCase):
    """`aws sso login` as a person has it, with a browser that is this test."""

    def setUp(self):
        self.service = Service()
        self.addCleanup(self.service.stop)
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        config = os.path.join(folder.name, "config")
        with open(config, "w", encoding="utf-8") as file:
            file.write(f"[profile audit]\nsso_session = demo\nsso_account_id = {MEMBER}\nsso_role_name = SecurityAudit\n"
                       f"region = {self.service.info['region']}\n"
                       f"[sso-session demo]\nsso_start_url = {START}\nsso_region = eu-central-1\n"
                       "sso_registration_scopes = sso:account:access\n")
        kept = {name: value for name, value in os.environ.items() if not name.startswith("AWS_") and not name.endswith("_proxy")}
        self.environment = kept | {"HOME": folder.name, "AWS_CONFIG_FILE": config, "AWS_ENDPOINT_URL": self.service.info["endpoint"],
                                   "AWS_EC2_METADATA_DISABLED": "true", "PYTHONUNBUFFERED": "1", "NO_PROXY": "127.0.0.1"}

    def login(self, *options):
        process = subprocess.Popen(["aws", "sso", "login", "--profile", "audit", "--no-browser", *options], text=True,
                                   env=self.environment, stdout=subprocess.PIPE, stderr=subprocess.STDOUT)
        for line in process.stdout:
            found = re.search(r"http://\S+\?\S*(user_code|response_type)=\S+", line)
            if found:
                break
        urllib.request.build_opener(urllib.request.ProxyHandler({})).open(found[0] + "&answer=allow", timeout=30).read()
        text = process.communicate(timeout=60)[0]
        self.assertEqual(process.returncode, 0, text)

    def who(self):
        return subprocess.run(["aws", "sts", "get-caller-identity", "--profile", "audit", "--query", "Arn", "--output", "text"],
                              text=True, env=self.environment, capture_output=True, check=True, timeout=60).stdout.strip()

    def test_by_redirect(self):
        self.login()
        self.assertRegex(self.who(), rf"^arn:aws:sts::{MEMBER}:assumed-role/AWSReservedSSO_SecurityAudit_[0-9a-z]{{16}}/demo@dossier.example$")

    def test_by_device(self):
        self.login("--use-device-code")
        self.assertIn("SecurityAudit", self.who())


if __name__ == "__main__":
    unittest.main()
