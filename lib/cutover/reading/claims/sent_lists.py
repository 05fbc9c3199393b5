"""Lists of claims that went out through Office Ally: tables among its file summaries, which somebody kept or exported.

They have the columns of Medi's lists of claims sent (`sent`), and lie in the folder of what was submitted. A claim that
a history has too stays its submission, and the list tells its way; any other is a submission more.
"""

from __future__ import annotations

from pathlib import Path

import pandas as pd

from cutover.columns import conform
from cutover.errors import InputError
from cutover.lookup import among
from cutover.reading.claims import sent
from cutover.reading.claims.claim_keys import keys
from cutover.reading.claims.history import aside
from cutover.reading.claims.sent_numbers import with_number
from cutover.reading.claims.tables import CLAIMS_SET_ASIDE, SUBMITTED_CLAIMS
from cutover.reading.mapping.tables_of import tables_of
from cutover.reading.mapping.targets import load_target
from cutover.reading.postings.postings import system_of
from cutover.reading.postings.tables import MEDI, OFFICE_ALLY

SOURCE = "list of claims sent"
IN_LIST = "the same claim is in a list of claims sent, which tells how it went out"
_STATES = {"accepted": "accepted", "decided": "accepted", "rejected": "rejected"}
_NAMES = ("patient_control_number", "claim_number")


def read(data: bytes, source_file: str, crosswalks: Path | None) -> tuple[pd.DataFrame, pd.DataFrame] | None:
    """Return the submissions of a list (SUBMITTED_CLAIMS), and its rows that are none (CLAIMS_SET_ASIDE).

    None where a file is no such list: it must tell of each claim a number and the day on which it was sent, and no
    name of the file may say that it was sent through Medi.
    """
    if system_of(source_file) == MEDI:
        return None
    try:
        every = [
            with_number(one) for one in tables_of(data, source_file, load_target(sent.FIELDS), crosswalks)
        ]
    except InputError:
        return None
    tables = [one for one in every if one.is_used and "sent_on" in one.crosswalk.used]
    if not tables or len(tables) < len(every):
        return None
    told = [sent.typed(one.rows, source_file) for one in tables]
    rows, reason = (pd.concat(part, ignore_index=True) for part in zip(*told, strict=True))
    whole = rows.assign(
        submission_date=rows["sent_on"],
        date_basis=pd.Series(None, rows.index, dtype="str").mask(rows["sent_on"].notna(), "stated"),
        state=rows["state"].map(_STATES).fillna("unknown"),
        submission="unknown",
        sent_through=OFFICE_ALLY,
        is_paper=False,
        source=SOURCE,
    )
    wanted = [c.name for c in SUBMITTED_CLAIMS]
    used = conform(whole[reason.isna()].reindex(columns=wanted).reset_index(drop=True), SUBMITTED_CLAIMS)
    left = whole[reason.notna()].reindex(columns=[c.name for c in CLAIMS_SET_ASIDE])
    return used, aside(left, "submitted", reason.dropna())


def joined(submitted: pd.DataFrame, listed: pd.DataFrame) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Return the submissions with those of lists, and the rows of lists whose claim another source has.

    Such a claim went out through Office Ally where its source names no way. It is the same by number, or by account and
    day of service, each with the day where both have one.
    """
    if listed.empty:
        return submitted, aside(listed, "submitted", IN_LIST)
    theirs = _places(listed)
    ours = {name: keys(submitted[name], submitted["service_from"]) for name in _NAMES}
    met = ours[_NAMES[0]].isin(theirs) | ours[_NAMES[1]].isin(theirs)
    untold = met & submitted["sent_through"].isna()
    known = set().union(*(set(places.dropna()) for places in ours.values()))
    here = pd.Series(False, listed.index, dtype=bool)
    for name in _NAMES:
        here |= among(keys(listed[name], listed["service_from"]), known).astype(bool)
    filled = submitted.assign(sent_through=submitted["sent_through"].mask(untold, OFFICE_ALLY))
    more = listed[~here].drop_duplicates([*_NAMES, "service_from", "submission_date"])[
        list(submitted.columns)
    ]
    whole = pd.concat([filled, more], ignore_index=True) if len(more) else filled
    return whole.astype(submitted.dtypes), aside(listed[here], "submitted", IN_LIST)


def _places(rows: pd.DataFrame) -> frozenset[str]:
    return frozenset(place for name in _NAMES for place in keys(rows[name], rows["service_from"]).dropna())
