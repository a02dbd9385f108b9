# SPDX-FileCopyrightText: The Dossier authors
# SPDX-License-Identifier: GPL-3.0-or-later
"""`check`, `prepare` and `undo` in every scenario: named, mended, exported, taken back."""

import json

from dossier_cli import CliTest

REPORTS_OPT_IN = "dossier-demo-reports-opt-in"

# What is wrong in each scenario, and nothing else; then whether it is a no, and what mends it.
DENIES = ["transport", "transport-not-true", "tls-version", "encryption", "other-key", "organization", "vpc-endpoint",
          "address"]


class Prepare(CliTest):
    def start(self, scenario, region=None):
        self.words = [f"--demo={scenario}"] + (["--region", region] if region else [])
        info = json.loads(self.run_cli(f"--demo={scenario}", "demo", "info").stdout)
        self.bucket, self.key = info["bucket"], info["kmsKeyArn"]
        if region:
            self.bucket = REPORTS_OPT_IN
            self.key = self.key.replace(info["region"], region).replace("000000000001", "000000000008")
        self.uri = f"s3://{self.bucket}/audit"

    def cli(self, *words, **more):
        return self.run_cli(*self.words, "--json", *words, **more)

    def check(self, *more):
        result = self.cli("check", "--bucket", self.uri, "--kms-key", self.key, *more)
        self.assertIn(result.returncode, (0, 1), result.stderr)
        rows = json.loads(result.stdout)["rows"]
        self.assertEqual(result.returncode, int(any(row["verdict"] == "no" for row in rows)))
        return {row["id"]: row for row in rows if row["verdict"] != "yes"}

    def verdicts(self, *more):
        return {name: row["verdict"] for name, row in self.check(*more).items()}

    def export(self):
        # Whoever is told to wait, waits; a report of the demo takes a moment.
        return self.run_cli(*self.words, "--json", "export", "start", "--format", "csv", "--to", self.uri, "--kms-key",
                            self.key, "--wait", "--download", str(self.home))

    def policies(self):
        """The documents as the world keeps them, byte for byte."""
        path, = self.home.rglob("world.json")
        world = json.loads(path.read_text())
        return ({each["name"]: each.get("policy") for each in world["buckets"]},
                {each["arn"]: each["policy"] for each in world["keys"]})

    def mend(self, *words):
        """Shown first, then written; the export succeeds; taken back, all is as before."""
        before = self.policies()
        shown = self.cli("prepare", *words)
        self.assertEqual(shown.returncode, 1, shown.stderr)
        self.assertEqual((json.loads(shown.stdout)["changes"], json.loads(shown.stdout)["applied"]), (True, False))
        self.assertEqual(self.policies(), before)

        written = self.cli("prepare", *words, "--apply")
        self.assertEqual(written.returncode, 0, written.stderr)
        change = json.loads(written.stdout)
        self.assertEqual((change["changes"], change["applied"]), (True, True))
        self.assertEqual(self.verdicts(), {})
        again = self.cli("prepare", *words, "--apply")
        self.assertEqual((again.returncode, json.loads(again.stdout)["changes"]), (0, False), again.stderr)
        self.assertEqual(self.export().returncode, 0)

        undone = self.cli("undo", change["id"])
        self.assertEqual(undone.returncode, 0, undone.stderr)
        self.assertEqual(self.policies(), before)
        self.assertEqual(json.loads(undone.stdout)["undoes"], change["id"])
        self.assertTrue(json.loads(undone.stdout)["requestId"])
        self.assertEqual(self.cli("undo", change["id"]).returncode, 2)
        entry = json.loads(next(self.home.rglob(f"changes/{change['id']}.json")).read_text())
        self.assertEqual((entry["state"], entry["account"]), ("undone", "111122223333"))
        self.assertTrue(entry["caller"].endswith(":user/demo") and entry["requestId"] and entry["time"])

    def test_nothing_is_wrong(self):
        self.start("default")
        self.assertEqual(self.verdicts(), {})
        for words in (["bucket", self.uri], ["key", self.key]):
            result = self.cli("prepare", *words, "--apply")
            self.assertEqual((result.returncode, json.loads(result.stdout)["changes"]), (0, False), result.stderr)
        self.assertEqual(json.loads(self.cli("undo").stdout), [])

    def test_bucket_policy_missing(self):
        self.start("bucket-policy-missing")
        row, = self.check().values()
        self.assertEqual((row["id"], row["verdict"], row["evidence"]), ("bucket-policy", "no", "proved"))
        self.assertEqual(json.loads(row["document"])["Principal"], {"Service": "inspector2.amazonaws.com"})
        self.mend("bucket", self.uri)

    def test_key_policy_missing(self):
        self.start("key-policy-missing")
        self.assertEqual(self.verdicts(), {"key-policy": "no"})
        self.mend("key", self.key)

    def test_opt_in_region(self):
        self.start("opt-in-region", "me-central-1")
        self.assertEqual(self.verdicts(), {"bucket-policy": "no"})
        self.mend("bucket", self.uri)

    def test_denies(self):
        for name in DENIES:
            with self.subTest(name):
                self.start(f"deny-{name}")
                row, = self.check().values()
                self.assertEqual((row["id"], row["verdict"]), ("bucket-guards", "no"))
                self.assertIn("(guard)", row["text"])
                self.assertEqual(json.loads(row["document"])["Sid"], "guard")
                self.mend("bucket", self.uri, "--kms-key", self.key)
                for path in self.home.rglob("world.json"):
                    path.unlink()

    def test_deny_by_acl(self):
        """Which ACL Inspector sends is not documented, so nobody can say no, and nothing is mended unasked."""
        self.start("deny-acl")
        self.assertEqual(self.verdicts(), {"bucket-guards": "unknown"})
        self.assertFalse(json.loads(self.cli("prepare", "bucket", self.uri).stdout)["changes"])
        self.mend_unknown()

    def mend_unknown(self):
        result = self.cli("prepare", "bucket", self.uri, "--also-unknown", "--apply")
        self.assertEqual(result.returncode, 0, result.stderr)
        self.assertEqual(self.verdicts(), {})
        self.assertEqual(self.export().returncode, 0)

    def test_what_only_a_person_mends(self):
        for scenario, wrong in (("bucket-elsewhere", "bucket-region"), ("key-disabled", "key-enabled"),
                                ("key-asymmetric", "key-symmetric"), ("busy", "no-report"), ("empty", "filter-matches"),
                                ("scp-denied", "inspector2:CreateFindingsReport")):
            with self.subTest(scenario):
                self.start(scenario)
                row, = self.check().values()
                self.assertEqual((row["id"], row["verdict"]), (wrong, "no"))
                self.assertTrue(row["remedy"])
                self.assertNotEqual(self.export().returncode, 0)

    def test_foreign_bucket(self):
        self.start("bucket-foreign")
        rows = self.check()
        self.assertEqual({name: row["verdict"] for name, row in rows.items()},
                         {"bucket-policy": "unknown", "bucket-guards": "unknown"})
        handed = json.loads(rows["bucket-policy"]["document"])
        told = self.run_cli(*self.words, "check", "--bucket", self.uri, "--kms-key", self.key).stdout
        self.assertIn('"aws:SourceAccount"', told)
        self.assertEqual(handed["Condition"]["StringEquals"]["aws:SourceAccount"], "111122223333")
        result = self.cli("prepare", "bucket", self.uri, "--apply")
        self.assertEqual(result.returncode, 1)
        self.assertEqual(json.loads(json.loads(result.stdout)["statement"])["Action"], handed["Action"])
        self.assertNotEqual(self.export().returncode, 0)

    def test_a_filter_that_means_nothing(self):
        self.start("default")
        self.assertEqual(self.verdicts("--filter-json", self.file("f.json", json.dumps(
            {"title": [{"comparison": "EQUALS", "value": "no such title"}]}))), {"filter-matches": "no"})

    def file(self, name, text):
        path = self.home / name
        path.write_text(text)
        return path

    def alter_bucket(self, policy):
        path, = self.home.rglob("world.json")
        world = json.loads(path.read_text())
        bucket, = [each for each in world["buckets"] if each["name"] == self.bucket]
        bucket["policy"] = policy
        path.write_text(json.dumps(world))

    def test_undo_of_what_somebody_changed(self):
        self.start("bucket-policy-missing")
        change = json.loads(self.cli("prepare", "bucket", self.uri, "--apply").stdout)
        theirs = json.loads(change["after"])
        theirs["Statement"].append({"Sid": "theirs", "Effect": "Deny", "Principal": "*", "Action": "s3:DeleteBucket",
                                    "Resource": f"arn:aws:s3:::{self.bucket}"})
        self.alter_bucket(json.dumps(theirs))
        result = self.cli("undo", change["id"])
        self.assertEqual(result.returncode, 1)
        self.assertIn("theirs", result.stderr + result.stdout)
        self.assertEqual(json.loads(self.policies()[0][self.bucket]), theirs)

    def test_undo_of_another_spelling(self):
        """What AWS gives back in other words is still what was written."""
        self.start("bucket-policy-missing")
        change = json.loads(self.cli("prepare", "bucket", self.uri, "--apply").stdout)
        self.alter_bucket(json.dumps(json.loads(change["after"]), indent=7, sort_keys=True))
        self.assertEqual(self.cli("undo", change["id"]).returncode, 0)
        self.assertIsNone(self.policies()[0][self.bucket])

    def test_a_journal_that_cannot_be_kept(self):
        """Nothing is written to AWS that the journal does not hold."""
        self.start("bucket-policy-missing")
        before = self.policies()
        world, = self.home.rglob("world.json")
        state = [folder for folder in world.parents if folder.name == "state"][0]
        program = next(each for each in state.iterdir() if each.is_dir())
        (program / "changes").write_text("in the way")
        result = self.cli("prepare", "bucket", self.uri, "--apply")
        self.assertEqual((result.returncode, result.stdout), (3, ""))
        self.assertIn("journal", result.stderr)
        self.assertEqual(self.policies(), before)

    def test_denied(self):
        self.start("identity-denied")
        self.assertEqual(self.verdicts(), {"inspector2:CreateFindingsReport": "no", "s3:PutBucketPolicy": "no",
                                           "kms:PutKeyPolicy": "no", "bucket-policy": "no"})
        before = self.policies()
        result = self.cli("prepare", "bucket", self.uri, "--apply")
        self.assertEqual((result.returncode, result.stdout), (1, ""))
        self.assertEqual(self.policies(), before)
        entry, = json.loads(self.cli("undo").stdout)
        self.assertEqual(entry["state"], "refused")
        self.assertIn("explicit deny", entry["message"])
        self.assertEqual(self.cli("undo", entry["id"]).returncode, 2)

    def test_new_bucket_and_key(self):
        self.start("default")
        shown = self.cli("prepare", "key", "--create")
        self.assertNotIn("resource", json.loads(shown.stdout))
        shown = self.cli("prepare", "key", "--create", "--alias", "alias/mine")
        self.assertEqual((shown.returncode, json.loads(shown.stdout)["applied"]), (1, False), shown.stderr)
        made = self.cli("prepare", "key", "--create", "--alias", "alias/mine", "--description", "Mine", "--apply")
        self.assertEqual(made.returncode, 0, made.stderr)
        self.key = json.loads(made.stdout)["resource"]
        self.bucket = "dossier-demo-new"
        self.uri = f"s3://{self.bucket}/audit"
        made = self.cli("prepare", "bucket", self.uri, "--create", "--kms-key", self.key, "--tls-only", "--apply")
        self.assertEqual(made.returncode, 0, made.stderr)
        self.assertEqual(self.verdicts(), {})
        self.assertEqual(self.export().returncode, 0)
        path, = self.home.rglob("world.json")
        bucket, = [each for each in json.loads(path.read_text())["buckets"] if each["name"] == self.bucket]
        self.assertEqual((bucket["blockPublic"], bucket["ownership"], bucket["sse"], bucket["sseKey"]),
                         ("1111", "BucketOwnerEnforced", "aws:kms", self.key))
        self.assertEqual([each["Sid"] for each in json.loads(bucket["policy"])["Statement"]][0], "TlsOnly")
        kinds = {entry["kind"]: entry for entry in json.loads(self.cli("undo").stdout)}
        self.assertEqual(set(kinds), {"newKey", "newBucket", "bucketPolicy"})
        self.assertEqual({entry["state"] for entry in kinds.values()}, {"proved"})
        self.assertEqual(self.cli("undo", kinds["newKey"]["id"]).returncode, 2)

    def deny(self, action):
        path, = self.home.rglob("world.json")
        world = json.loads(path.read_text())
        owner, = [each["owner"] for each in world["policies"] if each["owner"].endswith(":user/demo")]
        world["policies"].append({"owner": owner, "name": f"no-{action[3:]}", "document": json.dumps({
            "Version": "2012-10-17", "Statement": [{"Effect": "Deny", "Action": action, "Resource": "*"}]})})
        path.write_text(json.dumps(world))

    def test_half_made(self):
        """What is there after all is told, and stands in the journal."""
        for action in ("s3:PutBucketPublicAccessBlock", "s3:PutEncryptionConfiguration", "s3:PutBucketPolicy"):
            with self.subTest(action):
                self.start("default")
                self.deny(action)
                result = self.cli("prepare", "bucket", f"s3://half-made-{action[6:].lower()}", "--create", "--kms-key",
                                  self.key, "--apply")
                self.assertEqual((result.returncode, result.stdout), (1, ""))
                self.assertIn("was made, but", result.stderr)
                entry, = [each for each in json.loads(self.cli("undo").stdout) if each["kind"] == "newBucket"
                          and each["resource"].endswith(action[6:].lower())]
                self.assertEqual(entry["state"], "written")
                self.assertIn(action, entry["message"])
                self.run_cli("demo", "reset")

    def test_a_bucket_that_is_there(self):
        self.start("default")
        result = self.cli("prepare", "bucket", self.uri, "--create", "--kms-key", self.key, "--apply")
        self.assertEqual((result.returncode, result.stdout), (3, ""))

    def test_people_see_a_difference(self):
        self.start("bucket-policy-missing")
        result = self.run_cli(*self.words, "prepare", "bucket", self.uri)
        self.assertEqual(result.returncode, 1)
        self.assertIn("inspector2.amazonaws.com", result.stdout)
        self.assertTrue(all(line.startswith(("+", "@@")) for line in result.stdout.splitlines()), result.stdout)
        self.assertIn("s3:PutBucketPolicy", result.stderr)
        result = self.run_cli(*self.words, "prepare", "bucket", self.uri, "--apply")
        self.assertEqual(result.returncode, 0, result.stderr)
        listed = self.run_cli(*self.words, "undo")
        self.assertIn("proved", listed.stdout)

    def test_wrong_words(self):
        for words in [["prepare"], ["prepare", "bucket"], ["prepare", "bucket", "reports"], ["prepare", "key", "alias/x"],
                      ["prepare", "key"], ["prepare", "key", "--create", "--alias", "x"],
                      ["prepare", "key", "--create", "--alias", "alias/aws/x"], ["prepare", "bucket", "s3://b", "--tls-only"],
                      ["prepare", "key", "arn:aws:kms:eu-central-1:111122223333:key/1", "--alias", "alias/x"],
                      ["prepare", "bucket", "s3://bucket/a*b"], ["undo", "nonsense"], ["undo", "a", "b"], ["undo", "--x"]]:
            with self.subTest(words=words):
                self.assert_usage(self.run_cli("--demo", *words))
