from __future__ import annotations

from typing import Any

from nf_core.answer import Answer
from nf_core.base import NfSensor
from nf_core.clock import stamp
from nf_core.failures import NfGone
from nf_core.look import NF_AMBER
from nf_core.refs import waybill
from nf_core.ticking import NfTicking


class NfCustomsClearedSensor(NfTicking, NfSensor):
    """Wait until customs has cleared a shipment."""

    ui_color = NF_AMBER
    template_fields = ("waybill_no",)

    def __init__(self, *, waybill_no: str, nf_conn_id: str = "nf_tower", **kwargs: Any) -> None:
        super().__init__(nf_conn_id=nf_conn_id, **kwargs)
        self.waybill_no = waybill_no

    def ask(self, context: Any) -> Answer:
        number = waybill(self.waybill_no)
        self.tick("customs.asked")
        try:
            paper = self.nf.fetch(f"customs/{number}")
        except NfGone:
            raise self.give_up("customs-gone") from None
        if paper["held"]:
            return Answer.no("paper-held")
        if not paper["cleared"]:
            return Answer.no("paper-unread")
        self.tick("customs.cleared")
        return Answer.yes({"waybill": number, "cleared_utc": stamp(paper["cleared"])})
