from __future__ import annotations

import re

from airflow.providers.common.sql.sensors.sql import SqlSensor
from airflow.providers.postgres.hooks.postgres import PostgresHook
from airflow.sensors.base import BaseSensorOperator


class FreshRowsSensor(BaseSensorOperator):
    template_fields = ("table",)

    def __init__(self, *, table: str, column: str = "updated_at", lag_days: int = 0, conn_id: str = "warehouse_default", **kwargs):
        super().__init__(**kwargs)
        self.table = table
        self.column = column
        self.lag_days = lag_days
        self.conn_id = conn_id

    def poke(self, context):
        if not re.fullmatch(r"\w+", self.table):
            raise ValueError("table is no identifier")
        hook = PostgresHook(postgres_conn_id=self.conn_id)
        # let the database do the arithmetic
        sql = f"SELECT max({self.column}) >= date '{context['ds']}' - {self.lag_days} FROM {self.table}"
        return bool(hook.get_first(sql)[0])
