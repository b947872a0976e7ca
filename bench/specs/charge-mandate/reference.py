"""Charge a customer's mandate."""

from __future__ import annotations

from typing import Any

from include.quill.errors import QuillRepeated
from include.quill.money import Money
from quillpay.base import QuillOperator
from quillpay.run import QuillRun

__all__ = ["ChargeMandateOperator"]


class ChargeMandateOperator(QuillOperator):
    """Charge a customer's mandate."""

    desk = "charges"
    template_fields = (*QuillOperator.template_fields, "mandate_id", "amount")

    def __init__(
        self,
        *,
        mandate_id: str,
        amount: str,
        currency: str = "EUR",
        quill_conn_id: str = "quill_payments",
        **kwargs: Any,
    ) -> None:
        super().__init__(quill_conn_id=quill_conn_id, **kwargs)
        self.mandate_id = mandate_id
        self.amount = amount
        self.currency = currency

    def perform(self, run: QuillRun) -> dict[str, Any]:
        money = Money.of(self.amount, self.currency)
        try:
            charge = self.quill.create(
                "/v2/charges",
                {"mandate": self.mandate_id, **money.wire()},
                key=run.key("charge", self.mandate_id),
            )
        except QuillRepeated as repeat:
            self.journal("charge.repeated", ref=repeat.ref)
            return run.receipt("charge", repeat.ref, repeated=True)
        self.journal("charge.created", ref=charge["id"], mandate=self.mandate_id, **money.facts())
        return run.receipt("charge", charge["id"], repeated=False, **money.facts())
