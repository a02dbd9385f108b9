# SPDX-FileCopyrightText: The Dossier authors
# SPDX-License-Identifier: GPL-3.0-or-later
"""boto3 calls Inspector of the demo service."""

import json
import pathlib
import random
import sys
import unittest
import uuid

sys.path.insert(0, str(pathlib.Path(__file__).parent))

import evaluator  # noqa: E402
from botocore.config import Config  # noqa: E402
from service import ACCOUNT, MEMBER, OPT_IN, REGION, Case, Service  # noqa: E402

MEMBERS = [MEMBER, "333344445555", "444455556666"]


def equals(value):
    return [{"comparison": "EQUALS", "value": value}]


def pages(client, operation, result, **arguments):
    return [item for page in client.get_paginator(operation).paginate(**arguments) for item in page[result]]


class Findings(Case):
    options = ("--findings", "2000")

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.client = cls.service.client("inspector2")
        cls.loose = cls.service.client("inspector2", config=Config(
            retries={"total_max_attempts": 1}, proxies={}, parameter_validation=False))
        # As they were sent: boto3 drops members that came after its model.
        cls.findings = []
        cls.client.meta.events.register("before-parse.inspector2.ListFindings", cls.keep, "keep")
        pages(cls.client, "list_findings", "findings")
        cls.client.meta.events.unregister("before-parse.inspector2.ListFindings", unique_id="keep")

    @classmethod
    def keep(cls, response_dict, **_):
        cls.findings += json.loads(response_dict["body"])["findings"]

    def test_everything_once(self):
        arns = [finding["findingArn"] for finding in self.findings]
        self.assertEqual(len(arns), len(set(arns)))
        self.assertTrue(1300 < len(arns) < 1700, len(arns))
        self.assertEqual({finding["awsAccountId"] for finding in self.findings}, {ACCOUNT, *MEMBERS})

    def test_other_region(self):
        there = pages(self.service.client("inspector2", region_name=OPT_IN), "list_findings", "findings")
        self.assertEqual(len(there) + len(self.findings), 2000)
        self.assertEqual({f["findingArn"].split(":")[3] for f in there}, {OPT_IN})

    def test_a_member_sees_its_own(self):
        member = self.service.client("inspector2", self.service.role("dossier-member", MEMBER))
        mine = pages(member, "list_findings", "findings")
        self.assertEqual([f["findingArn"] for f in mine],
                         [f["findingArn"] for f in self.findings if f["awsAccountId"] == MEMBER])
        self.assertTrue(0 < len(mine) < len(self.findings))

    def test_filters_and_orders(self):
        rng = random.Random(3)
        maker = evaluator.Maker(rng, self.findings)
        known = set(self.client.meta.service_model.shape_for("FilterCriteria").members)
        for _ in range(60):
            # boto3 sends dates as whole seconds.
            criteria = {
                name: [{end: int(at) for end, at in entry.items()} for entry in entries]
                if name in evaluator.DATE else entries
                for name, entries in maker.criteria(2).items() if name in known
            }
            name, order = rng.choice(list(evaluator.SORTS)), rng.choice(["ASC", "DESC"])
            found = pages(self.client, "list_findings", "findings", filterCriteria=criteria,
                          sortCriteria={"field": name, "sortOrder": order})
            wanted = evaluator.order(name, order == "DESC", [f for f in self.findings if evaluator.holds(criteria, f)])
            self.assertEqual([f["findingArn"] for f in found], [f["findingArn"] for f in wanted], criteria)

    def test_pages(self):
        first = self.client.list_findings(maxResults=7)
        self.assertEqual(len(first["findings"]), 7)
        second = self.client.list_findings(maxResults=100, nextToken=first["nextToken"])
        got = [f["findingArn"] for f in first["findings"] + second["findings"]]
        self.assertEqual(got, [f["findingArn"] for f in self.findings[:107]])
        last = self.client.list_findings(filterCriteria={"findingArn": equals(got[0])})
        self.assertEqual(len(last["findings"]), 1)
        self.assertNotIn("nextToken", last)

    def test_bad_input(self):
        ask = self.client.list_findings
        token = ask(maxResults=1)["nextToken"]
        high = {"severity": equals("HIGH")}
        bad = [
            {"maxResults": 0}, {"maxResults": 101}, {"nextToken": "AAAA"}, {"nextToken": "%"},
            {"nextToken": token, "filterCriteria": high}, {"nextToken": token[:-2]},
            {"nextToken": token, "sortCriteria": {"field": "SEVERITY", "sortOrder": "ASC"}},
            {"sortCriteria": {"field": "UPDATED_AT", "sortOrder": "ASC"}},
            {"sortCriteria": {"field": "SEVERITY", "sortOrder": "UP"}},
            {"filterCriteria": {"severity": equals("HIGH") * 11}},
        ]
        loose = self.loose
        for arguments in bad:
            self.refused("ValidationException", 400, loose.list_findings, **arguments)
        with self.assertRaises(loose.exceptions.ValidationException) as caught:
            loose.list_findings(maxResults=101)
        self.assertEqual(caught.exception.response["reason"], "FIELD_VALIDATION_FAILED")
        self.assertEqual(caught.exception.response["fields"][0]["name"], "maxResults")

    def test_details(self):
        exploited = [f for f in self.findings if f.get("exploitAvailable") == "YES"]
        arns = [f["findingArn"] for f in exploited[:9]]
        unknown = f"arn:aws:inspector2:{REGION}:{ACCOUNT}:finding/{'0' * 32}"
        answer = self.client.batch_get_finding_details(findingArns=[*arns, unknown])
        self.assertEqual([d["findingArn"] for d in answer["findingDetails"]], arns)
        self.assertEqual([(e["findingArn"], e["errorCode"]) for e in answer["errors"]],
                         [(unknown, "FINDING_DETAILS_NOT_FOUND")])
        for detail, finding in zip(answer["findingDetails"], exploited):
            self.assertEqual(detail["epssScore"], finding["epss"]["score"])
            self.assertEqual(detail["referenceUrls"], finding["packageVulnerabilityDetails"]["referenceUrls"])
            self.assertIn("dateDue", detail["cisaData"])

    def test_accounts(self):
        answer = self.client.batch_get_account_status(accountIds=[ACCOUNT, *MEMBERS, "999988887777"])
        self.assertEqual([a["accountId"] for a in answer["accounts"]], [ACCOUNT, *MEMBERS])
        self.assertEqual({a["state"]["status"] for a in answer["accounts"]}, {"ENABLED"})
        self.assertEqual([a["accountId"] for a in answer["failedAccounts"]], ["999988887777"])
        self.assertEqual([a["accountId"] for a in self.client.batch_get_account_status()["accounts"]], [ACCOUNT])
        self.refused("ValidationException", 400, self.loose.batch_get_account_status, accountIds=["12345"])

    def test_organisation(self):
        self.assertEqual([m["accountId"] for m in pages(self.client, "list_members", "members",
                                                        PaginationConfig={"PageSize": 2})], MEMBERS)
        administrators = pages(self.client, "list_delegated_admin_accounts", "delegatedAdminAccounts")
        self.assertEqual(administrators, [{"accountId": ACCOUNT, "status": "ENABLED"}])
        self.assertEqual(self.client.get_delegated_admin_account()["delegatedAdmin"]["accountId"], ACCOUNT)

    def test_permissions(self):
        every = pages(self.client, "list_account_permissions", "permissions", PaginationConfig={"PageSize": 3})
        self.assertEqual(len(every), 8)
        self.assertEqual(self.client.list_account_permissions(service="LAMBDA")["permissions"],
                         [p for p in every if p["service"] == "LAMBDA"])


class Repeatable(unittest.TestCase):
    def test_same_seed_same_findings(self):
        found = []
        for _ in range(2):
            service = Service("--findings", "300")
            self.addCleanup(service.stop)
            found.append([{**f, "firstObservedAt": 0, "lastObservedAt": 0, "updatedAt": 0}
                          for f in pages(service.client("inspector2"), "list_findings", "findings")])
        self.assertEqual([f["findingArn"] for f in found[0]], [f["findingArn"] for f in found[1]])
        self.assertEqual([f["title"] for f in found[0]], [f["title"] for f in found[1]])


class Many(Case):
    options = ("--findings", "100000")

    def test_all_are_read(self):
        client = self.service.client("inspector2")
        arns = {f["findingArn"] for f in pages(client, "list_findings", "findings",
                                                sortCriteria={"field": "EPSS_SCORE", "sortOrder": "DESC"})}
        there = {f["findingArn"] for f in pages(self.service.client("inspector2", region_name=OPT_IN),
                                                 "list_findings", "findings")}
        self.assertEqual(len(arns | there), 100000)


class Denied(Case):
    options = ("--scenario", "identity-denied")

    def test_create(self):
        client = self.service.client("inspector2")
        text = self.refused("AccessDeniedException", 403, client.create_findings_report, reportFormat="CSV",
                            s3Destination={"bucketName": "x", "kmsKeyArn": "x"})
        self.assertIn("inspector2:CreateFindingsReport", text)
        self.assertIn("with an explicit deny", text)
        client.list_findings(maxResults=1)
        self.refused("ResourceNotFoundException", 404, client.cancel_findings_report, reportId=str(uuid.uuid4()))
