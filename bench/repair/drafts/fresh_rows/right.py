from __future__ import annotations

import re
from datetime import timedelta

try:
    from airflow.sdk import BaseHook, BaseSensorOperator
except ImportError:
    from airflow.hooks.base import BaseHook
    from airflow.sensors.base import BaseSensorOperator

NAME = re.compile(r"[A-Za-z_][A-Za-z0-9_]*")


class FreshRowsSensor(BaseSensorOperator):
    """Wait until the newest row of a table is at least as new as the run."""

    template_fields = ("table",)

    def __init__(
        self,
        *,
        table: str,
        column: str = "updated_at",
        lag_days: int = 0,
        conn_id: str = "warehouse_default",
        **kwargs,
    ) -> None:
        super().__init__(**kwargs)
        if not NAME.fullmatch(column):
            raise ValueError(f"column is no identifier: {column!r}")
        if lag_days < 0:
            raise ValueError("lag_days must not be negative")
        self.table = table
        self.column = column
        self.lag_days = lag_days
        self.conn_id = conn_id

    def poke(self, context) -> bool:
        if not NAME.fullmatch(self.table):
            raise ValueError(f"table is no identifier: {self.table!r}")
        wanted = (context["logical_date"] - timedelta(days=self.lag_days)).strftime("%Y-%m-%d")
        hook = BaseHook.get_connection(self.conn_id).get_hook()
        newest = hook.get_first(f"SELECT max({self.column}) FROM {self.table}")[0]
        self.log.info("newest %s, wanted %s", newest, wanted)
        return newest is not None and newest[:10] >= wanted
