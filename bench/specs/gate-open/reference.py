from __future__ import annotations

from typing import Any

from nf_core.answer import Answer
from nf_core.base import NfSensor
from nf_core.failures import NfGone
from nf_core.look import NF_AMBER
from nf_core.refs import depot
from nf_core.ticking import NfTicking


class NfGateOpenSensor(NfTicking, NfSensor):
    """Wait until a gate of a depot is open; gives its name."""

    ui_color = NF_AMBER
    template_fields = ("depot_code",)

    def __init__(self, *, depot_code: str, nf_conn_id: str = "nf_tower", **kwargs: Any) -> None:
        super().__init__(nf_conn_id=nf_conn_id, **kwargs)
        self.depot_code = depot_code

    def ask(self, context: Any) -> Answer:
        code = depot(self.depot_code)
        self.tick("gate.asked")
        try:
            gates = self.nf.fetch("gates", depot=code)
        except NfGone:
            raise self.give_up("gate-gone") from None
        names = [gate["name"] for gate in gates if gate["open"]]
        if not names:
            return Answer.no("gate-shut")
        self.tick("gate.open")
        return Answer.yes({"depot": code, "gate": min(names)})
