# SPDX-FileCopyrightText: The Dossier authors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Findings with every member that botocore's model of Amazon Inspector knows,
those that the API got since, and some that no one knows."""

import random

import botocore.session

# Members that the API reference has since the botocore in use here.
NEWER = {
    "Resource": {"provider": "AZURE", "providerAccountId": "sub-1", "providerOrgId": "org-1"},
    "AwsEcrContainerImageDetails": {"inUseCount": 3, "lastInUseAt": 1735690000.5},
    "ResourceDetails": {
        "codeRepository": {"projectName": "shop", "integrationArn": "arn:x", "providerType": "GITHUB"},
        "vm": {
            "type": "Standard_B2s",
            "vmName": "vm-1",
            "vmImageReference": "ubuntu",
            "ipV4Addresses": ["10.1.2.3", "203.0.113.9"],
            "ipV6Addresses": ["2001:db8::1"],
            "networkId": "net-1",
            "subnetIds": ["subnet-1"],
            "securityGroupIds": ["nsg-1"],
            "launchedAt": 1735690000,
            "platform": "UBUNTU_24_04",
            "executionRole": "role",
            "keyName": "key",
        },
        "image": {
            "repositoryName": "shop",
            "registry": "demo.azurecr.io",
            "imageTags": ["1", "2"],
            "imageDigest": "sha256:abcdef",
            "pushedAt": 1735690000.25,
            "architecture": "amd64",
            "author": "someone",
            "inUseCount": 0,
            "lastInUseAt": 1735690001,
            "platform": "ALPINE_3_20",
        },
        "serverlessFunction": {
            "serverlessFunctionName": "site-1",
            "runtime": "PYTHON_3_12",
            "version": "7",
            "codeDigest": "abc=",
            "lastModifiedAt": 1735690002,
            "networkId": "net-1",
            "subnetIds": ["subnet-2"],
            "securityGroupIds": [],
            "executionRole": "role",
            "packageType": "ZIP",
            "architectures": ["X86_64"],
            "layers": [],
        },
    },
}
UNKNOWN = {"brandNew": {"deep": [{"a.b": None, "": True, 'q"\\': -0.0}, [], {}], "seenAt": "2026-01-02T03:04:05Z"}}
TYPES = {
    "PACKAGE_VULNERABILITY": "packageVulnerabilityDetails",
    "NETWORK_REACHABILITY": "networkReachabilityDetails",
    "CODE_VULNERABILITY": "codeVulnerabilityDetails",
}
RESOURCES = {
    "AWS_EC2_INSTANCE": "awsEc2Instance",
    "AWS_ECR_CONTAINER_IMAGE": "awsEcrContainerImage",
    "AWS_ECR_REPOSITORY": None,
    "AWS_LAMBDA_FUNCTION": "awsLambdaFunction",
    "CODE_REPOSITORY": "codeRepository",
    "Microsoft.Compute/virtualMachines": "vm",
    "Microsoft.ContainerRegistry/registry/containerImage": "image",
    "Microsoft.Web/sites": "serverlessFunction",
}


def shape():
    return botocore.session.Session().get_service_model("inspector2").shape_for("Finding")


def value(of, rng):
    """A value of a shape with all its members, no two alike."""
    kind = of.type_name
    if kind == "structure":
        members = {name: value(member, rng) for name, member in of.members.items()}
        for name, newer in NEWER.get(of.name, {}).items():
            members.setdefault(name, newer)
        return members
    if kind == "list":
        return [value(of.member, rng) for _ in range(2)]
    if kind == "map":
        return {f"{key} {rng.randint(0, 99)}": value(of.value, rng) for key in ("cost center", "ümlaut", 'a"b')}
    if kind == "string":
        return rng.choice(of.enum) if of.enum else f'{of.name} {rng.randint(0, 10**6)}, "é"\n'
    if kind == "integer":
        return rng.randint(0, 10**6)
    if kind == "boolean":
        return rng.random() < 0.5
    if kind in ("double", "float"):
        return rng.randint(0, 100) / 10
    if kind == "timestamp":
        return rng.randint(1_600_000_000_000, 1_760_000_000_000) / 1000
    raise AssertionError(kind)


def findings():
    """One for each type of finding and of resource."""
    rng = random.Random(20261124)
    for finding_type, details in TYPES.items():
        for resource_type, resource_details in RESOURCES.items():
            finding = value(shape(), rng) | UNKNOWN
            finding["type"] = finding_type
            for other in TYPES.values():
                if other != details:
                    del finding[other]
            for resource in finding["resources"]:
                resource["type"] = resource_type
                resource["details"] = {n: v for n, v in resource["details"].items() if n == resource_details}
            yield finding
