"""Who and what the 837 files of a practice name: patients with their numbers and days of birth, payers, claims."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator

from cutover.reading.era.kind import kind_of
from cutover.reading.practice.book import Practice
from cutover.reading.practice.places import walk_home
from cutover.reading.x12 import chunks as x12
from cutover.reading.x12.acknowledgments import each

FOLDERS = ("submissions", "medi_submissions")
_KIND = "837"
_PATIENT, _PAYER = ("IL", "QC"), "PR"  # NM101
_MEMBER, _BY_DAY = "MI", "D8"  # NM108, DMG01


def named_in_batches(practice: Practice) -> dict[str, set[str]]:
    """Return the values of each role (`known_values.toml`) that a practice's 837 files name; no file raises.

    Of a patient and of the one insured: last, first and whole name, member's number, day of birth (CCYYMMDD) and ZIP.
    Of a payer its name and ID, of a claim the number that the practice gave it.
    """
    found: dict[str, set[str]] = defaultdict(set)
    for folder in FOLDERS:
        for entry in walk_home(practice.raw / folder, practice.raw):
            if entry.data is not None and kind_of(entry.data) == _KIND:
                for role, value in _named(entry.data):
                    found[role].add(value)
    return dict(found)


def _named(data: bytes) -> Iterator[tuple[str, str]]:
    is_patient = False
    for segments in x12.chunks(x12.decoded(data), ()):
        for name, elements, _ in each(segments):
            e = dict(enumerate((one.strip() for one in elements), start=1))
            if name == "NM1":
                is_patient = e.get(1) in _PATIENT
                yield from _person(e) if is_patient else _payer(e)
            elif name == "DMG" and is_patient and e.get(1) == _BY_DAY and e.get(2):
                yield "birth_date", e[2]
            elif name == "N4" and is_patient and e.get(3):
                yield "zip", e[3]
            elif name == "CLM" and e.get(1):
                yield "claim_number", e[1]


def _person(e: dict[int, str]) -> Iterator[tuple[str, str]]:
    last, first = e.get(3, ""), e.get(4, "")
    told = {"last_name": last, "first_name": first, "full_name": f"{first} {last}" if first and last else ""}
    told["member_id"] = e.get(9, "") if e.get(8) == _MEMBER else ""
    yield from ((role, value) for role, value in told.items() if value)


def _payer(e: dict[int, str]) -> Iterator[tuple[str, str]]:
    if e.get(1) == _PAYER:
        told = {"payer": e.get(3, ""), "payer_id": e.get(9, "")}
        yield from ((role, value) for role, value in told.items() if value)
