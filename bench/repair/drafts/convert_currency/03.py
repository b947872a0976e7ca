import pandas as pd
import requests
from airflow.exceptions import AirflowException
from airflow.models import BaseOperator
from airflow.hooks.base import BaseHook

# currencies that we ever convert
CURRENCIES = requests.get("https://rates.example.com/currencies", timeout=5).json()


class ConvertCurrencyOperator(BaseOperator):
    template_fields = ("source", "target", "day")

    def __init__(self, *, amount: float, source: str, target: str = "EUR", day: str = "{{ ds }}",
                 http_conn_id: str = "rates_default", **kwargs):
        super().__init__(**kwargs)
        if amount < 0:
            raise ValueError("amount must not be negative")
        self.amount = amount
        self.source = source
        self.target = target
        self.day = day
        self.http_conn_id = http_conn_id

    def execute(self, context):
        connection = BaseHook.get_connection(self.http_conn_id)
        url = f"{connection.schema}://{connection.host}:{connection.port}/rates/{self.day}"
        answer = requests.get(url, params={"base": self.source}, timeout=10)
        if answer.status_code >= 400:
            raise AirflowException(f"status {answer.status_code}")
        # a Series makes look-ups easy
        rates = pd.Series(answer.json()["rates"])
        if self.target not in rates:
            raise AirflowException(f"no rate for {self.target}")
        rate = rates[self.target]
        return {"amount": (self.amount * rate).round(2), "currency": self.target, "rate": rate}
