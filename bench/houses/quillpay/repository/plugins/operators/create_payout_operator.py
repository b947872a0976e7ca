"""Pay money out to a bank account."""

from __future__ import annotations

from typing import Any

from include.quill.errors import QuillRepeated, refuse
from include.quill.money import Money
from include.quill.privacy import masked
from quillpay.base import QuillOperator
from quillpay.run import QuillRun

__all__ = ["CreatePayoutOperator"]


class CreatePayoutOperator(QuillOperator):
    """Pay money out to a bank account."""

    desk = "payouts"
    template_fields = (*QuillOperator.template_fields, "order", "iban", "amount")

    def __init__(
        self,
        *,
        order: str,
        iban: str,
        amount: str,
        currency: str = "EUR",
        quill_conn_id: str = "quill_payouts",
        **kwargs: Any,
    ) -> None:
        super().__init__(quill_conn_id=quill_conn_id, **kwargs)
        self.order = order
        self.iban = iban
        self.amount = amount
        self.currency = currency

    def perform(self, run: QuillRun) -> dict[str, Any]:
        if not self.iban.strip():
            raise refuse("iban", "must not be blank")
        money = Money.of(self.amount, self.currency)
        try:
            payout = self.quill.create(
                "/v2/payouts",
                {"order": self.order, "iban": self.iban, **money.wire()},
                key=run.key("payout", self.order),
            )
        except QuillRepeated as repeat:
            self.journal("payout.repeated", ref=repeat.ref)
            return run.receipt("payout", repeat.ref, repeated=True)
        self.journal("payout.created", ref=payout["id"], iban=masked(self.iban), **money.facts())
        return run.receipt("payout", payout["id"], repeated=False, **money.facts())
