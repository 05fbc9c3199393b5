"""Posted payments of either system, one row per posting, through a confirmed or sure crosswalk.

A log kept by check, which names no claims, has a row per check that was keyed (`kind` CHECK).

The system is told by a column of the file, else by its sheet, else by its path: `medi` is Medi; `office`, `oa`,
`practice mate` or `service center` is Office Ally; the name that the intake gives the practice's other PM or EHR is
that system. Where none tells, the intake may: a practice that uses Office Ally as a clearinghouse alone posts in
its other system. Else it was Office Ally before the cutover, since there was no other; later, the system is not known.
"""

from __future__ import annotations

import datetime as dt
import re
from dataclasses import dataclass
from functools import cache

import pandas as pd

from cutover import reference
from cutover.columns import conform
from cutover.errors import InputError
from cutover.reading.claims.remitted_numbers import asked_of
from cutover.reading.era.archive import Archive, load_archive
from cutover.reading.files import values as text_values
from cutover.reading.files.undated_sums import are_sums
from cutover.reading.mapping.cash_sheets import is_cash_book, without_cash
from cutover.reading.mapping.targets import load_target
from cutover.reading.mapping.vague_numbers import with_posted_number
from cutover.reading.mapping.value_shapes import numbers_within
from cutover.reading.payers.listed_ids import with_listed_ids
from cutover.reading.postings import ledgers, posted, signs
from cutover.reading.postings.posted import Posted
from cutover.reading.postings.tables import CHECK, CLAIM, MEDI, OFFICE_ALLY, OWN, POSTINGS, PROVIDER_LEVEL
from cutover.reading.practice.book import Practice, cutover_date, intake_of
from cutover.reading.practice.places import ARCHIVES

FOLDER = "postings"
_WORDS = ((MEDI, r"\bmedi\b"), (OFFICE_ALLY, r"\b(office ?ally|oa|practice ?mate|service ?center|pm)\b"))
_LOOSE = r"provider|plb|recoup|interest|offset"
BY_FILE, BY_INTAKE, BY_DAY = "file", "intake", "day"
BY_ANOTHER = "another"  # the list names a further PM or EHR: no remittance tells its system
_CLEARINGHOUSE = "clearinghouse-only"
NO_PAIR = "account and claim are in one cell that cannot be taken apart"
SUM = "a sum of the rows above, not a posting"
NO_CHECK = "it names neither a claim nor a check"
_SEPARATORS = ("/", "|", ";", ":", ",", "#", "_", r"\s", "-")  # the likeliest first


@dataclass(frozen=True)
class _Words:
    no_name: frozenset[str]
    shortest_name: int
    known: frozenset[str]


@dataclass(frozen=True)
class Told:
    """What the intake says of where a practice posts: its cutover, its other PM or EHR, how it uses Office Ally."""

    cutover: dt.date | None = None
    other: str | None = None
    usage: str | None = None

    @property
    def posts_elsewhere(self) -> bool:
        """Whether Office Ally keeps no ledger and another system is named that does."""
        return self.usage == _CLEARINGHOUSE and bool(self.names)

    @property
    def names(self) -> tuple[str, ...]:
        """The words that name the other system, in small letters: the first of a name, without versions."""
        parts = re.split(r"[;,/]|\band\b", (self.other or "").lower())
        firsts = (re.findall(r"[a-z]+", part)[:1] for part in parts if system_of(part) is None)
        words = reference.load("other_systems", _Words)
        return tuple(
            name
            for first in firsts
            for name in first
            if len(name) >= words.shortest_name and name not in words.no_name
        )


def load_postings(practice: Practice) -> Posted:
    """Return the postings of a practice (`rows`: POSTINGS) from its folder `postings`, paid above zero."""

    told = told_by_intake(practice)

    def of_file(found: pd.DataFrame, source_file: str) -> tuple[pd.DataFrame, pd.Series]:
        return typed(with_listed_ids(practice, found), source_file, told)

    @cache
    def feeds() -> list[Archive]:
        return [load_archive(practice, folder=folder) for folder in ARCHIVES]

    def remitted() -> tuple[pd.DataFrame, pd.DataFrame]:
        claims, payments = ([getattr(one, name) for one in feeds()] for name in ("claims", "payments"))
        return pd.concat(claims, ignore_index=True), pd.concat(payments, ignore_index=True)

    asked = asked_of(feeds)
    read = posted.load(
        practice, FOLDER, "postings", load_target("postings"), POSTINGS, of_file,
        is_of=_may_be_posted, shaped=lambda table: without_cash(with_posted_number(table, asked)),
    )  # fmt: skip
    return signs.settled(read, remitted)


def _may_be_posted(data: bytes) -> bool:
    """Lists of what patients paid are none of what was posted from remittances (`cash_books`)."""
    return not is_cash_book(data)


def system_of(text: str) -> str | None:
    """Return the system that a path or a cell names, None where it names none or both."""
    plain = re.sub(r"[^a-z]+", " ", text.lower())
    named = [system for system, words in _WORDS if re.search(words, plain)]
    return named[0] if len(named) == 1 else None


def system_named(text: str, told: Told) -> str | None:
    """Return the system that a cell, a sheet or a path names, with the names that the intake gives; None for none."""
    words = set(re.findall(r"[a-z]+", text.lower()))
    return system_of(text) or (OWN if words & set(told.names) else None)


def _names_another(texts: pd.Series) -> pd.Series:
    """Tell which cells, sheets or paths name a PM or EHR that is neither of the two by a name that many use."""
    known = reference.load("other_systems", _Words).known
    return texts.map(
        lambda text: not known.isdisjoint(re.findall(r"[a-z]+", text.lower())), na_action="ignore"
    ).eq(True)


def told_by_intake(practice: Practice) -> Told:
    """Return what the intake says of postings; nothing without one and where it does not open."""
    try:
        intake = intake_of(practice)
    except InputError:
        return Told()
    row = intake.tables["practice"]
    other, usage = (row[name].dropna() for name in ("other_system", "usage"))
    return Told(
        cutover_date(intake),
        other.iloc[0] if len(other) else None,
        usage.iloc[0] if len(usage) else None,
    )


def pairs(cells: pd.Series) -> pd.DataFrame:
    """Return `account` and `claim_number` of cells that hold both, null where a cell cannot be taken apart.

    Where each cell of the column is one number alone, that is the account number of the claim. Else one separator
    parts the column: of `/`, `|`, `;`, `:`, `,`, `#`, `_`, a blank and a hyphen the one that makes two numbers of most
    cells. A claim is of one account: the side that has several of the other is the account, the left one where neither
    has.
    """
    texts = text_values.identifiers(cells).dropna().astype("str").str.strip()
    if (numbers_within(texts) <= 1).all():
        alone = texts.where(numbers_within(texts) == 1).reindex(cells.index).astype("str")
        return pd.DataFrame({"account": alone, "claim_number": pd.Series(None, cells.index, dtype="str")})
    split = [texts.str.extract(rf"^\s*([^{s}]+?)\s*[{s}]\s*([^{s}]+?)\s*$") for s in _SEPARATORS]
    split = [
        two.where(two.apply(lambda side: side.str.contains(r"\d", na=False)).all(axis=1)) for two in split
    ]
    two = max(split, key=lambda one: int(one[0].notna().sum()))  # of equals the first
    told = two.dropna().drop_duplicates()
    on_left, on_right = told[0].nunique(), told[1].nunique()
    is_turned = (
        len(told) == on_left > on_right
    )  # each left number has one right number, and not the other way round
    names = {0: "claim_number", 1: "account"} if is_turned else {0: "account", 1: "claim_number"}
    return two.rename(columns=names).reindex(cells.index).astype("str")


def of_checks(found: pd.DataFrame) -> pd.Series:
    """Return which rows are of whole checks, a flag per row: those of sheets that name no claim and no account."""
    named = found[["claim_number", "account", "account_claim"]].notna().any(axis=1)
    told = named.groupby(found["source_sheet"].fillna("")).transform("any")
    return (found["check_total"].notna() & found["paid"].isna() & ~told).astype(bool)


def _name_a_claim(found: pd.DataFrame) -> pd.Series:
    """Tell which rows name a claim or an account by a number; `month 4` is none."""
    cells = found[["claim_number", "account", "account_claim"]].astype("str").fillna("")
    return cells.apply(lambda cell: cell.str.count(r"\d") > 2).any(axis=1).astype(bool)


def typed(found: pd.DataFrame, source_file: str, told: Told | None = None) -> tuple[pd.DataFrame, pd.Series]:
    """Return mapped text as postings (POSTINGS), and of each why it is not used; null where it is.

    `told` is what the intake says. The system is null where nobody says it and the day does not tell.
    """
    told = told or Told()
    whole = of_checks(found)
    cents, reason = posted.money(found["paid"].fillna(found["check_total"].where(whole)))
    cents, no_payment = ledgers.payments(cents, ledgers.kinds(found["kind"]))
    apart = found["adjusted"].notna() & cents.eq(0).fillna(
        False
    )  # what was written off has a column of its own
    reason = reason.fillna(no_payment.mask(apart))
    system = pd.Series(None, found.index, dtype="str")
    for texts in (found["system"], found["source_sheet"], pd.Series(source_file, found.index, dtype="str")):
        system = system.fillna(
            texts.map(lambda text: system_named(text, told), na_action="ignore").astype("str")
        )
    days = text_values.dates(found["posted_date"])
    source = pd.Series(BY_FILE, found.index, dtype="str").where(system.notna())
    path = pd.Series(source_file, found.index, dtype="str")
    another = found["system"].notna() | _names_another(found["source_sheet"]) | _names_another(path)
    source = source.mask(system.isna() & another, BY_ANOTHER)
    if told.posts_elsewhere:
        source, system = source.where(system.notna(), BY_INTAKE), system.fillna(OWN)
    early = system.isna() & (days < pd.Timestamp(told.cutover)) if told.cutover else system.isna() & False
    pair = pairs(found["account_claim"])
    torn = found["account_claim"].notna() & pair["account"].isna() & found["claim_number"].isna()
    loose = found["kind"].astype("str").str.lower().str.contains(_LOOSE, na=False)
    columns = {
        "system": system.mask(early, OFFICE_ALLY),
        "source_of_system": source.mask(early, BY_DAY),
        "posted_date": days,
        "claim_number": text_values.identifiers(found["claim_number"]).fillna(pair["claim_number"]),
        "account": text_values.identifiers(found["account"]).fillna(pair["account"]),
        "payer_name": found["payer_name"],
        "check_number": text_values.identifiers(found["check_number"]),
        "paid_cents": cents,
        "adjusted_cents": text_values.cents(found["adjusted"]),
        "procedure_code": found.reindex(columns=["procedure_code"])["procedure_code"]
        .astype("str")
        .str.upper(),
        "kind": pd.Series(CLAIM, found.index, dtype="str").mask(loose, PROVIDER_LEVEL).mask(whole, CHECK),
    }
    columns |= {name: found[name] for name in ("source_file", "source_sheet", "source_row")}
    undated = found["posted_date"].isna() & ~_name_a_claim(found)
    reason = reason.mask(reason.isna() & are_sums(undated, days.notna(), cents), SUM)
    reason = reason.mask(reason.isna() & torn & ~loose, NO_PAIR)
    reason = reason.mask(reason.isna() & whole & columns["check_number"].isna(), NO_CHECK)
    return conform(pd.DataFrame(columns, index=found.index), POSTINGS), reason
