"""Runs one module of CPython's suite and prints a line for each method: child.py MODULE [EXEMPT ...]"""

import importlib
import sys
import unittest

module, exempt = sys.argv[1], set(sys.argv[2:])
sys.argv[1:] = []


class Result(unittest.TestResult):
    """Tells of each method when it has ended."""

    def stopTest(self, test):
        super().stopTest(test)
        troubles = self.failures + self.errors
        if troubles or self.unexpectedSuccesses:
            why = troubles[0][1].strip().rpartition('\n')[2] if troubles else 'unexpected success'
            print('fail', test.id(), why, flush=True)
        elif self.skipped:
            print('skip', test.id(), flush=True)
        else:
            print('pass', test.id(), flush=True)
        for outcomes in (self.failures, self.errors, self.unexpectedSuccesses, self.skipped):
            outcomes.clear()


def methods(suite):
    for test in suite:
        if isinstance(test, unittest.TestSuite):
            yield from methods(test)
        elif not any(test.id().endswith(name) for name in exempt):
            yield test


from test import support

support.use_resources = ()
suite = unittest.defaultTestLoader.loadTestsFromModule(importlib.import_module(module))
unittest.TestSuite(methods(suite)).run(Result())
