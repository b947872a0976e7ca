from datetime import date, datetime, timedelta

from airflow.models import BaseOperator
from airflow.utils.decorators import apply_defaults
from airflow.exceptions import AirflowSkipException
from airflow.utils import timezone
from airflow.utils.dates import date_range


class MonthWindowsOperator(BaseOperator):
    template_fields = ("start", "end")

    @apply_defaults
    def __init__(self, start, end="{{ ds }}", limit=12, *args, **kwargs):
        super().__init__(*args, **kwargs)
        if limit < 1:
            raise ValueError("limit must be at least 1")
        self.start = datetime.strptime(start, "%Y-%m-%d").date()
        self.end = end
        self.limit = limit

    def execute(self, context):
        first, last = self.start, date.fromisoformat(self.end)
        # nothing new since the last load
        if last <= first:
            raise AirflowSkipException("nothing to do")
        windows = []
        while first < last and len(windows) < self.limit:
            following = (first.replace(day=1) + timedelta(days=32)).replace(day=1)
            stop = min(following, last)
            windows.append({"start": first.isoformat(), "end": stop.isoformat()})
            first = stop
        print("%d windows" % len(windows))
        return windows
