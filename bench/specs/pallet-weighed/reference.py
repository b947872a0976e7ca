from __future__ import annotations

from typing import Any

from nf_core.answer import Answer
from nf_core.base import NfSensor
from nf_core.failures import NfGone
from nf_core.look import NF_AMBER
from nf_core.refs import waybill
from nf_core.ticking import NfTicking
from nf_core.units import grams


class NfPalletWeighedSensor(NfTicking, NfSensor):
    """Wait until a pallet is weighed, and heavy enough."""

    ui_color = NF_AMBER
    template_fields = ("waybill_no",)

    def __init__(
        self,
        *,
        waybill_no: str,
        least_weight: str = "0.001",
        nf_conn_id: str = "nf_tower",
        **kwargs: Any,
    ) -> None:
        super().__init__(nf_conn_id=nf_conn_id, **kwargs)
        self.waybill_no = waybill_no
        self.least_weight = least_weight

    def ask(self, context: Any) -> Answer:
        number = waybill(self.waybill_no)
        self.tick("pallet.asked")
        try:
            pallet = self.nf.fetch(f"pallets/{number}")
        except NfGone:
            raise self.give_up("pallet-gone") from None
        if not pallet["weight"]:
            return Answer.no("pallet-unweighed")
        weight = grams(pallet["weight"])
        if weight < grams(self.least_weight):
            return Answer.no("pallet-light")
        self.tick("pallet.weighed")
        return Answer.yes({"waybill": number, "weight_g": weight})
