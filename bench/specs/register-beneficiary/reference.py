"""Register a beneficiary of payouts."""

from __future__ import annotations

from typing import Any

from include.quill.errors import QuillRepeated, refuse
from include.quill.privacy import masked
from quillpay.base import QuillOperator
from quillpay.run import QuillRun

__all__ = ["RegisterBeneficiaryOperator"]


class RegisterBeneficiaryOperator(QuillOperator):
    """Register a customer's bank account as a beneficiary of payouts."""

    desk = "beneficiaries"
    template_fields = (*QuillOperator.template_fields, "customer", "holder", "iban")

    def __init__(
        self, *, customer: str, holder: str, iban: str, quill_conn_id: str = "quill_payouts", **kwargs: Any
    ) -> None:
        super().__init__(quill_conn_id=quill_conn_id, **kwargs)
        self.customer = customer
        self.holder = holder
        self.iban = iban

    def perform(self, run: QuillRun) -> dict[str, Any]:
        if not self.iban.strip():
            raise refuse("iban", "must not be blank")
        try:
            beneficiary = self.quill.create(
                "/v2/beneficiaries",
                {"customer": self.customer, "holder": self.holder, "iban": self.iban},
                key=run.key("beneficiary", self.customer),
            )
        except QuillRepeated as repeat:
            self.journal("beneficiary.repeated", ref=repeat.ref)
            return run.receipt("beneficiary", repeat.ref, repeated=True)
        self.journal("beneficiary.created", ref=beneficiary["id"], iban=masked(self.iban))
        return run.receipt("beneficiary", beneficiary["id"], repeated=False)
