"""Segments of an 835 as they stand in its file, and what each of their elements is called here."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass

import pandas as pd

from cutover.columns import Column, Kind
from cutover.reading.era import tables
from cutover.reading.era.segments import CLAIM_SOURCES, PAYMENT_SOURCES, SERVICE_SOURCES
from cutover.reading.x12.envelope import stretches
from cutover.reference import code_list

_FEW = 14  # segments that are shown of what a case begins with
_ENDS = {
    "ST": ("LX", "CLP", "SE", "PLB"),
    "CLP": ("CLP", "SE", "PLB", "LX"),
    "SVC": ("SVC", "CLP", "SE", "PLB", "LX"),
}
# what a segment tells, in a few words
TELLS = {
    "ISA": "begins an interchange", "GS": "begins a group", "ST": "begins a remittance", "BPR": "the payment",
    "TRN": "its check or EFT number", "N1": "a party by name", "REF": "a reference number", "DTM": "a day",
    "PER": "whom to ask", "LX": "a batch of claims", "TS3": "sums of a provider", "CLP": "a claim",
    "CAS": "why less was paid than charged", "NM1": "a person or a provider", "MOA": "remarks on an outpatient claim",
    "MIA": "remarks on an inpatient claim", "AMT": "an amount beside the payment", "QTY": "a quantity",
    "SVC": "a service", "LQ": "a remark code", "PLB": "money that belongs to no claim", "SE": "ends a remittance",
    "GE": "ends a group", "IEA": "ends an interchange", "N3": "a street", "N4": "a city", "CUR": "the currency",
    "NTE": "a note", "RDM": "where the remittance goes", "TS2": "sums of a provider",
}  # fmt: skip
_LABELS = {
    column.name: column for table in (tables.PAYMENTS, tables.CLAIMS, tables.SERVICES) for column in table
}


@dataclass(frozen=True)
class Told:
    """One segment: its `number` in the file from 1, its `text`, what it `tells`, and its elements by their labels."""

    number: int
    text: str
    tells: str
    elements: tuple[tuple[str, str], ...] = ()


def told(data: bytes, number: int, on: dt.date) -> list[Told]:
    """Return the segment of that number and those that belong to it, few at most; none where it is not there.

    Codes of adjustments and of a claim's status are said in the words that hold on a day.
    """
    found: list[Told] = []
    ends: tuple[str, ...] = ()
    for place, (parts, mark) in enumerate(_all(data), 1):
        if place < number:
            continue
        if found and (parts[0] in ends or len(found) == _FEW):
            break
        ends = ends or _ENDS.get(parts[0], tuple(TELLS))
        found.append(Told(place, mark.join(parts), TELLS.get(parts[0], ""), _elements(parts, on)))
    return found


def _all(data: bytes) -> Iterator[tuple[list[str], str]]:
    """Yield the elements of each segment, and the mark between them."""
    for stretch in stretches(data):
        if stretch.delimiters is None:
            continue
        text = data[stretch.start : stretch.end].decode(stretch.encoding, "replace")
        mark = chr(stretch.delimiters.element)
        for raw in text.split(chr(stretch.delimiters.segment)):
            if raw.strip():
                yield [part.strip() for part in raw.split(mark)], mark


def _elements(parts: list[str], on: dt.date) -> tuple[tuple[str, str], ...]:
    """What is said by a segment's elements, where they have a column of their own, or a code of a list."""
    if parts[0] == "CAS":
        return tuple(_adjusted(parts, on))
    for source in (*PAYMENT_SOURCES, *CLAIM_SOURCES, *SERVICE_SOURCES):
        if source.segment == parts[0] and (not source.qualifier or source.qualifier in parts[1:2]):
            named = [(place, _LABELS.get(name or "")) for place, name in source.columns.items()]
            return tuple(
                (column.label, _value(column, parts[place], on))
                for place, column in named
                if column is not None and place < len(parts) and parts[place]
            )
    return ()


def _value(column: Column, text: str, on: dt.date) -> str:
    if column.kind is Kind.CENTS:
        return f"${text}"
    if column.kind is Kind.DATE and len(text) == 8 and text.isdigit():
        return f"{text[:4]}-{text[4:6]}-{text[6:]}"
    return _named("claim_status", text, on) if column.name == "status" else text


def _adjusted(parts: list[str], on: dt.date) -> Iterator[tuple[str, str]]:
    """Yield group and reason of each adjustment in words, with its amount."""
    group = _named("adjustment_groups", parts[1] if len(parts) > 1 else "", on)
    for place in range(2, len(parts) - 1, 3):
        yield f"{group}, {_named('adjustment_reasons', parts[place], on)}", f"${parts[place + 1]}"


def _named(name: str, code: str, on: dt.date) -> str:
    """A code with its words, the code alone where the list does not have it."""
    meaning = code_list(name, on).meaning(pd.Series([code], dtype="str")).iloc[0]
    return code if pd.isna(meaning) else f"{code} ({meaning})"
