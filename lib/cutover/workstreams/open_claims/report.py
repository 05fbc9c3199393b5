"""Open claims handed over: what becomes of every dollar that is open at the cutover?

The findings stand in `findings`; what a source says of a claim, and which word holds, in `claims`.
"""

from __future__ import annotations

import pandas as pd

from cutover.columns import Column, Kind, Privacy, conform
from cutover.money import dollars
from cutover.reading.intake.returned import RETURNED_FILES, RETURNED_TITLE
from cutover.reading.payers.deadlines import APPEAL, FILING
from cutover.result import Result, Table
from cutover.shares import percent
from cutover.wording import several
from cutover.workstreams import (
    absences,
    aging_by_claim,
    aging_days,
    aging_figures,
    aging_weeks,
    dated_notes,
    denial_steps,
    legacy_claims,
    open_balance,
    own_lists,
    status_words,
    unposted,
    unread_cells,
    unread_files,
    whose_rows,
)
from cutover.workstreams.answers import signed
from cutover.workstreams.columns import PAYER, cents, count, date, share, text
from cutover.workstreams.findings import table, total
from cutover.workstreams.legacy_claims import known_sum
from cutover.workstreams.open_claims import (
    by_account,
    by_reason,
    by_summary,
    listed_days,
    patient_balances,
    taxonomies,
    visits,
)
from cutover.workstreams.open_claims import findings as handoff_findings
from cutover.workstreams.open_claims.agreements import agreements, unwritten
from cutover.workstreams.open_claims.appeals import APPEALS
from cutover.workstreams.open_claims.book import HANDED, INCOMPLETE, NO_OWNER, Book, book_of
from cutover.workstreams.open_claims.by_history import BY_HISTORY, by_history
from cutover.workstreams.open_claims.by_payer import BY_PAYER, by_payer
from cutover.workstreams.open_claims.claims import APPEALED, STATUSES
from cutover.workstreams.open_claims.counted import COUNTED, counted
from cutover.workstreams.open_claims.due import AGAIN
from cutover.workstreams.open_claims.due_soon import ACTIONS, actions
from cutover.workstreams.open_claims.expected import RECORD
from cutover.workstreams.open_claims.findings import cases_of
from cutover.workstreams.open_claims.forecast import FORECAST
from cutover.workstreams.open_claims.inputs import Inputs
from cutover.workstreams.open_claims.limits import DAYS, LIMITS, by_limit, shown_day
from cutover.workstreams.open_claims.listed import LISTED, on_lists, sides
from cutover.workstreams.open_claims.resolved_notes import RESOLVED_NOTES, resolved_notes
from cutover.workstreams.open_claims.sent_files import SENT_CLAIMS, SENT_FILES, sent_claims, sent_files
from cutover.workstreams.open_claims.since_cutover import of_any_day, since_cutover
from cutover.workstreams.open_claims.verdict import figures, state, verdict

TITLE = "Open claims handed over"
FIRST = (
    text("case", "Claim", "its case in the handoff workbook"),
    PAYER,
    text("status", "Status"),
    text("reason", "Denial reason"),
    cents("worth_cents", "Open"),
    cents(
        "expected_cents", "Expected", "open times received of charged of the claims like it; null: unknown"
    ),
    text("arithmetic", "Claims like it"),
    text("last_day", "Last day", "the month where the limit counts from a service"),
    text("deadline_is", "Deadline for"),
    text("step", "What its reason asks for", "null: not a denial, or no step is known for its reason"),
    Column("also_month", Kind.MONTH, "Second limit in"),
    text("also_is", "Second limit for"),
    text("handed", "Handed over"),
    Column("deadline_on", Kind.DATE, "Deadline", "", Privacy.DESK),
    Column("also_on", Kind.DATE, "Second limit", "", Privacy.DESK),
    Column("claim_limit_on", Kind.DATE, "Limit from service", "of the payer for a claim", Privacy.DESK),
    Column("appeal_limit_on", Kind.DATE, "Limit of an appeal", "", Privacy.DESK),
    Column("corrected_limit_on", Kind.DATE, "Limit of a corrected claim", "", Privacy.DESK),
    Column("service_from", Kind.DATE, "Service from", "", Privacy.DESK),
    text("claim_number", "Claim no.", "", Privacy.PHI),
    text("patient_control_number", "Account no.", "", Privacy.PHI),
    text("owner", "Owner", "", Privacy.DESK),
    text("next_action", "Next action", "", Privacy.PHI),
    text("deposit", "Deposit without a remittance", "of its payer: it may have paid the claim", Privacy.DESK),
    text("sent_on", "Sent on", "by the first payer: ask the payer, and file nothing again", Privacy.DESK),
    text("says", "What each source says", "", Privacy.DESK),
)
BY_STATUS = (
    text("status", "Status"), text("age", "Service"), count("claims", "Claims"), cents("worth_cents", "Open"),
    count("unknown", "Of unknown amount"), cents("handed_cents", "Handed over"),
)  # fmt: skip
_NOBODY = "(nobody)"  # whose a claim without an owner is
BY_OWNER = (
    text("who", "Owner", "", Privacy.DESK), text("person", "Whose", "without a name"), count("claims", "Claims"),
    cents("worth_cents", "Open"), count("handed", "Handed over"), count("incomplete", "Incomplete"),
    cents("handed_cents", "Handed over, money"), share("handed_share", "Share of money"),
)  # fmt: skip
_ON_FILE = "an appeal is on file"  # its limit stands beside those that run
_LAST_DAYS = (
    text("first", "Earliest last day", "the month where the limit counts from a service"),
    text("last", "Latest last day", "the month where the limit counts from a service"),
    Column("first_on", Kind.DATE, "Earliest last day, exactly", "", Privacy.DESK),
    Column("last_on", Kind.DATE, "Latest last day, exactly", "", Privacy.DESK),
)
BY_DEADLINE = (
    PAYER, text("deadline_is", "Deadline for"), text("rule", "Rule, or why none is known"),
    text("when", "When"), count("claims", "Claims"), cents("worth_cents", "Open"), *_LAST_DAYS,
)  # fmt: skip
FURTHER = (
    PAYER, text("also_is", "Limit for"), text("when", "When"), count("claims", "Claims"), cents("worth_cents", "Open"),
    *_LAST_DAYS,
)  # fmt: skip
SOURCES = (text("known_from", "First known from"), text("says", "What each source says"), count("claims", "Claims"),
           cents("worth_cents", "Open"))  # fmt: skip
AGREED = (text("statement", "What must be in writing"), text("state", "State"), date("attested_on", "On"),
          text("attested_by", "Who", "", Privacy.DESK))  # fmt: skip
_WEEKLY = (
    text("week_label", "Week to"), PAYER, cents("open_cents", "Open"), count("claims", "Claims"),
)  # fmt: skip
_CLOSING = "What will be open at the end of the closeout"
_BOUNDS = (
    "What is in no file and no person's note is not known here. A claim that is in no source is missing.",
    "The claim history decides what is resolved and what is open of a claim, as in the parallel run. Where another "
    "source differs, that is a finding, and a person settles it.",
    "An account number that a payer has cut short does not match: its remittance is then a claim of its own.",
    "Deadlines count from the first day of service, the earlier of the days from which payers count.",
    "Money is expected at the rate of earlier claims like it. That assumes a future like the past.",
    "The forecast rests on claims with a day of resolution; claims are taken as independent of each other.",
)


def assess(inputs: Inputs) -> Result:
    """Return what is open of a practice on a day, how much of it is handed over, and what comes first.

    Raises ReferenceDataError where the rules do not hold on that day.
    """
    return report(book_of(inputs))


def report(book: Book) -> Result:
    """Return the result of a practice's open claims."""
    found = handoff_findings.made(book, unwritten(book.inputs))
    inputs = book.inputs
    said = status_words.told(verdict(book, found), inputs.history, inputs.decisions)
    made = Result(
        title=TITLE,
        verdict=unread_files.told(said, inputs.files),
        figures=figures(book),
        findings=unread_files.with_findings(whose_rows.with_findings(found, inputs.not_own), inputs.files),
        tables=_tables(book),
        limits=(
            *_BOUNDS,
            *_unseen(book),
            *_posted_twice(book),
            *by_account.limits(inputs),
            *patient_balances.limits(inputs),
            *listed_days.limits(listed_days.listed_days(book)),
            *_aging_told(book),
            *status_words.limits(inputs.history, inputs.decisions),
            *unread_files.limits(inputs.files),
            *whose_rows.limits(inputs.not_own),
            *(f"Assumption: {said}" for said in inputs.rules.assumptions),
        ),
        sources=(
            inputs.rules.source,
            inputs.deadlines.source,
            inputs.run_rules.source,
            denial_steps.source(inputs.as_of),
            *taxonomies.sources(book),
        ),
    )
    made = absences.told(made, "open_claims", {
        "claim history, file summary or remittance": book.is_known,
        "claim history": len(inputs.history) > 0,
        "A/R aging of the client": len(inputs.aging.rows) > 0,
        "list of denials": len(inputs.denials) > 0,
        "list of visits that tells what became of each": len(inputs.visits) > 0,
    })  # fmt: skip
    told = unread_cells.told(made, unread_cells.of([inputs.practice], "open_claims"))
    return signed(told, "open_claims", state(book))


def period(inputs: Inputs) -> str:
    """Return the days of service that are counted by status, such as `2026-03-01 to 2026-06-28`."""
    last = min(inputs.before, inputs.as_of)
    return f"{inputs.window_from:%Y-%m-%d} to {last}"


def _tables(book: Book) -> dict[str, Table]:
    inputs = book.inputs
    aged = book.aging_reported
    by_claim = book.aging_by_claim
    return {
        "first": table("What comes first", _first(book.worked, book.record), FIRST,
                       "claims that lose their deadline soon or in the closeout, then the rest; most expected first"),
        "by_status": table("What is open, by status", _by_status(book), BY_STATUS,
                           f"the window is service in the last {inputs.rules.window_days} days"),
        "statuses": table("The claim history by its own statuses", by_history(inputs.listed, inputs.cutover,
                         inputs.denials), BY_HISTORY,
                         "every claim of it, whatever became of it, before and since the cutover"),
        "payers": table("The claim history by payer",
                        by_payer(inputs.listed, inputs.remittances["payer"], inputs.same), BY_PAYER,
                        "every claim of it, whatever became of it; charges, before and since the cutover"),
        "since": table("Open since the cutover", _first(since_cutover(inputs), book.record), FIRST,
                       "service from the cutover on: what Office Ally's history has open, and what payers denied in "
                       "either system; in no sum above"),
        "credits": open_balance.credits_shown(inputs.history, inputs.today),
        "balance": open_balance.shown(inputs.history, inputs.today, inputs.cutover, inputs.decisions),
        "unposted": unposted.shown(inputs.unposted),
        "sources": table("What each source says", _sources(book), SOURCES, "one row for each combination"),
        "deadlines": table("Which deadlines end when", _by_deadline(book), BY_DEADLINE),
        "further": table(
            "Until when waiting claims can be filed again, and denied ones corrected", _further(book), FURTHER,
            "a claim that waits may never have arrived: ask the payer; past the day, keep the proof of timely filing"),
        "limits": table(
            "Every limit of the open claims by payer", _by_limit(book), LIMITS,
            f"the last day is in time; soon: within {inputs.rules.soon_days} days; a claim is counted in each limit"),
        "reasons": by_reason.shown([book.worked, since_cutover(inputs)], inputs.deadlines),
        "record": table("What was paid in the end, by the practice's own record", book.record, RECORD,
                        f"claims whose denial or service is at least {inputs.rules.ripe_days} days old"),
        "owners": table("Who owns what", _by_owner(book), BY_OWNER, "handed over: owner, next action and its day"),
        "appeals": table("Appeals under way", book.appeals, APPEALS,
                         "a first appeal is in time by its payer's limit, counted from the denial",
                         own_lists.absent(inputs.returned, "none is written down: not in the intake, in no list and "
                                          "no workbook that came back")),
        **_of_lists(inputs),
        "due_actions": table(f"Next actions that are due within {inputs.rules.week_days} days", actions(book), ACTIONS),
        "resolved_notes": table("Noted as open work, and resolved by the files", resolved_notes(book), RESOLVED_NOTES),
        "aging": table("Open claims of the history by age and payer", legacy_claims.aging(inputs.legacy, inputs.today),
                       legacy_claims.AGING, _beside_the_answer(book)),
        "aging_reported": table("The client's own A/R aging", aged, aging_figures.AGED,
                                "each amount to the cent, against the balances of the claim history on that day"),
        "aging_days": table(aging_days.TITLE, aging_days.by_day(inputs.aging, inputs.today), aging_days.BY_DAY,
                            aging_days.NOTE),
        "aging_claims": table("Where the client's own A/R aging and the claim history differ, claim by claim",
                              by_claim[by_claim["state"].ne(aging_by_claim.AGREES)], aging_by_claim.BY_CLAIM,
                              "claims that only one of them has open, or with another amount, on each aging's day"),
        "weekly": table("Open week by week and payer", _weekly(inputs), _WEEKLY),
        "trend": table("Open claims of the history week by week", legacy_claims.weekly(inputs.legacy, inputs.today),
                       legacy_claims.TREND),
        "forecast": table(f"What will be open on {inputs.last_day}" if not book.is_closed else _CLOSING, conform(
            book.forecast[[c.name for c in FORECAST]], FORECAST), FORECAST,
            "balances of the claim history; a range for each payer and for all",
            f"nothing is forecast, since {inputs.last_day} is past: the client's own A/R aging tells what was open"
            if book.is_closed else ""),
        "agreements": table("Who works and owns the old claims, in writing", _agreements(inputs), AGREED),
        "denials": _denials(book),
        "denial_days": listed_days.shown(book),
        "accounts": by_account.shown(inputs),
        **patient_balances.shown(inputs),
        "visits": table("Visits of the practice's own lists, and which were never billed",
                        visits.by_state(inputs, book.unbilled_visits), visits.COUNTED,
                        visits.note(inputs)),
        "counted": table("What was counted, and what was left out", counted(book), COUNTED),
        "summaries": table("What the file summaries accepted, and what is in error", by_summary.by_summary(book),
                           by_summary.BY_SUMMARY, "each line as it is there; a claim sent again is one more",
                           by_summary.absent(book)),
        "sent_files": table("Files of claims and their receipts", sent_files(book), SENT_FILES,
                            "each group of an 837, and each that a 999 names; test files are left out",
                            "not known: no file of claims (837) and no 999 is in submissions/"),
        "sent_claims": table("The claims of those files, one by one", sent_claims(book), SENT_CLAIMS,
                             "each claim of an 837 that is here; test files are left out",
                             "not known: no file of claims (837) is in submissions/"),
        "taxonomies": taxonomies.shown(book),
        "returned": table(RETURNED_TITLE, inputs.returned.files, RETURNED_FILES),
    }  # fmt: skip


def _denials(book: Book) -> Table:
    """The denied claims beside the lists of denials, and how many were served before and after the move."""
    rows = on_lists(book.inputs.history, book.inputs.denials, of_any_day(book), book.inputs.cutover)
    note = sides(rows, book.inputs.cutover) or "without a list of denials there is no row"
    return table("Denied claims, and which of them the lists of denials have", rows, LISTED, note)


def _of_lists(inputs: Inputs) -> dict[str, Table]:
    """What the client's own lists say: appeals, work lists, logs of calls."""
    return {
        "decisions": dated_notes.decisions(inputs.practice, inputs.last_day if inputs.cutover else None),
        **own_lists.shown(inputs.returned, inputs.today),
    }  # fmt: skip


def _posted_twice(book: Book) -> tuple[str, ...]:
    """Which claims look settled because a payment is posted twice."""
    before = book.inputs.history["state"].reindex(book.inputs.legacy.index)
    rows = book.inputs.legacy[book.inputs.legacy["state"].ne(before).fillna(False)]
    if rows.empty:
        return ()
    left = dollars(int(rows["amount_cents"].sum()))
    return (
        f"Claims whose balance is below zero by a payment that is posted twice: {len(rows):,}. "
        f"Without it patients owe {left}, which counts here.",
    )


def _aging_told(book: Book) -> tuple[str, ...]:
    inputs = book.inputs
    return (
        *aging_figures.limits(
            inputs.aging,
            book.aging_reported,
        ),
        *aging_days.limits(inputs.aging),
        *aging_by_claim.limits(inputs.aging, book.aging_by_claim, inputs.listed),
        *aging_weeks.limits(inputs.aging, pd.Timestamp(inputs.as_of)),
    )


def _beside_the_answer(book: Book) -> str:
    """What the balances of the history leave out of the answer, and what they hold besides."""
    rows = book.every
    in_table = rows["in_history"].astype("boolean").fillna(False) & rows["service_from"].notna()
    in_table &= ~rows["history_resolved"].astype("boolean").fillna(False)
    in_answer = rows.index.isin(book.worked.index)
    out, more = rows[in_answer & ~in_table], rows[~in_answer & in_table]
    words = ["the history's own balances, the same table as in the parallel run"]
    if len(out):
        money = _money(out["worth_cents"])
        words.append(
            f"not in it, but in the answer: {several(len(out), 'claim')}, {money}, taken back by a remittance, in no "
            "history, or without a day of service"
        )
    if len(more):
        money = _money(more["history_cents"])
        words.append(
            f"in it, but not in the answer: {several(len(more), 'claim')}, {money}, the patient's part or paid"
        )
    return "; ".join(words)


def _money(amounts: pd.Series) -> str:
    known = total(amounts)
    return "of unknown amount" if known is None else dollars(known)


def _first(rows: pd.DataFrame, record: pd.DataFrame) -> pd.DataFrame:
    told = cases_of(rows)
    found = rows.merge(
        record, left_on=["payer", "like"], right_on=["payer", "like"], how="left", suffixes=("", "_of")
    )
    found.index = rows.index
    is_from_service = told["deadline_is"].eq(FILING).fillna(False)
    return told.assign(
        last_day=[shown_day(*pair) for pair in zip(told["deadline_on"], is_from_service, strict=True)],
        also_month=rows["also_on"].dt.to_period("M").dt.to_timestamp(),
        also_on=rows["also_on"],
        also_is=rows["also_is"],
        **{name: rows[name] for name in DAYS},
        arithmetic=_arithmetic(rows, found),
        handed=rows["handed"],
        next_action=rows["next_action"],
    )


def _arithmetic(rows: pd.DataFrame, found: pd.DataFrame) -> pd.Series:
    """`7 of 12 paid, 61 % of the charge`, or `3 decided, too few to say`."""
    known = rows["expected_cents"].notna()
    few = rows["cases"].astype("str") + " decided, too few to say"
    rate = found["rate"].map(lambda share: percent(share, 0), na_action="ignore").astype("str")
    enough = (
        found["paid"].astype("str")
        + " of "
        + found["cases_of"].astype("str")
        + " paid, "
        + rate
        + " of the charge"
    )
    return few.where(~known, enough).astype("str")


def _by_status(book: Book) -> pd.DataFrame:
    rows = book.open.assign(handed_cents=book.open["worth_cents"].where(book.open["handed"] == HANDED, 0))
    told = rows.groupby(["status", "age"], as_index=False).agg(
        claims=("case", "size"), worth_cents=("worth_cents", known_sum), handed_cents=("handed_cents", known_sum),
        unknown=("worth_cents", lambda c: int(c.isna().sum())),
    )  # fmt: skip
    order = {status: place for place, status in enumerate(STATUSES)}
    return told.sort_values(
        ["age", "status"], key=lambda c: c.map(order).fillna(-1) if c.name == "status" else c
    )


def _by_owner(book: Book) -> pd.DataFrame:
    rows = book.worked
    done = rows["handed"] == HANDED
    told = rows.assign(who=rows["owner"].fillna(_NOBODY).where(rows["handed"] != NO_OWNER, _NOBODY), done=done,
                       half=rows["handed"] == INCOMPLETE, handed_cents=rows["worth_cents"].where(done, 0))  # fmt: skip
    sums = told.groupby("who", as_index=False).agg(
        claims=("case", "size"), worth_cents=("worth_cents", known_sum), handed=("done", "sum"),
        incomplete=("half", "sum"), handed_cents=("handed_cents", known_sum),
    )  # fmt: skip
    worth = sums["worth_cents"].astype("Float64")
    money = worth.where(worth.gt(0).fillna(False))
    sums = sums.assign(handed_share=sums["handed_cents"].astype("Float64") / money)
    sums = sums.sort_values(["worth_cents", "who"], ascending=[False, True])
    named = sums["who"].ne(_NOBODY)
    persons = [f"person {number}" for number in named.cumsum()]
    return sums.assign(person=pd.Series(persons, sums.index, dtype="str").where(named, "nobody"))


def _by_deadline(book: Book) -> pd.DataFrame:
    rows = book.worked
    when = _when(rows["deadline_on"], book.inputs, "unknown")
    rule = rows["deadline_rule"].where(rows["deadline_on"].notna(), rows["deadline_unknown"])
    named = (
        book.appeals.dropna(subset=["case", "last_on"]).drop_duplicates("case").set_index("case")["last_on"]
    )
    filed_by = rows["case"].map(named.to_dict()).astype("datetime64[ms]").where(rows["status"].eq(APPEALED))
    about, on_file = rows["deadline_is"].fillna("none"), filed_by.notna()
    told = rows.assign(
        when=when.mask(on_file, _ON_FILE), rule=rule, deadline_is=about.mask(on_file, APPEAL),
        deadline_on=rows["deadline_on"].fillna(filed_by),
    )  # fmt: skip
    sums = told.groupby(["payer", "deadline_is", "rule", "when"], as_index=False).agg(
        claims=("case", "size"), worth_cents=("worth_cents", known_sum),
        first_on=("deadline_on", "min"), last_on=("deadline_on", "max"),
    )  # fmt: skip
    sums = sums.sort_values(["worth_cents", "payer", "when"], ascending=[False, True, True])
    return _with_days(sums, sums["deadline_is"].eq(FILING))


def _with_days(sums: pd.DataFrame, is_from_service: pd.Series) -> pd.DataFrame:
    """Sums with their first and their latest last day as an owner may read them."""
    told = {
        name: [shown_day(*pair) for pair in zip(sums[f"{name}_on"], is_from_service, strict=True)]
        for name in ("first", "last")
    }
    return sums.assign(**told)


def _when(days: pd.Series, inputs: Inputs, unknown: str) -> pd.Series:
    """When limits end: by the closeout's last day, soon after the report's date, or later."""
    last, soon = pd.Timestamp(inputs.last_day), inputs.today + pd.Timedelta(days=inputs.rules.soon_days)
    is_over = last < inputs.today
    by, after = ("by the end of the closeout", "after the closeout")
    if inputs.cutover is None:  # then no end of a closeout is known
        by, after = f"by {inputs.last_day}", f"after {inputs.last_day}"
    when = pd.Series("later" if is_over else after, days.index, dtype="str")
    when = when.mask(days <= soon, f"within {inputs.rules.soon_days} days")
    when = when if is_over else when.mask(days <= last, by)
    return when.mask(days < inputs.today, "passed").mask(days.isna(), unknown)


def _by_limit(book: Book) -> pd.DataFrame:
    inputs = book.inputs
    return by_limit(book.worked, inputs.deadlines, inputs.today, inputs.rules.soon_days)


def _further(book: Book) -> pd.DataFrame:
    """What waits or can be corrected, by payer and by when its further limit ends."""
    rows = book.worked[book.worked["also_is"].notna()]
    told = rows.assign(when=_when(rows["also_on"], book.inputs, "no day"))
    sums = told.groupby(["payer", "also_is", "when"], as_index=False).agg(
        claims=("case", "size"), worth_cents=("worth_cents", known_sum),
        first_on=("also_on", "min"), last_on=("also_on", "max"),
    )  # fmt: skip
    sums = sums.sort_values(["first_on", "payer"], kind="stable")
    return _with_days(sums, sums["also_is"].isin([AGAIN, FILING]))


def _sources(book: Book) -> pd.DataFrame:
    rows = book.open.assign(says=handoff_findings.says(book.open))
    sums = rows.groupby(["known_from", "says"], as_index=False).agg(
        claims=("case", "size"), worth_cents=("worth_cents", known_sum)
    )
    sums["says"] = sums["says"].str.replace(r"(; )?people: .*", "; people", regex=True).str.removeprefix("; ")
    whole = sums.groupby(["known_from", "says"], as_index=False).agg(
        claims=("claims", "sum"), worth_cents=("worth_cents", known_sum)
    )
    return whole.sort_values(["claims", "says"], ascending=[False, True])


def _weekly(inputs: Inputs) -> pd.DataFrame:
    rows = legacy_claims.weekly(inputs.legacy, inputs.today, by="payer")
    return rows[[c.name for c in _WEEKLY]]


def _agreements(inputs: Inputs) -> pd.DataFrame:
    return conform(agreements(inputs)[[c.name for c in AGREED]], AGREED)


def _unseen(book: Book) -> tuple[str, ...]:
    inputs = book.inputs
    said = (
        []
        if inputs.cutover
        else [
            unread_cells.day_lacks(inputs.practice, "no cutover date is set").capitalize()
            + ": every claim with service up to this report is counted."
        ]
    )
    if inputs.answers.empty:
        more = "; a 999 tells of files alone" if len(inputs.file_receipts) else ", and no 999"
        said.append(f"No 277CA or 277 of these claims is here{more}.")
    if unmet := book.notes.unmet & book_of(inputs.since_cutover).notes.unmet:
        said.append(
            f"Rows of the client's own lists whose claim no file holds: {len(unmet):,}; none is counted."
        )
    return (*said, *inputs.notes)


__all__ = ["BY_OWNER", "FIRST", "assess", "period", "report"]
