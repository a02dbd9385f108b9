# SPDX-FileCopyrightText: The Dossier authors
# SPDX-License-Identifier: GPL-3.0-or-later
"""`report show` over files written by Python's own csv and json modules."""

import csv
import hashlib
import json
import os
import subprocess

from dossier_cli import CLI, CliTest

# Columns of Inspector's reports, from the user guide's table and real files.
COLUMNS = ["AWS Account Id", "Severity", "Fix Available", "Finding Type", "Title", "Finding ARN", "Resource ID",
           "Inspector Score", "Status"]


def row(number, severity):
    return {"AWS Account Id": "111122223333", "Severity": severity, "Fix Available": "YES",
            "Finding Type": "PACKAGE_VULNERABILITY", "Title": f"제목 {number}, \"quoted\"\nsecond line",
            "Finding ARN": f"arn:aws:inspector2:eu-central-1:111122223333:finding/{number:032x}",
            "Resource ID": f"i-{number}", "Inspector Score": "7.5", "Status": "ACTIVE"}


class Show(CliTest):
    def write_csv(self, rows, columns=COLUMNS):
        path = self.home / "report.csv"
        with path.open("w", newline="", encoding="utf-8") as file:
            writer = csv.DictWriter(file, columns)
            writer.writeheader()
            writer.writerows(rows)
        return path

    def show(self, path, *words):
        result = self.run_cli("report", "show", "--json", path, *words)
        self.assertEqual((result.returncode, result.stderr), (0, ""))
        return json.loads(result.stdout)

    def test_csv(self):
        severities = ["HIGH", "CRITICAL", "HIGH", "SOMETHING_NEW"]
        path = self.write_csv([row(n, severity) for n, severity in enumerate(severities)])
        told = self.show(path)
        self.assertEqual((told["format"], told["findings"], told["size"]), ("CSV", 4, path.stat().st_size))
        self.assertEqual(told["sha256"], hashlib.sha256(path.read_bytes()).hexdigest())
        self.assertEqual({k: v for k, v in told["severities"].items() if v}, {"HIGH": 2, "CRITICAL": 1, "UNKNOWN": 1})
        self.assertEqual(told["unknownColumns"], [])
        self.assertEqual(told["rows"], [row(n, severity) for n, severity in enumerate(severities)])

    def test_json(self):
        path = self.home / "report.json"
        findings = [{"findingArn": row(n, "LOW")["Finding ARN"], "severity": "LOW", "title": f"제목 {n}",
                     "status": "ACTIVE"} for n in range(3)]
        path.write_text(json.dumps({"findings": findings}, ensure_ascii=False))
        told = self.show(path)
        self.assertEqual((told["format"], told["findings"], told["severities"]["LOW"]), ("JSON", 3, 3))
        self.assertEqual([r["Title"] for r in told["rows"]], [f["title"] for f in findings])
        self.assertEqual(told["sha256"], hashlib.sha256(path.read_bytes()).hexdigest())

    def test_a_limit(self):
        path = self.write_csv([row(n, "LOW") for n in range(50)])
        self.assertEqual(len(self.show(path)["rows"]), 20)
        self.assertEqual(len(self.show(path, "--limit", "3")["rows"]), 3)
        told = self.show(path, "--limit", "0")
        self.assertEqual((len(told["rows"]), told["findings"]), (50, 50))

    def test_for_people(self):
        result = self.run_cli("report", "show", self.write_csv([row(n, "LOW") for n in range(50)], COLUMNS + ["Novel"]))
        self.assertEqual((result.returncode, result.stderr), (0, ""))
        for text in ("제목 0", "50", "LOW", "SHA-256", "Novel"):
            self.assertIn(text, result.stdout)
        self.assertNotIn("제목 20", result.stdout)

    def test_no_findings(self):
        told = self.show(self.write_csv([]))
        self.assertEqual((told["findings"], told["rows"]), (0, []))
        self.assertIn("0", self.run_cli("report", "show", self.write_csv([])).stdout)

    def test_damaged_files(self):
        whole = self.write_csv([row(1, "LOW"), row(2, "LOW")]).read_bytes()
        for content in (b"", b"nothing of the kind", whole[:whole.rindex(b'"')], b'{"findings":[{"severity":"LOW"}',
                        b'{"findings":[{]}', b"\xff\xfe" * 100, b'{"other":1}'):
            with self.subTest(content=content[-30:]):
                path = self.home / "damaged"
                path.write_bytes(content)
                result = self.run_cli("report", "show", path)
                self.assertEqual((result.returncode, result.stdout), (3, ""))
                self.assertIn("damaged", result.stderr)

    def test_no_file(self):
        for path in ("/nowhere", self.home):
            result = self.run_cli("report", "show", path)
            self.assertEqual((result.returncode, result.stdout), (3, ""))
            self.assertIn(str(path), result.stderr)

    def test_a_full_disk(self):
        path = self.write_csv([row(1, "LOW")])
        with open("/dev/full", "w") as full:
            done = subprocess.run([CLI, "report", "show", path], stdout=full, stderr=subprocess.PIPE, text=True,
                                  env={**os.environ, **self.environment}, timeout=60)
        self.assertEqual(done.returncode, 3)
        self.assertIn("could not be written", done.stderr)

    def test_wrong_words(self):
        for words in [[], ["bake"], ["show"], ["show", "a", "b"], ["show", "a", "--limit", "-1"], ["show", "a", "--nonsense"]]:
            with self.subTest(words=words):
                self.assert_usage(self.run_cli("report", *words))
        for words in [["--demo"], ["--profile", "p"], ["--region", "eu-central-1"]]:
            with self.subTest(words=words):
                self.assert_usage(self.run_cli(*words, "report", "show", "a"), words[0])
