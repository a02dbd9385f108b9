# SPDX-FileCopyrightText: The Dossier authors
# SPDX-License-Identifier: GPL-3.0-or-later
"""The verdict of ./dev test, over logs that meson itself wrote of programs that end in every way."""

import os
import pathlib
import subprocess
import sys
import tempfile
import unittest

SUPPORT = pathlib.Path(os.environ["DOSSIER_SRCDIR"]) / "tests" / "support"

# What each program prints, and the Python statement it ends with.
TAP_PROGRAMS = {
    "good": ("1..2\nok 1 a\nok 2 b", "pass"),
    "bad": ("1..2\nok 1 a\nnot ok 2 b", "pass"),
    "skips": ("1..2\nok 1 a\nok 2 b # SKIP no display", "pass"),
    "only-skips": ("1..1\nok 1 a # SKIP no display", "pass"),
    # LeakSanitizer speaks up after the last case.
    "leaks": ("1..2\nok 1 a\nok 2 b", "sys.exit(23)"),
    "crashes": ("1..3\nok 1 a", "os.kill(os.getpid(), signal.SIGKILL)"),
    "stops-early": ("1..3\nok 1 a", "pass"),
    "silent-crash": ("", "sys.exit(1)"),
    "bad-and-status": ("1..2\nok 1 a\nnot ok 2 b", "sys.exit(1)"),
}

UNITTEST_FILES = {
    "unit-good": "def test_a(self): pass",
    "unit-bad": "def test_a(self): self.fail('a\\nb')",
    "unit-skip": "def test_a(self): self.skipTest('first\\nsecond')",
    "unit-empty": "def not_a_test(self): pass",
    "unit-surprise": "@unittest.expectedFailure\n    def test_a(self): pass",
    "unit-no-class": "@classmethod\n    def setUpClass(cls): raise OSError('no peer')\n    def test_a(self): pass",
}


def write_project(folder):
    lines = ["project('peer')", "python = find_program('python3')"]
    for name, (text, end) in TAP_PROGRAMS.items():
        program = f"import os, signal, sys\nprint({text!r}, flush=True)\n{end}\n"
        (folder / f"{name}.py").write_text(program)
        lines.append(f"test('{name}', python, args: files('{name}.py'), protocol: 'tap')")
    for name, body in UNITTEST_FILES.items():
        (folder / f"{name}.py").write_text(f"import unittest\nclass Case(unittest.TestCase):\n    {body}\n")
        lines.append(f"test('{name}', python, args: ['{SUPPORT / 'tap.py'}', files('{name}.py')], protocol: 'tap')")
    (folder / "meson.build").write_text("\n".join(lines) + "\n")


class Verdict(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        folder = tempfile.TemporaryDirectory()
        cls.addClassCleanup(folder.cleanup)
        source = pathlib.Path(folder.name)
        write_project(source)
        cls.build = source / "build"
        subprocess.run(["meson", "setup", cls.build, source], check=True, capture_output=True)

    def verdict(self, *programs, no_skips=False):
        """Exit status and last line after a run of these programs."""
        logs = self.build / "meson-logs"
        for log in logs.glob("testlog*"):
            log.unlink()
        subprocess.run(["meson", "test", "-C", self.build, "--no-rebuild", *programs], capture_output=True)
        return self.summarise(logs, no_skips)

    def summarise(self, logs, no_skips=False):
        command = [sys.executable, SUPPORT / "summary.py", logs] + ["--no-skips"] * no_skips
        done = subprocess.run(command, capture_output=True, text=True)
        self.assertEqual(done.stderr, "")
        return done.returncode, done.stdout.splitlines()[-1]

    def test_good(self):
        self.assertEqual(self.verdict("good"), (0, "2 passed, 0 failed, 0 skipped"))

    def test_a_bad_case(self):
        self.assertEqual(self.verdict("good", "bad"), (1, "3 passed, 1 failed, 0 skipped"))

    def test_a_bad_case_counts_once(self):
        self.assertEqual(self.verdict("bad-and-status"), (1, "1 passed, 1 failed, 0 skipped"))

    def test_skips(self):
        self.assertEqual(self.verdict("skips"), (0, "1 passed, 0 failed, 1 skipped"))
        self.assertEqual(self.verdict("skips", no_skips=True), (1, "1 passed, 0 failed, 1 skipped"))

    def test_nothing_but_skips_proves_nothing(self):
        self.assertEqual(self.verdict("only-skips")[0], 1)

    def test_a_leak_after_good_cases(self):
        self.assertEqual(self.verdict("leaks"), (1, "2 passed, 1 failed, 0 skipped"))

    def test_a_crash_after_a_good_case(self):
        status, line = self.verdict("good", "crashes")
        self.assertEqual(status, 1)
        self.assertIn(" 1 failed", line)

    def test_an_early_end(self):
        status, line = self.verdict("good", "stops-early")
        self.assertEqual(status, 1)
        self.assertIn(" 1 failed", line)

    def test_a_crash_before_any_case(self):
        self.assertEqual(self.verdict("good", "silent-crash"), (1, "2 passed, 1 failed, 0 skipped"))

    def test_no_such_test(self):
        self.assertEqual(self.verdict("absent"), (1, "0 passed, 0 failed, 0 skipped"))

    def test_no_logs(self):
        with tempfile.TemporaryDirectory() as empty:
            self.assertEqual(self.summarise(pathlib.Path(empty)), (1, "0 passed, 0 failed, 0 skipped"))

    def test_unittest_files(self):
        self.assertEqual(self.verdict("unit-good"), (0, "1 passed, 0 failed, 0 skipped"))
        self.assertEqual(self.verdict("unit-good", "unit-bad"), (1, "1 passed, 1 failed, 0 skipped"))
        self.assertEqual(self.verdict("unit-good", "unit-skip"), (0, "1 passed, 0 failed, 1 skipped"))
        for name in "unit-empty", "unit-surprise", "unit-no-class":
            with self.subTest(name):
                self.assertEqual(self.verdict("unit-good", name), (1, "1 passed, 1 failed, 0 skipped"))


if __name__ == "__main__":
    unittest.main()
