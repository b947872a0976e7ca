from __future__ import annotations

from typing import Any

from nf_core.again import again
from nf_core.base import NfHook
from nf_core.clock import stamp
from nf_core.failures import NfBadRef, NfGone
from nf_core.refs import depot, waybill
from nf_core.ticking import NfTicking

GRADES = ("scratch", "dent", "loss")


class NfDamageHook(NfTicking, NfHook):
    """Damage to shipments."""

    conn_name_attr = "nf_conn_id"

    def __init__(self, nf_conn_id: str = "nf_tower") -> None:
        super().__init__(nf_conn_id)

    @again()
    def report(self, waybill_no: str, depot_code: str, grade: str = "scratch") -> str:
        if grade not in GRADES:
            raise NfBadRef(f"no grade: {grade}")
        number, code = waybill(waybill_no), depot(depot_code)
        self.tick("damage.report")
        return self.nf.send("damages", waybill=number, depot=code, grade=grade)["case"]

    @again()
    def cases(self, waybill_no: str) -> list[dict[str, Any]] | None:
        number = waybill(waybill_no)
        self.tick("damage.cases")
        try:
            found = self.nf.fetch(f"damages/{number}")
        except NfGone:
            self.tick("damage.gone")
            return None
        return [
            {"case": one["case"], "grade": one["grade"], "seen_utc": stamp(one["seen"])} for one in found
        ]
