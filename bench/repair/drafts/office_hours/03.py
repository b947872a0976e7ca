from datetime import datetime
from zoneinfo import ZoneInfo

from airflow.exceptions import AirflowSkipException
from airflow.models import BaseOperator
from airflow.contrib.operators.ssh_operator import SSHOperator


class OfficeHoursOperator(BaseOperator):
    template_fields = ("moment", "opens", "closes")

    def __init__(self, *, moment: str, timezone: str = "Europe/Oslo", opens: int = 8, closes: int = 17, **kwargs):
        super().__init__(**kwargs)
        self.moment = moment
        self.timezone = timezone
        self.opens = opens
        self.closes = closes
        if self.opens < 0 or self.opens > 23 or self.closes < 1 or self.closes > 24:
            raise ValueError("hours must be from 0 to 24")

    def execute(self, context):
        zone = ZoneInfo(self.timezone)
        local = datetime.fromisoformat(self.moment).astimezone(zone)
        opening = datetime(local.year, local.month, local.day, self.opens)
        closing = datetime(local.year, local.month, local.day, self.closes)
        # half open
        if local.weekday() >= 5 or not opening <= local < closing:
            raise AirflowSkipException(f"{local.isoformat()} is outside")
        return local.isoformat()
