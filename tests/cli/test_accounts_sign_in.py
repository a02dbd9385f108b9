# SPDX-FileCopyrightText: The Dossier authors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Roles, second factors and IAM Identity Center from the command line, against the demo and a real keyring."""

import json
import os
import pty
import re
import subprocess
import urllib.error
import urllib.request

from dossier_cli import CLI, CliTest

ACCOUNT, MEMBER = "111122223333", "222233334444"
START = ["--start-url", "https://dossier-demo.awsapps.com/start", "--sso-region", "eu-central-1"]
DEVICE = f"arn:aws:iam::{ACCOUNT}:mfa/demo"
BROWSER = urllib.request.build_opener(urllib.request.ProxyHandler({}))


class SignIn(CliTest):
    def setUp(self):
        super().setUp()
        self.environment["DBUS_SESSION_BUS_ADDRESS"] = os.environ["DBUS_SESSION_BUS_ADDRESS"]
        self.demo = self.serve()
        self.endpoint = ["--endpoint-url", self.demo.info["endpoint"]]

    def add(self, name, *words, text=""):
        result = self.run_cli("accounts", "add", name, "--region", "eu-central-1", *words, text=text)
        self.assertEqual((result.returncode, result.stdout), (0, ""), result.stderr)
        self.addCleanup(self.run_cli, "accounts", "remove", name)

    def add_user(self):
        self.add("user", "--access-key-id", self.demo.info["accessKeyId"], text=self.demo.info["secretAccessKey"] + "\n")

    def sign_in(self, *words, answer="allow"):
        """Runs a command that shows an address, and visits it."""
        process = subprocess.Popen([CLI, *words, *self.endpoint], text=True, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE,
                                   stderr=subprocess.PIPE, env=self.environment)
        self.seen, found = "", None
        while not found:
            line = process.stderr.readline()
            self.assertTrue(line, self.seen)
            self.seen += line
            found = re.search(r"http://127\S+", line)
        if "user_code" in found[0]:
            # The code to compare comes after the address.
            while "compare the code" not in self.seen:
                self.seen += process.stderr.readline()
        try:
            self.page = BROWSER.open(f"{found[0]}&answer={answer}", timeout=30).read().decode()
        except urllib.error.HTTPError as error:
            self.page = error.read().decode()
        out, err = process.communicate(timeout=60)
        self.seen += err
        return process.returncode, out

    def test_role(self):
        self.add_user()
        self.add("audit", "--source", "user", "--role-arn", f"arn:aws:iam::{ACCOUNT}:role/audit/dossier-audit", "--external-id",
                 "dossier-demo", "--session-name", "me")
        result = self.run_cli("accounts", "login", "audit", *self.endpoint)
        self.assertEqual((result.returncode, result.stdout),
                         (0, f"arn:aws:sts::{ACCOUNT}:assumed-role/dossier-audit/me\n"), result.stderr)
        result = self.run_cli(*self.endpoint, "--account", "audit", "findings", "count")
        self.assertEqual(result.returncode, 0, result.stderr)
        self.assert_kinds({"user": "key", "audit": "role"})
        result = self.run_cli("accounts", "remove", "user")
        self.assertEqual(result.returncode, 3)
        self.assertIn("audit", result.stderr)

    def assert_kinds(self, kinds):
        listed = json.loads(self.run_cli("accounts", "list", "--json").stdout)
        self.assertEqual({account["name"]: account["kind"] for account in listed}, kinds)

    def test_second_factor(self):
        self.add_user()
        self.add("mfa", "--source", "user", "--role-arn", f"arn:aws:iam::{ACCOUNT}:role/dossier-mfa", "--mfa-serial", DEVICE)
        result = self.run_cli("accounts", "login", "mfa", *self.endpoint, "--json", text="000000\n123456\n")
        self.assertEqual(result.returncode, 0, result.stderr)
        self.assertIn("assumed-role/dossier-mfa/", json.loads(result.stdout)["arn"])
        self.assertIn("refused", result.stderr)
        for text, status in (("", 3), ("000000\n000000\n000000\n", 1)):
            result = self.run_cli("accounts", "login", "mfa", *self.endpoint, text=text)
            self.assertEqual((result.returncode, result.stdout), (status, ""), result.stderr)

    def test_second_factor_at_a_terminal(self):
        self.add_user()
        self.add("mfa", "--source", "user", "--role-arn", f"arn:aws:iam::{ACCOUNT}:role/dossier-mfa", "--mfa-serial", DEVICE)
        leader, follower = pty.openpty()
        self.addCleanup(os.close, leader)
        process = subprocess.Popen([CLI, *self.endpoint, "--account", "mfa", "findings", "count"], stdin=follower, stderr=follower,
                                   stdout=subprocess.PIPE, env=self.environment)
        os.close(follower)
        seen = b""
        while f"Code of {DEVICE}".encode() not in seen:
            seen += os.read(leader, 4096)
        os.write(leader, b"123456\n")
        out = process.communicate(timeout=60)[0]
        self.assertEqual(process.returncode, 0, out)
        self.assertNotIn(b"123456", seen)

    def test_identity_center(self):
        for words, name in ((["--device-code"], "by device"), ([], "by redirect")):
            with self.subTest(name):
                self.add(name, *START, "--sso-account", MEMBER, "--sso-role", "SecurityAudit", *words)
                not_yet = self.run_cli(*self.endpoint, "--account", name, "findings", "count")
                self.assertEqual((not_yet.returncode, not_yet.stdout), (3, ""))
                self.assertIn("accounts login", not_yet.stderr)
                self.assertEqual(self.sign_in("accounts", "login", name)[0], 0, self.seen)
                if not words:
                    self.assertIn("You are signed in", self.page)
                # The next command is signed in.
                result = self.run_cli("accounts", "roles", *START, *self.endpoint, "--json")
                self.assertEqual([(role["accountId"], role["roleName"]) for role in json.loads(result.stdout)],
                                 [(ACCOUNT, "SecurityAudit"), (ACCOUNT, "ReportExport"), (MEMBER, "SecurityAudit")])
                result = self.run_cli("accounts", "logout", name, *self.endpoint)
                self.assertEqual(result.returncode, 0, result.stderr)
                again = self.run_cli(*self.endpoint, "--account", name, "findings", "count")
                self.assertEqual(again.returncode, 3)
                self.assert_no_secrets()

    def assert_no_secrets(self):
        """What the service gave out is in its own world and in the keyring alone."""
        worlds = [path for path in self.home.rglob("*.json") if "grants" in path.read_text()]
        secrets = {value for path in worlds for record in json.loads(path.read_text())["grants"] + json.loads(path.read_text())["credentials"]
                   for name in ("id", "secret", "token") if (value := record.get(name)) and len(value) > 16 and record.get("kind") != "device"}
        secrets.add(self.demo.info["secretAccessKey"])
        for path, content in self.files().items():
            if path not in map(str, worlds):
                for secret in secrets:
                    self.assertNotIn(secret.encode(), content, path)
        for secret in secrets:
            self.assertNotIn(secret, self.seen.replace("client_id", ""))

    def test_refused_in_the_browser(self):
        for words in ([], ["--device-code"]):
            status, out = self.sign_in("accounts", "roles", *START, *words, answer="deny")
            self.assertEqual((status, out), (3, ""))
            self.assertIn("refused in the browser", self.seen)

    def test_a_profile_signs_in_too(self):
        config = self.home / "config-file"
        config.write_text(f"[profile p]\nregion = eu-central-1\nsso_session = s\nsso_account_id = {MEMBER}\nsso_role_name = SecurityAudit\n"
                          "[sso-session s]\nsso_start_url = https://dossier-demo.awsapps.com/start\nsso_region = eu-central-1\n")
        self.environment["AWS_CONFIG_FILE"] = str(config)
        self.sign_in("accounts", "roles", *START)
        result = self.run_cli(*self.endpoint, "--profile", "p", "findings", "count")
        self.assertEqual(result.returncode, 0, result.stderr)

    def test_import(self):
        (self.home / ".aws").mkdir()
        (self.home / ".aws" / "config").write_text(
            "[default]\nregion = eu-central-1\n"
            f"[profile audit]\nrole_arn = arn:aws:iam::{ACCOUNT}:role/audit/dossier-audit\nsource_profile = base\n"
            "external_id = dossier-demo\nrole_session_name = me\n"
            "[profile tool]\ncredential_process = /bin/false\n")
        (self.home / ".aws" / "credentials").write_text(
            f"[base]\naws_access_key_id = {self.demo.info['accessKeyId']}\naws_secret_access_key = {self.demo.info['secretAccessKey']}\n")
        shown = self.run_cli("accounts", "import", "--json")
        self.assertEqual(shown.returncode, 0, shown.stderr)
        self.assertNotIn(self.demo.info["secretAccessKey"], shown.stdout + shown.stderr)
        self.assert_kinds({})
        kept = self.run_cli("accounts", "import", "--apply", "--json")
        self.addCleanup(lambda: [self.run_cli("accounts", "remove", name) for name in ("audit", "base")])
        self.assertEqual(kept.returncode, 0, kept.stderr)
        told = {item["profile"]: item for item in json.loads(kept.stdout)}
        self.assertIn("credential_process", told["tool"]["reason"])
        self.assert_kinds({"base": "key", "audit": "role"})
        result = self.run_cli("accounts", "login", "audit", *self.endpoint)
        self.assertEqual(result.stdout, f"arn:aws:sts::{ACCOUNT}:assumed-role/dossier-audit/me\n", result.stderr)
        # A second time all of them are there.
        again = json.loads(self.run_cli("accounts", "import", "--apply", "--json").stdout)
        self.assertTrue(all("reason" in item for item in again), again)

    def test_read_only(self):
        self.add("look", "--access-key-id", self.demo.info["accessKeyId"], "--read-only", text=self.demo.info["secretAccessKey"] + "\n")
        result = self.run_cli(*self.endpoint, "--account", "look", "export", "start", "--format", "csv", "--to",
                              f"s3://{self.demo.info['bucket']}/", "--kms-key", self.demo.info["kmsKeyArn"])
        self.assertNotEqual(result.returncode, 0)
        self.assertIn("read-only", result.stderr)

    def test_wrong_words(self):
        role = ["--role-arn", f"arn:aws:iam::{ACCOUNT}:role/r"]
        for words in ([], role, [*role, "--source", "nobody"], ["--access-key-id", "AKIAIOSFODNN7EXAMPLE", *role, "--source", "x"],
                      START, ["--access-key-id", "AKIAIOSFODNN7EXAMPLE", "--external-id", "x"],
                      ["--access-key-id", "AKIAIOSFODNN7EXAMPLE", "--device-code"],
                      [*START, "--sso-account", "1", "--sso-role", "R"]):
            with self.subTest(words=words):
                self.assert_usage(self.run_cli("accounts", "add", "x", "--region", "eu-central-1", *words))
        for words in (["login"], ["login", "nobody"], ["logout", "nobody"], ["roles"], ["roles", "--start-url", "x", "--sso-region", "y"]):
            with self.subTest(words=words):
                self.assert_usage(self.run_cli("accounts", *words))
