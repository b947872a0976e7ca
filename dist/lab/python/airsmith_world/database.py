"""The example's SQLite database (`given.sql`): made before the run, asked after it (`sql`).

The statements come from a spec, and the file, after the run, from the component: neither may reach another file.
"""

from __future__ import annotations

import os
import sqlite3
import tempfile
import time

from .folder import Folder, Unreadable
from .values import difference, encode

NAME = "example.sqlite"
LONGEST_QUERY_SECONDS = 5
MOST_ROWS = 1_000
_FILE_ACTIONS = (sqlite3.SQLITE_ATTACH, sqlite3.SQLITE_DETACH, sqlite3.SQLITE_PRAGMA)
_READ_ACTIONS = (sqlite3.SQLITE_SELECT, sqlite3.SQLITE_READ, sqlite3.SQLITE_FUNCTION, 33)  # 33: recursive


class Database:
    """A database file in a folder of its own, for SQLite writes journals beside it."""

    def __init__(self, path, statements):
        self.folder = Folder(path)
        self.path = os.path.join(path, NAME)
        with _connect(self.path, lambda action, *_: _deny_if(action in _FILE_ACTIONS)) as connection:
            for statement in statements:
                connection.executescript(statement)
            connection.commit()

    def close(self):
        self.folder.close()

    def check(self, expected):
        """Problems of the expectation `sql`: a list of {query, rows}."""
        with tempfile.TemporaryDirectory(prefix="airsmith-db-") as copy:
            problem = self._copy(copy)
            if problem:
                return [problem]
            return [found for item in expected for found in _check_query(os.path.join(copy, NAME), item)]

    def _copy(self, target):
        # A copy: the component may still hold the file, or have made it a link to one of ours.
        for suffix in ("", "-wal", "-journal"):
            content = self.folder.read(NAME + suffix)
            if isinstance(content, Unreadable):
                return {"message": f"the database {content.reason}"}
            if content is None:
                if not suffix:
                    return {"message": "the database is gone after the run"}
                continue
            with open(os.path.join(target, NAME + suffix), "wb") as file:
                file.write(content)
        return None


def _check_query(path, item):
    query, rows = item.get("query", ""), item.get("rows", [])
    try:
        with _connect(path, lambda action, *_: _deny_if(action not in _READ_ACTIONS)) as connection:
            actual = encode(connection.execute(query).fetchmany(MOST_ROWS))
    except (sqlite3.Error, sqlite3.Warning) as error:
        return [{"message": f"the query {query!r} fails: {error}", "expected": rows}]
    found = difference(rows, actual, "the rows")
    return [{"message": f"{query}: {found}", "expected": rows, "actual": actual}] if found else []


def _deny_if(condition):
    return sqlite3.SQLITE_DENY if condition else sqlite3.SQLITE_OK


class _connect:
    """A connection that may do only what `allow` says, closed at the end, and never busy for long."""

    def __init__(self, path, allow):
        self.connection = sqlite3.connect(path, timeout=2)
        self.connection.execute("PRAGMA trusted_schema = OFF")
        self.connection.execute("PRAGMA max_page_count = 16384")
        self.connection.set_authorizer(allow)
        deadline = time.monotonic() + LONGEST_QUERY_SECONDS
        self.connection.set_progress_handler(lambda: int(time.monotonic() > deadline), 10_000)

    def __enter__(self):
        return self.connection

    def __exit__(self, *error):
        self.connection.close()
