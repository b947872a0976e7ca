from __future__ import annotations

from typing import Any

from nf_core.again import again
from nf_core.base import NfHook
from nf_core.clock import stamp
from nf_core.failures import NfGone
from nf_core.refs import depot
from nf_core.ticking import NfTicking
from nf_core.units import grams


class NfWeighbridgeHook(NfTicking, NfHook):
    """Weights of trucks."""

    conn_name_attr = "nf_conn_id"

    def __init__(self, nf_conn_id: str = "nf_tower") -> None:
        super().__init__(nf_conn_id)

    @again()
    def weigh(self, depot_code: str, truck: str) -> dict[str, Any] | None:
        code = depot(depot_code)
        self.tick("weighbridge.weigh")
        try:
            slip = self.nf.fetch(f"bridges/{code}", truck=truck)
        except NfGone:
            self.tick("weighbridge.gone")
            return None
        return {
            "depot": code,
            "truck": truck,
            "weight_g": grams(slip["weight"]),
            "weighed_utc": stamp(slip["weighed"]),
        }
