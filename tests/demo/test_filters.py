# SPDX-FileCopyrightText: The Dossier authors
# SPDX-License-Identifier: GPL-3.0-or-later
"""boto3 keeps filters at the demo's Inspector, and hides findings by them."""

import json
import pathlib
import random
import sys
import time
import unittest

sys.path.insert(0, str(pathlib.Path(__file__).parent))

import evaluator  # noqa: E402
from botocore.config import Config  # noqa: E402
from service import ACCOUNT, MEMBER, OPT_IN, REGION, Case, policy  # noqa: E402

SEVERE = {"severity": [{"comparison": "EQUALS", "value": "CRITICAL"}]}


def whole(criteria):
    """boto3 sends dates without their fractions."""
    return {name: [{k: int(v) if k in ("startInclusive", "endInclusive") else v for k, v in entry.items()}
                   for entry in entries] for name, entries in criteria.items()}


def pages(client, operation, result, **arguments):
    return [item for page in client.get_paginator(operation).paginate(**arguments) for item in page[result]]


class Filters(Case):
    options = ("--findings", "1200")

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.client = cls.service.client("inspector2")
        cls.loose = cls.service.client("inspector2", config=Config(
            retries={"total_max_attempts": 1}, proxies={}, parameter_validation=False))

    def tearDown(self):
        for region in (REGION, OPT_IN):
            client = self.service.client("inspector2", region_name=region)
            for kept in pages(client, "list_filters", "filters"):
                client.delete_filter(arn=kept["arn"])

    def make(self, name="mine", client=None, **more):
        return (client or self.client).create_filter(**{"name": name, "action": "NONE", "filterCriteria": SEVERE, **more})["arn"]

    def keep(self, response_dict, **_):
        self.raw += json.loads(response_dict["body"])["findings"]

    def findings(self, client=None):
        """As they are sent: boto3 drops members that came after its model."""
        client, self.raw = client or self.client, []
        client.meta.events.register("before-parse.inspector2.ListFindings", self.keep, "keep")
        pages(client, "list_findings", "findings")
        client.meta.events.unregister("before-parse.inspector2.ListFindings", unique_id="keep")
        return {finding["findingArn"]: finding for finding in self.raw}

    def test_life_of_a_filter(self):
        before = time.time()
        arn = self.make(description="What hurts", reason="Audit", tags={"team": "blue"})
        self.assertTrue(arn.startswith(f"arn:aws:inspector2:{REGION}:{ACCOUNT}:owner/{ACCOUNT}/filter/"), arn)
        [kept] = self.client.list_filters()["filters"]
        self.assertLess(abs(kept["createdAt"].timestamp() - before), 60)
        self.assertEqual(kept["createdAt"], kept["updatedAt"])
        self.assertEqual({k: v for k, v in kept.items() if not k.endswith("At")},
                         {"arn": arn, "ownerId": ACCOUNT, "name": "mine", "action": "NONE", "criteria": SEVERE,
                          "description": "What hurts", "reason": "Audit", "tags": {"team": "blue"}})

        self.assertEqual(self.client.update_filter(filterArn=arn, name="yours", action="SUPPRESS")["arn"], arn)
        [changed] = self.client.list_filters()["filters"]
        self.assertEqual(changed, kept | {"name": "yours", "action": "SUPPRESS", "updatedAt": changed["updatedAt"]})
        self.assertEqual(self.client.delete_filter(arn=arn)["arn"], arn)
        self.assertEqual(self.client.list_filters()["filters"], [])
        self.refused("ResourceNotFoundException", 404, self.client.delete_filter, arn=arn)
        self.refused("ResourceNotFoundException", 404, self.client.update_filter, filterArn=arn, name="again")

    def test_lists(self):
        arns = [self.make(f"filter-{n}", action="SUPPRESS" if n % 2 else "NONE") for n in range(7)]
        listed = pages(self.client, "list_filters", "filters", PaginationConfig={"PageSize": 2})
        self.assertEqual([kept["arn"] for kept in listed], arns)
        self.assertEqual([k["arn"] for k in self.client.list_filters(action="SUPPRESS")["filters"]], arns[1::2])
        self.assertEqual([k["arn"] for k in self.client.list_filters(arns=arns[2:4])["filters"]], arns[2:4])
        self.assertEqual(self.service.client("inspector2", region_name=OPT_IN).list_filters()["filters"], [])
        member = self.service.client("inspector2", self.service.role("dossier-member", MEMBER))
        self.assertEqual(member.list_filters()["filters"], [])
        self.refused("ResourceNotFoundException", 404, member.delete_filter, arn=arns[0])

    def test_refused(self):
        self.make()
        self.assertIn("mine", self.refused("BadRequestException", 400, self.make))
        other = self.make("other")
        self.refused("BadRequestException", 400, self.client.update_filter, filterArn=other, name="mine")
        self.client.update_filter(filterArn=other, name="other")
        for more in ({"name": "ab"}, {"name": "a b c"}, {"name": "x" * 65}, {"action": "HIDE"}, {"name": None},
                     {"description": "x" * 513}, {"reason": "é" * 513}, {"filterCriteria": {"severity": []}},
                     {"filterCriteria": {"severity": [{"comparison": "LIKE", "value": "x"}]}}):
            given = {"name": "third", "action": "NONE", "filterCriteria": SEVERE, **more}
            self.refused("ValidationException", 400, self.loose.create_filter,
                         **{name: value for name, value in given.items() if value is not None})
        self.refused("ValidationException", 400, self.loose.create_filter, name="third", action="NONE")
        self.refused("ValidationException", 400, self.loose.delete_filter)
        self.refused("ValidationException", 400, self.loose.list_filters, action="HIDE")
        self.assertEqual(len(self.client.list_filters()["filters"]), 2)

    def test_a_quota(self):
        for n in range(500):
            self.make(f"filter-{n}")
        self.refused("ServiceQuotaExceededException", 402, self.make, "one-more")

    def test_denied(self):
        member = self.service.client("inspector2", self.service.role("dossier-member", MEMBER))
        arn = self.make(client=member)
        for action, call in (("ListFilters", lambda c: c.list_filters()),
                             ("CreateFilter", lambda c: self.make("new", c)),
                             ("UpdateFilter", lambda c: c.update_filter(filterArn=arn, name="new")),
                             ("DeleteFilter", lambda c: c.delete_filter(arn=arn))):
            session = policy({"Effect": "Allow", "Action": "*", "Resource": "*"},
                             {"Effect": "Deny", "Action": f"inspector2:{action}", "Resource": "*"})
            keys = self.service.role("dossier-member", MEMBER, Policy=session)
            words = self.refused("AccessDeniedException", 403, call, self.service.client("inspector2", keys))
            self.assertIn(f"inspector2:{action}", words)
        self.assertEqual([kept["name"] for kept in member.list_filters()["filters"]], ["mine"])
        member.delete_filter(arn=arn)

    def test_rules_hide_what_they_mean(self):
        before = self.findings()
        rng = random.Random(5)
        maker = evaluator.Maker(rng, list(before.values()))
        known = set(self.client.meta.service_model.shape_for("FilterCriteria").members)
        hid = 0
        for turn in range(12):
            criteria = [whole(maker.criteria(rng.choice((1, 2)))) for _ in range(rng.choice((1, 2)))]
            if any(set(c) - known for c in criteria):
                continue
            arns = [self.make(f"rule-{turn}-{n}", action="SUPPRESS", filterCriteria=c) for n, c in enumerate(criteria)]
            after = self.findings()
            self.assertEqual(set(after), set(before))
            for arn, finding in before.items():
                meant = any(evaluator.holds(c, finding) for c in criteria)
                hidden = meant and finding["status"] == "ACTIVE"
                self.assertEqual(after[arn]["status"], "SUPPRESSED" if hidden else finding["status"], criteria)
                hid += hidden
            active = pages(self.client, "list_findings", "findings", filterCriteria={
                "findingStatus": [{"comparison": "EQUALS", "value": "ACTIVE"}]})
            self.assertEqual({f["findingArn"] for f in active},
                             {arn for arn, f in after.items() if f["status"] == "ACTIVE"})
            for arn in arns:
                self.client.delete_filter(arn=arn)
        self.assertGreater(hid, 50)
        self.assertEqual(self.findings(), before)

    def test_where_a_rule_holds(self):
        everything = {"resourceId": [{"comparison": "NOT_EQUALS", "value": "x"}]}
        there = self.service.client("inspector2", region_name=OPT_IN)
        member = self.service.client("inspector2", self.service.role("dossier-member", MEMBER))
        before, abroad = self.findings(), self.findings(there)

        arn = self.make("all-of-mine", member, action="SUPPRESS", filterCriteria=everything)
        after = self.findings()
        self.assertEqual({f["awsAccountId"] for a, f in after.items() if f["status"] != before[a]["status"]}, {MEMBER})
        self.assertNotIn("ACTIVE", {f["status"] for f in self.findings(member).values()})
        member.delete_filter(arn=arn)

        arn = self.make("all", action="NONE", filterCriteria=everything)
        self.assertEqual(self.findings(), before)
        self.client.update_filter(filterArn=arn, action="SUPPRESS")
        self.assertNotIn("ACTIVE", {f["status"] for f in self.findings().values()})
        self.assertEqual(self.findings(there), abroad)
        self.client.update_filter(filterArn=arn, action="NONE")
        self.assertEqual(self.findings(), before)


if __name__ == "__main__":
    unittest.main()
