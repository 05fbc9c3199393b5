"""A check summary of a text ERA under labels instead of in columns: `Check#: 7  Amount: 1.00  # Claims: 2`."""

from __future__ import annotations

import re

MONEY = r"(?:-?\$?-?(?:\d{1,3}(?:,\d{3})+|\d*)\.\d{2}-?|\(\$?[\d,]*\.\d{2}\))"
NUMBER, AMOUNT, CLAIMS, PAYEE_ID, PAYEE, DATE, PAYER = (
    "number", "amount", "claims", "payee_id", "payee", "date", "payer",
)  # fmt: skip
_NAMES = {
    NUMBER: r"Check ?(?:/ ?EFT ?)?(?:#|Number|No\.?)",
    AMOUNT: r"(?:Check |Payment |Paid )?Amount",
    CLAIMS: r"(?:#|No\.?|Number) ?(?:of )?Claims",
    PAYEE_ID: r"(?:Payee )?(?:NPI or Tax ID|NPI|Tax ID)",
    PAYEE: r"Payee(?: Name)?",
    DATE: r"(?:Check |Payment )?Date",
    PAYER: r"Payer(?: Name)?",
}
_LABEL = re.compile(
    r"(?:^|(?<=\s))(?:" + "|".join(f"(?P<{key}>{name})" for key, name in _NAMES.items()) + r")\s*:",
    re.IGNORECASE,
)
_OF_CLAIMS = re.compile(r"\b(?:Patient ID|Charge Amt|Payment Amt|Accnt#)", re.IGNORECASE)
_APART = 7  # lines over which one summary may be spread, a label on each


def summary(line: str) -> dict[str, str]:
    """Return what stands behind each label of a check summary; nothing for any other line.

    It names a check and its amount, and nothing that a claim has.
    """
    if ":" not in line or "amount" not in line.lower():  # most lines: told without a look at each label
        return {}
    told = labels(line)
    whole = {NUMBER, AMOUNT} <= told.keys() and re.fullmatch(MONEY, told[AMOUNT])
    return told if whole else {}


def labels(line: str) -> dict[str, str]:
    """Return what stands behind each label of a line, empty where the line has what a claim has or begins otherwise."""
    found = list(_LABEL.finditer(line))
    if not found or line[: found[0].start()].strip() or _OF_CLAIMS.search(line):
        return {}
    ends = [one.start() for one in found[1:]] + [len(line)]
    said = {
        str(one.lastgroup): line[one.end() : end].strip(" \t|;,")
        for one, end in zip(found, ends, strict=True)
    }
    return {key: text for key, text in said.items() if text}


def in_one_line(lines: list[str]) -> list[str]:
    """Return lines of a text with each summary that is spread over several in its first; the others of it are blank."""
    made = list(lines)
    for place, line in enumerate(lines):
        told = labels(line) if "heck" in line or "HECK" in line else {}
        if NUMBER not in told or AMOUNT in told:
            continue
        parts, seen = [line.strip()], set(told)
        for further in lines[place + 1 : place + _APART]:
            more = labels(further)
            if not more or seen & more.keys():
                break
            parts.append(further.strip())
            seen |= more.keys()
        if summary(whole := "  ".join(parts)):
            made[place : place + len(parts)] = [whole, *[""] * (len(parts) - 1)]
    return made
