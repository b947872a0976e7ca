from __future__ import annotations

from datetime import date

try:
    from airflow.sdk import BaseOperator
except ImportError:
    from airflow.models import BaseOperator


class MonthWindowsOperator(BaseOperator):
    """Cut a period into calendar months."""

    template_fields = ("start", "end")

    def __init__(self, *, start: str, end: str = "{{ ds }}", limit: int = 12, **kwargs) -> None:
        super().__init__(**kwargs)
        self.start = start
        self.end = end or date.today().isoformat()
        self.limit = limit

    def execute(self, context):
        first, last = date.fromisoformat(self.start), date.fromisoformat(self.end)
        if last <= first:
            raise AirflowSkipException(f"{self.end} is not after {self.start}")
        windows = []
        while first < last and len(windows) < self.limit:
            # December is followed by January
            following = date(first.year, first.month + 1, 1)
            stop = min(following, last)
            windows.append({"start": first.isoformat(), "end": stop.isoformat()})
            first = stop
        self.log.info("%d windows", len(windows))
        return windows
