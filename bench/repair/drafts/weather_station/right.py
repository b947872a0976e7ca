from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import requests

try:
    from airflow.sdk import BaseHook
    from airflow.sdk.exceptions import AirflowException
except ImportError:
    from airflow.exceptions import AirflowException
    from airflow.hooks.base import BaseHook


class WeatherStationHook(BaseHook):
    """Read measurements of weather stations."""

    conn_name_attr = "http_conn_id"
    default_conn_name = "stations_default"
    hook_name = "Weather station"

    def __init__(self, unit: str = "celsius", http_conn_id: str = "stations_default", **kwargs) -> None:
        super().__init__(**kwargs)
        if unit not in ("celsius", "fahrenheit"):
            raise ValueError("unit must be celsius or fahrenheit")
        self.unit = unit
        self.http_conn_id = http_conn_id

    def latest(self, station: str) -> float:
        return self._in_unit(self._get(station, "latest")["celsius"])

    def history(self, station: str, days: int = 1) -> Iterator[tuple[str, float]]:
        page, more = 1, True
        while more:
            answer = self._get(station, "history", days=days, page=page)
            for item in answer["items"]:
                yield item["day"], self._in_unit(item["celsius"])
            more, page = answer["more"], page + 1

    def _in_unit(self, celsius: float) -> float:
        return round(celsius * 9 / 5 + 32 if self.unit == "fahrenheit" else float(celsius), 1)

    def _get(self, station: str, what: str, **params: Any) -> dict:
        connection = self.get_connection(self.http_conn_id)
        base = f"{connection.schema or 'https'}://{connection.host}:{connection.port}"
        headers = {"X-Api-Key": connection.password} if connection.password else {}
        answer = requests.get(f"{base}/stations/{station}/{what}", params=params, headers=headers, timeout=10)
        if answer.status_code >= 400:
            raise AirflowException(f"station {station}: status {answer.status_code}")
        return answer.json()
