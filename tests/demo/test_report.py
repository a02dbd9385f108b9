# SPDX-FileCopyrightText: The Dossier authors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Report files read back by Python's csv and json, against the findings that went in."""

import csv
import datetime
import ipaddress
import json
import os
import pathlib
import subprocess
import tempfile
import unittest

BUILD = pathlib.Path(os.environ["DOSSIER_BUILDDIR"]) / "tests/demo"
EPOCH = 1767225600000000
NOW = EPOCH + 36 * 3600 * 1000000

# A sanitizer must not hoard what was freed where memory is measured.
ENVIRONMENT = {**os.environ, "ASAN_OPTIONS": os.environ.get("ASAN_OPTIONS", "") + ":quarantine_size_mb=1"}

# The header that real reports have.
HEADER = (
    "AWS Account Id,Severity,Fix Available,Finding Type,Title,Description,Finding ARN,First Seen,Last Seen,"
    "Last Updated,Resource ID,Container Image Tags,Region,Platform,Resource Tags,Affected Packages,"
    "Package Installed Version,Fixed in Version,Package Remediation,File Path,Network Paths,Age (Days),Remediation,"
    "Inspector Score,Inspector Score Vector,Status,Vulnerability Id,Vendor,Vendor Severity,Vendor Advisory,"
    "Vendor Advisory Published,NVD CVSS3 Score,NVD CVSS3 Vector,NVD CVSS2 Score,NVD CVSS2 Vector,Vendor CVSS3 Score,"
    "Vendor CVSS3 Vector,Vendor CVSS2 Score,Vendor CVSS2 Vector,Resource Type,Ami,Resource Public Ipv4,"
    "Resource Private Ipv4,Resource Ipv6,Resource Vpc,Port Range,Epss Score,Exploit Available,Last Exploited At,"
    "Lambda Layers,Lambda Package Type,Lambda Last Updated At,Reference Urls,Detector Name,Package Manager"
)


def date(seconds):
    if seconds is None:
        return ""
    return datetime.datetime.fromtimestamp(int(seconds), datetime.timezone.utc).strftime("%Y-%m-%dT%H:%M:%SZ")


def joined(values):
    return ", ".join(str(value) for value in values if value is not None)


def expected(finding):
    """What each column should hold, by name."""
    resource = finding["resources"][0]
    details = resource["details"]
    ec2 = details.get("awsEc2Instance", {})
    function = details.get("awsLambdaFunction", {})
    package = finding.get("packageVulnerabilityDetails", {})
    packages = package.get("vulnerablePackages", [])
    network = finding.get("networkReachabilityDetails", {})
    code = finding.get("codeVulnerabilityDetails", {})
    nvd = [c for c in package.get("cvss", []) if c["source"] == "NVD" and c["version"].startswith("3")]
    paths = [p.get("filePath") for p in packages] + [code.get("filePath", {}).get("filePath")]
    ports = network.get("openPortRange")
    public = [a for a in ec2.get("ipV4Addresses", []) if ipaddress.ip_address(a) not in ipaddress.ip_network("10.0.0.0/8")]
    return {
        "AWS Account Id": finding["awsAccountId"],
        "Severity": finding["severity"],
        "Fix Available": finding.get("fixAvailable", ""),
        "Finding Type": finding["type"],
        "Title": finding["title"],
        "Description": finding["description"],
        "Finding ARN": finding["findingArn"],
        "First Seen": date(finding["firstObservedAt"]),
        "Last Seen": date(finding["lastObservedAt"]),
        "Last Updated": date(finding["updatedAt"]),
        "Resource ID": resource["id"],
        "Container Image Tags": joined(details.get("awsEcrContainerImage", {}).get("imageTags", [])),
        "Region": resource["region"],
        "Platform": joined(d.get("platform") for d in details.values()),
        "Resource Tags": joined(f"{key}:{value}" for key, value in resource["tags"].items()),
        "Affected Packages": joined(p["name"] for p in packages),
        "Package Installed Version": joined(p["version"] for p in packages),
        "Fixed in Version": joined(p.get("fixedInVersion") for p in packages),
        "Package Remediation": joined(p.get("remediation") for p in packages),
        "File Path": joined(paths),
        "Network Paths": joined(s["componentId"] for s in network.get("networkPath", {}).get("steps", [])),
        "Age (Days)": str(int((NOW / 1000000 - finding["firstObservedAt"]) // 86400)),
        "Remediation": finding["remediation"]["recommendation"]["text"],
        "Inspector Score": finding.get("inspectorScore", ""),
        "Inspector Score Vector": finding.get("inspectorScoreDetails", {}).get("adjustedCvss", {}).get("scoringVector", ""),
        "Status": finding["status"],
        "Vulnerability Id": package.get("vulnerabilityId", ""),
        "Vendor": package.get("source", ""),
        "Vendor Severity": package.get("vendorSeverity", ""),
        "Vendor Advisory": package.get("sourceUrl", ""),
        "Vendor Advisory Published": date(package.get("vendorCreatedAt")),
        "NVD CVSS3 Score": nvd[0]["baseScore"] if nvd else "",
        "NVD CVSS3 Vector": joined(c["scoringVector"] for c in nvd),
        **{f"NVD CVSS2 {part}": "" for part in ("Score", "Vector")},
        **{f"Vendor CVSS{v} {part}": "" for v in (2, 3) for part in ("Score", "Vector")},
        "Resource Type": resource["type"],
        "Ami": ec2.get("imageId", ""),
        "Resource Public Ipv4": joined(public),
        "Resource Private Ipv4": joined(a for a in ec2.get("ipV4Addresses", []) if a not in public),
        "Resource Ipv6": joined(ec2.get("ipV6Addresses", [])),
        "Resource Vpc": ec2.get("vpcId", ""),
        "Port Range": f"{ports['begin']}-{ports['end']}" if ports else "",
        "Epss Score": finding.get("epss", {}).get("score", ""),
        "Exploit Available": finding.get("exploitAvailable", ""),
        "Last Exploited At": date(finding.get("exploitabilityDetails", {}).get("lastKnownExploitAt")),
        "Lambda Layers": joined(function.get("layers", [])),
        "Lambda Package Type": function.get("packageType", ""),
        "Lambda Last Updated At": date(function.get("lastModifiedAt")),
        "Reference Urls": joined(package.get("referenceUrls", code.get("referenceUrls", []))),
        "Detector Name": code.get("detectorName", ""),
        "Package Manager": joined(p["packageManager"] for p in packages),
    }


class Report(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.folder = tempfile.TemporaryDirectory()
        cls.addClassCleanup(cls.folder.cleanup)

    def write(self, count, kind):
        path = pathlib.Path(self.folder.name) / kind
        made = subprocess.run([BUILD / "demo-report-tool", "6", str(count), str(EPOCH), str(NOW), kind, path],
                              capture_output=True, check=True, env=ENVIRONMENT)
        return path, int(made.stdout)

    def findings(self, count):
        made = subprocess.run([BUILD / "demo-data-tool", "6", str(count), str(EPOCH)], capture_output=True, check=True)
        every = [json.loads(line) for line in made.stdout.splitlines()]
        return [f for f in every if f["findingArn"].split(":")[3] == "eu-central-1"]

    def test_csv(self):
        path, _ = self.write(3000, "CSV")
        text = path.read_bytes().decode("utf-8")
        self.assertEqual(text.split("\n")[0], HEADER)
        self.assertEqual(len(HEADER.split(",")), 55)
        self.assertTrue(text.endswith("\n"))
        self.assertNotIn("\r", text)
        with path.open(encoding="utf-8", newline="") as lines:
            rows = list(csv.DictReader(lines, strict=True))
        findings = self.findings(3000)
        self.assertEqual(len(rows), len(findings))
        for row, finding in zip(rows, findings):
            wanted = expected(finding)
            self.assertEqual(list(row), list(HEADER.split(",")))
            for name in ("Inspector Score", "NVD CVSS3 Score", "Epss Score"):
                row[name] = float(row[name]) if row[name] else ""
            self.assertEqual(row, wanted)
        for name in HEADER.split(","):
            if "CVSS2" not in name and "Vendor CVSS" not in name:
                self.assertTrue(any(row[name] for row in rows), name)

    def test_json(self):
        path, _ = self.write(3000, "JSON")
        self.assertEqual(json.loads(path.read_bytes()), {"findings": self.findings(3000)})

    def test_none(self):
        self.assertEqual(self.write(0, "CSV")[0].read_text(), HEADER + "\n")
        self.assertEqual(json.loads(self.write(0, "JSON")[0].read_text()), {"findings": []})

    def test_memory_does_not_grow_with_the_file(self):
        for kind in ("CSV", "JSON"):
            path, peak = self.write(100000, kind)
            self.assertGreater(path.stat().st_size, 100 << 20)
            self.assertLess(peak << 10, 64 << 20, kind)
            path.unlink()
