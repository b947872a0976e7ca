from datetime import datetime, timedelta

import pytz
from airflow.models import BaseOperator
from airflow.utils.decorators import apply_defaults


class NextBusinessDayOperator(BaseOperator):
    template_fields = ("day", "holidays")

    @apply_defaults
    def __init__(self, day="{{ ds }}", holidays=[], offset=1, *args, **kwargs):
        super().__init__(*args, **kwargs)
        if not 1 <= offset <= 30:
            raise ValueError("offset must be from 1 to 30")
        self.day = day
        self.holidays = holidays
        self.offset = offset

    def execute(self, context):
        # midnight in Oslo
        current = datetime.strptime(self.day, "%Y-%m-%d").replace(tzinfo=pytz.timezone("Europe/Oslo"))
        off = [datetime.strptime(h, "%Y-%m-%d").date() for h in self.holidays or []]
        left = self.offset
        while left > 0:
            current += timedelta(days=1)
            if current.weekday() < 5 and current.date() not in off:
                left -= 1
        return current.date().isoformat()
