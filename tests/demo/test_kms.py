# SPDX-FileCopyrightText: The Dossier authors
# SPDX-License-Identifier: GPL-3.0-or-later
"""boto3 calls KMS of the demo service."""

import json
import pathlib
import sys
import unittest

sys.path.insert(0, str(pathlib.Path(__file__).parent))

from service import ACCOUNT, MEMBER, OPT_IN, REGION, STRANGER, Case, policy, statement  # noqa: E402

ID = "d0551e40-5eed-4000-8000-0000000000"
ARN = f"arn:aws:kms:{REGION}:{ACCOUNT}:key/{ID}"
ROOT = statement("Allow", {"AWS": f"arn:aws:iam::{ACCOUNT}:root"}, "kms:*", "*")


class Kms(Case):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.kms = cls.service.client("kms")
        cls.reader = cls.service.client("kms", cls.service.role("audit/dossier-audit", ExternalId="dossier-demo"))

    def test_list_keys(self):
        whole = self.kms.list_keys()["Keys"]
        self.assertIn({"KeyId": ID + "01", "KeyArn": ARN + "01"}, whole)
        self.assertTrue(all(key["KeyArn"].startswith(f"arn:aws:kms:{REGION}:{ACCOUNT}:key/") for key in whole))
        pages = list(self.kms.get_paginator("list_keys").paginate(PaginationConfig={"PageSize": 3}))
        self.assertEqual([key for page in pages for key in page["Keys"]], whole)
        self.assertEqual([page["Truncated"] for page in pages], [True] * (len(pages) - 1) + [False])
        self.refused("ValidationException", 400, self.kms.list_keys, Limit=1001)
        self.refused("InvalidMarkerException", 400, self.kms.list_keys, Marker="no marker")

    def test_list_aliases(self):
        whole = self.kms.list_aliases()["Aliases"]
        self.assertEqual({alias["AliasName"]: alias["TargetKeyId"] for alias in whole}["alias/dossier-reports"], ID + "01")
        self.assertIn("alias/aws/s3", [alias["AliasName"] for alias in whole])
        pages = self.kms.get_paginator("list_aliases").paginate(PaginationConfig={"PageSize": 2})
        self.assertEqual([alias for page in pages for alias in page["Aliases"]], whole)
        of_one = self.kms.list_aliases(KeyId=ARN + "01")["Aliases"]
        self.assertEqual([alias["AliasName"] for alias in of_one], ["alias/dossier-reports"])
        self.assertEqual(of_one[0]["AliasArn"], f"arn:aws:kms:{REGION}:{ACCOUNT}:alias/dossier-reports")

    def test_describe(self):
        for reference in (ID + "01", ARN + "01", "alias/dossier-reports",
                          f"arn:aws:kms:{REGION}:{ACCOUNT}:alias/dossier-reports"):
            key = self.kms.describe_key(KeyId=reference)["KeyMetadata"]
            self.assertEqual((key["Arn"], key["KeyState"], key["Enabled"], key["KeyManager"], key["KeySpec"],
                              key["KeyUsage"], key["MultiRegion"]),
                             (ARN + "01", "Enabled", True, "CUSTOMER", "SYMMETRIC_DEFAULT", "ENCRYPT_DECRYPT", False))

    def test_bad_keys(self):
        found = {name: self.kms.describe_key(KeyId=ID + name)["KeyMetadata"] for name in ("03", "04", "05", "06", "07")}
        self.assertEqual((found["03"]["KeyState"], found["03"]["Enabled"]), ("Disabled", False))
        self.assertEqual(found["04"]["KeyState"], "PendingDeletion")
        self.assertIn("DeletionDate", found["04"])
        self.assertEqual((found["05"]["KeySpec"], found["05"]["KeyUsage"]), ("RSA_2048", "SIGN_VERIFY"))
        self.assertEqual((found["06"]["KeyState"], found["06"]["Origin"]), ("PendingImport", "EXTERNAL"))
        self.assertEqual(found["07"]["KeyManager"], "AWS")

    def test_replica(self):
        key = self.kms.describe_key(KeyId="alias/replicated")["KeyMetadata"]
        configuration = key["MultiRegionConfiguration"]
        self.assertEqual(configuration["MultiRegionKeyType"], "REPLICA")
        self.assertEqual(configuration["PrimaryKey"]["Region"], OPT_IN)
        self.assertEqual([replica["Arn"] for replica in configuration["ReplicaKeys"]], [key["Arn"]])
        there = self.service.client("kms", region_name=OPT_IN).describe_key(KeyId="alias/replicated")["KeyMetadata"]
        self.assertEqual(there["MultiRegionConfiguration"]["MultiRegionKeyType"], "PRIMARY")

    def test_not_found(self):
        said = self.refused("NotFoundException", 400, self.kms.describe_key, KeyId=ID + "99")
        self.assertEqual(said, f"Key '{ARN}99' does not exist")
        said = self.refused("NotFoundException", 400, self.kms.describe_key, KeyId="alias/none")
        self.assertEqual(said, f"Alias arn:aws:kms:{REGION}:{ACCOUNT}:alias/none is not found.")
        self.refused("NotFoundException", 400, self.kms.describe_key, KeyId=ARN.replace(REGION, OPT_IN) + "08")
        self.refused("InvalidArnException", 400, self.kms.describe_key, KeyId="arn:aws:s3:::bucket")

    def test_key_of_another_account(self):
        member = f"arn:aws:kms:{REGION}:{MEMBER}:key/{ID}10"
        self.assertEqual(self.kms.describe_key(KeyId=member)["KeyMetadata"]["AWSAccountId"], MEMBER)
        self.refused("NotFoundException", 400, self.kms.get_key_policy, KeyId=member)
        stranger = f"arn:aws:kms:{REGION}:{STRANGER}:key/{ID}11"
        said = self.refused("AccessDeniedException", 400, self.kms.describe_key, KeyId=stranger)
        self.assertEqual(said, f"User: arn:aws:iam::{ACCOUNT}:user/demo is not authorized to perform: kms:DescribeKey on "
                               f"resource: {stranger} because no resource-based policy allows the kms:DescribeKey action")

    def test_rights_of_the_identity(self):
        self.assertTrue(self.reader.get_key_policy(KeyId=ID + "01")["Policy"])
        said = self.refused("AccessDeniedException", 400, self.reader.put_key_policy, KeyId=ID + "01", Policy=policy(ROOT))
        self.assertTrue(said.endswith("because no identity-based policy allows the kms:PutKeyPolicy action"), said)

    def test_policy_decides(self):
        """A key whose policy does not name the account is closed to the account's own policies."""
        user = f"arn:aws:iam::{ACCOUNT}:user/demo"
        text = policy(statement("Allow", {"AWS": user}, "kms:PutKeyPolicy", "*"))
        key = self.kms.create_key(Policy=text)["KeyMetadata"]["KeyId"]
        said = self.refused("AccessDeniedException", 400, self.kms.get_key_policy, KeyId=key)
        self.assertIn("because no resource-based policy allows", said)
        role = f"arn:aws:iam::{ACCOUNT}:role/audit/dossier-audit"
        self.kms.put_key_policy(KeyId=key, Policy=policy(
            ROOT, statement("Allow", {"AWS": role}, "kms:PutKeyPolicy", "*")))
        # The reader's own policies do not give this right; the key's policy names the role.
        self.reader.put_key_policy(KeyId=key, Policy=policy(ROOT, statement("Allow", {"AWS": role}, "kms:*", "*")))

    def test_put_key_policy(self):
        text = json.dumps(json.loads(self.kms.get_key_policy(KeyId=ID + "02")["Policy"]), indent=2)
        self.kms.put_key_policy(KeyId=ID + "02", Policy=text, PolicyName="default")
        self.assertEqual(self.kms.get_key_policy(KeyId=ID + "02", PolicyName="default")["Policy"], text)
        self.refused("NotFoundException", 400, self.kms.get_key_policy, KeyId=ID + "02", PolicyName="other")

    def test_refused_policies(self):
        put = {"KeyId": ID + "02"}
        before = self.kms.get_key_policy(**put)["Policy"]
        bad = "MalformedPolicyDocumentException"
        self.refused(bad, 400, self.kms.put_key_policy, Policy="nonsense", **put)
        self.refused(bad, 400, self.kms.put_key_policy, Policy=policy(ROOT)[:-1] + ',"Id":"\u20ac"}', **put)
        for odd in ({"Action": [{}]}, {"Principal": {"AWS": [[]]}}, {"Resource": [1]}, {"Principal": 7}, {"Effect": []}):
            self.refused(bad, 400, self.kms.put_key_policy, Policy=policy({**ROOT, **odd}), **put)
        nobody = statement("Allow", {"AWS": f"arn:aws:iam::{ACCOUNT}:user/nobody"}, "kms:*", "*")
        said = self.refused(bad, 400, self.kms.put_key_policy, Policy=policy(ROOT, nobody), **put)
        self.assertEqual(said, "Policy contains a statement with one or more invalid principals.")
        lockout = policy(statement("Allow", {"Service": "inspector2.amazonaws.com"}, "kms:*", "*"))
        said = self.refused(bad, 400, self.kms.put_key_policy, Policy=lockout, **put)
        self.assertEqual(said, "The new key policy will not allow you to update the key policy in the future.")
        long = policy({**ROOT, "Sid": "x" * 32768})
        self.refused("LimitExceededException", 400, self.kms.put_key_policy, Policy=long, **put)
        self.refused("KMSInvalidStateException", 400, self.kms.put_key_policy, KeyId=ID + "04", Policy=policy(ROOT))
        self.assertEqual(self.kms.get_key_policy(**put)["Policy"], before)

    def test_lockout_on_demand(self):
        key = self.kms.create_key()["KeyMetadata"]["KeyId"]
        lockout = policy(statement("Allow", {"Service": "inspector2.amazonaws.com"}, "kms:*", "*"))
        self.kms.put_key_policy(KeyId=key, Policy=lockout, BypassPolicyLockoutSafetyCheck=True)
        self.refused("AccessDeniedException", 400, self.kms.put_key_policy, KeyId=key, Policy=policy(ROOT))

    def test_statement_without_a_resource_has_no_effect(self):
        key = self.kms.create_key()["KeyMetadata"]["KeyId"]
        deny = {"Effect": "Deny", "Principal": "*", "Action": "kms:DescribeKey"}
        self.kms.put_key_policy(KeyId=key, Policy=policy(ROOT, deny))
        self.assertTrue(self.kms.describe_key(KeyId=key))
        self.kms.put_key_policy(KeyId=key, Policy=policy(ROOT, {**deny, "Resource": "*"}))
        said = self.refused("AccessDeniedException", 400, self.kms.describe_key, KeyId=key)
        self.assertTrue(said.endswith("with an explicit deny in a resource-based policy"), said)

    def test_create(self):
        key = self.kms.create_key(Description="Zürich", Tags=[{"TagKey": "a", "TagValue": "b"}])["KeyMetadata"]
        self.assertEqual((key["Description"], key["KeyState"]), ("Zürich", "Enabled"))
        default = json.loads(self.kms.get_key_policy(KeyId=key["KeyId"])["Policy"])
        self.assertEqual(default["Statement"][0]["Principal"], {"AWS": f"arn:aws:iam::{ACCOUNT}:root"})
        self.kms.create_alias(AliasName="alias/made/here-1", TargetKeyId=key["KeyId"])
        self.assertEqual(self.kms.describe_key(KeyId="alias/made/here-1")["KeyMetadata"]["Arn"], key["Arn"])
        self.refused("AlreadyExistsException", 400, self.kms.create_alias, AliasName="alias/made/here-1",
                     TargetKeyId=key["KeyId"])
        self.refused("InvalidAliasNameException", 400, self.kms.create_alias, AliasName="alias/no blank",
                     TargetKeyId=key["KeyId"])
        self.refused("NotAuthorizedException", 400, self.kms.create_alias, AliasName="alias/aws/mine",
                     TargetKeyId=key["KeyId"])
        self.refused("NotFoundException", 400, self.kms.create_alias, AliasName="alias/other", TargetKeyId=ID + "99")
        self.refused("AccessDeniedException", 400, self.reader.create_key)

    def test_create_kinds(self):
        self.assertEqual(self.kms.create_key(Origin="EXTERNAL")["KeyMetadata"]["KeyState"], "PendingImport")
        key = self.kms.create_key(MultiRegion=True)["KeyMetadata"]
        self.assertTrue(key["KeyId"].startswith("mrk-"))
        self.assertEqual(key["MultiRegionConfiguration"]["MultiRegionKeyType"], "PRIMARY")
        self.assertEqual(key["MultiRegionConfiguration"]["ReplicaKeys"], [])
        self.refused("UnsupportedOperationException", 400, self.kms.create_key, KeyUsage="SIGN_VERIFY")

    def test_not_played(self):
        self.refused("UnknownOperationException", 400, self.kms.generate_random, NumberOfBytes=8)


if __name__ == "__main__":
    unittest.main()
