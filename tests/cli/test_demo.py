# SPDX-FileCopyrightText: The Dossier authors
# SPDX-License-Identifier: GPL-3.0-or-later
"""`demo`: boto3 is the client that shows the service to be there."""

import json
import os
import signal
import socket
import subprocess

import boto3
from botocore.config import Config

from dossier_cli import CLI, CliTest, plain


class Serve(CliTest):
    def test_serves_until_interrupted(self):
        for number in (signal.SIGINT, signal.SIGTERM):
            serving = self.serve("--findings", "3")
            sts = boto3.client("sts", endpoint_url=serving.info["endpoint"], region_name=serving.info["region"],
                               aws_access_key_id=serving.info["accessKeyId"],
                               aws_secret_access_key=serving.info["secretAccessKey"],
                               config=Config(retries={"total_max_attempts": 1}, proxies={}))
            self.assertEqual(sts.get_caller_identity()["Account"], serving.info["accountId"])
            serving.process.send_signal(number)
            out, err = serving.process.communicate(timeout=30)
            self.assertEqual((serving.process.returncode, out, plain(err)), (0, "", ""))

    def test_one_line_tells_all(self):
        info = self.serve("--findings", "0").info
        self.assertEqual(set(info), {"endpoint", "region", "accountId", "accessKeyId", "secretAccessKey", "bucket",
                                     "kmsKeyArn"})
        self.assertRegex(info["endpoint"], r"^http://127\.0\.0\.1:\d+$")

    def test_its_world_is_private(self):
        before = self.files()
        code, _, _ = self.serve("--findings", "1").stop()
        self.assertEqual((code, self.files()), (0, before))

    def test_a_port_in_use(self):
        with socket.create_server(("127.0.0.1", 0)) as taken:
            result = self.run_cli("demo", "serve", "--port", taken.getsockname()[1], "--findings", "1")
        self.assertEqual((result.returncode, result.stdout), (3, ""))
        self.assertIn("in use", result.stderr)

    def test_wrong_words(self):
        for words in [["--port", "70000"], ["--port", "-1"], ["--port", "x"], ["--findings", "-1"],
                      ["--latency", "-5"], ["--report-ms", "99999999999"], ["--seed", "-1"], ["--scenario", "nonsense"],
                      ["extra"], ["--scenario"]]:
            with self.subTest(words=words):
                self.assert_usage(self.run_cli("demo", "serve", *words))
        self.assert_usage(self.run_cli("--demo=empty", "demo", "serve", "--scenario", "busy"), "two scenarios")
        for words in [["--account", "x"], ["--profile", "x"], ["--endpoint-url", "http://127.0.0.1:1"],
                      ["--region", "eu-central-1"]]:
            with self.subTest(words=words):
                self.assert_usage(self.run_cli(*words, "demo", "serve"), words[0])


class World(CliTest):
    def info(self, *words):
        result = self.run_cli(*words, "demo", "info")
        self.assertEqual(result.returncode, 0, result.stderr)
        return json.loads(result.stdout)

    def test_the_world_is_kept_until_it_is_reset(self):
        first, second = self.info(), self.info("--demo")
        self.assertEqual(first["secretAccessKey"], second["secretAccessKey"])
        self.assertNotEqual(first["secretAccessKey"], self.info("--demo=empty")["secretAccessKey"])

        self.assertEqual(self.run_cli("demo", "reset").returncode, 0)
        self.assertNotEqual(first["secretAccessKey"], self.info()["secretAccessKey"])

    def test_reset_does_not_follow_links(self):
        self.run_cli("demo", "info")
        [world] = self.home.rglob("world.json")
        kept = self.home / "mine" / "kept"
        kept.parent.mkdir()
        kept.write_text("somebody's")
        objects = world.parent / "objects"
        objects.mkdir(exist_ok=True)
        (objects / "link").symlink_to(kept.parent, target_is_directory=True)
        self.assertEqual(self.run_cli("demo", "reset").returncode, 0)
        self.assertEqual(kept.read_text(), "somebody's")
        self.assertFalse(objects.exists())

    def test_reset_is_for_one_scenario(self):
        kept, gone = self.info(), self.info("--demo=empty")
        self.assertEqual(self.run_cli("demo", "reset", "--scenario", "empty").returncode, 0)
        self.assertEqual(self.info()["secretAccessKey"], kept["secretAccessKey"])
        self.assertNotEqual(self.info("--demo=empty")["secretAccessKey"], gone["secretAccessKey"])

    def test_scenarios(self):
        listed = json.loads(self.run_cli("--json", "demo", "scenarios").stdout)
        names = [row["scenario"] for row in listed]
        self.assertIn("default", names)
        text = self.run_cli("demo", "scenarios").stdout
        for row in listed:
            self.assertIn(row["summary"], text)
        self.assertEqual(self.run_cli("demo", "scenarios", "--json").stdout,
                         self.run_cli("--json", "demo", "scenarios").stdout)

    def test_a_damaged_world_is_told_once(self):
        self.run_cli("demo", "info")
        [world] = self.home.rglob("world.json")
        world.write_text('{"')
        result = self.run_cli("--demo", "findings", "count")
        self.assertEqual(result.returncode, 0, result.stderr)
        [line] = result.stderr.splitlines()
        self.assertRegex(line, "^dossier-cli: .*damaged")
        [aside] = self.home.rglob("world.json.damaged-*")
        self.assertEqual(aside.read_text(), '{"')
        self.assertIn(str(aside), line)

    def test_its_regions(self):
        # One that has to be opted in to, and one that has not, by AWS's list of Regions.
        counts = [int(self.run_cli("--demo", "--region", region, "findings", "count").stdout)
                  for region in ("eu-central-1", "me-central-1")]
        self.assertGreater(min(counts), 0)
        for region in ("eu-south-1", "us-east-1", "mars"):
            with self.subTest(region=region):
                self.assert_usage(self.run_cli("--demo", "--region", region, "findings", "count"), region, "eu-central-1")

    def test_a_state_folder_that_is_a_file(self):
        blocked = self.home / "blocked"
        blocked.write_text("not a folder")
        result = self.run_cli("demo", "info", env={"XDG_STATE_HOME": str(blocked)})
        self.assertEqual((result.returncode, result.stdout), (3, ""))
        self.assertIn(str(blocked), result.stderr)

    def test_wrong_words(self):
        for words in [["info", "extra"], ["reset", "--scenario", "nonsense"], ["scenarios", "--nonsense"], [], ["bake"]]:
            with self.subTest(words=words):
                self.assert_usage(self.run_cli("demo", *words))
        self.assert_usage(self.run_cli("--demo=nonsense", "demo", "info"), "nonsense")
        self.assert_usage(self.run_cli("--demo=", "demo", "info"))


class Output(CliTest):
    def test_a_full_disk(self):
        with open("/dev/full", "w") as full:
            result = self.run_cli_to(full, "demo", "scenarios")
        self.assertEqual(result[0], 3)
        self.assertIn("could not be written", result[1])

    def test_a_reader_that_went_away(self):
        readable, writable = os.pipe()
        os.close(readable)
        with os.fdopen(writable, "w") as pipe:
            self.assertEqual(self.run_cli_to(pipe, "demo", "scenarios"), (3, ""))

    def run_cli_to(self, out, *words):
        done = subprocess.run([CLI, *words], stdout=out, stderr=subprocess.PIPE, env=self.environment, text=True,
                              timeout=60)
        return done.returncode, plain(done.stderr)

    def test_a_narrow_terminal(self):
        wide = self.run_cli("demo", "scenarios").stdout.splitlines()
        narrow = self.run_cli("demo", "scenarios", env={"COLUMNS": "40"}).stdout.splitlines()
        self.assertGreater(max(map(len, wide)), 40)
        self.assertLessEqual(max(map(len, narrow)), 40)
        self.assertEqual(len(narrow), len(wide))
        self.assertEqual([line.split()[0] for line in narrow], [line.split()[0] for line in wide])
