"""Wait until a payout has arrived."""

from __future__ import annotations

from typing import Any

from include.quill.errors import QuillDeclined
from include.quill.states import State
from quillpay.base import QuillSensor
from quillpay.run import QuillRun

__all__ = ["PayoutArrivedSensor"]


class PayoutArrivedSensor(QuillSensor):
    """Wait until a payout has arrived."""

    desk = "payouts"
    template_fields = (*QuillSensor.template_fields, "payout_id")

    def __init__(self, *, payout_id: str, quill_conn_id: str = "quill_payouts", **kwargs: Any) -> None:
        super().__init__(quill_conn_id=quill_conn_id, **kwargs)
        self.payout_id = payout_id

    def look(self, run: QuillRun) -> bool:
        state = State(self.quill.get(f"/v2/payouts/{self.payout_id}")["state"])
        if state in (State.RETURNED, State.VOID):
            raise QuillDeclined(f"payout {self.payout_id}: {state.name}")
        self.journal("payout.looked", ref=self.payout_id, state=state.name)
        return state is State.SETTLED
