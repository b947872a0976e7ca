from __future__ import annotations

from datetime import date, timedelta
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

try:
    from airflow.sdk import BaseOperator
    from airflow.sdk.exceptions import AirflowSkipException
except ImportError:
    from airflow.exceptions import AirflowSkipException
    from airflow.models.baseoperator import BaseOperator


class WorkingDayOperator(BaseOperator):
    """Skip what comes after on weekends and holidays."""

    template_fields = ("holidays",)

    def __init__(self, *, holidays: list[str] | None = None, zone: str = "UTC", **kwargs) -> None:
        super().__init__(**kwargs)
        self.holidays = holidays if holidays is not None else []
        self.zone = zone

    def execute(self, context):
        try:
            zone = ZoneInfo(self.zone)
        except (ZoneInfoNotFoundError, ValueError) as error:
            raise ValueError(f"zone is unknown: {self.zone}") from error
        for text in self.holidays:
            _require_day(text)
        day = context["logical_date"].astimezone(zone).date()
        if not self._is_working(day):
            raise AirflowSkipException(f"{day.isoformat()} is no working day")
        following = day + timedelta(days=1)
        while not self._is_working(following):
            following += timedelta(days=1)
        return {"day": day.isoformat(), "next": following.isoformat()}

    def _is_working(self, day: date) -> bool:
        text = day.isoformat()
        return day.weekday() < 5 and text not in self.holidays and text[5:] not in self.holidays


def _require_day(text: str) -> None:
    try:
        # A leap year, so that 02-29 is a day of every year that has it.
        date.fromisoformat(text if len(text) > 5 else f"2028-{text}")
    except ValueError as error:
        raise ValueError(f"holidays holds no day: {text}") from error
