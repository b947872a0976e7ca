from __future__ import annotations

import asyncio

import requests

try:
    from airflow.sdk import BaseHook, BaseSensorOperator, PokeReturnValue
    from airflow.sdk.exceptions import AirflowException
except ImportError:
    from airflow.exceptions import AirflowException
    from airflow.hooks.base import BaseHook
    from airflow.sensors.base import BaseSensorOperator, PokeReturnValue
from airflow.triggers.base import BaseTrigger, TriggerEvent


class QueueDepthTrigger(BaseTrigger):
    """Fires when a queue is short enough, or when the broker fails."""

    def __init__(self, http_conn_id: str, queue: str, most: int, pause: float) -> None:
        super().__init__()
        self.http_conn_id = http_conn_id
        self.queue = queue
        self.most = most
        self.pause = pause

    def serialize(self):
        path = f"{type(self).__module__}.{type(self).__qualname__}"
        return path, {
            "http_conn_id": self.http_conn_id,
            "queue": self.queue,
            "most": self.most,
            "pause": self.pause,
        }

    async def run(self):
        while True:
            try:
                depth = await asyncio.to_thread(depth_of, self.http_conn_id, self.queue)
            except AirflowException as error:
                yield TriggerEvent({"error": str(error)})
                return
            if depth <= self.most:
                yield TriggerEvent({"depth": depth})
                return
            await asyncio.sleep(self.pause)


class QueueDepthSensor(BaseSensorOperator):
    """Wait until a queue is short enough."""

    template_fields = ("queue_name",)

    def __init__(
        self,
        *,
        queue_name: str,
        most: int = 0,
        pause: float = 10.0,
        deferrable: bool = False,
        http_conn_id: str = "broker_default",
        **kwargs,
    ) -> None:
        super().__init__(**kwargs)
        if most < 0:
            raise ValueError("most must not be negative")
        if pause < 0:
            raise ValueError("pause must not be negative")
        self.queue_name = queue_name
        self.most = most
        self.pause = pause
        self.deferrable = deferrable
        self.http_conn_id = http_conn_id

    def poke(self, context):
        depth = depth_of(self.http_conn_id, self.queue_name)
        return PokeReturnValue(True, depth) if depth <= self.most else False

    def execute(self, context):
        if not self.deferrable:
            return super().execute(context)
        self.defer(
            trigger=QueueDepthTrigger(self.http_conn_id, self.queue_name, self.most, self.pause),
            method_name="execute_complete",
        )

    def execute_complete(self, context, event):
        if "error" in event:
            raise AirflowException(event["error"])
        return event["depth"]


def depth_of(conn_id: str, queue: str) -> int:
    connection = BaseHook.get_connection(conn_id)
    port = f":{connection.port}" if connection.port else ""
    url = f"{connection.schema or 'https'}://{connection.host}{port}/queues/{queue}"
    answer = requests.get(url, timeout=30)
    if answer.status_code == 404:
        return 0
    if not answer.ok:
        raise AirflowException(f"the broker answers {answer.status_code} for {queue}")
    facts = answer.json()
    return facts["ready"] + facts["unacked"]
