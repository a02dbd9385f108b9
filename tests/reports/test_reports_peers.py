# SPDX-FileCopyrightText: The Dossier authors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Reports against Python's csv and json modules."""

import csv
import datetime
import hashlib
import io
import ipaddress
import json
import os
import pathlib
import random
import subprocess
import sys
import tempfile
import unittest

BUILD, SOURCE = os.environ["DOSSIER_BUILDDIR"], os.environ["DOSSIER_SRCDIR"]
TOOL = os.path.join(BUILD, "tests", "reports", "reports-tool")
DATA_TOOL = os.path.join(BUILD, "tests", "demo", "demo-data-tool")
NOW = 1767225600 + 5 * 86400 + 7

sys.path.insert(0, os.path.join(SOURCE, "tests", "support"))
import model_findings  # noqa: E402

# From the header line of real files.
COLUMNS = (
    "AWS Account Id,Severity,Fix Available,Finding Type,Title,Description,Finding ARN,First Seen,Last Seen,"
    "Last Updated,Resource ID,Container Image Tags,Region,Platform,Resource Tags,Affected Packages,"
    "Package Installed Version,Fixed in Version,Package Remediation,File Path,Network Paths,Age (Days),Remediation,"
    "Inspector Score,Inspector Score Vector,Status,Vulnerability Id,Vendor,Vendor Severity,Vendor Advisory,"
    "Vendor Advisory Published,NVD CVSS3 Score,NVD CVSS3 Vector,NVD CVSS2 Score,NVD CVSS2 Vector,"
    "Vendor CVSS3 Score,Vendor CVSS3 Vector,Vendor CVSS2 Score,Vendor CVSS2 Vector,Resource Type,Ami,"
    "Resource Public Ipv4,Resource Private Ipv4,Resource Ipv6,Resource Vpc,Port Range,Epss Score,Exploit Available,"
    "Last Exploited At,Lambda Layers,Lambda Package Type,Lambda Last Updated At,Reference Urls,Detector Name,"
    "Package Manager"
).split(",")
SEVERITIES = [None, "UNTRIAGED", "INFORMATIONAL", "LOW", "MEDIUM", "HIGH", "CRITICAL"]


def run(*args, text=b"", check=True):
    return subprocess.run([TOOL, *map(str, args)], input=text, capture_output=True, check=check)


def unescape(text):
    """The opposite of g_strescape()."""
    return text.encode("latin-1").decode("unicode_escape").encode("latin-1").decode("utf-8")


def escape(text):
    return "".join(f"\\{byte:03o}" for byte in text.encode("utf-8"))


def rows_of(out):
    """The tool's lines as (head, cells); only LF ends a line."""
    for line in out.decode().split("\n")[:-1]:
        head, *cells = line.split("\t")
        yield head, [unescape(cell) for cell in cells]


def nasty(rng):
    alphabet = ['"', '""', ",", "\n", "\r\n", "\r", " ", "\t", "é", "한", "😀", "\ufeff", "a", "=1", "'", "\\", "\x01"]
    length = rng.choice([0, 1, 2, 5, 30]) if rng.random() < 0.995 else 70000
    return "".join(rng.choice(alphabet) for _ in range(length))


def time(seconds):
    if seconds is None:
        return ""
    if isinstance(seconds, str):
        return seconds
    return datetime.datetime.fromtimestamp(seconds // 1, datetime.timezone.utc).strftime("%Y-%m-%dT%H:%M:%SZ")


def text(value):
    if value is None:
        return ""
    if isinstance(value, dict):
        return ", ".join(f"{key}:{text(inner)}" for key, inner in value.items())
    if isinstance(value, list):
        return ", ".join(text(inner) for inner in value)
    return value if isinstance(value, str) else json.dumps(value)


def cells(finding):
    """What Inspector's CSV says of a finding, by the feeds of its columns."""
    resource = (finding.get("resources") or [{}])[0]
    details = resource.get("details", {})
    package = finding.get("packageVulnerabilityDetails", {})
    code = finding.get("codeVulnerabilityDetails", {})
    network = finding.get("networkReachabilityDetails", {})
    cvss = finding.get("inspectorScoreDetails", {}).get("adjustedCvss", {})
    addresses = []

    def detail(name):
        return next((d[name] for d in details.values() if name in d), None)

    def packages(name):
        values = [p.get(name) for p in package.get("vulnerablePackages", [])]
        return ", ".join(map(text, values)) if any(v is not None for v in values) else ""

    def rating(nvd, version, member):
        fitting = (r for r in package.get("cvss", []) if (r["source"] == "NVD") == nvd)
        return text(next((r[member] for r in fitting if r["version"].startswith(version)), None))

    def private(address):
        try:
            nets = ("10.0.0.0/8", "172.16.0.0/12", "192.168.0.0/16")
            return any(ipaddress.ip_address(address) in ipaddress.ip_network(net) for net in nets)
        except ValueError:
            return False

    addresses = detail("ipV4Addresses") or []
    first = finding.get("firstObservedAt")
    ports = network.get("openPortRange")
    return [
        text(finding.get("awsAccountId")),
        text(finding.get("severity")),
        text(finding.get("fixAvailable")),
        text(finding.get("type")),
        text(finding.get("title")),
        text(finding.get("description")),
        text(finding.get("findingArn")),
        time(first),
        time(finding.get("lastObservedAt")),
        time(finding.get("updatedAt")),
        text(resource.get("id")),
        text(detail("imageTags")),
        text(resource.get("region")),
        text(detail("platform")),
        text(resource.get("tags")),
        packages("name"),
        packages("version"),
        packages("fixedInVersion"),
        packages("remediation"),
        packages("filePath") or text(code.get("filePath", {}).get("filePath")),
        ", ".join(step["componentId"] for step in network.get("networkPath", {}).get("steps", [])),
        "" if first is None else str(int((NOW - first) // 86400)),
        text(finding.get("remediation", {}).get("recommendation", {}).get("text")),
        text(finding.get("inspectorScore")),
        text(cvss.get("scoringVector")),
        text(finding.get("status")),
        text(package.get("vulnerabilityId")),
        text(package.get("source")),
        text(package.get("vendorSeverity")),
        text(package.get("sourceUrl")),
        time(package.get("vendorCreatedAt")),
        rating(True, "3", "baseScore"),
        rating(True, "3", "scoringVector"),
        rating(True, "2", "baseScore"),
        rating(True, "2", "scoringVector"),
        rating(False, "3", "baseScore"),
        rating(False, "3", "scoringVector"),
        rating(False, "2", "baseScore"),
        rating(False, "2", "scoringVector"),
        text(resource.get("type")),
        text(detail("imageId")),
        ", ".join(a for a in addresses if not private(a)),
        ", ".join(a for a in addresses if private(a)),
        text(detail("ipV6Addresses")),
        text(detail("vpcId")),
        f"{ports['begin']}-{ports['end']}" if ports else "",
        text(finding.get("epss", {}).get("score")),
        text(finding.get("exploitAvailable")),
        time(finding.get("exploitabilityDetails", {}).get("lastKnownExploitAt")),
        text(detail("layers")),
        text(detail("packageType")),
        time(detail("lastModifiedAt")),
        text(package.get("referenceUrls") or code.get("referenceUrls")),
        text(code.get("detectorName")),
        packages("packageManager"),
    ]


def made_up(count):
    out = subprocess.run([DATA_TOOL, "5", str(count), "1767225600000000"], capture_output=True, check=True).stdout
    return [json.loads(line) for line in out.decode().splitlines()]


def rated():
    """A finding with ratings of every kind, and addresses at the edges of RFC 1918."""
    kinds = [("NVD", "4.0"), ("VENDOR", "3.0"), ("NVD", "2.0"), ("NVD", "3.1"), ("VENDOR", "2.0"), ("NVD", "3.0")]
    ratings = [
        {"source": s, "version": v, "baseScore": i + 0.5, "scoringVector": f"v{i}"} for i, (s, v) in enumerate(kinds)
    ]
    addresses = ["9.255.255.255", "10.0.0.0", "172.15.0.1", "172.16.0.1", "172.31.255.255", "172.32.0.1", "192.168.1.1"]
    return {
        "findingArn": "arn:1",
        "severity": "HIGH",
        "packageVulnerabilityDetails": {"cvss": ratings, "vulnerablePackages": [{"name": "a"}, {"version": "2"}, {}]},
        "resources": [{"details": {"awsEc2Instance": {"ipV4Addresses": addresses}}}],
    }


class Reports(unittest.TestCase):
    maxDiff = None

    def setUp(self):
        self.folder = tempfile.TemporaryDirectory()
        self.addCleanup(self.folder.cleanup)

    def file(self, data, name="report"):
        path = pathlib.Path(self.folder.name) / name
        path.write_bytes(data if isinstance(data, bytes) else data.encode())
        return path

    def inspect(self, *files):
        out = run("inspect", text="".join(f"{path}\n" for path in files).encode()).stdout
        return [line.split("\t") for line in out.decode().splitlines()]

    def test_reading_what_python_writes(self):
        rng = random.Random(20261124)
        for case in range(150):
            table = [[nasty(rng) for _ in range(rng.randint(1, 8))] for _ in range(rng.randint(0, 20))]
            stream = io.StringIO()
            writer = csv.writer(
                stream,
                lineterminator=rng.choice(["\r\n", "\n", "\r"]),
                quoting=rng.choice([csv.QUOTE_ALL, csv.QUOTE_MINIMAL]),
            )
            writer.writerows(table)
            bom = "\ufeff" if case % 3 == 0 or stream.getvalue().startswith("\ufeff") else ""
            path = self.file(bom + stream.getvalue())
            rows = list(rows_of(run("read-csv", path).stdout))
            self.assertEqual([cells for _, cells in rows], table)
            reader = csv.reader(io.StringIO(stream.getvalue(), newline=""))
            starts, before = [], 0
            for _ in reader:
                starts.append(before + 1)
                before = reader.line_num
            self.assertEqual([int(line) for line, _ in rows], starts)

    def test_writing_what_python_reads(self):
        rng = random.Random(7)
        table = [[nasty(rng) for _ in range(rng.randint(2, 8))] for _ in range(500)]
        lines = "".join("\t".join(map(escape, row)) + "\n" for row in table)
        out = run("write-csv", text=lines.encode()).stdout.decode()
        self.assertEqual(list(csv.reader(io.StringIO(out, newline=""), strict=True)), table)

    def test_columns_of_findings(self):
        findings = [*model_findings.findings(), *made_up(300), rated(), {}]
        lines = "".join(json.dumps(finding) + "\n" for finding in findings)
        written = run("write-findings", NOW * 1000000, text=lines.encode()).stdout
        header, *rows = csv.reader(io.StringIO(written.decode(), newline=""), strict=True)
        self.assertEqual(header, COLUMNS)
        self.assertEqual(len(rows), len(findings))
        for row, finding in zip(rows, findings):
            self.assertEqual(dict(zip(COLUMNS, row)), dict(zip(COLUMNS, cells(finding))))

        # Both formats are read as the same.
        from_csv = list(rows_of(run("cells", 0, self.file(written)).stdout))
        for indent in (None, 3):
            document = json.dumps({"nextToken": "]}", "findings": findings, "x": [{"findings": []}]}, indent=indent)
            from_json = list(rows_of(run("cells", NOW * 1000000, self.file(document)).stdout))
            self.assertEqual([row for _, row in from_json], [row for _, row in from_csv])
            for (position, _), finding in zip(from_json, findings):
                start = int(position.removeprefix("Byte "))
                self.assertEqual(json.JSONDecoder().raw_decode(document, start)[0], finding)

    def test_no_findings(self):
        self.assertEqual(run("write-findings", 0).stdout.decode().split("\n"), [",".join(COLUMNS), ""])

    def test_columns_are_read_by_name(self):
        header = ["finding arn ", "New Column", "SEVERITY"]
        path = self.file("\n".join([",".join(header), "arn:1,x,high", "arn:2,y,", "arn:3,z,DIRE"]))
        rows = [row for _, row in rows_of(run("cells", 0, path).stdout)]
        at = COLUMNS.index
        self.assertEqual([row[at("Finding ARN")] for row in rows], ["arn:1", "arn:2", "arn:3"])
        self.assertEqual([row[at("Severity")] for row in rows], ["high", "", "DIRE"])
        self.assertEqual([row[at("Title")] for row in rows], ["(none)"] * 3)
        ((*_, open_ended, counts, unknown, missing),) = self.inspect(path)
        self.assertEqual((open_ended, counts, unknown), ("1", "2,0,0,0,0,1,0", "New Column"))
        self.assertEqual(missing.split(","), [c for c in COLUMNS if c not in ("Finding ARN", "Severity")])

    def test_summaries(self):
        findings = made_up(400)
        lines = "".join(json.dumps(finding) + "\n" for finding in findings)
        as_csv = run("write-findings", NOW * 1000000, text=lines.encode()).stdout
        as_json = json.dumps({"findings": findings}, ensure_ascii=False).encode()
        counts = ",".join(str(sum(f["severity"] == word for f in findings)) for word in SEVERITIES)
        for data, kind in ((as_csv, "csv"), (as_json, "json"), (b"\xef\xbb\xbf" + as_json + b" \n", "json")):
            # The name tells nothing.
            (answer,) = self.inspect(self.file(data, "report.txt"))
            wanted = [kind, "400", str(len(data)), hashlib.sha256(data).hexdigest(), "0", counts]
            self.assertEqual(answer[:6], wanted)
        self.assertEqual([*self.inspect(self.file('{"findings":[]}'))[0]][:3], ["json", "0", "15"])

    def test_large_values(self):
        """Findings and cells larger than any buffer."""
        long = "ab\\\"é" * 200_000
        finding = {"findingArn": "arn:1", "severity": "LOW", "title": long}
        path = self.file(json.dumps({"findings": [finding, finding]}))
        rows = list(rows_of(run("cells", 0, path).stdout))
        self.assertEqual([row[COLUMNS.index("Title")] for _, row in rows], [long, long])

    def test_every_cut_is_noticed(self):
        findings = [{"findingArn": "é", "tags": {"a": [1, "x\\\"]"]}}, {"findingArn": "b", "n": -1.5e3}]
        document = json.dumps({"a": None, "findings": findings, "z": "1"}, ensure_ascii=False).encode()
        cuts = [self.file(document[:end], f"{end}") for end in range(len(document))]
        for end, (verdict, *_) in enumerate(self.inspect(*cuts)):
            self.assertEqual(verdict, "error", document[:end])

        table = "\ufeffFinding ARN,Title,Severity\r\narn:1,\"a\r\nb \"\"c\"\"\",LOW\r\narn:2,t,HIGH\r\n".encode()
        cuts = [self.file(table[:end], f"{end}") for end in range(len(table))]
        for end, answer in enumerate(self.inspect(*cuts)):
            # A cut behind a row, or in its last cell, looks like a file that is whole.
            begun = table[:end].decode(errors="replace").removeprefix("\ufeff")
            rows = list(csv.reader(io.StringIO(begun, newline=""), strict=False))
            quoted = begun.count('"') % 2 == 1
            whole = bool(rows) and all(len(r) == len(rows[0]) for r in rows) and not quoted and "Finding ARN" in rows[0]
            self.assertEqual(answer[0], "csv" if whole else "error", begun)
            if whole:
                self.assertEqual(answer[4], str(int(begun[-1] not in "\r\n")), begun)

    def test_damaged_json_is_refused_as_python_does(self):
        def refuse(name):
            raise ValueError(name)

        def once(pairs):
            names = [name for name, _ in pairs]
            if names.count("findings") > 1 and "deep" not in names:
                raise ValueError("twice")
            return dict(pairs)

        rng = random.Random(99)
        document = '{"a" : [1,true,null, "\\u00e9"],"findings": [ {"findingArn":"x","n":[0.5,{}]},\n{"y":"é"}] ,"z":{}}'
        original = document.encode()
        tokens = [b"{", b"}", b"[", b"]", b",", b":", b'"', b"\\", b" ", b"1", b"nul", b"\x00", b"\xff", b"findings"]
        files, verdicts = [], []
        for number in range(1500):
            data = bytearray(original)
            for _ in range(rng.randint(1, 2)):
                at = rng.randrange(len(data))
                if rng.random() < 0.5:
                    del data[at : at + rng.randint(1, 3)]
                else:
                    data[at:at] = rng.choice(tokens)
            data = bytes(data)
            try:
                value = json.loads(data.decode(), parse_constant=refuse, object_pairs_hook=once)
                good = isinstance(value, dict) and isinstance(value.get("findings"), list)
                good = good and all(isinstance(finding, dict) for finding in value["findings"])
            except (ValueError, UnicodeDecodeError):
                good = False
            files.append(self.file(data, f"m{number}"))
            verdicts.append((good, len(value["findings"]) if good else None))
        self.assertTrue(20 < sum(good for good, _ in verdicts) < 1480)
        for path, (good, count), answer in zip(files, verdicts, self.inspect(*files)):
            self.assertEqual(answer[0], "json" if good else "error", path.read_bytes())
            if good:
                self.assertEqual(answer[1], str(count), path.read_bytes())
            else:
                self.assertRegex(answer[1], "Byte \\d+:|Line \\d+:|no report|empty", path.read_bytes())
