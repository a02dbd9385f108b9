# SPDX-FileCopyrightText: The Dossier authors
# SPDX-License-Identifier: GPL-3.0-or-later
"""`accounts` against a real Secret Service, and without any."""

import json
import os
import pathlib
import pty
import select
import subprocess
import termios

from dossier_cli import CLI, CliTest

KEY_ID = "AKIAIOSFODNN7EXAMPLE"
SECRET = "s3cr3tOfTheAccount/+="
TOKEN = "t0kenOfTheAccount=="
ADD = ["accounts", "add", "Team A", "--access-key-id", KEY_ID, "--region", "eu-central-1"]


class WithKeyring(CliTest):
    def setUp(self):
        super().setUp()
        self.environment["DBUS_SESSION_BUS_ADDRESS"] = os.environ["DBUS_SESSION_BUS_ADDRESS"]
        self.addCleanup(self.run_cli, "accounts", "remove", "Team A")

    def test_whole_life(self):
        added = self.run_cli(*ADD, text=SECRET + "\n")
        self.assertEqual((added.returncode, added.stdout), (0, ""), added.stderr)

        listed = json.loads(self.run_cli("accounts", "list", "--json").stdout)
        self.assertEqual([(a["name"], a["region"], a["accessKeyId"]) for a in listed],
                         [("Team A", "eu-central-1", KEY_ID)])
        self.assertIn(KEY_ID, self.run_cli("accounts", "list").stdout)

        kept = subprocess.run(["secret-tool", "lookup", "id", listed[0]["id"]], capture_output=True, text=True,
                              timeout=30, env=self.environment)
        self.assertEqual(kept.stdout, SECRET)

        self.assertEqual(self.run_cli("accounts", "remove", "Team A").returncode, 0)
        self.assertEqual(json.loads(self.run_cli("accounts", "list", "--json").stdout), [])
        gone = subprocess.run(["secret-tool", "lookup", "id", listed[0]["id"]], capture_output=True, text=True,
                              timeout=30, env=self.environment)
        self.assertEqual(gone.stdout, "")

    def test_a_temporary_key_has_a_token(self):
        words = [word if word != KEY_ID else "ASIAIOSFODNN7EXAMPLE" for word in ADD]
        self.assert_usage(self.run_cli(*words, text=SECRET + "\n"), "is empty")
        self.assertEqual(self.run_cli(*words, text=f"{SECRET}\n{TOKEN}\n").returncode, 0)

    def test_the_secret_is_nowhere_else(self):
        result = self.run_cli(*ADD, text=SECRET + "\n")
        self.assertEqual(result.returncode, 0)
        self.assertNotIn(SECRET, result.stdout + result.stderr)
        for path, content in self.files().items():
            self.assertNotIn(SECRET.encode(), content, path)
        self.assertIn(KEY_ID.encode(), self.files()[str(self.home / "config" / "dossier" / "accounts.json")])

    def test_a_prompt_shows_nothing(self):
        """At a terminal the secret is asked for without echo, and is not on the command line."""
        leader, follower = pty.openpty()
        self.addCleanup(os.close, leader)
        process = subprocess.Popen([CLI, *ADD], stdin=follower, stderr=follower, stdout=subprocess.PIPE,
                                   env=self.environment)
        os.close(follower)
        seen = self.read_until(leader, b"Secret access key: ")
        self.assertFalse(termios.tcgetattr(leader)[3] & termios.ECHO)
        self.assertNotIn(SECRET.encode(), pathlib.Path(f"/proc/{process.pid}/cmdline").read_bytes())
        os.write(leader, SECRET.encode() + b"\n")
        seen += self.read_until(leader, b"keyring.")
        self.assertEqual((process.wait(timeout=30), process.communicate(timeout=30)[0]), (0, b""))
        self.assertNotIn(SECRET.encode(), seen)
        self.assertTrue(termios.tcgetattr(leader)[3] & termios.ECHO)

    def test_an_interrupt_at_the_prompt(self):
        leader, follower = pty.openpty()
        self.addCleanup(os.close, leader)
        process = subprocess.Popen([CLI, *ADD], stdin=follower, stderr=follower, stdout=subprocess.PIPE,
                                   env=self.environment)
        os.close(follower)
        self.read_until(leader, b"Secret access key: ")
        process.terminate()
        self.assertEqual((process.wait(timeout=30), process.communicate(timeout=30)[0]), (130, b""))
        self.assertTrue(termios.tcgetattr(leader)[3] & termios.ECHO)
        self.assertEqual(json.loads(self.run_cli("accounts", "list", "--json").stdout), [])

    def read_until(self, terminal, text):
        seen = b""
        while text not in seen:
            self.assertTrue(select.select([terminal], [], [], 30)[0], seen)
            seen += os.read(terminal, 4096)
        return seen

    def test_a_name_that_is_taken(self):
        self.run_cli(*ADD, text=SECRET + "\n")
        self.assert_usage(self.run_cli(*ADD, text=SECRET + "\n"), "Team A")

    def test_a_secret_that_is_none(self):
        for text in ("", "\n", "two words\n", "n\0l\n"):
            with self.subTest(text=text):
                self.assert_usage(self.run_cli(*ADD, text=text))
        self.assertEqual(json.loads(self.run_cli("accounts", "list", "--json").stdout), [])


class WithoutKeyring(CliTest):
    def test_nothing_is_kept(self):
        result = self.run_cli(*ADD, text=SECRET + "\n")
        self.assertEqual((result.returncode, result.stdout), (3, ""))
        self.assertIn("keyring", result.stderr)
        self.assertNotIn(SECRET, result.stderr)
        self.assertEqual(json.loads(self.run_cli("accounts", "list", "--json").stdout), [])

    def test_wrong_words(self):
        for words in [["add"], ["add", "x"], ["add", "x", "--access-key-id", KEY_ID],
                      ["add", "x", "--access-key-id", KEY_ID, "--region", "mars"],
                      ["add", "x", "--access-key-id", "short", "--region", "eu-central-1"],
                      ["add", "", "--access-key-id", KEY_ID, "--region", "eu-central-1"],
                      ["add", "x", "y", "--access-key-id", KEY_ID, "--region", "eu-central-1"],
                      ["add", "x", "--secret-access-key", SECRET], ["remove"], ["remove", "nobody"], ["list", "x"],
                      ["bake"], []]:
            with self.subTest(words=words):
                result = self.run_cli("accounts", *words)
                self.assert_usage(result)
                self.assertNotIn(SECRET, result.stderr)
        for words in [["--demo"], ["--profile", "p"], ["--account", "a"], ["--endpoint-url", "https://x"]]:
            with self.subTest(words=words):
                self.assert_usage(self.run_cli(*words, "accounts", "list"), words[0])

    def test_a_damaged_list_is_kept(self):
        path = self.home / "config" / "dossier" / "accounts.json"
        path.parent.mkdir(parents=True)
        path.write_text("{")
        for words in (["list"], ["remove", "x"], ADD[1:]):
            result = self.run_cli("accounts", *words, text=SECRET + "\n")
            self.assertEqual((result.returncode, result.stdout), (3, ""))
            self.assertIn(str(path), result.stderr)
        self.assertEqual(path.read_text(), "{")
