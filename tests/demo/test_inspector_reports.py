# SPDX-FileCopyrightText: The Dossier authors
# SPDX-License-Identifier: GPL-3.0-or-later
"""The life of a findings report, from CreateFindingsReport to the object in the bucket."""

import csv
import io
import json
import os
import pathlib
import subprocess
import sys
import tempfile
import uuid

sys.path.insert(0, str(pathlib.Path(__file__).parent))

from botocore.config import Config  # noqa: E402
from service import ACCOUNT, OPT_IN, REGION, Case, Service, policy, statement  # noqa: E402
from test_report import HEADER  # noqa: E402

# How long a report takes, in seconds; a clock that is off by minutes is refused.
TAKES = 10


def equals(value):
    return [{"comparison": "EQUALS", "value": value}]


class Reports(Case):
    @classmethod
    def setUpClass(cls):
        """Each test has a service of its own, so that its clock does not run away."""

    @classmethod
    def tearDownClass(cls):
        pass

    def setUp(self):
        self.service = Service("--findings", "300", "--report", f"{TAKES}000", "--fake-clock")
        self.addCleanup(self.service.stop)
        self.inspector = self.service.client("inspector2", config=Config(
            retries={"total_max_attempts": 1}, proxies={}, parameter_validation=False))
        self.s3 = self.service.client("s3")
        self.bucket = self.service.info["bucket"]
        self.key = self.service.info["kmsKeyArn"]

    def start(self, kind="CSV", bucket=None, key=None, prefix=None, **more):
        destination = {"bucketName": bucket or self.bucket, "kmsKeyArn": key or self.key}
        if prefix is not None:
            destination["keyPrefix"] = prefix
        return self.inspector.create_findings_report(reportFormat=kind, s3Destination=destination, **more)["reportId"]

    def status(self, report):
        return self.inspector.get_findings_report_status(reportId=report)

    def outcome(self, **arguments):
        """The state of a report when it is due, and the error code."""
        report = self.start(**arguments)
        self.service.ask(TAKES)
        answer = self.status(report)
        self.assertEqual("errorMessage" in answer, answer["status"] == "FAILED")
        return answer["status"], answer.get("errorCode")

    def arns(self, **criteria):
        found = self.inspector.get_paginator("list_findings").paginate(filterCriteria=criteria)
        return [f["findingArn"] for page in found for f in page["findings"]]

    def test_csv(self):
        report = self.start(prefix="audit")
        answer = self.status(report)
        self.assertEqual(answer["status"], "IN_PROGRESS")
        self.assertEqual(answer["destination"], {"bucketName": self.bucket, "keyPrefix": "audit", "kmsKeyArn": self.key})
        key = f"audit/{report}.csv"
        self.refused("404", 404, self.s3.head_object, Bucket=self.bucket, Key=key)
        self.service.ask(TAKES - 1)
        self.assertEqual(self.status(report)["status"], "IN_PROGRESS")
        self.service.ask(1)
        # S3 alone is enough to see that it is there.
        got = self.s3.get_object(Bucket=self.bucket, Key=key)
        self.assertEqual((got["ServerSideEncryption"], got["SSEKMSKeyId"]), ("aws:kms", self.key))
        text = got["Body"].read().decode("utf-8")
        self.assertEqual(got["ContentLength"], len(text.encode()))
        self.assertEqual(text.split("\n")[0], HEADER)
        rows = list(csv.DictReader(io.StringIO(text), strict=True))
        self.assertEqual([row["Finding ARN"] for row in rows], self.arns(findingStatus=equals("ACTIVE")))
        self.assertEqual(self.status(report)["status"], "SUCCEEDED")

    def test_json_is_what_is_listed(self):
        criteria = {"findingStatus": equals("SUPPRESSED") + equals("CLOSED"), "severity": equals("HIGH")}
        report = self.start("JSON", prefix="a/b/", filterCriteria=criteria)
        self.assertEqual(self.status(report)["filterCriteria"], criteria)
        self.service.ask(TAKES)
        body = self.s3.get_object(Bucket=self.bucket, Key=f"a/b/{report}.json")["Body"].read()
        self.assertEqual([f["findingArn"] for f in json.loads(body)["findings"]], self.arns(**criteria))

    def test_without_a_prefix(self):
        report = self.start("JSON")
        self.service.ask(TAKES)
        self.s3.head_object(Bucket=self.bucket, Key=f"{report}.json")

    def test_one_at_a_time(self):
        report = self.start()
        words = self.refused("ValidationException", 400, self.start)
        self.assertIn("Cannot have multiple reports in-progress", words)
        self.assertEqual(self.inspector.get_findings_report_status()["reportId"], report)
        there = self.service.client("inspector2", region_name=OPT_IN)
        other = there.create_findings_report(
            reportFormat="CSV", s3Destination={"bucketName": self.bucket, "kmsKeyArn": self.key})["reportId"]
        self.refused("ResourceNotFoundException", 404, self.status, other)
        self.service.ask(TAKES)
        self.assertEqual(self.status(report)["status"], "SUCCEEDED")
        self.assertEqual(there.get_findings_report_status(reportId=other)["errorCode"], "INCOMPATIBLE_BUCKET_REGION")
        self.refused("ResourceNotFoundException", 404, self.inspector.get_findings_report_status)

    def test_cancel(self):
        report = self.start()
        self.assertEqual(self.inspector.cancel_findings_report(reportId=report)["reportId"], report)
        self.service.ask(TAKES)
        self.assertEqual(self.status(report)["status"], "CANCELLED")
        self.refused("404", 404, self.s3.head_object, Bucket=self.bucket, Key=f"{report}.csv")
        self.refused("ValidationException", 400, self.inspector.cancel_findings_report, reportId=report)
        self.refused("ResourceNotFoundException", 404, self.inspector.cancel_findings_report,
                     reportId=str(uuid.uuid4()))

    def test_failures(self):
        alias = f"arn:aws:kms:{REGION}:{ACCOUNT}:alias/nothing"
        gone = f"arn:aws:kms:{REGION}:{ACCOUNT}:key/{uuid.uuid4()}"
        self.assertEqual(self.outcome(bucket="dossier-demo-nowhere"), ("FAILED", "BUCKET_NOT_FOUND"))
        self.assertEqual(self.outcome(bucket="dossier-demo-reports-opt-in"), ("FAILED", "INCOMPATIBLE_BUCKET_REGION"))
        for key in (alias, gone, "key", self.key.rsplit("/", 1)[1]):
            self.assertEqual(self.outcome(key=key), ("FAILED", "MALFORMED_KMS_KEY"), key)
        self.assertEqual(self.outcome(filterCriteria={"title": equals("nothing")}), ("FAILED", "NO_FINDINGS_FOUND"))

    def test_bucket_policy_decides(self):
        before = self.s3.get_bucket_policy(Bucket=self.bucket)["Policy"]
        self.s3.delete_bucket_policy(Bucket=self.bucket)
        self.assertEqual(self.outcome(), ("FAILED", "INVALID_PERMISSIONS"))
        self.s3.put_bucket_policy(Bucket=self.bucket, Policy=before)
        self.assertEqual(self.outcome(), ("SUCCEEDED", None))

    def test_the_policy_counts_at_the_end(self):
        before = self.s3.get_bucket_policy(Bucket=self.bucket)["Policy"]
        deny = json.loads(before)
        deny["Statement"].append({"Effect": "Deny", "Principal": "*", "Action": "s3:PutObject",
                                  "Resource": f"arn:aws:s3:::{self.bucket}/*"})
        report = self.start()
        self.s3.put_bucket_policy(Bucket=self.bucket, Policy=json.dumps(deny))
        self.service.ask(TAKES)
        self.assertEqual(self.status(report)["errorCode"], "INVALID_PERMISSIONS")
        self.s3.put_bucket_policy(Bucket=self.bucket, Policy=before)

    def test_bad_input(self):
        self.refused("ValidationException", 400, self.start, kind="XML")
        self.refused("ValidationException", 400, self.start, filterCriteria={"severity": []})
        self.refused("ValidationException", 400, self.inspector.get_findings_report_status, reportId="x")
        self.refused("ResourceNotFoundException", 404, self.status, str(uuid.uuid4()))


class Busy(Case):
    options = ("--scenario", "busy")

    def test_someone_elses_report(self):
        inspector = self.service.client("inspector2")
        running = inspector.get_findings_report_status()
        destination = {"bucketName": self.service.info["bucket"], "kmsKeyArn": self.service.info["kmsKeyArn"]}
        self.refused("ValidationException", 400, inspector.create_findings_report, reportFormat="CSV",
                     s3Destination=destination)
        inspector.cancel_findings_report(reportId=running["reportId"])
        inspector.create_findings_report(reportFormat="CSV", s3Destination=destination)


class TwoProcesses(Case):
    options = ()

    def test_a_report_ends_once(self):
        with tempfile.TemporaryDirectory() as folder:
            options = ("--folder", folder, "--findings", "200", "--report", "10000", "--fake-clock")
            one = Service(*options)
            destination = {"bucketName": one.info["bucket"], "kmsKeyArn": one.info["kmsKeyArn"]}
            report = one.client("inspector2").create_findings_report(
                reportFormat="CSV", s3Destination=destination)["reportId"]
            two = Service(*options)
            for service in (one, two):
                service.ask(2 * TAKES)
            for service in (two, one, two):
                answer = service.client("inspector2").get_findings_report_status(reportId=report)
                self.assertEqual(answer["status"], "SUCCEEDED")
            etags = {s.client("s3").head_object(Bucket=one.info["bucket"], Key=f"{report}.csv")["ETag"]
                     for s in (one, two)}
            self.assertEqual(len(etags), 1)
            one.stop()
            two.stop()


class AwsCli(Case):
    """The four steps of the guide, as commands."""

    options = ("--scenario", "bucket-policy-missing", "--findings", "200")

    def setUp(self):
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        self.folder = pathlib.Path(folder.name)

    def aws(self, *arguments):
        info = self.service.info
        environment = {
            "PATH": os.environ["PATH"],
            "HOME": str(self.folder),
            "AWS_ACCESS_KEY_ID": info["accessKeyId"],
            "AWS_SECRET_ACCESS_KEY": info["secretAccessKey"],
            "AWS_DEFAULT_REGION": info["region"],
            "AWS_ENDPOINT_URL": info["endpoint"],
            "AWS_EC2_METADATA_DISABLED": "true",
            "NO_PROXY": "127.0.0.1",
        }
        done = subprocess.run(["aws", "--output", "json", *arguments], env=environment, capture_output=True, text=True,
                              timeout=120)
        self.assertEqual(done.returncode, 0, done.stderr)
        return json.loads(done.stdout) if done.stdout.startswith("{") else done.stdout

    def file(self, name, text):
        (self.folder / name).write_text(text)
        return f"file://{self.folder / name}"

    def test_the_guides_four_steps(self):
        bucket, key = self.service.info["bucket"], self.service.info["kmsKeyArn"]
        source = {
            "StringEquals": {"aws:SourceAccount": ACCOUNT},
            "ArnLike": {"aws:SourceArn": f"arn:aws:inspector2:{REGION}:{ACCOUNT}:report/*"},
        }
        principal = {"Service": "inspector2.amazonaws.com"}
        self.assertEqual(self.aws("sts", "get-caller-identity")["Account"], ACCOUNT)
        self.assertTrue(self.aws("inspector2", "list-findings", "--max-items", "3")["findings"])

        self.aws("s3api", "put-bucket-policy", "--bucket", bucket, "--policy", self.file("bucket.json", policy(
            statement("Allow", principal, ["s3:PutObject", "s3:PutObjectAcl", "s3:AbortMultipartUpload"],
                      f"arn:aws:s3:::{bucket}/*", Sid="allow-inspector", Condition=source))))
        held = json.loads(self.aws("kms", "get-key-policy", "--key-id", key, "--policy-name", "default")["Policy"])
        name = "Allow Amazon Inspector to use the key"
        held["Statement"] = [s for s in held["Statement"] if s.get("Sid") != name]
        held["Statement"].append(statement("Allow", principal, ["kms:Decrypt", "kms:GenerateDataKey*"], "*", Sid=name,
                                           Condition=source))
        self.aws("kms", "put-key-policy", "--key-id", key, "--policy-name", "default", "--policy",
                 self.file("key.json", json.dumps(held)))

        report = self.aws("inspector2", "create-findings-report", "--report-format", "CSV", "--s3-destination",
                          f"bucketName={bucket},keyPrefix=audit,kmsKeyArn={key}")["reportId"]
        answer = self.aws("inspector2", "get-findings-report-status", "--report-id", report)
        self.assertEqual(answer["status"], "SUCCEEDED")
        target = self.folder / "report.csv"
        self.aws("s3", "cp", f"s3://{bucket}/audit/{report}.csv", str(target))
        with target.open(encoding="utf-8", newline="") as lines:
            rows = list(csv.DictReader(lines, strict=True))
        listed = self.aws("inspector2", "list-findings", "--filter-criteria",
                          json.dumps({"findingStatus": equals("ACTIVE")}))["findings"]
        self.assertEqual([row["Finding ARN"] for row in rows], [f["findingArn"] for f in listed])
