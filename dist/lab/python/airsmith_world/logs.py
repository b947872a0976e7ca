"""The log of a run: every record and print, as the component wrote it.

Records are taken where they are made, before Airflow's masking: a password that only the masking hides is still
written by the component, and is not hidden where another handler, or another tool, gets the record.
"""

from __future__ import annotations

import io
import logging
import sys
import traceback

LARGEST_LOG = 1 << 20


class LogCapture:
    """While entered, collects log records of all loggers from INFO up, and what is printed."""

    def __init__(self):
        self.truncated = False
        self._parts = []
        self._size = 0
        self._undo = []

    @property
    def text(self):
        return "".join(self._parts)

    def add(self, text):
        room = LARGEST_LOG - self._size
        if len(text) > room:
            self.truncated = True
            text = text[: max(room, 0)]
        if text:
            self._parts.append(text)
            self._size += len(text)

    def __enter__(self):
        self._capture_records()
        self._capture_structlog()
        self._capture_prints()
        return self

    def __exit__(self, *error):
        for undo in reversed(self._undo):
            undo()

    def _capture_records(self):
        factory, root = logging.getLogRecordFactory(), logging.getLogger()
        level, disabled = root.level, logging.root.manager.disable

        def make(*args, **kwargs):
            record = factory(*args, **kwargs)
            self.add(_line(record))
            return record

        logging.setLogRecordFactory(make)
        logging.disable(logging.NOTSET)
        if root.level == logging.NOTSET or root.level > logging.INFO:
            root.setLevel(logging.INFO)
        self._undo.append(lambda: (logging.setLogRecordFactory(factory), root.setLevel(level)))
        self._undo.append(lambda: logging.disable(disabled))

    def _capture_structlog(self):
        try:
            import structlog  # Airflow 3 logs through it
        except ImportError:
            return
        # In place, because loggers that were used before keep this very list.
        processors = structlog.get_config()["processors"]
        before = list(processors)

        def take(_logger, method, event):
            self.add(_structured_line(method, event))
            raise structlog.DropEvent

        processors[:] = [take]
        self._undo.append(lambda: processors.__setitem__(slice(None), before))

    def _capture_prints(self):
        out, err = sys.stdout, sys.stderr
        sys.stdout = sys.stderr = _Printed(self)
        self._undo.append(lambda: (setattr(sys, "stdout", out), setattr(sys, "stderr", err)))


def _line(record):
    try:
        text = record.getMessage()
    except Exception as error:
        text = f"{record.msg} (formatting failed: {error})"
    if record.exc_info and record.exc_info[0] is not None:
        text += "\n" + "".join(traceback.format_exception(*record.exc_info)).rstrip()
    return f"{record.levelname} {text}\n"


def _structured_line(method, event):
    event = dict(event)
    text, args = str(event.pop("event", "")), event.pop("positional_args", None)
    failure = event.pop("exc_info", None)
    if args:
        try:
            text = text % args
        except (TypeError, ValueError):
            text = f"{text} {args!r}"
    rest = "".join(f" {key}={value!r}" for key, value in event.items() if not key.startswith("_"))
    if failure:
        error = failure if isinstance(failure, BaseException) else sys.exc_info()[1]
        if error is not None:
            rest += "\n" + "".join(traceback.format_exception(type(error), error, error.__traceback__)).rstrip()
    return f"{method.upper()} {text}{rest}\n"


class _Printed(io.TextIOBase):
    """Stands for stdout and stderr."""

    encoding = "utf-8"

    def __init__(self, capture):
        self._capture = capture

    def writable(self):
        return True

    def write(self, text):
        self._capture.add(str(text))
        return len(text)

    def isatty(self):
        return False
