from __future__ import annotations

from typing import Any

from nf_core.answer import Answer
from nf_core.base import NfSensor
from nf_core.clock import stamp
from nf_core.failures import NfGone
from nf_core.look import NF_AMBER
from nf_core.refs import depot, waybill
from nf_core.ticking import NfTicking


class NfShipmentArrivedSensor(NfTicking, NfSensor):
    """Wait until a shipment has arrived; gives when and where."""

    ui_color = NF_AMBER
    template_fields = ("waybill_no",)

    def __init__(self, *, waybill_no: str, nf_conn_id: str = "nf_tower", **kwargs: Any) -> None:
        super().__init__(nf_conn_id=nf_conn_id, **kwargs)
        self.waybill_no = waybill_no

    def ask(self, context: Any) -> Answer:
        number = waybill(self.waybill_no)
        self.tick("shipment.asked")
        try:
            shipment = self.nf.fetch(f"shipments/{number}")
        except NfGone:
            raise self.give_up("shipment-gone") from None
        if not shipment["arrived"]:
            return Answer.no("shipment-on-the-road")
        self.tick("shipment.arrived")
        return Answer.yes(
            {"waybill": number, "arrived_utc": stamp(shipment["arrived"]), "depot": depot(shipment["depot"])}
        )
