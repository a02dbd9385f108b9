# SPDX-FileCopyrightText: The Dossier authors
# SPDX-License-Identifier: GPL-3.0-or-later
"""The demo's filter against an evaluator of its own and against botocore's model."""

import json
import os
import pathlib
import random
import subprocess
import sys
import tempfile
import unittest

import botocore.session

sys.path.insert(0, str(pathlib.Path(__file__).parent))
import evaluator

BUILD = pathlib.Path(os.environ["DOSSIER_BUILDDIR"]) / "tests/demo"


class Filter(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        folder = tempfile.TemporaryDirectory()
        cls.addClassCleanup(folder.cleanup)
        cls.path = pathlib.Path(folder.name) / "findings"
        made = subprocess.run([BUILD / "demo-data-tool", "4", "500", "1767225600000000"], capture_output=True, check=True)
        cls.path.write_bytes(made.stdout)
        cls.findings = [json.loads(line) for line in made.stdout.splitlines()]

    def ask(self, filters):
        text = "".join(json.dumps(criteria) + "\n" for criteria in filters)
        done = subprocess.run([BUILD / "demo-filter-tool", self.path], input=text.encode(), capture_output=True, check=True)
        answers = done.stdout.decode().splitlines()
        self.assertEqual(len(answers), len(filters))
        return answers

    def test_random_filters(self):
        maker = evaluator.Maker(random.Random(2), self.findings)
        filters = [{}] + [maker.criteria(count) for count in (1, 1, 1, 2, 3) for _ in range(50)]
        some = 0
        for criteria, answer in zip(filters, self.ask(filters)):
            wanted = [at for at, finding in enumerate(self.findings) if evaluator.holds(criteria, finding)]
            self.assertEqual(answer.split(), [str(at) for at in wanted], criteria)
            some += 0 < len(wanted) < len(self.findings)
        self.assertGreater(some, 60)

    def test_every_field_of_botocore_is_known(self):
        shape = botocore.session.Session().get_service_model("inspector2").shape_for("FilterCriteria")
        entry = {
            "StringFilter": {"comparison": "EQUALS", "value": "x"},
            "NumberFilter": {"lowerInclusive": 1},
            "DateFilter": {"startInclusive": 1},
            "MapFilter": {"comparison": "EQUALS", "key": "x"},
            "PortRangeFilter": {"beginInclusive": 1},
            "PackageFilter": {},
        }
        filters = [{name: [entry[member.member.name]]} for name, member in shape.members.items()]
        for criteria, answer in zip(filters, self.ask(filters)):
            self.assertFalse(answer.startswith("!"), (criteria, answer))

    def test_refused(self):
        good = {"comparison": "EQUALS", "value": "HIGH"}
        bad = {
            "colour": [[good]],
            "severity": [
                [], [good] * 11, good, "HIGH", None, ["HIGH"], [None], [{}], [{"value": "HIGH"}],
                [{"comparison": "equals", "value": "HIGH"}], [{"comparison": "EQUALS", "value": ""}],
                [{"comparison": "EQUALS", "value": "x" * 1025}], [{"comparison": "EQUALS", "value": 3}],
                [{**good, "more": 1}],
            ],
            "inspectorScore": [[{"lowerInclusive": "7"}], [{"lowerInclusive": None}], [{"startInclusive": 7}]],
            "firstObservedAt": [[{"startInclusive": "2026-01-01"}]],
            "portRange": [[{"beginInclusive": -1}], [{"endInclusive": 65536}], [{"endInclusive": 1.5}]],
            "resourceTags": [
                [{"comparison": "PREFIX", "key": "x"}], [{"comparison": "EQUALS", "key": "x" * 129}],
                [{"comparison": "EQUALS"}], [{"comparison": "EQUALS", "key": "x", "value": "x" * 257}],
            ],
            "vulnerablePackages": [[{"name": "x"}], [{"arch": good}], [{"name": {"comparison": "LIKE", "value": "x"}}]],
        }
        filters = [{name: entries} for name, several in bad.items() for entries in several]
        for criteria, answer in zip(filters, self.ask(filters)):
            self.assertTrue(answer.startswith(f"! filterCriteria.{next(iter(criteria))}: "), (criteria, answer))

    def test_limits_are_within(self):
        entry = {"comparison": "EQUALS", "value": "é" * 1024}
        self.assertEqual(self.ask([{"title": [entry] * 10}]), [""])
