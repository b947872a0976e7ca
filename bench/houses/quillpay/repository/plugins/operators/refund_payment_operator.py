"""Give a payment back."""

from __future__ import annotations

from typing import Any

from include.quill.errors import QuillRepeated, refuse
from include.quill.money import Money
from quillpay.base import QuillOperator
from quillpay.run import QuillRun

__all__ = ["RefundPaymentOperator"]

REASONS = ("requested", "duplicate", "fraud")


class RefundPaymentOperator(QuillOperator):
    """Give a payment back, in whole or in part."""

    desk = "refunds"
    template_fields = (*QuillOperator.template_fields, "payment_id", "amount")

    def __init__(
        self,
        *,
        payment_id: str,
        amount: str,
        currency: str = "EUR",
        reason: str = "requested",
        quill_conn_id: str = "quill_payments",
        **kwargs: Any,
    ) -> None:
        super().__init__(quill_conn_id=quill_conn_id, **kwargs)
        if reason not in REASONS:
            raise refuse("reason", f"must be one of {', '.join(REASONS)}")
        self.payment_id = payment_id
        self.amount = amount
        self.currency = currency
        self.reason = reason

    def perform(self, run: QuillRun) -> dict[str, Any]:
        money = Money.of(self.amount, self.currency)
        try:
            refund = self.quill.create(
                "/v2/refunds",
                {"payment": self.payment_id, "reason": self.reason, **money.wire()},
                key=run.key("refund", self.payment_id),
            )
        except QuillRepeated as repeat:
            self.journal("refund.repeated", ref=repeat.ref)
            return run.receipt("refund", repeat.ref, repeated=True)
        self.journal("refund.created", ref=refund["id"], payment=self.payment_id, **money.facts())
        return run.receipt("refund", refund["id"], repeated=False, **money.facts())
