from __future__ import annotations

import requests

try:
    from airflow.sdk import BaseHook, BaseOperator
    from airflow.sdk.exceptions import AirflowException
except ImportError:
    from airflow.exceptions import AirflowException
    from airflow.hooks.base import BaseHook
    from airflow.models import BaseOperator


class ConvertCurrencyOperator(BaseOperator):
    """Convert an amount with the rate of the day."""

    template_fields = ("source", "target", "day")

    def __init__(
        self,
        *,
        amount: float,
        source: str,
        target: str = "EUR",
        day: str = "{{ ds }}",
        http_conn_id: str = "rates_default",
        **kwargs,
    ) -> None:
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
        base = f"{connection.schema or 'https'}://{connection.host}:{connection.port or 443}"
        answer = requests.get(f"{base}/rates/{self.day}", params={"base": self.source}, timeout=10)
        if answer.status_code >= 400:
            raise AirflowException(f"the rates service answered {answer.status_code}")
        rates = answer.json()["rates"]
        if self.target not in rates:
            raise AirflowException(f"no rate for {self.target}")
        rate = rates[self.target]
        self.log.info("%s to %s at %s", self.source, self.target, rate)
        return {"amount": round(self.amount * rate, 2), "currency": self.target, "rate": rate}
