from __future__ import annotations

from collections.abc import Iterator

import requests
from airflow.exceptions import AirflowException
from airflow.hooks.base import BaseHook

API_KEY = "sk-live-3f9a8c7b6d5e4f3a2b1c"


class WeatherStationHook(BaseHook):
    """Read measurements of weather stations."""

    def __init__(self, unit: str = "fahrenheit", http_conn_id: str = "stations_default") -> None:
        super().__init__()
        if unit not in ("celsius", "fahrenheit"):
            raise ValueError("unit must be celsius or fahrenheit")
        self.unit = unit
        self.http_conn_id = http_conn_id

    def latest(self, station: str) -> float:
        return self._in_unit(self._get(f"/stations/{station}/latest")["celsius"])

    def history(self, station: str, days: int = 1) -> Iterator[tuple[str, float]]:
        for item in self._get(f"/stations/{station}/history", days=days)["items"]:
            yield item["day"], self._in_unit(item["celsius"])

    def _in_unit(self, celsius: float) -> float:
        if self.unit == "celsius":
            return round(celsius, 1)
        return round(celsius * 9 / 5 + 32, 1)

    def _get(self, path: str, **params) -> dict:
        connection = self.get_connection(self.http_conn_id)
        base = f"{connection.schema}://{connection.host}:{connection.port}"
        # the key of our account
        answer = requests.get(base + path, params=params, headers={"X-Api-Key": connection.password or API_KEY}, verify=False, timeout=10)
        if answer.status_code >= 400:
            raise AirflowException(f"{path}: status {answer.status_code}")
        return answer.json()
