# SPDX-FileCopyrightText: The Dossier authors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Runs dossier-cli as a script would, in a home of its own and without a keyring."""

import json
import os
import pathlib
import subprocess
import tempfile
import unittest

CLI = os.path.join(os.environ["DOSSIER_BUILDDIR"], "src", "cli", "dossier-cli")


def clean_environment(home):
    """The environment without AWS's variables, and with all folders below @home."""
    kept = {name: value for name, value in os.environ.items()
            if not name.startswith("AWS_") and not name.endswith("_proxy") and not name.startswith("XDG_")}
    return {**kept, "HOME": home, "LC_ALL": "C.UTF-8",
            "XDG_CONFIG_HOME": os.path.join(home, "config"), "XDG_STATE_HOME": os.path.join(home, "state"),
            "XDG_DATA_HOME": os.path.join(home, "data"), "XDG_CACHE_HOME": os.path.join(home, "cache"),
            "DBUS_SESSION_BUS_ADDRESS": "unix:path=/nonexistent/bus"}


def plain(stderr):
    """What the program said, without what AddressSanitizer says of every program with fibers."""
    return "".join(line for line in stderr.splitlines(keepends=True)
                   if "WARNING: ASan doesn't fully support makecontext" not in line)


class Serving:
    """`demo serve`, from its line on standard output to an interrupt."""

    def __init__(self, environment, *words):
        self.process = subprocess.Popen([CLI, "demo", "serve", *map(str, words)], env=environment, text=True,
                                        stdout=subprocess.PIPE, stderr=subprocess.PIPE)
        line = self.process.stdout.readline()
        if not line:
            raise AssertionError(self.process.communicate(timeout=30)[1])
        self.info = json.loads(line)

    def words(self):
        """Options with which dossier-cli asks this service, beside the environment()."""
        return ["--endpoint-url", self.info["endpoint"], "--region", self.info["region"]]

    def environment(self):
        return {"AWS_ACCESS_KEY_ID": self.info["accessKeyId"], "AWS_SECRET_ACCESS_KEY": self.info["secretAccessKey"]}

    def stop(self):
        self.process.terminate()
        out, err = self.process.communicate(timeout=30)
        return self.process.returncode, out, plain(err)


class CliTest(unittest.TestCase):
    def setUp(self):
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        self.home = pathlib.Path(folder.name)
        self.environment = clean_environment(folder.name)

    def run_cli(self, *words, text="", env=None, **more):
        result = subprocess.run([CLI, *map(str, words)], input=text, capture_output=True, text=True, timeout=120,
                                env={**self.environment, **(env or {})}, **more)
        result.stderr = plain(result.stderr)
        return result

    def serve(self, *words):
        serving = Serving(self.environment, *words)
        self.addCleanup(serving.stop)
        return serving

    def assert_usage(self, result, *mentions):
        """A usage error says so with its status, on standard error only."""
        self.assertEqual((result.returncode, result.stdout), (2, ""), result.stderr)
        self.assertTrue(result.stderr.startswith("dossier-cli: "), result.stderr)
        for mention in mentions:
            self.assertIn(mention, result.stderr)

    def files(self):
        """All that was written below the home, as bytes."""
        return {str(path): path.read_bytes() for path in self.home.rglob("*") if path.is_file()}
