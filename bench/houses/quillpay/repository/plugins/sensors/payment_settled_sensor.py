"""Wait until a payment is settled."""

from __future__ import annotations

from typing import Any

from include.quill.errors import QuillDeclined
from include.quill.states import State
from quillpay.base import QuillSensor
from quillpay.run import QuillRun

__all__ = ["PaymentSettledSensor"]


class PaymentSettledSensor(QuillSensor):
    """Wait until a payment is settled."""

    desk = "payments"
    template_fields = (*QuillSensor.template_fields, "payment_id")

    def __init__(self, *, payment_id: str, quill_conn_id: str = "quill_payments", **kwargs: Any) -> None:
        super().__init__(quill_conn_id=quill_conn_id, **kwargs)
        self.payment_id = payment_id

    def look(self, run: QuillRun) -> bool:
        state = State(self.quill.get(f"/v2/payments/{self.payment_id}")["state"])
        if state in (State.RETURNED, State.VOID):
            raise QuillDeclined(f"payment {self.payment_id}: {state.name}")
        self.journal("payment.looked", ref=self.payment_id, state=state.name)
        return state is State.SETTLED
