"""What goes wrong on the road."""

from __future__ import annotations

try:
    from airflow.sdk.exceptions import AirflowException, AirflowFailException
except ImportError:
    from airflow.exceptions import AirflowException, AirflowFailException


class NfFailure(AirflowException):
    """The control tower cannot answer."""


class NfBusy(NfFailure):
    """The control tower has no time now."""


class NfGone(NfFailure):
    """It was there, or never was, and will not be."""


class NfRefused(AirflowFailException):
    """The control tower does not want it."""


class NfBadRef(ValueError):
    """A reference that cannot be right."""
