from datetime import date, timedelta
from typing import List, Optional

try:
    from airflow.sdk import BaseOperator
except ImportError:
    from airflow.models import BaseOperator


class NextBusinessDayOperator(BaseOperator):
    """Give the next working day after a day."""

    template_fields = ("day", "holidays")

    def __init__(
        self,
        day: str = "{{ ds }}",
        holidays: Optional[List[str]] = None,
        offset: int = 1,
        **kwargs,
    ):
        super().__init__(**kwargs)
        if not 1 <= offset <= 30:
            raise ValueError("offset must be from 1 to 30")
        self.day = day
        self.holidays = holidays
        self.offset = offset

    def execute(self, context):
        current = date.fromisoformat(self.day)
        off = {date.fromisoformat(text) for text in self.holidays or []}
        left = self.offset
        while left:
            current += timedelta(days=1)
            # Monday is 0
            if current.weekday() < 5 and current not in off:
                left -= 1
        return current.isoformat()
