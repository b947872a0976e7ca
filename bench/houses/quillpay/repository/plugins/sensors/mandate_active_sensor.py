"""Wait until a mandate is active."""

from __future__ import annotations

from typing import Any

from include.quill.errors import QuillDeclined
from include.quill.states import State
from quillpay.base import QuillSensor
from quillpay.run import QuillRun

__all__ = ["MandateActiveSensor"]


class MandateActiveSensor(QuillSensor):
    """Wait until a mandate is active."""

    desk = "mandates"
    template_fields = (*QuillSensor.template_fields, "mandate_id")

    def __init__(self, *, mandate_id: str, quill_conn_id: str = "quill_payments", **kwargs: Any) -> None:
        super().__init__(quill_conn_id=quill_conn_id, **kwargs)
        self.mandate_id = mandate_id

    def look(self, run: QuillRun) -> bool:
        state = State(self.quill.get(f"/v2/mandates/{self.mandate_id}")["state"])
        if state in (State.VOID,):
            raise QuillDeclined(f"mandate {self.mandate_id}: {state.name}")
        self.journal("mandate.looked", ref=self.mandate_id, state=state.name)
        return state is State.ACTIVE
