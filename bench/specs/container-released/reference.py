from __future__ import annotations

from typing import Any

from nf_core.answer import Answer
from nf_core.base import NfSensor
from nf_core.clock import stamp
from nf_core.failures import NfGone
from nf_core.look import NF_AMBER
from nf_core.refs import waybill
from nf_core.ticking import NfTicking


class NfContainerReleasedSensor(NfTicking, NfSensor):
    """Wait until a container is released; gives when and by whom."""

    ui_color = NF_AMBER
    template_fields = ("waybill_no",)

    def __init__(self, *, waybill_no: str, nf_conn_id: str = "nf_tower", **kwargs: Any) -> None:
        super().__init__(nf_conn_id=nf_conn_id, **kwargs)
        self.waybill_no = waybill_no

    def ask(self, context: Any) -> Answer:
        number = waybill(self.waybill_no)
        self.tick("container.asked")
        try:
            container = self.nf.fetch(f"containers/{number}")
        except NfGone:
            raise self.give_up("container-gone") from None
        if not container["released"]:
            return Answer.no("container-waits")
        self.tick("container.released")
        return Answer.yes(
            {"waybill": number, "released_utc": stamp(container["released"]), "office": container["office"]}
        )
