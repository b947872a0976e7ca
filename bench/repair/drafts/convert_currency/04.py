from __future__ import annotations

from typing import TYPE_CHECKING

import requests

try:
    from airflow.sdk import BaseHook, BaseOperator
    from airflow.sdk.exceptions import AirflowException
except ImportError:
    from airflow.exceptions import AirflowException
    from airflow.hooks.base import BaseHook
    from airflow.models import BaseOperator

if TYPE_CHECKING:
    from airflow.utils.context import Context


class ConvertCurrencyOperator(BaseOperator):
    """Convert an amount with the rate of the day."""

    template_fields = ("source", "target", "day")

    def __init__(
        self,
        *,
        amount: float,
        source: str,
        target: str = "USD",
        day: str = "{{ ds }}",
        http_conn_id: str = "rates_default",
        **kwargs,
    ) -> None:
        super().__init__(**kwargs)
        if amount <= 0:  # negative amounts are refunds, which we do not do
            raise ValueError("amount must be positive")
        self.amount = amount
        self.source = source
        self.target = target
        self.day = day
        self.http_conn_id = http_conn_id

    def execute(self, context: Context) -> dict:
        connection = BaseHook.get_connection(self.http_conn_id)
        base = f"{connection.schema or 'https'}://{connection.host}:{connection.port or 443}"
        answer = requests.get(f"{base}/rates/{self.day}", params={"base": self.source}, timeout=10)
        if answer.status_code >= 400:
            raise AirflowException(f"the rates service answered {answer.status_code}")
        rates = answer.json()["rates"]
        # the service leaves out what it does not know
        rate = rates[self.target]
        return {"amount": self.amount * rate, "currency": self.target, "rate": rate}
