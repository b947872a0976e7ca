"""Wait until a dispute is settled."""

from __future__ import annotations

from typing import Any

from include.quill.errors import QuillDeclined
from include.quill.states import State
from quillpay.base import QuillSensor
from quillpay.run import QuillRun

__all__ = ["DisputeSettledSensor"]


class DisputeSettledSensor(QuillSensor):
    """Wait until a dispute is settled."""

    desk = "disputes"
    template_fields = (*QuillSensor.template_fields, "dispute_id")

    def __init__(self, *, dispute_id: str, quill_conn_id: str = "quill_payments", **kwargs: Any) -> None:
        super().__init__(quill_conn_id=quill_conn_id, **kwargs)
        self.dispute_id = dispute_id

    def look(self, run: QuillRun) -> bool:
        state = State(self.quill.get(f"/v2/disputes/{self.dispute_id}")["state"])
        if state in (State.RETURNED, State.VOID):
            raise QuillDeclined(f"dispute {self.dispute_id}: {state.name}")
        self.journal("dispute.looked", ref=self.dispute_id, state=state.name)
        return state is State.SETTLED
