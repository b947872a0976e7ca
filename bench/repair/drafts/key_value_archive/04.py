from __future__ import annotations

import json
import re

from airflow.hooks.base import BaseHook
from airflow.providers.sqlite.hooks.sqlite import SqliteHook


class KeyValueArchiveHook(BaseHook):
    """Archive."""

    def __init__(self, *, table: str = "archives", sqlite_conn_id: str = "archive_default") -> None:
        super().__init__()
        if not re.fullmatch("[a-z_]+", table):
            raise ValueError(f"table is no identifier: {table!r}")
        self.table = table
        self.sqlite_conn_id = sqlite_conn_id

    def stores(self, key: str, value: dict) -> int:
        hook = SqliteHook(sqlite_conn_id=self.sqlite_conn_id)
        hook.run(f"INSERT OR REPLACE INTO {self.table} (key, value) VALUES (?, ?)", parameters=(key, json.dumps(value)))
        return hook.get_first(f"SELECT count(*) FROM {self.table}")[0]

    def fetch(self, key: str, fallback: str | None = None):
        hook = SqliteHook(sqlite_conn_id=self.sqlite_conn_id)
        row = hook.get_first(f"SELECT value FROM {self.table} WHERE key = ?", parameters=(key,))
        # json.loads(None) would raise
        return json.loads(row[0])
