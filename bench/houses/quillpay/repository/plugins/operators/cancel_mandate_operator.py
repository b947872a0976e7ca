"""Cancel a mandate."""

from __future__ import annotations

from typing import Any

from include.quill.states import State
from quillpay.base import QuillOperator
from quillpay.run import QuillRun

__all__ = ["CancelMandateOperator"]


class CancelMandateOperator(QuillOperator):
    """Cancel a customer's mandate."""

    desk = "mandates"
    template_fields = (*QuillOperator.template_fields, "mandate_id")

    def __init__(self, *, mandate_id: str, quill_conn_id: str = "quill_payments", **kwargs: Any) -> None:
        super().__init__(quill_conn_id=quill_conn_id, **kwargs)
        self.mandate_id = mandate_id

    def perform(self, run: QuillRun) -> dict[str, Any]:
        self.quill.change(
            f"/v2/mandates/{self.mandate_id}",
            {"state": State.VOID},
            key=run.key("cancel", self.mandate_id),
        )
        self.journal("mandate.changed", ref=self.mandate_id, state=State.VOID.name)
        return run.receipt("mandate", self.mandate_id, state=State.VOID.name)
