from __future__ import annotations

import requests

try:
    from airflow.sdk import BaseHook
except ImportError:
    from airflow.hooks.base import BaseHook


class WeatherStationHook(BaseHook):
    """Hook for weather stations."""

    def __init__(self, unit: str = "celsius", http_conn_id: str = "stations_default") -> None:
        super().__init__()
        if unit not in ("celsius", "fahrenheit"):
            raise ValueError("unit must be celsius or fahrenheit")
        self.unit = unit
        self.http_conn_id = http_conn_id
        self.connection = self.get_connection(http_conn_id)

    def latest(self, station: str) -> float:
        return self._in_unit(self._get(station, "latest")["celsius"])

    def history(self, station: str, days: int = 1):
        page = 1
        while True:
            answer = self._get(station, "history", days=days, page=page)
            yield from ((item["day"], self._in_unit(item["celsius"])) for item in answer["items"])
            if not answer["more"]:
                return
            page += 1

    def _in_unit(self, celsius: float) -> float:
        return round(celsius * 9 / 5 + 32, 1) if self.unit == "fahrenheit" else round(float(celsius), 1)

    def _get(self, station: str, what: str, **params) -> dict:
        headers = {"X-Api-Key": self.connection.password} if self.connection.password else {}
        self.log.info("GET %s with %s", what, headers)
        url = f"{self.connection.schema}://{self.connection.host}:{self.connection.port}/stations/{station}/{what}"
        answer = requests.get(url, params=params, headers=headers, timeout=10)
        if answer.status_code >= 400:
            # say which station it was
            raise AirflowException(f"station {station}: status {answer.status_code}")
        return answer.json()
