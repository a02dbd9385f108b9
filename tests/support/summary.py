# SPDX-FileCopyrightText: The Dossier authors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Ends a test run with one plain line, and with the exit status that it earns.

usage: summary.py LOGS [--no-skips]

LOGS is the folder meson-logs after `meson test`. testlog.junit.xml has the single cases; but a program that
crashes, leaks or stops early after some good cases is a failure only in testlog.json.
"""

import json
import pathlib
import sys
import xml.etree.ElementTree as ElementTree

# meson's words for a program that did what it should.
GOOD_RESULTS = {"OK", "SKIP", "EXPECTEDFAIL"}


def label(case):
    return f"{case.get('classname')} {case.get('name')}"


def is_failed(case):
    return case.find("failure") is not None or case.find("error") is not None


def broken_programs(lines, failed):
    """The programs that went wrong although none of their cases did, each with meson's word for it."""
    known = {case.get("classname").partition(".")[2] or case.get("name") for case in failed}
    programs = [json.loads(line) for line in lines]
    return [
        f"{program['name']} ended with {program['result']}, status {program['returncode']}"
        for program in programs
        if program["result"] not in GOOD_RESULTS and program["name"] not in known
    ]


def main(arguments):
    logs, no_skips = pathlib.Path(arguments[0]), "--no-skips" in arguments[1:]
    try:
        cases = list(ElementTree.parse(logs / "testlog.junit.xml").getroot().iter("testcase"))
        lines = (logs / "testlog.json").read_text(encoding="utf-8").splitlines()
    except (OSError, ElementTree.ParseError) as error:
        print(f"No test results: {error}")
        cases, lines = [], []

    failed = [case for case in cases if is_failed(case)]
    skipped = [case for case in cases if not is_failed(case) and case.find("skipped") is not None]
    passed = len(cases) - len(failed) - len(skipped)
    failures = [label(case) for case in failed] + broken_programs(lines, failed)

    for failure in failures:
        print(f"failed: {failure}")
    for case in skipped:
        print(f"skipped: {label(case)}")
    print(f"{passed} passed, {len(failures)} failed, {len(skipped)} skipped")

    return 1 if failures or not passed or (no_skips and skipped) else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
