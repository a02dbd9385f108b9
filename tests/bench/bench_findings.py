# SPDX-FileCopyrightText: The Dossier authors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Measures dossier-cli beside its peers: reading every finding of the demo service over loopback.

usage: bench_findings.py [--findings N] [--rounds N]

Each program runs in a process of its own, several rounds in turn, so that none has the quiet minute to itself.
Wall and CPU are the best round's, as the rest is what else the machine did; memory is the highest peak.
"""

import argparse
import json
import os
import shutil
import subprocess
import sys
import tempfile
import time

CLI = os.path.join(os.environ["DOSSIER_BUILDDIR"], "src", "cli", "dossier-cli")

BOTO3 = """
import boto3, json, sys
pages = boto3.client("inspector2").get_paginator("list_findings").paginate(
    filterCriteria=json.loads(sys.argv[1]), PaginationConfig={"PageSize": 100})
findings = [finding for page in pages for finding in page["findings"]]
json.dump({"findings": findings}, sys.stdout, default=str)
"""

# Of any status, so that all of them are read.
CRITERIA = json.dumps({
    "findingStatus": [{"comparison": "EQUALS", "value": status} for status in ("ACTIVE", "SUPPRESSED", "CLOSED")]
})

# In a process of its own: the peak of a child counts from what its parent had when it began.
COUNT = "import json, sys; print(len(json.load(sys.stdin)['findings']))"


def programs(cli, home):
    criteria = os.path.join(home, "criteria.json")
    with open(criteria, "w") as file:
        file.write(CRITERIA)
    return {
        "dossier-cli": [cli, "findings", "list", "--json", "--jobs", "1", "--filter-json", criteria],
        "boto3": [sys.executable, "-c", BOTO3, CRITERIA],
        "aws CLI": ["aws", "inspector2", "list-findings", "--filter-criteria", CRITERIA, "--page-size", "100",
                    "--output", "json"],
    }


def environment(info, home):
    return {
        "PATH": os.environ["PATH"],
        "HOME": home,
        "LANG": "C.UTF-8",
        "AWS_ACCESS_KEY_ID": info["accessKeyId"],
        "AWS_SECRET_ACCESS_KEY": info["secretAccessKey"],
        "AWS_REGION": info["region"],
        "AWS_DEFAULT_REGION": info["region"],
        "AWS_ENDPOINT_URL": info["endpoint"],
        "AWS_PAGER": "",
    }


def measure(command, env):
    """Wall and CPU seconds, peak MiB, and the number of findings written."""
    with tempfile.TemporaryFile() as output:
        started = time.monotonic()
        child = subprocess.Popen(command, stdout=output, env=env)
        _, status, usage = os.wait4(child.pid, 0)
        wall = time.monotonic() - started
        child.returncode = os.waitstatus_to_exitcode(status)
        if child.returncode != 0:
            sys.exit(f"bench: {command[0]} ended with status {child.returncode}")
        output.seek(0)
        count = int(subprocess.run([sys.executable, "-c", COUNT], stdin=output, capture_output=True, check=True).stdout)
    return wall, usage.ru_utime + usage.ru_stime, usage.ru_maxrss / 1024, count


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--findings", type=int, default=26800)
    parser.add_argument("--rounds", type=int, default=3)
    arguments = parser.parse_args()
    if shutil.which("aws") is None:
        sys.exit("bench: the peer “aws” is not installed")

    with tempfile.TemporaryDirectory() as home:
        server = subprocess.Popen(
            [CLI, "demo", "serve", "--findings", str(arguments.findings)],
            stdout=subprocess.PIPE, text=True, env={**os.environ, "HOME": home, "XDG_STATE_HOME": home})
        try:
            info = json.loads(server.stdout.readline())
            env = environment(info, home)
            commands = programs(CLI, home)
            results = {name: [] for name in commands}
            for _ in range(arguments.rounds):
                for name, command in commands.items():
                    results[name].append(measure(command, env))
        finally:
            server.terminate()
            server.wait()

    counts = {row[3] for rows in results.values() for row in rows}
    if len(counts) != 1:
        sys.exit(f"bench: the programs do not agree on the number of findings: {sorted(counts)}")

    print(f"Reading {counts.pop():,} findings over loopback, best of {arguments.rounds} rounds")
    print(f"{'':12} {'wall s':>8} {'CPU s':>8} {'peak MiB':>9}")
    best = {}
    for name, rows in results.items():
        wall, best[name], peak = min(r[0] for r in rows), min(r[1] for r in rows), max(r[2] for r in rows)
        print(f"{name:12} {wall:8.2f} {best[name]:8.2f} {peak:9.0f}")
    for name in list(best)[1:]:
        print(f"CPU of {name} / CPU of dossier-cli: {best[name] / best['dossier-cli']:.1f}")


if __name__ == "__main__":
    main()
