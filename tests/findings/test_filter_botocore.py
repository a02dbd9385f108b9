# SPDX-FileCopyrightText: The Dossier authors
# SPDX-License-Identifier: GPL-3.0-or-later
"""The catalogue and the filters against botocore's model of ListFindings."""

import json
import os
import random
import shlex
import subprocess
import unittest

import botocore.session
from botocore.validate import ParamValidator

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
    names = ["name", "version", "release", "architecture", "sourceLayerHash", "sourceLambdaLayerArn", "epoch"]
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
        cls.ours = dict(line.split() for line in run([], "fields").splitlines())

    def test_every_field_of_the_model_is_known(self):
        self.assertEqual(self.theirs, {n: k for n, k in self.ours.items() if n in self.theirs})

    def test_random_filters_are_what_botocore_sends(self):
        rng = random.Random(20261124)
        cases = []
        for _ in range(500):
            fields = rng.sample(sorted(self.theirs), rng.randint(0, 6))
            cases.append({f: [entry(rng, f, self.theirs[f]) for _ in range(rng.randint(1, 10))] for f in fields})
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
