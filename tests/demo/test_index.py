# SPDX-FileCopyrightText: The Dossier authors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Queries over the made-up findings against an evaluator in Python."""

import json
import os
import pathlib
import random
import subprocess
import sys
import unittest

sys.path.insert(0, str(pathlib.Path(__file__).parent))
import evaluator

BUILD = pathlib.Path(os.environ["DOSSIER_BUILDDIR"]) / "tests/demo"
EPOCH = "1767225600000000"
REGIONS = ["eu-central-1", "me-central-1"]
ACCOUNTS = ["111122223333", "222233334444", "333344445555", "444455556666"]


def ask(seed, count, queries):
    text = "".join(json.dumps(query) + "\n" for query in queries)
    done = subprocess.run([BUILD / "demo-query-tool", seed, count, EPOCH], input=text.encode(), capture_output=True,
                          check=True)
    return done.stdout.decode().splitlines()


class Index(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        made = subprocess.run([BUILD / "demo-data-tool", "5", "2500", EPOCH], capture_output=True, check=True)
        cls.findings = [json.loads(line) for line in made.stdout.splitlines()]
        cls.number = {finding["findingArn"]: at for at, finding in enumerate(cls.findings)}

    def scope(self, query):
        region = REGIONS[query.get("region", 0)]
        accounts = {a for at, a in enumerate(ACCOUNTS) if query.get("accounts", 15) & (1 << at)}
        return [f for f in self.findings
                if f["findingArn"].split(":")[3] == region and f["awsAccountId"] in accounts]

    def wanted(self, query):
        found = [f for f in self.scope(query) if evaluator.holds(query.get("criteria", {}), f)]
        if "sort" in query:
            found = evaluator.order(query["sort"], query.get("descending", False), found)
        return [self.number[f["findingArn"]] for f in found]

    def check(self, queries):
        some = 0
        for query, answer in zip(queries, ask("5", "2500", queries), strict=True):
            wanted = self.wanted(query)
            self.assertEqual([int(at) for at in answer.split()], wanted, query)
            some += 0 < len(wanted) < len(self.findings)
        return some

    def test_scope(self):
        queries = [{"region": region, "accounts": accounts} for region in (0, 1) for accounts in range(16)]
        self.check(queries)
        self.assertEqual(len({f["findingArn"] for q in queries for f in self.scope(q)}), len(self.findings))

    def test_every_sort_field_both_ways(self):
        queries = [{"sort": name, "descending": down} for name in evaluator.SORTS for down in (False, True)]
        self.assertEqual(len(queries), 34)
        self.assertEqual(self.check(queries), 34)
        for name in evaluator.SORTS:
            got = {next(evaluator.values(evaluator.SORTS[name], f), None) for f in self.findings}
            self.assertGreater(len(got), 1, name)

    def test_every_filter_field(self):
        maker = evaluator.Maker(random.Random(8), self.findings)
        queries = [{"criteria": {name: [maker.entry(name)]}} for name in evaluator.FIELDS for _ in range(6)]
        self.assertGreater(self.check(queries), 100)

    def test_random_filters_sorted(self):
        rng = random.Random(9)
        maker = evaluator.Maker(rng, self.findings)
        queries = [
            {
                "region": rng.randrange(2),
                "accounts": rng.choice([15, 15, 15, 1, 6]),
                "criteria": maker.criteria(rng.choice([1, 1, 2, 3])),
                "sort": rng.choice(list(evaluator.SORTS)),
                "descending": rng.random() < 0.5,
            }
            for _ in range(150)
        ]
        self.assertGreater(self.check(queries), 60)

    def test_answers_do_not_mix(self):
        """More questions than are kept, each asked again after others."""
        queries = [{"sort": name} for name in list(evaluator.SORTS)[:10]]
        queries += [{"criteria": {"severity": [{"comparison": c, "value": "HIGH"}]}} for c in ("EQUALS", "NOT_EQUALS")]
        self.check(queries * 2 + queries[::-1])

    def test_no_findings(self):
        self.assertEqual(ask("1", "0", [{}, {"sort": "SEVERITY"}]), ["", ""])

    def test_unknown_sort_field(self):
        self.assertEqual(ask("1", "5", [{"sort": "UPDATED_AT"}, {"sort": "severity"}]), ["! sort", "! sort"])

    def test_a_million(self):
        high = {"severity": [{"comparison": "EQUALS", "value": "HIGH"}]}
        package = {"vulnerablePackages": [{"name": {"comparison": "EQUALS", "value": "curl"}}]}
        tag = {"resourceTags": [{"comparison": "EQUALS", "key": "Stage", "value": "production"}]}
        queries = [{"criteria": c, "sort": s, "many": True}
                   for c, s in ((high, "INSPECTOR_SCORE"), (package, "SEVERITY"), (tag, "ECR_IMAGE_REPOSITORY_NAME"))]
        lengths = [int(answer) for answer in ask("1", "1000000", queries * 100)]
        self.assertEqual(lengths, lengths[:3] * 100)
        for length in lengths[:3]:
            self.assertTrue(10000 < length < 500000, lengths[:3])
