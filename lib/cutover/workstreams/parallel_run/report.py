"""The parallel run: is every dollar landing once, and may we close?

The unit of routing is the claim inside an ERA, not the file and not the check. The findings and what a case and
an amount of each are stand in `parallel_findings`.
"""

from __future__ import annotations

from typing import Any

import pandas as pd

from cutover.columns import Column, Kind, Privacy, conform, empty, framed
from cutover.money import dollars
from cutover.reading.era.not_read import ERA, MEDI_ERA
from cutover.reading.postings import signs
from cutover.reading.postings.tables import MEDI, NOT_NAMED, OFFICE_ALLY, POSTED_FILES
from cutover.result import CUTOVER_DATE, Figure, Result, Severity, Table
from cutover.wording import several
from cutover.workstreams import (
    absences,
    dated_notes,
    status_words,
    unnamed_sides,
    unread_cells,
    unread_files,
    whose_rows,
)
from cutover.workstreams.answers import signed
from cutover.workstreams.columns import cents, count, date, text
from cutover.workstreams.findings import table
from cutover.workstreams.parallel_run.aging import (
    AGING,
    TREND,
    aging,
    closeout,
    last_day,
    legacy,
    paid_and_open,
    trend,
)
from cutover.workstreams.parallel_run.bank_cases import (
    bank_lacks,
    beside_deposits,
    capitation,
    no_payers_money,
    paid_on_paper,
)
from cutover.workstreams.parallel_run.cases import cases, looked_for
from cutover.workstreams.parallel_run.closing import CLOSING, not_read, payers, practice_missing
from cutover.workstreams.parallel_run.deposit_months import DEPOSITED, MONTHS, by_month, deposited
from cutover.workstreams.parallel_run.findings import findings_of
from cutover.workstreams.parallel_run.held_calls import LOGS, lacking, logs
from cutover.workstreams.parallel_run.inputs import Inputs
from cutover.workstreams.parallel_run.meeting import SHEET, next_meeting, sheet
from cutover.workstreams.parallel_run.numbers import NUMBERS, of_items
from cutover.workstreams.parallel_run.postings import NOT_COUNTED, Posted, by_amount
from cutover.workstreams.parallel_run.sent_tables import sent_figure, sent_limits, sent_tables
from cutover.workstreams.parallel_run.switch_dates import (
    IN_MEDI,
    SWITCHES,
    SYSTEMS,
    by_system,
    in_medi,
    switches,
)
from cutover.workstreams.parallel_run.verdict import due, late_cents, late_note, state, unseen, verdict
from cutover.workstreams.parallel_run.weeks import landed_by_week, lights
from cutover.workstreams.remittance_items import ACROSS

TITLE = "Parallel run reconciliation"
ROUTING = (text("landed", "Landed in"), text("belongs", "Belongs to"), text("rule", "By which rule"),
           count("items", "Claim payments and provider amounts"),
           count("claims", "Claims", "different ones: a payment, its reversal and a correction are of one"),
           cents("amount_cents", "Amount"))  # fmt: skip
ROUTED_BY = ["landed", "belongs", "rule"]
# one row per claim payment and amount at provider level: each class of `routing` is one filter
ROUTED = (
    *ROUTING[:3],
    text("payer", "Payer"),
    *NUMBERS,
    Column("service_from", Kind.DATE, "Service from", "", Privacy.PHI),
    text("served", "Service", "before the cutover, or from it on"),
    date("paid_on", "Paid on"),
    text("trace_number", "Check or EFT no.", "", Privacy.DESK),
    cents("amount_cents", "Amount"),
    text("copied", "In both systems", "yes: the other system has a copy; it counts once"),
    text("class", "Posted", "what became of it in the postings"),
    text("source_file", "File", "", Privacy.PHI),
    text("source_row", "Row or segment", "", Privacy.DESK),
)
LANDED = (
    text("class", "Class"),
    text("meaning", "Meaning"),
    count("items", "Number"),
    cents("amount_cents", "Amount"),
)
_OTHER = {OFFICE_ALLY: MEDI, MEDI: OFFICE_ALLY}
_COPIED = "; in both systems, counted in "
LEGS = (text("leg", "Comparison"), text("part", "Part"), cents("amount_cents", "Amount"))
# the parts of a leg whose short names do not speak for themselves
PARTS = {
    ("bank", "of no payer"): "deposits that no payer made: no remittance is looked for",
    ("bank", "capitation"): "deposits of capitation: a sum a month that no claim's remittance explains",
    ("bank", "on paper"): "deposits explained on paper: no remittance is looked for",
    ("bank", "deposits"): "payers' deposits",
    ("bank", "deposits without a remittance"): "payers' deposits without a remittance",
    ("bank", "differences"): "deposits less the remittances they pay",
    ("bank", "remittances"): "remittances looked for at the bank",
    ("bank", "other remittances"): "remittances without money, or outside the days of the bank's file",
    (
        "postings",
        "not posted",
    ): "not posted in all: also what is at provider level, not due yet, or before the postings begin",
    ("claims", "items"): "claims and provider adjustments in them",
    ("claims", "differences"): "remittances that do not add up",
    ("postings", "differences"): "posted with another amount, more or less",
    ("postings", "again"): "posted again",
    ("postings", "no remittance"): "posted without a remittance",
    ("postings", "on paper"): "posted from explanations on paper",
    ("postings", "logged"): "keyed by check in one list, and claim by claim in another: counted there",
    ("bank", "elsewhere"): "deposits whose remittance lies in another practice's folder",
    ("postings", "cut"): "posted, of claims in what is missing of files that are cut",
    ("postings", "elsewhere"): "posted, with the remittance in another practice's folder",
}
BY_PAYER = (text("payer", "Payer"), cents("remitted_cents", "Remitted"), cents("posted_cents", "Posted"),
            cents("waiting_cents", "Not due yet"), cents("net_cents", "Difference"),
            cents("gross_cents", "Errors, absolute"), text("reads", "Reads"))  # fmt: skip
LIMITS = (
    "What no file holds cannot be seen: a remittance that reached neither system shows only as a silence or as a "
    "deposit without a remittance.",
    "A posting is matched by claim, check number and amount. Where equal amounts of one check are posted to wrong "
    "claims, their number and money are certain, but not which of them went where.",
    "A deposit taken as a sum of several remittances is a suggestion until the bank's statement confirms it.",
    "Past weeks of the aging follow from today's claim history: a claim resolved without a date is in none of them.",
    "Days without a remittance are calendar days; a payer's holidays look like silence.",
)


def assess(inputs: Inputs) -> Result:
    """Return what a parallel run says on its day.

    Raises ReferenceDataError where the rules do not hold on that day.
    """
    stands = switches(inputs)
    found = cases(inputs, stands)
    findings = findings_of(found, due(inputs))
    by_payer = payers(inputs) if inputs.is_running else payers(inputs).iloc[0:0]
    missing = practice_missing(inputs, by_payer)
    tables = _tables(inputs, stands, by_payer, findings, looked_for(inputs, found))
    made = Result(
        title=TITLE,
        verdict=unread_files.told(verdict(inputs, findings, missing), inputs.read),
        figures=_figures(inputs, findings, missing, by_payer),
        findings=unread_files.with_findings(whose_rows.with_findings(findings, inputs.not_own), inputs.read),
        tables=tables,
        limits=(
            *LIMITS,
            *whose_rows.limits(inputs.not_own),
            *unnamed_sides.limits([inputs.office_ally, inputs.medi]),
            *unread_files.limits(inputs.read),
            *unseen(inputs),
            *sent_limits(inputs),
            *signs.remarks(inputs.files),
            *by_amount(inputs.posted),
            *status_words.limits(inputs.history, inputs.items[inputs.items["kind"].eq("claim")]),
            *bank_lacks(inputs),
            *lacking(logs(inputs)),
            *no_payers_money(inputs),
            *capitation(inputs),
            *paid_on_paper(inputs),
            *(f"Assumption: {said}" for said in inputs.rules.assumptions),
        ),
        sources=(inputs.rules.source,),
    )
    made = absences.told(made, "parallel_run", {
        "remittance": len(inputs.counted) > 0,
        "claim history": len(inputs.history) > 0,
        "list of claims sent through Medi": len(inputs.sent) > 0,
        "deposit of the bank": len(inputs.deposits) > 0,
        "note of a call": len(inputs.calls) > 0,
        "posting and no deposit of the bank": len(inputs.postings) > 0 or len(inputs.deposits) > 0,
    })  # fmt: skip
    told = unread_cells.told(made, unread_cells.of([inputs.practice], "parallel_run"))
    is_compared = inputs.is_running or len(inputs.files) > 0
    return signed(told, "parallel_run", state(inputs, findings, missing), rests_on_all_files=is_compared)


def period(inputs: Inputs) -> str:
    """Return the days that the remittances which count cover, such as `2026-05-04 to 2026-07-28`."""
    days = inputs.counted["paid_on"].dropna()
    return "" if days.empty else f"{days.min():%Y-%m-%d} to {days.max():%Y-%m-%d}"


def _figures(run: Inputs, findings, missing: list[str], by_payer: pd.DataFrame) -> tuple[Figure, ...]:
    items = run.items[~run.items["class"].isin(NOT_COUNTED)]
    landed = items.groupby("side")["cents"].sum()
    clock, ready = closeout(run), int(by_payer["may_close"].astype(bool).sum()) if len(by_payer) else 0
    leg, bank = run.legs["postings"], run.legs["bank"]
    then = next_meeting(run.cutover, run.as_of, run.rules)
    return (
        Figure(CUTOVER_DATE, None if run.cutover is None else str(run.cutover),
               unread_cells.day_lacks(run.practice, "from the intake") if run.cutover is None else "from the intake"),
        _landed(run, OFFICE_ALLY, landed, ERA),
        _landed(run, MEDI, landed, MEDI_ERA),
        _not_posted(run),
        _again(run, leg["again"]),
        Figure("Deposits without a remittance",
               dollars(bank["deposits without a remittance"]) if len(run.deposits) else None,
               not_read(run, "bank") or (beside_deposits(run) if len(run.deposits) else "no file of the bank")),
        Figure("Payers that may close", f"{ready} of {len(by_payer)}" if len(by_payer) else None),
        *sent_figure(run),
        Figure("Run may close", "no" if missing or (findings and findings[0].severity in
               (Severity.BLOCKER, Severity.HIGH)) else "yes", "; ".join(missing)),
        _legacy(run, clock),
        Figure("Next meeting", None if then is None else str(then), "daily for two weeks, weekly after"),
    )  # fmt: skip


def _not_posted(run: Inputs) -> Figure:
    """What is not posted; unknown where it may stand in files of postings that were not read."""
    shut, posted = not_read(run, "postings"), len(run.postings) > 0
    unseen = bool(shut) and bool((run.items["class"] == Posted.UNSEEN).any())
    value = dollars(late_cents(run)) if posted and not (unseen and not late_cents(run)) else None
    note = late_note(run) if value is not None else shut or "no postings on file"
    return Figure("Not posted", value, note, column="not posted")


def _again(run: Inputs, again: int) -> Figure:
    """What is posted twice; at least so much where files of postings were not read, and unknown instead of zero."""
    shut, posted = not_read(run, "postings"), len(run.postings) > 0
    value = None if not posted or (shut and not again) else ("at least " if shut else "") + dollars(again)
    return Figure("Posted again", value, "; ".join(filter(None, ("money that is posted twice", shut))))


def _legacy(run: Inputs, clock: dict[str, Any]) -> Figure:
    """What is open of the old claims; nothing where no amount of theirs is known, at least so much where one is not."""
    untold = f"{several(clock['unknown'], 'claim')} of unknown amount" if clock["unknown"] else ""
    least = "at least " if run.shut("claim history") or untold else ""
    until = f"closeout until {clock['last_day']}" if clock["last_day"] else ""
    money = None if clock["open_cents"] is None or not clock["is_known"] else dollars(clock["open_cents"])
    done = legacy(run)[paid_and_open(run)]
    paid = f"{several(len(done), 'claim')} of it paid by remittances and to be posted" if len(done) else ""
    lacks = unread_cells.day_lacks(run.practice, "no cutover date")
    whole = "" if run.cutover or not clock["claims"] else f"every one with service up to this report: {lacks}"
    told = dated_notes.told_closing(run.practice, last_day(run))
    beside = "; ".join(filter(None, [not_read(run, "claim history"), untold, paid, until, told, whole]))
    return Figure("Legacy claims open", None if money is None else f"{least}{money}", beside)


def _landed(run: Inputs, feed: str, landed: pd.Series, source: str) -> Figure:
    """What landed in one system; nothing where no remittance of it is on file, unless none is due there yet."""
    shut, is_there = not_read(run, source), feed in landed.index
    is_due = feed == OFFICE_ALLY or run.is_running
    lacks = shut or ("no remittance of it is on file" if is_due and not is_there else "")
    value = None if lacks and not is_there else dollars(int(landed.get(feed, 0)))
    return Figure(
        f"Landed in {feed}", value, "; ".join(filter(None, ["claims less provider adjustments", lacks]))
    )


def _tables(run: Inputs, stands, by_payer, findings, looked: frozenset[str]) -> dict[str, Table]:
    received = deposited(run)
    return {
        "meeting": table("The sheet of the day", sheet(findings, run.meeting, run.as_of, looked), SHEET,
                         "one row per open case, blockers first, then the oldest; settled ones at the end"),
        "calls": table("Calls by their notes", logs(run), LOGS,
                       "one row per log: in the folder meetings, and notes of calls elsewhere"),
        "decisions": dated_notes.decisions(run.practice, last_day(run)),
        "closing": table("May we close, payer by payer", by_payer, CLOSING),
        "practice": table("What the practice still lacks", pd.DataFrame(
            {"missing": practice_missing(run, by_payer)}, dtype="str"), (text("missing", "Missing"),)),
        "switches": table("Where each payer sends", stands, SWITCHES),
        "systems": table("Remittances by system", by_system(run), SYSTEMS, "what each one pays (BPR02)"),
        "in_medi": table("Remittances that came to Medi", in_medi(run), IN_MEDI),
        "routing": table("Where claim payments landed and where they belong", routing(run), ROUTING),
        "routed": table("Where each claim payment landed and belongs", conform(
            _named(run).reindex(columns=[c.name for c in ROUTED]), ROUTED), ROUTED,
            "one row each: filter the first three columns for the claims of a row of the table above"),
        "classes": table("Every claim payment in one class", _classes(run), LANDED,
                         "the classes add up to the total, to the cent"),
        "legs": table("Three comparisons", _legs(run), LEGS, "what remains of each, all parts counted, must be zero"),
        "deposit_months": table("What the bank received, month by month", by_month(run, received), MONTHS,
                                "by the bank's date; the list of deposits has each one"),
        "deposits": table("Each deposit of the bank", received, DEPOSITED, "filter month, of whom and remittance"),
        "payers": table("Remitted and posted by payer", _by_payer(run), BY_PAYER,
                        "errors do not cancel in the last column of money"),
        "aging": table("Legacy claims by age and payer", aging(run), AGING),
        "files": table("Files of postings, deposits and claims sent", run.files, POSTED_FILES),
        "trend": table("Legacy claims week by week", trend(run), TREND),
        "landed": landed_by_week(run),
        "lights": lights(by_payer, stands),
        **sent_tables(run),
    }  # fmt: skip


def _routed(run: Inputs) -> pd.DataFrame:
    """Each amount with where it landed and belongs, one row each (ROUTED); a copy in the other system is one too."""
    copied = run.items["counts"].eq(ACROSS).fillna(False).astype(bool)
    shown = run.items[copied | ~run.items["class"].isin(NOT_COUNTED)]
    rows = shown.assign(landed=shown["side"], belongs=shown["belongs"].fillna("not known"))
    rule = rows["rule"].mask(copied[rows.index], rows["rule"] + _COPIED + rows["feed"].map(_OTHER))
    cutover = pd.Timestamp.max if run.cutover is None else pd.Timestamp(run.cutover)
    days = rows["service_from"]
    served = pd.Series("from the cutover on", rows.index, dtype="str").mask(
        days < cutover, "before the cutover"
    )
    return rows.assign(
        rule=rule,
        served=served.mask(days.isna() | (run.cutover is None)),
        amount_cents=rows["cents"],
        copied=copied[rows.index].map({True: "yes", False: "no"}),
        source_row=rows["source_row"].astype("str"),
    ).sort_values(["landed", "belongs", "rule", "payer", "paid_on"], kind="stable")


def _named(run: Inputs) -> pd.DataFrame:
    rows = _routed(run)
    return rows.assign(**of_items(run, rows["patient_control_number"]))


def routing(run: Inputs) -> pd.DataFrame:
    """Return claims by where they landed and belong, those of a remittance in both systems in rows of their own."""
    rows = _routed(run)
    number = rows["patient_control_number"]
    grouped = rows.assign(claim=(rows["payer"] + "|" + number).where(number.notna())).groupby(ROUTED_BY)
    counted = grouped.agg(items=("cents", "size"), claims=("claim", "nunique"), amount_cents=("cents", "sum"))
    return counted.reset_index()


def _classes(run: Inputs) -> pd.DataFrame:
    if run.items.empty:
        return empty(LANDED)
    sums = run.items.groupby("class")["cents"].agg(["size", "sum"])
    sums = sums.reindex([name for name in Posted if name in sums.index])
    total = pd.DataFrame(
        {"size": [len(run.items)], "sum": [int(run.items["cents"].sum())]}, index=["all together"]
    )
    whole = pd.concat([sums, total]).rename_axis("class").reset_index()
    whole = whole.rename(columns={"size": "items", "sum": "amount_cents"})
    return whole.assign(
        meaning=whole["class"].map({one: one.meaning for one in Posted}).fillna("every class above")
    )


def _legs(run: Inputs) -> pd.DataFrame:
    rows = [
        (
            name,
            PARTS.get((name, part), part) + _as_read(run, name, part),
            None if _is_untold(run, name, part) else amount,
        )
        for name, leg in run.legs.items()
        for part, amount in leg.items()
    ]
    return framed([*rows, *_by_book(run)], LEGS)


def _by_book(run: Inputs) -> list[tuple[str, str, int]]:
    """The postings by the system in which they were keyed, where there are several: parts of their sum."""
    if run.shut("postings") and run.postings.empty:
        return []
    sums = run.posted.groupby(run.posted["system"].fillna(NOT_NAMED))["cents"].sum()
    return [
        ("postings", f"of postings, in {name}", int(cents)) for name, cents in sums.items() if len(sums) > 1
    ]


def _as_read(run: Inputs, leg: str, part: str) -> str:
    """What is added to a part of postings where not every file of them was read."""
    is_of_postings = leg == "postings" and part not in ("remittances", "remains") and run.shut("postings")
    return ", in what could be read" if is_of_postings and len(run.postings) else ""


def _is_untold(run: Inputs, leg: str, part: str) -> bool:
    """Whether a part of a leg is unknown: of its files no row was read, so that nobody can say that it is zero."""
    of_remittances = part in ("remittances", "other remittances")
    if of_remittances and run.counted.empty:
        return True
    if leg == "bank":
        return run.deposits.empty
    return run.postings.empty and not of_remittances if leg == "postings" else run.counted.empty


def _by_payer(run: Inputs) -> pd.DataFrame:
    counted = run.items[~run.items["class"].isin([*NOT_COUNTED, Posted.EARLIER])]
    posted = counted["posted_cents"].where(counted["how"].notna(), 0) + counted["again_cents"]
    waiting = counted["cents"].where(counted["class"] == Posted.WAITING, 0)
    off = (posted + waiting - counted["cents"]).abs()
    told = counted.assign(posted=posted, waiting=waiting, off=off).groupby("payer")
    sums = told[["cents", "posted", "waiting", "off"]].sum()
    names = ["remitted_cents", "posted_cents", "waiting_cents", "gross_cents"]
    sums = sums.set_axis(names, axis=1).reset_index()
    net = sums["posted_cents"] + sums["waiting_cents"] - sums["remitted_cents"]
    reads = pd.Series("agrees", sums.index).mask(net != 0, "differs")
    reads = reads.mask((net == 0) & (sums["gross_cents"] > 0), "agrees only because errors cancel")
    unseen = sums["payer"].isin(counted.loc[counted["class"] == Posted.UNSEEN, "payer"]) & bool(
        run.shut("postings")
    )
    unseen |= run.postings.empty  # nothing is known to be posted, or not to be
    if unseen.any():
        why = "no postings were read" if run.postings.empty else "a file of postings was not read"
        reads = reads.mask(unseen, f"not known: {why}")
        net, gross, there = (
            column.astype("Int64").mask(unseen) for column in (net, sums["gross_cents"], sums["posted_cents"])
        )
        sums = sums.assign(posted_cents=there, gross_cents=gross)
    return conform(sums.assign(net_cents=net, reads=reads)[[c.name for c in BY_PAYER]], BY_PAYER)
