# SPDX-FileCopyrightText: The Dossier authors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Rules of HACKING.md that a compiler does not know."""

import os
import pathlib
import re
import unittest

SOURCE = pathlib.Path(os.environ["DOSSIER_SRCDIR"])
LONGEST = 800


def files(folder, *patterns):
    return sorted(path for pattern in patterns for path in (SOURCE / folder).rglob(pattern))


class Style(unittest.TestCase):
    def test_there_is_something_to_look_at(self):
        self.assertGreater(len(files("src", "*.c")), 10)

    def test_fibers_wait_in_one_way(self):
        found = [
            f"{path.relative_to(SOURCE)}:{number}"
            for path in files("src", "*.c")
            if path.parent.name != "base"
            for number, line in enumerate(path.read_text().splitlines(), 1)
            if re.search(r"\bdex_await\w* *\(", line)
        ]
        self.assertEqual(found, [], "wait through dossier-fiber.h")

    def test_every_file_names_its_license(self):
        every = [p for folder in ("src", "tests") for p in files(folder, "*.[ch]", "*.py", "meson.build")]
        bare = [
            str(path.relative_to(SOURCE))
            for path in every
            if "SPDX-License-Identifier: GPL-3.0-or-later" not in "".join(path.open().readlines()[:4])
        ]
        self.assertEqual(bare, [])

    def test_files_are_short(self):
        long = [
            str(path.relative_to(SOURCE))
            for path in files("src", "*.[ch]")
            if len(path.read_text().splitlines()) > LONGEST
            and "/* Long because" not in path.read_text()[:1000]
        ]
        self.assertEqual(long, [], "split it, or say why at its top: /* Long because …")

    def test_nothing_is_left_open(self):
        mark = re.compile(r"\b(TO" r"DO|FIX" r"ME|X" r"XX)\b|#if 0")
        found = [
            f"{path.relative_to(SOURCE)}:{number}"
            for path in files("src", "*.[ch]", "*.blp")
            for number, line in enumerate(path.read_text().splitlines(), 1)
            if mark.search(line)
        ]
        self.assertEqual(found, [])
