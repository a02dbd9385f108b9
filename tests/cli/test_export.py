# SPDX-FileCopyrightText: The Dossier authors
# SPDX-License-Identifier: GPL-3.0-or-later
"""`export`: words that are refused before AWS is asked."""

import json

from dossier_cli import CliTest


class ExportTest(CliTest):
    def runs(self):
        return json.loads(self.run_cli("export", "list", "--json").stdout)


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
