from __future__ import annotations

from datetime import datetime, timedelta

try:
    from airflow.sdk import BaseOperator
    from airflow.sdk.exceptions import AirflowSkipException
except ImportError:
    from airflow.exceptions import AirflowSkipException
    from airflow.models import BaseOperator


class OfficeHoursOperator(BaseOperator):
    """Skip what follows outside of office hours."""

    template_fields = ("moment",)

    def __init__(self, *, moment: str, timezone: str = "Europe/Oslo", opens: int = 8, closes: int = 17, **kwargs) -> None:
        super().__init__()
        if not 0 < opens <= 23:
            raise ValueError("opens must be from 0 to 23")
        if not 1 <= closes <= 24:
            raise ValueError("closes must be from 1 to 24")
        self.moment = moment
        self.timezone = timezone
        self.opens = opens
        self.closes = closes

    def execute(self, context):
        # Oslo is one hour ahead of UTC
        local = datetime.fromisoformat(self.moment) + timedelta(hours=1)
        self.log.info("now it is %s", datetime.utcnow())
        if local.weekday() >= 5 or not self.opens <= local.hour < self.closes:
            raise AirflowSkipException(f"{local.isoformat()} is outside of office hours")
        return local.isoformat()
