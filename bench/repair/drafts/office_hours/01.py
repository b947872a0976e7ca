from datetime import datetime

import pendulum
from airflow.exceptions import AirflowSkipException
from airflow.models import BaseOperator
from airflow.utils.decorators import apply_defaults
from airflow.utils.timezone import utcnow, parse


class OfficeHoursOperator(BaseOperator):
    template_fields = ("moment",)

    @apply_defaults
    def __init__(self, moment, timezone="Europe/Oslo", opens=8, closes=17, **kwargs):
        super().__init__(**kwargs)
        if not 0 <= opens <= 23:
            raise ValueError("opens must be from 0 to 23")
        if not 1 <= closes <= 24:
            raise ValueError("closes must be from 1 to 24")
        self.moment = parse(moment)
        self.timezone = pendulum.timezone(timezone)
        self.opens = opens
        self.closes = closes

    def execute(self, context):
        local = self.moment.astimezone(self.timezone)
        print("local time is", local)
        # Saturday is 5
        if local.weekday() >= 5 or not self.opens <= local.hour < self.closes:
            raise AirflowSkipException("%s is outside of office hours" % local.isoformat())
        return local.isoformat()
