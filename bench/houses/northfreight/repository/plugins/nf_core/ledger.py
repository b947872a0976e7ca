"""The database of stock and routes."""

from __future__ import annotations

from contextlib import closing
from typing import Any

try:
    from airflow.sdk import BaseHook
except ImportError:
    from airflow.hooks.base import BaseHook


class NfLedger:
    def __init__(self, conn_id: str) -> None:
        self.conn_id = conn_id

    def rows(self, statement: str, **values: Any) -> list[tuple[Any, ...]]:
        with closing(self._open()) as connection:
            return [tuple(row) for row in connection.execute(statement, values).fetchall()]

    def one(self, statement: str, **values: Any) -> tuple[Any, ...] | None:
        return next(iter(self.rows(statement, **values)), None)

    def write(self, statement: str, **values: Any) -> int:
        with closing(self._open()) as connection, connection:
            return connection.execute(statement, values).rowcount

    def _open(self) -> Any:
        return BaseHook.get_connection(self.conn_id).get_hook().get_conn()
