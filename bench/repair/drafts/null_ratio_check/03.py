from __future__ import annotations

from airflow.models import BaseOperator
from airflow.providers.common.sql.operators.sql import SQLColumnCheckOperator
from airflow.hooks.base import BaseHook


class NullRatioCheckOperator(BaseOperator):
    template_fields = ("table", "columns")

    def __init__(self, table: str, columns: list[str] = ["id"], max_ratio: float = 0, conn_id: str = "warehouse_default", **kwargs):
        super().__init__(**kwargs)
        self.table = table
        self.columns = columns
        self.max_ratio = max_ratio
        self.conn_id = conn_id

    def execute(self, context):
        hook = BaseHook.get_connection(self.conn_id).get_hook()
        selects = ", ".join(f"1.0 - count({column}) * 1.0 / count(*)" for column in self.columns)
        row = hook.get_first(f"SELECT {selects} FROM {self.table}")
        # NULL for an empty table
        ratios = dict(zip(self.columns, [round(value or 0.0, 4) for value in row]))
        assert all(ratio <= self.max_ratio for ratio in ratios.values()), ratios
        return ratios
