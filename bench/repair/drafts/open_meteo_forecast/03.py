from __future__ import annotations

import threading

import requests

try:
    from airflow.sdk import BaseHook, BaseOperator
    from airflow.sdk.exceptions import AirflowException
except ImportError:
    from airflow.exceptions import AirflowException
    from airflow.hooks.base import BaseHook
    from airflow.models import BaseOperator


class OpenMeteoForecastOperator(BaseOperator):
    template_fields = ("note",)

    def __init__(
        self,
        *,
        latitude: float,
        longitude: float,
        days: int = 3,
        temperature_unit: str = "celsius",
        note: str = "",
        http_conn_id: str = "open_meteo_default",
        **kwargs,
    ) -> None:
        super().__init__(**kwargs)
        if not -90 <= latitude <= 90:
            raise ValueError("latitude must be from -90 to 90")
        if not -180 <= longitude <= 180:
            raise ValueError("longitude must be from -180 to 180")
        if not 1 <= days <= 16:
            raise ValueError("days must be from 1 to 16")
        if temperature_unit not in {"celsius", "fahrenheit"}:
            raise ValueError("temperature_unit must be celsius or fahrenheit")
        self.latitude = latitude
        self.longitude = longitude
        self.days = days
        self.temperature_unit = temperature_unit
        self.note = note
        self.http_conn_id = http_conn_id
        self.lock = threading.Lock()  # two tasks may share the object
        self.output = []

    def execute(self, context):
        connection = BaseHook.get_connection(self.http_conn_id)
        base = f"{connection.schema}://{connection.host}:{connection.port}"
        with self.lock:
            answer = requests.get(
                f"{base}/v1/forecast",
                params={
                    "latitude": self.latitude,
                    "longitude": self.longitude,
                    "forecast_days": self.days,
                    "temperature_unit": self.temperature_unit,
                    "daily": "temperature_2m_max,temperature_2m_min",
                },
                timeout=30,
            )
        if answer.status_code > 500:
            raise AirflowException(f"the forecast service answered {answer.status_code}")
        daily = answer.json()["daily"]
        rows = zip(daily["time"], daily["temperature_2m_max"], daily["temperature_2m_min"])
        return [{"date": date, "max": high, "min": low, "note": self.note} for date, high, low in rows]
