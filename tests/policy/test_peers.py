# SPDX-FileCopyrightText: The Dossier authors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Thousands of policies and requests, decided by dossier-cli, by the rules in Python, and by iam-simulate."""

import collections
import ipaddress
import json
import os
import pathlib
import random
import subprocess
import sys
import unittest
from unittest import mock

HERE = pathlib.Path(os.environ["DOSSIER_SRCDIR"]) / "tests" / "policy"
sys.path.insert(0, str(HERE))

import generate
import rules

CLI = os.path.join(os.environ["DOSSIER_BUILDDIR"], "src", "cli", "dossier-cli")
DIFFERENCES = json.loads((HERE / "peer_differences.json").read_text())


def run(command, text):
    done = subprocess.run(command, input=text, capture_output=True, text=True, timeout=100)
    if done.returncode != 0:
        raise AssertionError(done.stderr)
    return done.stdout.splitlines()


def lines(pairs):
    return "".join(json.dumps({"policy": policy, "request": request}, ensure_ascii=False) + "\n" for policy, request in pairs)


def answers(pairs):
    return [json.loads(line) for line in run([CLI, "policy", "eval", "--batch"], lines(pairs))]


class Rules(unittest.TestCase):
    def test_decisions_statements_and_keys(self):
        maker = generate.Maker(random.Random(20260501))
        pairs = [(maker.policy(), maker.request()) for _ in range(6000)]
        seen = collections.Counter()
        for (policy, request), answer in zip(pairs, answers(pairs), strict=True):
            decision, statements = rules.decide(policy, request)
            seen[decision] += 1
            with self.subTest(policy=policy, request=request):
                self.assertEqual((answer.get("decision"), answer.get("statements")), (decision, statements))
                if decision != "unknown":
                    self.assertEqual(answer["unknownKeys"], [])
                else:
                    self.assertTrue(set(answer["unknownKeys"]) <= set(request["unknown"]))
        self.assertGreater(min(seen[d] for d in ("allow", "explicitDeny", "implicitDeny", "unknown")), 200, seen)

    def test_unknown_means_that_it_depends(self):
        """Whatever the unknown keys that are named turn out to be, other decisions do not change."""
        rng = random.Random(11)
        maker = generate.Maker(rng)
        questions, completions = [], []
        while len(questions) < 1500:
            policy, request = maker.policy(), maker.request()
            if "unknown" not in request:
                continue
            context = dict(request["context"])
            for key in request["unknown"]:
                if rng.random() < 0.7:
                    context[key] = [rng.choice(generate.KEYS[key][0])]
            questions.append((policy, request))
            completions.append((policy, {**{k: v for k, v in request.items() if k != "unknown"}, "context": context}))
        for question, before, after in zip(questions, answers(questions), answers(completions), strict=True):
            with self.subTest(question=question):
                self.assertNotEqual(after["decision"], "unknown")
                if before["decision"] != "unknown":
                    self.assertEqual(after["decision"], before["decision"])


def has_unresolved(wanted, request, variables):
    for text in rules.as_list(wanted):
        try:
            rules.pattern_of(rules.as_text(text), request, variables)
        except rules.Absent:
            return True
    return False


def other_family(wanted, have):
    return any(ipaddress.ip_address(w).version != ipaddress.ip_address(h).version
               for w in rules.as_list(wanted) if "/" not in w for h in have)


class Peer:
    """The rules with the peer's differences, by name."""

    def __init__(self, names):
        self.names = names
        self.condition_holds = rules.condition_holds
        self.statement_applies = rules.statement_applies

    def condition(self, name, key, wanted, request, variables):
        quantifier, _, operator = name.rpartition(":")
        plain = operator.removesuffix("IfExists")
        have = request.values(key)
        if "any-if-exists" in self.names and quantifier == "ForAnyValue" and plain != operator and not have:
            return False
        if "address-family" in self.names and plain == "NotIpAddress" and have and other_family(wanted, have):
            return False
        if "short-arn" in self.names and plain.startswith("ArnNot") and have and any(w.count(":") < 5 for w in rules.as_list(wanted)):
            return False
        if ("unresolved-variable" in self.names and plain in rules.NEGATED and have
                and plain.startswith("String") and has_unresolved(wanted, request, variables)):
            return False
        if "variable-in-arn" in self.names and plain.startswith("Arn") and have:
            wanted = [w for w in rules.as_list(wanted) if "${" not in w] or ["no ARN"]
        return self.condition_holds(name, key, wanted, request, variables)

    def statement(self, statement, request, variables):
        variables = variables or "variables-2008" in self.names
        if ("unresolved-variable" in self.names and "NotResource" in statement
                and has_unresolved(statement["NotResource"], request, variables)):
            return False
        return self.statement_applies(statement, request, variables)

    def decide(self, policy, request):
        with mock.patch.object(rules, "condition_holds", self.condition), \
             mock.patch.object(rules, "statement_applies", self.statement):
            return rules.decide(policy, request)[0]


class IamSimulate(unittest.TestCase):
    def test_every_difference_is_explained(self):
        maker = generate.Maker(random.Random(7), principals=False, unknown=False)
        pairs = []
        while len(pairs) < 4000:
            policy, request = maker.policy(), maker.request()
            # It takes a star in what is asked about for a pattern; AWS is asked about one object.
            if "*" not in request["resource"]:
                pairs.append((policy, request))
        theirs = run(["node", str(HERE / "iam-simulate.cjs")], lines(pairs))
        names = [difference["name"] for difference in DIFFERENCES]
        everything = Peer(names)
        needed = collections.Counter()
        for (policy, request), answer, their in zip(pairs, answers(pairs), theirs, strict=True):
            with self.subTest(policy=policy, request=request):
                self.assertEqual(their, everything.decide(policy, request))
                if their == answer["decision"]:
                    continue
                for name in names:
                    if Peer([n for n in names if n != name]).decide(policy, request) != their:
                        needed[name] += 1
        self.assertEqual(set(needed), set(names), "an explanation that nothing needs")
        self.assertLess(sum(needed.values()), len(pairs) / 20, needed)


if __name__ == "__main__":
    unittest.main()
