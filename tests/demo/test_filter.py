# SPDX-FileCopyrightText: The Dossier authors
# SPDX-License-Identifier: GPL-3.0-or-later
"""The demo's filter against an evaluator of its own and against botocore's model."""

import json
import os
import pathlib
import random
import subprocess
import tempfile
import unittest

import botocore.session

BUILD = pathlib.Path(os.environ["DOSSIER_BUILDDIR"]) / "tests/demo"


def details(kind, member):
    return lambda f: [r["details"][kind].get(member) for r in f["resources"] if kind in r.get("details", {})]


def package(member):
    return lambda f: [f.get("packageVulnerabilityDetails", {}).get(member)]


def code(member):
    return lambda f: [f.get("codeVulnerabilityDetails", {}).get(member)]


def steps(member):
    return lambda f: [s[member] for s in f.get("networkReachabilityDetails", {}).get("networkPath", {}).get("steps", [])]


TEXT = {
    "findingArn": lambda f: [f["findingArn"]],
    "awsAccountId": lambda f: [f["awsAccountId"]],
    "title": lambda f: [f["title"]],
    "findingType": lambda f: [f["type"]],
    "severity": lambda f: [f["severity"]],
    "findingStatus": lambda f: [f["status"]],
    "fixAvailable": lambda f: [f.get("fixAvailable")],
    "exploitAvailable": lambda f: [f.get("exploitAvailable")],
    "resourceType": lambda f: [r["type"] for r in f["resources"]],
    "resourceId": lambda f: [r["id"] for r in f["resources"]],
    "ec2InstanceImageId": details("awsEc2Instance", "imageId"),
    "ec2InstanceVpcId": details("awsEc2Instance", "vpcId"),
    "ec2InstanceSubnetId": details("awsEc2Instance", "subnetId"),
    "ecrImageArchitecture": details("awsEcrContainerImage", "architecture"),
    "ecrImageRegistry": details("awsEcrContainerImage", "registry"),
    "ecrImageRepositoryName": details("awsEcrContainerImage", "repositoryName"),
    "ecrImageTags": details("awsEcrContainerImage", "imageTags"),
    "ecrImageHash": details("awsEcrContainerImage", "imageHash"),
    "networkProtocol": lambda f: [f.get("networkReachabilityDetails", {}).get("protocol")],
    "componentId": steps("componentId"),
    "componentType": steps("componentType"),
    "vulnerabilityId": package("vulnerabilityId"),
    "vulnerabilitySource": package("source"),
    "vendorSeverity": package("vendorSeverity"),
    "relatedVulnerabilities": package("relatedVulnerabilities"),
    "lambdaFunctionName": details("awsLambdaFunction", "functionName"),
    "lambdaFunctionLayers": details("awsLambdaFunction", "layers"),
    "lambdaFunctionRuntime": details("awsLambdaFunction", "runtime"),
    "lambdaFunctionExecutionRoleArn": details("awsLambdaFunction", "executionRoleArn"),
    "codeVulnerabilityDetectorName": code("detectorName"),
    "codeVulnerabilityDetectorTags": code("detectorTags"),
    "codeVulnerabilityFilePath": lambda f: [f.get("codeVulnerabilityDetails", {}).get("filePath", {}).get("filePath")],
    "codeRepositoryProjectName": details("codeRepository", "projectName"),
    "codeRepositoryProviderType": details("codeRepository", "providerType"),
    "cloudProvider": lambda f: [r.get("provider") for r in f["resources"]],
    "cloudImageRepositoryName": details("image", "repositoryName"),
    "cloudServerlessFunctionName": details("serverlessFunction", "serverlessFunctionName"),
}
NUMBER = {
    "inspectorScore": lambda f: [f.get("inspectorScore")],
    "epssScore": lambda f: [f.get("epss", {}).get("score")],
    "ecrImageInUseCount": details("awsEcrContainerImage", "inUseCount"),
}
DATE = {
    "firstObservedAt": lambda f: [f["firstObservedAt"]],
    "lastObservedAt": lambda f: [f["lastObservedAt"]],
    "updatedAt": lambda f: [f["updatedAt"]],
    "ecrImagePushedAt": details("awsEcrContainerImage", "pushedAt"),
    "lambdaFunctionLastModifiedAt": details("awsLambdaFunction", "lastModifiedAt"),
}
PACKAGE = {"name": "name", "version": "version", "release": "release", "architecture": "arch", "filePath": "filePath"}


def values(get, finding):
    for value in get(finding):
        if isinstance(value, list):
            yield from value
        elif value is not None:
            yield value


def text_is(entry, value):
    if entry["comparison"] == "PREFIX":
        return value.startswith(entry["value"])
    return value == entry["value"]


def within(entry, value, low, high):
    return not (low in entry and value < entry[low]) and not (high in entry and value > entry[high])


def package_is(entry, vulnerable):
    for name, condition in entry.items():
        if name == "epoch":
            if "epoch" not in vulnerable or not within(condition, vulnerable["epoch"], "lowerInclusive", "upperInclusive"):
                return False
            continue
        value = vulnerable.get(PACKAGE[name])
        hit = value is not None and text_is(condition, value)
        if hit == (condition["comparison"] == "NOT_EQUALS"):
            return False
    return True


def field_holds(name, entries, finding):
    if name in TEXT:
        have = list(values(TEXT[name], finding))
        wanted = [e for e in entries if e["comparison"] != "NOT_EQUALS"]
        unwanted = [e["value"] for e in entries if e["comparison"] == "NOT_EQUALS"]
        if set(unwanted) & set(have):
            return False
        return not wanted or any(text_is(e, v) for e in wanted for v in have)
    if name in NUMBER:
        return any(within(e, v, "lowerInclusive", "upperInclusive") for e in entries for v in values(NUMBER[name], finding))
    if name in DATE:
        return any(within(e, v, "startInclusive", "endInclusive") for e in entries for v in values(DATE[name], finding))
    if name == "resourceTags":
        tags = [r.get("tags", {}) for r in finding["resources"]]
        return any(e["key"] in t and e.get("value", t[e["key"]]) == t[e["key"]] for e in entries for t in tags)
    if name == "portRange":
        port = finding.get("networkReachabilityDetails", {}).get("openPortRange")
        ports = set(range(port["begin"], port["end"] + 1)) if port else set()
        return any(ports & set(range(e.get("beginInclusive", 0), e.get("endInclusive", 65535) + 1)) for e in entries)
    packages = finding.get("packageVulnerabilityDetails", {}).get("vulnerablePackages", [])
    return any(package_is(e, p) for e in entries for p in packages)


def holds(criteria, finding):
    return all(field_holds(name, entries, finding) for name, entries in criteria.items())


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

    def make_text(self, rng, have):
        value = rng.choice(have) if have and rng.random() < 0.9 else "nothing"
        comparison = rng.choice(["EQUALS", "PREFIX", "NOT_EQUALS"])
        if comparison == "PREFIX":
            value = value[: rng.randint(1, len(value))]
        return {"comparison": comparison, "value": value}

    def make_range(self, rng, have, low, high):
        first, last = sorted(rng.choices(have, k=2))
        return rng.choice([{low: first, high: last}, {low: first}, {high: last}, {low: last, high: first}])

    def make_entry(self, rng, name):
        if name in TEXT:
            return self.make_text(rng, [v for f in self.findings for v in values(TEXT[name], f)])
        if name in NUMBER:
            have = [v for f in self.findings for v in values(NUMBER[name], f)]
            return self.make_range(rng, have, "lowerInclusive", "upperInclusive")
        if name in DATE:
            have = [v for f in self.findings for v in values(DATE[name], f)]
            return self.make_range(rng, have, "startInclusive", "endInclusive")
        if name == "resourceTags":
            tags = rng.choice(self.findings)["resources"][0]["tags"]
            key = rng.choice(list(tags))
            return {"comparison": "EQUALS", "key": key, **rng.choice([{}, {"value": tags[key]}, {"value": "x"}])}
        if name == "portRange":
            return self.make_range(rng, [0, 22, 53, 80, 443, 8000, 8050, 8100, 65535], "beginInclusive", "endInclusive")
        packages = [p for f in self.findings for p in f.get("packageVulnerabilityDetails", {}).get("vulnerablePackages", [])]
        entry = {}
        for member in rng.sample(list(PACKAGE), rng.randint(1, 2)):
            entry[member] = self.make_text(rng, [p[PACKAGE[member]] for p in packages if PACKAGE[member] in p])
        if rng.random() < 0.2:
            entry["epoch"] = {"lowerInclusive": rng.choice([0, 1])}
        return entry

    def test_random_filters(self):
        rng = random.Random(2)
        names = [*TEXT, *NUMBER, *DATE, "resourceTags", "portRange", "vulnerablePackages"]
        filters = [{}] + [
            {name: [self.make_entry(rng, name) for _ in range(rng.randint(1, 3))] for name in rng.sample(names, count)}
            for count in (1, 1, 1, 2, 3)
            for _ in range(50)
        ]
        some = 0
        for criteria, answer in zip(filters, self.ask(filters)):
            wanted = [at for at, finding in enumerate(self.findings) if holds(criteria, finding)]
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
