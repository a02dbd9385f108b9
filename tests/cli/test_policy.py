# SPDX-FileCopyrightText: The Dossier authors
# SPDX-License-Identifier: GPL-3.0-or-later
"""policy merge, lint and explain: files in, documents, differences and reasons out."""

import difflib
import json
import os
import subprocess
import sys
import unittest

sys.path.insert(0, os.path.join(os.environ["DOSSIER_SRCDIR"], "tests", "support"))

from dossier_cli import CLI, CliTest

TLS = {"Sid": "tls", "Effect": "Deny", "Principal": "*", "Action": "s3:*", "Resource": "*",
       "Condition": {"BoolIfExists": {"aws:SecureTransport": "false"}}}
KEY = "arn:aws:kms:eu-west-1:111122223333:key/k"

# "Exporting findings reports" of the Inspector user guide: Regions that an account has to enable have a principal of their own.
ORDINARY = """us-east-1 us-east-2 us-west-1 us-west-2 ca-central-1 sa-east-1 eu-central-1 eu-north-1 eu-west-1 eu-west-2 eu-west-3
    ap-northeast-1 ap-northeast-2 ap-northeast-3 ap-south-1 ap-southeast-1 ap-southeast-2""".split()
OPT_IN = """af-south-1 ap-east-1 ap-east-2 ap-south-2 ap-southeast-3 ap-southeast-4 ap-southeast-5 ap-southeast-7 ca-west-1 eu-central-2
    eu-south-1 eu-south-2 il-central-1 me-central-1 me-south-1 mx-central-1""".split()
OTHERS = {"us-gov-east-1": "aws-us-gov", "us-gov-west-1": "aws-us-gov", "cn-north-1": "aws-cn", "cn-northwest-1": "aws-cn"}


def policy(*statements):
    return {"Version": "2012-10-17", "Statement": list(statements)}


class PolicyTest(CliTest):
    def write(self, document):
        path = self.home / "policy.json"
        path.write_text(document if isinstance(document, str) else json.dumps(document, indent=2) + "\n")
        return str(path)

    def access(self, region="eu-west-1", account="111122223333"):
        return ["--region", region, "--account", account]


class Merge(PolicyTest):
    def merge(self, document, *words, json_=False, access=None):
        words = ["policy", "merge", *(access or self.access()), *words]
        if document is not None:
            words += ["--policy", self.write(document)]
        return self.run_cli(*(["--json"] if json_ else []), *words)

    def test_the_document_and_nothing_else_on_standard_output(self):
        result = self.merge(policy(TLS), "--bucket", "reports")
        self.assertEqual(result.returncode, 0, result.stderr)
        merged = json.loads(result.stdout)
        self.assertEqual(merged["Statement"][0], TLS)
        self.assertEqual(merged["Statement"][1]["Principal"], {"Service": "inspector2.amazonaws.com"})
        self.assertIn("111122223333", result.stderr)
        # The Deny is in the way all the same, and that is said.
        self.assertIn("(tls)", result.stderr)

    def test_the_difference_is_the_one_of_difflib(self):
        old = json.dumps(policy(TLS), indent=2) + "\n"
        new = self.merge(old, "--bucket", "reports").stdout
        shown = self.merge(old, "--bucket", "reports", "--diff").stdout
        theirs = "".join(list(difflib.unified_diff(old.splitlines(True), new.splitlines(True)))[2:])
        self.assertEqual(shown, theirs)

    def test_json(self):
        result = self.merge(policy(TLS), "--bucket", "reports", json_=True)
        answer = json.loads(result.stdout)
        self.assertEqual(answer["outcome"], "added")
        self.assertEqual(answer["statements"], [{"change": "same", "old": 0, "new": 0}, {"change": "added", "new": 1}])
        self.assertIn({"kind": "allowed", "detail": "111122223333"}, answer["notes"])
        self.assertIn({"kind": "denied", "statement": 0}, answer["notes"])
        again = json.loads(self.merge(answer["document"], "--bucket", "reports", json_=True).stdout)
        self.assertEqual((again["outcome"], again["diff"]), ("unchanged", ""))

    def test_regions_have_their_principal_and_partition(self):
        for region in [*ORDINARY, *OPT_IN, *OTHERS]:
            service = f"inspector2.{region}.amazonaws.com" if region in OPT_IN else "inspector2.amazonaws.com"
            partition = OTHERS.get(region, "aws")
            with self.subTest(region=region):
                result = self.merge(None, "--bucket", "reports", access=self.access(region))
                statement = json.loads(result.stdout)["Statement"][0]
                self.assertEqual(statement["Principal"], {"Service": service})
                self.assertEqual(statement["Resource"], f"arn:{partition}:s3:::reports/*")
                self.assertEqual(statement["Condition"]["ArnLike"]["aws:SourceArn"],
                                 f"arn:{partition}:inspector2:{region}:111122223333:report/*")

    def test_the_confused_deputy_is_warned_of(self):
        open_ = {"Effect": "Allow", "Principal": {"Service": "inspector2.amazonaws.com"}, "Action": "s3:*", "Resource": "*"}
        result = self.merge(policy(open_), "--bucket", "reports")
        self.assertEqual(result.returncode, 0)
        self.assertIn("any AWS account", result.stderr)

    def test_a_new_key_needs_an_owner(self):
        result = self.merge(None)
        self.assertEqual((result.returncode, result.stdout), (2, ""))
        self.assertIn("account", result.stderr)
        result = self.merge(None, "--owner", "111122223333", "--caller", "arn:aws:iam::111122223333:user/u", json_=True)
        self.assertEqual(json.loads(result.stdout)["lockout"], "delegated")

    def test_a_lockout_is_refused(self):
        key = policy({"Effect": "Allow", "Principal": {"AWS": "arn:aws:iam::111122223333:user/v"}, "Action": "kms:*", "Resource": "*"})
        result = self.merge(key, "--caller", "arn:aws:iam::111122223333:user/u")
        self.assertEqual((result.returncode, result.stdout), (1, ""))
        self.assertIn("kms:PutKeyPolicy", result.stderr)
        self.assertEqual(json.loads(self.merge(key, "--caller", "arn:aws:iam::111122223333:user/u", json_=True).stdout)["lockout"], "lost")
        self.assertEqual(self.merge(key, "--caller", "arn:aws:iam::111122223333:user/v").returncode, 0)

    def test_unequal_sets(self):
        ours = json.loads(self.merge(None, "--bucket", "reports").stdout)
        ours["Statement"][0]["Condition"]["StringEquals"]["aws:SourceAccount"] = ["444455556666", "777788889999"]
        result = self.merge(ours, "--bucket", "reports")
        self.assertEqual((result.returncode, result.stdout), (2, ""))
        self.assertIn("policy.json:4:5: Statement[0]: ", result.stderr)
        mended = self.merge(ours, "--bucket", "reports", "--mend")
        self.assertEqual(mended.returncode, 0)
        self.assertEqual(json.loads(mended.stdout)["Statement"][0]["Condition"]["StringEquals"], {"aws:SourceAccount": ["111122223333"]})

    def test_too_large(self):
        result = self.merge(policy({**TLS, "Sid": "x" * 20000}), "--bucket", "reports")
        self.assertEqual((result.returncode, result.stdout), (2, ""))
        self.assertIn("20480", result.stderr)

    def test_usage(self):
        for words in [[], ["--account", "111122223333"], ["--region", "eu-west-1"], ["--region", "nowhere", "--account", "111122223333"],
                      ["--region", "eu-west-1", "--account", "1"], [*self.access(), "--bucket", "a*b"],
                      [*self.access(), "--policy", "/nowhere"], [*self.access(), "x"]]:
            with self.subTest(words=words):
                self.assert_usage(self.run_cli("policy", "merge", *words))


class Lint(PolicyTest):
    def test_nothing_found(self):
        result = self.run_cli("policy", "lint", "--kind", "bucket", self.write(policy(TLS)))
        self.assertEqual((result.returncode, result.stdout, result.stderr), (0, "", ""))

    def test_what_is_found_has_a_place(self):
        path = self.write('{"Statement":\n  [{"Effect":"Allow","Principal":"*",\n    "NotAction":"s3:Get*","Resource":"*"}]}')
        result = self.run_cli("policy", "lint", path)
        self.assertEqual(result.returncode, 1)
        self.assertEqual([line.removeprefix(path).split(" ")[0] for line in result.stdout.splitlines()], [":3:17:", ":2:4:"])
        found = json.loads(self.run_cli("--json", "policy", "lint", path).stdout)
        self.assertEqual([(f["kind"], f["path"], f["line"], f["column"]) for f in found],
                         [("notAction", "Statement[0].NotAction", 3, 17), ("public", "Statement[0]", 2, 4)])

    def test_what_is_no_policy_has_a_place(self):
        path = self.write('{"Version":"2012-10-17",\n "Statement":[{"Effect":"Maybe"}]}')
        result = self.run_cli("--json", "policy", "lint", path)
        self.assertEqual(result.returncode, 2)
        self.assertEqual({k: v for k, v in json.loads(result.stdout)["error"].items() if k != "message"},
                         {"path": "Statement[0]", "line": 2, "column": 15})
        self.assertIn("policy.json:2:15: Statement[0]: ", result.stderr)

    def test_usage(self):
        path = self.write(policy(TLS))
        for words in [[], [path, path], ["--kind", "x", path], ["/nowhere"]]:
            with self.subTest(words=words):
                self.assert_usage(self.run_cli("policy", "lint", *words))


class Explain(PolicyTest):
    def explain(self, document, *words, json_=True):
        return self.run_cli(*(["--json"] if json_ else []), "policy", "explain", "--policy", self.write(document), *self.access(),
                            "--bucket", "reports", *words)

    def test_a_deny_and_its_mend(self):
        merged = self.run_cli("policy", "merge", *self.access(), "--bucket", "reports", "--policy", self.write(policy(TLS))).stdout
        result = self.explain(merged)
        self.assertEqual(result.returncode, 1)
        answer = json.loads(result.stdout)
        self.assertEqual(answer["decision"], "explicitDeny")
        self.assertEqual({call["decision"] for call in answer["calls"]}, {"explicitDeny"})
        self.assertEqual([call["action"] for call in answer["calls"]], ["s3:PutObject", "s3:PutObjectAcl", "s3:AbortMultipartUpload"])
        (trouble,) = answer["troubles"]
        self.assertEqual((trouble["kind"], trouble["effect"], trouble["statement"], trouble["sid"], trouble["mend"]),
                         ("denyTransport", "blocks", 0, "tls", "exemptServices"))
        mended = self.explain(trouble["document"])
        self.assertEqual((mended.returncode, json.loads(mended.stdout)["decision"]), (0, "allow"))
        self.assertEqual(json.loads(trouble["document"])["Statement"][0]["Condition"],
                         {"BoolIfExists": {"aws:SecureTransport": "false", "aws:PrincipalIsAWSService": "false"}})

    def test_for_people(self):
        result = self.explain(policy(TLS), json_=False)
        self.assertEqual(result.returncode, 1)
        self.assertIn("s3:PutObject: explicitDeny", result.stdout)
        self.assertIn('+          "aws:PrincipalIsAWSService": "false"', result.stdout)
        self.assertIn("policy merge", result.stdout)

    def test_what_is_not_known_is_named(self):
        acl = {**TLS, "Condition": {"StringNotEquals": {"s3:x-amz-acl": "bucket-owner-full-control"}}}
        allow = json.loads(self.run_cli("policy", "merge", *self.access(), "--bucket", "reports").stdout)["Statement"][0]
        answer = json.loads(self.explain(policy(allow, acl), "--kms-key", KEY).stdout)
        self.assertEqual(answer["decision"], "unknown")
        self.assertEqual(answer["calls"][0]["unknownKeys"], ["s3:x-amz-acl"])
        self.assertEqual([(t["kind"], t["effect"], t["key"]) for t in answer["troubles"]], [("denyAcl", "mayBlock", "s3:x-amz-acl")])

    def test_usage(self):
        path = self.write(policy(TLS))
        for words in [[], ["--policy", path], self.access(), ["--policy", "/nowhere", *self.access()],
                      ["--policy", self.write("{"), *self.access()]]:
            with self.subTest(words=words):
                self.assert_usage(self.run_cli("policy", "explain", *words))


class Batch(PolicyTest):
    def test_long_lines_and_a_last_one_without_an_end(self):
        line = json.dumps({"policy": policy(TLS), "request": {"action": "s3:GetObject", "resource": "*"}})
        text = f"{line}\n{' ' * (3 * 1024 * 1024)}{line}\n\n{line}\n{line}"
        result = self.run_cli("policy", "eval", "--batch", text=text)
        self.assertEqual(result.returncode, 0, result.stderr)
        answers = [json.loads(answer) for answer in result.stdout.splitlines()]
        self.assertEqual(["error" in answer for answer in answers], [False, True, True, False, False])
        self.assertIn("1 MiB", answers[1]["error"]["message"])

    def test_many_policies(self):
        """More than are remembered, each asked again after the others."""
        lines, want = [], []
        for number in [*range(40), *range(40)]:
            deny = {**TLS, "Action": "s3:*" if number % 2 else "ec2:*", "Sid": str(number)}
            lines.append(json.dumps({"policy": policy(deny), "request": {"action": "s3:GetObject", "resource": "*"}}))
            want.append("explicitDeny" if number % 2 else "implicitDeny")
        result = self.run_cli("policy", "eval", "--batch", text="\n".join(lines))
        self.assertEqual([json.loads(line)["decision"] for line in result.stdout.splitlines()], want)

    def test_an_answer_comes_while_the_input_is_open(self):
        line = json.dumps({"policy": policy(TLS), "request": {"action": "s3:GetObject", "resource": "*"}}) + "\n"
        with subprocess.Popen([CLI, "policy", "eval", "--batch"], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True,
                              env=self.environment) as process:
            process.stdin.write(line)
            process.stdin.flush()
            self.assertEqual(json.loads(process.stdout.readline())["decision"], "explicitDeny")
            process.stdin.close()


if __name__ == "__main__":
    unittest.main()
