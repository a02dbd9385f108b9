# SPDX-FileCopyrightText: The Dossier authors
# SPDX-License-Identifier: GPL-3.0-or-later
"""The AWS SDK for JavaScript runs the guide's four steps against the demo service, unchanged, to the report's object."""

import csv
import io
import json
import os
import subprocess
import unittest

TOOL = os.path.join(os.environ["DOSSIER_BUILDDIR"], "tests", "demo", "demo-tool")
STEPS = os.path.join(os.environ["DOSSIER_SRCDIR"], "tests", "e2e", "js", "four-steps.cjs")


class FourSteps(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        server = subprocess.Popen([TOOL, "--findings", "250"], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
        try:
            cls.line = server.stdout.readline()
            cls.done = subprocess.run(["node", STEPS, cls.line], capture_output=True, text=True, timeout=100)
        finally:
            server.communicate("", timeout=30)
        assert server.returncode == 0, server.returncode
        assert cls.done.returncode == 0, cls.done.stderr
        cls.info = json.loads(cls.line)
        cls.seen = json.loads(cls.done.stdout)

    def test_permissions(self):
        self.assertEqual(self.seen["permissions"], {
            "account": self.info["accountId"],
            "decisions": {"inspector2:CreateFindingsReport": "allowed", "inspector2:ListFindings": "allowed"},
        })

    def test_bucket_and_key(self):
        self.assertTrue(self.seen["bucket"]["policyReadBack"])
        self.assertTrue(self.seen["key"]["aliasLeadsToIt"])

    def assert_report(self, report, extension):
        self.assertEqual(report["status"], "SUCCEEDED")
        self.assertEqual(report["key"], f"audit/{report['reportId']}.{extension}")
        self.assertEqual(report["encryption"], "aws:kms")
        self.assertEqual(report["encryptionKey"], self.seen["key"]["arn"])
        self.assertGreater(report["active"], 0)

    def test_csv(self):
        report = self.seen["csv"]
        self.assert_report(report, "csv")
        rows = list(csv.DictReader(io.StringIO(report["text"])))
        self.assertEqual(len(rows), report["active"])
        self.assertEqual({row["Status"] for row in rows}, {"ACTIVE"})

    def test_json(self):
        report = self.seen["json"]
        self.assert_report(report, "json")
        findings = json.loads(report["text"])["findings"]
        self.assertEqual(len(findings), report["active"])
        self.assertEqual({finding["status"] for finding in findings}, {"ACTIVE"})


if __name__ == "__main__":
    unittest.main()
