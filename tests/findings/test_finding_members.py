# SPDX-FileCopyrightText: The Dossier authors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Every member of every type of finding is listed, as Python's json sees it."""

import decimal
import json
import os
import re
import subprocess
import sys
import unittest

BUILD, SOURCE = os.environ["DOSSIER_BUILDDIR"], os.environ["DOSSIER_SRCDIR"]
TOOL = os.path.join(BUILD, "tests", "findings", "finding-tool")
DATA_TOOL = os.path.join(BUILD, "tests", "demo", "demo-data-tool")
TEXT, NUMBER, TIME, BOOLEAN, NOTHING = range(5)

sys.path.insert(0, os.path.join(SOURCE, "tests", "support"))
import model_findings  # noqa: E402


def flatten(value, path=""):
    """The leaves of a JSON value; numbers come as decimal.Decimal."""
    if isinstance(value, dict) and value:
        for key, inner in value.items():
            plain = re.fullmatch(r"[A-Za-z0-9_-]+", key)
            quoted = key.replace("\\", "\\\\").replace('"', '\\"')
            yield from flatten(inner, f"{path}{'.' if path else ''}{key}" if plain else f'{path}["{quoted}"]')
    elif isinstance(value, list) and value:
        for index, inner in enumerate(value):
            yield from flatten(inner, f"{path}[{index}]")
    elif value in ({}, []) or value is None:
        yield path, NOTHING, 0, json.dumps(value)
    elif isinstance(value, bool):
        yield path, BOOLEAN, 0, json.dumps(value)
    elif isinstance(value, decimal.Decimal):
        is_time = path.endswith("At")
        yield path, TIME if is_time else NUMBER, int(value * 1000000) if is_time else 0, value
    else:
        yield path, TEXT, 0, value


def unescape(text):
    """The opposite of g_strescape()."""
    return text.encode("latin-1").decode("unicode_escape").encode("latin-1").decode("utf-8")


def listed(lines):
    text = "".join(line + "\n" for line in lines).encode()
    out = subprocess.run([TOOL], input=text, capture_output=True, check=True).stdout.decode("utf-8")
    rest = iter(out.splitlines())
    for head in rest:
        count, _, label = head.partition("\t")
        rows = []
        for _ in range(int(count)):
            path, kind, instant, value = next(rest).split("\t")
            rows.append((path, int(kind), int(instant), unescape(value)))
        yield label, rows


class Members(unittest.TestCase):
    maxDiff = None

    def compare(self, lines):
        answers = list(listed(lines))
        self.assertEqual(len(answers), len(lines))
        for line, (_, rows) in zip(lines, answers):
            finding = json.loads(line, parse_float=decimal.Decimal, parse_int=decimal.Decimal)
            wanted = list(flatten(finding))
            self.assertEqual([row[0] for row in rows], [row[0] for row in wanted])
            for ours, theirs in zip(rows, wanted):
                if ours[0].endswith("seenAt"):
                    self.assertEqual(ours, (theirs[0], TIME, 1767323045000000, "2026-01-02T03:04:05Z"))
                    continue
                value = decimal.Decimal(ours[3]) if ours[1] in (NUMBER, TIME) else ours[3]
                self.assertEqual((*ours[:3], value), theirs)

    def test_members_of_the_model(self):
        found = list(model_findings.findings())
        self.assertEqual(len(found), 24)
        paths = {re.sub(r"\[\d+\]", "", path) for finding in found for path, *_ in flatten(finding)}
        for name in model_findings.shape().members:
            self.assertTrue(any(path.startswith(name) for path in paths), name)
        self.compare([json.dumps(f, ensure_ascii=i % 2 == 0) for i, f in enumerate(found)])

    def test_made_up_findings(self):
        out = subprocess.run([DATA_TOOL, "3", "300", "1767225600000000"], capture_output=True, check=True).stdout
        self.compare(out.decode().splitlines())
