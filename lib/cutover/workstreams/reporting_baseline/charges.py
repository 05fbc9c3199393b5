"""What was billed: every claim on file once, with its day of service, its day of submission and its charge."""

from __future__ import annotations

import pandas as pd

from cutover.columns import empty
from cutover.reading.claims.batches import SOURCE as FILES
from cutover.reading.claims.claim_keys import own_keys
from cutover.reading.claims.claims import Claims
from cutover.reading.claims.either_way import sent_first
from cutover.reading.claims.era_submissions import SOURCE as ERA
from cutover.reading.claims.history import SOURCE as HISTORY
from cutover.reading.claims.same_service import sent_twice
from cutover.reading.claims.sent import is_taken_back
from cutover.reading.claims.states import is_own_charge
from cutover.reading.claims.submissions import LIST, is_self_pay, keys, sent_keys
from cutover.reading.claims.tables import SENT_CLAIMS
from cutover.reading.postings.tables import MEDI
from cutover.wording import and_joined
from cutover.workstreams.every_claim import beyond, filed
from cutover.workstreams.findings import placed
from cutover.workstreams.reporting_baseline.months import month_of

SUBMISSIONS, NOTHING = "file summaries and remittances", "no claims on file"
LISTS, OF_SENT = "Medi's lists of claims", "lists of claims sent through Office Ally"
_NO_LIST = empty(SENT_CLAIMS)


def known_from(claims: Claims) -> str:
    """Return which source tells of charges: the claim history where there is one, else what was submitted."""
    if len(claims.history):
        return HISTORY
    return SUBMISSIONS if len(claims.submitted) else NOTHING


def said_from(claims: Claims, sent: pd.DataFrame = _NO_LIST) -> str:
    """Return in words which sources tell of charges; `sent` (SENT_CLAIMS) are Medi's lists."""
    told = _of_office_ally(claims)
    if sent.empty:
        return told
    return LISTS if told == NOTHING else f"{told}, with what {LISTS} alone tell of"


def _of_office_ally(claims: Claims) -> str:
    known = known_from(claims)
    if known == HISTORY:
        more = _named(claims.filed["source"])
        return f"{HISTORY}, and {and_joined(more)} of claims that it lacks" if more else HISTORY
    more = _named(claims.submitted["source"])
    return (
        f"{and_joined(['file summaries', *more, 'remittances'])}" if known == SUBMISSIONS and more else known
    )


def _named(sources: pd.Series) -> list[str]:
    """The files of claims and lists of what was sent among sources, in words."""
    return [words for source, words in ((FILES, FILES), (LIST, OF_SENT)) if sources.eq(source).any()]


def billed(claims: Claims, sent: pd.DataFrame = _NO_LIST) -> pd.DataFrame:
    """Return the claims billed, one row each: `service_from`, `submission_date`, `charge_cents`, `source`, `month` of
    service. Which they are says `billed_claims`; a claim without a day of service has no month."""
    return _rows(billed_claims(claims, sent))


def billed_claims(claims: Claims, sent: pd.DataFrame = _NO_LIST) -> pd.DataFrame:
    """Return the claims billed, one row each, with all that their sources say (CLAIM_HISTORY or SUBMITTED_CLAIMS).

    A claim that was submitted again counts once, as it was sent last.
    A claim that the history calls void or replaced is no charge: it is in none of these rows, nor is one that another
    837 takes back. Nor is one that the first payer sent on, since its charge is the first claim's, nor a visit that the
    patient pays (`self_pay`). Beside the history count the claims of 837 files and of lists of what was sent that it
    lacks, and of Medi's lists (`sent`, SENT_CLAIMS) what none of them has. A service that went out through both systems
    under two numbers is one claim.
    """
    history = claims.history
    if history.empty:
        out = is_taken_back(sent)
        every = sent_first(_without_twice(claims, sent), sent[~out])
        once = _each_once(every, claims.voided | sent_keys(sent[out])).reset_index(drop=True)
        return _with_procedures(once, [claims.listed, sent])
    own = history[is_own_charge(history) & ~is_self_pay(history)]
    listed = beyond(claims, sent)
    more = [filed(claims, sent), listed.assign(submission_date=listed["sent_on"])]
    parts = [own, *(part for part in more if len(part))]
    return pd.concat(parts, ignore_index=True) if len(parts) > 1 else own.reset_index(drop=True)


def _without_twice(claims: Claims, sent: pd.DataFrame) -> pd.DataFrame:
    """The submissions without those of a service that Medi's lists have under another number."""
    twice = sent_twice(claims.listed, sent)
    return claims.submitted[~own_keys(claims.submitted).isin(list(twice))]


def _with_procedures(rows: pd.DataFrame, lists: list[pd.DataFrame]) -> pd.DataFrame:
    """The submissions with the procedures that lists of what was sent (SENT_CLAIMS) tell of them."""
    told = pd.Series(None, rows.index, dtype="str")
    names = ("patient_control_number", "claim_number")
    for listed in (one[one["procedures"].notna()] for one in lists):
        place = pd.concat([keys(listed[name], listed["service_from"]) for name in names])
        known = pd.concat([listed["procedures"]] * len(names)).set_axis(place)
        known = known[known.index.notna() & ~known.index.duplicated(keep="last")]
        for name in names:
            told = told.fillna(keys(rows[name], rows["service_from"]).map(known).astype("str"))
    return rows.assign(procedures=told)


def self_pay(claims: Claims) -> pd.DataFrame:
    """Return the visits that patients pay themselves, one row each as `billed`: no payer's charge is in them."""
    history = claims.history
    return _rows(history[is_own_charge(history) & is_self_pay(history)])


def _rows(told: pd.DataFrame) -> pd.DataFrame:
    rows = told[["service_from", "submission_date", "charge_cents", "source"]].reset_index(drop=True)
    return rows.assign(month=month_of(rows["service_from"]))


def goes_on(claims: Claims, sent: pd.DataFrame, cutover: pd.Timestamp | None) -> bool:
    """Return whether the claim history goes on past the cutover: it has what is billed in Medi since then, too.

    That is so where its own column names Medi as the way of a claim with service from the cutover on, or where it has
    more of the claims of Medi's lists (SENT_CLAIMS) than it lacks: a few are there because they went out twice.
    """
    if cutover is None:
        return False
    history = claims.history
    late = (history["service_from"] >= cutover).fillna(False)
    if history.loc[late, "sent_through"].eq(MEDI).fillna(False).any():
        return True
    told = _of_lists(claims, sent, cutover)
    return bool(told["is_held"].sum() > (~told["is_held"]).sum())


def not_in_history(claims: Claims, sent: pd.DataFrame, cutover: pd.Timestamp | None) -> pd.DataFrame:
    """Return the claims of Medi's lists (SENT_CLAIMS) that the history lacks, with their `month`, each claim once.

    Of service from the cutover on; those without a number and a day cannot be looked for and are left out.
    """
    rows = _of_lists(claims, sent, cutover)
    lost = rows[~rows["is_held"]]
    return lost.assign(month=month_of(lost["service_from"]))


def _of_lists(claims: Claims, sent: pd.DataFrame, cutover: pd.Timestamp | None) -> pd.DataFrame:
    """The claims of Medi's lists since the cutover, each once and not withdrawn, and whether the history has them."""
    late = sent["service_from"].notna() if cutover is None else sent["service_from"].ge(cutover).fillna(False)
    rows = sent[late & ~sent["state"].eq("withdrawn").fillna(False)]
    history, names = claims.history, ("patient_control_number", "claim_number")
    history = history[history["service_from"].isin(rows["service_from"])]  # few of a long history
    held = pd.concat([keys(history[name], history["service_from"]) for name in names]).dropna()
    own, theirs = (keys(rows[name], rows["service_from"]) for name in names)
    rows = rows.assign(is_held=own.isin(held) | theirs.isin(held), key=own.fillna(theirs))
    return rows.dropna(subset=["key"]).drop_duplicates("key")


def in_files_alone(rows: pd.DataFrame) -> pd.DataFrame:
    """Return what 837 files alone tell of the charges of a month of service (`billed`), a row per month that has some.

    `claims` and `cents` are of these, `history_cents` what the claim history charges in the month (null where it states
    no charge); a month of which the history has no claim is not among them: nothing can be said to be missing there.
    """
    dated = rows.dropna(subset=["month"])
    files, own = (dated[dated["source"].eq(source)] for source in (FILES, HISTORY))
    months = sorted(set(files["month"]) & set(own["month"]))
    found = files.groupby("month")["charge_cents"].agg(["size", _sum]).reindex(months)
    history = own.groupby("month")["charge_cents"].agg(_sum).reindex(months)
    return pd.DataFrame({
        "claims": found["size"].astype("int64"), "cents": found["_sum"].astype("Int64"),
        "history_cents": history.astype("Int64"),
    })  # fmt: skip


def _sum(amounts: pd.Series) -> object:
    return amounts.sum(min_count=1)


def answered_alone(rows: pd.DataFrame) -> pd.Series:
    """Return how many claims of a month of service (`billed`) are all known, and from remittances alone, by month.

    A payer answers only what it has decided: what waits, was rejected or never answered is in no remittance.
    """
    alone = rows["source"].eq(ERA).groupby(rows["month"]).agg(["all", "size"])
    return alone.loc[alone["all"].astype(bool), "size"]


def by_month(rows: pd.DataFrame, day: str = "service_from") -> pd.Series:
    """Return the charges by month of a day; a month has its sum where at least one charge is known."""
    return rows.groupby(month_of(rows[day]))["charge_cents"].sum(min_count=1).astype("Int64")


def _each_once(submitted: pd.DataFrame, voided: frozenset[str]) -> pd.DataFrame:
    ordered = placed(submitted.sort_values(["submission_date", "source_file", "source_row"], kind="stable"))
    claim = own_keys(ordered)
    place = ordered["source_file"].astype("str") + "#" + ordered["place"]
    # an 837 has several claims of one account and day in one file where they are several
    turn = (
        ordered.groupby([claim, "source_file"], dropna=False).cumcount().where(ordered["source"].eq(FILES), 0)
    )
    again = (claim + "#" + turn.astype("str")).fillna(place).duplicated(keep="last")
    return ordered[~again & ~claim.isin(list(voided))].drop(columns="place")
