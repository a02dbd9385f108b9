# SPDX-FileCopyrightText: The Dossier authors
# SPDX-License-Identifier: GPL-3.0-or-later
"""A bounded run of the policy room's libFuzzer targets, from the seeds on."""

import os
import pathlib
import subprocess
import tempfile
import unittest

BUILD = pathlib.Path(os.environ["DOSSIER_BUILDDIR"]) / "tests" / "fuzz"
SEEDS = pathlib.Path(os.environ["DOSSIER_SRCDIR"]) / "tests" / "fuzz" / "policy-seeds"


class Fuzz(unittest.TestCase):
    def fuzz(self, name, runs):
        with tempfile.TemporaryDirectory() as folder:
            # New inputs go to the first folder, the seeds are only read.
            corpus = pathlib.Path(folder) / "corpus"
            corpus.mkdir()
            done = subprocess.run(
                [BUILD / name, f"-runs={runs}", "-seed=1", "-max_len=4096", "-timeout=20", "-max_total_time=60",
                 f"-artifact_prefix={folder}/", corpus, SEEDS],
                capture_output=True, text=True, timeout=160)
            self.assertEqual(done.returncode, 0, done.stderr[-4000:])
            self.assertRegex(done.stderr, r"Done \d+ runs")

    def test_parser(self):
        self.fuzz("fuzz-policy-parse", 20000)

    def test_merger(self):
        self.fuzz("fuzz-policy-merge", 2000)


if __name__ == "__main__":
    unittest.main()
