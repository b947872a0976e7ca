from __future__ import annotations

from typing import Any

from nf_core.again import again
from nf_core.base import NfHook
from nf_core.clock import stamp
from nf_core.failures import NfBadRef, NfGone
from nf_core.refs import depot, waybill
from nf_core.ticking import NfTicking


class NfBookingHook(NfTicking, NfHook):
    """Book places on trucks."""

    conn_name_attr = "nf_conn_id"

    def __init__(self, nf_conn_id: str = "nf_tower") -> None:
        super().__init__(nf_conn_id)

    @again()
    def book(self, waybill_no: str, depot_code: str, places: int = 1) -> str:
        if places < 1:
            raise NfBadRef("places is below 1")
        number, code = waybill(waybill_no), depot(depot_code)
        self.tick("booking.book", places)
        return self.nf.send("bookings", waybill=number, depot=code, places=places)["booking"]

    @again()
    def find(self, booking: str) -> dict[str, Any] | None:
        self.tick("booking.find")
        try:
            found = self.nf.fetch(f"bookings/{booking}")
        except NfGone:
            self.tick("booking.gone")
            return None
        return {"waybill": waybill(found["waybill"]), "leaves_utc": stamp(found["leaves"])}
