# SPDX-FileCopyrightText: The Dossier authors
# SPDX-License-Identifier: GPL-3.0-or-later
"""What the client sends to Inspector, judged by AWS's own model of the service and by botocore's signer."""

import json
import os
import re
import subprocess
import threading
import unittest
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import botocore.session
from botocore.auth import SigV4Auth
from botocore.awsrequest import AWSRequest
from botocore.credentials import Credentials
from botocore.serialize import create_serializer
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
FILTER = "arn:aws:inspector2:eu-central-1:111122223333:owner/111122223333/filter/1234abcd12ab34cd"
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
    ("ListFilters", {"maxResults": 100}, {"maxResults": 100}),
    (
        "ListFilters",
        {"maxResults": 1, "action": "SUPPRESS", "nextToken": "n"},
        {"maxResults": 1, "action": "SUPPRESS", "nextToken": "n"},
    ),
    (
        "CreateFilter",
        {"name": "a.B_1-", "action": "SUPPRESS", "filterCriteria": CRITERIA, "description": "é", "reason": "r" * 512},
        {"name": "a.B_1-", "action": "SUPPRESS", "filterCriteria": CRITERIA, "description": "é", "reason": "r" * 512},
    ),
    ("UpdateFilter", {"arn": FILTER, "name": "new"}, {"filterArn": FILTER, "name": "new"}),
    (
        "UpdateFilter",
        {"arn": FILTER, "action": "NONE", "filterCriteria": CRITERIA},
        {"filterArn": FILTER, "action": "NONE", "filterCriteria": CRITERIA},
    ),
    ("DeleteFilter", {"arn": FILTER}, {"arn": FILTER}),
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


KEY_ID, SECRET, TOKEN, REGION = "AKIDEXAMPLE", "SECRET/EXAMPLE+KEY", "TOKEN/EXAMPLE==", "eu-central-1"


class Capture(BaseHTTPRequestHandler):
    """Keeps each request, and gives an answer that every operation takes."""

    protocol_version = "HTTP/1.1"

    def do_POST(self):
        body = self.rfile.read(int(self.headers["Content-Length"]))
        self.server.requests.append((self.command, self.path, dict(self.headers.items()), body))
        answer = json.dumps({"reportId": REPORT, "status": "SUCCEEDED", "arn": FILTER}).encode()
        self.send_response(200)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(answer)))
        self.end_headers()
        self.wfile.write(answer)

    def log_message(self, *_):
        pass


def call(calls, **environment):
    """What the tool said to each call, what was sent, and all that the tool wrote."""
    server = ThreadingHTTPServer(("127.0.0.1", 0), Capture)
    server.requests = []
    threading.Thread(target=server.serve_forever, args=(0.01,), daemon=True).start()
    try:
        run = subprocess.run(
            [TOOL, f"http://127.0.0.1:{server.server_port}"],
            input="".join(json.dumps({"operation": name, "arguments": arguments}) + "\n" for name, arguments in calls),
            capture_output=True,
            text=True,
            check=True,
            timeout=60,
            env=os.environ | environment,
        )
    finally:
        server.shutdown()
        server.server_close()
    # Debug messages of libraries, where they are asked for, go to the same place.
    answers = [json.loads(line) for line in run.stdout.splitlines() if line.startswith("{")]
    return answers, server.requests, run.stderr + run.stdout


class Proxy(BaseHTTPRequestHandler):
    """Lets nobody through."""

    protocol_version = "HTTP/1.1"

    def do_CONNECT(self):
        self.server.requests.append((self.path, str(self.headers)))
        self.send_response(self.server.status)
        if self.server.status == 407:
            self.send_header("Proxy-Authenticate", 'Basic realm="x"')
        self.send_header("Content-Length", "0")
        self.end_headers()

    def log_message(self, *_):
        pass


def call_through_proxy(line, status):
    """Likewise, with a host that is nowhere (RFC 6761) behind a proxy on this computer."""
    server = ThreadingHTTPServer(("127.0.0.1", 0), Proxy)
    server.requests, server.status = [], status
    threading.Thread(target=server.serve_forever, args=(0.01,), daemon=True).start()
    # A leak of libproxy's is told from one of ours by its stack, which costs time elsewhere.
    sanitizer = os.environ.get("ASAN_OPTIONS", "") + ":fast_unwind_on_malloc=0"
    proxy = f"http://person:PROXYPASSWORD@127.0.0.1:{server.server_port}"
    try:
        run = subprocess.run(
            [TOOL, "https://inspector2.invalid"],
            input=json.dumps({"operation": line[0], "arguments": line[1]}) + "\n",
            capture_output=True,
            text=True,
            check=True,
            timeout=60,
            env=os.environ
            | {
                "https_proxy": proxy,
                "GIO_USE_PROXY_RESOLVER": "libproxy",
                "DOSSIER_DEBUG": "aws",
                "ASAN_OPTIONS": sanitizer,
            },
        )
    finally:
        server.shutdown()
        server.server_close()
    answers = [json.loads(answer) for answer in run.stdout.splitlines() if answer.startswith("{")]
    return answers, server.requests, run.stderr + run.stdout


def sent(operation, arguments):
    answers, requests, _ = call([(operation, arguments)])
    return "error" not in answers[0], requests


def sign(method, path, headers, body):
    """The Authorization header that botocore gives a request with these headers."""
    names = re.search("SignedHeaders=([^,]+)", headers["Authorization"]).group(1).split(";")
    by_name = {name.lower(): value for name, value in headers.items()}
    request = AWSRequest(
        method=method,
        url="http://" + headers["Host"] + path,
        headers={name: by_name[name] for name in names},
        data=body,
    )
    request.context["timestamp"] = by_name["x-amz-date"]
    signer = SigV4Auth(Credentials(KEY_ID, SECRET, TOKEN), "inspector2", REGION)
    text = signer.string_to_sign(request, signer.canonical_request(request))
    return names, (
        f"AWS4-HMAC-SHA256 Credential={signer.scope(request)}, SignedHeaders={';'.join(names)}, "
        f"Signature={signer.signature(text, request)}"
    )


class Contract(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.answers, cls.requests, _ = call([case[:2] for case in CASES])

    def test_every_call_is_answered(self):
        self.assertEqual(self.answers, [{}] * len(CASES))
        self.assertEqual(len(self.requests), len(CASES))

    def test_requests_are_what_the_model_says(self):
        for (operation, arguments, expected), (method, path, headers, body) in zip(CASES, self.requests, strict=True):
            with self.subTest(operation=operation, arguments=arguments):
                model = MODEL.operation_model(operation)
                self.assertEqual(method, model.http["method"])
                self.assertEqual(path, model.http["requestUri"])

                members = json.loads(body)
                report = ParamValidator().validate(members, model.input_shape)
                self.assertFalse(report.has_errors(), report.generate_report())
                self.assertEqual(list(unknown_words(model.input_shape, members)), [])
                self.assertEqual(members, expected)

                theirs = create_serializer(MODEL.metadata["protocol"]).serialize_to_request(expected, model)
                self.assertEqual((method, path), (theirs["method"], theirs["url_path"]))
                self.assertEqual(members, json.loads(theirs["body"]))
                for name, value in theirs["headers"].items():
                    self.assertEqual(headers.get(name), value, name)

    def test_requests_are_signed_as_botocore_signs_them(self):
        for method, path, headers, body in self.requests:
            names, authorization = sign(method, path, headers, body)
            self.assertEqual(headers["Authorization"], authorization)
            self.assertLessEqual({"host", "x-amz-date", "x-amz-security-token", "content-type"}, set(names))
            self.assertEqual({name.lower(): value for name, value in headers.items()}["x-amz-security-token"], TOKEN)

    def test_every_member_goes_into_the_body(self):
        for operation in {case[0] for case in CASES}:
            for name, shape in MODEL.operation_model(operation).input_shape.members.items():
                self.assertNotIn("location", shape.serialization, f"{operation}.{name}")

    def test_pages_are_as_large_as_the_model_allows(self):
        for operation in ("ListFindings", "ListMembers", "ListFilters"):
            limits = MODEL.operation_model(operation).input_shape.members["maxResults"].metadata
            for size in (limits["min"], limits["max"]):
                good, requests = sent(operation, {"maxResults": size})
                self.assertTrue(good)
                self.assertEqual(len(requests), 1)
            for size in (limits["min"] - 1, limits["max"] + 1):
                good, requests = sent(operation, {"maxResults": size})
                self.assertFalse(good)
                self.assertEqual(requests, [])

    def test_filters_that_aws_would_refuse_are_not_sent(self):
        good = {"name": "abc", "action": "NONE", "filterCriteria": CRITERIA}
        words = MODEL.shape_for("FilterAction").enum
        for changes, expected in (
            *(({"action": word}, True) for word in words),
            *(({name: None}, False) for name in good),
            *(({"name": name}, False) for name in ("", "ab", "a b", "x" * 65, "é" * 3)),
            *(({name: text}, False) for name in ("description", "reason") for text in ("", "x" * 513)),
            ({"action": "none"}, False),
            ({"name": "x" * 64, "description": "é" * 512}, True),
        ):
            arguments = {name: value for name, value in (good | changes).items() if value is not None}
            with self.subTest(changes=changes):
                well, requests = sent("CreateFilter", arguments)
                self.assertEqual((well, len(requests)), (expected, int(expected)))

    def test_as_many_accounts_as_the_model_allows(self):
        most = MODEL.operation_model("BatchGetAccountStatus").input_shape.members["accountIds"].metadata["max"]
        for count, expected in ((most, True), (most + 1, False)):
            good, requests = sent("BatchGetAccountStatus", {"accountIds": ["111122223333"] * count})
            self.assertEqual((good, len(requests)), (expected, int(expected)))

    def test_the_log_holds_no_secret(self):
        _, requests, log = call([case[:2] for case in CASES], DOSSIER_DEBUG="aws", G_MESSAGES_DEBUG="all")
        self.assertIn("dossier-aws: inspector2 CreateFindingsReport: attempt 1, POST http://127.0.0.1", log)
        self.assertIn("HTTP 200", log)
        for secret in (SECRET, TOKEN, "Signature", "AWS4-HMAC-SHA256", "Credential="):
            self.assertNotIn(secret, log)
        for _, _, headers, _ in requests:
            self.assertNotIn(headers["Authorization"][-64:], log)

    def test_a_proxy_does_not_spill_its_password(self):
        for status, times in ((407, 2), (502, 1)):
            answers, asked, log = call_through_proxy(CASES[0][:2], status)
            self.assertIn("proxy", answers[0]["error"])
            # Once without the password and once with it, not for ever.
            self.assertEqual(len(asked), times)
            self.assertEqual(asked[0][0], "inspector2.invalid:443")
            for text in (log, answers[0]["error"]):
                self.assertNotIn("PROXYPASSWORD", text)
            # What the proxy hears is a name, and nothing that was signed.
            self.assertNotIn("AWS4-HMAC-SHA256", asked[0][1])
            self.assertNotIn(TOKEN, asked[0][1])

    def test_there_is_no_log_unless_asked_for(self):
        for value in ("", "other"):
            _, _, log = call([CASES[0][:2]], DOSSIER_DEBUG=value)
            self.assertNotIn("dossier-aws", log)


if __name__ == "__main__":
    unittest.main()
