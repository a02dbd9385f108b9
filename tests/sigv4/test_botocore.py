# SPDX-FileCopyrightText: The Dossier authors
# SPDX-License-Identifier: GPL-3.0-or-later
"""The same requests signed by botocore, which nobody here wrote."""

import datetime
import json
import os
import random
import subprocess
import unittest
import unittest.mock
import urllib.parse

import botocore.auth
from botocore.awsrequest import AWSRequest
from botocore.credentials import Credentials

TOOL = os.path.join(os.environ["DOSSIER_BUILDDIR"], "tests", "sigv4", "sigv4-tool")
EMPTY_HASH = "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"
ALPHABET = "abcXYZ019-_.~ +=&/?:@!$'()*,;%\"<>[]{}|^`é한글😀"


def text(rng, most):
    return "".join(rng.choice(ALPHABET) for _ in range(rng.randint(0, most)))


def random_request(rng, s3):
    segments = [rng.choice(["", ".", "..", text(rng, 8), text(rng, 20)]) for _ in range(rng.randint(0, 5))]
    path = "/" + "/".join(urllib.parse.quote(s, safe="-_.~") for s in segments)
    names = ["policy", "list-type", "prefix", "Marker", "a", "A", "x-id"]
    pairs = [(rng.choice(names), rng.choice(["", text(rng, 12)])) for _ in range(rng.randint(0, 4))]
    query = "&".join(f"{n}={urllib.parse.quote(v, safe='-_.~')}" for n, v in pairs)
    region = rng.choice(["us-east-1", "eu-central-1", "cn-north-1", "us-gov-west-1", "me-central-1"])
    service = "s3" if s3 else rng.choice(["inspector2", "kms", "iam", "sts"])
    headers = [("Host", f"{service}.{region}.amazonaws.com")]
    for name in rng.sample(["Content-Type", "X-Amz-Target", "x-amz-acl", "X-Amz-Meta-Note", "Range"], rng.randint(0, 4)):
        headers.append((name, rng.choice(["a", "  lead", "trail  ", "two   blanks", 'q="a  b"', "a,b"])))
    return {
        "method": rng.choice(["GET", "PUT", "POST", "DELETE", "HEAD"]),
        "path": path,
        "query": query,
        "headers": headers,
        "body": rng.choice(["", "{}", text(rng, 60)]).encode(),
        "region": region,
        "service": service,
        "s3": s3,
        "time": rng.randint(1_400_000_000, 2_000_000_000),
        "accessKeyId": "AKIA" + "".join(rng.choice("ABCDEFGHIJKLMNOP234567") for _ in range(16)),
        "secret": "".join(rng.choice("abcdEFGH0123+/") for _ in range(40)),
        "token": rng.choice([None, "IQoJ/token+with=all//of==it"]),
    }


class FixedDatetime(datetime.datetime):
    moment = None

    @classmethod
    def utcnow(cls):
        return cls.moment

    @classmethod
    def now(cls, tz=None):
        return cls.moment if tz is None else cls.moment.replace(tzinfo=tz)


def by_botocore(case, signer_class, *extra):
    url = f"https://{case['headers'][0][1]}{case['path']}" + ("?" + case["query"] if case["query"] else "")
    request = AWSRequest(method=case["method"], url=url, data=case["body"])
    for name, value in case["headers"][1:]:
        request.headers.add_header(name, value)
    credentials = Credentials(case["accessKeyId"], case["secret"], case["token"])
    FixedDatetime.moment = datetime.datetime.fromtimestamp(case["time"], datetime.timezone.utc).replace(tzinfo=None)
    patches = [unittest.mock.patch.object(botocore.auth.datetime, "datetime", FixedDatetime)] \
        if hasattr(botocore.auth.datetime, "datetime") else \
        [unittest.mock.patch.object(botocore.auth, "datetime", FixedDatetime)]
    with patches[0]:
        if hasattr(botocore.auth, "get_current_datetime"):
            with unittest.mock.patch.object(botocore.auth, "get_current_datetime", lambda *a, **k: FixedDatetime.moment):
                signer_class(credentials, case["service"], case["region"], *extra).add_auth(request)
        else:
            signer_class(credentials, case["service"], case["region"], *extra).add_auth(request)
    return request


def to_line(case, headers, payload_hash, **more):
    members = {k: case[k] for k in ("method", "path", "query", "region", "service", "s3", "accessKeyId", "secret")}
    return json.dumps({**members, "time": case["time"] * 1_000_000, "headers": headers,
                       "payloadHash": payload_hash, **more}, ensure_ascii=False)


def by_tool(lines):
    result = subprocess.run([TOOL], input="\n".join(lines) + "\n", capture_output=True, text=True, check=True)
    return result.stdout.splitlines()


class Botocore(unittest.TestCase):
    count = 2000

    def compare_headers(self, s3, signer):
        rng = random.Random(4711 + s3)
        expected, lines = [], []
        for _ in range(self.count):
            case = random_request(rng, s3)
            signed = by_botocore(case, signer)
            auth = signed.headers["Authorization"]
            names = auth.split("SignedHeaders=")[1].split(",")[0].split(";")
            values = {"host": case["headers"][0][1]}
            headers = [(n, values.get(n) or signed.headers[n]) for n in names]
            payload = signed.headers.get("X-Amz-Content-SHA256")
            if payload is None:
                payload = signer(Credentials("a", "b"), "s", "r").payload(signed)
            rng.shuffle(headers)
            lines.append(to_line(case, headers, payload))
            expected.append(auth)
        self.assertEqual(len(expected), self.count)
        self.assertEqual(by_tool(lines), expected)

    def test_two_thousand_headers(self):
        self.compare_headers(False, botocore.auth.SigV4Auth)

    def test_two_thousand_s3_headers(self):
        self.compare_headers(True, botocore.auth.S3SigV4Auth)

    def test_presigned_urls(self):
        rng = random.Random(42)
        expected, lines = [], []
        for _ in range(self.count):
            case = random_request(rng, True)
            case["headers"] = case["headers"][:1]
            case["body"] = b""
            case["method"] = "GET"
            # botocore folds a name that is repeated when it presigns; ours keeps what it is given.
            pairs = dict(p.split("=", 1) for p in case["query"].split("&") if p)
            case["query"] = "&".join(f"{n}={v}" for n, v in pairs.items())
            lifetime = rng.randint(1, 604800)
            signed = by_botocore(case, botocore.auth.S3SigV4QueryAuth, lifetime)
            expected.append(sorted(urllib.parse.urlsplit(signed.url).query.split("&")))
            more = {"token": case["token"]} if case["token"] else {}
            lines.append(to_line(case, case["headers"], "UNSIGNED-PAYLOAD", expires=lifetime, **more))
        answers = [sorted(answer.split("&")) for answer in by_tool(lines)]
        self.assertEqual(len(answers), self.count)
        self.assertEqual(answers, expected)
