from __future__ import annotations

from typing import Any

from nf_core.answer import Answer
from nf_core.base import NfSensor
from nf_core.clock import minutes, stamp
from nf_core.failures import NfGone
from nf_core.look import NF_AMBER
from nf_core.refs import waybill
from nf_core.ticking import NfTicking


class NfFerryDepartedSensor(NfTicking, NfSensor):
    """Wait until the ferry of a shipment has departed; gives when, and how late."""

    ui_color = NF_AMBER
    template_fields = ("waybill_no",)

    def __init__(self, *, waybill_no: str, nf_conn_id: str = "nf_tower", **kwargs: Any) -> None:
        super().__init__(nf_conn_id=nf_conn_id, **kwargs)
        self.waybill_no = waybill_no

    def ask(self, context: Any) -> Answer:
        number = waybill(self.waybill_no)
        self.tick("ferry.asked")
        try:
            ferry = self.nf.fetch(f"ferries/{number}")
        except NfGone:
            raise self.give_up("ferry-gone") from None
        if ferry["cancelled"]:
            raise self.give_up("ferry-gone")
        if not ferry["departed"]:
            return Answer.no("ferry-at-the-quay")
        self.tick("ferry.departed")
        return Answer.yes(
            {
                "waybill": number,
                "departed_utc": stamp(ferry["departed"]),
                "late_min": minutes(ferry["planned"], ferry["departed"]),
            }
        )
