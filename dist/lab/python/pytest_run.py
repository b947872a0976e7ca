"""Runs one test file of the draft under pytest, inside the sandbox."""

from __future__ import annotations

import os
import sys

LONGEST_REPORT = 6_000


class Reports:
    """A pytest plugin that keeps what came of each test."""

    def __init__(self, root):
        self._root = root
        self.passed = 0
        self.skipped = 0
        self.failures = []

    def pytest_runtest_logreport(self, report):
        if report.failed:
            where = report.nodeid.partition("::")[2] or report.nodeid
            self.failures.append({"test": where, "when": report.when, "message": self._told(report.longreprtext)})
        elif report.when == "call" and report.passed:
            self.passed += 1
        elif report.skipped:
            self.skipped += 1

    def pytest_collectreport(self, report):
        if report.failed:
            self.failures.append({"test": "collection", "when": "collect", "message": self._told(report.longreprtext)})

    def _told(self, text):
        """The end of a failure's report, without the paths of this machine."""
        text = text[-LONGEST_REPORT:].replace(os.path.realpath(self._root) + os.sep, "")
        return text.replace(self._root + os.sep, "").replace(sys.prefix, "<environment>")


def run(job):
    """``{passed, skipped, failures: [{test, when, message}], status}``; status is pytest's own exit status."""
    import pytest

    # The tests bring their own copy of the world; the lab's, loaded already, would hide it.
    for name in [name for name in sys.modules if name.partition(".")[0] == "airsmith_world"]:
        del sys.modules[name]
    here = os.path.dirname(os.path.abspath(__file__))
    sys.path[:] = [entry for entry in sys.path if os.path.abspath(entry or ".") != here]
    reports = Reports(job["root"])
    path = os.path.join(job["root"], job["path"])
    # Without a limit pytest looks for conftest.py up to the root of the file system, which the sandbox does not show.
    places = ["--rootdir", job["root"], "--confcutdir", job["root"], "-c", os.devnull, "--basetemp", "pytest"]
    options = ["-q", "-p", "no:cacheprovider", "--import-mode=prepend", "--no-header", "--tb=short"]
    status = pytest.main([*options, *places, path], plugins=[reports])
    return {
        "passed": reports.passed,
        "skipped": reports.skipped,
        "failures": reports.failures[:50],
        "status": int(status),
    }

