"""Count returned payments."""

from __future__ import annotations

from typing import Any

from include.quill.errors import refuse
from include.quill.states import State
from quillpay.base import QuillOperator
from quillpay.run import QuillRun

__all__ = ["CountReturnedPaymentsOperator"]


class CountReturnedPaymentsOperator(QuillOperator):
    """Count a merchant's payments that came back."""

    desk = "payments"
    template_fields = (*QuillOperator.template_fields, "merchant")

    def __init__(self, *, merchant: str, quill_conn_id: str = "quill_payments", **kwargs: Any) -> None:
        super().__init__(quill_conn_id=quill_conn_id, **kwargs)
        self.merchant = merchant

    def perform(self, run: QuillRun) -> dict[str, Any]:
        if not self.merchant.strip():
            raise refuse("merchant", "must not be blank")
        query = {"merchant": self.merchant, "state": int(State.RETURNED)}
        count = sum(1 for _ in self.quill.every("/v2/payments", **query))
        self.journal("payments.counted", ref=self.merchant, count=count)
        return run.receipt("payments", self.merchant, count=count)
