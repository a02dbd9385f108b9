# SPDX-FileCopyrightText: The Dossier authors
# SPDX-License-Identifier: GPL-3.0-or-later
"""How many requests a second are decided: dossier-cli beside iam-simulate, in one run.

usage: bench_policy.py [LINES]
Prints JSON. dossier-cli is measured from its start to its end, reading and writing included,
and by processor time; iam-simulate by the time in which it decides, after it has started. Fails where
dossier-cli decides fewer than 100,000 requests for one policy in a second of one processor.
"""

import json
import os
import pathlib
import random
import resource
import subprocess
import sys
import tempfile
import time

ROOT = pathlib.Path(os.environ["DOSSIER_SRCDIR"])
CLI = os.path.join(os.environ["DOSSIER_BUILDDIR"], "src", "cli", "dossier-cli")
sys.path.insert(0, str(ROOT / "tests" / "policy"))

import generate

POLICY = {"Version": "2012-10-17", "Statement": [
    {"Sid": "tls", "Effect": "Deny", "Principal": "*", "Action": "s3:*", "Resource": ["arn:aws:s3:::reports", "arn:aws:s3:::reports/*"],
     "Condition": {"Bool": {"aws:SecureTransport": "false"}}},
    {"Sid": "allow-inspector", "Effect": "Allow", "Principal": {"Service": generate.SERVICE},
     "Action": ["s3:PutObject", "s3:PutObjectAcl", "s3:AbortMultipartUpload"], "Resource": "arn:aws:s3:::reports/*",
     "Condition": {"StringEquals": {"aws:SourceAccount": "111122223333"},
                   "ArnLike": {"aws:SourceArn": "arn:aws:inspector2:eu-west-1:111122223333:report/*"}}}]}


def one_policy(count):
    """Requests for one policy, as a readiness check asks."""
    for number in range(count):
        yield POLICY, {"principal": {"Service": generate.SERVICE}, "action": "s3:PutObject",
                       "resource": f"arn:aws:s3:::reports/{number}.csv",
                       "context": {"aws:SourceAccount": ["111122223333"], "aws:PrincipalIsAWSService": ["true"],
                                   "aws:SourceArn": [f"arn:aws:inspector2:eu-west-1:111122223333:report/{number}"]}}


def other_policies(count):
    """A policy that was not seen before with each request."""
    maker = generate.Maker(random.Random(1), principals=False, unknown=False)
    kept = [(maker.policy(), maker.request()) for _ in range(min(count, 5000))]
    for number in range(count):
        policy, request = kept[number % len(kept)]
        yield {**policy, "Id": str(number)}, request


def measure(text):
    with tempfile.TemporaryFile() as file:
        file.write(text.encode())
        file.seek(0)
        before, start = resource.getrusage(resource.RUSAGE_CHILDREN), time.monotonic()
        done = subprocess.run([CLI, "policy", "eval", "--batch"], stdin=file, stdout=subprocess.PIPE, check=True)
        wall, after = time.monotonic() - start, resource.getrusage(resource.RUSAGE_CHILDREN)
    lines = done.stdout.splitlines()
    assert not any(b'"error"' in line for line in lines)
    return wall, after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime, len(lines)


def measure_peer(text):
    command = ["node", str(ROOT / "tests" / "policy" / "iam-simulate.cjs"), "--time"]
    return float(subprocess.run(command, input=text.encode(), stdout=subprocess.PIPE, check=True).stdout)


def run(count):
    results = {}
    for name, make in (("onePolicy", one_policy), ("otherPolicies", other_policies)):
        lines = [json.dumps({"policy": p, "request": r}) + "\n" for p, r in make(count)]
        wall, cpu, answered = measure("".join(lines))
        assert answered == count
        few = lines[: max(1, count // 20)]
        results[name] = {"requests": count, "perSecond": round(count / wall), "perCpuSecond": round(count / cpu),
                         "iamSimulatePerSecond": round(len(few) / measure_peer("".join(few)))}
    return results


if __name__ == "__main__":
    measured = run(int(sys.argv[1]) if len(sys.argv) > 1 else 300_000)
    print(json.dumps(measured, indent=2))
    if measured["onePolicy"]["perCpuSecond"] < 100_000:
        sys.exit("bench_policy: too slow")
