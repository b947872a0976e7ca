"""Weights."""

from __future__ import annotations

from decimal import Decimal


def grams(kilograms: str) -> int:
    return int(Decimal(kilograms).scaleb(3).to_integral_value())
