"""References."""

from __future__ import annotations

import re

from nf_core.failures import NfBadRef


def waybill(text: str) -> str:
    """"nf-1234 5678" is NF12345678."""
    plain = re.sub(r"[\s-]", "", text).upper()
    if not re.fullmatch(r"NF\d{8}", plain):
        raise NfBadRef(f"no waybill: {text}")
    return plain


def depot(text: str) -> str:
    """"osl" is NF-OSL."""
    plain = text.strip().upper().removeprefix("NF-")
    if not re.fullmatch(r"[A-Z]{3}", plain):
        raise NfBadRef(f"no depot: {text}")
    return f"NF-{plain}"
