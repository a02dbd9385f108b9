# SPDX-FileCopyrightText: The Dossier authors
# SPDX-License-Identifier: GPL-3.0-or-later
"""boto3 calls IAM of the demo service."""

import json
import pathlib
import sys
import unittest

sys.path.insert(0, str(pathlib.Path(__file__).parent))

from service import ACCOUNT, Case, policy, statement  # noqa: E402

USER, LIMITED = f"arn:aws:iam::{ACCOUNT}:user/demo", f"arn:aws:iam::{ACCOUNT}:user/limited"
ROLE = f"arn:aws:iam::{ACCOUNT}:role/dossier-export"


class Iam(Case):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.iam = cls.service.client("iam")
        cls.exporter = cls.service.client("iam", cls.service.role("dossier-export"))

    def simulate(self, source, *actions, **more):
        answer = self.iam.simulate_principal_policy(PolicySourceArn=source, ActionNames=list(actions), **more)
        self.assertFalse(answer["IsTruncated"])
        return answer["EvaluationResults"]

    def test_users(self):
        me = self.iam.get_user()["User"]
        self.assertEqual((me["Arn"], me["UserName"], me["Path"]), (USER, "demo", "/"))
        self.assertEqual(self.iam.get_user(UserName="limited")["User"]["Arn"], LIMITED)
        said = self.refused("NoSuchEntity", 404, self.iam.get_user, UserName="nobody")
        self.assertEqual(said, "The user with name nobody cannot be found.")
        self.refused("ValidationError", 400, self.exporter.get_user)
        self.refused("AccessDenied", 403, self.exporter.get_user, UserName="limited")

    def test_roles(self):
        role = self.iam.get_role(RoleName="dossier-audit")["Role"]
        self.assertEqual((role["Path"], role["Arn"]), ("/audit/", f"arn:aws:iam::{ACCOUNT}:role/audit/dossier-audit"))
        condition = role["AssumeRolePolicyDocument"]["Statement"][0]["Condition"]
        self.assertEqual(condition, {"StringEquals": {"sts:ExternalId": "dossier-demo"}})
        self.assertEqual(self.exporter.get_role(RoleName="dossier-export")["Role"]["Arn"], ROLE)
        self.refused("NoSuchEntity", 404, self.iam.get_role, RoleName="nobody")

    def test_policies(self):
        attached = self.iam.list_attached_user_policies(UserName="demo")
        self.assertEqual(attached["AttachedPolicies"], [{"PolicyName": "AdministratorAccess",
                                                         "PolicyArn": "arn:aws:iam::aws:policy/AdministratorAccess"}])
        self.assertEqual(self.iam.list_user_policies(UserName="demo")["PolicyNames"], [])
        self.assertEqual(self.iam.list_role_policies(RoleName="dossier-export")["PolicyNames"], ["export"])
        self.assertEqual(self.iam.list_attached_role_policies(RoleName="dossier-export")["AttachedPolicies"], [])
        self.assertEqual([group["GroupName"] for group in self.iam.list_groups_for_user(UserName="limited")["Groups"]],
                         ["readers"])
        self.assertEqual(self.iam.list_group_policies(GroupName="readers")["PolicyNames"], ["read"])
        self.assertEqual(self.iam.list_attached_group_policies(GroupName="readers")["AttachedPolicies"], [])
        document = self.iam.get_role_policy(RoleName="dossier-export", PolicyName="export")["PolicyDocument"]
        self.assertEqual(document["Statement"][0]["Sid"], "Export")
        self.refused("NoSuchEntity", 404, self.iam.get_user_policy, UserName="demo", PolicyName="none")

    def test_simulate(self):
        got = {result["EvalActionName"]: result for result in
               self.simulate(LIMITED, "inspector2:ListFindings", "inspector2:CreateFindingsReport")}
        self.assertEqual(got["inspector2:ListFindings"]["EvalDecision"], "allowed")
        self.assertEqual(got["inspector2:CreateFindingsReport"]["EvalDecision"], "implicitDeny")
        self.assertEqual({result["EvalResourceName"] for result in got.values()}, {"*"})
        self.assertEqual(got["inspector2:CreateFindingsReport"]["MatchedStatements"], [])
        matched = got["inspector2:ListFindings"]["MatchedStatements"]
        self.assertEqual([(each["SourcePolicyId"], each["SourcePolicyType"]) for each in matched],
                         [("group_readers_read", "group")])
        self.assertTrue(got["inspector2:ListFindings"]["OrganizationsDecisionDetail"]["AllowedByOrganizations"])

    def test_simulate_on_resources(self):
        allow = statement("Allow", None, "s3:GetObject", "arn:aws:s3:::mine/*")
        del allow["Principal"]
        result, = self.simulate(LIMITED.replace("limited", "demo"), "s3:GetObject",
                                ResourceArns=["arn:aws:s3:::mine/x", "arn:aws:s3:::yours/x"],
                                PolicyInputList=[policy({**allow, "Effect": "Deny"})])
        self.assertEqual(result["EvalDecision"], "explicitDeny")
        self.assertEqual([(each["EvalResourceName"], each["EvalResourceDecision"])
                          for each in result["ResourceSpecificResults"]],
                         [("arn:aws:s3:::mine/x", "explicitDeny"), ("arn:aws:s3:::yours/x", "allowed")])

    def test_positions(self):
        text = json.dumps({"Version": "2012-10-17", "Statement": [
            {"Effect": "Allow", "Action": ["a:B"], "Resource": "*"},
            {"Sid": "Braces{[", "Effect": "Deny", "Action": "s3:GetObject", "Resource": "*",
             "Condition": {"Bool": {"aws:SecureTransport": "true"}}},
        ]}, indent=1)
        result, = self.simulate(USER, "s3:GetObject", PolicyInputList=[text], ContextEntries=[
            {"ContextKeyName": "aws:SecureTransport", "ContextKeyType": "boolean", "ContextKeyValues": ["true"]}])
        matched, = result["MatchedStatements"]
        lines = text.splitlines()
        start, end = matched["StartPosition"], matched["EndPosition"]
        self.assertEqual(lines[start["Line"] - 1][start["Column"] - 1], "{")
        self.assertIn("Braces", lines[start["Line"]])
        self.assertEqual((end["Line"], lines[end["Line"] - 1][end["Column"] - 1]), (len(lines) - 2, "}"))

    def test_missing_context(self):
        text = policy({"Effect": "Deny", "Action": "kms:*", "Resource": "*",
                       "Condition": {"StringEquals": {"kms:ViaService": "s3.eu-central-1.amazonaws.com"}}})
        result, = self.simulate(USER, "kms:Decrypt", PolicyInputList=[text])
        self.assertEqual((result["EvalDecision"], result["MissingContextValues"]), ("allowed", ["kms:ViaService"]))
        given = {"ContextKeyName": "kms:viaservice", "ContextKeyType": "string",
                 "ContextKeyValues": ["s3.eu-central-1.amazonaws.com"]}
        result, = self.simulate(USER, "kms:Decrypt", PolicyInputList=[text], ContextEntries=[given])
        self.assertEqual((result["EvalDecision"], result["MissingContextValues"]), ("explicitDeny", []))

    def test_boundary(self):
        text = policy({"Effect": "Allow", "Action": "s3:*", "Resource": "*"})
        s3, kms = self.simulate(USER, "s3:GetObject", "kms:Decrypt", PermissionsBoundaryPolicyInputList=[text])
        self.assertEqual((s3["EvalDecision"], kms["EvalDecision"]), ("allowed", "implicitDeny"))
        self.assertEqual([each["PermissionsBoundaryDecisionDetail"]["AllowedByPermissionsBoundary"] for each in (s3, kms)],
                         [True, False])

    def test_resource_policy(self):
        text = policy(statement("Allow", {"AWS": LIMITED}, "s3:PutObject", "arn:aws:s3:::b/*"))
        more = {"ResourceArns": ["arn:aws:s3:::b/x"], "ResourcePolicy": text}
        self.assertEqual(self.simulate(LIMITED, "s3:PutObject", **more)[0]["EvalDecision"], "allowed")
        self.assertEqual(self.simulate(LIMITED, "s3:PutObject", ResourceArns=["arn:aws:s3:::b/x"])[0]["EvalDecision"],
                         "implicitDeny")
        self.refused("InvalidInput", 400, self.iam.simulate_principal_policy, PolicySourceArn=ROLE,
                     ActionNames=["s3:PutObject"], **more)

    def test_simulate_in_pages(self):
        actions = [f"s3:Action{n}" for n in range(7)]
        pages = list(self.iam.get_paginator("simulate_principal_policy").paginate(
            PolicySourceArn=USER, ActionNames=actions, PaginationConfig={"PageSize": 3}))
        self.assertEqual([len(page["EvaluationResults"]) for page in pages], [3, 3, 1])
        self.assertEqual([each["EvalActionName"] for page in pages for each in page["EvaluationResults"]], actions)

    def test_simulate_refusals(self):
        call = self.iam.simulate_principal_policy
        self.refused("NoSuchEntity", 404, call, PolicySourceArn=USER + "x", ActionNames=["s3:GetObject"])
        self.refused("InvalidInput", 400, call, PolicySourceArn=f"arn:aws:sts::{ACCOUNT}:assumed-role/r/session",
                     ActionNames=["s3:GetObject"])
        self.refused("InvalidInput", 400, call, PolicySourceArn=f"arn:aws:iam::{ACCOUNT}:root", ActionNames=["s3:GetObject"])
        self.refused("InvalidInput", 400, call, PolicySourceArn=USER, ActionNames=["nonsense"])
        self.refused("InvalidInput", 400, call, PolicySourceArn=USER, ActionNames=["s3:GetObject"], PolicyInputList=["{}"])
        self.refused("ValidationError", 400, call, PolicySourceArn=USER, ActionNames=[])
        self.refused("AccessDenied", 403, self.service.client("iam", self.service.role(
            "audit/dossier-audit", ExternalId="dossier-demo")).simulate_principal_policy,
            PolicySourceArn=USER, ActionNames=["s3:GetObject"])

    def test_context_keys(self):
        text = policy({"Effect": "Allow", "Action": "s3:*", "Resource": "arn:aws:s3:::b/${aws:username}/*",
                       "Condition": {"StringEquals": {"aws:PrincipalOrgID": "o-x"}, "Bool": {"AWS:principalorgid": "x",
                                                                                            "s3:authType": "y"}}})
        answer = self.iam.get_context_keys_for_principal_policy(PolicySourceArn=USER, PolicyInputList=[text])
        self.assertEqual(sorted(answer["ContextKeyNames"]), ["aws:PrincipalOrgID", "aws:username", "s3:authType"])

    def test_not_played(self):
        self.refused("InvalidAction", 400, self.iam.list_users)


if __name__ == "__main__":
    unittest.main()
