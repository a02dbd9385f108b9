# SPDX-FileCopyrightText: The Dossier authors
# SPDX-License-Identifier: GPL-3.0-or-later
"""A proxy that lets a request through if botocore would have signed it in just this way.

moto's own check refuses good signatures over percent-encoded paths, and accepts
stale dates and bodies that are not what was signed.
"""

import datetime
import hashlib
import http.client
import re
import urllib.parse

from botocore.auth import S3SigV4Auth, SigV4Auth
from botocore.awsrequest import AWSRequest
from botocore.credentials import Credentials
from services_peer import Server

AUTHORIZATION = re.compile(
    r"AWS4-HMAC-SHA256 Credential=([^/,]+)/(\d{8})/([^/,]+)/([^/,]+)/aws4_request, "
    r"SignedHeaders=([a-z0-9;-]+), Signature=([0-9a-f]{64})"
)
MUST_BE_SIGNED = re.compile(r"host|content-type|x-amz-.*")


class Refused(Exception):
    pass


def check(condition, code):
    if not condition:
        raise Refused(code)


def signature(request, service, region, credentials, names):
    """What botocore's signer makes of a request that has these headers and no others."""
    signer = (S3SigV4Auth if service == "s3" else SigV4Auth)(credentials, service, region)
    again = AWSRequest(request.method, f"http://{request.headers['host']}{request.target}", data=request.body)
    for name in names:
        again.headers[name] = request.headers[name]
    again.context["timestamp"] = request.headers["x-amz-date"]
    # botocore takes the query from the URL as it is; S3's bare names need their equals sign, which it adds to both.
    return signer.signature(signer.string_to_sign(again, signer.canonical_request(again)), again)


def verify(request, keys):
    """Raises Refused with AWS's code."""
    match = AUTHORIZATION.fullmatch(request.headers.get("authorization", ""))
    check(match, "IncompleteSignature")
    key, day, region, service, signed, given = match.groups()
    names = signed.split(";")
    check(names == sorted(set(names)), "IncompleteSignature")
    check(key in keys, "InvalidAccessKeyId")
    secret, token = keys[key]
    check(request.headers.get("x-amz-security-token") == token, "InvalidToken")
    missing = [name for name in request.headers if MUST_BE_SIGNED.fullmatch(name) and name not in names]
    check(not missing and "host" in names and "x-amz-date" in names, "SignatureDoesNotMatch")
    moment = datetime.datetime.strptime(request.headers["x-amz-date"], "%Y%m%dT%H%M%SZ").replace(tzinfo=datetime.timezone.utc)
    check(abs(datetime.datetime.now(datetime.timezone.utc) - moment) < datetime.timedelta(minutes=5), "RequestTimeTooSkewed")
    check(request.headers["x-amz-date"].startswith(day), "SignatureDoesNotMatch")
    if service == "s3":
        digest = hashlib.sha256(request.body).hexdigest()
        check(request.headers.get("x-amz-content-sha256") == digest, "XAmzContentSHA256Mismatch")
    expected = signature(request, service, region, Credentials(key, secret), names)
    check(given == expected, "SignatureDoesNotMatch")


class StrictProxy(Server):
    """`keys` maps an access key to its secret and its session token."""

    def __init__(self, target, keys):
        self.target = urllib.parse.urlsplit(target)
        self.keys = keys
        self.passed = 0
        super().__init__(self.take)

    def take(self, request):
        try:
            verify(request, self.keys)
        except Refused as refusal:
            body = f"<ErrorResponse><Error><Code>{refusal}</Code><Message>refused by the proxy</Message></Error></ErrorResponse>"
            return 403, {}, body.encode()
        self.passed += 1
        connection = http.client.HTTPConnection(self.target.hostname, self.target.port, timeout=30)
        try:
            headers = {name: value for name, value in request.headers.items() if name not in ("connection", "keep-alive")}
            connection.request(request.method, request.target, request.body or None, headers)
            answer = connection.getresponse()
            dropped = ("connection", "transfer-encoding", "keep-alive", "date", "server")
            kept = {name: value for name, value in answer.getheaders() if name.lower() not in dropped}
            return answer.status, kept, answer.read()
        finally:
            connection.close()
