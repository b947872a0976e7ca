from __future__ import annotations

from airflow.models.baseoperator import BaseOperator


class ScheduleWindowOperator(BaseOperator):
    """The days around a run."""

    def __init__(self, *, compact: bool = False, **kwargs) -> None:
        super().__init__(**kwargs)
        self.compact = compact

    def execute(self, context):
        context["ti"].xcom_push(key="moment", value=context["execution_date"].isoformat())
        suffix = "_nodash" if self.compact else ""
        return {
            "before": context[f"yesterday_ds{suffix}"],
            "day": context[f"ds{suffix}"],
            "after": context[f"tomorrow_ds{suffix}"],
            "compact": self.compact,
        }
