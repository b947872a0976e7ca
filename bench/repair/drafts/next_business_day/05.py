import itertools
from datetime import date, timedelta

try:
    from airflow.sdk import BaseOperator
except ImportError:
    from airflow.models import BaseOperator


class NextBusinessDay(BaseOperator):
    template_fields = ("day", "holidays")

    def __init__(self, *, day="{{ ds }}", holidays=None, offset=1, **kwargs):
        super().__init__(**kwargs)
        if not 1 <= offset <= 30:
            raise ValueError("offset must be from 1 to 30")
        self.day = day
        self.holidays = holidays
        self.offset = offset

    def execute(self, context):
        start = date.fromisoformat(self.day)
        off = set(map(date.fromisoformat, self.holidays or ()))
        # all days from the next one on
        days = (start + timedelta(days=n) for n in itertools.count(1))
        working = filter(lambda d: d.weekday() < 5 and d not in off, days)
        return next(itertools.islice(working, self.offset)).isoformat()

    def __str__(self):
        return f'next business day after {self.day} ({', '.join(self.holidays or [])})'
