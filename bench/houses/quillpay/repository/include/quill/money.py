"""Amounts of money."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal, InvalidOperation

from include.quill.errors import refuse

DIGITS = {"EUR": 2, "GBP": 2, "NOK": 2, "JPY": 0, "KWD": 3}


@dataclass(frozen=True)
class Money:
    minor: int
    currency: str

    @classmethod
    def of(cls, text: str, currency: str) -> Money:
        """An amount such as "12.50" in a currency such as "EUR"."""
        code = currency.upper()
        if code not in DIGITS:
            raise refuse("currency", f"{currency} is not traded here")
        try:
            minor = Decimal(text).scaleb(DIGITS[code])
        except InvalidOperation:
            raise refuse("amount", f"{text} is no number") from None
        if not minor.is_finite() or minor != minor.to_integral_value():
            raise refuse("amount", f"{code} has {DIGITS[code]} decimals")
        if minor <= 0:
            raise refuse("amount", "must be positive")
        return cls(int(minor), code)

    def wire(self) -> dict[str, object]:
        return {"amount_minor": self.minor, "currency": self.currency.lower()}

    def facts(self) -> dict[str, object]:
        return {"amount_minor": self.minor, "currency": self.currency}
