# SPDX-FileCopyrightText: The Dossier authors
# SPDX-License-Identifier: GPL-3.0-or-later
"""`export` against the demo service, with boto3 to see what there is at AWS."""

import csv
import json
import os
import pathlib
import pty
import signal
import subprocess

import boto3
from botocore.config import Config
from botocore.exceptions import ClientError

from dossier_cli import CLI, CliTest

FINDINGS = 37


class ExportTest(CliTest):
    def serve_demo(self, *words):
        self.serving = self.serve("--findings", FINDINGS, *words)
        self.environment.update(self.serving.environment())
        self.info = self.serving.info
        return self.serving

    def words(self, *words, to="audit/", format="csv"):
        return [*self.serving.words(), "export", "start", "--format", format, "--to", f"s3://{self.info['bucket']}/{to}",
                "--kms-key", self.info["kmsKeyArn"], *words]

    def aws(self, service):
        return boto3.client(service, endpoint_url=self.info["endpoint"], region_name=self.info["region"],
                            aws_access_key_id=self.info["accessKeyId"],
                            aws_secret_access_key=self.info["secretAccessKey"],
                            config=Config(retries={"total_max_attempts": 1}, proxies={}, s3={"addressing_style": "path"}))

    def report(self, **which):
        """A report that Inspector knows of, or None; the one being made if none is named."""
        try:
            return self.aws("inspector2").get_findings_report_status(**which)
        except ClientError as error:
            self.assertEqual(error.response["Error"]["Code"], "ResourceNotFoundException")
            return None

    def runs(self):
        return json.loads(self.run_cli("export", "list", "--json").stdout)


class WholeWay(ExportTest):
    def test_to_a_file_with_every_finding(self):
        self.serve_demo("--report-ms", "10")
        count = int(self.run_cli(*self.serving.words(), "findings", "count").stdout)
        self.assertGreater(count, 0)
        for format in ("csv", "json"):
            with self.subTest(format=format):
                folder = self.home / "reports" / format
                result = self.run_cli("--json", *self.words("--wait", "--download", folder, format=format))
                self.assertEqual(result.returncode, 0, result.stderr)
                record = json.loads(result.stdout)
                self.assertEqual((record["state"], record["findings"], record["source"]), ("done", count, "environment"))

                [file] = folder.iterdir()
                self.assertEqual(str(file), record["file"])
                with file.open(newline="", encoding="utf-8") as stream:
                    rows = list(csv.DictReader(stream)) if format == "csv" else json.load(stream)["findings"]
                self.assertEqual(len(rows), count)
                stored = self.aws("s3").get_object(Bucket=self.info["bucket"], Key=record["objectKey"])["Body"].read()
                self.assertEqual(file.read_bytes(), stored)

                shown = json.loads(self.run_cli("report", "show", "--json", file).stdout)
                self.assertEqual((shown["findings"], shown["sha256"]), (count, record["sha256"]))

    def test_a_filter(self):
        self.serve_demo("--report-ms", "10")
        path = self.home / "filter.json"
        path.write_text(json.dumps({"severity": [{"comparison": "EQUALS", "value": "CRITICAL"}]}))
        count = int(self.run_cli(*self.serving.words(), "findings", "count", "--filter-json", path).stdout)
        result = self.run_cli("--json", *self.words("--wait", "--filter-json", path, "--download", self.home / "r"))
        self.assertEqual(result.returncode, 0, result.stderr)
        self.assertEqual(json.loads(result.stdout)["findings"], count)
        self.assertLess(count, FINDINGS)

    def test_in_the_world_of_demo(self):
        info = json.loads(self.run_cli("demo", "info").stdout)
        folder = self.home / "reports"
        result = self.run_cli("--demo", "export", "start", "--format", "csv", "--to", f"s3://{info['bucket']}/audit",
                              "--kms-key", info["kmsKeyArn"], "--wait", "--download", folder)
        self.assertEqual(result.returncode, 0, result.stderr)
        count = int(self.run_cli("--demo", "findings", "count").stdout)
        [file] = folder.iterdir()
        with file.open(newline="", encoding="utf-8") as stream:
            self.assertEqual(len(list(csv.DictReader(stream))), count)
        self.assertIn(str(file), result.stdout)
        self.assertEqual(len(result.stdout.splitlines()), 1)

    def test_a_damaged_record_is_told_and_kept(self):
        self.serve_demo("--report-ms", "10")
        id = json.loads(self.run_cli("--json", *self.words()).stdout)["id"]
        [file] = self.home.rglob(f"{id}.json")
        file.write_text('{"ver')
        listed = self.run_cli("export", "list", "--json")
        self.assertEqual((listed.returncode, json.loads(listed.stdout)), (0, []))
        [line] = listed.stderr.splitlines()
        self.assertTrue(line.startswith("dossier-cli: ") and str(file) in line, line)
        for verb in ("status", "resume", "cancel"):
            result = self.run_cli(*self.serving.words(), "export", verb, id)
            self.assertEqual((result.returncode, result.stdout), (3, ""))
            self.assertIn(str(file), result.stderr)
        self.assertEqual(file.read_text(), '{"ver')

    def test_started_here_and_fetched_later(self):
        self.serve_demo("--report-ms", "500")
        folder = self.home / "reports"
        started = self.run_cli("--json", *self.words("--download", folder))
        self.assertEqual(started.returncode, 0, started.stderr)
        record = json.loads(started.stdout)
        self.assertEqual(record["state"], "waiting")
        self.assertNotIn("failed", started.stderr)
        self.assertIn(record["id"], started.stderr)
        self.assertFalse(folder.exists() and list(folder.iterdir()))

        told = self.run_cli("export", "status", record["id"])
        self.assertEqual(told.returncode, 0)
        self.assertIn("waiting", told.stdout)

        resumed = self.run_cli("--json", *self.serving.words(), "export", "resume", record["id"])
        self.assertEqual(resumed.returncode, 0, resumed.stderr)
        self.assertEqual(json.loads(resumed.stdout)["reportId"], record["reportId"])
        self.assertEqual(len(list(folder.iterdir())), 1)
        self.assertEqual([run["state"] for run in self.runs()], ["done"])
        again = self.run_cli("--json", *self.serving.words(), "export", "resume", record["id"])
        self.assertEqual((again.returncode, json.loads(again.stdout)["state"]), (0, "done"), again.stderr)
        late = self.run_cli(*self.serving.words(), "export", "cancel", record["id"])
        self.assertEqual((late.returncode, late.stdout), (1, ""), late.stderr)
        self.assertEqual(len(list(folder.iterdir())), 1)

    def test_no_secret_is_kept(self):
        self.serve_demo("--report-ms", "10")
        result = self.run_cli(*self.words("--wait"))
        self.assertEqual(result.returncode, 0, result.stderr)
        for path, content in self.files().items():
            self.assertNotIn(self.info["secretAccessKey"].encode(), content, path)
        self.assertNotIn(self.info["secretAccessKey"], result.stdout + result.stderr)


class Interrupted(ExportTest):
    def start_waiting(self):
        """A command that waits for a report which takes an hour, once it waits."""
        self.serve_demo("--report-ms", "3600000")
        leader, follower = pty.openpty()
        self.addCleanup(os.close, leader)
        process = subprocess.Popen([CLI, *self.words("--wait")], stdout=subprocess.PIPE, env=self.environment,
                                   stderr=follower)
        os.close(follower)
        seen = b""
        while b"Waiting for Inspector" not in seen:
            seen += os.read(leader, 4096)
        return process, leader, seen

    def finish(self, process, leader, seen):
        out, _ = process.communicate(timeout=60)
        try:
            while piece := os.read(leader, 4096):
                seen += piece
        except OSError:
            pass
        return out, seen.decode()

    def test_an_interrupt_leaves_the_report(self):
        process, leader, seen = self.start_waiting()
        self.assertNotIn(self.info["secretAccessKey"].encode(), pathlib.Path(f"/proc/{process.pid}/cmdline").read_bytes())
        process.send_signal(signal.SIGINT)
        out, told = self.finish(process, leader, seen)
        [run] = self.runs()
        self.assertEqual((process.returncode, out), (130, b""))
        self.assertIn("goes on at AWS", told)
        self.assertIn(f"export resume {run['id']}", told)
        # At a terminal there is a line that is written over.
        self.assertIn("\r\x1b[K", told)
        self.assertEqual(run["state"], "waiting")
        self.assertEqual((self.report()["status"], self.report()["reportId"]), ("IN_PROGRESS", run["reportId"]))

        cancelled = self.run_cli("--json", *self.serving.words(), "export", "cancel", run["id"])
        self.assertEqual(cancelled.returncode, 0, cancelled.stderr)
        self.assertEqual(json.loads(cancelled.stdout)["state"], "cancelled")
        self.assertEqual(self.report(reportId=run["reportId"])["status"], "CANCELLED")
        self.assertEqual(self.run_cli("export", "status", run["id"]).returncode, 1)
        again = self.run_cli(*self.serving.words(), "export", "cancel", run["id"])
        self.assertEqual(again.returncode, 0, again.stderr)
        self.assertEqual(len(self.runs()), 1)

    def test_a_kill_leaves_one_report(self):
        process, leader, seen = self.start_waiting()
        report = self.report()["reportId"]
        process.kill()
        self.finish(process, leader, seen)
        [run] = self.runs()
        self.assertEqual((run["state"], run["reportId"]), ("waiting", report))
        cancelled = self.run_cli(*self.serving.words(), "export", "cancel", run["id"])
        self.assertEqual(cancelled.returncode, 0, cancelled.stderr)
        self.assertIsNone(self.report())
        self.assertEqual(self.report(reportId=report)["status"], "CANCELLED")


class Refused(ExportTest):
    def test_scenarios(self):
        for scenario in ("bucket-policy-missing", "key-policy-missing", "identity-denied"):
            with self.subTest(scenario=scenario):
                self.serve_demo("--report-ms", "10", "--scenario", scenario)
                result = self.run_cli(*self.words("--wait", "--download", self.home / "r"))
                self.assertEqual((result.returncode, result.stdout), (1, ""),
                                 result.stderr)
                self.assertTrue(result.stderr)
                self.assertFalse((self.home / "r").exists() and list((self.home / "r").iterdir()))

    def test_somebody_elses_report(self):
        self.serve_demo("--scenario", "busy")
        result = self.run_cli(*self.words("--wait"))
        self.assertEqual((result.returncode, result.stdout), (1, ""), result.stderr)

    def test_a_bucket_that_is_not_there(self):
        self.serve_demo("--report-ms", "10")
        words = [word.replace(self.info["bucket"], "no-such-bucket-anywhere") for word in self.words("--wait")]
        result = self.run_cli(*words)
        self.assertEqual((result.returncode, result.stdout), (1, ""), result.stderr)
        self.assertIn("bucket", result.stderr)
        self.assertIsNone(self.report())

    def test_a_state_folder_that_cannot_be_written(self):
        self.serve_demo("--report-ms", "10")
        blocked = self.home / "blocked"
        blocked.write_text("a file where the folder should be")
        result = self.run_cli(*self.words("--wait"), env={"XDG_STATE_HOME": str(blocked)})
        self.assertEqual((result.returncode, result.stdout), (3, ""), result.stderr)
        self.assertIn(str(blocked), result.stderr)
        self.assertIsNone(self.report())

    def test_a_download_folder_that_cannot_be(self):
        self.serve_demo("--report-ms", "10")
        blocked = self.home / "blocked"
        blocked.write_text("a file where the folder should be")
        result = self.run_cli(*self.words("--wait", "--download", blocked))
        self.assertEqual((result.returncode, result.stdout), (3, ""), result.stderr)
        self.assertIn(str(blocked), result.stderr)
        self.assertEqual(blocked.read_text(), "a file where the folder should be")


    def test_a_download_folder_without_a_name_in_utf8(self):
        self.serve_demo()
        result = self.run_cli(*self.words("--wait", "--download", self.home / os.fsdecode(b"\xff")))
        self.assert_usage(result, "UTF-8")
        self.assertEqual(self.runs(), [])


class WrongWords(ExportTest):
    KEY = "arn:aws:kms:eu-central-1:111122223333:key/d0551e40-5eed-4000-8000-000000000001"

    def start(self, *words, before=("--region", "eu-central-1")):
        return self.run_cli(*before, "export", "start", *words, env={"AWS_ACCESS_KEY_ID": "AKIAIOSFODNN7EXAMPLE",
                                                                     "AWS_SECRET_ACCESS_KEY": "s3cr3t"})

    def test_places_that_are_none(self):
        for uri in ("bucket", "s3://", "s3:///x", "https://bucket.s3.amazonaws.com/x", "s3://Bucket/x", "s3://a/x",
                    "s3://192.168.0.1/x", "arn:aws:s3:::bucket", "", "s3://bu cket/x"):
            with self.subTest(uri=uri):
                self.assert_usage(self.start("--format", "csv", "--to", uri, "--kms-key", self.KEY))
        self.assertEqual(self.runs(), [])

    def test_keys_and_formats_that_are_none(self):
        for key in ("x", "arn:aws:s3:::bucket", self.KEY.replace("eu-central-1", "us-east-1"), ""):
            with self.subTest(key=key):
                self.assert_usage(self.start("--format", "csv", "--to", "s3://bucket/x", "--kms-key", key))
        for format in ("xml", "", "CSV,JSON"):
            with self.subTest(format=format):
                self.assert_usage(self.start("--format", format, "--to", "s3://bucket/x", "--kms-key", self.KEY))
        self.assertEqual(self.runs(), [])

    def test_words_that_miss_or_are_too_many(self):
        whole = ["--format", "csv", "--to", "s3://bucket/x", "--kms-key", self.KEY]
        for words in ([], whole[2:], whole[:4], whole[:2] + whole[4:], [*whole, "extra"], [*whole, "--filter", "x"],
                      [*whole, "--filter-json", "/nowhere"]):
            with self.subTest(words=words):
                self.assert_usage(self.start(*words))
        for words in ([], ["bake"], ["list", "x"], ["status"], ["status", "x"], ["cancel"], ["resume"],
                      ["resume", "../../etc/passwd"], ["resume", "b0550000-5eed-4000-8000-000000000001"],
                      ["cancel", "b0550000-5eed-4000-8000-000000000001", "x"]):
            with self.subTest(words=words):
                self.assert_usage(self.run_cli("export", *words))

    def test_a_run_of_somebody_else(self):
        self.serve_demo("--report-ms", "10")
        self.assertEqual(self.run_cli(*self.words()).returncode, 0)
        [run] = self.runs()
        for words in (["--profile", "p"], ["--account", "a"], ["--demo"], ["--region", "us-east-1"]):
            for verb in ("resume", "cancel", "status"):
                with self.subTest(words=words, verb=verb):
                    self.assert_usage(self.run_cli(*words, "export", verb, run["id"]))
        self.assertEqual(json.loads(self.run_cli("--demo", "export", "list", "--json").stdout), [])
