from __future__ import annotations

from datetime import date, timedelta
from typing import Any

try:
    from airflow.sdk import BaseOperator
    from airflow.sdk.exceptions import AirflowException
except ImportError:
    from airflow.exceptions import AirflowException
    from airflow.models import BaseOperator


class NextBusinessDayOperator(BaseOperator):
    """Give the next working day after a day."""

    template_fields = ("day",)

    def __init__(self, *, day: str = "{{ ds }}", holidays: list[str] | None = None, offset: int = 1, **kwargs: Any) -> None:
        super().__init__()
        if not 1 <= offset <= 30:
            raise ValueError("offset must be from 1 to 30")
        self.day = day
        self.holidays = holidays
        self.offset = offset

    def execute(self, context: Any) -> str:
        try:
            current = date.fromisoformat(self.day)
            off = {date.fromisoformat(text) for text in self.holidays or []}
        except ValueError as error:
            # tell people which one it was
            raise AirflowException(str(error)) from error
        left = self.offset
        while left:
            current += timedelta(days=1)
            if current.weekday() < 5 and current not in off:
                left -= 1
        return current.isoformat()
