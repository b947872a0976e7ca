from __future__ import annotations

from typing import Any

from nf_core.again import again
from nf_core.base import NfHook
from nf_core.clock import minutes, stamp
from nf_core.failures import NfGone
from nf_core.refs import depot
from nf_core.ticking import NfTicking


class NfFerryHook(NfTicking, NfHook):
    """Sailings of ferries."""

    conn_name_attr = "nf_conn_id"

    def __init__(self, nf_conn_id: str = "nf_tower") -> None:
        super().__init__(nf_conn_id)

    @again()
    def sailings(self, depot_code: str) -> list[dict[str, Any]] | None:
        code = depot(depot_code)
        self.tick("ferry.sailings")
        try:
            ferries = self.nf.fetch("ferries", depot=code)
        except NfGone:
            self.tick("ferry.gone")
            return None
        return [
            {
                "ferry": one["ferry"],
                "departs_utc": stamp(one["departs"]),
                "took_min": minutes(one["left"], one["landed"]),
            }
            for one in ferries
        ]
