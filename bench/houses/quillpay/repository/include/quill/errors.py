"""Errors of the payment platform."""

from __future__ import annotations

try:
    from airflow.sdk.exceptions import AirflowException, AirflowFailException
except ImportError:
    from airflow.exceptions import AirflowException, AirflowFailException


class QuillError(AirflowException):
    """The platform answered with an error."""


class QuillRepeated(QuillError):
    """The platform has seen this key before; `ref` is what came of it."""

    def __init__(self, ref: str) -> None:
        super().__init__(f"already done: {ref}")
        self.ref = ref


class QuillDeclined(AirflowFailException):
    """The platform or a bank says no."""


class QuillUnknown(AirflowFailException):
    """There is nothing of that name."""


class QuillInput(ValueError):
    """An argument that cannot be right."""


def refuse(name: str, why: str) -> QuillInput:
    return QuillInput(f"{name}: {why}")
