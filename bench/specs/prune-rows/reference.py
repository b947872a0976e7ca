from __future__ import annotations

import re
from contextlib import closing
from datetime import date, timedelta

try:
    from airflow.sdk import BaseHook, BaseOperator
except ImportError:
    from airflow.hooks.base import BaseHook
    from airflow.models.baseoperator import BaseOperator

IDENTIFIER = re.compile(r"[A-Za-z_][A-Za-z0-9_]*")


class PruneRowsOperator(BaseOperator):
    """Delete what is older than a number of days."""

    def __init__(
        self,
        *,
        table: str,
        column: str,
        keep_days: int = 30,
        bite: int = 1000,
        conn_id: str = "warehouse_default",
        **kwargs,
    ) -> None:
        super().__init__(**kwargs)
        for name in (table, column):
            if not IDENTIFIER.fullmatch(name):
                raise ValueError(f"no identifier: {name!r}")
        if keep_days < 0:
            raise ValueError("keep_days must not be negative")
        if bite < 1:
            raise ValueError("bite must be at least 1")
        self.table = table
        self.column = column
        self.keep_days = keep_days
        self.bite = bite
        self.conn_id = conn_id

    def execute(self, context):
        oldest = date.fromisoformat(context["ds"]) - timedelta(days=self.keep_days)
        statement = (
            f"DELETE FROM {self.table} WHERE rowid IN"
            f" (SELECT rowid FROM {self.table} WHERE {self.column} < ? LIMIT ?)"
        )
        deleted = 0
        with closing(BaseHook.get_connection(self.conn_id).get_hook().get_conn()) as connection:
            while True:
                with connection:
                    count = connection.execute(statement, (oldest.isoformat(), self.bite)).rowcount
                deleted += count
                if count < self.bite:
                    return deleted
