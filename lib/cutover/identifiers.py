"""Identifiers of the field: what makes them well formed. An identifier is always text."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from stdnum import luhn

from cutover.errors import UsageError

if TYPE_CHECKING:  # a command that names practices does not wait for it
    import pandas as pd

_MBI_LETTER = "[AC-HJKMNP-RT-Y]"
_MBI_EITHER = "[0-9AC-HJKMNP-RT-Y]"
_MBI = re.compile(
    f"[1-9]{_MBI_LETTER}{_MBI_EITHER}[0-9]{_MBI_LETTER}{_MBI_EITHER}[0-9]{_MBI_LETTER}{{2}}[0-9]{{2}}"
)
_OTHER = re.compile(r"[^0-9A-Z]+")
_DEVICES = frozenset({"con", "prn", "aux", "nul"}) | {
    f"{port}{n}" for port in ("com", "lpt") for n in range(10)
}


def is_npi(text: str) -> bool:
    """Tell whether a text is a well-formed NPI: ten digits, first 1 or 2, Luhn over 80840 + NPI (CMS)."""
    return bool(re.fullmatch(r"[12][0-9]{9}", text)) and luhn.is_valid("80840" + text)


def is_mbi(text: str) -> bool:
    """Tell whether a text is a well-formed Medicare Beneficiary Identifier (CMS: no S L O I B Z)."""
    return _MBI.fullmatch(text.replace("-", "").upper()) is not None


def is_taxonomy(text: str) -> bool:
    """Tell whether a text is a well-formed provider taxonomy code: ten alphanumerics that end in X (NUCC)."""
    return re.fullmatch(r"[0-9A-Z]{9}X", text) is not None


def tin_digits(text: str) -> str | None:
    """Return the nine digits of a Tax ID written with or without separators, or None where it is none."""
    digits = re.sub(r"[\s-]", "", text)
    return digits if re.fullmatch(r"[0-9]{9}", digits) else None


def masked_tin(text: str) -> str:
    """Return a Tax ID for reports, its last four digits alone: a solo provider's may be an SSN."""
    return "*****" + text[-4:]


def is_slip(said: str, meant: str) -> bool:
    """Tell whether a number is one slip of the keys from another as long: one digit, or two neighbors turned."""
    off = [n for n, (one, other) in enumerate(zip(said, meant, strict=False)) if one != other]
    if len(said) != len(meant) or not off:
        return False
    first, last = off[0], off[-1]
    turned = said[first] == meant[last] and said[last] == meant[first]
    return len(off) == 1 or (len(off) == 2 and last == first + 1 and turned)


def slug_is_valid(text: str) -> bool:
    """Tell whether a text can name a client or a practice: `a-z`, `0-9` and inner hyphens, at most 64.

    Names of devices are none: no folder can be called so on Windows.
    """
    return re.fullmatch(r"[a-z0-9](?:[a-z0-9-]{0,62}[a-z0-9])?", text) is not None and text not in _DEVICES


def target_parts(target: str) -> tuple[str, ...]:
    """Return the names in `CLIENT` or `CLIENT/PRACTICE`; raises UsageError where one of them cannot be a name."""
    parts = tuple(target.removesuffix("/").split("/"))
    if len(parts) > 2 or not all(slug_is_valid(part) for part in parts):
        raise UsageError(
            f"{target!r} cannot name a client or a practice: write CLIENT or CLIENT/PRACTICE, "
            "each of a-z, 0-9 and inner hyphens, at most 64 characters."
        )
    return parts


def compared(numbers: pd.Series) -> pd.Series:
    """Return claim and account numbers as they are compared: letters and digits alone, in capitals."""
    texts = numbers.astype("str")
    cells = texts.to_numpy(object)
    # one pass: each step of pandas makes a column anew, and most columns are short, most numbers as they should be
    odd = [
        place for place, text in enumerate(cells.tolist())
        if isinstance(text, str) and not (text.isascii() and text.isalnum() and text == text.upper())
    ]  # fmt: skip
    if not odd:
        return texts
    plain = cells.copy()
    plain[odd] = [_OTHER.sub("", text.upper()) or None for text in cells[odd]]
    return texts.__class__(plain, texts.index, dtype=texts.dtype, name=texts.name)


def check_compared(numbers: pd.Series) -> pd.Series:
    """Return check and EFT numbers as they are compared: as claims, without leading zeros, which banks add."""
    plain = compared(numbers)
    return plain.str.lstrip("0").where(plain.str.strip("0") != "", plain).astype("str")
