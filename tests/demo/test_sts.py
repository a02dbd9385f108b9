# SPDX-FileCopyrightText: The Dossier authors
# SPDX-License-Identifier: GPL-3.0-or-later
"""boto3 gets temporary credentials from STS of the demo service, and uses them."""

import datetime
import pathlib
import sys
import unittest
import unittest.mock

sys.path.insert(0, str(pathlib.Path(__file__).parent))

import botocore.auth  # noqa: E402
from botocore.config import Config  # noqa: E402
from service import ACCOUNT, MEMBER, Case, Service, policy  # noqa: E402

EXPORT = f"arn:aws:iam::{ACCOUNT}:role/dossier-export"
AUDIT = f"arn:aws:iam::{ACCOUNT}:role/audit/dossier-audit"


class Sts(Case):
    def setUp(self):
        self.sts = self.service.client("sts")

    def test_assume_role(self):
        answer = self.sts.assume_role(RoleArn=EXPORT, RoleSessionName="me@home", DurationSeconds=900)
        session = f"arn:aws:sts::{ACCOUNT}:assumed-role/dossier-export/me@home"
        self.assertEqual(answer["AssumedRoleUser"]["Arn"], session)
        left = answer["Credentials"]["Expiration"] - datetime.datetime.now(datetime.timezone.utc)
        self.assertLess(abs(left.total_seconds() - 900), 120)
        me = self.service.client("sts", answer["Credentials"]).get_caller_identity()
        self.assertEqual((me["Arn"], me["Account"]), (session, ACCOUNT))
        self.assertEqual(me["UserId"], answer["AssumedRoleUser"]["AssumedRoleId"])

    def test_external_id(self):
        said = self.refused("AccessDenied", 403, self.sts.assume_role, RoleArn=AUDIT, RoleSessionName="me")
        self.assertEqual(said, f"User: arn:aws:iam::{ACCOUNT}:user/demo is not authorized to perform: sts:AssumeRole on "
                               f"resource: {AUDIT}")
        self.refused("AccessDenied", 403, self.sts.assume_role, RoleArn=AUDIT, RoleSessionName="me", ExternalId="other")
        self.sts.assume_role(RoleArn=AUDIT, RoleSessionName="me", ExternalId="dossier-demo")

    def test_role_of_another_account(self):
        keys = self.service.role("dossier-member", MEMBER)
        self.assertEqual(self.service.client("sts", keys).get_caller_identity()["Account"], MEMBER)

    def test_nobody_s_role(self):
        self.refused("AccessDenied", 403, self.sts.assume_role, RoleArn=EXPORT + "x", RoleSessionName="me")

    def test_role_without_the_right(self):
        # The trust policy names the account, so the caller's own policies decide.
        reader = self.service.client("sts", self.service.role("audit/dossier-audit", ExternalId="dossier-demo"))
        self.refused("AccessDenied", 403, reader.assume_role, RoleArn=EXPORT, RoleSessionName="me")

    def test_session_policy(self):
        only = policy({"Effect": "Allow", "Action": "s3:ListAllMyBuckets", "Resource": "*"})
        keys = self.sts.assume_role(RoleArn=EXPORT, RoleSessionName="me", Policy=only)["Credentials"]
        s3 = self.service.client("s3", keys)
        self.assertTrue(s3.list_buckets()["Buckets"])
        said = self.refused("AccessDenied", 403, s3.list_objects_v2, Bucket="dossier-demo-reports")
        self.assertTrue(said.endswith("because no session policy allows the s3:ListBucket action"), said)
        self.refused("MalformedPolicyDocument", 400, self.sts.assume_role, RoleArn=EXPORT, RoleSessionName="me", Policy="{}")

    def test_second_factor(self):
        serial = f"arn:aws:iam::{ACCOUNT}:mfa/demo"
        self.sts.assume_role(RoleArn=EXPORT, RoleSessionName="me", SerialNumber=serial, TokenCode="123456")
        said = self.refused("AccessDenied", 403, self.sts.assume_role, RoleArn=EXPORT, RoleSessionName="me",
                            SerialNumber=serial, TokenCode="654321")
        self.assertIn("MultiFactorAuthentication", said)

    def test_second_factor_of_the_wrong_kind(self):
        serial = f"arn:aws:iam::{ACCOUNT}:mfa/demo"
        mfa = f"arn:aws:iam::{ACCOUNT}:role/dossier-mfa"
        self.sts.assume_role(RoleArn=mfa, RoleSessionName="me", SerialNumber=serial, TokenCode="123456")
        said = self.refused("AccessDenied", 403, self.sts.assume_role, RoleArn=mfa, RoleSessionName="me")
        self.assertNotIn("MultiFactorAuthentication", said)
        for more, why in (({"SerialNumber": serial}, "must provide both"), ({"TokenCode": "123456"}, "must provide both"),
                          ({"SerialNumber": f"arn:aws:iam::{MEMBER}:mfa/demo", "TokenCode": "123456"}, "serial number is valid")):
            said = self.refused("AccessDenied", 403, self.sts.assume_role, RoleArn=mfa, RoleSessionName="me", **more)
            self.assertIn(why, said)
        # A session that was begun with a second factor has it.
        keys = self.sts.get_session_token(SerialNumber=serial, TokenCode="123456")["Credentials"]
        self.service.client("sts", keys).assume_role(RoleArn=mfa, RoleSessionName="me")

    def test_chain(self):
        hub, spoke = f"arn:aws:iam::{ACCOUNT}:role/dossier-hub", f"arn:aws:iam::{MEMBER}:role/dossier-spoke"
        self.refused("AccessDenied", 403, self.sts.assume_role, RoleArn=spoke, RoleSessionName="me")
        first = self.sts.assume_role(RoleArn=hub, RoleSessionName="me")
        self.assertNotIn("SourceIdentity", first)
        second = self.service.client("sts", first["Credentials"]).assume_role(RoleArn=spoke, RoleSessionName="me")
        me = self.service.client("sts", second["Credentials"]).get_caller_identity()
        self.assertEqual(me["Arn"], f"arn:aws:sts::{MEMBER}:assumed-role/dossier-spoke/me")

    def test_source_identity(self):
        hub, spoke = f"arn:aws:iam::{ACCOUNT}:role/dossier-hub", f"arn:aws:iam::{MEMBER}:role/dossier-spoke"
        first = self.sts.assume_role(RoleArn=hub, RoleSessionName="me", SourceIdentity="alice")
        self.assertEqual(first["SourceIdentity"], "alice")
        sts = self.service.client("sts", first["Credentials"])
        self.assertEqual(sts.assume_role(RoleArn=spoke, RoleSessionName="me")["SourceIdentity"], "alice")
        said = self.refused("AccessDenied", 403, sts.assume_role, RoleArn=spoke, RoleSessionName="me", SourceIdentity="bob")
        self.assertIn("sts:SetSourceIdentity", said)
        # A trust policy that does not say that it may be set.
        self.refused("AccessDenied", 403, self.sts.assume_role, RoleArn=EXPORT, RoleSessionName="me", SourceIdentity="alice")

    def test_limits(self):
        unchecked = self.service.client("sts", config=Config(parameter_validation=False, proxies={},
                                                             retries={"total_max_attempts": 1}))
        for more in ({"DurationSeconds": 899}, {"DurationSeconds": 43201}, {"ExternalId": "x"}):
            with self.subTest(more):
                self.refused("ValidationError", 400, unchecked.assume_role, RoleArn=EXPORT, RoleSessionName="me", **more)
        self.refused("ValidationError", 400, unchecked.get_session_token, DurationSeconds=129601)
        self.refused("ValidationError", 400, self.sts.assume_role, RoleArn=EXPORT, RoleSessionName="with blank")
        chained = self.service.client("sts", self.service.role("dossier-member", MEMBER))
        self.refused("ValidationError", 400, chained.assume_role, RoleArn=EXPORT, RoleSessionName="me", DurationSeconds=3601)

    def test_session_token(self):
        keys = self.sts.get_session_token(DurationSeconds=900)["Credentials"]
        mine = self.service.client("sts", keys)
        self.assertEqual(mine.get_caller_identity()["Arn"], f"arn:aws:iam::{ACCOUNT}:user/demo")
        self.refused("AccessDenied", 403, mine.get_session_token)
        self.assertTrue(self.service.client("s3", keys).list_buckets()["Buckets"])


class Tokens(Case):
    """Each service's own words for a token that is not good."""

    def calls(self, service, keys):
        return {
            "s3": service.client("s3", keys).list_buckets,
            "kms": service.client("kms", keys).list_keys,
            "iam": service.client("iam", keys).get_user,
            "sts": service.client("sts", keys).get_caller_identity,
        }

    def test_wrong_token(self):
        keys = self.service.role("dossier-export")
        codes = {"s3": ("InvalidToken", 400), "kms": ("UnrecognizedClientException", 400),
                 "iam": ("InvalidClientTokenId", 403), "sts": ("InvalidClientTokenId", 403)}
        without = {name: keys[name] for name in ("AccessKeyId", "SecretAccessKey")}
        for given in ({**keys, "SessionToken": "x" * 100}, without):
            for name, call in self.calls(self.service, given).items():
                with self.subTest(name):
                    self.refused(*codes[name], call)

    def test_expired_token(self):
        """The service's clock leaves this machine's, so the signer's goes with it."""
        service = Service("--fake-clock")
        self.addCleanup(service.stop)
        keys = service.client("sts").get_session_token(DurationSeconds=900)["Credentials"]
        service.ask(901)
        real = botocore.auth.datetime.datetime
        late = classmethod(lambda cls: real.utcnow() + datetime.timedelta(seconds=901))
        codes = {"s3": ("ExpiredToken", 400), "kms": ("ExpiredTokenException", 400),
                 "iam": ("ExpiredToken", 403), "sts": ("ExpiredToken", 403)}
        with unittest.mock.patch.object(botocore.auth.datetime, "datetime", type("Late", (real,), {"utcnow": late})):
            for name, call in self.calls(service, keys).items():
                with self.subTest(name):
                    self.refused(*codes[name], call)
            self.assertTrue(service.client("kms").list_keys()["Keys"])


if __name__ == "__main__":
    unittest.main()
