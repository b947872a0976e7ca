from __future__ import annotations

import re
from datetime import datetime, timedelta

from airflow.hooks.base import BaseHook
from airflow.sensors.base import BaseSensorOperator


class FreshRowsSensor(BaseSensorOperator):
    """Sensor for data freshness."""

    template_fields = ("table", "since")

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
        # refuse what could be an injection
        for name in (table, column):
            if not re.fullmatch(r"[A-Za-z_][A-Za-z0-9_]*", name):
                raise ValueError(f"table or column is no identifier: {name}")
        if lag_days < 0:
            raise ValueError("lag_days must not be negative")
        self.table = table
        self.column = column
        self.lag_days = lag_days
        self.conn_id = conn_id

    def poke(self, context):
        wanted = datetime.utcnow() - timedelta(days=self.lag_days)
        hook = BaseHook.get_connection(self.conn_id).get_hook()
        newest = hook.get_first(f"SELECT max({self.column}) FROM {self.table}")[0]
        if newest is None:
            return
        return datetime.fromisoformat(newest) >= wanted
