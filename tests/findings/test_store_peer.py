# SPDX-FileCopyrightText: The Dossier authors
# SPDX-License-Identifier: GPL-3.0-or-later
"""What the store finds, against an evaluator in Python that was written from the API reference."""

import collections
import json
import os
import pathlib
import random
import re
import subprocess
import sys
import tempfile
import unittest

SOURCE = pathlib.Path(os.environ["DOSSIER_SRCDIR"])
BUILD = pathlib.Path(os.environ["DOSSIER_BUILDDIR"]) / "tests"
sys.path.insert(0, str(SOURCE / "tests/demo"))
import evaluator  # noqa: E402

RANKS = [None, *evaluator.SEVERITIES]
GROUPS = ["vulnerability", "resource", "package", "repository", "account", "region", "type"]
N = 500
COUNTRIES = ("Zürich", "서울", "ΑΘΗΝΑ")


def one(get):
    return lambda f: {next(evaluator.values(get, f), None)}


def region(finding):
    return {finding["resources"][0].get("region") or finding["findingArn"].split(":")[3]}


def packages(finding):
    return {p["name"] for p in finding.get("packageVulnerabilityDetails", {}).get("vulnerablePackages", [])} or {None}


KEYS = {
    "vulnerability": one(evaluator.TEXT["vulnerabilityId"]),
    "resource": one(evaluator.TEXT["resourceId"]),
    "package": packages,
    "repository": one(evaluator.TEXT["ecrImageRepositoryName"]),
    "account": one(evaluator.TEXT["awsAccountId"]),
    "region": region,
    "type": one(evaluator.TEXT["findingType"]),
}
LOCAL_SORTS = {
    "EXPLOIT_AVAILABLE": evaluator.TEXT["exploitAvailable"],
    "FIX_AVAILABLE": evaluator.TEXT["fixAvailable"],
    "REGION": lambda f: list(region(f)),
    "RESOURCE_ID": evaluator.TEXT["resourceId"],
    "TITLE": evaluator.TEXT["title"],
    "UPDATED_AT": evaluator.DATE["updatedAt"],
}


def clean(criteria):
    """Without what Dossier's own filters refuse: an entry that says nothing, a range that begins after its end."""
    kept = {}
    for name, entries in criteria.items():
        good = []
        for entry in entries:
            low = entry.get("lowerInclusive", entry.get("startInclusive", entry.get("beginInclusive", 0)))
            high = entry.get("upperInclusive", entry.get("endInclusive", float("inf")))
            if low <= high:
                good.append(entry)
        if good:
            kept[name] = good
    return kept


def known_values(criteria):
    """Fields with fixed values are held to them by Dossier, but for prefixes."""
    fixed = {"severity", "findingStatus", "findingType", "fixAvailable", "exploitAvailable", "networkProtocol"}
    return {
        name: [{**e, "comparison": "PREFIX"} if name in fixed and e["value"] == "nothing" else e for e in entries]
        for name, entries in criteria.items()
    }


class Store(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        folder = tempfile.TemporaryDirectory()
        cls.addClassCleanup(folder.cleanup)
        made = subprocess.run([BUILD / "demo/demo-data-tool", "6", str(N), "1767225600000000"], capture_output=True,
                              check=True)
        cls.findings = [json.loads(line) for line in made.stdout.splitlines()]
        # Equal ones stay in the order in which they came, and the evaluator goes by their ARNs.
        cls.findings.sort(key=lambda finding: finding["findingArn"])
        for at, word in enumerate(COUNTRIES):
            cls.findings[at]["title"] = f"A door in {word} is open"
        cls.path = pathlib.Path(folder.name) / "findings"
        cls.path.write_text("".join(json.dumps(f, ensure_ascii=False) + "\n" for f in cls.findings))

    def ask(self, queries):
        text = "".join(json.dumps(query) + "\n" for query in queries)
        done = subprocess.run([BUILD / "findings/store-tool", self.path], input=text.encode(), capture_output=True)
        self.assertEqual(done.returncode, 0, done.stderr.decode())
        answers = [json.loads(line) for line in done.stdout.decode().splitlines()]
        self.assertEqual(len(answers), len(queries))
        return answers

    def check(self, queries):
        some = 0
        for query, answer in zip(queries, self.ask(queries)):
            wanted = [f for f in self.findings if evaluator.holds(query.get("criteria", {}), f)]
            if "sort" in query:
                wanted = evaluator.order(query["sort"], query["descending"], wanted)
            self.assertEqual(answer["arns"], [f["findingArn"] for f in wanted], query)
            ranks = collections.Counter(RANKS.index(f["severity"]) for f in wanted)
            self.assertEqual(answer["counts"], [ranks[rank] for rank in range(7)])
            some += 0 < len(wanted) < N
        return some

    def test_every_filter_field(self):
        maker = evaluator.Maker(random.Random(11), self.findings)
        queries = [{"criteria": known_values(clean({name: [maker.entry(name), maker.entry(name)]}))}
                   for name in evaluator.FIELDS for _ in range(6)]
        self.assertGreater(self.check(queries), 130)

    def test_random_filters_sorted(self):
        rng = random.Random(12)
        maker = evaluator.Maker(rng, self.findings)
        queries = [
            {
                "criteria": known_values(clean(maker.criteria(rng.choice([1, 1, 2, 3])))),
                "sort": rng.choice(list(evaluator.SORTS)),
                "descending": rng.random() < 0.5,
            }
            for _ in range(300)
        ]
        self.assertGreater(self.check(queries), 90)

    def test_every_order(self):
        evaluator.SORTS.update(LOCAL_SORTS)
        try:
            queries = [{"sort": name, "descending": down} for name in evaluator.SORTS for down in (False, True)]
            self.check(queries)
        finally:
            for name in LOCAL_SORTS:
                del evaluator.SORTS[name]

    def test_without_an_order_they_are_as_they_came(self):
        self.assertEqual(self.ask([{}])[0]["arns"], [f["findingArn"] for f in self.findings])

    def test_search(self):
        def holds(words, finding):
            texts = [finding["title"], finding["resources"][0]["id"],
                     finding.get("packageVulnerabilityDetails", {}).get("vulnerabilityId", "")]
            return all(any(word.casefold() in text.casefold() for text in texts) for word in words.split())

        title = self.findings[17]["title"]
        searches = [title, title.upper(), "  cve-  ", "DOOR zürich", "Zu\u0308RICH", "서울", "αθηνα", "100%", "_", "' OR 1",
                    "arn:aws", self.findings[3]["resources"][0]["id"][-9:], "no such words"]
        some = 0
        for search, answer in zip(searches, self.ask([{"search": s} for s in searches])):
            plain = search.replace("u\u0308", "ü")
            wanted = [f["findingArn"] for f in self.findings if holds(plain, f)]
            # Short names of resources are searched, too, which this peer does not make.
            self.assertEqual([arn for arn in answer["arns"] if arn in wanted], wanted, search)
            if search not in ("_", "arn:aws"):
                self.assertEqual(answer["arns"], wanted, search)
            some += len(wanted) > 0
        self.assertGreater(some, 7)

    def test_groups(self):
        severe = {"severity": [{"comparison": "NOT_EQUALS", "value": "LOW"}]}
        queries = [{"group": at, "criteria": criteria} for at in range(len(GROUPS)) for criteria in ({}, severe)]
        for query, answer in zip(queries, self.ask(queries)):
            counts = collections.defaultdict(lambda: [0] * 7)
            for finding in self.findings:
                if evaluator.holds(query["criteria"], finding):
                    for key in KEYS[GROUPS[query["group"]]](finding):
                        counts[key][RANKS.index(finding["severity"])] += 1
            self.assertEqual({key: numbers for key, _, *numbers in answer["groups"]}, dict(counts), query)
            totals = [sum(numbers) for _, _, *numbers in answer["groups"]]
            self.assertEqual(totals, sorted(totals, reverse=True))

    def test_fields_of_the_catalogue_without_a_peer(self):
        """Those that the demo has no findings for: each is found by its place in the API reference."""
        places = {
            "ecrImageLastInUseAt": ("awsEcrContainerImage", "lastInUseAt"),
            "cloudVmImageReference": ("vm", "vmImageReference"), "cloudVmNetworkId": ("vm", "networkId"),
            "cloudVmSubnetIds": ("vm", "subnetIds"), "cloudImageRegistry": ("image", "registry"),
            "cloudImageDigest": ("image", "imageDigest"), "cloudImageTags": ("image", "imageTags"),
            "cloudImageArchitecture": ("image", "architecture"), "cloudImagePushedAt": ("image", "pushedAt"),
            "cloudImageLastInUseAt": ("image", "lastInUseAt"), "cloudImageInUseCount": ("image", "inUseCount"),
            "cloudServerlessFunctionRuntime": ("serverlessFunction", "runtime"),
            "cloudServerlessFunctionExecutionRole": ("serverlessFunction", "executionRole"),
            "cloudServerlessFunctionLastModifiedAt": ("serverlessFunction", "lastModifiedAt"),
            "cloudProviderRegion": (None, "region"), "cloudProviderAccountId": (None, "providerAccountId"),
            "cloudProviderOrgId": (None, "providerOrgId"),
        }
        queries, lines = [], []
        for at, (name, (kind, member)) in enumerate(places.items()):
            date = name.endswith("At")
            low, high = ("startInclusive", "endInclusive") if date else ("lowerInclusive", "upperInclusive")
            number = date or name.endswith("Count")
            value = 1700000000 + at if number else f"value-{at}"
            listed = [value] if member in ("subnetIds", "imageTags") else value
            inner = {member: listed}
            resource = {"type": "X", "id": f"r{at}", **(inner if kind is None else {"details": {kind: inner}})}
            lines.append(json.dumps({"findingArn": f"arn-{at:02}", "severity": "DIRE", "resources": [resource]}))
            entry = {low: value, high: value} if number else {"comparison": "EQUALS", "value": value}
            queries.append({"criteria": {name: [entry]}})
        path = self.path.with_name("others")
        path.write_text("\n".join(lines) + "\n")
        former, type(self).path = self.path, path
        try:
            answers = self.ask(queries)
        finally:
            type(self).path = former
        for at, answer in enumerate(answers):
            self.assertEqual(answer["arns"], [f"arn-{at:02}"], queries[at])
            self.assertEqual(answer["counts"], [1, 0, 0, 0, 0, 0, 0])
        tested = set(places) | set(evaluator.FIELDS)
        text = (SOURCE / "src/findings/dossier-filter-field.c").read_text()
        catalogue = text.partition("catalogue[] = {")[2].partition("\n};")[0]
        self.assertEqual(tested, set(re.findall(r'\.name = "(\w+)"', catalogue)))

    def test_refused(self):
        done = subprocess.run([BUILD / "findings/store-tool", self.path], input=b'{"sort":"severity"}\n',
                              capture_output=True)
        self.assertEqual(done.returncode, 1)
        self.assertIn("“severity”", done.stderr.decode())
