# SPDX-FileCopyrightText: The Dossier authors
# SPDX-License-Identifier: GPL-3.0-or-later
"""The demo service as a process of its own, and clients of it."""

import json
import os
import subprocess
import unittest

import boto3
from botocore.config import Config
from botocore.exceptions import ClientError

TOOL = os.path.join(os.environ["DOSSIER_BUILDDIR"], "tests", "demo", "demo-tool")
ACCOUNT, MEMBER, STRANGER = "111122223333", "222233334444", "666677778888"
REGION, OPT_IN = "eu-central-1", "me-central-1"


class Service:
    def __init__(self, *options):
        self.process = subprocess.Popen([TOOL, *options], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
        self.info = json.loads(self.process.stdout.readline())

    def stop(self):
        self.process.communicate(timeout=60)
        assert self.process.returncode == 0, self.process.returncode

    def ask(self, command):
        self.process.stdin.write(f"{command}\n")
        self.process.stdin.flush()
        return self.process.stdout.readline().strip()

    def log(self):
        return [tuple(line.split()) for line in self.ask("log").split(";")]

    def client(self, service, keys=None, **changes):
        """A client; @keys as AssumeRole gives them, or a pair of the world's file."""
        options = {
            "endpoint_url": self.info["endpoint"],
            "region_name": self.info["region"],
            "aws_access_key_id": self.info["accessKeyId"],
            "aws_secret_access_key": self.info["secretAccessKey"],
            "config": Config(retries={"total_max_attempts": 1}, proxies={}),
        }
        if keys:
            options.update(
                aws_access_key_id=keys["AccessKeyId"],
                aws_secret_access_key=keys["SecretAccessKey"],
                aws_session_token=keys.get("SessionToken"),
            )
        options.update(changes)
        return boto3.client(service, **options)

    def role(self, name, account=ACCOUNT, **more):
        """The keys of a session of a role."""
        sts = self.client("sts")
        arn = f"arn:aws:iam::{account}:role/{name}"
        return sts.assume_role(RoleArn=arn, RoleSessionName="session", **more)["Credentials"]


class Case(unittest.TestCase):
    options = ()

    @classmethod
    def setUpClass(cls):
        cls.service = Service(*cls.options)

    @classmethod
    def tearDownClass(cls):
        cls.service.stop()

    def refused(self, code, status, call, *arguments, **members):
        """Makes a call that must fail, and returns AWS's words."""
        with self.assertRaises(ClientError) as caught:
            call(*arguments, **members)
        answer = caught.exception.response
        self.assertEqual((answer["Error"]["Code"], answer["ResponseMetadata"]["HTTPStatusCode"]), (code, status))
        self.assertTrue(answer["ResponseMetadata"].get("RequestId"))
        return answer["Error"].get("Message", "")


def policy(*statements):
    return json.dumps({"Version": "2012-10-17", "Statement": list(statements)})


def statement(effect, principal, action, resource, **more):
    return {"Effect": effect, "Principal": principal, "Action": action, "Resource": resource, **more}
