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

    def test_public_functions_are_documented(self):
        documented = {}
        for path in files("src", "*.c"):
            documented.update(re.findall(r"/\*\*\n \* (dossier_\w+):\n(.*?)\*/", path.read_text(), re.DOTALL))
        declaration = re.compile(r"^(?!#|typedef|static)([\w ]+[ *])\s*(dossier_\w+) +\(([^;{]*?)\)[^;{}]*;", re.MULTILINE)
        public = [path for path in files("src", "*.h") if not path.name.endswith("-private.h") and "app" not in path.parts]
        found = []
        n_functions = 0
        for path in public:
            for kind, name, arguments in declaration.findall(path.read_text()):
                if name.endswith(("_get_type", "_quark")):
                    continue
                n_functions += 1
                text = documented.get(name, "")
                names = re.findall(r"(\w+|\.\.\.)(?:\[\])?(?:,|$)", arguments) if arguments not in ("", "void") else []
                found += [f"{name}: @{each}" for each in names if f" * @{each}:" not in text]
                if kind.strip() != "void" and "Returns:" not in text:
                    found.append(f"{name}: Returns")
        self.assertGreater(n_functions, 500)
        self.assertEqual(found, [], "gtk-doc names each argument, and what is returned")

    def test_nothing_is_left_open(self):
        mark = re.compile(r"\b(TO" r"DO|FIX" r"ME|X" r"XX)\b|#if 0")
        found = [
            f"{path.relative_to(SOURCE)}:{number}"
            for path in files("src", "*.[ch]", "*.blp")
            for number, line in enumerate(path.read_text().splitlines(), 1)
            if mark.search(line)
        ]
        self.assertEqual(found, [])
