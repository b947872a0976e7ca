import json

import requests
from airflow.hooks.base_hook import BaseHook
from airflow.exceptions import AirflowException
from airflow.models import BaseOperator
from airflow.utils.decorators import apply_defaults


class NotifyWebhookOperator(BaseOperator):
    template_fields = ["message", "channel", "fields"]
    ui_color = "#b4e0ff"

    @apply_defaults
    def __init__(self, message, channel="general", fields=None, retries_on_busy=1, http_conn_id="chat_default", *args, **kwargs):
        super(NotifyWebhookOperator, self).__init__(*args, **kwargs)
        if retries_on_busy < 0 or retries_on_busy > 5:
            raise ValueError("retries_on_busy must be from 0 to 5")
        self.message = message
        self.channel = channel
        self.fields = fields
        self.retries_on_busy = retries_on_busy
        self.http_conn_id = http_conn_id

    def execute(self, context):
        conn = BaseHook.get_connection(self.http_conn_id)
        headers = {"Content-Type": "application/json"}
        if conn.password:
            headers["Authorization"] = "Bearer %s" % conn.password
        print("posting with", headers)
        body = {"channel": self.channel, "text": self.message, "fields": self.fields or {}}
        for i in range(self.retries_on_busy + 1):
            # 429 means that we are too fast
            r = requests.post("%s://%s:%s/messages" % (conn.schema, conn.host, conn.port), data=json.dumps(body),
                              headers=headers, timeout=10)
            if r.status_code != 429:
                break
        if r.status_code >= 400:
            raise AirflowException("refused: %s" % r.status_code)
        return r.json()["id"]
