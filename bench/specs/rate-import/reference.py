from __future__ import annotations

from airflow.exceptions import AirflowException
from airflow.models.baseoperator import BaseOperator
from airflow.providers.http.hooks.http import HttpHook


class RateImportOperator(BaseOperator):
    """Import the exchange rates of a day."""

    template_fields = ("day",)

    def __init__(
        self,
        *,
        day: str = "{{ ds }}",
        base: str = "EUR",
        wanted: list[str] | None = None,
        http_conn_id: str = "rates_default",
        **kwargs,
    ) -> None:
        super().__init__(**kwargs)
        self.day = day
        self.base = base
        self.wanted = wanted or []
        self.http_conn_id = http_conn_id

    def execute(self, context):
        hook = HttpHook(method="GET", http_conn_id=self.http_conn_id)
        answer = hook.run(f"/rates/{self.day}", data={"base": self.base})
        rates = {currency: float(rate) for currency, rate in answer.json()["rates"].items()}
        missing = [currency for currency in self.wanted if currency not in rates]
        if missing:
            raise AirflowException(f"no rate of {', '.join(missing)} on {self.day}")
        return {currency: rate for currency, rate in rates.items() if not self.wanted or currency in self.wanted}
