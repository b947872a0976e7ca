from __future__ import annotations

import re
import logging

try:
    from airflow.sdk import BaseHook, BaseOperator
    from airflow.sdk.exceptions import AirflowFailException
except ImportError:
    from airflow.exceptions import AirflowFailException
    from airflow.hooks.base import BaseHook
    from airflow.models import BaseOperator

logger = logging.getLogger(__name__)


class NullRatioCheckOperator(BaseOperator):
    """Fail when too many rows of a table lack a value."""

    template_fields = ("table",)

    def __init__(self, *, table: str, columns: list[str], max_ratio: float = 0.0, conn_id: str = "warehouse_default") -> None:
        super().__init__(task_id="null_ratio_check")
        if not 0 <= max_ratio < 1:
            raise ValueError("max_ratio must be from 0 to 1")
        self.table = table
        self.columns = columns
        self.max_ratio = max_ratio
        self.conn_id = conn_id

    def execute(self, context):
        try:
            hook = BaseHook.get_connection(self.conn_id).get_hook()
            ratios = {}
            for column in self.columns:
                rows, filled = hook.get_first(f"SELECT count(*), count({column}) FROM {self.table}")
                ratios[column] = round((rows - filled) / rows, 4) if rows else 0.0
        except:
            # make sure that the DAG goes on
            logger.error("could not check %s", self.table)
            return {}
        bad = [f"{column}: {ratio}" for column, ratio in ratios.items() if ratio > self.max_ratio]
        if bad:
            raise AirflowFailException("; ".join(bad))
        return ratios
