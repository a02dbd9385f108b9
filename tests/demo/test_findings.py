# SPDX-FileCopyrightText: The Dossier authors
# SPDX-License-Identifier: GPL-3.0-or-later
"""The made-up findings against botocore's description of the Inspector API."""

import collections
import json
import math
import os
import pathlib
import re
import subprocess
import unittest

import botocore.session

TOOL = pathlib.Path(os.environ["DOSSIER_BUILDDIR"]) / "tests/demo/demo-data-tool"
EPOCH = 1767225600  # 2026-01-01 00:00 UTC

# Members and values of the API reference that came after the botocore in use
# here; (shape, member) -> what the reference says about it.
NEWER_MEMBERS = {
    ("AwsEcrContainerImageDetails", "inUseCount"): int,
    ("Resource", "provider"): str,
    ("Resource", "providerAccountId"): str,
    ("ResourceDetails", "codeRepository"): {"projectName", "integrationArn", "providerType"},
    ("ResourceDetails", "vm"): {"type", "vmName", "launchedAt", "platform"},
    ("ResourceDetails", "image"): {"repositoryName", "registry", "imageDigest", "pushedAt", "platform"},
    ("ResourceDetails", "serverlessFunction"): {"serverlessFunctionName", "runtime", "lastModifiedAt"},
}
NEWER_VALUES = {
    "ResourceType": {
        "CODE_REPOSITORY",
        "Microsoft.Compute/virtualMachines",
        "Microsoft.ContainerRegistry/registry/containerImage",
        "Microsoft.Web/sites",
    },
}


def findings(seed, count):
    out = subprocess.run([TOOL, str(seed), str(count), str(EPOCH * 1000000)], capture_output=True, check=True).stdout
    return [json.loads(line) for line in out.decode("utf-8").splitlines()]


def problems(shape, value, where=""):
    kind = shape.type_name
    if kind == "structure":
        if not isinstance(value, dict):
            return [f"{where}: not an object"]
        found = [f"{where}.{name}: missing" for name in shape.required_members if name not in value]
        for name, inner in value.items():
            newer = NEWER_MEMBERS.get((shape.name, name))
            if name in shape.members:
                found += problems(shape.members[name], inner, f"{where}.{name}")
            elif newer is None:
                found.append(f"{where}.{name}: unknown to {shape.name}")
            elif isinstance(newer, set):
                found += [f"{where}.{name}.{extra}: unknown" for extra in set(inner) - newer]
            elif type(inner) is not newer:
                found.append(f"{where}.{name}: {inner!r}")
        return found
    if kind == "list":
        if not isinstance(value, list):
            return [f"{where}: not an array"]
        return size(shape, len(value), where) + [
            problem for at, inner in enumerate(value) for problem in problems(shape.member, inner, f"{where}[{at}]")
        ]
    if kind == "map":
        return [p for inner in value.values() for p in problems(shape.value, inner, where)]
    if kind == "string":
        if not isinstance(value, str):
            return [f"{where}: not text"]
        if shape.enum and value not in {*shape.enum, *NEWER_VALUES.get(shape.name, ())}:
            return [f"{where}: {value} is not of {shape.name}"]
        pattern = shape.metadata.get("pattern")
        if pattern and not re.search(pattern, value):
            return [f"{where}: {value} does not match {pattern}"]
        return size(shape, len(value), where)
    if kind == "integer":
        return size(shape, value, where) if type(value) is int else [f"{where}: not a whole number"]
    if kind in ("double", "timestamp"):
        return size(shape, value, where) if type(value) in (int, float) else [f"{where}: not a number"]
    return [f"{where}: shape {kind}"]


def size(shape, number, where):
    low, high = shape.metadata.get("min"), shape.metadata.get("max")
    fits = (low is None or low <= number) and (high is None or number <= high)
    return [] if fits else [f"{where}: {number} is not from {low} to {high}"]


def cvss31(vector):
    """The base score by section 7.1 of the CVSS 3.1 specification."""
    of = dict(part.split(":") for part in vector.split("/")[1:])
    changed = of["S"] == "C"
    weight = {"H": 0.56, "L": 0.22, "N": 0}
    iss = 1 - math.prod(1 - weight[of[m]] for m in "CIA")
    impact = 7.52 * (iss - 0.029) - 3.25 * (iss - 0.02) ** 15 if changed else 6.42 * iss
    ease = (
        8.22
        * {"N": 0.85, "A": 0.62, "L": 0.55, "P": 0.2}[of["AV"]]
        * {"L": 0.77, "H": 0.44}[of["AC"]]
        * ({"N": 0.85, "L": 0.68, "H": 0.5} if changed else {"N": 0.85, "L": 0.62, "H": 0.27})[of["PR"]]
        * {"N": 0.85, "R": 0.62}[of["UI"]]
    )
    if impact <= 0:
        return 0.0
    score = min((1.08 if changed else 1) * (impact + ease), 10)
    whole = round(score * 100000)
    return whole / 100000 if whole % 10000 == 0 else (whole // 10000 + 1) / 10


class Findings(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.shape = botocore.session.Session().get_service_model("inspector2").shape_for("Finding")
        cls.findings = findings(1, 3000)

    def test_shape(self):
        for finding in self.findings:
            self.assertEqual(problems(self.shape, finding), [], finding["findingArn"])

    def test_details_are_of_the_type(self):
        member = {
            "PACKAGE_VULNERABILITY": "packageVulnerabilityDetails",
            "NETWORK_REACHABILITY": "networkReachabilityDetails",
            "CODE_VULNERABILITY": "codeVulnerabilityDetails",
        }
        for finding in self.findings:
            present = [name for name in member.values() if name in finding]
            self.assertEqual(present, [member[finding["type"]]])
            if finding["type"] != "PACKAGE_VULNERABILITY":
                for name in ("inspectorScore", "inspectorScoreDetails", "fixAvailable", "epss", "exploitAvailable"):
                    self.assertNotIn(name, finding)

    def test_every_kind_is_there(self):
        seen = collections.defaultdict(set)
        for finding in self.findings:
            for name in ("type", "severity", "status", "awsAccountId", "fixAvailable", "exploitAvailable"):
                seen[name].add(finding.get(name))
            seen["region"].add(finding["findingArn"].split(":")[3])
            seen["resource"].add(finding["resources"][0]["type"])
        members = self.shape.members
        self.assertEqual(seen["type"], set(members["type"].enum))
        self.assertEqual(seen["severity"], set(members["severity"].enum))
        self.assertEqual(seen["status"], set(members["status"].enum))
        self.assertEqual(seen["fixAvailable"], {*members["fixAvailable"].enum, None})
        self.assertEqual(seen["exploitAvailable"], {"YES", "NO", None})
        self.assertEqual(seen["awsAccountId"], {"111122223333", "222233334444", "333344445555", "444455556666"})
        self.assertEqual(seen["region"], {"eu-central-1", "me-central-1"})
        self.assertEqual(
            seen["resource"],
            {"AWS_EC2_INSTANCE", "AWS_ECR_CONTAINER_IMAGE", "AWS_LAMBDA_FUNCTION"} | NEWER_VALUES["ResourceType"],
        )

    def test_most_are_active(self):
        active = sum(finding["status"] == "ACTIVE" for finding in self.findings)
        self.assertGreater(active, len(self.findings) * 0.7)

    def test_severity_follows_the_score(self):
        steps = [(9, "CRITICAL"), (7, "HIGH"), (4, "MEDIUM"), (0.1, "LOW"), (0, "INFORMATIONAL")]
        for finding in self.findings:
            if finding["type"] != "PACKAGE_VULNERABILITY":
                continue
            score = finding.get("inspectorScore")
            wanted = "UNTRIAGED" if score is None else next(word for least, word in steps if score >= least)
            self.assertEqual(finding["severity"], wanted)
            if score is not None:
                adjusted = finding["inspectorScoreDetails"]["adjustedCvss"]
                self.assertEqual(adjusted["score"], score)
                self.assertEqual(cvss31(adjusted["scoringVector"]), score, adjusted["scoringVector"])

    def test_fix_available_follows_the_packages(self):
        for finding in self.findings:
            if finding["type"] == "PACKAGE_VULNERABILITY":
                packages = finding["packageVulnerabilityDetails"]["vulnerablePackages"]
                fixed = sum("fixedInVersion" in package for package in packages)
                wanted = "NO" if fixed == 0 else "YES" if fixed == len(packages) else "PARTIAL"
                self.assertEqual(finding["fixAvailable"], wanted)
                names = ", ".join(package["name"] for package in packages)
                identifier = finding["packageVulnerabilityDetails"]["vulnerabilityId"]
                self.assertEqual(finding["title"], f"{identifier} - {names}")

    def test_times_are_seconds_in_order(self):
        for finding in self.findings:
            first, last = finding["firstObservedAt"], finding["lastObservedAt"]
            self.assertLess(EPOCH - 402 * 86400, first)
            self.assertLessEqual(first, last)
            self.assertLessEqual(last, EPOCH)
            if "exploitabilityDetails" in finding:
                self.assertEqual(finding["exploitAvailable"], "YES")
                self.assertLess(finding["exploitabilityDetails"]["lastKnownExploitAt"], EPOCH)

    def test_a_resource_is_the_same_in_all_its_findings(self):
        known = {}
        for finding in self.findings:
            resource = finding["resources"][0]
            self.assertEqual(known.setdefault(resource["id"], resource), resource)
        self.assertLess(len(known), len(self.findings) / 5)

    def test_a_vulnerability_has_one_score(self):
        known = {}
        for finding in self.findings:
            if finding["type"] == "PACKAGE_VULNERABILITY":
                identifier = finding["packageVulnerabilityDetails"]["vulnerabilityId"]
                facts = [finding.get(name) for name in ("title", "severity", "inspectorScore", "epss")]
                self.assertEqual(known.setdefault(identifier, facts), facts)

    def test_arns_are_unique(self):
        self.assertEqual(len({finding["findingArn"] for finding in self.findings}), len(self.findings))

    def test_size_is_like_real_ones(self):
        sizes = [len(json.dumps(finding, separators=(",", ":"))) for finding in self.findings]
        self.assertTrue(1500 < sum(sizes) / len(sizes) < 3500, sum(sizes) / len(sizes))
