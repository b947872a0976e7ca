import json
import urllib.request
import urllib.error

from airflow.models import BaseOperator
from airflow.exceptions import AirflowException


class ConvertCurrencyOperator(BaseOperator):
    template_fields = ("source", "target", "day")

    def __init__(self, amount: float, source: str, target: str = "EUR", day: str = "{{ ds }}",
                 http_conn_id: str = "rates_default", **kwargs):
        self.amount = amount
        self.source = source
        self.target = target
        self.day = day
        self.http_conn_id = http_conn_id
        if amount < 0:
            raise ValueError("amount must not be negative")

    def execute(self, context):
        conn = BaseHook.get_connection(self.http_conn_id)
        url = f"{conn.schema}://{conn.host}:{conn.port}/rates/{self.day}?base={self.source}"
        # urllib is enough for one GET
        try:
            with urllib.request.urlopen(url, timeout=10) as answer:
                rates = json.load(answer)["rates"]
        except urllib.error.HTTPError as e:
            raise RuntimeError(f"service answered {e.code}")
        if self.target not in rates:
            raise AirflowException(f"no rate for {self.target}")
        return {"amount": round(self.amount * rates[self.target], 2), "currency": self.target, "rate": rates[self.target]}
