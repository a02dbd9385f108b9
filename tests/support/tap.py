# SPDX-FileCopyrightText: The Dossier authors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Runs a file of unittest cases and tells each as a line of the Test Anything Protocol.

usage: tap.py FILE
"""

import importlib.util
import sys
import unittest


class TapResult(unittest.TestResult):
    def __init__(self):
        super().__init__()
        self.count = 0

    def tell(self, verdict, test, note=""):
        self.count += 1
        print(f"{verdict} {self.count} {test.id()}{note}", flush=True)

    def tell_failure(self, test, error):
        self.tell("not ok", test)
        for line in self._exc_info_to_string(error, test).splitlines():
            print(f"# {line}", flush=True)

    def addSuccess(self, test):
        super().addSuccess(test)
        self.tell("ok", test)

    def addFailure(self, test, error):
        super().addFailure(test, error)
        self.tell_failure(test, error)

    def addError(self, test, error):
        super().addError(test, error)
        self.tell_failure(test, error)

    def addSubTest(self, test, subtest, error):
        super().addSubTest(test, subtest, error)
        if error is not None:
            self.tell_failure(subtest, error)

    def addSkip(self, test, reason):
        super().addSkip(test, reason)
        # A reason of several lines would break the protocol.
        self.tell("ok", test, f" # SKIP {' '.join(reason.split())}")

    def addUnexpectedSuccess(self, test):
        super().addUnexpectedSuccess(test)
        self.tell("not ok", test)


def main(path):
    spec = importlib.util.spec_from_file_location("cases", path)
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    result = TapResult()
    unittest.defaultTestLoader.loadTestsFromModule(module).run(result)
    print(f"1..{result.count}")
    return 0 if result.wasSuccessful() and result.count else 1


if __name__ == "__main__":
    sys.exit(main(sys.argv[1]))
