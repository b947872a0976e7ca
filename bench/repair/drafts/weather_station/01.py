import requests
from airflow import AirflowException
from airflow.hooks.base_hook import BaseHook


class WeatherStationHook(BaseHook):
    def __init__(self, unit="celsius", http_conn_id="stations_default"):
        super().__init__(source=None)
        if unit not in ("celsius", "fahrenheit"):
            raise ValueError("unit must be celsius or fahrenheit")
        self.unit = unit
        self.http_conn_id = http_conn_id

    def latest(self, station):
        return self._in_unit(self._get(station, "latest")["celsius"])

    def history(self, station, days=1):
        page = 1
        while page:
            answer = self._get(station, "history", days=days, page=page)
            for item in answer["items"]:
                yield item["day"], self._in_unit(item["celsius"])
            page = page + 1 if answer["more"] else None

    def _in_unit(self, celsius):
        # the service knows celsius only
        return round(celsius * 1.8 + 32 if self.unit == "fahrenheit" else float(celsius), 1)

    def _get(self, station, what, **params):
        conn = self.get_connection(self.http_conn_id)
        headers = {"X-Api-Key": conn.password} if conn.password else {}
        url = "%s://%s:%s/stations/%s/%s" % (conn.schema, conn.host, conn.port, station, what)
        answer = requests.get(url, params=params, headers=headers, timeout=10)
        if answer.status_code >= 400:
            raise AirflowException("station %s: status %s" % (station, answer.status_code))
        return answer.json()
