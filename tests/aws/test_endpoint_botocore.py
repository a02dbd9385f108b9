# SPDX-FileCopyrightText: The Dossier authors
# SPDX-License-Identifier: GPL-3.0-or-later
"""The same endpoints as botocore's own rule sets give."""

import os
import subprocess
import unittest

import botocore.session
from botocore.config import Config

TOOL = os.path.join(os.environ["DOSSIER_BUILDDIR"], "tests", "aws", "endpoint-tool")
SERVICES = ["inspector2", "s3", "kms", "sts", "iam", "securityhub", "oidc", "portal.sso"]
NAMES = {"oidc": "sso-oidc", "portal.sso": "sso"}  # as botocore calls them
REGIONS = [
    "us-east-1", "us-west-2", "ca-central-1", "eu-central-1", "ap-northeast-2", "me-central-1",
    "il-central-1", "cn-north-1", "cn-northwest-1", "us-gov-west-1", "us-gov-east-1",
]
REFUSED_FIPS_IN_CHINA = ["iam", "s3"]  # there is none; the unit test sees them refused
FIPS, DUAL_STACK = 1, 2


def by_botocore(session, service, region, flags):
    config = Config(
        use_fips_endpoint=bool(flags & FIPS),
        use_dualstack_endpoint=bool(flags & DUAL_STACK),
        s3={"us_east_1_regional_endpoint": "regional"},
    )
    client = session.create_client(
        NAMES.get(service, service), region, config=config, aws_access_key_id="a", aws_secret_access_key="b"
    )
    url = client.meta.endpoint_url
    if service in NAMES:
        # For these, what a client says of itself is older than the rules by which it sends.
        model = client.meta.service_model.operation_model(client.meta.service_model.operation_names[0])
        url = client._ruleset_resolver.construct_endpoint(model, {}, {}).url
    return f"{url} {client._request_signer.region_name}"


class Endpoints(unittest.TestCase):
    def test_like_botocore(self):
        cases = [
            (service, region, flags)
            for service in SERVICES
            for region in REGIONS
            for flags in range(4)
            if not (service == "iam" and flags & DUAL_STACK)  # newer than this botocore
            if not (service in REFUSED_FIPS_IN_CHINA and flags & FIPS and region.startswith("cn-"))
        ]
        lines = "".join(f"{s} {r} {f}\n" for s, r, f in cases)
        answers = subprocess.run([TOOL], input=lines, capture_output=True, text=True, check=True)
        ours = dict(zip(cases, answers.stdout.splitlines(), strict=True))
        session = botocore.session.Session()
        session.set_config_variable("sts_regional_endpoints", "regional")
        theirs = {case: by_botocore(session, *case) for case in cases}
        self.maxDiff = None
        self.assertEqual(ours, theirs)
