# SPDX-FileCopyrightText: The Dossier authors
# SPDX-License-Identifier: GPL-3.0-or-later
"""dossier-cli as a script meets it: words in, text and an exit status out."""

import json
import os
import pathlib
import signal
import subprocess
import tempfile
import unittest

from dossier_cli import CLI, plain

# The statement that the Inspector user guide asks for.
STATEMENT = {
    "Sid": "allow-inspector",
    "Effect": "Allow",
    "Principal": {"Service": "inspector2.amazonaws.com"},
    "Action": ["s3:PutObject", "s3:PutObjectAcl", "s3:AbortMultipartUpload"],
    "Resource": "arn:aws:s3:::reports/*",
    "Condition": {"StringEquals": {"aws:SourceAccount": "111122223333"}},
}
POLICY = {"Version": "2012-10-17", "Statement": [STATEMENT]}


def run(*words, text=""):
    return subprocess.run([CLI, *words], input=text, capture_output=True, text=True)


class Words(unittest.TestCase):
    def test_wrong_words_are_a_usage_error(self):
        for words in [(), ("nonsense",), ("--nonsense",), ("policy",), ("policy", "bake"),
                      ("policy", "eval"), ("policy", "eval", "--nonsense"),
                      ("policy", "eval", "--policy", "/nowhere", "--action", "a:b", "--resource", "*")]:
            with self.subTest(words=words):
                result = run(*words)
                self.assertEqual(result.returncode, 2, result.stderr)
                self.assertEqual(result.stdout, "" if words else result.stdout)

    def test_help_and_version(self):
        for words in [("help",), ("--help",)]:
            result = run(*words)
            self.assertEqual((result.returncode, result.stderr), (0, ""))
            self.assertIn("policy", result.stdout)
        self.assertRegex(run("--version").stdout, r"^dossier-cli \d+\.\d+\.\d+\n$")

    def test_a_value_that_is_no_text(self):
        for words in [("--profile", os.fsdecode(b"\xff"), "findings", "list"),
                      ("export", "start", "--to", os.fsdecode(b"s3://reports/\xff"))]:
            with self.subTest(words=words):
                result = subprocess.run([CLI, *words], capture_output=True, text=True, env={**os.environ, "LC_ALL": "C.UTF-8"})
                self.assertEqual((result.returncode, result.stdout), (2, ""))
                self.assertIn("not text in UTF-8", result.stderr)

    def test_every_command_has_help(self):
        listed = [line.split()[0] for line in run("help").stdout.split("\n\n")[1].splitlines()[1:]]
        self.assertIn("findings", listed)
        for command in listed:
            with self.subTest(command=command):
                result = run("help", command)
                self.assertEqual((result.returncode, plain(result.stderr)), (0, ""))
                self.assertEqual(run(command, "--help").stdout, result.stdout)
                verbs = [line.split("dossier-cli [OPTION…] " + command + " ")[1].split()[0]
                         for line in result.stdout.splitlines() if f"dossier-cli [OPTION…] {command} " in line]
                for verb in verbs:
                    told = run(command, verb, "--help")
                    self.assertEqual((told.returncode, plain(told.stderr)), (0, ""))
                    self.assertIn("--json", told.stdout)
        for words in [("help", "nonsense"), ("help", "demo", "extra")]:
            self.assertEqual(run(*words).returncode, 2)


class PolicyEval(unittest.TestCase):
    def evaluate(self, *words, policy=POLICY, **more):
        with tempfile.NamedTemporaryFile("w", suffix=".json") as file:
            file.write(policy if isinstance(policy, str) else json.dumps(policy))
            file.flush()
            return run(*more.get("before", ()), "policy", "eval", "--policy", file.name,
                       "--action", "s3:PutObject", "--resource", "arn:aws:s3:::reports/a.csv",
                       "--principal-service", "inspector2.amazonaws.com", *words)

    def test_allowed(self):
        result = self.evaluate("--context", "aws:SourceAccount=111122223333")
        self.assertEqual((result.returncode, result.stdout), (0, "allow\n"), result.stderr)

    def test_not_allowed(self):
        result = self.evaluate("--context", "aws:SourceAccount=444455556666")
        self.assertEqual((result.returncode, result.stdout), (1, "implicitDeny\n"))

    def test_not_known(self):
        result = self.evaluate("--unknown", "aws:SourceAccount", before=["--json"])
        self.assertEqual(result.returncode, 1)
        answer = json.loads(result.stdout)
        self.assertEqual(answer["decision"], "unknown")
        self.assertEqual([k.lower() for k in answer["unknownKeys"]], ["aws:sourceaccount"])

    def test_a_bad_policy_is_named(self):
        result = self.evaluate(policy={"Version": "2012-10-17", "Statement": [{**STATEMENT, "Effect": "Maybe"}]})
        self.assertEqual((result.returncode, result.stdout), (2, ""))
        self.assertIn("Statement[0].Effect", result.stderr)
        for text in ["", "{", '{"Version":"2012-10-17"},"request":{}', '{"Version":"2012-10-17","Version":"2012-10-17"}']:
            with self.subTest(text=text):
                self.assertEqual(self.evaluate(policy=text).returncode, 2)

    def test_a_bad_context_is_named(self):
        result = self.evaluate("--context", "aws:SourceAccount")
        self.assertEqual(result.returncode, 2)
        self.assertIn("KEY=VALUE", result.stderr)

    def test_batch_goes_on_after_a_bad_line(self):
        request = {
            "principal": {"Service": "inspector2.amazonaws.com"},
            "action": "s3:PutObject",
            "resource": "arn:aws:s3:::reports/a.csv",
            "context": {"aws:SourceAccount": ["111122223333"]},
        }
        good = json.dumps({"policy": POLICY, "request": request})
        result = run("policy", "eval", "--batch", text=f"{good}\nnot json\n{good}\n{good[:-1]}}}\0\n")
        self.assertEqual(result.returncode, 0, result.stderr)
        answers = [json.loads(line) for line in result.stdout.splitlines()]
        self.assertEqual(len(answers), 4)
        self.assertEqual([answers[0]["decision"], answers[2]["decision"]], ["allow", "allow"])
        self.assertIn("error", answers[1])
        self.assertIn("error", answers[3])

    def test_an_interrupt_is_heard_while_nothing_comes(self):
        process = subprocess.Popen([CLI, "policy", "eval", "--batch"], stdin=subprocess.PIPE, stdout=subprocess.PIPE,
                                   stderr=subprocess.PIPE, text=True)
        # It has no output before it has waited, so the bit that says that SIGINT is caught tells that it is ready.
        while not int(pathlib.Path(f"/proc/{process.pid}/status").read_text().split("SigCgt:")[1].split()[0], 16) & 2:
            self.assertIsNone(process.poll())
        process.send_signal(signal.SIGINT)
        self.assertEqual((process.wait(timeout=30), process.stdout.read()), (130, ""))
        for pipe in (process.stdin, process.stdout, process.stderr):
            pipe.close()
