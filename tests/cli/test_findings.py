# SPDX-FileCopyrightText: The Dossier authors
# SPDX-License-Identifier: GPL-3.0-or-later
"""`findings`: what is asked, what is written, and how failures are told."""

import csv
import fcntl
import io
import json
import os
import pathlib
import pty
import signal
import struct
import subprocess
import termios
import unicodedata

import boto3
import botocore.session
from botocore.config import Config

from dossier_cli import CLI, CliTest
from fake_inspector import FakeInspector, ok, refusal

SECRET = "wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY"
KEY = {"AWS_ACCESS_KEY_ID": "AKIAIOSFODNN7EXAMPLE", "AWS_SECRET_ACCESS_KEY": SECRET}


def finding(number, **more):
    return {"findingArn": f"arn:aws:inspector2:eu-central-1:111122223333:finding/{number:032x}",
            "awsAccountId": "111122223333", "type": "PACKAGE_VULNERABILITY", "severity": "HIGH", "status": "ACTIVE",
            "title": f"CVE-2026-{number} - openssl", "inspectorScore": 7.5, "firstObservedAt": 1760000000.0,
            "lastObservedAt": 1760000000.25, "updatedAt": 1760000000, "resources": [{"type": "AWS_EC2_INSTANCE",
            "id": f"i-{number:017x}"}], "notInAnyModel": {"kept": [1, 2.5, None]}, **more}


def pages(*groups):
    """Answers ListFindings with one page for each group of findings."""
    def answers(_, body):
        number = int(body.get("nextToken", "0"))
        page = {"findings": groups[number]}
        return ok(page if number + 1 == len(groups) else {**page, "nextToken": str(number + 1)})
    return answers


def columns_of(text):
    return sum(2 if unicodedata.east_asian_width(c) in "WF" else 0 if unicodedata.combining(c) else 1 for c in text)


class FindingsTest(CliTest):
    def fake(self, answers):
        fake = FakeInspector(answers)
        self.addCleanup(fake.stop)
        return fake

    def ask(self, fake, *words, env=None, **more):
        return self.run_cli("--endpoint-url", fake.endpoint, "--region", "eu-central-1", "findings", *words,
                            env={**KEY, **(env or {})}, **more)


class List(FindingsTest):
    def test_json_is_what_aws_sent(self):
        groups = [[finding(1), finding(2)], [], [finding(3, title="제목 “x” \\u0007")]]
        fake = self.fake(pages(*groups))
        result = self.ask(fake, "list", "--json", "--jobs", "1")
        self.assertEqual((result.returncode, result.stderr), (0, ""))
        self.assertEqual(json.loads(result.stdout), {"findings": groups[0] + groups[1] + groups[2]})
        self.assertEqual([body.get("nextToken") for _, body, _ in fake.requests], [None, "1", "2"])
        for path, body, _ in fake.requests:
            self.assertEqual(path, "/findings/list")
            self.assertEqual(body["filterCriteria"], {"findingStatus": [{"comparison": "EQUALS", "value": "ACTIVE"}]})

    def test_json_without_findings(self):
        self.assertEqual(json.loads(self.ask(self.fake(pages([])), "list", "--json").stdout), {"findings": []})

    def test_the_filter_is_sent(self):
        path = self.home / "filter.json"
        path.write_text(json.dumps({"severity": [{"comparison": "EQUALS", "value": "CRITICAL"}],
                                    "findingStatus": [{"comparison": "EQUALS", "value": "CLOSED"}]}))
        fake = self.fake(pages([]))
        self.assertEqual(self.ask(fake, "list", "--json", "--filter-json", path).returncode, 0)
        self.assertEqual(fake.requests[0][1]["filterCriteria"], json.loads(path.read_text()))

    def test_every_order_of_the_model(self):
        model = botocore.session.Session().get_service_model("inspector2")
        fake = self.fake(pages([]))
        for field in model.shape_for("SortField").enum:
            self.assertEqual(self.ask(fake, "list", "--json", "--sort", field).returncode, 0)
            self.assertEqual(fake.requests[-1][1]["sortCriteria"], {"field": field, "sortOrder": "ASC"})
        self.ask(fake, "list", "--json", "--sort", "inspector-score:desc")
        self.assertEqual(fake.requests[-1][1]["sortCriteria"], {"field": "INSPECTOR_SCORE", "sortOrder": "DESC"})

    def test_a_limit(self):
        fake = self.fake(pages([finding(1), finding(2)], [finding(3), finding(4)], [finding(5)]))
        result = self.ask(fake, "list", "--json", "--limit", "3")
        self.assertEqual([f["findingArn"][-1] for f in json.loads(result.stdout)["findings"]], ["1", "2", "3"])
        self.assertEqual(len(fake.requests), 2)

    def test_csv(self):
        fake = self.fake(pages([finding(1), finding(2, title='a "quoted", title\nof two lines')]))
        result = self.ask(fake, "list", "--csv")
        self.assertEqual((result.returncode, result.stderr), (0, ""))
        rows = list(csv.DictReader(io.StringIO(result.stdout, newline="")))
        self.assertEqual(len(rows[0]), 55)
        self.assertEqual([row["Finding ARN"] for row in rows], [finding(n)["findingArn"] for n in (1, 2)])
        self.assertEqual(rows[1]["Title"], 'a "quoted", title\nof two lines')

    def test_the_table_is_aligned(self):
        titles = ["plain", "한국어 제목", "日本語のとても長い題名" * 8, "combining e\u0301", "x" * 300]
        fake = self.fake(pages([finding(i, title=title) for i, title in enumerate(titles)]))
        result = self.ask(fake, "list", env={"COLUMNS": "100"})
        lines = result.stdout.splitlines()
        self.assertEqual(len(lines), len(titles) + 1)
        self.assertLessEqual(max(map(columns_of, lines)), 100)
        starts = {columns_of(line[:line.index("111122223333")]) for line in lines[1:]}
        self.assertEqual(len(starts), 1)
        self.assertIn("한국어 제목", result.stdout)
        self.assertIn("5 findings", result.stderr)

    def test_the_table_fits_the_terminal(self):
        fake = self.fake(pages([finding(i, title="x" * 200) for i in range(3)]))
        leader, follower = pty.openpty()
        fcntl.ioctl(follower, termios.TIOCSWINSZ, struct.pack("HHHH", 24, 90, 0, 0))
        process = subprocess.Popen([CLI, "--endpoint-url", fake.endpoint, "--region", "eu-central-1", "findings", "list"],
                                   stdout=follower, stderr=subprocess.PIPE, env={**self.environment, **KEY})
        os.close(follower)
        _, err = process.communicate(timeout=60)
        self.assertEqual(process.returncode, 0, err)
        text = b""
        try:
            while piece := os.read(leader, 65536):
                text += piece
        except OSError:
            pass
        os.close(leader)
        self.assertEqual({len(line) <= 90 for line in text.decode().splitlines()}, {True})

    def test_a_title_cannot_move_the_cursor(self):
        evil = "red \x1b[31m\x07 \r over \u202e turned \u2066 \x9b2J"
        result = self.ask(self.fake(pages([finding(1, title=evil)])), "list")
        self.assertEqual(result.returncode, 0)
        for character in "\x1b\x07\r\u202e\u2066\x9b":
            self.assertNotIn(character, result.stdout)

    def test_absent_is_not_zero(self):
        bare = {"findingArn": finding(1)["findingArn"]}
        result = self.ask(self.fake(pages([bare])), "list")
        self.assertEqual(result.returncode, 0, result.stderr)
        self.assertNotIn("0.0", result.stdout)
        self.assertNotIn("1970", result.stdout)


class CountAndShow(FindingsTest):
    def test_count_by_reading(self):
        path = self.home / "filter.json"
        path.write_text(json.dumps({"severity": [{"comparison": "EQUALS", "value": "HIGH"}]}))
        fake = self.fake(pages([finding(1), finding(2)], [finding(3)]))
        self.assertEqual(self.ask(fake, "count", "--filter-json", path).stdout, "3\n")
        answer = json.loads(self.ask(fake, "count", "--json", "--filter-json", path).stdout)
        self.assertEqual(answer, {"count": 3, "byReading": True})

    def test_show(self):
        fake = self.fake(pages([finding(7)]))
        result = self.ask(fake, "show", finding(7)["findingArn"])
        self.assertEqual(result.returncode, 0, result.stderr)
        for text in ("title", "CVE-2026-7 - openssl", "notInAnyModel.kept", "2.5", "resources[0].id"):
            self.assertIn(text, result.stdout)
        self.assertEqual(json.loads(self.ask(fake, "show", "--json", finding(7)["findingArn"]).stdout), finding(7))
        criteria = fake.requests[0][1]["filterCriteria"]
        self.assertEqual(criteria["findingArn"], [{"comparison": "EQUALS", "value": finding(7)["findingArn"]}])
        self.assertEqual({c["value"] for c in criteria["findingStatus"]}, {"ACTIVE", "SUPPRESSED", "CLOSED"})

    def test_show_what_is_not_there(self):
        result = self.ask(self.fake(pages([])), "show", finding(7)["findingArn"])
        self.assertEqual((result.returncode, result.stdout), (1, ""))
        self.assertIn(finding(7)["findingArn"], result.stderr)


class BesideBoto3(CliTest):
    """The same questions to the demo service, from us and from boto3's paginator."""

    def setUp(self):
        super().setUp()
        self.serving = self.serve("--findings", "250")
        self.environment.update(self.serving.environment())
        info = self.serving.info
        self.boto3 = boto3.client("inspector2", endpoint_url=info["endpoint"], region_name=info["region"],
                                  aws_access_key_id=info["accessKeyId"], aws_secret_access_key=info["secretAccessKey"],
                                  config=Config(retries={"total_max_attempts": 1}, proxies={}))

    def ask(self, *words):
        result = self.run_cli(*self.serving.words(), "findings", *words)
        self.assertEqual(result.returncode, 0, result.stderr)
        return result.stdout

    def expected(self, **criteria):
        pages = self.boto3.get_paginator("list_findings").paginate(**criteria)
        return [f["findingArn"] for page in pages for f in page["findings"]]

    def test_the_same_findings_in_the_same_order(self):
        active = {"findingStatus": [{"comparison": "EQUALS", "value": "ACTIVE"}]}
        severe = {**active, "severity": [{"comparison": "EQUALS", "value": word} for word in ("HIGH", "CRITICAL")]}
        path = self.home / "filter.json"
        for criteria, sort in [(active, None), (active, ("INSPECTOR_SCORE", "DESC")), (severe, ("LAST_OBSERVED_AT", "ASC"))]:
            with self.subTest(criteria=criteria, sort=sort):
                path.write_text(json.dumps(criteria))
                words = ["--sort", ":".join(sort).lower()] if sort else ["--jobs", "1"]
                asked = {"sortCriteria": dict(zip(("field", "sortOrder"), sort))} if sort else {}
                expected = self.expected(filterCriteria=criteria, **asked)
                self.assertGreater(len(expected), 10)
                ours = json.loads(self.ask("list", "--json", "--filter-json", path, *words))["findings"]
                self.assertEqual([f["findingArn"] for f in ours], expected)
                rows = csv.DictReader(io.StringIO(self.ask("list", "--csv", "--filter-json", path, *words), newline=""))
                self.assertEqual([row["Finding ARN"] for row in rows], expected)
                table = self.ask("list", "--filter-json", path, *words).splitlines()
                self.assertEqual([line.split()[-1] for line in table[1:]], expected)
                self.assertEqual(int(self.ask("count", "--filter-json", path)), len(expected))

    def test_as_many_at_once_as_one_likes(self):
        active = self.expected(filterCriteria={"findingStatus": [{"comparison": "EQUALS", "value": "ACTIVE"}]})
        for words in ([], ["--jobs", "2"], ["--jobs", "32"]):
            ours = json.loads(self.ask("list", "--json", *words))["findings"]
            self.assertEqual(sorted(f["findingArn"] for f in ours), sorted(active))

    def test_active_ones_are_counted_by_inspector(self):
        criteria = {"findingStatus": [{"comparison": "EQUALS", "value": "ACTIVE"}]}
        self.assertEqual(json.loads(self.ask("count", "--json")),
                         {"count": len(self.expected(filterCriteria=criteria)), "byReading": False})

    def test_one_finding_of_any_status(self):
        for status in ("ACTIVE", "CLOSED", "SUPPRESSED"):
            [page] = [self.boto3.list_findings(filterCriteria={"findingStatus": [{"comparison": "EQUALS", "value": status}]},
                                               maxResults=1)]
            arn = page["findings"][0]["findingArn"]
            shown = json.loads(self.ask("show", "--json", arn))
            self.assertEqual((shown["findingArn"], shown["status"]), (arn, status))


class Failures(FindingsTest):
    def assert_failed(self, result, *mentions, status=3):
        self.assertEqual(result.returncode, status, result.stderr)
        self.assertNotIn(SECRET, result.stdout + result.stderr)
        for mention in mentions:
            self.assertIn(mention, result.stderr)

    def test_a_refusal_names_code_and_request(self):
        fake = self.fake(lambda *_: refusal(403, "AccessDeniedException", "User: x is not authorized"))
        for verb in ("list", "count"):
            result = self.ask(fake, verb)
            self.assert_failed(result, "AccessDeniedException", "11112222-fake-request", "is not authorized",
                               status=1)
            self.assertEqual(result.stdout, "")

    def test_answers_that_are_none(self):
        for content in (b"", b"not json", b"[]", b'{"findings":{}}', b'{"findings":[', b'{"findings":[1]}'):
            with self.subTest(content=content):
                self.assert_failed(self.ask(self.fake(lambda *_: ok(content)), "list"))

    def test_pages_without_end(self):
        fake = self.fake(lambda *_: ok({"findings": [], "nextToken": "again"}))
        self.assert_failed(self.ask(fake, "list", "--json"))

    def test_nobody_listens(self):
        fake = self.fake(pages([]))
        fake.stop()
        self.assert_failed(self.ask(fake, "list"), fake.endpoint.removeprefix("http://").split(":")[0])

    def test_an_interrupt_while_nobody_reads(self):
        """A pipe that is full stops the program, but must not make it deaf."""
        fake = self.fake(pages([finding(i, title="x" * 1000) for i in range(100)]))
        for options in (["--json"], ["--csv"]):
            with self.subTest(options=options):
                reading, writing = os.pipe()
                fcntl.fcntl(writing, fcntl.F_SETPIPE_SZ, 4096)
                process = subprocess.Popen([CLI, "--endpoint-url", fake.endpoint, "--region", "eu-central-1", "findings", "list",
                                            *options], stdout=writing, stderr=subprocess.DEVNULL,
                                           env={**self.environment, **KEY})
                os.close(writing)
                # Beyond these few bytes there is one write of many that the pipe has no room for.
                for _ in range(100):
                    self.assertTrue(os.read(reading, 1))
                process.send_signal(signal.SIGINT)
                self.assertEqual(process.wait(timeout=60), 130)
                os.close(reading)

    def test_an_interrupt(self):
        fake = self.fake(lambda *_: None)
        process = subprocess.Popen([CLI, "--endpoint-url", fake.endpoint, "--region", "eu-central-1", "findings", "list",
                                    "--json"], stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True,
                                   env={**self.environment, **KEY})
        while not fake.requests:
            self.assertIsNone(process.poll())
        self.assertNotIn(SECRET.encode(), pathlib.Path(f"/proc/{process.pid}/cmdline").read_bytes())
        process.send_signal(signal.SIGINT)
        _, err = process.communicate(timeout=30)
        self.assertEqual(process.returncode, 130, err)
        self.assertIn("interrupted", err)

    def test_outputs_that_fail(self):
        fake = self.fake(pages(*[[finding(n) for n in range(100)]] * 5))
        readable, writable = os.pipe()
        os.close(readable)
        for words in ([], ["--json"], ["--csv"]):
            for out, told in ((open("/dev/full", "w"), True), (os.fdopen(os.dup(writable), "w"), False)):
                with self.subTest(words=words, told=told), out:
                    done = subprocess.run([CLI, "--endpoint-url", fake.endpoint, "--region", "eu-central-1", "findings",
                                           "list", "--jobs", "1", *words], stdout=out, stderr=subprocess.PIPE, text=True, timeout=60,
                                          env={**self.environment, **KEY})
                    self.assertEqual(done.returncode, 3)
                    self.assertEqual("could not be written" in done.stderr, told, done.stderr)
        os.close(writable)

    def test_the_debug_log_holds_no_secret(self):
        result = self.ask(self.fake(pages([finding(1)])), "list", "--json",
                          env={"DOSSIER_DEBUG": "aws", "AWS_SESSION_TOKEN": "t0kenOfTheTest"})
        self.assertEqual(result.returncode, 0)
        self.assertNotEqual(result.stderr, "")
        for secret in (SECRET, "t0kenOfTheTest"):
            self.assertNotIn(secret, result.stderr)
        json.loads(result.stdout)

    def test_credentials_stay_here(self):
        for url in ("http://inspector.example", "ftp://127.0.0.1", "http://127.0.0.1@inspector.example", "x"):
            with self.subTest(url=url):
                self.assert_usage(self.run_cli("--endpoint-url", url, "--region", "eu-central-1", "findings", "list",
                                               env=KEY), "endpoint")

    def test_no_credentials(self):
        result = self.run_cli("--region", "eu-central-1", "findings", "list")
        self.assert_failed(result, "--demo", "AWS_ACCESS_KEY_ID")
        self.assert_usage(self.run_cli("findings", "list", env=KEY), "--region")
        self.assert_usage(self.run_cli("--profile", "nobody", "findings", "list"), "nobody")
        self.assert_usage(self.run_cli("--account", "nobody", "findings", "list"), "nobody")

    def test_a_profile_that_asks_for_more(self):
        path = self.home / ".aws" / "config"
        path.parent.mkdir()
        for text, word in (("role_arn = arn:aws:iam::111122223333:role/r\nsource_profile = gone", "source_profile"),
                           ("credential_process = /bin/false", "credential_process")):
            with self.subTest(word=word):
                path.write_text(f"[profile p]\n{text}\n")
                self.assert_failed(self.run_cli("--profile", "p", "--region", "eu-central-1", "findings", "list", env=KEY),
                                   word)


class WrongWords(FindingsTest):
    def test_wrong_words(self):
        empty = self.home / "empty.json"
        empty.write_text("")
        odd = self.home / "odd.json"
        odd.write_text('{"severity":[{"comparison":"SOUNDS_LIKE","value":"HIGH"}]}')
        for words in [[], ["bake"], ["list", "extra"], ["list", "--csv", "--json"], ["list", "--limit", "-1"],
                      ["list", "--limit", "x"], ["list", "--jobs", "33"], ["list", "--jobs", "0"],
                      ["list", "--sort", "NOTHING"], ["list", "--sort", "SEVERITY:up"], ["list", "--sort", ""],
                      ["list", "--filter-json", "/nowhere"], ["list", "--filter-json", empty],
                      ["list", "--filter-json", odd], ["list", "--filter", "severity:high"], ["count", "--csv"],
                      ["count", "--filter-json", odd], ["show"], ["show", "x"], ["show", "x", "y"]]:
            with self.subTest(words=words):
                self.assert_usage(self.run_cli("--region", "eu-central-1", "findings", *words, env=KEY))

    def test_conflicts(self):
        for words, mention in [(["--demo", "--profile", "p"], "--demo"), (["--demo", "--account", "a"], "--demo"),
                               (["--demo", "--endpoint-url", "http://127.0.0.1:1"], "--demo"),
                               (["--account", "a", "--profile", "p"], "--profile"), (["--region", ""], "--region"),
                               (["--demo", "--region", "mars"], "mars"), (["--demo=nonsense"], "nonsense"),
                               (["--region", "mars"], "mars")]:
            with self.subTest(words=words):
                self.assert_usage(self.run_cli(*words, "findings", "count", env=KEY), mention)
