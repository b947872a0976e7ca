"""Capture an authorised payment."""

from __future__ import annotations

from typing import Any

from include.quill.errors import QuillRepeated
from include.quill.money import Money
from quillpay.base import QuillOperator
from quillpay.run import QuillRun

__all__ = ["CapturePaymentOperator"]


class CapturePaymentOperator(QuillOperator):
    """Capture an authorised payment, in whole or in part."""

    desk = "captures"
    template_fields = (*QuillOperator.template_fields, "payment_id", "amount")

    def __init__(
        self,
        *,
        payment_id: str,
        amount: str,
        currency: str = "EUR",
        quill_conn_id: str = "quill_payments",
        **kwargs: Any,
    ) -> None:
        super().__init__(quill_conn_id=quill_conn_id, **kwargs)
        self.payment_id = payment_id
        self.amount = amount
        self.currency = currency

    def perform(self, run: QuillRun) -> dict[str, Any]:
        money = Money.of(self.amount, self.currency)
        try:
            capture = self.quill.create(
                "/v2/captures",
                {"payment": self.payment_id, **money.wire()},
                key=run.key("capture", self.payment_id),
            )
        except QuillRepeated as repeat:
            self.journal("capture.repeated", ref=repeat.ref)
            return run.receipt("capture", repeat.ref, repeated=True)
        self.journal("capture.created", ref=capture["id"], payment=self.payment_id, **money.facts())
        return run.receipt("capture", capture["id"], repeated=False, **money.facts())
