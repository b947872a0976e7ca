import requests
from airflow.exceptions import AirflowException
from airflow.hooks.base_hook import BaseHook
from airflow.models import BaseOperator
from airflow.utils.decorators import apply_defaults


class OpenMeteoForecastOperator(BaseOperator):
    template_fields = ["note"]

    @apply_defaults
    def __init__(self, latitude, longitude, days=3, temperature_unit="celsius", note="",
                 http_conn_id="open_meteo_default", *args, **kwargs):
        super(OpenMeteoForecastOperator, self).__init__(*args, **kwargs)
        # the globe
        if abs(latitude) > 90:
            raise ValueError("latitude must be from -90 to 90")
        if abs(longitude) > 180:
            raise ValueError("longitude must be from -180 to 180")
        if not 1 <= days <= 16:
            raise ValueError("days must be from 1 to 16")
        if temperature_unit not in ("celsius", "fahrenheit"):
            raise ValueError("temperature_unit must be celsius or fahrenheit")
        self.latitude = latitude
        self.longitude = longitude
        self.days = days
        self.temperature_unit = temperature_unit
        self.note = note.strip()
        self.http_conn_id = http_conn_id

    def execute(self, context):
        conn = BaseHook.get_connection(self.http_conn_id)
        answer = requests.get(
            "%s://%s:%s/v1/forecast" % (conn.schema, conn.host, conn.port),
            params={
                "latitude": self.latitude, "longitude": self.longitude, "forecast_days": self.days,
                "temperature_unit": self.temperature_unit, "daily": "temperature_2m_max,temperature_2m_min",
            },
            timeout=30,
        )
        if answer.status_code >= 400:
            raise AirflowException("status %d" % answer.status_code)
        daily = answer.json()["daily"]
        columns = [daily["time"], daily["temperature_2m_max"], daily["temperature_2m_min"]]
        if len(set(map(len, columns))) > 1:
            raise AirflowException("columns differ in length")
        return [{"date": d, "max": h, "min": l, "note": self.note} for d, h, l in zip(*columns)]
