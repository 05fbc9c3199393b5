"""Lists of claims that went out through Office Ally: tables among its file summaries, which somebody kept or exported.

They have the columns of Medi's lists of claims sent (`sent`) or of other lists of claims, and lie in the folder of what
was submitted. A claim that a history has too stays its submission, and the list tells its way; any other is a
submission more, believed before an 837 and a remittance: it states the day.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import cache

import pandas as pd

from cutover import reference
from cutover.columns import conform
from cutover.errors import InputError
from cutover.lookup import among
from cutover.reading.claims import sent
from cutover.reading.claims import states as claim_states
from cutover.reading.claims.claim_keys import keys, own_keys
from cutover.reading.claims.history import aside
from cutover.reading.claims.sent_numbers import with_number
from cutover.reading.claims.submissions import IN_LIST
from cutover.reading.claims.submissions import LIST as SOURCE
from cutover.reading.claims.tables import CLAIM_HISTORY, CLAIMS_SET_ASIDE, SENT_CLAIMS, SUBMITTED_CLAIMS
from cutover.reading.mapping.known_values import NOTHING, Knowledge
from cutover.reading.mapping.tables_of import MappedTable, tables_of, without_prose
from cutover.reading.mapping.targets import Field, Target, claim_history, load_target
from cutover.reading.postings.postings import system_of
from cutover.reading.postings.tables import MEDI, OFFICE_ALLY

KINDS = ("unknown", "zip")  # what a table may be by its first bytes (`kind_of`): a workbook is a zip
TODO = "Name its columns as such lists do, or move it out of the folder."
_NEITHER = "neither a file summary nor a list of claims sent"
_DAY, _NUMBER = "sent_on", "Claim no."
_STATES = {"accepted": "accepted", "decided": "accepted", "rejected": "rejected"}
_NAMES = ("patient_control_number", "claim_number")


@dataclass(frozen=True)
class _Headers:
    also: dict[str, tuple[str, ...]]


@cache
def target() -> Target:
    """Return the fields of a list of claims sent, with what lists of claims of any kind call them."""
    also = reference.load("sent_list_headers", _Headers).also
    claims = {one.key: one for one in claim_history().fields}
    base = load_target(sent.FIELDS)
    fields = tuple(_called(one, claims.get(one.key), also.get(one.key, ())) for one in base.fields)
    return replace(base, fields=fields, tell=base.tell | claim_history().tell)


def _called(one: Field, other: Field | None, also: tuple[str, ...]) -> Field:
    """A field with the names that it has in lists of claims, and those of lists of what was sent, behind its own."""
    names = dict.fromkeys((*one.aliases, *(other.aliases if other else ()), *also))
    label = _NUMBER if one.key == "claim_number" else one.label
    return replace(
        one, label=label, aliases=tuple(names), may=one.may | (other.may if other else frozenset())
    )


def read(
    data: bytes, source_file: str, knowledge: Knowledge = NOTHING
) -> tuple[pd.DataFrame, pd.DataFrame] | None:
    """Return the claims of a list (SENT_CLAIMS), and its rows that are none (CLAIMS_SET_ASIDE).

    None where a file is no such list: it must tell of each claim a number and the day on which it was sent, and no
    name of the file may say that it was sent through Medi.
    """
    every = _tables(data, source_file, knowledge)
    tables = [one for one in every if _is_list(one)]
    if not tables or len(tables) < len(every):
        return None
    told = [sent.typed(one.rows, source_file) for one in tables]
    rows, reason = (pd.concat(part, ignore_index=True) for part in zip(*told, strict=True))
    left = rows[reason.notna()].assign(source=SOURCE).reindex(columns=[c.name for c in CLAIMS_SET_ASIDE])
    used = conform(rows[reason.isna()].reset_index(drop=True), SENT_CLAIMS)
    return used, aside(left, "submitted", reason.dropna())


def _tables(data: bytes, source_file: str, knowledge: Knowledge = NOTHING) -> list[MappedTable]:
    """The tables of a file that may be such a list; none of one whose name says Medi, or that does not open."""
    if system_of(source_file) == MEDI:
        return []
    try:
        found = [with_number(one) for one in tables_of(data, source_file, target(), knowledge)]
    except InputError:
        return []
    return without_prose(found)[0] or found


def _is_list(one: MappedTable) -> bool:
    return one.is_used and _DAY in one.crosswalk.used


def why_not(data: bytes, source_file: str, knowledge: Knowledge = NOTHING) -> str:
    """Return why a file among what was submitted is neither a file summary nor a list of claims sent."""
    if system_of(source_file) == MEDI:
        return f"{_NEITHER}: its name says Medi"
    every = _tables(data, source_file, knowledge)
    known = [one for one in every if one.crosswalk.used] or every
    lacking = [one for one in known if not _is_list(one)]
    if not lacking:
        return f"{_NEITHER}: it holds no table"
    labels = [*lacking[0].crosswalk.missing]
    labels += [label for label in (target().field(_DAY).label,) if _DAY not in lacking[0].crosswalk.used]
    return f"{_NEITHER}: {lacking[0].lacking_columns(labels)}"


def submissions_of(listed: pd.DataFrame) -> pd.DataFrame:
    """Return the claims of lists (SENT_CLAIMS) as submissions through Office Ally (SUBMITTED_CLAIMS)."""
    stated = listed["sent_on"].notna()
    whole = listed.assign(
        submission_date=listed["sent_on"],
        date_basis=pd.Series(None, listed.index, dtype="str").mask(stated, "stated"),
        state=listed["state"].map(_STATES).fillna("unknown"),
        submission="unknown",
        sent_through=OFFICE_ALLY,
        is_paper=False,
        source=SOURCE,
    )
    return conform(whole.reindex(columns=[c.name for c in SUBMITTED_CLAIMS]), SUBMITTED_CLAIMS)


def as_history(listed: pd.DataFrame) -> pd.DataFrame:
    """Return the claims of lists (SENT_CLAIMS), each once, as those of which nothing else is known (CLAIM_HISTORY)."""
    place = own_keys(listed)
    last = listed[~sent.is_taken_back(listed) & ~(place.notna() & place.duplicated(keep="last"))]
    told = last.reindex(columns=[c.name for c in CLAIM_HISTORY]).assign(
        submission_date=last["sent_on"],
        state=claim_states.NOT_TOLD,
        sent_through=OFFICE_ALLY,
        source=SOURCE,
    )
    return conform(told.reset_index(drop=True), CLAIM_HISTORY)


def joined(submitted: pd.DataFrame, listed: pd.DataFrame) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Return the submissions with those of lists, and the rows of lists whose claim another source has.

    Such a claim went out through Office Ally where its source names no way. It is the same by number, or by account and
    day of service, each with the day where both have one.
    """
    if listed.empty:
        return submitted, aside(listed, "submitted", IN_LIST)
    ours = {name: keys(submitted[name], submitted["service_from"]) for name in _NAMES}
    known = set().union(*(set(places.dropna()) for places in ours.values()))
    here = pd.Series(False, listed.index, dtype=bool)
    for name in _NAMES:
        here |= among(keys(listed[name], listed["service_from"]), known).astype(bool)
    filled = with_way(submitted, listed)
    more = listed[~here].drop_duplicates([*_NAMES, "service_from", "submission_date"])[
        list(submitted.columns)
    ]
    whole = pd.concat([filled, more], ignore_index=True) if len(more) else filled
    return whole.astype(submitted.dtypes), aside(listed[here], "submitted", IN_LIST)


def with_way(submitted: pd.DataFrame, listed: pd.DataFrame) -> pd.DataFrame:
    """Return submissions with the way of those that a list has too and whose source names none."""
    if listed.empty or submitted.empty:
        return submitted
    theirs = _places(listed)
    met = pd.Series(False, submitted.index, dtype=bool)
    for name in _NAMES:
        met |= keys(submitted[name], submitted["service_from"]).isin(theirs)
    untold = met & submitted["sent_through"].isna()
    return submitted.assign(sent_through=submitted["sent_through"].mask(untold, OFFICE_ALLY))


def _places(rows: pd.DataFrame) -> frozenset[str]:
    return frozenset(place for name in _NAMES for place in keys(rows[name], rows["service_from"]).dropna())
