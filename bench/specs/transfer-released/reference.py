"""Wait until a transfer is released."""

from __future__ import annotations

from typing import Any

from include.quill.errors import QuillDeclined
from include.quill.states import State
from quillpay.base import QuillSensor
from quillpay.run import QuillRun

__all__ = ["TransferReleasedSensor"]


class TransferReleasedSensor(QuillSensor):
    """Wait until nobody holds a transfer any more."""

    desk = "transfers"
    template_fields = (*QuillSensor.template_fields, "transfer_id")

    def __init__(self, *, transfer_id: str, quill_conn_id: str = "quill_payouts", **kwargs: Any) -> None:
        super().__init__(quill_conn_id=quill_conn_id, **kwargs)
        self.transfer_id = transfer_id

    def look(self, run: QuillRun) -> bool:
        state = State(self.quill.get(f"/v2/transfers/{self.transfer_id}")["state"])
        if state is State.VOID:
            raise QuillDeclined(f"transfer {self.transfer_id}: {state.name}")
        self.journal("transfer.looked", ref=self.transfer_id, state=state.name)
        return state not in (State.OPEN, State.HELD)
