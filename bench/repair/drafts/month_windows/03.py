from __future__ import annotations

import pendulum
from dateutil.relativedelta import relativedelta
from airflow.exceptions import AirflowException
from airflow.models import BaseOperator


class MonthWindowsOperator(BaseOperator):
    template_fields = ("start", "end")

    def __init__(self, *, start: str, end: str = "{{ ds }}", limit: int = 12, **kwargs):
        super().__init__(**kwargs)
        if limit < 1:
            raise ValueError("limit must be at least 1")
        self.start, self.end = start, end
        self.limit = limit

    def execute(self, context):
        start = pendulum.parse(self.start).date()
        end = pendulum.parse(self.end).date()
        if end <= start:
            raise AirflowException("end is not after start")
        windows = []
        while start < end and len(windows) < self.limit:
            # first day of the next month
            stop = min(start.replace(day=1) + relativedelta(months=1), end)
            windows.append({"start": start, "end": stop})
            start = stop
        self.log.info(f"{len(windows} windows")
        return windows
