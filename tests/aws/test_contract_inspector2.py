# SPDX-FileCopyrightText: The Dossier authors
# SPDX-License-Identifier: GPL-3.0-or-later
"""What is sent to Inspector, judged by AWS's own model of the service."""

import json
import os
import subprocess
import unittest

import botocore.session
from botocore.validate import ParamValidator

TOOL = os.path.join(os.environ["DOSSIER_BUILDDIR"], "tests", "aws", "aws-tool")
MODEL = botocore.session.get_session().get_service_model("inspector2")
CRITERIA = {
    "findingStatus": [{"comparison": "EQUALS", "value": "ACTIVE"}],
    "inspectorScore": [{"lowerInclusive": 7.5, "upperInclusive": 10}],
    "title": [{"comparison": "PREFIX", "value": "CVE-2026 \"é\" 한글"}],
}
KEY = "arn:aws:kms:us-east-1:111122223333:key/1234abcd-12ab-34cd-56ef-1234567890ab"
REPORT = "9d9f4c1e-7a5e-4f0e-8f5b-0c6d7b9b1a2f"
DESTINATION = {"bucketName": "reports", "kmsKeyArn": KEY}

# operation, arguments of ours, input as the model knows it
CASES = [
    ("ListFindings", {"maxResults": 1}, {"maxResults": 1}),
    (
        "ListFindings",
        {"maxResults": 100, "nextToken": "t/+==", "filterCriteria": CRITERIA, "sortField": "INSPECTOR_SCORE", "descending": True},
        {
            "maxResults": 100,
            "nextToken": "t/+==",
            "filterCriteria": CRITERIA,
            "sortCriteria": {"field": "INSPECTOR_SCORE", "sortOrder": "DESC"},
        },
    ),
    (
        "ListFindings",
        {"maxResults": 50, "sortField": "SEVERITY"},
        {"maxResults": 50, "sortCriteria": {"field": "SEVERITY", "sortOrder": "ASC"}},
    ),
    (
        "CreateFindingsReport",
        {"format": "CSV", "bucket": "reports", "kmsKeyArn": KEY},
        {"reportFormat": "CSV", "s3Destination": DESTINATION},
    ),
    (
        "CreateFindingsReport",
        {"format": "JSON", "bucket": "reports", "kmsKeyArn": KEY, "keyPrefix": "a/b", "filterCriteria": CRITERIA},
        {"reportFormat": "JSON", "s3Destination": DESTINATION | {"keyPrefix": "a/b"}, "filterCriteria": CRITERIA},
    ),
    ("GetFindingsReportStatus", {}, {}),
    ("GetFindingsReportStatus", {"reportId": REPORT}, {"reportId": REPORT}),
    ("CancelFindingsReport", {"reportId": REPORT}, {"reportId": REPORT}),
    ("BatchGetAccountStatus", {}, {}),
    ("BatchGetAccountStatus", {"accountIds": []}, {}),
    ("BatchGetAccountStatus", {"accountIds": ["111122223333"] * 100}, {"accountIds": ["111122223333"] * 100}),
    ("ListMembers", {"onlyAssociated": True, "maxResults": 50}, {"onlyAssociated": True, "maxResults": 50}),
    (
        "ListMembers",
        {"maxResults": 1, "nextToken": "n"},
        {"onlyAssociated": False, "maxResults": 1, "nextToken": "n"},
    ),
    ("ListFindingAggregations", {"type": "ACCOUNT"}, {"aggregationType": "ACCOUNT"}),
    (
        "ListFindingAggregations",
        {"type": "TITLE", "request": {"titleAggregation": {"sortBy": "CRITICAL", "sortOrder": "DESC"}}, "nextToken": "n"},
        {
            "aggregationType": "TITLE",
            "aggregationRequest": {"titleAggregation": {"sortBy": "CRITICAL", "sortOrder": "DESC"}},
            "nextToken": "n",
        },
    ),
]


def unknown_words(shape, value):
    """Values that an enumeration of the model does not hold; ParamValidator does not look."""
    if shape.type_name == "structure":
        for name, inner in value.items():
            yield from unknown_words(shape.members[name], inner)
    elif shape.type_name == "list":
        for inner in value:
            yield from unknown_words(shape.member, inner)
    elif shape.type_name == "string" and shape.enum and value not in shape.enum:
        yield f"{shape.name}: {value}"


def build(operation, arguments):
    line = json.dumps({"operation": operation, "arguments": arguments}) + "\n"
    run = subprocess.run([TOOL], input=line, capture_output=True, text=True, check=False, timeout=60)
    return run


class Contract(unittest.TestCase):
    def test_requests_are_what_the_model_says(self):
        for operation, arguments, expected in CASES:
            with self.subTest(operation=operation, arguments=arguments):
                run = build(operation, arguments)
                self.assertEqual(run.returncode, 0, run.stderr)
                answer = json.loads(run.stdout)
                model = MODEL.operation_model(operation)
                self.assertEqual(model.http["method"], "POST")
                self.assertEqual(answer["path"], model.http["requestUri"])

                body = json.loads(answer["body"])
                report = ParamValidator().validate(body, model.input_shape)
                self.assertFalse(report.has_errors(), report.generate_report())
                self.assertEqual(list(unknown_words(model.input_shape, body)), [])
                self.assertEqual(body, expected)

    def test_every_member_goes_into_the_body(self):
        for operation in {case[0] for case in CASES}:
            for name, shape in MODEL.operation_model(operation).input_shape.members.items():
                self.assertNotIn("location", shape.serialization, f"{operation}.{name}")

    def test_only_what_reads_may_be_sent_twice(self):
        for operation, arguments, _ in CASES:
            answer = json.loads(build(operation, arguments).stdout)
            self.assertEqual(answer["idempotent"], operation.startswith(("BatchGet", "Get", "List")), operation)

    def test_pages_are_as_large_as_the_model_allows(self):
        for operation in ("ListFindings", "ListMembers"):
            limits = MODEL.operation_model(operation).input_shape.members["maxResults"].metadata
            for size in (limits["min"], limits["max"]):
                self.assertEqual(build(operation, {"maxResults": size}).returncode, 0)
            for size in (limits["min"] - 1, limits["max"] + 1):
                self.assertEqual(build(operation, {"maxResults": size}).returncode, 1)

    def test_as_many_accounts_as_the_model_allows(self):
        most = MODEL.operation_model("BatchGetAccountStatus").input_shape.members["accountIds"].metadata["max"]
        for count, status in ((most, 0), (most + 1, 1)):
            run = build("BatchGetAccountStatus", {"accountIds": ["111122223333"] * count})
            self.assertEqual(run.returncode, status)


if __name__ == "__main__":
    unittest.main()
