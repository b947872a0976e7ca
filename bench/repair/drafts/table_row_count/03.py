from __future__ import annotations

import re

from airflow.models import BaseOperator
from airflow.hooks.base import BaseHook


class TableRowCountSensor(BaseOperator):
    template_fields = ("table", "where")

    def __init__(self, *, table: str, minimum_rows: int = 1, where: dict | None = None, conn_id: str = "warehouse_default", **kwargs):
        super().__init__(**kwargs)
        # fail early, while the DAG is parsed
        if not re.match(r"^[A-Za-z_]\w*(\.[A-Za-z_]\w*)?$", table):
            raise ValueError(f"table is no identifier: {table}")
        self.table = table
        self.minimum_rows = minimum_rows
        self.where = where
        self.conn_id = conn_id

    def poke(self, context):
        sql, values = f"SELECT count(*) FROM {self.table}", []
        for position, (column, value) in enumerate((self.where or {}).items()):
            sql += f" {'AND' if position else 'WHERE'} {column} = ?"
            values.append(value)
        hook = BaseHook.get_connection(self.conn_id).get_hook()
        return hook.get_first(sql, parameters=values)[0] >= self.minimum_rows
