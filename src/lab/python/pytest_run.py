"""Runs one test file of the draft under pytest, inside the sandbox."""

from __future__ import annotations

import os
import sys


class Reports:
    """A pytest plugin that keeps what came of each test."""

    def __init__(self):
        self.passed = 0
        self.skipped = 0
        self.failures = []

    def pytest_runtest_logreport(self, report):
        if report.failed:
            where = report.nodeid.partition("::")[2] or report.nodeid
            self.failures.append({"test": where, "when": report.when, "message": _last(report.longreprtext)})
        elif report.when == "call" and report.passed:
            self.passed += 1
        elif report.skipped:
            self.skipped += 1

    def pytest_collectreport(self, report):
        if report.failed:
            self.failures.append({"test": "collection", "when": "collect", "message": _last(report.longreprtext)})


def run(job):
    """``{passed, skipped, failures: [{test, when, message}], status}``; status is pytest's own exit status."""
    import pytest

    # The tests bring their own copy of the world; the lab's, loaded already, would hide it.
    for name in [name for name in sys.modules if name.partition(".")[0] == "airsmith_world"]:
        del sys.modules[name]
    here = os.path.dirname(os.path.abspath(__file__))
    sys.path[:] = [entry for entry in sys.path if os.path.abspath(entry or ".") != here]
    reports = Reports()
    path = os.path.join(job["root"], job["path"])
    options = ["-q", "-p", "no:cacheprovider", "--rootdir", job["root"], "-c", os.devnull, "--basetemp", "pytest"]
    status = pytest.main([*options, "--import-mode=prepend", "--no-header", path], plugins=[reports])
    return {
        "passed": reports.passed,
        "skipped": reports.skipped,
        "failures": reports.failures[:50],
        "status": int(status),
    }


def _last(text):
    return text[-6000:]
