from __future__ import annotations

from typing import Any

from nf_core.again import again
from nf_core.base import NfHook
from nf_core.clock import stamp
from nf_core.failures import NfGone
from nf_core.refs import depot, waybill
from nf_core.ticking import NfTicking
from nf_core.units import grams


class NfParcelHook(NfTicking, NfHook):
    """Parcels and their weights."""

    conn_name_attr = "nf_conn_id"

    def __init__(self, nf_conn_id: str = "nf_tower") -> None:
        super().__init__(nf_conn_id)

    @again()
    def parcel(self, waybill_no: str) -> dict[str, Any] | None:
        number = waybill(waybill_no)
        self.tick("parcel.parcel")
        try:
            found = self.nf.fetch(f"parcels/{number}")
        except NfGone:
            self.tick("parcel.gone")
            return None
        return {
            "waybill": number,
            "weight_g": grams(found["weight"]),
            "taken_utc": stamp(found["taken"]),
            "depot": depot(found["depot"]),
        }

    @again()
    def heavy(self, depot_code: str, over: str = "30") -> list[str] | None:
        code = depot(depot_code)
        self.tick("parcel.heavy")
        try:
            parcels = self.nf.fetch("parcels", depot=code)
        except NfGone:
            self.tick("parcel.gone")
            return None
        limit = grams(over)
        return sorted(waybill(one["waybill"]) for one in parcels if grams(one["weight"]) > limit)
