from __future__ import annotations

from typing import Any

from nf_core.answer import Answer
from nf_core.base import NfSensor
from nf_core.clock import minutes, stamp
from nf_core.failures import NfBadRef, NfGone
from nf_core.look import NF_AMBER
from nf_core.refs import depot
from nf_core.ticking import NfTicking


class NfTrailerSealedSensor(NfTicking, NfSensor):
    """Wait until a trailer is sealed; gives the seal and how long it took."""

    ui_color = NF_AMBER
    template_fields = ("depot_code", "trailer")

    def __init__(
        self, *, depot_code: str, trailer: str, nf_conn_id: str = "nf_tower", **kwargs: Any
    ) -> None:
        super().__init__(nf_conn_id=nf_conn_id, **kwargs)
        self.depot_code = depot_code
        self.trailer = trailer

    def ask(self, context: Any) -> Answer:
        code = depot(self.depot_code)
        if not self.trailer.strip():
            raise NfBadRef("no trailer")
        self.tick("trailer.asked")
        try:
            trailer = self.nf.fetch(f"trailers/{self.trailer}", depot=code)
        except NfGone:
            raise self.give_up("trailer-gone") from None
        if not trailer["sealed"]:
            return Answer.no("trailer-unsealed")
        self.tick("trailer.sealed")
        return Answer.yes(
            {
                "depot": code,
                "trailer": self.trailer,
                "seal": trailer["seal"],
                "sealed_utc": stamp(trailer["sealed"]),
                "took_min": minutes(trailer["started"], trailer["sealed"]),
            }
        )
