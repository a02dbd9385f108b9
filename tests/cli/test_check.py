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
        # What no harmless call shows is predicted, and called so.
        report = rows["Inspector", "inspector2:CreateFindingsReport"]
        self.assertEqual((report["verdict"], report["evidence"], report["by"]),
                         ("yes", "predicted", "iam:SimulatePrincipalPolicy"))
        self.assertIn("AdministratorAccess", report["predictionText"])
        for row in rows.values():
            self.assertEqual(row["verdict"], "yes", row)
            if "call" in row:
                self.assertIn(row["call"].split()[0], result.stderr)
        self.assertNotIn("missingPolicy", json.loads(result.stdout))

    def world(self):
        """The file of the world that `--demo` keeps."""
        path, = self.home.rglob("world.json")
        return path

    def grant(self, policy):
        """Gives the caller of `--demo` this policy and no other."""
        path = self.world()
        world = json.loads(path.read_text())
        own = [each for each in world["policies"] if each["owner"].endswith(":user/demo")]
        world["policies"] = [each for each in world["policies"] if each not in own] + [
            {"owner": own[0]["owner"], "name": "given", "document": json.dumps(policy)}]
        path.write_text(json.dumps(world))

    def test_least_privilege(self):
        """Nothing but the printed policy is needed, and all of it: without an action just its row fails."""
        info = json.loads(self.run_cli("--demo", "demo", "info").stdout)
        words = ["--bucket", f"s3://{info['bucket']}/audit", "--kms-key", info["kmsKeyArn"]]
        printed = self.run_cli("--demo", "check", *words, "--policy", "all")
        self.assertEqual(printed.returncode, 0, printed.stderr)
        policy = json.loads(printed.stdout)
        actions = [action for statement in policy["Statement"]
                   for action in ([statement["Action"]] if isinstance(statement["Action"], str) else statement["Action"])]
        self.assertEqual(len(actions), len(set(actions)))
        self.grant(policy)
        result = self.run_cli("--demo", "--json", "check", *words)
        self.assertEqual(result.returncode, 0, result.stdout)
        for taken in actions:
            with self.subTest(taken):
                self.grant({"Version": "2012-10-17", "Statement": policy["Statement"] + [
                    {"Effect": "Deny", "Action": taken, "Resource": "*"}]})
                result = self.run_cli("--demo", "--json", "check", *words)
                self.assertEqual(result.returncode, 1, result.stderr)
                rows = self.rows(result)
                self.assertEqual([name for (group, name), row in rows.items() if row["verdict"] == "no" and ":" in name],
                                 [taken])
                # What is printed for just this gap names just this action.
                missing = json.loads(result.stdout)["missingPolicy"]["Statement"]
                self.assertEqual([each["Action"] for each in missing], [taken])

    def test_organisation(self):
        info = json.loads(self.run_cli("--demo=scp-denied", "demo", "info").stdout)
        words = ["--demo=scp-denied", "--json", "check", "--bucket", f"s3://{info['bucket']}", "--kms-key", info["kmsKeyArn"]]
        result = self.run_cli(*words)
        self.assertEqual(result.returncode, 1)
        rows = self.rows(result)
        self.assertEqual([name for (_, name), row in rows.items() if row["verdict"] != "yes"],
                         ["inspector2:CreateFindingsReport"])
        row = rows["Inspector", "inspector2:CreateFindingsReport"]
        self.assertEqual((row["evidence"], row["policyType"]), ("predicted", "service control policy"))
        words.remove("--json")
        note = self.run_cli(*words, "--note")
        self.assertIn("inspector2:CreateFindingsReport", note.stdout)
        self.assertIn(":user/demo", note.stdout)

    def test_nothing_missing(self):
        self.run_cli("--demo", "demo", "info")
        result = self.run_cli("--demo", "check", "--policy", "missing")
        self.assertEqual((result.returncode, result.stdout), (1, ""))

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
                      ["--kms-key"], ["--nonsense"], ["--policy", "some"]]:
            with self.subTest(words=words):
                self.assert_usage(self.run_cli("--region", "eu-central-1", "check", *words, env=key))
