"""Sum the payouts of a day."""

from __future__ import annotations

from typing import Any

from include.quill.states import State
from quillpay.base import QuillOperator
from quillpay.run import QuillRun

__all__ = ["SumPayoutsOperator"]


class SumPayoutsOperator(QuillOperator):
    """Sum the settled payouts of the run's day, by currency."""

    desk = "payouts"
    template_fields = (*QuillOperator.template_fields, "account")

    def __init__(self, *, account: str, quill_conn_id: str = "quill_payouts", **kwargs: Any) -> None:
        super().__init__(quill_conn_id=quill_conn_id, **kwargs)
        self.account = account

    def perform(self, run: QuillRun) -> dict[str, Any]:
        totals: dict[str, int] = {}
        count = 0
        query = {"account": self.account, "day": run.day, "state": int(State.SETTLED)}
        for payout in self.quill.every("/v2/payouts", **query):
            code = payout["currency"].upper()
            totals[code] = totals.get(code, 0) + payout["amount_minor"]
            count += 1
        self.journal("payouts.summed", ref=self.account, count=count)
        return run.receipt("payouts", self.account, count=count, totals_minor=totals)
