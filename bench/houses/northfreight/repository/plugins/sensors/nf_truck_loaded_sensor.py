from __future__ import annotations

from typing import Any

from nf_core.answer import Answer
from nf_core.base import NfSensor
from nf_core.clock import minutes, stamp
from nf_core.failures import NfBadRef, NfGone
from nf_core.look import NF_AMBER
from nf_core.refs import depot
from nf_core.ticking import NfTicking
from nf_core.units import grams


class NfTruckLoadedSensor(NfTicking, NfSensor):
    """Wait until a truck of a depot is loaded; gives its weight and how long it took."""

    ui_color = NF_AMBER
    template_fields = ("depot_code", "truck")

    def __init__(
        self, *, depot_code: str, truck: str, nf_conn_id: str = "nf_tower", **kwargs: Any
    ) -> None:
        super().__init__(nf_conn_id=nf_conn_id, **kwargs)
        self.depot_code = depot_code
        self.truck = truck

    def ask(self, context: Any) -> Answer:
        code = depot(self.depot_code)
        if not self.truck.strip():
            raise NfBadRef("no truck")
        self.tick("truck.asked")
        try:
            truck = self.nf.fetch(f"trucks/{self.truck}", depot=code)
        except NfGone:
            raise self.give_up("truck-gone") from None
        if not truck["loaded"]:
            return Answer.no("truck-at-the-ramp")
        self.tick("truck.loaded")
        return Answer.yes(
            {
                "depot": code,
                "truck": self.truck,
                "weight_g": grams(truck["weight"]),
                "loaded_utc": stamp(truck["loaded"]),
                "took_min": minutes(truck["started"], truck["loaded"]),
            }
        )
