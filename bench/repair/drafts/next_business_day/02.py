from __future__ import annotations

from datetime import date, timedelta

from airflow.models import BaseOperator


class NextBusinessDayOperator(BaseOperator):
    """Next business day."""

    template_fields = ("day", "holidays")

    def __init__(
        self,
        day: str = "{{ ds }}",
        holidays: list[str] | None = None,
        offset: int = 1,
        **kwargs,
    ) -> None:
        super().__init__(**kwargs)
        if offset < 1 or offset >= 30:
            raise ValueError("offset must be from 1 to 30")
        self.day = date.fromisoformat(day)
        self.holidays = {date.fromisoformat(h) for h in holidays or []}
        self.offset = offset

    def execute(self, context):
        current = self.day
        for _ in range(self.offset):
            current += timedelta(days=1)
            # Saturday is 5, Sunday is 6
            while current.weekday() > 5 or current in self.holidays:
                current += timedelta(days=1)
        return current
