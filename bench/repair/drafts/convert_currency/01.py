import requests
from airflow.models import BaseOperator
from airflow.utils.decorators import apply_defaults
from airflow.hooks.base_hook import BaseHook
from airflow import AirflowException


class ConvertCurrencyOperator(BaseOperator):
    """
    Converts an amount of money.

    :param amount: the amount
    :param source: currency of the amount
    """

    template_fields = ["source", "target", "day"]
    ui_color = "#f0e4ec"

    @apply_defaults
    def __init__(self, amount, source, target="EUR", day="{{ ds }}", http_conn_id="rates_default", *args, **kwargs):
        super().__init__(*args, **kwargs)
        if amount < 0:
            raise ValueError("amount must not be negative")
        self.amount = amount
        self.source = source
        self.target = target
        self.day = day
        self.http_conn_id = http_conn_id

    def execute(self, context):
        conn = BaseHook.get_connection(self.http_conn_id)
        # host has no scheme in it
        url = "{}://{}:{}/rates/{}".format(conn.schema or "https", conn.host, conn.port, self.day)
        response = requests.get(url, params={"base": self.source}, timeout=10)
        if not response.ok:
            raise AirflowException("rates service answered {}".format(response.status_code))
        rates = response.json()["rates"]
        if self.target not in rates:
            raise AirflowException("no rate for {}".format(self.target))
        print("rate is", rates[self.target])
        return {"amount": round(self.amount * rates[self.target], 2), "currency": self.target, "rate": rates[self.target]}
