# SPDX-FileCopyrightText: The Dossier authors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Ends a test run with one plain line, and with the exit status that it earns.

usage: summary.py JUNIT.XML [--no-skips]
"""

import sys
import xml.etree.ElementTree as ElementTree


def main(arguments):
    path, no_skips = arguments[0], "--no-skips" in arguments[1:]
    try:
        cases = list(ElementTree.parse(path).getroot().iter("testcase"))
    except (OSError, ElementTree.ParseError) as error:
        print(f"No test results: {error}")
        cases = []

    failed = [c for c in cases if c.find("failure") is not None or c.find("error") is not None]
    skipped = [c for c in cases if c not in failed and c.find("skipped") is not None]
    passed = len(cases) - len(failed) - len(skipped)

    for case in failed:
        print(f"failed: {case.get('classname')} {case.get('name')}")
    for case in skipped:
        print(f"skipped: {case.get('classname')} {case.get('name')}")
    print(f"{passed} passed, {len(failed)} failed, {len(skipped)} skipped")

    return 1 if failed or not passed or (no_skips and skipped) else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
