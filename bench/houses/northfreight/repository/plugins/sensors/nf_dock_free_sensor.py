from __future__ import annotations

from typing import Any

from nf_core.answer import Answer
from nf_core.base import NfSensor
from nf_core.failures import NfGone
from nf_core.look import NF_AMBER
from nf_core.refs import depot
from nf_core.ticking import NfTicking


class NfDockFreeSensor(NfTicking, NfSensor):
    """Wait until a dock of a depot is free; gives its number."""

    ui_color = NF_AMBER
    template_fields = ("depot_code",)

    def __init__(self, *, depot_code: str, nf_conn_id: str = "nf_tower", **kwargs: Any) -> None:
        super().__init__(nf_conn_id=nf_conn_id, **kwargs)
        self.depot_code = depot_code

    def ask(self, context: Any) -> Answer:
        code = depot(self.depot_code)
        self.tick("dock.asked")
        try:
            docks = self.nf.fetch("docks", depot=code)
        except NfGone:
            raise self.give_up("dock-gone") from None
        free = [dock["number"] for dock in docks if dock["free"]]
        if not free:
            return Answer.no("dock-busy")
        self.tick("dock.free")
        return Answer.yes({"depot": code, "dock": min(free)})
