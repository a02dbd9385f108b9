# SPDX-FileCopyrightText: The Dossier authors
# SPDX-License-Identifier: GPL-3.0-or-later
"""The aws command against the demo service, unchanged."""

import json
import os
import pathlib
import subprocess
import sys
import tempfile
import unittest

sys.path.insert(0, str(pathlib.Path(__file__).parent))

from service import ACCOUNT, Case  # noqa: E402


class AwsCli(Case):
    def setUp(self):
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        self.folder = pathlib.Path(folder.name)

    def run_aws(self, *arguments):
        info = self.service.info
        environment = {
            "PATH": os.environ["PATH"], "HOME": str(self.folder), "AWS_ENDPOINT_URL": info["endpoint"],
            "AWS_REGION": info["region"], "AWS_ACCESS_KEY_ID": info["accessKeyId"],
            "AWS_SECRET_ACCESS_KEY": info["secretAccessKey"], "AWS_MAX_ATTEMPTS": "1", "AWS_EC2_METADATA_DISABLED": "true",
            "LANG": "C.UTF-8", "NO_PROXY": "*",
        }
        return subprocess.run(["aws", "--output", "json", *arguments], env=environment, capture_output=True, text=True,
                              timeout=120)

    def aws(self, *arguments):
        done = self.run_aws(*arguments)
        self.assertEqual(done.returncode, 0, done.stderr)
        return json.loads(done.stdout) if done.stdout else None

    def test_buckets(self):
        names = [bucket["Name"] for bucket in self.aws("s3api", "list-buckets")["Buckets"]]
        self.assertIn(self.service.info["bucket"], names)

    def test_objects(self):
        source, target = self.folder / "source", self.folder / "target"
        source.write_bytes(os.urandom(100_000))
        bucket = ("--bucket", self.service.info["bucket"], "--key", "by cli/ä")
        put = self.aws("s3api", "put-object", *bucket, "--body", str(source), "--server-side-encryption", "aws:kms",
                       "--ssekms-key-id", self.service.info["kmsKeyArn"])
        self.assertEqual(put["SSEKMSKeyId"], self.service.info["kmsKeyArn"])
        self.aws("s3api", "get-object", *bucket, str(target))
        self.assertEqual(target.read_bytes(), source.read_bytes())
        done = self.run_aws("s3", "cp", str(source), f"s3://{self.service.info['bucket']}/copied")
        self.assertEqual(done.returncode, 0, done.stderr)
        done = self.run_aws("s3", "ls", f"s3://{self.service.info['bucket']}/copied")
        self.assertIn("100000 copied", done.stdout)
        target.unlink()
        done = self.run_aws("s3", "cp", f"s3://{self.service.info['bucket']}/copied", str(target))
        self.assertEqual(target.read_bytes(), source.read_bytes(), done.stderr)

    def test_key(self):
        key = self.aws("kms", "describe-key", "--key-id", "alias/dossier-reports")["KeyMetadata"]
        self.assertEqual(key["Arn"], self.service.info["kmsKeyArn"])

    def test_simulate(self):
        results = self.aws("iam", "simulate-principal-policy", "--policy-source-arn", f"arn:aws:iam::{ACCOUNT}:user/limited",
                           "--action-names", "s3:GetObject", "s3:PutObject")["EvaluationResults"]
        self.assertEqual([result["EvalDecision"] for result in results], ["allowed", "implicitDeny"])

    def test_identity(self):
        self.assertEqual(self.aws("sts", "get-caller-identity")["Account"], ACCOUNT)

    def test_refusal(self):
        done = self.run_aws("s3api", "get-bucket-policy", "--bucket", "dossier-demo-stranger")
        self.assertEqual(done.returncode, 254)
        self.assertRegex(done.stderr, r"\(AccessDenied\) when calling the GetBucketPolicy operation.*: Access Denied")


if __name__ == "__main__":
    unittest.main()
