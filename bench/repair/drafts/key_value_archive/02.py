from __future__ import annotations

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
        database.run(
            f"INSERT OR REPLACE INTO {self.table} (key, value) VALUES ('{key}', '{json.dumps(value)}')"
        )
        return database.get_first(f"SELECT count(*) FROM {self.table}")[0]

    def fetch(self, key: str, default: str | None = None):
        # one row or None
        row = self._database().get_first(f"SELECT value FROM {self.table} WHERE key = '{key}'")
        return json.loads(row[0]) if row else default

    def _database(self):
        return self.get_connection(self.sqlite_conn_id).get_hook()
