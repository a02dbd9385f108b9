# SPDX-FileCopyrightText: The Dossier authors
# SPDX-License-Identifier: GPL-3.0-or-later
"""What goes wrong with Inspector in the scenarios made for it, as boto3 sees it."""

import pathlib
import sys
import unittest

sys.path.insert(0, str(pathlib.Path(__file__).parent))

from botocore.config import Config  # noqa: E402
from botocore.exceptions import ClientError, PaginationError  # noqa: E402
from service import Service  # noqa: E402


class Faults(unittest.TestCase):
    def start(self, scenario, attempts=1):
        self.service = Service("--scenario", scenario, "--findings", "1000")
        self.addCleanup(self.service.stop)
        config = Config(retries={"total_max_attempts": attempts, "mode": "standard"}, proxies={})
        return self.service.client("inspector2", config=config)

    def read(self, client):
        found = client.get_paginator("list_findings").paginate(PaginationConfig={"PageSize": 50})
        return [f["findingArn"] for page in found for f in page["findings"]]

    def setUp(self):
        self.whole = self.read(self.start("default"))
        self.assertGreater(len(self.whole), 500)

    def code(self, call, **arguments):
        try:
            call(**arguments)
        except ClientError as error:
            answer = error.response
            return (answer["ResponseMetadata"]["HTTPStatusCode"], answer["Error"]["Code"],
                    answer["ResponseMetadata"]["HTTPHeaders"].get("retry-after"))
        return None

    def test_throttled(self):
        client = self.start("throttled")
        codes = [self.code(client.list_findings, maxResults=1) for _ in range(6)]
        self.assertEqual(codes, [None, None, (429, "ThrottlingException", "1")] * 2)
        self.assertEqual(self.code(client.batch_get_account_status), None)

    def test_server_errors(self):
        client = self.start("server-errors")
        bad = (500, "InternalServerException", None)
        self.assertEqual([self.code(client.list_findings, maxResults=1) for _ in range(6)], [bad, bad, None] * 2)

    def test_retries_get_through(self):
        page = self.start("server-errors", attempts=3).list_findings(maxResults=50)
        self.assertEqual([f["findingArn"] for f in page["findings"]], self.whole[:50])
        self.assertEqual(page["ResponseMetadata"]["RetryAttempts"], 2)

    def test_empty_pages(self):
        client = self.start("empty-pages")
        pages = list(client.get_paginator("list_findings").paginate(PaginationConfig={"PageSize": 50}))
        sizes = [len(page["findings"]) for page in pages]
        self.assertEqual(sizes[:5], [50, 0, 50, 0, 50])
        self.assertEqual([f["findingArn"] for page in pages for f in page["findings"]], self.whole)

    def test_token_loop(self):
        client = self.start("token-loop")
        with self.assertRaises(PaginationError):
            self.read(client)
        token = client.list_findings(maxResults=10)["nextToken"]
        again = client.list_findings(maxResults=10, nextToken=token)
        self.assertEqual(again["nextToken"], token)
        self.assertEqual(len(again["findings"]), 10)

    def test_keys_expire(self):
        client = self.start("keys-expire")
        for _ in range(3):
            self.assertEqual(self.code(client.list_findings, maxResults=1), None)
        for _ in range(2):
            self.assertEqual(self.code(client.list_findings, maxResults=1)[:2], (403, "ExpiredTokenException"))
        fresh = self.service.client("inspector2", self.service.role("dossier-export"))
        self.assertEqual(self.read(fresh), self.whole)
