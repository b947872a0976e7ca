from __future__ import annotations

import requests

from airflow.exceptions import AirflowException
from airflow.models import BaseOperator
from airflow.hooks.base import BaseHook


class ConvertCurrencyOperator(BaseOperator):
    template_fields = ("source", "target", "day")

    def __init__(
        self,
        target: str = "EUR",
        day: str = "{{ ds }}",
        amount: float,
        source: str,
        http_conn_id: str = "rates_default",
        **kwargs,
    ) -> None:
        super().__init__(**kwargs)
        self.amount = amount
        # ISO codes are upper case
        self.source = source.upper()
        self.target = target.upper()
        self.day = day
        self.http_conn_id = http_conn_id
        if amount < 0:
            raise ValueError("amount must not be negative")

    def execute(self, context):
        connection = BaseHook.get_connection(self.http_conn_id)
        base = f"{connection.schema}://{connection.host}:{connection.port}"
        answer = requests.get(f"{base}/rates/{self.day}", params={"base": self.source})
        if answer.status_code >= 400:
            raise AirflowException(f"the rates service answered {answer.status_code}")
        rates = answer.json()["rates"]
        if self.target not in rates:
            raise AirflowException(f"no rate for {self.target}")
        return {
            "amount": round(self.amount * rates[self.target], 2),
            "currency": self.target,
            "rate": rates[self.target],
        }
