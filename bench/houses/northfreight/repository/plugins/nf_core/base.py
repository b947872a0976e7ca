"""Base classes."""

from __future__ import annotations

from typing import Any

from nf_core.answer import Answer
from nf_core.failures import NfBusy
from nf_core.ledger import NfLedger
from nf_core.wire import NfWire

try:
    from airflow.sdk import BaseHook, BaseSensorOperator, PokeReturnValue
    from airflow.sdk.exceptions import AirflowSkipException
except ImportError:
    from airflow.exceptions import AirflowSkipException
    from airflow.hooks.base import BaseHook
    from airflow.sensors.base import BaseSensorOperator, PokeReturnValue


class _Equipped:
    nf_conn_id: str

    @property
    def nf(self) -> NfWire:
        return NfWire(self.nf_conn_id, type(self).__name__)

    @property
    def ledger(self) -> NfLedger:
        return NfLedger(self.nf_conn_id)


class NfSensor(_Equipped, BaseSensorOperator):
    def __init__(self, *, nf_conn_id: str, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.nf_conn_id = nf_conn_id

    def poke(self, context: Any) -> bool | PokeReturnValue:
        try:
            answer = self.ask(context)
        except NfBusy:
            answer = Answer.no("tower-busy")
        if answer.is_yes:
            return PokeReturnValue(True, answer.cargo)
        self.log.info("not yet: %s", answer.reason)
        return False

    def ask(self, context: Any) -> Answer:
        raise NotImplementedError

    def give_up(self, reason: str) -> AirflowSkipException:
        return AirflowSkipException(f"gave up: {reason}")


class NfHook(_Equipped, BaseHook):
    def __init__(self, nf_conn_id: str) -> None:
        super().__init__()
        self.nf_conn_id = nf_conn_id
