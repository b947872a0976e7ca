"""Issue a voucher."""

from __future__ import annotations

from typing import Any

from include.quill.errors import QuillRepeated
from include.quill.money import Money
from include.quill.privacy import masked
from quillpay.base import QuillOperator
from quillpay.run import QuillRun

__all__ = ["IssueVoucherOperator"]


class IssueVoucherOperator(QuillOperator):
    """Issue a voucher for an order."""

    desk = "vouchers"
    template_fields = (*QuillOperator.template_fields, "order", "customer_email", "amount")

    def __init__(
        self,
        *,
        order: str,
        customer_email: str,
        amount: str,
        currency: str = "EUR",
        quill_conn_id: str = "quill_payments",
        **kwargs: Any,
    ) -> None:
        super().__init__(quill_conn_id=quill_conn_id, **kwargs)
        self.order = order
        self.customer_email = customer_email
        self.amount = amount
        self.currency = currency

    def perform(self, run: QuillRun) -> dict[str, Any]:
        money = Money.of(self.amount, self.currency)
        try:
            voucher = self.quill.create(
                "/v2/vouchers",
                {"order": self.order, "email": self.customer_email, **money.wire()},
                key=run.key("voucher", self.order),
            )
        except QuillRepeated as repeat:
            self.journal("voucher.repeated", ref=repeat.ref)
            return run.receipt("voucher", repeat.ref, repeated=True)
        self.journal("voucher.created", ref=voucher["id"], email=masked(self.customer_email), **money.facts())
        return run.receipt("voucher", voucher["id"], repeated=False, **money.facts())
