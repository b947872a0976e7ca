from __future__ import annotations

from typing import Any

from nf_core.again import again
from nf_core.base import NfHook
from nf_core.failures import NfBadRef
from nf_core.refs import depot
from nf_core.ticking import NfTicking

SQL_STOCK = "SELECT article, pieces FROM stock WHERE depot = :depot AND pieces > 0 ORDER BY article"
SQL_TAKE = (
    "UPDATE stock SET pieces = pieces - :pieces"
    " WHERE depot = :depot AND article = :article AND pieces >= :pieces"
)


class NfStockHook(NfTicking, NfHook):
    """Stock of articles at depots."""

    conn_name_attr = "nf_conn_id"

    def __init__(self, nf_conn_id: str = "nf_ledger") -> None:
        super().__init__(nf_conn_id)

    @again()
    def on_hand(self, depot_code: str) -> list[dict[str, Any]]:
        rows = self.ledger.rows(SQL_STOCK, depot=depot(depot_code))
        self.tick("stock.on_hand", len(rows))
        return [{"article": article, "pieces": pieces} for article, pieces in rows]

    @again()
    def take(self, depot_code: str, article: str, pieces: int = 1) -> int:
        if pieces < 1:
            raise NfBadRef("pieces is below 1")
        code = depot(depot_code)
        self.tick("stock.take", pieces)
        return self.ledger.write(SQL_TAKE, depot=code, article=article, pieces=pieces)
