from __future__ import annotations

from typing import Any

from nf_core.again import again
from nf_core.base import NfHook
from nf_core.clock import stamp
from nf_core.failures import NfGone
from nf_core.refs import depot, waybill
from nf_core.ticking import NfTicking


class NfTrackingHook(NfTicking, NfHook):
    """Where shipments are."""

    conn_name_attr = "nf_conn_id"

    def __init__(self, nf_conn_id: str = "nf_tower") -> None:
        super().__init__(nf_conn_id)

    @again()
    def track(self, waybill_no: str) -> list[dict[str, Any]] | None:
        number = waybill(waybill_no)
        self.tick("tracking.track")
        try:
            events = self.nf.fetch(f"shipments/{number}/events")
        except NfGone:
            self.tick("tracking.gone")
            return None
        return [
            {"depot": depot(event["depot"]), "event": event["event"], "at_utc": stamp(event["at"])}
            for event in events
        ]
