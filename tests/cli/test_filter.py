# SPDX-FileCopyrightText: The Dossier authors
# SPDX-License-Identifier: GPL-3.0-or-later
"""`filter`: one filter in its forms, and the text form wherever findings are chosen."""

import json
import shlex
import time

import botocore.session

from dossier_cli import CliTest

EQUALS = {"comparison": "EQUALS"}
TEXT = 'severity=CRITICAL,HIGH title="it\'s, \\"x\\""* inspectorScore=7..9.5 resourceTags=env=prod'
CRITERIA = {
    "severity": [EQUALS | {"value": "CRITICAL"}, EQUALS | {"value": "HIGH"}],
    "title": [{"comparison": "PREFIX", "value": 'it\'s, "x"'}],
    "inspectorScore": [{"lowerInclusive": 7, "upperInclusive": 9.5}],
    "resourceTags": [EQUALS | {"key": "env", "value": "prod"}],
}


class Convert(CliTest):
    def convert(self, text, source, target, *options):
        return self.run_cli(*options, "filter", "convert", "--from", source, "--to", target, text=text)

    def test_each_form(self):
        result = self.convert(TEXT + "\n", "text", "json")
        self.assertEqual((result.returncode, result.stderr), (0, ""))
        self.assertEqual(json.loads(result.stdout), CRITERIA)
        again = self.convert(json.dumps(CRITERIA), "json", "text")
        self.assertEqual((again.returncode, again.stderr), (0, ""))
        self.assertEqual(self.convert(again.stdout, "text", "json").stdout, result.stdout)
        self.assertEqual(json.loads(self.convert("", "text", "json").stdout), {})

    def test_a_command_of_the_aws_cli(self):
        command = ["aws", "inspector2", "list-findings"]
        for options, more in ((["--region", "eu-south-1"], ["--region", "eu-south-1"]), ([], [])):
            words = shlex.split(self.convert(TEXT, "text", "aws-cli", *options).stdout)
            self.assertEqual(words[:-1], command + more + ["--filter-criteria"])
            self.assertEqual(json.loads(words[-1]), CRITERIA)

    def test_what_is_wrong_is_told_with_its_place(self):
        self.assert_usage(self.convert("severity=HIGH\n severty=LOW", "text", "json"), "line 2, column 2", "severity")
        self.assert_usage(self.convert('{"severity": "HIGH"}', "json", "text"), "severity must be a list")
        self.assert_usage(self.convert("{", "json", "text"))
        self.assert_usage(self.convert("a\0b", "text", "json"))
        self.assert_usage(self.convert("x" * 2_000_000, "text", "json"))
        for words in ([], ["--from", "text"], ["--from", "text", "--to", "xml"], ["--from", "aws-cli", "--to", "text"],
                      ["--from", "text", "--to", "json", "x"]):
            self.assert_usage(self.run_cli("filter", "convert", *words))

    def test_all_fields_are_listed(self):
        fields = {f["name"]: f for f in json.loads(self.run_cli("--json", "filter", "fields").stdout)}
        model = botocore.session.Session().get_service_model("inspector2")
        self.assertLessEqual(set(model.shape_for("FilterCriteria").members), set(fields))
        self.assertEqual(set(fields["severity"]["values"]), set(model.shape_for("Severity").enum))
        table = self.run_cli("filter", "fields").stdout
        for name, field in fields.items():
            self.assertIn(name, table)
            self.assertIn(field["member"], table)


class Choose(CliTest):
    def test_text_and_json_choose_the_same(self):
        path = self.home / "filter.json"
        path.write_text(json.dumps({"severity": CRITERIA["severity"]}))
        serving = self.serve("--findings", "400")
        asks = [
            self.run_cli(*serving.words(), "findings", verb, *more, *words, env=serving.environment())
            for verb, more in (("list", ["--json"]), ("count", []))
            for words in (["--filter", "severity=critical,high"], ["--filter-json", path], [])
        ]
        self.assertEqual([ask.returncode for ask in asks], [0] * 6, asks[0].stderr)
        outputs = [ask.stdout for ask in asks]
        self.assertEqual(outputs[0], outputs[1])
        self.assertEqual(outputs[3], outputs[4])
        found = json.loads(outputs[0])["findings"]
        self.assertEqual({f["severity"] for f in found}, {"CRITICAL", "HIGH"})
        self.assertEqual(int(outputs[3]), len(found))
        self.assertGreater(int(outputs[5]), len(found))

    def test_relative_dates_count_from_now(self):
        serving = self.serve("--findings", "400")
        ask = lambda *words: self.run_cli(*serving.words(), "findings", *words, env=serving.environment()).stdout
        seen = [f["lastObservedAt"] for f in json.loads(ask("list", "--json"))["findings"]]
        for words, seconds in (("-100d", 100 * 86400), ("-30w", 30 * 7 * 86400), ("-2400h", 2400 * 3600)):
            before = time.time()
            count = int(ask("count", "--filter", f"lastObservedAt>={words}"))
            at_least, at_most = (sum(s >= now - seconds for s in seen) for now in (time.time() + 1, before - 1))
            self.assertLessEqual(at_least, count)
            self.assertGreaterEqual(at_most, count)
            self.assertGreater(len(seen), count)

    def test_refused(self):
        path = self.home / "filter.json"
        path.write_text("{}")
        for words in (["--filter", "severity"], ["--filter", "severity=HIGH", "--filter-json", path]):
            self.assert_usage(self.run_cli("findings", "list", *words))
            self.assert_usage(self.run_cli("findings", "count", *words))
            self.assert_usage(self.run_cli("export", "start", "--format", "csv", "--to", "s3://bucket", "--kms-key",
                                           "arn:aws:kms:eu-central-1:111122223333:key/x", *words))
