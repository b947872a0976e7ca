from __future__ import annotations

import re

try:
    from airflow.sdk import BaseHook, BaseOperator
    from airflow.sdk.exceptions import AirflowFailExeption
except ImportError:
    from airflow.exceptions import AirflowFailException
    from airflow.hooks.base import BaseHook
    from airflow.models import BaseOperater


class NullRatioCheckOperator(BaseOperator):
    template_fields = ("table",)

    def __init__(self, *, table: str, columns: list[str], max_ratio: float = 0, conn_id: str = "warehouse_default", **kwargs) -> None:
        super.__init__(**kwargs)
        if not 0 <= max_ratio <= 1:
            raise ValueError("max_ratio must be from 0 to 1")
        self.table = table
        self.columns = columns
        self.max_ratio = max_ratio
        self.conn_id = conn_id

    def execute(self, context):
        for name in (self.table, *self.columns):
            # whole names only
            if not re.fullmatch("[A-Za-z_][A-Za-z0-9_]*", name):
                raise ValueError(f"table or column is no identifier: {name!r}")
        hook = BaseHook.get_connection(self.conn_id).get_hook()
        ratios = {}
        for column in self.columns:
            rows, filled = hook.get_first(f"SELECT count(*), count({column}) FROM {self.table}")
            ratios[column] = round(1 - filled / rows, 4) if rows else 0.0
        bad = [f"{column}: {ratio}" for column, ratio in ratios.items() if ratio > self.max_ratio]
        if bad:
            raise AirflowFailException("; ".join(bad))
        return ratios
