"""Base classes of tasks at the payment platform."""

from __future__ import annotations

from typing import Any

from include.quill.client import QuillClient

from quillpay.run import QuillRun

try:
    from airflow.sdk import BaseOperator, BaseSensorOperator
except ImportError:
    from airflow.models.baseoperator import BaseOperator
    from airflow.sensors.base import BaseSensorOperator


class _AtQuill:
    desk = ""
    quill_conn_id: str

    @property
    def quill(self) -> QuillClient:
        return QuillClient(self.quill_conn_id, self.desk)

    def journal(self, event: str, **facts: Any) -> None:
        pairs = "".join(f" {name}={value}" for name, value in sorted(facts.items()))
        self.log.info("quill event=%s%s", event, pairs)


class QuillOperator(_AtQuill, BaseOperator):
    template_fields = ("quill_conn_id",)
    ui_color = "#efe6ff"

    def __init__(self, *, quill_conn_id: str, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.quill_conn_id = quill_conn_id

    def execute(self, context: Any) -> Any:
        return self.perform(QuillRun(context))

    def perform(self, run: QuillRun) -> dict[str, Any]:
        raise NotImplementedError


class QuillSensor(_AtQuill, BaseSensorOperator):
    template_fields = ("quill_conn_id",)
    ui_color = "#fff3d6"

    def __init__(self, *, quill_conn_id: str, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.quill_conn_id = quill_conn_id

    def poke(self, context: Any) -> bool:
        return self.look(QuillRun(context))

    def look(self, run: QuillRun) -> bool:
        raise NotImplementedError
