from __future__ import annotations

import re
from collections.abc import Sequence

try:
    from airflow.sdk import BaseHook, BaseOperator
    from airflow.sdk.exceptions import AirflowFailException
except ImportError:
    from airflow.exceptions import AirflowFailException
    from airflow.hooks.base import BaseHook
    from airflow.models import BaseOperator

IDENTIFIER = re.compile(r"[A-Za-z_][A-Za-z0-9_]*")


class NullRatioCheckOperator(BaseOperator):
    """Fail when too many rows of a table lack a value."""

    template_fields: Sequence[str] = ("table",)

    def __init__(
        self,
        *,
        table: str,
        columns: list[str],
        max_ratio: float = 0,
        conn_id: str = "warehouse_default",
        **kwargs,
    ) -> None:
        super().__init__(**kwargs)
        if not 0 <= max_ratio <= 1:
            raise ValueError("max_ratio must be from 0 to 1")
        self.table = table
        self.columns = columns
        self.max_ratio = max_ratio
        self.conn_id = conn_id

    def execute(self, context):
        for what, name in [("table", self.table), *(("column", column) for column in self.columns)]:
            if not IDENTIFIER.fullmatch(name):
                raise ValueError(f"{what} is no identifier: {name!r}")
        hook = BaseHook.get_connection(self.conn_id).get_hook()
        ratios = {column: self._ratio(hook, column) for column in self.columns}
        bad = [f"{column}: {ratio}" for column, ratio in ratios.items() if ratio > self.max_ratio]
        if bad:
            raise AirflowFailException(f"too many nulls in {self.table}: {', '.join(bad)}")
        return ratios

    def _ratio(self, hook, column: str) -> float:
        # count(column) leaves nulls out
        rows, filled = hook.get_first(f"SELECT count(*), count({column}) FROM {self.table}")
        return round((rows - filled) / rows, 4) if rows else 0.0
