from __future__ import annotations

from typing import Any

from nf_core.again import again
from nf_core.base import NfHook
from nf_core.clock import stamp
from nf_core.failures import NfBadRef, NfGone
from nf_core.refs import waybill
from nf_core.ticking import NfTicking


class NfCustomsHook(NfTicking, NfHook):
    """Papers of customs."""

    conn_name_attr = "nf_conn_id"

    def __init__(self, nf_conn_id: str = "nf_tower") -> None:
        super().__init__(nf_conn_id)

    @again()
    def declare(self, waybill_no: str, goods: str) -> str:
        if not goods.strip():
            raise NfBadRef("no goods")
        number = waybill(waybill_no)
        self.tick("customs.declare")
        return self.nf.send("customs", waybill=number, goods=goods)["paper"]

    @again()
    def paper(self, paper_no: str) -> dict[str, Any] | None:
        self.tick("customs.paper")
        try:
            found = self.nf.fetch(f"customs/{paper_no}")
        except NfGone:
            self.tick("customs.gone")
            return None
        return {
            "waybill": waybill(found["waybill"]),
            "cleared_utc": stamp(found["cleared"]),
            "office": found["office"],
        }
