"""Wait until a batch is settled."""

from __future__ import annotations

from typing import Any

from include.quill.errors import QuillDeclined
from include.quill.states import State
from quillpay.base import QuillSensor
from quillpay.run import QuillRun

__all__ = ["BatchSettledSensor"]


class BatchSettledSensor(QuillSensor):
    """Wait until every payment of a batch is settled."""

    desk = "payments"
    template_fields = (*QuillSensor.template_fields, "batch_id")

    def __init__(self, *, batch_id: str, quill_conn_id: str = "quill_payments", **kwargs: Any) -> None:
        super().__init__(quill_conn_id=quill_conn_id, **kwargs)
        self.batch_id = batch_id

    def look(self, run: QuillRun) -> bool:
        states = [State(payment["state"]) for payment in self.quill.every("/v2/payments", batch=self.batch_id)]
        for state in states:
            if state in (State.RETURNED, State.VOID):
                raise QuillDeclined(f"batch {self.batch_id}: {state.name}")
        waiting = sum(1 for state in states if state is not State.SETTLED)
        self.journal("batch.looked", ref=self.batch_id, waiting=waiting)
        return bool(states) and waiting == 0
