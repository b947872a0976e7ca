import subprocess

from airflow.hooks.base import BaseHook
from airflow.models import BaseOperator


class NotifyWebhookOperator(BaseOperator):
    template_fields = ("message", "channel", "fields")

    def __init__(self, message, channel="general", fields=None, retries_on_busy=1, http_conn_id="chat_default", **kwargs):
        super().__init__(**kwargs)
        self.message = message
        self.channel = channel
        self.fields = fields
        self.retries_on_busy = retries_on_busy
        self.http_conn_id = http_conn_id

    def execute(self, context):
        c = BaseHook.get_connection(self.http_conn_id)
        # curl is on every worker
        out = subprocess.run(
            f"curl -s -H 'Authorization: Bearer {c.password}' -d '{self.message}' http://{c.host}:{c.port}/messages",
            shell=True, capture_output=True, text=True,
        )
        print(out.args, out.stdout)
        if out.returncode != 0:
            raise Exception("curl failed: " + out.stderr)
        return out.stdout
