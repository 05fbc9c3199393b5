"""Money in whole cents: one strict parser, one formatter, no floats."""

from __future__ import annotations

import re

_AMOUNT = re.compile(r"(?P<sign>[-+]?)(?P<whole>[0-9]{0,15})(?:\.(?P<fraction>[0-9]*))?")
MINUS = "\N{MINUS SIGN}"


def cents(text: str) -> int | None:
    """Return the whole cents of a plain decimal amount such as `-12.5`, or None where it is none.

    At most two decimals, more only if they are zeros; no currency sign, no thousands separator, no
    exponent, no digits of other scripts. X12 amounts have this form (005010X221A1, data element 782).
    """
    found = _AMOUNT.fullmatch(text.strip(" \t\r\n"))
    if not found or not (found["whole"] or found["fraction"]):
        return None
    fraction = found["fraction"] or ""
    if fraction[2:].strip("0"):
        return None
    value = int(found["whole"] or 0) * 100 + int((fraction + "00")[:2])
    return -value if found["sign"] == "-" else value


def dollars(amount_cents: int) -> str:
    """Return cents as readers see them: `$1,234.50`, negative amounts with a true minus sign."""
    whole, part = divmod(abs(int(amount_cents)), 100)
    return f"{MINUS if amount_cents < 0 else ''}${whole:,}.{part:02d}"


def plain(amount_cents: int) -> str:
    """Return cents as a machine reads them: `-1234.50`."""
    whole, part = divmod(abs(int(amount_cents)), 100)
    return f"{'-' if amount_cents < 0 else ''}{whole}.{part:02d}"
