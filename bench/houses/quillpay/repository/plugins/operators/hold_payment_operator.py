"""Hold a payment back."""

from __future__ import annotations

from typing import Any

from include.quill.errors import refuse
from include.quill.states import State
from quillpay.base import QuillOperator
from quillpay.run import QuillRun

__all__ = ["HoldPaymentOperator"]


class HoldPaymentOperator(QuillOperator):
    """Hold a payment back for a number of days."""

    desk = "payments"
    template_fields = (*QuillOperator.template_fields, "payment_id")

    def __init__(
        self, *, payment_id: str, days: int = 3, quill_conn_id: str = "quill_payments", **kwargs: Any
    ) -> None:
        super().__init__(quill_conn_id=quill_conn_id, **kwargs)
        if not 1 <= days <= 30:
            raise refuse("days", "must be from 1 to 30")
        self.payment_id = payment_id
        self.days = days

    def perform(self, run: QuillRun) -> dict[str, Any]:
        self.quill.change(
            f"/v2/payments/{self.payment_id}",
            {"state": State.HELD, "days": self.days},
            key=run.key("hold", self.payment_id),
        )
        self.journal("payment.changed", ref=self.payment_id, state=State.HELD.name, days=self.days)
        return run.receipt("payment", self.payment_id, state=State.HELD.name)
