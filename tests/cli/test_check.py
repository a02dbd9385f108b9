# SPDX-FileCopyrightText: The Dossier authors
# SPDX-License-Identifier: GPL-3.0-or-later
"""`check`: live probes, told before they are made."""

import json

from dossier_cli import CliTest
from fake_inspector import FakeInspector, refusal

DENIAL = ("User: arn:aws:iam::111122223333:user/x is not authorized to perform: inspector2:ListFindings on resource: "
          "arn:aws:inspector2:eu-central-1:111122223333:/findings/list with an explicit deny in a service control policy")


class Check(CliTest):
    def check(self, *words):
        serving = self.serve("--findings", "3")
        self.environment.update(serving.environment())
        return serving, self.run_cli(*serving.words(), "check", *words)

    def rows(self, result):
        return {(row["group"], row["name"]): row for row in json.loads(result.stdout)["rows"]}

    def test_what_works(self):
        info = json.loads(self.run_cli("demo", "info").stdout)
        _, result = self.check("--json", "--bucket", f"s3://{info['bucket']}/audit", "--kms-key", info["kmsKeyArn"])
        self.assertEqual(result.returncode, 0, result.stderr)
        rows = self.rows(result)
        self.assertFalse(json.loads(result.stdout)["no"])
        for name in ("s3:ListBucket", "s3:GetBucketPolicy"):
            self.assertEqual(rows["S3", name]["verdict"], "yes")
        for name in ("kms:DescribeKey", "kms:GetKeyPolicy"):
            self.assertEqual(rows["KMS", name]["verdict"], "yes")
        self.assertEqual(rows["Inspector", "inspector2:ListFindings"]["evidence"], "proved")
        # What no harmless call shows is left open, and no one is told that it is denied.
        self.assertEqual(rows["Inspector", "inspector2:CreateFindingsReport"]["verdict"], "unknown")
        for row in rows.values():
            self.assertIn(row["verdict"], ("yes", "unknown"), row)
            if "call" in row:
                self.assertIn(row["call"].split()[0], result.stderr)

    def test_without_a_destination(self):
        _, result = self.check("--json")
        self.assertEqual(result.returncode, 0, result.stderr)
        self.assertEqual({row["evidence"] for (group, _), row in self.rows(result).items() if group == "Destination"},
                         {"notTried"})

    def test_a_bucket_that_is_not_there(self):
        _, result = self.check("--json", "--bucket", "s3://no-such-bucket-anywhere")
        self.assertEqual(result.returncode, 1, result.stderr)
        self.assertEqual(self.rows(result)["Destination", "The bucket exists"]["verdict"], "no")
        _, result = self.check("--bucket", "s3://no-such-bucket-anywhere")
        self.assertEqual(result.returncode, 1)
        self.assertIn("→", result.stdout)

    def test_a_denial_names_its_policy(self):
        fake = FakeInspector(lambda *_: refusal(403, "AccessDeniedException", DENIAL))
        self.addCleanup(fake.stop)
        key = {"AWS_ACCESS_KEY_ID": "AKIAIOSFODNN7EXAMPLE", "AWS_SECRET_ACCESS_KEY": "s3cr3t"}
        words = ["--endpoint-url", fake.endpoint, "--region", "eu-central-1"]
        result = self.run_cli(*words, "--json", "check", env=key)
        self.assertEqual(result.returncode, 1, result.stderr)
        row = self.rows(result)["Inspector", "inspector2:ListFindings"]
        self.assertEqual((row["verdict"], row["evidence"]), ("no", "proved"))
        self.assertIn("service control policy", row["text"])
        self.assertIn("service control policy", row["policyType"])
        self.assertIn("service control policy", self.run_cli(*words, "check", env=key).stdout)

    def test_credentials_that_are_not_good(self):
        serving = self.serve("--findings", "1")
        result = self.run_cli(*serving.words(), "check", env={**serving.environment(), "AWS_SECRET_ACCESS_KEY": "wr0ng"})
        self.assertEqual((result.returncode, result.stdout), (3, ""))
        self.assertNotIn("wr0ng", result.stderr)

    def test_wrong_words(self):
        key = {"AWS_ACCESS_KEY_ID": "AKIAIOSFODNN7EXAMPLE", "AWS_SECRET_ACCESS_KEY": "s3cr3t"}
        for words in [["extra"], ["--bucket", "bucket"], ["--bucket", ""], ["--bucket", "s3://UPPER"], ["--kms-key", ""],
                      ["--kms-key"], ["--nonsense"]]:
            with self.subTest(words=words):
                self.assert_usage(self.run_cli("--region", "eu-central-1", "check", *words, env=key))
