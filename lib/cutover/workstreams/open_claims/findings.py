"""The findings of the handoff: which claims are a case of each."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from typing import Any

import pandas as pd

from cutover.columns import Column, Kind, Privacy, empty
from cutover.money import dollars
from cutover.reading.claims.states import is_taken_back
from cutover.result import Finding
from cutover.wording import and_joined, several
from cutover.workstreams import aging_by_claim, aging_days, own_lists, status_words, unread_cells
from cutover.workstreams.columns import PAYER, cents, count, text
from cutover.workstreams.decisions import REVERSED
from cutover.workstreams.denials import TO_PATIENT
from cutover.workstreams.findings import by_severity, finding, total
from cutover.workstreams.legacy_claims import known_sum
from cutover.workstreams.open_claims.appeal_days import LATE
from cutover.workstreams.open_claims.appeals import APPEALS, beside_claims, stake
from cutover.workstreams.open_claims.book import INCOMPLETE, NO_OWNER, OLDER, Book, waiting_long
from cutover.workstreams.open_claims.claims import (
    AGING,
    NO_ERA,
    PAID_IN_ERA,
    PATIENT,
    REJECTED,
    TAKEN_BACK,
    UNNOTICED,
    comes_otherwise,
    is_between,
    unremitted,
)
from cutover.workstreams.open_claims.crossovers import silent
from cutover.workstreams.open_claims.due import NO_RULE
from cutover.workstreams.open_claims.due_soon import ACTIONS, actions, again, is_soon
from cutover.workstreams.open_claims.resolved_notes import RESOLVED_NOTES, resolved_notes
from cutover.workstreams.open_claims.sent_files import NOT_IN_HISTORY, SENT_FILES, not_in_history, sent_files
from cutover.workstreams.open_claims.taxonomies import CLAIM_OF_FILE, TAXONOMIES, wrong_taxonomies
from cutover.workstreams.open_claims.unforwarded import UNFORWARDED
from cutover.workstreams.open_claims.visits import UNBILLED

# one row per claim of any finding
CASES = (
    text("case", "Claim", "case of the claim in the handoff workbook"),
    PAYER,
    text("status", "Status"),
    text("reason", "Denial reason", "group and reason code of the adjustment that refuses most"),
    cents("worth_cents", "Open", "null: no source tells it"),
    cents("expected_cents", "Expected", "from the practice's own record; null: unknown"),
    Column("deadline_month", Kind.MONTH, "Deadline in"),
    text("deadline_is", "Deadline for"),
    text("step", "What its reason asks for", "null: not a denial, or no step is known for its reason"),
    Column("deadline_on", Kind.DATE, "Deadline", "", Privacy.DESK),
    Column("service_from", Kind.DATE, "Service from", "", Privacy.DESK),
    text("claim_number", "Claim no.", "", Privacy.PHI),
    text("patient_control_number", "Account no.", "", Privacy.PHI),
    text("owner", "Owner", "", Privacy.DESK),
    text("deposit", "Deposit without a remittance", "of its payer: it may have paid the claim", Privacy.DESK),
    text("sent_on", "Sent on", "by the first payer: ask the payer, and file nothing again", Privacy.DESK),
    text("says", "What each source says", "", Privacy.DESK),
    text("found_in", "File", "", Privacy.PHI),
    text("found_on", "Sheet", "", Privacy.DESK),
    count("found_at", "Row"),
)
DIFFER = (
    text("case", "Claim"), PAYER, text("field", "Column"), text("one", "One says", "", Privacy.PHI),
    text("other", "The other says", "", Privacy.PHI), text("source", "The other's file", "", Privacy.PHI),
)  # fmt: skip
UNKNOWN = (
    PAYER, cents("amount_cents", "Open amount"), text("claim_number", "Claim no.", "", Privacy.PHI),
    text("account", "Account no.", "", Privacy.PHI), text("source_file", "File", "", Privacy.PHI),
    count("source_row", "Row"),
)  # fmt: skip
BY_PAYER = (PAYER, count("claims", "Claims"), cents("worth_cents", "Open"))
AGREED = (text("item", "Item"), text("statement", "What must be in writing"))
FILES = (text("source_file", "File", "", Privacy.PHI), text("problems", "Why", "", Privacy.DESK))


def made(book: Book, unwritten: pd.DataFrame) -> tuple[Finding, ...]:
    """Return the findings in order of severity; `unwritten` are the agreements that nobody attests (AGREED)."""
    found = [
        *_of_claims(book),
        *_of_notes(book),
        *_refused(book),
        *_not_in_history(book),
        *finding("handoff-taxonomy-wrong", wrong_taxonomies(book), TAXONOMIES, CLAIM_OF_FILE, "charge_cents"),
        *finding("handoff-not-in-writing", unwritten, AGREED, ["item"]),
        *finding("handoff-aging-differs", _of_agings(book), aging_by_claim.BY_CLAIM,
                 ["report", "claim", "payer"], "off_cents"),
        *status_words.findings(book.inputs.history),
    ]  # fmt: skip
    return by_severity(found)


def _of_agings(book: Book) -> pd.DataFrame:
    """The claims in which the newest aging of the client and the claim history differ."""
    return aging_by_claim.cases(aging_days.newest(book.aging_by_claim, book.inputs.aging))


def _of_claims(book: Book) -> Iterator[Finding]:
    yield from _without_era(book)
    yield from _to_patients(book)
    days = book.inputs.rules.deposit_days
    banked = book.worked[book.worked["deposit"].notna()]
    yield from finding("handoff-deposit-alone", cases_of(banked), CASES, ["case"], "worth_cents", days=days)
    yield from _silent(book)
    who = ["patient_control_number", "service_from", "payer"]
    yield from finding("handoff-not-sent-on", book.unforwarded, UNFORWARDED, who, "left_cents")
    yield from _unbilled(book)
    rows, today, last = book.worked, book.inputs.today, pd.Timestamp(book.inputs.last_day)
    passed = (rows["days_left"] < 0).fillna(False).astype(bool)
    near = (rows["deadline_on"] <= last) & ~passed
    soon = is_soon(rows, book.inputs) & ~near
    lapsed = rows[(rows["appeal_limit_on"] < today) & (rows["deadline_on"] >= today)]
    also: dict[str, Any] = (
        {"lapsed": f"{several(len(lapsed), 'claim')} worth {dollars(total(lapsed['worth_cents']) or 0)}"}
        if len(lapsed)
        else {}
    )
    picked = {
        "handoff-deadline-soon": (soon, _day(rows.loc[soon, "deadline_on"].min())),
        "handoff-deadline-near": (near, _day(rows.loc[near, "deadline_on"].min())),
        "handoff-deadline-passed": (passed, None),
        "handoff-rejected": (rows["status"].eq(REJECTED), None),
        UNNOTICED: (_is(rows["conflict"], UNNOTICED), None),
        TAKEN_BACK: (_is(rows["conflict"], TAKEN_BACK), None),
        "handoff-no-owner": (rows["handed"].eq(NO_OWNER), book.inputs.before),
        PAID_IN_ERA: (_is(rows["conflict"], PAID_IN_ERA), None),
        "handoff-incomplete": (rows["handed"].eq(INCOMPLETE), book.inputs.before),
        "handoff-overdue": ((rows["next_action_on"] < today) & ~rows["is_of_appeal"], None),
        "handoff-lapsed": (waiting_long(rows, today, book.inputs.rules.lapse_days), None),
        "handoff-older": (rows["age"].eq(OLDER), None),
        "handoff-amount-unknown": (rows["worth_cents"].isna(), None),
    }
    for code, (mask, when) in picked.items():
        cases = cases_of(rows[mask])
        money = None if code == "handoff-amount-unknown" else "worth_cents"
        yield from finding(code, cases, CASES, ["case"], money, when, days=book.inputs.rules.lapse_days,
                           soon=book.inputs.rules.soon_days,
                           window=book.inputs.rules.window_days, **_closeout(book),
                           since=f"{book.inputs.window_from:%Y-%m-%d}", **also)  # fmt: skip


def _unbilled(book: Book) -> Iterator[Finding]:
    rows = book.unbilled_visits
    last, unknown = rows["deadline_on"].min(), int(rows["deadline_on"].isna().sum())
    ends = f"The first limit ends in {last:%Y-%m}." if pd.notna(last) else ""
    of = "none" if unknown == len(rows) else several(unknown, "visit")
    lacks = f"The filing limit of {of} is {'' if of == 'none' else 'not '}known." if unknown else ""
    said: dict[str, Any] = {"limits": " ".join(filter(None, [ends, lacks]))}
    said["first"] = f"{rows['service_from'].min():%Y-%m}" if len(rows) else ""
    yield from finding(
        "handoff-visit-not-billed",
        rows,
        UNBILLED,
        ["service_from", "account", "source_row"],
        None,
        _day(last),
        **said,
    )


def _closeout(book: Book) -> dict[str, Any]:
    """When the deadlines end that count as near, in words: without a cutover date no end of a closeout is known."""
    last, days = book.inputs.last_day, book.inputs.run_rules.closeout_days
    if book.inputs.cutover:
        return {"when": "during the closeout", "until": f"The closeout ends on {last}"}
    lacks = unread_cells.day_lacks(book.inputs.practice, "no cutover date is set")
    why = f"The end of the closeout is unknown: {lacks}."
    return {
        "when": f"by {last}",
        "until": f"{why} These days count to {last}, {days} days after this report",
    }


def _due_actions(book: Book) -> Iterator[Finding]:
    """The next actions that people wrote down for the days to come."""
    rows, days = actions(book), book.inputs.rules.week_days
    first, further = _day(rows["due_on"].min()), again(rows)
    twice: dict[str, Any] = (
        {"again": f"{further:,} of them {'is' if further == 1 else 'are'}"} if further else {}
    )
    yield from finding(
        "handoff-action-soon", rows, ACTIONS, ["case", "what", "due_on"], "cents", first, week=days, **twice
    )


def _without_era(book: Book) -> Iterator[Finding]:
    """The claims that the history calls paid and no remittance names: nothing of them is open by the history."""
    rows = book.every[_is(book.every["conflict"], NO_ERA)]
    told = rows.assign(worth_cents=rows["history_paid_cents"], said_in=None, deadline_on=pd.NaT)
    told = told.reindex(columns=list(dict.fromkeys([*told.columns, *(c.name for c in CASES)])))
    told = told.assign(deadline_on=pd.to_datetime(told["deadline_on"]))
    yield from finding(NO_ERA, cases_of(told), CASES, ["case"], "worth_cents", **_apart(book.every))


def _apart(every: pd.DataFrame) -> dict[str, Any]:
    """The claims paid by the history alone that are no case, in words, as the audit of the archive has them too."""
    lacks, inside = unremitted(every), is_between(every)
    otherwise = comes_otherwise(every)
    parts = [(lacks & otherwise, "whose remittance is a text or paper"),
             (lacks & ~otherwise & ~inside, "of days without any remittance")]  # fmt: skip
    said = [
        f"{several(int(rows.sum()), 'claim')} worth {dollars(total(every.loc[rows, 'history_paid_cents']) or 0)} {why}"
        for rows, why in parts
        if rows.any()
    ]
    return {"apart": and_joined(said)} if said else {}


def _to_patients(book: Book) -> Iterator[Finding]:
    """The claims that the payer paid to the patient: no denials, but money to collect."""
    rows = book.open[_is(book.open["outcome"], TO_PATIENT) & book.open["status"].eq(PATIENT)]
    yield from finding("handoff-paid-to-patient", cases_of(rows), CASES, ["case"], "worth_cents")


def _silent(book: Book) -> Iterator[Finding]:
    """The claims that crossed over and that the later payer does not answer."""
    rows = silent(book)
    told = rows.reindex(columns=list(dict.fromkeys([*rows.columns, *(c.name for c in CASES)])))
    told = told.assign(deadline_on=pd.to_datetime(told["deadline_on"]))
    days = book.inputs.rules.crossover_days
    yield from finding(
        "handoff-crossover-silent", cases_of(told), CASES, ["case"], "worth_cents", crossed=days
    )


def _refused(book: Book) -> tuple[Finding, ...]:
    """The files that a 999 refused, of which not every claim is known to be sent again."""
    rows = sent_files(book)
    rows = rows[rows["is_open"].fillna(False)]
    who = ["answered_on", "group_number", "receipt"]
    return finding("handoff-batch-refused", rows, SENT_FILES, who, "charge_cents")


def _not_in_history(book: Book) -> tuple[Finding, ...]:
    """The claims of 837 files that no claim history has, and of how many files they are."""
    rows = not_in_history(book)
    who = ["patient_control_number", "service_from", "sent_on", "source_file"]
    files = several(rows["source_file"].nunique(), "file")
    return finding("handoff-file-claim-missing", rows, NOT_IN_HISTORY, who, "charge_cents", files=files)


def _of_notes(book: Book) -> Iterator[Finding]:
    every, notes = book.every, book.notes
    differ = notes.conflicts.assign(case=notes.conflicts["claim"].map(every["case"]),
                                    payer=notes.conflicts["claim"].map(every["payer"]))  # fmt: skip
    yield from finding("handoff-notes-differ", differ, DIFFER, ["case", "field"])
    yield from _of_appeals(book)
    yield from _of_calls(book)
    yield from _due_actions(book)
    yield from finding("handoff-note-resolved", resolved_notes(book), RESOLVED_NOTES, ["case"], "paid_cents")
    yield from finding(
        "handoff-note-unknown", notes.unknown, UNKNOWN, ["source_file", "source_row"], "amount_cents"
    )
    rows = book.worked[book.worked["deadline_unknown"].eq(NO_RULE).fillna(False)]
    payers = rows.groupby("payer", as_index=False).agg(
        claims=("case", "size"), worth_cents=("worth_cents", known_sum)
    )
    yield from finding("handoff-deadline-unknown", payers, BY_PAYER, ["payer"], "worth_cents")
    shut = book.inputs.returned.files
    yield from finding("handoff-file-not-read", shut[shut["state"] == "not read"], FILES, ["source_file"])


def _of_appeals(book: Book) -> Iterator[Finding]:
    """The appeals that lack something, that were filed too late, whose next action is overdue or due within days."""
    rows = book.appeals.assign(stake=stake(book.appeals))
    today, who = book.inputs.today, ["case", "payer", "reference"]
    late = (rows["next_action_on"] < today).fillna(False).astype(bool)
    alone = rows.index.isin(beside_claims(rows, book.worked).index)
    picked = {"handoff-appeal-incomplete": rows["missing"].notna(),
              "handoff-appeal-late": rows["in_time"].eq(LATE).fillna(False),
              "handoff-appeal-overdue": late & alone}  # fmt: skip
    for code, mask in picked.items():
        yield from finding(code, rows[mask], APPEALS, who, "stake")


def _of_calls(book: Book) -> Iterator[Finding]:
    """The calls of the client's own logs whose day to call again has passed, and those that nobody follows."""
    rows = own_lists.calls(book.inputs.returned.lists, book.inputs.today)
    who = ["claim_number", "payer", "act_on"]
    yield from finding("handoff-call-overdue", rows[rows["standing"].eq(own_lists.PAST)], own_lists.ROWS, who)
    alone = rows[rows["has_owner"].eq("no") & rows["act_on"].notna()]
    yield from finding("handoff-call-no-owner", alone, own_lists.ROWS, who)


def cases_of(rows: pd.DataFrame) -> pd.DataFrame:
    """Return claims in the columns of CASES, with what each source says in one text."""
    if rows.empty:
        return empty(CASES)
    month = rows["deadline_on"].dt.to_period("M").dt.to_timestamp()
    told = rows if "code" in rows else rows.assign(step=None, code=None)
    reason = rows["reason"].fillna(told["code"].astype("str"))
    told = told.assign(deadline_month=month, says=says(rows), reason=reason, sent_on=sent_on(rows))
    return told[[c.name for c in CASES]]


def sent_on(rows: pd.DataFrame) -> pd.Series:
    """Return who sent on each claim and when, such as `by MEDICARE on 2026-03-20`; null where nobody did."""
    on = rows["sent_on_by_first"].dt.strftime("%Y-%m-%d").astype("str")
    return "by " + rows["sent_on_by"].fillna("the first payer").astype("str") + " on " + on


def history_says(rows: pd.DataFrame) -> pd.Series:
    """Return the state of each claim by the history; open work that it calls rejected or reversed is told as that."""
    refused = rows["history_rejected"].astype("boolean").fillna(False).astype(bool)
    taken_back = is_taken_back(rows.assign(state=rows["history_state"]))
    return rows["history_state"].mask(refused, REJECTED).mask(taken_back, REVERSED)


def says(rows: pd.DataFrame) -> pd.Series:
    """Return what each source says of a claim, source by source."""
    aged = rows["known_from"].eq(AGING)
    told = history_says(rows)
    parts = {"history": told.mask(aged), "A/R aging": told.where(aged), "file summary": rows["summary_state"],
             "file of claims": rows["file_state"].replace({"unknown": "sent"}),
             "payer's answer": rows["answer_state"],
             "remittances": rows["outcome"], "people": rows["said_in"]}  # fmt: skip
    said = [(name + ": " + part.astype("str")).fillna("") for name, part in parts.items()]
    joined = pd.Series("", rows.index, dtype="str")
    for part in said:
        joined = joined + part.where(part == "", part + "; ")
    return joined.str.removesuffix("; ")


def _is(column: pd.Series, word: str) -> pd.Series:
    return column.eq(word).fillna(False).astype(bool)


def _day(stamp: pd.Timestamp) -> dt.date | None:
    return None if pd.isna(stamp) else stamp.date()
