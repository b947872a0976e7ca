from __future__ import annotations

from nf_core.again import again
from nf_core.base import NfHook
from nf_core.failures import NfBadRef
from nf_core.refs import depot, waybill
from nf_core.ticking import NfTicking

SIZES = ("a5", "a6")


class NfLabelHook(NfTicking, NfHook):
    """Print labels at depots."""

    conn_name_attr = "nf_conn_id"

    def __init__(self, nf_conn_id: str = "nf_tower") -> None:
        super().__init__(nf_conn_id)

    @again()
    def print_label(self, waybill_no: str, depot_code: str, size: str = "a6") -> str:
        if size not in SIZES:
            raise NfBadRef(f"no size: {size}")
        number, code = waybill(waybill_no), depot(depot_code)
        self.tick("label.print_label")
        return self.nf.send("labels", waybill=number, depot=code, size=size)["job"]
