"""Void an authorization."""

from __future__ import annotations

from typing import Any

from include.quill.states import State
from quillpay.base import QuillOperator
from quillpay.run import QuillRun

__all__ = ["VoidAuthorizationOperator"]


class VoidAuthorizationOperator(QuillOperator):
    """Void an authorization at the payment platform."""

    desk = "authorizations"
    template_fields = (*QuillOperator.template_fields, "authorization_id")

    def __init__(
        self, *, authorization_id: str, quill_conn_id: str = "quill_payments", **kwargs: Any
    ) -> None:
        super().__init__(quill_conn_id=quill_conn_id, **kwargs)
        self.authorization_id = authorization_id

    def perform(self, run: QuillRun) -> dict[str, Any]:
        self.quill.change(
            f"/v2/authorizations/{self.authorization_id}",
            {"state": State.VOID},
            key=run.key("void", self.authorization_id),
        )
        self.journal("authorization.changed", ref=self.authorization_id, state=State.VOID.name)
        return run.receipt("authorization", self.authorization_id, state=State.VOID.name)
