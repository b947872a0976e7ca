"""States of the platform's objects."""

from __future__ import annotations

from enum import IntEnum


class State(IntEnum):
    OPEN = 10
    HELD = 20
    ACTIVE = 30
    SETTLED = 40
    RETURNED = 50
    VOID = 90
