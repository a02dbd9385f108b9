# SPDX-FileCopyrightText: The Dossier authors
# SPDX-License-Identifier: GPL-3.0-or-later
"""The world of the demo: kept between services, shared by them, and never lost to a damaged file."""

import concurrent.futures
import json
import os
import pathlib
import subprocess
import sys
import tempfile
import time
import unittest

sys.path.insert(0, str(pathlib.Path(__file__).parent))

from service import ACCOUNT, OPT_IN, REGION, TOOL, Case, Service  # noqa: E402

BUCKET = "dossier-demo-reports"
KEY = f"arn:aws:kms:{REGION}:{ACCOUNT}:key/d0551e40-5eed-4000-8000-000000000001"


class World(Case):
    @classmethod
    def setUpClass(cls):
        pass

    @classmethod
    def tearDownClass(cls):
        pass

    def setUp(self):
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        self.folder = folder.name

    def start(self, *options):
        service = Service("--folder", self.folder, *options)
        self.addCleanup(service.stop)
        return service

    def test_outlives_the_service(self):
        first = Service("--folder", self.folder)
        first.client("s3").put_object(Bucket=BUCKET, Key="a/b", Body=b"kept")
        first.client("s3").delete_bucket_policy(Bucket=BUCKET)
        made = first.client("kms").create_key()["KeyMetadata"]["Arn"]
        keys = first.role("dossier-export")
        first.stop()
        second = self.start()
        same = ("region", "accountId", "accessKeyId", "secretAccessKey", "bucket", "kmsKeyArn")
        self.assertEqual([first.info[name] for name in same], [second.info[name] for name in same])
        self.assertEqual(second.client("s3").get_object(Bucket=BUCKET, Key="a/b")["Body"].read(), b"kept")
        self.refused("NoSuchBucketPolicy", 404, second.client("s3").get_bucket_policy, Bucket=BUCKET)
        self.assertEqual(second.client("kms").describe_key(KeyId=made)["KeyMetadata"]["Arn"], made)
        self.assertIn("dossier-export", second.client("sts", keys).get_caller_identity()["Arn"])

    def test_rules_hide_findings_everywhere(self):
        def n_active(service):
            asked = {"findingStatus": [{"comparison": "EQUALS", "value": "ACTIVE"}]}
            pages = service.client("inspector2").get_paginator("list_findings").paginate(filterCriteria=asked)
            return sum(len(page["findings"]) for page in pages)

        one, other = self.start("--findings", "150"), self.start("--findings", "150")
        n_all = n_active(other)
        self.assertGreater(n_all, 0)
        rule = one.client("inspector2").create_filter(name="all", action="SUPPRESS", filterCriteria={
            "severity": [{"comparison": "NOT_EQUALS", "value": "none"}]})["arn"]
        third = self.start("--findings", "150")
        self.assertEqual([n_active(service) for service in (one, other, third)], [0, 0, 0])
        third.client("inspector2").delete_filter(arn=rule)
        self.assertEqual([n_active(service) for service in (one, other, third)], [n_all] * 3)

    def test_files_are_the_owner_s(self):
        self.start().client("s3").put_object(Bucket=BUCKET, Key="x", Body=b"x")
        for path in pathlib.Path(self.folder).rglob("*"):
            self.assertEqual(path.stat().st_mode & 0o077, 0, path)

    def test_objects_leave_no_litter(self):
        s3 = self.start().client("s3")
        for body in (b"1", b"2"):
            s3.put_object(Bucket=BUCKET, Key="x", Body=body)
        self.assertEqual(len(os.listdir(os.path.join(self.folder, "objects"))), 1)
        s3.delete_object(Bucket=BUCKET, Key="x")
        self.assertEqual(os.listdir(os.path.join(self.folder, "objects")), [])

    def test_another_service_sees_changes(self):
        one, other = self.start(), self.start()
        self.assertEqual(one.info["secretAccessKey"], other.info["secretAccessKey"])
        one.client("s3").delete_bucket_policy(Bucket=BUCKET)
        self.refused("NoSuchBucketPolicy", 404, other.client("s3").get_bucket_policy, Bucket=BUCKET)

    def test_two_services_lose_nothing(self):
        services = [self.start(), self.start()]

        def write(number):
            service = services[number % 2]
            service.client("s3").put_object(Bucket=BUCKET, Key=f"n/{number:03}", Body=str(number).encode())
            service.client("kms").create_alias(AliasName=f"alias/n/{number}", TargetKeyId=KEY)

        with concurrent.futures.ThreadPoolExecutor(8) as pool:
            list(pool.map(write, range(60)))
        for service in services:
            listed = service.client("s3").list_objects_v2(Bucket=BUCKET, Prefix="n/")["Contents"]
            self.assertEqual([item["Key"] for item in listed], [f"n/{number:03}" for number in range(60)])
            aliases = [alias["AliasName"] for page in service.client("kms").get_paginator("list_aliases").paginate()
                       for alias in page["Aliases"]]
            self.assertEqual(sorted(name for name in aliases if name.startswith("alias/n/")),
                             sorted(f"alias/n/{number}" for number in range(60)))

    def damaged(self, text):
        path = pathlib.Path(self.folder, "world.json")
        path.write_bytes(text)
        process = subprocess.run([TOOL, "--folder", self.folder], input="", capture_output=True, text=True, timeout=60)
        self.assertEqual(process.returncode, 0)
        self.assertIn("bucket", json.loads(process.stdout.splitlines()[0]))
        self.assertIn("damaged", process.stderr)
        aside = [each for each in pathlib.Path(self.folder).iterdir() if ".damaged-" in each.name]
        self.assertEqual([each.read_bytes() for each in aside], [text])
        for each in aside:
            self.assertIn(each.name, process.stderr)
            each.unlink()

    def test_damaged_file(self):
        self.start()
        good = pathlib.Path(self.folder, "world.json").read_text()
        newer = json.loads(good)
        newer["version"] += 1
        nameless = json.loads(good)
        del nameless["buckets"][0]["name"]
        for text in (b"", b"{", good[:len(good) // 2].encode(), b"[]", b"{}", json.dumps(newer).encode(),
                     json.dumps(nameless).encode(), good.replace('"objects"', '"objects" : 3, "x"').encode()):
            with self.subTest(text[:20]):
                self.damaged(text)

    def test_damaged_while_serving(self):
        service = self.start()
        pathlib.Path(self.folder, "world.json").write_text("{")
        # The world is made afresh, with another secret, so the old one is refused and nothing crashes.
        self.refused("SignatureDoesNotMatch", 403, service.client("s3").list_buckets)

    def test_unwritable_folder(self):
        file = pathlib.Path(self.folder, "file")
        file.write_text("")
        for folder in (file / "below", "/proc/nowhere"):
            process = subprocess.run([TOOL, "--folder", str(folder)], input="", capture_output=True, text=True, timeout=60)
            self.assertEqual((process.returncode, process.stdout), (1, ""))
            self.assertIn(str(folder), process.stderr)
            self.assertIn("cannot keep its world", process.stderr)

    def test_lost_object_file(self):
        service = self.start()
        service.client("s3").put_object(Bucket=BUCKET, Key="x", Body=b"x")
        for each in pathlib.Path(self.folder, "objects").iterdir():
            each.unlink()
        self.refused("InternalError", 500, service.client("s3").get_object, Bucket=BUCKET, Key="x")

    def test_change_that_cannot_be_kept(self):
        service = self.start()
        kms = service.client("kms")
        objects = pathlib.Path(self.folder, "objects")
        objects.write_text("in the way")
        self.refused("InternalError", 500, service.client("s3").put_object, Bucket=BUCKET, Key="x", Body=b"x")
        self.assertEqual(service.client("s3").list_objects_v2(Bucket=BUCKET)["KeyCount"], 0)
        self.assertTrue(kms.list_keys()["Keys"])

    def test_private_folder_goes(self):
        with tempfile.TemporaryDirectory() as place:
            process = subprocess.Popen([TOOL], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True,
                                       env={**os.environ, "TMPDIR": place})
            process.stdout.readline()
            self.assertEqual(len(os.listdir(place)), 1)
            process.communicate(timeout=60)
            self.assertEqual(os.listdir(place), [])

    def test_unknown_scenario(self):
        process = subprocess.run([TOOL, "--scenario", "nonsense"], input="", capture_output=True, text=True, timeout=60)
        self.assertEqual(process.returncode, 1)
        self.assertIn("nonsense", process.stderr)


class Scenarios(Case):
    @classmethod
    def setUpClass(cls):
        pass

    @classmethod
    def tearDownClass(cls):
        pass

    def start(self, name):
        service = Service("--scenario", name)
        self.addCleanup(service.stop)
        return service

    def test_bucket_policy_missing(self):
        service = self.start("bucket-policy-missing")
        self.refused("NoSuchBucketPolicy", 404, service.client("s3").get_bucket_policy, Bucket=BUCKET)

    def test_key_policy_missing(self):
        text = self.start("key-policy-missing").client("kms").get_key_policy(KeyId=KEY)["Policy"]
        self.assertEqual(len(json.loads(text)["Statement"]), 1)

    def test_identity_denied(self):
        service = self.start("identity-denied")
        said = self.refused("AccessDenied", 403, service.client("s3").put_bucket_policy, Bucket=BUCKET, Policy="{}")
        self.assertTrue(said.endswith("with an explicit deny in an identity-based policy"), said)
        result, = service.client("iam").simulate_principal_policy(
            PolicySourceArn=f"arn:aws:iam::{ACCOUNT}:user/demo",
            ActionNames=["inspector2:CreateFindingsReport"])["EvaluationResults"]
        self.assertEqual(result["EvalDecision"], "explicitDeny")

    def test_scp_denied(self):
        service = self.start("scp-denied")
        said = self.refused("AccessDeniedException", 403, service.client("inspector2").create_findings_report,
                            reportFormat="CSV", s3Destination={"bucketName": BUCKET, "kmsKeyArn": KEY})
        self.assertRegex(said, "with an explicit deny in a service control policy: arn:aws:organizations::")
        # The identity's own policy allows it: that is the contradiction a person meets.
        result, other = service.client("iam").simulate_principal_policy(
            PolicySourceArn=f"arn:aws:iam::{ACCOUNT}:user/demo",
            ActionNames=["inspector2:CreateFindingsReport", "inspector2:ListFindings"])["EvaluationResults"]
        self.assertEqual(result["EvalDecision"], "implicitDeny")
        self.assertFalse(result["OrganizationsDecisionDetail"]["AllowedByOrganizations"])
        self.assertEqual((other["EvalDecision"], other["OrganizationsDecisionDetail"]["AllowedByOrganizations"]),
                         ("allowed", True))
        self.assertTrue(service.client("inspector2").list_findings(maxResults=1)["findings"])

    def report_fails(self, name, code, bucket=BUCKET, key=KEY, **region):
        service = Service("--scenario", name, "--report", "10000", "--fake-clock", "--findings", "50")
        self.addCleanup(service.stop)
        inspector = service.client("inspector2", **region)
        report = inspector.create_findings_report(reportFormat="CSV", s3Destination={
            "bucketName": bucket, "kmsKeyArn": key})["reportId"]
        service.ask(10)
        answer = inspector.get_findings_report_status(reportId=report)
        self.assertEqual((answer["status"], answer.get("errorCode")), ("FAILED", code), name)
        return answer["errorMessage"]

    def test_destinations_that_fail(self):
        self.report_fails("bucket-elsewhere", "INCOMPATIBLE_BUCKET_REGION")
        self.assertIn("Disabled", self.report_fails("key-disabled", "MALFORMED_KMS_KEY"))
        self.assertIn("symmetric", self.report_fails("key-asymmetric", "MALFORMED_KMS_KEY"))
        self.assertIn("s3:PutObject", self.report_fails("bucket-foreign", "INVALID_PERMISSIONS"))

    def test_denies_that_break(self):
        for name in ("transport", "transport-not-true", "tls-version", "encryption", "other-key", "organization",
                     "vpc-endpoint", "address", "acl"):
            with self.subTest(name):
                self.assertIn("s3:PutObject", self.report_fails(f"deny-{name}", "INVALID_PERMISSIONS"))

    def test_opt_in_region(self):
        self.report_fails("opt-in-region", "INVALID_PERMISSIONS", bucket="dossier-demo-reports-opt-in", key=KEY.replace(
            REGION, OPT_IN).replace("000001", "000008"), region_name=OPT_IN)

    def test_latency(self):
        service = Service("--latency", "50")
        self.addCleanup(service.stop)
        kms = service.client("kms")
        before = time.monotonic()
        kms.list_keys()
        self.assertGreaterEqual(time.monotonic() - before, 0.05)


if __name__ == "__main__":
    unittest.main()
