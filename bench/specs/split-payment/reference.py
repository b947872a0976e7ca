"""Split a payment between accounts."""

from __future__ import annotations

from typing import Any

from include.quill.errors import QuillRepeated, refuse
from include.quill.money import Money
from quillpay.base import QuillOperator
from quillpay.run import QuillRun

__all__ = ["SplitPaymentOperator"]


class SplitPaymentOperator(QuillOperator):
    """Split a payment between accounts."""

    desk = "splits"
    template_fields = (*QuillOperator.template_fields, "payment_id", "shares")

    def __init__(
        self,
        *,
        payment_id: str,
        shares: dict[str, str],
        currency: str = "EUR",
        quill_conn_id: str = "quill_payments",
        **kwargs: Any,
    ) -> None:
        super().__init__(quill_conn_id=quill_conn_id, **kwargs)
        self.payment_id = payment_id
        self.shares = shares
        self.currency = currency

    def perform(self, run: QuillRun) -> dict[str, Any]:
        if not self.shares:
            raise refuse("shares", "must not be empty")
        shares = [
            {"account": account, **Money.of(amount, self.currency).wire()}
            for account, amount in self.shares.items()
        ]
        try:
            split = self.quill.create(
                "/v2/splits",
                {"payment": self.payment_id, "shares": shares},
                key=run.key("split", self.payment_id),
            )
        except QuillRepeated as repeat:
            self.journal("split.repeated", ref=repeat.ref)
            return run.receipt("split", repeat.ref, repeated=True)
        self.journal("split.created", ref=split["id"], payment=self.payment_id, count=len(shares))
        return run.receipt("split", split["id"], repeated=False, count=len(shares))
