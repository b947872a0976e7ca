"""Reverse a transfer."""

from __future__ import annotations

from typing import Any

from include.quill.errors import QuillRepeated, refuse
from quillpay.base import QuillOperator
from quillpay.run import QuillRun

__all__ = ["ReverseTransferOperator"]

REASONS = ("duplicate", "wrong_account")


class ReverseTransferOperator(QuillOperator):
    """Reverse a transfer."""

    desk = "reversals"
    template_fields = (*QuillOperator.template_fields, "transfer_id")

    def __init__(
        self,
        *,
        transfer_id: str,
        reason: str = "duplicate",
        quill_conn_id: str = "quill_payouts",
        **kwargs: Any,
    ) -> None:
        super().__init__(quill_conn_id=quill_conn_id, **kwargs)
        if reason not in REASONS:
            raise refuse("reason", f"must be one of {', '.join(REASONS)}")
        self.transfer_id = transfer_id
        self.reason = reason

    def perform(self, run: QuillRun) -> dict[str, Any]:
        try:
            reversal = self.quill.create(
                "/v2/reversals",
                {"transfer": self.transfer_id, "reason": self.reason},
                key=run.key("reversal", self.transfer_id),
            )
        except QuillRepeated as repeat:
            self.journal("reversal.repeated", ref=repeat.ref)
            return run.receipt("reversal", repeat.ref, repeated=True)
        self.journal("reversal.created", ref=reversal["id"], transfer=self.transfer_id)
        return run.receipt("reversal", reversal["id"], repeated=False)
