"""The cases behind the findings of payer enrollment: rows of what is needed, filed, shared and read."""

from __future__ import annotations

from typing import Any

import pandas as pd

from cutover.columns import conform, empty
from cutover.intake.enrollment_workbook import NO_ENROLLMENT, REQUIRED, UNKNOWN
from cutover.intake.sheets import AWAY
from cutover.reading.era.parts import as_payments
from cutover.reading.mapping.record import UNREAD
from cutover.reading.payers.families import ERA
from cutover.reading.payers.tables import EXPORT
from cutover.reading.postings.tables import OFFICE_ALLY
from cutover.reading.practice.book import Practice
from cutover.shares import percent
from cutover.wording import several
from cutover.workstreams.enrollment.dates import SURE
from cutover.workstreams.enrollment.ended import paid_after_the_end
from cutover.workstreams.enrollment.filed_rows import MISFILED
from cutover.workstreams.enrollment.findings import CASES, COLUMNS
from cutover.workstreams.enrollment.needs import KEY, WHO, unnamed
from cutover.workstreams.enrollment.plan import Plan, overdue
from cutover.workstreams.enrollment.standing import (
    ABSENT,
    BLANK,
    CANCELED,
    CLOSED,
    LIVE,
    NOT_FILED,
    NOT_ON_FILE,
    READY,
    REJECTED,
    STUCK,
    UNDER_WAY,
    UNTOLD,
    WAITING,
    drafts,
    left_unsaid,
    paid_pairs,
    since,
    stated,
    unused,
)
from cutover.workstreams.enrollment.verdict import no_file
from cutover.workstreams.findings import placed
from cutover.workstreams.silences import limit_days, moving_rules, too_long
from cutover.workstreams.unread_cells import is_unread

CLAIMS = ("837P", "837I", "837D")
ON_ITS_WAY = (LIVE, UNDER_WAY, WAITING, STUCK)
Cases = dict[str, pd.DataFrame]
ORIGIN = ["source_file", "source_sheet", "source_row"]


def cases(plan: Plan) -> Cases:
    """Return the cases of every finding by its code; each frame has COLUMNS and `identity`."""
    found = _standing(plan) | _pairs(plan) | _shared(plan) | _sources(plan)
    found["enroll-cutover-too-early"] = _too_early(plan)
    told: Cases = {}
    none = empty(CASES).assign(identity=pd.Series(dtype="str"))
    for code, rows in found.items():
        if rows.empty:
            told[code] = none
            continue
        shaped = rows.reindex(columns=[*COLUMNS, "identity"])
        told[code] = conform(shaped[COLUMNS], CASES).assign(identity=shaped["identity"].astype("str"))
    return told


def _rows(rows: pd.DataFrame, what: pd.Series | str) -> pd.DataFrame:
    """Rows of the standing as cases; the money is that of an ERA, so that a payer's is not counted twice."""
    return rows.assign(
        what=what.reindex(rows.index) if isinstance(what, pd.Series) else what,
        since=since(rows),
        amount_cents=rows["paid_cents"].where(rows["transaction"] == ERA),
        detail=rows["reason"],
        identity=_identity(rows, KEY),
    )


def _identity(rows: pd.DataFrame, names: list[str]) -> pd.Series:
    texts = rows[names].astype("str").fillna("?")
    return texts.agg("|".join, axis=1) if len(rows) else pd.Series(dtype="str")


def _standing(plan: Plan) -> Cases:
    rows, rules = plan.standing, plan.inputs.rules
    state, move = rows["state"], rows["transaction"].isin([*CLAIMS, ERA])
    absent = state.isin(ABSENT)
    wanted, told = rows["requirement"] == REQUIRED, rows["status"].notna()
    # without a day of its own it cannot have waited for longer than it is filed
    waited = (plan.inputs.today - rows["status_on"].fillna(rows["filed_on"])).dt.days
    waits = (state == WAITING) & (waited.isna() | (waited > rules.waiting_days))
    late = overdue(plan)
    behind = (state == LIVE) & (rows["status"] != "LIVE").fillna(True).astype(bool)
    behind &= rows["transaction"] == ERA
    who = rows["billing_npi"].isna() | rows["tax_id"].isna()
    unfiled = absent & wanted & ~_forgotten(rows)
    now = unfiled & (not plan.is_undecided)
    canceled = now & state.eq(CANCELED)
    return {
        "enroll-not-supported": _rows(rows[(state == CLOSED) & move], "the payer does not support it"),
        "enroll-never-filed": _rows(rows[now & told & ~canceled], stated(rows)),
        "enroll-canceled": _rows(rows[canceled], _canceled(rows[canceled])),
        "enroll-nothing-filed": _rows(rows[now & ~told], _untold(plan)),
        "enroll-undecided": _rows(rows[unfiled & ~now], "to be filed once the move is decided"),
        "enroll-other-tax-id": _rows(rows[state.isin(MISFILED)], state),
        "enroll-era-not-here": _told_of(rows),
        "enroll-submitted-long": _rows(rows[state == STUCK], rows["status"]),
        "enroll-held-elsewhere": _rows(rows[state.isin(AWAY) & move], state),
        "enroll-still-in-office-ally": _still_in_office_ally(plan),
        "enroll-waiting-on-provider": _rows(rows[waits], rows["status"]),
        "enroll-not-on-file": _rows(rows[state == NOT_ON_FILE], "rejected: a matter of credentialing"),
        "enroll-rejected": _rows(rows[state == REJECTED], "rejected"),
        "enroll-overdue": _rows(late, late["waited"].map(lambda n: f"{n} days")
                                + late["high"].map(lambda n: f" under way, {n} at the most")
                                + (", and it waits on " + late["waiting_on"]).fillna("").astype("str")),
        "enroll-no-era-yet": _rows(_without_era(plan), "live, and no ERA in Medi yet"),
        "enroll-requirement-unknown": _rows(rows[absent & (rows["requirement"] == UNKNOWN)], "not looked up"),
        "enroll-sources-differ": _rows(rows[rows["sources_differ"].fillna(False).astype(bool)], rows["status"]),
        "enroll-status-behind": _rows(rows[behind], rows["status"].fillna("no source names it")),
        "enroll-who-unknown": _rows(rows[who], "the billing NPI or the Tax ID is not known"),
        "enroll-special-route": _routed(plan),
    }  # fmt: skip


def _canceled(rows: pd.DataFrame) -> pd.Series:
    """That an enrollment was filed, and since when it is canceled, as far as its row dates it."""
    filed = rows["filed_on"].dt.strftime("filed on %Y-%m-%d, ").fillna("")
    since_ = rows["status_on"].dt.strftime(" since %Y-%m-%d").fillna("")
    return (filed + "canceled" + since_).astype("str")


def _unseen(rows: pd.DataFrame) -> pd.Series:
    """Of which needs no ERA is in Medi, and no source tells of one."""
    return rows["first_era"].isna() & rows["era_told"].isna()


def _told_of(rows: pd.DataFrame) -> pd.DataFrame:
    """ERAs that a source says have come, of whose payer nothing lies in medi_era."""
    told = rows[rows["era_told"].notna()]
    who = (
        told["source"]
        .eq(EXPORT)
        .map({True: "Stedi says received on", False: "its row says that one came on"})
    )
    what = who + " " + told["era_told"].dt.strftime("%Y-%m-%d") + "; no file of it is here"
    return _rows(told, what.astype("str")).assign(since=told["era_told"])


def _untold(plan: Plan) -> str:
    """What a need is of which nothing tells: beside a list of enrollments that was not read, that one may tell it."""
    files = plan.inputs.files.enrollments.files
    shut = files[files["state"].isin(UNREAD)]
    if shut.empty:
        return "no source has a row for it"
    return (
        f"no source that was read has a row for it; {several(len(shut), 'file')} about enrollments not read"
    )


def _routed(plan: Plan) -> pd.DataFrame:
    """Payers in use, not yet live, that enroll by a route of their own."""
    rows = plan.standing
    special = [fact for fact in plan.inputs.facts if fact.code == "availity"]
    told = [any(fact.is_of(r.family, r.transaction) for fact in special) for r in rows.itertuples()]
    routed = ~rows["state"].isin(READY) & pd.Series(told, rows.index, dtype=bool)
    return _of_payers(rows[routed], special[0].text if special else "")


def _of_payers(rows: pd.DataFrame, what: str) -> pd.DataFrame:
    one = rows.drop_duplicates("payer")[["payer"]]
    return one.assign(what=what, identity=one["payer"])


def _with_state(rows: pd.DataFrame, transactions: tuple[str, ...], states: tuple[str, ...]) -> pd.Series:
    """Whether a row's payer × Tax ID / NPI has one of the transactions in one of the states."""
    has = rows[rows["transaction"].isin(transactions) & rows["state"].isin(states)][WHO].drop_duplicates()
    both = rows[WHO].merge(has, on=WHO, how="left", indicator=True)
    return both["_merge"].eq("both").set_axis(rows.index)


def _forgotten(rows: pd.DataFrame) -> pd.Series:
    """An ERA that is not filed although the claims are; one that was canceled was not forgotten."""
    absent = (rows["transaction"] == ERA) & rows["state"].isin([NOT_FILED, UNTOLD, BLANK])
    return absent & _with_state(rows, CLAIMS, ON_ITS_WAY)


def _pairs(plan: Plan) -> Cases:
    """What claims and ERA of one payer × Tax ID / NPI say together."""
    rows = plan.standing
    early = (rows["transaction"] == ERA) & (rows["state"] == LIVE)
    seen = rows["first_era"].notna()
    early &= _with_state(rows, CLAIMS, (*ABSENT, *MISFILED, UNDER_WAY, WAITING, STUCK, REJECTED, NOT_ON_FILE))
    return {
        "enroll-era-forgotten": _rows(
            rows[_forgotten(rows)],
            rows["state"]
            .map(
                {
                    UNTOLD: "claims are filed, no source has a row for the ERA",
                    BLANK: "claims are filed, the cell for the ERA is empty",
                }
            )
            .mask(drafts(rows), "claims are filed, the ERA is " + stated(rows))
            .fillna("claims are filed, the ERA is not"),
        ),
        "enroll-era-before-claims": _rows(
            rows[early & seen], "ERAs come to Medi, nothing says that claims are live"
        ),
        "enroll-era-said-live": _rows(
            rows[early & ~seen], "a source calls the ERA live, nothing says that claims are"
        ),
    }


def _still_in_office_ally(plan: Plan) -> pd.DataFrame:
    """ERAs that are said to be live, none of which is in Medi, with what Office Ally got after that day."""
    rows, remitted = plan.standing, plan.inputs.remittances
    said = rows[(rows["transaction"] == ERA) & (rows["state"] == LIVE) & _unseen(rows)]
    old = remitted[(remitted["side"] == OFFICE_ALLY) & remitted["counts"].isna()]
    pairs = paid_pairs(said, old)
    since = said["live_on"].reindex(pairs["need"]).set_axis(pairs.index)
    late = pairs[pairs["paid_on"] > since]
    late = late.assign(number=as_payments(late, ["need"])).groupby("need")
    told = late.agg(last=("paid_on", "max"), cents=("paid_cents", "sum"), number=("number", "sum"))
    found = said.loc[told.index]
    what = [f"{several(n, 'remittance')} in Office Ally after the live day, the last of {last:%Y-%m-%d}"
            for n, last in zip(told["number"], told["last"], strict=True)]  # fmt: skip
    shaped = _rows(found, pd.Series(what, found.index, dtype="str"))
    return shaped.assign(since=found["live_on"], amount_cents=told["cents"])


def _without_era(plan: Plan) -> pd.DataFrame:
    """ERA enrollments that are live for longer than the payer's rhythm allows without an ERA in Medi."""
    rows, rules = plan.standing, plan.inputs.rules
    silent = rows[(rows["transaction"] == ERA) & (rows["state"] == LIVE) & _unseen(rows)]
    silent = silent[silent["live_on"].notna()]
    figures, most = moving_rules(plan.inputs.as_of), rules.first_era_days

    def longest(gaps: pd.Series) -> float:
        twice = max(figures.floor_days, rules.first_era_times * gaps.median()) if len(gaps) else most
        return min(limit_days(gaps, figures), twice, most)

    limits = {payer: longest(_gaps(plan, payer)) for payer in silent["payer"].unique()}
    limit = silent["payer"].map(limits).astype("float64").fillna(most)
    today = pd.Series(plan.inputs.today, silent.index, dtype="datetime64[ms]")
    return silent[too_long(silent["live_on"], today, limit, figures)]


def _gaps(plan: Plan, payer: str) -> pd.Series:
    """The days between a payer's payment days of the last months."""
    days = plan.inputs.recent.loc[plan.inputs.recent["payer"] == payer, "paid_on"].dropna().drop_duplicates()
    return days.sort_values().diff().dropna().dt.days


def _day_lacks(own: Practice, other: Practice) -> str:
    """Why two practices cannot be compared by their days: one is not set, or cannot be read."""
    shut = [one for one in (own, other) if one.cutover is None and is_unread(one, "cutover_date")]
    return "a cutover date cannot be read" if shut else "a cutover date is not set"


def _shared(plan: Plan) -> Cases:
    """Tax IDs of several practices, and of several NPIs of this one."""
    inputs, rows = plan.inputs, plan.standing
    waves = [
        {"payer": "(all payers)", "transaction": ERA, "tax_id": tin, "detail": other.name,
         "what": "it moves on another day" if other.cutover and inputs.cutover
         else _day_lacks(inputs.files.practice, other),
         "identity": f"{tin}|{other.slug}"}
        for other in inputs.files.siblings
        for tin in sorted(inputs.files.practice.tins & other.tins)
        if other.cutover != inputs.cutover or inputs.cutover is None
    ]  # fmt: skip
    eras = rows[(rows["transaction"] == ERA) & rows["billing_npi"].notna()]
    eras = eras[eras["requirement"] != NO_ENROLLMENT]  # who has ended moves with nobody
    begun = eras["state"].isin(ON_ITS_WAY)
    groups = eras.assign(begun=begun).groupby(["payer", "tax_id"])["begun"].agg(["any", "all"])
    part = groups[groups["any"] & ~groups["all"]].reset_index()
    part = part.assign(
        transaction=ERA, what="filed for some of its NPIs", identity=_identity(part, ["payer", "tax_id"])
    )
    return {
        "enroll-tin-two-waves": pd.DataFrame(waves),
        "enroll-tin-part": part,
        "enroll-paid-to-ended": _paid_after_the_end(plan),
    }


def _paid_after_the_end(plan: Plan) -> pd.DataFrame:
    """Remittances that pay new services to a Tax ID or NPI that has ended."""
    rows, what = paid_after_the_end(plan.inputs), []
    row: Any  # as `itertuples` gives them
    for row in rows.itertuples():
        paid = "an unknown day" if pd.isna(row.paid_on) else f"{row.paid_on:%Y-%m-%d}"
        served = f"{several(row.claims, 'claim')} of services from {row.first:%Y-%m-%d}"
        what.append(f"{served}, paid on {paid}; it ended on {row.ended_on:%Y-%m-%d}")
    identity = rows["content"].astype("str") + "|" + rows["payment_id"].astype("str")
    return rows.assign(transaction=ERA, what=what, since=rows["paid_on"], identity=identity)


def _too_early(plan: Plan) -> pd.DataFrame:
    """Top payers that are not surely live by the cutover date, or are not live after it."""
    cutover, made = plan.inputs.cutover, []
    for payer in plan.top if cutover is not None else ():
        rows = plan.deciding[plan.deciding["payer"] == payer]
        chance = plan.chance(rows, cutover)
        if rows["state"].isin(READY).all() or (chance is not None and chance >= SURE):
            continue
        told = "not live" if not left_unsaid(rows) else f"{no_file(plan)} tells whether it is live"
        what = (
            f"{told}, and the practice has moved"
            if chance is None
            else f"live by {cutover} with a chance of {percent(chance, 0)}"
        )
        paid = rows["paid_cents"].dropna()
        made.append({"payer": payer, "what": what, "identity": payer,
                     "amount_cents": int(paid.sum()) if len(paid) else None})  # fmt: skip
    return pd.DataFrame(made)


def _sources(plan: Plan) -> Cases:
    """What could not be read or used, what is filed without need, and what is old."""
    inputs = plan.inputs
    files = pd.concat([inputs.files.enrollments.files, inputs.files.requirements.files], ignore_index=True)
    bad = files[files["state"] == "not read"]
    aside = placed(inputs.unused_rows.drop_duplicates(ORIGIN))
    extra = placed(unused(inputs, plan.standing).drop_duplicates([*KEY, *ORIGIN]))
    loose = placed(unnamed(inputs))
    where = ["source_file", "place"]
    return {
        "enroll-file-not-read": bad.assign(
            payer="(file)", what="not read", detail=bad["reason"], identity=bad["source_file"]),
        "enroll-row-not-used": aside.assign(
            payer=aside["payer_name"], what=aside["reason"], detail=aside["found"], identity=_identity(aside, where)),
        "enroll-not-needed": extra.assign(
            what=extra["status"], since=extra["status_on"], identity=_identity(extra, [*KEY, *where])),
        "enroll-payer-unknown": loose.assign(
            what="no payer is named", since=loose["day"], amount_cents=loose["charge_cents"], transaction="837P",
            identity=_identity(loose, where)),
        "enroll-list-old": _old_list(plan),
    }  # fmt: skip


def _old_list(plan: Plan) -> pd.DataFrame:
    day = plan.inputs.files.requirements.list_day
    if day is None or (plan.inputs.as_of - day).days <= plan.inputs.rules.list_days:
        return pd.DataFrame()
    copy = {
        "payer": "(all payers)",
        "what": "the newest copy",
        "since": pd.Timestamp(day),
        "identity": str(day),
    }
    return pd.DataFrame([copy])
