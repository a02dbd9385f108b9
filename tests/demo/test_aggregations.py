# SPDX-FileCopyrightText: The Dossier authors
# SPDX-License-Identifier: GPL-3.0-or-later
"""ListFindingAggregations of the demo service against a group-by of the findings in Python."""

import collections
import json
import pathlib
import sys
import urllib.request

sys.path.insert(0, str(pathlib.Path(__file__).parent))

from botocore.auth import SigV4Auth  # noqa: E402
from botocore.awsrequest import AWSRequest  # noqa: E402
from botocore.credentials import Credentials  # noqa: E402
from service import ACCOUNT, MEMBER, REGION, Case  # noqa: E402


def details(kind):
    return lambda f: f["resources"][0]["details"].get(kind)


def one(value):
    return [] if value is None else [value]


# Of each type: the member of the answer and what a finding is grouped by, which may be several.
GROUPS = {
    "ACCOUNT": ("accountAggregation", lambda f: [()]),
    "FINDING_TYPE": ("findingTypeAggregation", lambda f: [()]),
    "TITLE": ("titleAggregation", lambda f: [("title", f["title"])]),
    "PACKAGE": ("packageAggregation", lambda f: [
        ("packageName", p["name"]) for p in f.get("packageVulnerabilityDetails", {}).get("vulnerablePackages", [])]),
    "REPOSITORY": ("repositoryAggregation", lambda f: [
        ("repository", d["repositoryName"]) for d in one(details("awsEcrContainerImage")(f))]),
    "AMI": ("amiAggregation", lambda f: [("ami", d["imageId"]) for d in one(details("awsEc2Instance")(f))]),
    "AWS_EC2_INSTANCE": ("ec2InstanceAggregation", lambda f: [
        ("instanceId", f["resources"][0]["id"]) for _ in one(details("awsEc2Instance")(f))]),
    "AWS_ECR_CONTAINER": ("awsEcrContainerAggregation", lambda f: [
        ("resourceId", f["resources"][0]["id"]) for _ in one(details("awsEcrContainerImage")(f))]),
    "AWS_LAMBDA_FUNCTION": ("lambdaFunctionAggregation", lambda f: [
        ("resourceId", f["resources"][0]["id"]) for _ in one(details("awsLambdaFunction")(f))]),
    "LAMBDA_LAYER": ("lambdaLayerAggregation", lambda f: [
        ("layerArn", layer, f["resources"][0]["id"])
        for d in one(details("awsLambdaFunction")(f)) for layer in d.get("layers", [])]),
    "CODE_REPOSITORY": ("codeRepositoryAggregation", lambda f: [
        ("resourceId", f["resources"][0]["id"]) for _ in one(details("codeRepository")(f))]),
    "VM_INSTANCE": ("vmInstanceAggregation", lambda f: [
        ("resourceId", f["resources"][0]["id"]) for _ in one(details("vm")(f))]),
    "CONTAINER_IMAGE": ("containerImageAggregation", lambda f: [
        ("resourceId", f["resources"][0]["id"]) for _ in one(details("image")(f))]),
    "SERVERLESS_FUNCTION": ("serverlessFunctionAggregation", lambda f: [
        ("resourceId", f["resources"][0]["id"]) for _ in one(details("serverlessFunction")(f))]),
}


def severities(findings):
    count = collections.Counter(f["severity"] for f in findings)
    return {"all": len(findings), **{name.lower(): count[name] for name in ("CRITICAL", "HIGH", "MEDIUM")}}


class Aggregations(Case):
    options = ("--findings", "6000")

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.active = {"findingStatus": [{"comparison": "EQUALS", "value": "ACTIVE"}]}
        cls.findings = list(cls.pages("/findings/list", "findings", filterCriteria=cls.active))

    @classmethod
    def post(cls, path, body):
        """Raw, because botocore's model here does not know every type yet."""
        info = cls.service.info
        request = AWSRequest("POST", info["endpoint"] + path, data=json.dumps(body),
                             headers={"Content-Type": "application/json"})
        SigV4Auth(Credentials(info["accessKeyId"], info["secretAccessKey"]), "inspector2", REGION).add_auth(request)
        http = urllib.request.Request(request.url, data=request.data.encode(), headers=dict(request.headers.items()))
        with urllib.request.build_opener(urllib.request.ProxyHandler({})).open(http, timeout=60) as answer:
            return json.load(answer)

    @classmethod
    def pages(cls, path, member, **body):
        while True:
            answer = cls.post(path, body)
            yield from answer[member]
            if "nextToken" not in answer:
                return
            body["nextToken"] = answer["nextToken"]

    def ask(self, kind, request=None, **more):
        member = GROUPS[kind][0]
        body = {"aggregationType": kind, **more}
        if request is not None:
            body["aggregationRequest"] = {member: request}
        rows = list(self.pages("/findings/aggregation/list", "responses", **body))
        self.assertTrue(all(list(row) == [member] for row in rows))
        return [row[member] for row in rows]

    def groups(self, kind):
        found = collections.defaultdict(list)
        for finding in self.findings:
            for key in set(GROUPS[kind][1](finding)):
                found[(finding["awsAccountId"], *key)].append(finding)
        return found

    @staticmethod
    def key_of(kind, row):
        if kind == "LAMBDA_LAYER":
            return row["accountId"], "layerArn", row["layerArn"], row["resourceId"]
        for name in ("title", "packageName", "repository" if kind == "REPOSITORY" else "-", "instanceId", "resourceId",
                     "ami"):
            if name in row:
                return row["accountId"], name, row[name]
        return (row["accountId"],)

    def test_every_type_equals_a_group_by(self):
        for kind in GROUPS:
            with self.subTest(kind):
                rows = self.ask(kind, maxResults=100)
                wanted = self.groups(kind)
                self.assertTrue(wanted)
                self.assertEqual({self.key_of(kind, row): row["severityCounts"] for row in rows},
                                 {key: severities(findings) for key, findings in wanted.items()})
                self.assertEqual(len(rows), len(wanted))

    def test_no_finding_names_a_layer(self):
        self.assertNotIn("sourceLayerHash", json.dumps(self.findings))
        self.assertEqual(list(self.pages("/findings/aggregation/list", "responses", aggregationType="IMAGE_LAYER")), [])

    def test_further_counts(self):
        wanted = self.groups("ACCOUNT")
        for row in self.ask("ACCOUNT"):
            mine = wanted[(row["accountId"],)]
            self.assertEqual(row["exploitAvailableCount"], sum(f.get("exploitAvailable") == "YES" for f in mine))
            self.assertEqual(row["fixAvailableCount"], sum(f.get("fixAvailable") == "YES" for f in mine))
        wanted = self.groups("AMI")
        for row in self.ask("AMI"):
            mine = wanted[self.key_of("AMI", row)]
            self.assertEqual(row["affectedInstances"], len({f["resources"][0]["id"] for f in mine}))
        wanted = self.groups("AWS_EC2_INSTANCE")
        for row in self.ask("AWS_EC2_INSTANCE"):
            mine = wanted[self.key_of("AWS_EC2_INSTANCE", row)]
            self.assertEqual(row["networkFindings"], sum(f["type"] == "NETWORK_REACHABILITY" for f in mine))
            self.assertEqual(row["instanceTags"], mine[0]["resources"][0]["tags"])

    def test_order(self):
        for by in ("ALL", "CRITICAL", "HIGH"):
            rows = [r["severityCounts"][by.lower()] for r in self.ask("TITLE", {"sortBy": by, "sortOrder": "DESC"})]
            self.assertEqual(rows, sorted(rows, reverse=True))
        rows = [r["networkFindings"] for r in self.ask("AWS_EC2_INSTANCE", {"sortBy": "NETWORK_FINDINGS",
                                                                           "sortOrder": "ASC"})]
        self.assertEqual(rows, sorted(rows))
        self.assertGreater(rows[-1], 0)

    def test_conditions(self):
        every = self.ask("PACKAGE")
        some = self.ask("PACKAGE", {"packageNames": [{"comparison": "PREFIX", "value": "lib"}]})
        self.assertEqual(some, [row for row in every if row["packageName"].startswith("lib")])
        self.assertTrue(0 < len(some) < len(every))
        tags = self.ask("AWS_EC2_INSTANCE", {"instanceTags": [
            {"comparison": "EQUALS", "key": "Stage", "value": "test"}]})
        self.assertEqual({row["instanceTags"]["Stage"] for row in tags}, {"test"})
        network = self.ask("FINDING_TYPE", {"findingType": "NETWORK_REACHABILITY"})
        self.assertEqual(sum(row["severityCounts"]["all"] for row in network),
                         sum(f["type"] == "NETWORK_REACHABILITY" for f in self.findings))
        lambdas = self.ask("ACCOUNT", {"resourceType": "AWS_LAMBDA_FUNCTION"})
        self.assertEqual(sum(row["severityCounts"]["all"] for row in lambdas),
                         sum(f["resources"][0]["type"] == "AWS_LAMBDA_FUNCTION" for f in self.findings))
        mine = self.ask("TITLE", accountIds=[{"comparison": "EQUALS", "value": MEMBER}])
        self.assertEqual({row["accountId"] for row in mine}, {MEMBER})

    def test_boto3(self):
        client = self.service.client("inspector2")
        rows = [row for page in client.get_paginator("list_finding_aggregations").paginate(
            aggregationType="ACCOUNT", PaginationConfig={"PageSize": 3}) for row in page["responses"]]
        self.assertEqual(len(rows), 4)
        self.assertIn(ACCOUNT, [row["accountAggregation"]["accountId"] for row in rows])
        refuse = client.list_finding_aggregations
        self.refused("ValidationException", 400, refuse, aggregationType="COLOUR")
        self.refused("ValidationException", 400, refuse, aggregationType="AMI",
                     aggregationRequest={"titleAggregation": {}})
        self.refused("ValidationException", 400, refuse, aggregationType="AMI",
                     aggregationRequest={"amiAggregation": {"sortBy": "NETWORK_FINDINGS"}})
        token = client.list_finding_aggregations(aggregationType="ACCOUNT", maxResults=1)["nextToken"]
        self.refused("ValidationException", 400, refuse, aggregationType="AMI", nextToken=token)
