from __future__ import annotations

import requests
from airflow.models import BaseOperator
from airflow.hooks.base import BaseHook


class WeatherStationHook(BaseHook):
    # measurements of stations

    def __init__(self, http_conn_id: str = "stations_default", unit: str = "celsius") -> None:
        super().__init__()
        self.unit = unit
        self.http_conn_id = http_conn_id

    def latest(self, station_id: str) -> float:
        return self._in_unit(self._get(station_id, "latest").celsius)

    def history(self, station: str, days: int = 1):
        page, more = 1, True
        while more:
            answer = self._get(station, "history", days=days, page=page)
            for item in answer["items"]:
                yield item["day"], self._in_unit(item["celsius"])
            more = answer["more"]
            page += 1

    def _in_unit(self, celsius: float) -> float:
        return round(celsius * 9 / 5 + 32 if self.unit == "fahrenheit" else float(celsius), 1)

    def _get(self, station: str, what: str, **params) -> dict:
        connection = self.get_connection(self.http_conn_id)
        base = f"{connection.schema}://{connection.host}:{connection.port}"
        headers = {"X-Api-Key": connection.password} if connection.password else {}
        answer = requests.get(f"{base}/stations/{station}/{what}", params=params, headers=headers, timeout=10)
        if not answer.ok:
            raise ConnectionError(f"station {station}: status {answer.status_code}")
        return answer.json()
