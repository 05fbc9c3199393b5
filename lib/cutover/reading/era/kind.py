"""What kind of file a remittance folder holds, by its content and not by its name."""

from __future__ import annotations

import re

from cutover.reading.era.disguised import disguise
from cutover.reading.x12 import chunks as x12
from cutover.reading.x12 import envelope as x12_envelope

_TRANSACTION = re.compile(rb"(?:^|\x1d) *(?:ST *\x1c *(\d{3}) *|(TA1) *|(BPR) *)(?=[\x1c\x1d])")
_FILE_SUMMARY = re.compile(rb"ACCEPTED CLAIM DETAIL|ERROR CLAIM DETAIL|PENDING CLAIM", re.IGNORECASE)
_TEXT_ERA = re.compile(rb"Check\s*#.{0,400}(?:#\s*Claims|Patient\s*ID|Payee)", re.IGNORECASE | re.DOTALL)
# a payer's letter: its title stands in the first lines; a text of Office Ally has a table of checks instead
_TITLE = r"[ \t]*explanation of (?:payment|benefits?|review)\b"
_PAPER = re.compile(rb"\A(?:[^\n]{0,200}\n){0,5}" + _TITLE.encode(), re.IGNORECASE)
TITLE = re.compile(_TITLE, re.IGNORECASE)
_CHECKS = re.compile(rb"Check\s*#[^\n]*Amount[^\n]*#\s*Claims", re.IGNORECASE)
PAPER = "paper explanation"
_LOOKED_AT = 200_000


def kind_of(data: bytes) -> str:
    """Return what a file is: a transaction, TA1, text ERA, file summary, paper explanation, zip, empty or unknown.

    A file that holds an 835 beside other transactions is an 835, and so is one that another program packed
    or rewrote (`disguised`), which the reader refuses by name.
    """
    if data[:4] in (b"PK\x03\x04", b"PK\x05\x06", b"PK\x07\x08"):
        return "835" if disguise(data) else "zip"
    data = x12.decoded(data)
    if not data.strip(b" \r\n\t\0"):
        return "empty"
    found = _transactions(data)
    for kind in ("835", "837", "277", "999", "997", "TA1"):
        if kind in found:
            return kind
    head = data[:_LOOKED_AT]
    if _FILE_SUMMARY.search(head):
        return "file summary"
    if _PAPER.search(head) and not _CHECKS.search(head):
        return PAPER
    if _TEXT_ERA.search(head):
        return "text ERA"
    return "835" if disguise(data) else "unknown"


def may_be_table(data: bytes) -> bool:
    """Return whether a file may be a table: no transaction, no file summary, not empty; a workbook is a zip."""
    return kind_of(data) in ("unknown", "text ERA", PAPER, "zip")


def _transactions(data: bytes) -> set[str]:
    """Return the kinds of transactions in a file, at least until an 835 is among them."""
    kinds: set[str] = set()
    for stretch in x12_envelope.stretches(data):
        for part in x12_envelope.cut(data, stretch, 1 << 16, (b"ST",)):
            if part.delimiters is not None:
                found = _TRANSACTION.finditer(x12.segments_of(data, [part]).text)
                kinds |= {"835" if m[3] else (m[1] or m[2]).decode() for m in found}
            if "835" in kinds:
                return kinds
    return kinds
