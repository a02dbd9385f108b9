# SPDX-FileCopyrightText: The Dossier authors
# SPDX-License-Identifier: GPL-3.0-or-later
"""The catalogue and the filters against botocore's model of ListFindings."""

import json
import os
import pathlib
import random
import shlex
import subprocess
import sys
import unittest

import botocore.session
from botocore.validate import ParamValidator

sys.path.insert(0, str(pathlib.Path(__file__).parent.parent / "support"))
from model_findings import NEWER

TOOL = os.path.join(os.environ["DOSSIER_BUILDDIR"], "tests", "findings", "filter-tool")
VALUES = {
    "findingType": ["NETWORK_REACHABILITY", "PACKAGE_VULNERABILITY", "CODE_VULNERABILITY"],
    "severity": ["INFORMATIONAL", "LOW", "MEDIUM", "HIGH", "CRITICAL", "UNTRIAGED"],
    "findingStatus": ["ACTIVE", "SUPPRESSED", "CLOSED"],
    "fixAvailable": ["YES", "NO", "PARTIAL"],
    "exploitAvailable": ["YES", "NO"],
    "networkProtocol": ["TCP", "UDP"],
}
HIGHEST = {"inspectorScore": 10, "epssScore": 1}
ALPHABET = "abcXYZ019 -_./:*?'\"\\$`!{}[]한é\t😀"


def run(lines, *args):
    text = "".join(line + "\n" for line in lines)
    return subprocess.run([TOOL, *args], input=text, capture_output=True, text=True, check=True).stdout


def text(rng, longest):
    return "".join(rng.choice(ALPHABET) for _ in range(rng.randint(1, longest)))


def part(rng, low, high):
    """One or both ends of a range."""
    given = rng.choice([(low,), (high,), (low, high)])
    return {name: value for name, value in (low, high) if (name, value) in given}


def bounds(rng, low, high, highest, whole):
    numbers = sorted(rng.randint(0, highest) if whole else rng.randint(0, highest * 8) / 8 for _ in "ab")
    return part(rng, (low, numbers[0]), (high, numbers[1]))


def entry(rng, field, kind):
    if kind == "StringFilter":
        value = rng.choice(VALUES[field]) if field in VALUES else text(rng, 1024 if rng.random() < 0.02 else 30)
        return {"comparison": rng.choice(["EQUALS", "PREFIX", "NOT_EQUALS"]), "value": value}
    if kind == "NumberFilter":
        return bounds(rng, "lowerInclusive", "upperInclusive", HIGHEST.get(field, 1000), False)
    if kind == "DateFilter":
        return bounds(rng, "startInclusive", "endInclusive", 2_000_000_000, True)
    if kind == "PortRangeFilter":
        return bounds(rng, "beginInclusive", "endInclusive", 65535, True)
    if kind == "MapFilter":
        value = {"comparison": "EQUALS", "key": text(rng, 128)}
        return value | rng.choice([{}, {"value": ""}, {"value": text(rng, 256)}])
    names = ["name", "version", "release", "architecture", "sourceLayerHash", "sourceLambdaLayerArn", "epoch", "filePath"]
    chosen = rng.sample(names, rng.randint(1, len(names)))
    return {n: entry(rng, n, "NumberFilter" if n == "epoch" else "StringFilter") for n in chosen}


def meaning(criteria):
    """What a filter says: the order of entries, and repeated ones, say nothing."""
    return {field: {json.dumps(e, sort_keys=True) for e in numbers(entries)} for field, entries in criteria.items()}


def numbers(value):
    """JSON has one kind of number, Python two."""
    if isinstance(value, dict):
        return {k: numbers(v) for k, v in value.items()}
    if isinstance(value, list):
        return [numbers(v) for v in value]
    return float(value) if isinstance(value, (int, float)) else value


class Filters(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        model = botocore.session.Session().get_service_model("inspector2")
        cls.shape = model.operation_model("ListFindings").input_shape.members["filterCriteria"]
        cls.theirs = {name: shape.member.name for name, shape in cls.shape.members.items()}
        cls.finding = model.shape_for("Finding")
        lines = [line.split() for line in run([], "fields").splitlines()]
        cls.ours = {name: kind for name, kind, _ in lines}
        cls.paths = {name: path for name, _, path in lines}

    def test_every_field_of_the_model_is_known(self):
        self.assertEqual(self.theirs, {n: k for n, k in self.ours.items() if n in self.theirs})

    def make(self, rng, count):
        for _ in range(count):
            fields = rng.sample(sorted(self.ours), rng.randint(0, 6))
            yield {f: [entry(rng, f, self.ours[f]) for _ in range(rng.randint(1, 10))] for f in fields}

    def known(self, criteria):
        """What the model at hand can judge: it may be older than the catalogue."""
        return {name: entries for name, entries in criteria.items() if name in self.theirs}

    def assert_members(self, shape, path):
        name, _, rest = path.partition(".")
        shape = shape.members[name.removesuffix("[]")]
        self.assertEqual(shape.type_name == "list", name.endswith("[]"), path)
        if rest:
            self.assert_members(shape.member if shape.type_name == "list" else shape, rest)

    def test_every_path_leads_to_a_member(self):
        newer = {"resources[]." + name for name in NEWER["Resource"]} | {"resources[].region"}
        newer |= {f"resources[].details.awsEcrContainerImage.{name}" for name in NEWER["AwsEcrContainerImageDetails"]}
        for kind, members in NEWER["ResourceDetails"].items():
            newer |= {f"resources[].details.{kind}.{name}" + "[]" * isinstance(value, list)
                      for name, value in members.items()}
        for path in set(self.paths.values()) - newer:
            self.assert_members(self.finding, path)
        self.assertEqual(len(set(self.paths.values())), len(self.paths))

    def test_text_and_json_are_one_filter(self):
        rng = random.Random(3)
        cases = list(self.make(rng, 1500))
        texts = [json.loads(answer) for answer in run(map(json.dumps, cases), "text").splitlines()]
        self.assertEqual(len(texts), len(cases))
        questions = [json.dumps({"text": text, "now": rng.randint(0, 2**31)}) for text in texts]
        answers = run(questions, "parse").splitlines()
        for case, text, answer in zip(cases, texts, answers, strict=True):
            self.assertNotIn("\n", text)
            self.assertEqual(meaning(json.loads(answer)), meaning(case), text)
            report = ParamValidator().validate(self.known(json.loads(answer)), self.shape)
            self.assertFalse(report.has_errors(), report.generate_report())
        again = [json.loads(answer) for answer in run(answers, "text").splitlines()]
        self.assertEqual(again, texts)
        self.assertEqual(run(answers, "clauses").splitlines(), answers)

    def test_text_that_breaks_off_or_is_damaged(self):
        rng = random.Random(4)
        cases = [json.dumps(case) for case in self.make(rng, 60)]
        questions = []
        for text in (json.loads(answer) for answer in run(cases, "text").splitlines()):
            for _ in range(10):
                at = rng.randint(0, len(text))
                broken = text[:at] + rng.choice(["", rng.choice(ALPHABET + ",=<>") + text[at:], text[at + 1:]])
                questions.append(broken)
        answers = run([json.dumps({"text": text}) for text in questions], "parse").splitlines()
        failed = 0
        for text, answer in zip(questions, map(json.loads, answers), strict=True):
            if "error" not in answer:
                continue
            failed += 1
            before = text.encode()[: answer["offset"]].decode()
            self.assertLessEqual(answer["offset"], len(text.encode()))
            self.assertEqual(answer["line"], before.count("\n") + 1)
            self.assertEqual(answer["column"], len(before) - (before.rfind("\n") + 1) + 1)
        self.assertGreater(failed, 200)

    def test_random_filters_are_what_botocore_sends(self):
        rng = random.Random(20261124)
        cases = [self.known(case) for case in self.make(rng, 500)]
        ascii_or_not = [json.dumps(case, ensure_ascii=i % 2 == 0) for i, case in enumerate(cases)]
        answers = run(ascii_or_not).splitlines()
        self.assertEqual(len(answers), len(cases))
        for case, answer in zip(cases, answers):
            *command, criteria = shlex.split(answer)
            self.assertEqual(
                command,
                ["aws", "inspector2", "list-findings", "--region", "eu-central-1", "--filter-criteria"],
            )
            criteria = json.loads(criteria)
            self.assertEqual(meaning(criteria), meaning(case))
            report = ParamValidator().validate(criteria, self.shape)
            self.assertFalse(report.has_errors(), report.generate_report())
        again = [shlex.split(answer)[-1] for answer in answers]
        self.assertEqual(run(again).splitlines(), answers)
