"""Claim lists of a practice's own PM or EHR: they have the claims of every clearinghouse, and prove none of them.

Practice Mate keeps what Office Ally sends. The ledger of another system goes on after a cutover as before: through
which system a claim of it went out is told by file summaries and 837 files of Office Ally and by Medi's lists. Before
the cutover all went out through Office Ally.
"""

from __future__ import annotations

import datetime as dt

import pandas as pd

from cutover.lookup import among
from cutover.reading.claims.claim_keys import keys
from cutover.reading.claims.history import SOURCE as HISTORY
from cutover.reading.claims.sent import load_sent
from cutover.reading.claims.submissions import sent_keys
from cutover.reading.postings.postings import Told, system_named, told_by_intake
from cutover.reading.postings.tables import MEDI, OFFICE_ALLY, OWN
from cutover.reading.practice.book import Practice

_NAMES = ("patient_control_number", "claim_number")


def is_own(files: pd.Series, told: Told) -> pd.Series:
    """Return which files are of the practice's own system, as their paths or else the intake say.

    A path names it, or it names neither system where the intake says that Office Ally keeps no ledger and which system
    does.
    """
    system = {
        name: system_named(name, told) or (OWN if told.posts_elsewhere else None) for name in files.unique()
    }
    return files.map(system).eq(OWN).fillna(False).astype(bool)


def with_ways(practice: Practice, submitted: pd.DataFrame, filed: pd.DataFrame) -> pd.DataFrame:
    """Return submissions (SUBMITTED_CLAIMS), those of own ledgers with the way that other files tell.

    `filed` are the submissions of Office Ally's 837 files: a claim in one of them went through Office Ally, else one in
    a list of Medi through Medi. Of the others the way stays unknown.
    """
    own = _alone(practice, submitted)
    if not own.any():
        return submitted
    went = {OFFICE_ALLY: sent_keys(filed), MEDI: sent_keys(load_sent(practice).rows)}
    way = submitted["sent_through"]
    for name, known in went.items():
        there = [among(keys(submitted[number], submitted["service_from"]), set(known)) for number in _NAMES]
        way = way.mask(own & way.isna() & (there[0] | there[1]), name)
    return submitted.assign(sent_through=way)


def untold(practice: Practice, submitted: pd.DataFrame, cutover: dt.date | None) -> pd.Series:
    """Return which submissions (of `with_ways`) an own ledger alone tells of since the cutover, one truth value a row.

    Nobody knows through which system they went. The day is that of sending, else that of service.
    """
    if cutover is None:
        return pd.Series(False, submitted.index, dtype=bool)
    day = submitted["submission_date"].fillna(submitted["service_from"])
    late = (day >= pd.Timestamp(cutover)).fillna(False).astype(bool)
    return late & _alone(practice, submitted) if late.any() else late


def _alone(practice: Practice, submitted: pd.DataFrame) -> pd.Series:
    """Which submissions are known from an own ledger, without a way."""
    bare = submitted["source"].eq(HISTORY) & submitted["sent_through"].isna()
    bare = bare.fillna(False).astype(bool)
    return bare & is_own(submitted["source_file"], told_by_intake(practice)) if bare.any() else bare
