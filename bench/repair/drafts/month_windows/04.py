from datetime import date, timedelta

from airflow.exceptions import AirflowSkipException
from airflow.operators.python_operator import PythonOperator
from airflow.models import BaseOperator


class MonthWindowsOperator(BaseOperator):
    template_fields = ("start", "end", "limit")

    def __init__(self, *, start: str, end: str = "{{ ds }}", limit: int = 12, **kwargs):
        kwargs.setdefault("provide_context", True)
        super().__init__(**kwargs)
        if limit < 1:
            raise ValueError("limit must be at least 1")
        self.start = start
        self.end = end
        self.limit = limit

    def execute(self, context):
        first, last = date.fromisoformat(self.start), date.fromisoformat(self.end)
        if last <= first:
            # the next run will do
            raise AirflowSkipException("nothing to do")
        windows = []
        while first < last:
            stop = min((first.replace(day=1) + timedelta(days=32)).replace(day=1), last)
            windows.append({"start": str(first), "end": str(stop)})
            first = stop
        self.log.info("%d windows", len(windows))
        return windows[-self.limit :]
