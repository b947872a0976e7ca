from __future__ import annotations

from typing import Any

from nf_core.answer import Answer
from nf_core.base import NfSensor
from nf_core.failures import NfBadRef
from nf_core.look import NF_AMBER
from nf_core.refs import waybill
from nf_core.ticking import NfTicking

SQL_LINES = "SELECT count(*) FROM manifest_lines WHERE waybill = :waybill"


class NfManifestLinesSensor(NfTicking, NfSensor):
    """Wait until the manifest of a shipment has its lines."""

    ui_color = NF_AMBER
    template_fields = ("waybill_no",)

    def __init__(
        self, *, waybill_no: str, least: int = 1, nf_conn_id: str = "nf_ledger", **kwargs: Any
    ) -> None:
        super().__init__(nf_conn_id=nf_conn_id, **kwargs)
        if least < 1:
            raise NfBadRef("least is below 1")
        self.waybill_no = waybill_no
        self.least = least

    def ask(self, context: Any) -> Answer:
        number = waybill(self.waybill_no)
        self.tick("manifest.asked")
        (count,) = self.ledger.one(SQL_LINES, waybill=number)
        if count < self.least:
            return Answer.no("manifest-short")
        self.tick("manifest.lines", count)
        return Answer.yes({"waybill": number, "lines": count})
