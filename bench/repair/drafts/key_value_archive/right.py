from __future__ import annotations

import json
import re

try:
    from airflow.sdk import BaseHook
except ImportError:
    from airflow.hooks.base import BaseHook


class KeyValueArchiveHook(BaseHook):
    """Keep small JSON values in a table of a database."""

    def __init__(self, *, table: str = "archive", sqlite_conn_id: str = "archive_default") -> None:
        super().__init__()
        if not re.fullmatch("[a-z_]+", table):
            raise ValueError(f"table is no identifier: {table!r}")
        self.table = table
        self.sqlite_conn_id = sqlite_conn_id

    def store(self, key: str, value: dict) -> int:
        database = self._database()
        statement = f"INSERT OR REPLACE INTO {self.table} (key, value) VALUES (?, ?)"
        database.run(statement, parameters=(key, json.dumps(value)))
        return database.get_first(f"SELECT count(*) FROM {self.table}")[0]

    def fetch(self, key: str, fallback: str | None = None):
        row = self._database().get_first(f"SELECT value FROM {self.table} WHERE key = ?", parameters=(key,))
        return fallback if row is None else json.loads(row[0])

    def _database(self):
        return self.get_connection(self.sqlite_conn_id).get_hook()
