# SPDX-FileCopyrightText: The Dossier authors
# SPDX-License-Identifier: GPL-3.0-or-later
"""What holds of every merge: generated policies, judged by the rules in Python over random requests."""

import json
import os
import pathlib
import random
import re
import subprocess
import sys
import tempfile
import unittest

HERE = pathlib.Path(os.environ["DOSSIER_SRCDIR"]) / "tests" / "policy"
sys.path.insert(0, str(HERE))

import generate
import rules

CLI = os.path.join(os.environ["DOSSIER_BUILDDIR"], "src", "cli", "dossier-cli")
REGIONS = {
    "eu-west-1": ("aws", "inspector2.amazonaws.com"),
    "eu-south-1": ("aws", "inspector2.eu-south-1.amazonaws.com"),
    "us-gov-west-1": ("aws-us-gov", "inspector2.amazonaws.com"),
}
CALLS = {"bucket": ["s3:PutObject", "s3:PutObjectAcl", "s3:AbortMultipartUpload"], "key": ["kms:Decrypt", "kms:GenerateDataKey"]}
OURS = ["s3:PutObject", "s3:PutObjectAcl", "s3:AbortMultipartUpload"]


class Case:
    """What is to be allowed, in which policy, written how."""

    def __init__(self, rng):
        self.rng = rng
        self.region = rng.choice(list(REGIONS))
        self.partition, self.service = REGIONS[self.region]
        self.kind = rng.choice(["bucket", "bucket", "key"])
        self.accounts = rng.sample(generate.ACCOUNTS, rng.randint(1, 2))
        self.prefix = rng.choice(["", "", "in", "in/"])
        statements = rules.as_list(generate.Maker(rng).policy()["Statement"])
        for _ in range(rng.randint(0, 2)):
            statements.insert(rng.randint(0, len(statements)), self.ours())
        for index, statement in enumerate(statements):
            if "Sid" in statement:
                statement["Sid"] = rng.choice(["s", "allow-inspector", "é 한"]) + str(index if index else "")
        sids = [s.get("Sid") for s in statements if "Sid" in s]
        if len(set(sids)) < len(sids):
            for index, statement in enumerate(statements):
                statement["Sid"] = str(index)
        self.policy = {"Version": "2012-10-17", "Id": "x", "Statement": statements}
        if len(statements) == 1 and rng.random() < 0.5:
            self.policy["Statement"] = statements[0]
        style = rng.choice([{"indent": 2}, {"indent": 4}, {"indent": "\t"}, {}, {"separators": (",", ":")}])
        self.text = json.dumps(self.policy, ensure_ascii=False, **style) + rng.choice(["", "\n"])
        if rng.random() < 0.2:
            self.text = self.text.replace("\n", "\r\n")

    def source(self, account, report="*"):
        return f"arn:{self.partition}:inspector2:{self.region}:{account}:report/{report}"

    def ours(self):
        """A statement for Inspector: right, or nearly so."""
        accounts = self.rng.sample(generate.ACCOUNTS, self.rng.randint(1, 3))
        arns = [self.source(a) for a in accounts]
        if self.rng.random() < 0.15:
            arns = arns[:-1] or [self.source("777788889999")]
        actions = OURS if self.kind == "bucket" else ["kms:Decrypt", "kms:GenerateDataKey*"]
        statement = {"Effect": "Allow", "Principal": {"Service": self.service},
                     "Action": self.rng.choice([actions, actions, [a.upper() for a in actions], actions[:-1], "*"]),
                     "Resource": self.resource_pattern(),
                     "Condition": {"StringEquals": {"aws:SourceAccount": accounts}, "ArnLike": {"aws:SourceArn": arns}}}
        if self.rng.random() < 0.2:
            del statement["Condition"][self.rng.choice(["StringEquals", "ArnLike"])]
        if self.rng.random() < 0.1:
            statement["Condition"]["Bool"] = {"aws:SecureTransport": "true"}
        return statement

    def resource_pattern(self):
        if self.kind == "key":
            return "*"
        return self.rng.choice([f"arn:{self.partition}:s3:::reports/*", f"arn:{self.partition}:s3:::reports/{self.prefix}*",
                                "*", f"arn:{self.partition}:s3:::reports/out/*"])

    def words(self):
        words = ["--region", self.region]
        for account in self.accounts:
            words += ["--account", account]
        if self.kind == "bucket":
            words += ["--bucket", "reports", *(["--prefix", self.prefix] if self.prefix else [])]
        return words

    def resource(self, name):
        if self.kind == "key":
            return f"arn:{self.partition}:kms:{self.region}:111122223333:key/k"
        return f"arn:{self.partition}:s3:::reports/{self.prefix}{'/' if self.prefix and not self.prefix.endswith('/') else ''}{name}.csv"

    def call(self, account, action, name="11111111-2222-3333-4444-555555555555"):
        """A call as Inspector makes it, with what is known of it."""
        return {"principal": {"Service": self.service}, "action": action, "resource": self.resource(name),
                "context": {"aws:SourceAccount": [account], "aws:SourceArn": [self.source(account, name)],
                            "aws:PrincipalIsAWSService": ["true"]}}

    def wanted(self, request):
        """Whether the merge is asked to allow this."""
        context = {key.lower(): value for key, value in request["context"].items()}
        arn = (context.get("aws:sourcearn") or [":::::"])[0]
        account = arn.split(":")[4]
        resource = self.kind == "key" or request["resource"].startswith(f"arn:{self.partition}:s3:::reports/{self.prefix}")
        action = request["action"] in CALLS["bucket"] if self.kind == "bucket" else re.fullmatch(
            r"kms:(Decrypt|GenerateDataKey.*)", request["action"])
        return (request["principal"] == {"Service": self.service} and bool(action) and resource and account in self.accounts
                and arn.startswith(self.source(account, "")))


def is_possible(request):
    """The source account is the one of the source ARN, whatever a policy's two lists would let through."""
    context = {key.lower(): value for key, value in request["context"].items()}
    arn, account = context.get("aws:sourcearn"), context.get("aws:sourceaccount")
    return arn is None or account is None or arn[0].split(":")[4] == account[0]


def without_denies(policy):
    return {**policy, "Statement": [s for s in rules.as_list(policy["Statement"]) if s["Effect"] == "Allow"]}


class Properties(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        folder = tempfile.TemporaryDirectory()
        cls.addClassCleanup(folder.cleanup)
        cls.file = pathlib.Path(folder.name) / "policy.json"

    def merge(self, case, text, *words):
        self.file.write_text(text, newline="")
        done = subprocess.run([CLI, "--json", "policy", "merge", "--policy", str(self.file), *case.words(), *words],
                              capture_output=True, text=True, timeout=60)
        return done.returncode, json.loads(done.stdout), done.stderr

    def requests(self, case):
        """Calls of Inspector, near misses of them, and anything."""
        maker = generate.Maker(case.rng, unknown=False)
        for account in generate.ACCOUNTS:
            for action in [*CALLS[case.kind], "s3:GetObject", "kms:CreateGrant"]:
                yield case.call(account, action)
        for _ in range(25):
            request = case.call(case.rng.choice(generate.ACCOUNTS), case.rng.choice(CALLS[case.kind]))
            change = case.rng.randrange(6)
            if change == 0:
                request["resource"] = case.rng.choice(generate.RESOURCES)
            elif change == 1:
                del request["context"][case.rng.choice(["aws:SourceAccount", "aws:SourceArn"])]
            elif change == 2:
                request["context"]["aws:SourceArn"] = [case.rng.choice(generate.SOURCES)]
            elif change == 3:
                request["principal"] = {"Service": case.rng.choice(["inspector2.amazonaws.com", "inspector2.eu-south-1.amazonaws.com",
                                                                   "cloudtrail.amazonaws.com"])}
            elif change == 4:
                request["context"]["aws:PrincipalIsAWSService"] = ["false"]
            yield request
        for _ in range(15):
            yield maker.request()

    def check_text(self, case, result):
        """All of the old text stands in the new one, in its order."""
        new, at = result["document"], 0
        for character in case.text:
            at = new.find(character, at) + 1
            self.assertGreater(at, 0)
        before, after = rules.as_list(case.policy["Statement"]), rules.as_list(json.loads(new)["Statement"])
        self.assertLessEqual(len(after), len(before) + 1)
        changed = [i for i, (a, b) in enumerate(zip(before, after)) if a != b]
        self.assertLessEqual(len(changed) + len(after) - len(before), 1)
        for index in changed:
            self.assertEqual(before[index]["Principal"], {"Service": case.service})
            for member in before[index]:
                if member != "Condition":
                    self.assertEqual(before[index][member], after[index][member])

    def test_properties(self):
        rng = random.Random(9)
        outcomes = {}
        for number in range(220):
            case = Case(rng)
            with self.subTest(number=number, text=case.text, words=case.words()):
                status, result, err = self.merge(case, case.text)
                if status == 2:
                    self.assertIn("name different accounts", result["error"]["message"])
                    outcomes["refused"] = outcomes.get("refused", 0) + 1
                    continue
                self.assertEqual(status, 0, err)
                outcomes[result["outcome"]] = outcomes.get(result["outcome"], 0) + 1
                self.check_text(case, result)
                merged = json.loads(result["document"])
                # What is wanted is allowed, Denies aside.
                for account in case.accounts:
                    for action in CALLS[case.kind]:
                        self.assertEqual(rules.decide(without_denies(merged), case.call(account, action))[0], "allow")
                # And nothing else changed.
                for request in filter(is_possible, self.requests(case)):
                    before, after = rules.decide(case.policy, request)[0], rules.decide(merged, request)[0]
                    if before != after:
                        self.assertEqual((before, after), ("implicitDeny", "allow"))
                        self.assertTrue(case.wanted(request), request)
                # Once is enough.
                again = self.merge(case, result["document"])[1]
                self.assertEqual((again["outcome"], again["document"], again["diff"]), ("unchanged", result["document"], ""))
        self.assertGreater(min(outcomes.get(o, 0) for o in ("unchanged", "added", "extended", "refused")), 5, outcomes)

    def test_mended_sets_change_no_verdict(self):
        rng = random.Random(10)
        mended = 0
        for number in range(220):
            case = Case(rng)
            if self.merge(case, case.text)[0] != 2:
                continue
            with self.subTest(number=number, text=case.text, words=case.words()):
                status, result, err = self.merge(case, case.text, "--mend")
                self.assertEqual(status, 0, err)
                mended += 1
                policy = json.loads(result["document"])
                for request in filter(is_possible, self.requests(case)):
                    before, after = rules.decide(case.policy, request)[0], rules.decide(policy, request)[0]
                    self.assertTrue(before == after or (after == "allow" and case.wanted(request)), request)
                again = self.merge(case, result["document"])
                self.assertEqual((again[0], again[1]["outcome"]), (0, "unchanged"))
        self.assertGreater(mended, 5)


if __name__ == "__main__":
    unittest.main()
