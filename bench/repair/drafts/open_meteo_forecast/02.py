from __future__ import annotations

import requests
from airflow.models import BaseOperator


class OpenMeteoForecastOperator(BaseOperator):
    """Fetch a forecast."""

    template_fields = ("note", "city")

    def __init__(
        self,
        days: int = 3,
        latitude: float,
        longitude: float,
        temperature_unit: str = "celsius",
        note: str = "",
        http_conn_id: str = "open_meteo_default",
        **kwargs,
    ) -> None:
        super().__init__(**kwargs)
        self.latitude = latitude
        self.longitude = longitude
        self.days = days
        self.temperature_unit = temperature_unit
        self.note = note
        self.http_conn_id = http_conn_id

    def execute(self, context):
        # the public service needs no key
        answer = requests.get(
            "https://api.open-meteo.com/v1/forecast",
            params={"latitude": self.latitude, "longitude": self.longitude, "forecast_days": self.days},
            timeout=30,
        )
        answer.raise_for_status()
        daily = answer.json()["daily"]
        return [
            {"date": date, "max": high, "min": low, "note": self.note}
            for date, high, low in zip(daily["time"], daily["temperature_2m_max"], daily["temperature_2m_min"])
        ]
