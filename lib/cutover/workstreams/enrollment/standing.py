"""Where each needed enrollment stands: what was filed for it, since when, and whom it waits on.

LIVE and the first ERA seen are two dates: LIVE does not prove that ERAs flow (Stedi). The second is read from the
remittances in Medi.
"""

from __future__ import annotations

import re

import pandas as pd

from cutover.columns import Column, Kind, Privacy, conform
from cutover.intake.enrollment_workbook import NO_ENROLLMENT, NOT_SUPPORTED, SUPPORTED
from cutover.intake.sheets import AWAY
from cutover.reading.payers.enrollments import UNWRITTEN
from cutover.reading.payers.families import ERA
from cutover.reading.payers.tables import EXPORT, INTAKE
from cutover.reading.postings.tables import MEDI
from cutover.workstreams.columns import count, date, text
from cutover.workstreams.enrollment.ended import ended_on
from cutover.workstreams.enrollment.filed_rows import MISFILED, empty_cells, misfiled, pairs, under_way
from cutover.workstreams.enrollment.inputs import Inputs
from cutover.workstreams.enrollment.needs import KEY, NEEDS, NO_ERA, WHO, answered_through_medi, needs
from cutover.workstreams.enrollment.noted_reasons import with_noted_reasons

LIVE, UNDER_WAY, WAITING = "live", "under way", "waiting on the provider"
REJECTED, NOT_ON_FILE = "rejected", "rejected: not on file"
NOT_FILED, CANCELED, NOT_NEEDED, CLOSED = "not filed", "canceled", "needs no enrollment", "not supported"
UNREAD, UNTOLD = "not known: its row could not be read", "not known: no row about it"
BLANK = "not known: its payer has a row, and the cell is empty"
STUCK = "submitted, and nothing says what it waits for"
ABSENT = (NOT_FILED, CANCELED, UNTOLD, BLANK)  # nothing is on its way, as far as is known
UNSAID = (UNREAD, UNTOLD, BLANK)  # no source says where it stands: neither live nor not filed
READY = (LIVE, NOT_NEEDED)
OPEN = (UNDER_WAY, WAITING)
STEDI = "Stedi"  # whom a request waits on that no payer has yet
_PROVIDER = ("practice", "provider")
_SUBMITTED = ("SUBMITTED", "STEDI_ACTION_REQUIRED")  # the older and the newer name
_TOLD = [
    "status",
    "waiting_on",
    "filed_on",
    "status_on",
    "live_on",
    "first_era_on",
    "last_era_on",
    "wanted_on",
    "reason",
    "source",
    "source_file",
    "source_sheet",
    "source_row",
]
_PLACE = ["source", "source_file", "source_sheet", "source_row"]
_ON_FILE = r"not\s+on\s+file|no\s+record\s+of|not\s+(?:found|registered|credentialed)|not\s+in\s+(?:our|the)\s+system"
STANDING = (
    *NEEDS,
    text("requirement", "Requirement", "what the payer requires"),
    text("required_by", "Says who"),
    text("state", "State", f"what it comes to: {LIVE}, {UNDER_WAY}, {WAITING}, {NOT_FILED}, {UNTOLD} and the like"),
    text("status", "Status", "Stedi's word; null: no source has a row for it"),
    text("waiting_on", "Waiting on"),
    date("filed_on", "Filed"),
    date("status_on", "Status since"),
    count("days_in_status", "Days since"),
    date("live_on", "Live since"),
    date("first_era", "First ERA in Medi", "of the remittances"),
    date("era_told", "ERA stated, not here", "a source says that one came by this day; no file of it is in medi_era"),
    date(
        "first_answered",
        "First accepted claim, by its own day",
        "its own day; sent through Medi, and accepted or decided: the claims arrive",
    ),
    date("wanted_on", "Asked for from", "the requested effective date: a wish, and no promise"),
    text("reason", "Reason", "in the payer's or Stedi's words", Privacy.DESK),
    text("source", "Source"),
    Column("sources_differ", Kind.FLAG, "Sources differ"),
    text("source_file", "File", "", Privacy.PHI),
    text("source_sheet", "Sheet", "", Privacy.DESK),
    Column("source_row", Kind.COUNT, "Row", "", Privacy.DESK),
)  # fmt: skip


def standing(inputs: Inputs) -> pd.DataFrame:
    """Return every needed enrollment with where it stands (STANDING), the payers with the most claims first."""
    wanted = needs(inputs)
    said = [inputs.requirement(row.payer, row.transaction) for row in wanted.itertuples()]
    asked = pd.DataFrame(said, columns=["requirement", "required_by"], index=wanted.index, dtype="str")
    rows = with_noted_reasons(inputs, wanted.join(asked).join(_latest(wanted, inputs.filed)))
    rows = rows.assign(
        first_era=_first_era(inputs, rows),
        first_answered=_first_answered(inputs, rows),
        days_in_status=(inputs.today - rows["status_on"].fillna(rows["filed_on"])).dt.days,
    )
    ended = ended_on(inputs, rows)
    rows = rows.assign(
        era_told=_era_told(rows).where(rows["first_era"].isna()),
        ended_on=ended,
        requirement=rows["requirement"].mask(ended.notna(), NO_ENROLLMENT),
        required_by=rows["required_by"].mask(
            ended.notna(), ended.dt.strftime("the intake: this billing provider ended on %Y-%m-%d")
        ),
    )
    limit = inputs.rules.waiting_days
    aside = inputs.unused_rows
    bare = aside["reason"].eq(UNWRITTEN).fillna(False).astype(bool)
    unread, other = _unread(wanted, aside[~bare]), misfiled(wanted, inputs.filed, ended)
    blank, silent = empty_cells(wanted, inputs.filed), _unread(wanted, aside[bare])
    silent = silent[~silent.index.isin(blank.index)].rename(columns={"found": "words"})
    blank = pd.concat([blank, silent])
    absent = other["state"].combine_first(pd.Series(BLANK, blank.index))
    state = [
        _state(row, limit, row.Index in unread.index, absent.get(row.Index)) for row in rows.itertuples()
    ]
    rows = _with_words(rows.assign(state=state), unread, other, blank)
    rows = rows.assign(
        waiting_on=[_waits_on(row) for row in rows.itertuples()],
        days_in_status=(inputs.today - since(rows)).dt.days,
    )
    return conform(rows[[c.name for c in STANDING]], STANDING)


def since(rows: pd.DataFrame) -> pd.Series:
    """Return the day since which each enrollment is in its state; null where no source dates it.

    What is under way is so from the day of its filing. A rejection, or what the provider is asked for, came later.
    """
    going = rows["state"].isin([UNDER_WAY, STUCK])
    return rows["status_on"].fillna(rows["filed_on"].where(going))


def drafts(rows: pd.DataFrame) -> pd.Series:
    """Return which enrollments are not filed by their status, and have a day of filing: only a person can tell."""
    return rows["state"].eq(NOT_FILED) & rows["filed_on"].notna()


def stated(rows: pd.DataFrame) -> pd.Series:
    """Return each state as a page says it: of a draft with its status, and that a filed day is given."""
    both = NOT_FILED + ": status " + rows["status"] + ", filed day given"
    return rows["state"].mask(drafts(rows), both)


def unused(inputs: Inputs, rows: pd.DataFrame) -> pd.DataFrame:
    """Return the enrollments of claims and ERAs that are under way or live and that nothing in use needs.

    Eligibility and claim status are left out: for which payers a practice uses them is not in its files.
    """
    filed = under_way(inputs.filed)
    # one of a billing provider that has ended is needed by nothing that goes on
    needed = pairs(rows.loc[ended_on(inputs, rows).isna(), KEY], filed)["filed"]
    meant = pairs(rows.loc[rows["state"].isin(MISFILED), KEY], filed, by=("billing_npi",))["filed"]
    return filed[~filed.index.isin([*needed, *meant])]


def _latest(wanted: pd.DataFrame, filed: pd.DataFrame) -> pd.DataFrame:
    """The newest word on each need: the latest status, of one day an export's before the intake's."""
    said = pairs(wanted, filed).merge(filed, left_on="filed", right_index=True)
    said = _with_rejected_under_others(said, wanted, filed)
    said = said.assign(
        day=said["status_on"].fillna(said["live_on"]).fillna(said["filed_on"]),
        export=said["source"] != INTAKE,
    )
    said = said.sort_values(["need", "day", "export", "filed"], na_position="first", kind="stable")
    last = said.groupby("need").tail(1).set_index("need")
    # an older word that differs is a step on the way; one of the same day, or without a day, contradicts
    beside = said.merge(last[["day", "status"]], left_on="need", right_index=True, suffixes=("", "_last"))
    off = (beside["status"] != beside["status_last"]) & ~(beside["day"] < beside["day_last"])
    differ = pd.Series(wanted.index.isin(beside.loc[off, "need"]), wanted.index)
    filed_first = said.groupby("need")["filed_on"].min()
    told = last[_TOLD].reindex(wanted.index)
    # a list without a reason is no reason: another that has the same status may tell it
    reasons = beside[beside["status"].eq(beside["status_last"]) & beside["reason"].notna()]
    told = told.assign(reason=told["reason"].fillna(_last_reason(reasons)).astype("str"))
    told = told.assign(
        filed_on=told["filed_on"].fillna(filed_first.reindex(wanted.index)), sources_differ=differ
    )
    return told.assign(live_on=told["live_on"].where(told["status"] == "LIVE"))


def _last_reason(rows: pd.DataFrame) -> pd.Series:
    """The last reason that rows on a need tell, by need."""
    return rows.reset_index(drop=True).groupby("need")["reason"].last()


def _with_rejected_under_others(
    said: pd.DataFrame, wanted: pd.DataFrame, filed: pd.DataFrame
) -> pd.DataFrame:
    """The words on needs, and for a need without any that of a request which was rejected under another NPI.

    A practice that files under a clinician's own NPI is rejected for it: that answers why nothing is under way. One
    that is live or under way under another NPI does nothing for this one.
    """
    told = filed[filed["status"].eq("REJECTED").fillna(False) & filed["billing_npi"].notna()]
    told = told[~told["billing_npi"].isin(wanted["billing_npi"].dropna())]
    near = pairs(wanted[~wanted.index.isin(said["need"])], told, by=("tax_id",))
    if near.empty:
        return said
    found = near.merge(told, left_on="filed", right_index=True)
    under = "filed under NPI " + found["billing_npi"]
    reason = (under + ": " + found["reason"]).where(found["reason"].notna(), under).astype("str")
    return pd.concat([said, found.assign(reason=reason)[said.columns]], ignore_index=True)


def _unread(wanted: pd.DataFrame, unused_rows: pd.DataFrame) -> pd.DataFrame:
    """The unused row that may be about a need, by need: of the payer, and of the transaction where it tells one."""
    both = wanted.reset_index(names="need")[["need", "payer", "transaction"]].merge(
        unused_rows[["payer", "transaction", "found", *_PLACE]], on="payer", suffixes=("", "_said")
    )
    fits = both["transaction_said"].isna() | (both["transaction_said"] == both["transaction"])
    return both[fits].drop_duplicates("need").set_index("need")


def _with_words(
    rows: pd.DataFrame, unread: pd.DataFrame, other: pd.DataFrame, blank: pd.DataFrame
) -> pd.DataFrame:
    """Rows with the words and the place of what could not be read, is empty, or was filed under another Tax ID."""
    for hit, told, words in (
        (rows["state"].eq(UNREAD), unread, "found"),
        (rows["state"].eq(BLANK), blank, "words"),
        (rows["state"].isin(MISFILED), other, "words"),
    ):
        beside = told.reindex(rows.index)
        given = {name: rows[name].mask(hit, beside[name]) for name in _PLACE} if hit.any() else {}
        rows = rows.assign(reason=rows["reason"].mask(hit, beside[words]), **given)
    return rows


def _state(row, waiting_days: int, is_unread: bool = False, other: str | None = None) -> str:
    if pd.notna(row.ended_on):
        return NOT_NEEDED  # what it was sent before it ended is worked in Office Ally
    if row.transaction == ERA and (pd.notna(row.first_era) or pd.notna(row.era_told)):
        return LIVE  # a remittance proves it, whatever else was written down
    if row.requirement == NOT_SUPPORTED and row.status != "LIVE":
        # claims go there and no remittance comes: its remittances are on paper, and nothing is to be filed
        return NOT_NEEDED if row.transaction == ERA and row.basis == NO_ERA else CLOSED
    known = isinstance(row.status, str)
    if pd.notna(row.first_answered) and (not known or row.status == "not filed"):
        return LIVE  # payers answer such claims: they arrive, though no source has a row about it
    if not known and is_unread:
        return UNREAD
    if row.status in AWAY and (row.transaction == ERA or row.requirement != SUPPORTED):
        return row.status
    if not known or row.status in ("not filed", "DRAFT", "not needed", CLOSED, *AWAY, "CANCELED"):
        free = row.transaction != ERA and (row.requirement == SUPPORTED or row.status == "not needed")
        absent = NOT_FILED if known else other or UNTOLD
        return NOT_NEEDED if free else CANCELED if row.status == "CANCELED" else absent
    if row.status == "REJECTED":
        reason = row.reason if isinstance(row.reason, str) else ""
        return NOT_ON_FILE if re.search(_ON_FILE, reason, re.IGNORECASE) else REJECTED
    if row.status == "LIVE":
        return LIVE
    provider = row.status == "PROVIDER_ACTION_REQUIRED" or row.waiting_on in _PROVIDER
    return WAITING if provider else STUCK if _is_stuck(row, waiting_days) else UNDER_WAY


def _is_stuck(row, waiting_days: int) -> bool:
    """Submitted for longer than it should be by Stedi's own export, and nobody says whom it waits on (Stedi's rule).

    Such a request usually waits on the provider; that of this one nothing says so is said.
    The word of a tracker or an intake that people keep is as old as its last change: it tells of no stop.
    """
    told = isinstance(row.waiting_on, str) and row.waiting_on != "nobody"
    return (
        row.source == EXPORT
        and row.status in _SUBMITTED
        and not told
        and pd.notna(row.days_in_status)
        and row.days_in_status > waiting_days
    )


def _waits_on(row) -> str | None:
    """Whom it waits on: as somebody wrote down, else what the status means."""
    if row.state in READY:
        return None
    if isinstance(row.waiting_on, str) and row.waiting_on != "nobody":
        return row.waiting_on
    of_state = {WAITING: "provider", NOT_ON_FILE: "provider"}
    of_state |= dict.fromkeys((*ABSENT, *MISFILED, REJECTED, *AWAY, UNREAD), "us")
    of_status = {"SUBMITTED": STEDI, "STEDI_ACTION_REQUIRED": STEDI, "PROVISIONING": "payer"}
    return of_state.get(row.state) or (of_status.get(row.status) if isinstance(row.status, str) else None)


def _era_told(rows: pd.DataFrame) -> pd.Series:
    """The day of an ERA that a source tells of: the first that a tracker notes, else the last that Stedi received."""
    told = rows["first_era_on"].fillna(rows["last_era_on"])
    return told.where(rows["transaction"] == ERA)


def _first_era(inputs: Inputs, rows: pd.DataFrame) -> pd.Series:
    """The first day of payment in Medi of each payer × Tax ID / NPI that has an ERA need."""
    remitted = inputs.remittances
    first = paid_pairs(rows, remitted[remitted["feed"] == MEDI]).groupby("need")["paid_on"].min()
    return first.reindex(rows.index).astype("datetime64[ms]")


def _first_answered(inputs: Inputs, rows: pd.DataFrame) -> pd.Series:
    """The day of the first claim of each need that went out through Medi and that its payer answered."""
    told = answered_through_medi(inputs)
    none = pd.Series(pd.NaT, rows.index, dtype="datetime64[ms]")
    if told.empty:
        return none
    days = told.set_index(KEY)["first_answered"]
    return days.reindex(pd.MultiIndex.from_frame(rows[KEY])).set_axis(rows.index).astype("datetime64[ms]")


PAID = ("paid_on", "paid_cents", "payment_key", "stated_cents")


def paid_pairs(rows: pd.DataFrame, remitted: pd.DataFrame) -> pd.DataFrame:
    """Return which remittance is of which ERA need: `need` (index of `rows`) and `PAID`."""
    eras = rows[rows["transaction"] == ERA].reset_index(names="need")[["need", *WHO]]
    paid = remitted.rename(columns={"payee_tin": "tax_id", "payee_npi": "billing_npi"})
    pairs = eras.merge(paid[[*WHO, *PAID]], on="payer", suffixes=("", "_paid"))
    for name in ("tax_id", "billing_npi"):
        mine, theirs = pairs[name], pairs[f"{name}_paid"]
        pairs = pairs[mine.isna() | theirs.isna() | (mine == theirs)]
    return pairs[["need", *PAID]]


def needing_none(number: int) -> str:
    """Return in words how many enrollments nobody has to file, behind a number of others; empty where none is."""
    return f"; {number} {'needs' if number == 1 else 'need'} no enrollment" if number else ""


def left_unsaid(rows: pd.DataFrame) -> bool:
    """Tell whether of all these enrollments that are not ready no source says where they stand."""
    return bool(rows.loc[~rows["state"].isin(READY), "state"].isin(UNSAID).all())
