"""A/R agings that list one claim a row: its open money in bands of ages, with its days, or with its day of service.

Such a list repeats open claims that the claim history has. It is told by its header: a claim's number and bands of
ages, or ages and one open amount. Without bands, a status, a payment or a charge makes a table a claim history, unless
its title or its name calls it an aging.
"""

from __future__ import annotations

import csv
import datetime as dt
import re
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from functools import cache

import pandas as pd

from cutover.reading.claims.aging_words import (
    FEWEST_BANDS,
    OTHER_DAY,
    SERVICE,
    Band,
    aging_by,
    band_name,
    bands_of,
    is_band,
    of_credit,
    plain,
    words,
)
from cutover.reading.claims.aging_words import is_named as says_aging
from cutover.reading.claims.plan_kinds import are_payers, names_insurance
from cutover.reading.files import values as text_values
from cutover.reading.mapping.header_words import words_of
from cutover.reading.mapping.targets import load_target

AGES: tuple[Band, ...] = (
    (0, 30),
    (31, 60),
    (61, 90),
    (91, 120),
    (121, None),
)  # where a report has days alone
CREDIT = "credit"
FIRST_ROWS = 40  # of a sheet or a text, among which a header stands
MOST_ROWS = 20_000
_MOST_COLUMNS, _LONGEST = 40, 60
_OF_DENIALS = re.compile(r"\b(?:denials?|denied|status|appeal(?:ed)?)\b", re.IGNORECASE)
_NONE_OF = (
    "state_as_written",
    "denial_reason",
    "paid_date",
    "charge",
    "paid",
    "adjusted",
    "check_number",
    "sent_through",
)
_LOOSE = frozenset({"date", "amount", "total", "from"})  # headers that any table may have
_VISITS, _BARE = frozenset({"visit", "encounter", "session"}), frozenset({"number", "id"})
_NEAR, _MOST = (
    45,
    0.8,
)  # days by which ages may count from another day than the service, and the share of rows
_BESIDE = frozenset(
    {"patient_name", "patient_last_name", "patient_first_name", "patient_control_number", "payer_id",
     "rendering_name", "rendering_npi", "billing_npi", "payer_name", "service_from", "service_through",
     "submission_date", "form", "tax_id", "(birth date)"}
)  # fmt: skip


@dataclass(frozen=True)
class Head:
    """The places of the columns of an aging by claim, each None where it has none; `bands` are those of its columns."""

    claim: int
    payer: int | None = None
    served: int | None = None
    billed: int | None = None
    days: int | None = None
    total: int | None = None
    bands: dict[int, Band] = field(default_factory=dict)
    names: tuple[int, ...] = ()  # columns of words, in which a row of totals calls itself so
    since: str | None = None  # by which day the header of its days says that they count
    called: str = ""  # the header of the claims' numbers
    is_bare_age: bool = False  # whether the header of its ages may be that of people


def head_of(cells: Sequence[str], *, is_named: bool = False) -> Head | None:
    """Return what the cells of a row head where they head an aging by claim, None of any other row.

    It names claims and has bands that follow each other, or days and one open amount. One that has neither bands nor
    days names payers or patients and a day of service or of billing, and nothing that such a list would not have,
    unless its title or its name calls it an aging (`is_named`). Beside bands it may have any further column.
    """
    filled = [(place, cell) for place, cell in enumerate(cells) if cell]
    is_sure = is_named or sum(is_band(cell) for _, cell in filled) >= FEWEST_BANDS
    labels = _is_label if not is_sure else _is_short
    if not 3 <= len(filled) <= _MOST_COLUMNS or not all(labels(cell) for _, cell in filled):
        return None
    found: dict[str, list[int]] = {}
    for place, cell in filled:
        found.setdefault("band" if is_band(cell) else _meaning(cell), []).append(place)
    found = _with_bare_number(cells, _with_visits(cells, found))
    if "claim_number" not in found or (set(_NONE_OF) & set(found) and not is_sure):
        return None
    claim = min(found["claim_number"], key=lambda place: _rank(cells[place]))
    bands = bands_of([cells[place] for place in found.get("band", ())])
    total = _one_amount(cells, found)
    dated = {
        name: next(iter(found.get(name, ())), None)
        for name in ("payer_name", "service_from", "submission_date")
    }
    days = next(iter(found.get("days", ())), None)
    if bands is None:
        is_listed = days is not None or (
            {"payer_name", "patient_name"} & set(found)
            and {"service_from", "submission_date"} & set(found)
            and (is_named or set(found) <= {"claim_number", "balance", *_BESIDE})
        )
        if found.get("band") or total is None or not is_listed:
            return None
    since = None if days is None else aging_by(f"aging by {words_of(cells[days]).partition(' since ')[2]}")
    money = {
        *found.get("band", ()),
        *found.get("balance", ()),
        *found.get("total", ()),
        *found.get("days", ()),
    }
    return Head(
        claim=claim,
        payer=dated["payer_name"],
        served=dated["service_from"],
        billed=dated["submission_date"],
        days=days,
        total=total,
        bands=dict(zip(found.get("band", ()), bands or (), strict=bands is not None)),
        names=tuple(place for place, _ in filled if place not in money),
        since=since,
        called=cells[claim],
        is_bare_age=days is not None and words_of(cells[days]) in words().bare_ages,
    )


def with_payers(head: Head, cells: Sequence[str], below: Sequence[Sequence[str]]) -> Head:
    """Return a header with the one column of names whose header speaks of insurance as that of payers, where none is.

    `Insurance type` may head kinds of plans or the payers themselves: names that are none of the known kinds.
    """
    taken = {head.claim, head.served, head.billed, head.days, head.total, *head.bands}
    if head.payer is not None:
        return head
    free = [n for n, cell in enumerate(cells) if cell and n not in taken and names_insurance(cell)]
    found = [n for n in free if are_payers([one[n] for one in below if n < len(one) and one[n]])]
    return replace(head, payer=found[0]) if len(found) == 1 else head


def _with_visits(cells: Sequence[str], found: dict[str, list[int]]) -> dict[str, list[int]]:
    """The columns with a `Visit` beside the claim's number as the day of service, where nothing else tells it."""
    numbers = found.get("claim_number", [])
    visits = [place for place in numbers if words_of(cells[place]) in _VISITS]
    if "service_from" in found or len(visits) != 1 or len(numbers) != 2:
        return found
    return found | {"claim_number": [n for n in numbers if n not in visits], "service_from": visits}


def _with_bare_number(cells: Sequence[str], found: dict[str, list[int]]) -> dict[str, list[int]]:
    """The columns with a bare `#` as the claim's number, beside the payer and the day of service of each row."""
    bare = [place for place, cell in enumerate(cells) if cell and words_of(cell) in _BARE]
    if "claim_number" in found or len(bare) != 1 or not {"payer_name", "service_from"} <= set(found):
        return found
    return {key: places for key, places in found.items() if places != bare} | {"claim_number": bare}


def _is_label(cell: str) -> bool:
    """Whether a cell may be a header of such a list: short, and no number, day or amount; none of a list of denials."""
    return _is_short(cell) and _OF_DENIALS.search(cell) is None


def _is_short(cell: str) -> bool:
    is_value = any(sign.isdigit() for sign in cell) and not is_band(cell)
    return len(cell) <= _LONGEST and not is_value


def may_head(begin: bytes, *, is_named: bool = False) -> bool:
    """Tell whether one of the first rows of a text of cells heads an aging by claim, without reading the whole text."""
    lines = begin.decode("utf-8-sig", "replace").splitlines()[:FIRST_ROWS]
    for line in lines:
        mark = max(",;\t|", key=line.count)
        if line.count(mark) >= 2 and any(
            head_of([c.strip() for c in row], is_named=is_named) for row in csv.reader([line], delimiter=mark)
        ):
            return True
        is_named |= says_aging(line)
    return False


def claim_rows(
    grid: Sequence[tuple[int, list[str]]], head: Head, day: dt.date | None, *named: str
) -> pd.DataFrame:
    """Return what the rows below a header say, one row per claim or total and band, and one for all ages.

    Columns: `role` (payer, credit, total), `payer`, `claim`, `service_from`, `band`, `first_day`, `last_day`,
    `amount_cents`, `aged_by`, `source_row`. `named` are texts that may say by which day it ages. A row of totals of a
    part is left out: its claims have its money.
    """
    table = _table(grid, head)
    served, billed = (_dates(table, place) for place in (head.served, head.billed))
    number = _texts(table, head.days).str.extract(r"^(-?\d+)(?: days?)?$", expand=False)
    days = pd.to_numeric(number).astype("Float64")
    by, ages = _ages(head, day, served, billed, days, aging_by(*named))
    total = text_values.cents(_texts(table, head.total))
    if head.bands:
        wide = {band: text_values.cents(_texts(table, place)) for place, band in head.bands.items()}
        known = pd.DataFrame(wide).notna().any(axis=1)
        sums = pd.DataFrame(wide).sum(axis=1).astype("Int64")
        whole = known & (total.isna() | sums.eq(total).fillna(False))  # then an empty cell is nothing
        wide = {band: amounts.mask(whole & amounts.isna(), 0) for band, amounts in wide.items()}
        total = total.fillna(sums.where(known))
        by = by or _by_bands(wide, day, served)
    else:
        wide = {band: total.where(_within(ages, band), 0).mask(ages.isna()) for band in AGES}
    rows = pd.DataFrame({
        "role": "payer", "payer": _texts(table, head.payer), "claim": _texts(table, head.claim),
        "service_from": served, "aged_by": by, "source_row": table["row"],
    })  # fmt: skip
    if head.payer is None:
        rows["payer"] = _headings(table, head)
    has_money = total.notna() | pd.DataFrame(wide).notna().any(axis=1)
    is_total, is_whole = _totals(table, head, rows["claim"])
    rows["role"], rows["claim"] = rows["role"].mask(is_total, "total"), rows["claim"].mask(is_total)
    is_credit = ~is_total & of_no_claim(rows["claim"], served, total, rows["payer"], rows["claim"])
    rows["role"], rows["claim"] = rows["role"].mask(is_credit, CREDIT), rows["claim"].mask(is_credit)
    repeats = rows["claim"].eq(head.called).fillna(False)  # the header again, as at the top of each page
    keep = has_money & (~is_total | is_whole) & ~repeats
    parts = [
        rows.assign(band=band_name(band), first_day=band[0], last_day=band[1], amount_cents=amounts)[keep]
        for band, amounts in wide.items()
    ]
    parts.append(rows.assign(band=None, first_day=None, last_day=None, amount_cents=total)[keep])
    return pd.concat([part.astype(object) for part in parts], ignore_index=True)


def of_no_claim(number: pd.Series, served: pd.Series, amount: pd.Series, *texts: pd.Series) -> pd.Series:
    """Return which rows are a credit or unapplied money, and no claim: a word says so, and nothing speaks of a claim.

    Such a row has no number with a digit in it, no day of service and no amount above zero.
    """
    said = pd.Series(False, number.index, dtype=bool)
    for text in texts:
        said |= of_credit(text)
    if not said.any():
        return said
    is_bare = ~number.str.contains(r"\d", regex=True).eq(True).fillna(False).astype(bool) & served.isna()
    return said & is_bare & ~amount.gt(0).fillna(False).astype(bool)


def _table(grid: Sequence[tuple[int, list[str]]], head: Head) -> pd.DataFrame:
    """The rows as a table of texts, empty cells null; `row` is the row of the file."""
    width = 1 + max((*head.names, *head.bands, head.total or 0, head.days or 0))
    cells = [[*(one[:width]), *[""] * (width - len(one))] for _, one in grid]
    table = pd.DataFrame(cells, columns=range(width), dtype="str").replace("", None)
    return table.assign(row=[row for row, _ in grid])


def _texts(table: pd.DataFrame, place: int | None) -> pd.Series:
    return pd.Series(None, table.index, dtype="str") if place is None else table[place].astype("str")


def _dates(table: pd.DataFrame, place: int | None) -> pd.Series:
    return text_values.dates(_texts(table, place))


def _ages(
    head: Head, day: dt.date | None, served: pd.Series, billed: pd.Series, days: pd.Series, said: str | None
) -> tuple[str | None, pd.Series]:
    """By which day the claims age, and the age of each, null where it is not known."""
    if head.days is None:
        start, way = (served, SERVICE) if head.served is not None else (billed, OTHER_DAY)
        if head.bands:
            return said, days
        return way, (pd.Timestamp(day) - start).dt.days.astype("Float64") if day else days
    by = head.since or said
    if head.is_bare_age and day is not None:
        since = served if head.served is not None else billed
        off = ((pd.Timestamp(day) - since).dt.days - days).abs().dropna()
        if len(off) and off.le(_NEAR).mean() < _MOST:
            return by, days.mask(days.notna())  # the ages of people
    if by is None and day is not None:
        for start, way in ((served, SERVICE), (billed, OTHER_DAY)):
            off = ((pd.Timestamp(day) - start).dt.days - days).abs()
            if by is None and off.notna().any() and off.le(1)[off.notna()].all():
                by = way
    return by, days


def _by_bands(wide: dict[Band, pd.Series], day: dt.date | None, served: pd.Series) -> str | None:
    """Service, where the money of each claim lies in the band of its age since its day of service."""
    if day is None or not served.notna().any():
        return None
    age = (pd.Timestamp(day) - served).dt.days
    fits = [
        (_within(age, band) | amounts.fillna(0).eq(0))[age.notna()].all() for band, amounts in wide.items()
    ]
    return SERVICE if all(fits) else None


def _within(age: pd.Series, band: Band) -> pd.Series:
    first, last = band
    is_low = age.le(last).fillna(False).astype(bool) if last is not None else True
    return age.ge(first).fillna(False).astype(bool) & is_low


def _totals(table: pd.DataFrame, head: Head, claim: pd.Series) -> tuple[pd.Series, pd.Series]:
    """Which rows are totals, and which of those are of the whole report: called so alone, or without any word."""
    first = table[list(head.names)].bfill(axis=1).iloc[:, 0].fillna("").map(plain).astype("str")
    no_claim = claim.isna() | claim.eq(first).fillna(False) | claim.fillna("").map(plain).eq(first)
    is_whole = first.isin(words().total) | first.eq("")
    is_part = first.str.contains(r"^(?:sub-? ?)?totals?\b|\b(?:sub-? ?)?totals?$", regex=True)
    return (is_whole | is_part) & no_claim, is_whole


def _headings(table: pd.DataFrame, head: Head) -> pd.Series:
    """The payer of each row by the rows above that hold nothing but a name; null without one."""
    cells = table.drop(columns="row")
    alone = cells.notna().sum(axis=1).eq(1)
    first = cells.bfill(axis=1).iloc[:, 0].astype("str")
    is_name = alone & first.str.contains(r"[A-Za-z]{2}", regex=True).fillna(False)
    is_name &= ~first.fillna("").map(plain).isin(words().total)
    return first.where(is_name.astype(bool)).ffill()


def _one_amount(cells: Sequence[str], found: dict[str, list[int]]) -> int | None:
    """The place of the one amount that is open of a claim; of several the one that is called the total."""
    places = sorted([*found.get("balance", ()), *found.get("total", ())])
    if len(places) > 1:
        places = [place for place in places if plain(cells[place]).startswith("total")] or places
    return places[0] if len(places) == 1 else None


@cache
def _meaning(cell: str) -> str:
    """What a header of a claim list means: a field of a claim history, `days`, `total`, or the header itself."""
    said, written = words_of(cell), plain(cell)
    if said in words().days or written in words().days:
        return "days"
    if written in words().payer:
        return "payer_name"
    if {written, said, _plainer(written)} & words().open:
        return "balance"
    if written in words().total:
        return "total"
    if said.partition(" since ")[0] in words().days:
        return "days"
    return _fields().get(said, f"({said})")


def _plainer(written: str) -> str:
    """A header without words that change nothing of what is open: `due us` is due."""
    return " ".join(word for word in written.split() if word not in words().spare)


@cache
def _fields() -> dict[str, str]:
    """Each header of a claim history that means one field, to that field; its balance has words of its own here."""
    found: dict[str, str] = {}
    for one in load_target("claims").fields:
        for alias in one.aliases:
            if alias not in _LOOSE and one.key != "balance":
                found.setdefault(alias, one.key)
    return found


@cache
def _rank(cell: str) -> int:
    """How surely a header means a claim's number, the surest first; a bare number last."""
    aliases, said = load_target("claims").field("claim_number").aliases, words_of(cell)
    return aliases.index(said) if said in aliases else len(aliases)
