import requests

from airflow.hooks.base_hook import BaseHook
from airflow.sensors.base_sensor_operator import BaseSensorOperator
from airflow.utils.decorators import apply_defaults
from airflow.exceptions import AirflowFailException


class ApiHealthSensor(BaseSensorOperator):
    # rendered before every poke
    template_fields = ("endpoint", "headers")

    @apply_defaults
    def __init__(self, endpoint="/health", expected="up", headers=None, http_conn_id="health_default", *args, **kwargs):
        super(ApiHealthSensor, self).__init__(*args, **kwargs)
        self.endpoint = endpoint
        self.expected = expected
        self.headers = headers
        self.http_conn_id = http_conn_id

    def poke(self, context):
        conn = BaseHook.get_connection(self.http_conn_id)
        headers = dict(self.headers or {})
        if conn.password:
            # the token of the service account
            headers["Authorization"] = "Bearer " + conn.password
        r = requests.get(
            "%s://%s:%s%s" % (conn.schema or "https", conn.host, conn.port, self.endpoint),
            headers=headers,
            timeout=10,
        )
        if r.status_code >= 500:
            return False
        if r.status_code >= 400:
            raise AirflowFailException("health answered %s" % r.status_code)
        return r.json()["status"] == self.expected
