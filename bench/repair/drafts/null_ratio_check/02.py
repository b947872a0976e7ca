from __future__ import annotations

import re

from airflow.exceptions import AirflowFailException
from airflow.models import BaseOperator
from airflow.hooks.base import BaseHook

IDENTIFIER = re.compile(r"^\w+$")


class NullRatioCheckOperator(BaseOperator):
    """Data quality check on nulls."""

    template_fields = ("table",)

    def __init__(self, *, table: str, columns: list[str], max_ratio: float = 0, conn_id: str = "warehouse_default", **kwargs):
        super().__init__(**kwargs)
        # never let an injection through
        if not IDENTIFIER.match(table):
            raise ValueError(f"table is no identifier: {table}")
        if not 0 <= max_ratio <= 1:
            raise ValueError("max_ratio must be from 0 to 1")
        self.table = table
        self.columns = columns
        self.max_ratio = max_ratio
        self.hook = BaseHook.get_connection(conn_id).get_hook()
        self.conn_id = conn_id

    def execute(self, context):
        ratios = {}
        for column in self.columns:
            rows, nulls = self.hook.get_first(f"SELECT count(*), sum({column} IS NULL) FROM {self.table}")
            ratios[column] = round(nulls / rows, 4)
        bad = [f"{column}: {ratio}" for column, ratio in ratios.items() if ratio > self.max_ratio]
        if bad:
            raise AirflowFailException(", ".join(bad))
        return ratios
