from __future__ import annotations

from typing import Any

from nf_core.again import again
from nf_core.base import NfHook
from nf_core.failures import NfBadRef
from nf_core.refs import depot
from nf_core.ticking import NfTicking

SQL_LEGS = "SELECT origin, target, km FROM legs WHERE origin = :origin ORDER BY km, target"
SQL_ADD = "INSERT INTO legs (origin, target, km) VALUES (:origin, :target, :km)"


class NfRouteHook(NfTicking, NfHook):
    """Legs between depots."""

    conn_name_attr = "nf_conn_id"

    def __init__(self, nf_conn_id: str = "nf_ledger") -> None:
        super().__init__(nf_conn_id)

    @again()
    def legs(self, depot_code: str) -> list[dict[str, Any]]:
        code = depot(depot_code)
        rows = self.ledger.rows(SQL_LEGS, origin=code)
        self.tick("route.legs", len(rows))
        return [{"origin": origin, "target": target, "km": km} for origin, target, km in rows]

    @again()
    def add(self, origin: str, target: str, km: int) -> int:
        if km < 1:
            raise NfBadRef("km is below 1")
        self.tick("route.add")
        return self.ledger.write(SQL_ADD, origin=depot(origin), target=depot(target), km=km)
