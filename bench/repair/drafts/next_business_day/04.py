from datetime import date, timedelta

from airflow.models import BaseOperator
from airflow.models import Variable

HOLIDAYS = Variable.get("holidays", default_var=[], deserialize_json=True)


class NextBusinessDayOperator(BaseOperator):
    template_fields = ("day", "holidays")

    def __init__(self, *, day: str = "{{ ds }}", holidays: list = None, offset: int = 1, **kwargs):
        super().__init__(**kwargs)
        if not 1 <= offset <= 30:
            raise ValueError("offset must be from 1 to 30")
        self.day = day
        self.holidays = holidays
        self.offset = offset

    def execute(self, context):
        # the run's day unless told otherwise
        current = date.fromisoformat(self.day or context["execution_date"].strftime("%Y-%m-%d"))
        self.log.info("run of %s", context["tomorrow_ds"])
        off = {date.fromisoformat(text) for text in (self.holidays or HOLIDAYS)}
        left = self.offset
        while left:
            current += timedelta(days=1)
            if current.weekday() < 5 and current not in off:
                left -= 1
        return current.isoformat()
