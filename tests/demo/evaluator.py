# SPDX-FileCopyrightText: The Dossier authors
# SPDX-License-Identifier: GPL-3.0-or-later
"""What a FilterCriteria means and how a SortField orders, in Python and from the API reference."""


def details(kind, member):
    return lambda f: [r["details"][kind].get(member) for r in f["resources"] if kind in r.get("details", {})]


def package(member):
    return lambda f: [f.get("packageVulnerabilityDetails", {}).get(member)]


def code(member):
    return lambda f: [f.get("codeVulnerabilityDetails", {}).get(member)]


def steps(member):
    return lambda f: [s[member] for s in f.get("networkReachabilityDetails", {}).get("networkPath", {}).get("steps", [])]


TEXT = {
    "findingArn": lambda f: [f["findingArn"]],
    "awsAccountId": lambda f: [f["awsAccountId"]],
    "title": lambda f: [f["title"]],
    "findingType": lambda f: [f["type"]],
    "severity": lambda f: [f["severity"]],
    "findingStatus": lambda f: [f["status"]],
    "fixAvailable": lambda f: [f.get("fixAvailable")],
    "exploitAvailable": lambda f: [f.get("exploitAvailable")],
    "resourceType": lambda f: [r["type"] for r in f["resources"]],
    "resourceId": lambda f: [r["id"] for r in f["resources"]],
    "ec2InstanceImageId": details("awsEc2Instance", "imageId"),
    "ec2InstanceVpcId": details("awsEc2Instance", "vpcId"),
    "ec2InstanceSubnetId": details("awsEc2Instance", "subnetId"),
    "ecrImageArchitecture": details("awsEcrContainerImage", "architecture"),
    "ecrImageRegistry": details("awsEcrContainerImage", "registry"),
    "ecrImageRepositoryName": details("awsEcrContainerImage", "repositoryName"),
    "ecrImageTags": details("awsEcrContainerImage", "imageTags"),
    "ecrImageHash": details("awsEcrContainerImage", "imageHash"),
    "networkProtocol": lambda f: [f.get("networkReachabilityDetails", {}).get("protocol")],
    "componentId": steps("componentId"),
    "componentType": steps("componentType"),
    "vulnerabilityId": package("vulnerabilityId"),
    "vulnerabilitySource": package("source"),
    "vendorSeverity": package("vendorSeverity"),
    "relatedVulnerabilities": package("relatedVulnerabilities"),
    "lambdaFunctionName": details("awsLambdaFunction", "functionName"),
    "lambdaFunctionLayers": details("awsLambdaFunction", "layers"),
    "lambdaFunctionRuntime": details("awsLambdaFunction", "runtime"),
    "lambdaFunctionExecutionRoleArn": details("awsLambdaFunction", "executionRoleArn"),
    "codeVulnerabilityDetectorName": code("detectorName"),
    "codeVulnerabilityDetectorTags": code("detectorTags"),
    "codeVulnerabilityFilePath": lambda f: [f.get("codeVulnerabilityDetails", {}).get("filePath", {}).get("filePath")],
    "codeRepositoryProjectName": details("codeRepository", "projectName"),
    "codeRepositoryProviderType": details("codeRepository", "providerType"),
    "cloudProvider": lambda f: [r.get("provider") for r in f["resources"]],
    "cloudImageRepositoryName": details("image", "repositoryName"),
    "cloudServerlessFunctionName": details("serverlessFunction", "serverlessFunctionName"),
}
NUMBER = {
    "inspectorScore": lambda f: [f.get("inspectorScore")],
    "epssScore": lambda f: [f.get("epss", {}).get("score")],
    "ecrImageInUseCount": details("awsEcrContainerImage", "inUseCount"),
}
DATE = {
    "firstObservedAt": lambda f: [f["firstObservedAt"]],
    "lastObservedAt": lambda f: [f["lastObservedAt"]],
    "updatedAt": lambda f: [f["updatedAt"]],
    "ecrImagePushedAt": details("awsEcrContainerImage", "pushedAt"),
    "lambdaFunctionLastModifiedAt": details("awsLambdaFunction", "lastModifiedAt"),
}
PACKAGE = {"name": "name", "version": "version", "release": "release", "architecture": "arch", "filePath": "filePath"}


def values(get, finding):
    for value in get(finding):
        if isinstance(value, list):
            yield from value
        elif value is not None:
            yield value


def text_is(entry, value):
    if entry["comparison"] == "PREFIX":
        return value.startswith(entry["value"])
    return value == entry["value"]


def within(entry, value, low, high):
    return not (low in entry and value < entry[low]) and not (high in entry and value > entry[high])


def package_is(entry, vulnerable):
    for name, condition in entry.items():
        if name == "epoch":
            if "epoch" not in vulnerable or not within(condition, vulnerable["epoch"], "lowerInclusive", "upperInclusive"):
                return False
            continue
        value = vulnerable.get(PACKAGE[name])
        hit = value is not None and text_is(condition, value)
        if hit == (condition["comparison"] == "NOT_EQUALS"):
            return False
    return True


def field_holds(name, entries, finding):
    if name in TEXT:
        have = list(values(TEXT[name], finding))
        wanted = [e for e in entries if e["comparison"] != "NOT_EQUALS"]
        unwanted = [e["value"] for e in entries if e["comparison"] == "NOT_EQUALS"]
        if set(unwanted) & set(have):
            return False
        return not wanted or any(text_is(e, v) for e in wanted for v in have)
    if name in NUMBER:
        return any(within(e, v, "lowerInclusive", "upperInclusive") for e in entries for v in values(NUMBER[name], finding))
    if name in DATE:
        return any(within(e, v, "startInclusive", "endInclusive") for e in entries for v in values(DATE[name], finding))
    if name == "resourceTags":
        tags = [r.get("tags", {}) for r in finding["resources"]]
        return any(e["key"] in t and e.get("value", t[e["key"]]) == t[e["key"]] for e in entries for t in tags)
    if name == "portRange":
        port = finding.get("networkReachabilityDetails", {}).get("openPortRange")
        ports = set(range(port["begin"], port["end"] + 1)) if port else set()
        return any(ports & set(range(e.get("beginInclusive", 0), e.get("endInclusive", 65535) + 1)) for e in entries)
    packages = finding.get("packageVulnerabilityDetails", {}).get("vulnerablePackages", [])
    return any(package_is(e, p) for e in entries for p in packages)


def holds(criteria, finding):
    return all(field_holds(name, entries, finding) for name, entries in criteria.items())


# Severities have an order of their own, and dates and scores are numbers.
SEVERITIES = ["UNTRIAGED", "INFORMATIONAL", "LOW", "MEDIUM", "HIGH", "CRITICAL"]
SORTS = {
    "AWS_ACCOUNT_ID": TEXT["awsAccountId"],
    "FINDING_TYPE": TEXT["findingType"],
    "SEVERITY": lambda f: [SEVERITIES.index(f["severity"])],
    "FIRST_OBSERVED_AT": DATE["firstObservedAt"],
    "LAST_OBSERVED_AT": DATE["lastObservedAt"],
    "FINDING_STATUS": TEXT["findingStatus"],
    "RESOURCE_TYPE": TEXT["resourceType"],
    "ECR_IMAGE_PUSHED_AT": DATE["ecrImagePushedAt"],
    "ECR_IMAGE_REPOSITORY_NAME": TEXT["ecrImageRepositoryName"],
    "ECR_IMAGE_REGISTRY": TEXT["ecrImageRegistry"],
    "NETWORK_PROTOCOL": TEXT["networkProtocol"],
    "COMPONENT_TYPE": TEXT["componentType"],
    "VULNERABILITY_ID": TEXT["vulnerabilityId"],
    "VULNERABILITY_SOURCE": TEXT["vulnerabilitySource"],
    "INSPECTOR_SCORE": NUMBER["inspectorScore"],
    "VENDOR_SEVERITY": TEXT["vendorSeverity"],
    "EPSS_SCORE": NUMBER["epssScore"],
}


def order(name, descending, findings):
    """Equal ones by their ARN, those without a value last, whatever the direction."""
    keyed = [(next(values(SORTS[name], f), None), f) for f in sorted(findings, key=lambda f: f["findingArn"])]
    have = sorted((pair for pair in keyed if pair[0] is not None), key=lambda pair: pair[0], reverse=descending)
    return [f for _, f in have] + [f for key, f in keyed if key is None]


class Maker:
    """Random conditions that hold for some of the findings at hand."""

    def __init__(self, rng, findings):
        self.rng = rng
        self.findings = findings
        self.packages = [
            p for f in findings for p in f.get("packageVulnerabilityDetails", {}).get("vulnerablePackages", [])
        ]

    def have(self, get):
        return [v for f in self.findings for v in values(get, f)]

    def text(self, have):
        value = self.rng.choice(have) if have and self.rng.random() < 0.9 else "nothing"
        comparison = self.rng.choice(["EQUALS", "PREFIX", "NOT_EQUALS"])
        if comparison == "PREFIX":
            value = value[: self.rng.randint(1, len(value))]
        return {"comparison": comparison, "value": value}

    def range(self, have, low, high):
        first, last = sorted(self.rng.choices(have, k=2))
        return self.rng.choice([{low: first, high: last}, {low: first}, {high: last}, {low: last, high: first}])

    def entry(self, name):
        if name in TEXT:
            return self.text(self.have(TEXT[name]))
        if name in NUMBER:
            return self.range(self.have(NUMBER[name]), "lowerInclusive", "upperInclusive")
        if name in DATE:
            return self.range(self.have(DATE[name]), "startInclusive", "endInclusive")
        if name == "resourceTags":
            tags = self.rng.choice(self.findings)["resources"][0]["tags"]
            key = self.rng.choice(list(tags))
            return {"comparison": "EQUALS", "key": key, **self.rng.choice([{}, {"value": tags[key]}, {"value": "x"}])}
        if name == "portRange":
            return self.range([0, 22, 53, 80, 443, 8000, 8050, 8100, 65535], "beginInclusive", "endInclusive")
        entry = {}
        for member in self.rng.sample(list(PACKAGE), self.rng.randint(1, 2)):
            entry[member] = self.text([p[PACKAGE[member]] for p in self.packages if PACKAGE[member] in p])
        if self.rng.random() < 0.2:
            entry["epoch"] = {"lowerInclusive": self.rng.choice([0, 1])}
        return entry

    def criteria(self, count):
        names = self.rng.sample(FIELDS, count)
        return {name: [self.entry(name) for _ in range(self.rng.randint(1, 3))] for name in names}


FIELDS = [*TEXT, *NUMBER, *DATE, "resourceTags", "portRange", "vulnerablePackages"]
