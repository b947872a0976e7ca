from __future__ import annotations

import re
from contextlib import closing
from typing import Any

try:
    from airflow.sdk import BaseHook, BaseOperator
except ImportError:
    from airflow.hooks.base import BaseHook
    from airflow.models.baseoperator import BaseOperator

IDENTIFIER = re.compile(r"[A-Za-z_][A-Za-z0-9_]*")


class UpsertRowsOperator(BaseOperator):
    """Insert rows, or update the ones whose key is there."""

    template_fields = ("table", "rows")

    def __init__(
        self,
        *,
        table: str,
        key: str,
        rows: list[dict[str, Any]],
        conn_id: str = "warehouse_default",
        **kwargs,
    ) -> None:
        super().__init__(**kwargs)
        self.table = table
        self.key = key
        self.rows = rows
        self.conn_id = conn_id

    def execute(self, context):
        if not self.rows:
            return 0
        columns = list(self.rows[0])
        for name in (self.table, self.key, *columns):
            if not IDENTIFIER.fullmatch(name):
                raise ValueError(f"no identifier: {name!r}")
        if self.key not in columns:
            raise ValueError(f"rows lack the key {self.key}")
        if any(set(row) != set(columns) for row in self.rows):
            raise ValueError("rows have different columns")
        others = [column for column in columns if column != self.key]
        sets = ", ".join(f"{column} = excluded.{column}" for column in others)
        statement = (
            f"INSERT INTO {self.table} ({', '.join(columns)}) VALUES ({', '.join('?' for _ in columns)})"
            f" ON CONFLICT ({self.key}) DO {f'UPDATE SET {sets}' if others else 'NOTHING'}"
        )
        hook = BaseHook.get_connection(self.conn_id).get_hook()
        with closing(hook.get_conn()) as connection, connection:
            for row in self.rows:
                connection.execute(statement, [row[column] for column in columns])
        return len(self.rows)
