from __future__ import annotations

import json
from typing import Any

try:
    from airflow.sdk import BaseHook, BaseOperator
    from airflow.sdk.exceptions import AirflowException
except ImportError:
    from airflow.exceptions import AirflowException
    from airflow.hooks.base import BaseHook
    from airflow.models.baseoperator import BaseOperator


class MqttPublishOperator(BaseOperator):
    """Publish messages to a broker."""

    template_fields = ("messages",)

    def __init__(
        self,
        *,
        messages: dict[str, Any],
        qos: int = 0,
        retain: bool = False,
        mqtt_conn_id: str = "broker_default",
        **kwargs,
    ) -> None:
        super().__init__(**kwargs)
        if qos not in (0, 1, 2):
            raise ValueError("qos must be 0, 1 or 2")
        self.messages = messages
        self.qos = qos
        self.retain = retain
        self.mqtt_conn_id = mqtt_conn_id

    def execute(self, context):
        if not self.messages:
            return 0
        try:
            from paho.mqtt import publish
        except ImportError as error:
            raise AirflowException("paho-mqtt is not installed") from error
        connection = BaseHook.get_connection(self.mqtt_conn_id)
        auth = {"username": connection.login, "password": connection.password} if connection.login else None
        messages = [
            {"topic": topic, "payload": _text(payload), "qos": self.qos, "retain": self.retain}
            for topic, payload in self.messages.items()
        ]
        publish.multiple(messages, hostname=connection.host, port=connection.port or 1883, auth=auth)
        return len(messages)


def _text(payload: Any) -> str:
    return payload if isinstance(payload, str) else json.dumps(payload, sort_keys=True, separators=(",", ":"))
