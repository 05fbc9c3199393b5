"""The findings of a cost comparison; they are listed in ARCHITECTURE.md."""

from __future__ import annotations

import pandas as pd

from cutover.columns import Privacy
from cutover.reading.claims.invoices import OTHER, missing_months
from cutover.result import Finding
from cutover.workstreams import unread_files, whose_rows
from cutover.workstreams.columns import MONTH, cents, count, date, text
from cutover.workstreams.cost import bills
from cutover.workstreams.cost.comparing import Outcome
from cutover.workstreams.cost.comparison import Comparison
from cutover.workstreams.cost.facts import sent_of
from cutover.workstreams.cost.volumes import ASSUMED
from cutover.workstreams.findings import finding, placed

_PRACTICE = text("practice", "Practice")
_AMOUNT = cents("amount_cents", "Amount")


def findings(comparison: Comparison) -> tuple[Finding, ...]:
    """Return the findings of a comparison in falling severity."""
    found = [
        *_gaps(comparison),
        *_unknown_charges(comparison),
        *_invoices(comparison),
        *_billed_above(comparison),
        *_billed_beyond(comparison),
        *_assumed(comparison),
        *_price_age(comparison),
    ]
    if comparison.counted:
        found += [
            *_staying(comparison),
            *_undecided(comparison),
            *_doubled(comparison),
            *_readings(comparison),
            *_kept(comparison),
        ]
    told = whose_rows.with_findings(found, comparison.not_own)
    return unread_files.with_findings(told, comparison.files)


def _frame(rows: list[tuple], *columns) -> pd.DataFrame:
    return pd.DataFrame(rows, columns=[c.name for c in columns])


def _gaps(comparison: Comparison) -> tuple[Finding, ...]:
    left = [(one.practice, one.why) for one in comparison.left if comparison.practice is None]
    columns = (_PRACTICE, text("why", "Why", "", Privacy.DESK))
    silent = [(f.name,) for f in comparison.own if not f.has_claims]
    return (
        *finding("cost-practice-left-out", _frame(left, *columns), columns, ["practice"]),
        *finding("cost-volume-unknown", _frame(silent, _PRACTICE), (_PRACTICE,), ["practice"]),
    )


def _staying(comparison: Comparison) -> tuple[Finding, ...]:
    """Practices for which staying is cheaper, by their share and by what they add to the book."""
    rows = [
        (comparison.name_of(s.practice), -s.saving("incremental", high=True), -s.saving("share", high=True))
        for s in comparison.standings
        if comparison.stand(s) == Outcome.STAY
    ]
    columns = (
        _PRACTICE,
        cents("amount_cents", "Leaving costs more, at least", "by what it adds to the book's bill"),
        cents("share_cents", "by its share"),
    )
    return finding("cost-cheaper-to-stay", _frame(rows, *columns), columns, ["practice"], "amount_cents")


def _undecided(comparison: Comparison) -> tuple[Finding, ...]:
    if comparison.outcome != Outcome.OPEN:
        return ()
    rows = [(e.name, e.low, e.high, e.size) for e in comparison.effects if e.turns_within]
    columns = (text("input", "Input or reading"), text("low", "From"), text("high", "To"), _AMOUNT)
    return finding("cost-undecided", _frame(rows, *columns), columns, ["input"])


def _unknown_charges(comparison: Comparison) -> tuple[Finding, ...]:
    rows = [(f.name, p.charge, p.known_from) for f in comparison.own for p in f.parts if not p.is_known]
    columns = (_PRACTICE, text("charge", "Charge"), text("why", "Why"))
    return finding("cost-office-ally-unknown", _frame(rows, *columns), columns, ["practice", "charge"])


def _doubled(comparison: Comparison) -> tuple[Finding, ...]:
    overlap, names = comparison.subject.costs.overlap_high.sum(axis=1), comparison.subject.costs.practices
    own = {f.practice: f for f in comparison.counted}
    rows = [
        (own[p].name, own[p].weeks.value, int(c))
        for p, c in zip(names, overlap, strict=True)
        if p in own and c and own[p].run_ends_after(comparison.as_of)
    ]
    columns = (_PRACTICE, count("weeks", "Weeks of parallel run"), _AMOUNT)
    return finding("cost-two-sets-of-fees", _frame(rows, *columns), columns, ["practice"], "amount_cents")


def _readings(comparison: Comparison) -> tuple[Finding, ...]:
    rows = [
        (e.name, e.low, e.high, e.size)
        for e in comparison.effects
        if e.is_choice and e.size and e.name != "Commitment"
    ]
    columns = (text("reading", "Reading"), text("low", "Taken"), text("high", "Or"), _AMOUNT)
    return finding("cost-reading-open", _frame(rows, *columns), columns, ["reading"])


def _kept(comparison: Comparison) -> tuple[Finding, ...]:
    rows = [
        (f.name, p.charge, p.known_from, sum(p.charged_high))
        for f in comparison.counted
        for p in f.parts
        if p.is_known and p.charged_high != p.ends_low and sum(p.charged_high) and p.charge != "non-par fee"
    ]
    columns = (_PRACTICE, text("charge", "Charge"), text("why", "Why"), _AMOUNT)
    return finding(
        "cost-charge-stays", _frame(rows, *columns), columns, ["practice", "charge"], "amount_cents"
    )


def _assumed(comparison: Comparison) -> tuple[Finding, ...]:
    rows = [
        (f.name, flow.transaction, flow.known_from)
        for f in comparison.counted
        for flow in f.flows.values()
        if flow.basis == ASSUMED
    ]
    columns = (_PRACTICE, text("transaction", "Transaction"), text("why", "Assumed"))
    return finding("cost-volume-assumed", _frame(rows, *columns), columns, ["practice", "transaction"])


def _invoices(comparison: Comparison) -> tuple[Finding, ...]:
    if not comparison.own:
        return ()
    problems = pd.concat([f.problems.assign(practice=f.name) for f in comparison.own])
    columns = (
        _PRACTICE,
        text("found", "Found"),
        text("source_file", "File", "", Privacy.PHI),
        text("source_sheet", "Sheet", "", Privacy.DESK),
        count("source_row", "Row"),
    )
    lines = pd.concat([f.lines.assign(practice=f.name) for f in comparison.own])
    described = (
        _PRACTICE,
        MONTH,
        date("invoice_date", "Invoice date"),
        text("description", "Description", "", Privacy.DESK),
        _AMOUNT,
        text("source_file", "File", "", Privacy.PHI),
        text("source_sheet", "Sheet", "", Privacy.DESK),
        count("source_row", "Row"),
    )
    place = ["practice", "source_file", "place"]
    gaps = [(f.name, month) for f in comparison.own for month in missing_months(f.lines)]
    return (
        *finding(
            "cost-invoice-missing", _frame(gaps, _PRACTICE, MONTH), (_PRACTICE, MONTH), ["practice", "month"]
        ),
        *finding("cost-invoice-unread", placed(problems), columns, [*place, "found"]),
        *finding(
            "cost-invoice-unclear", placed(lines[lines["charge"] == OTHER]), described, place, "amount_cents"
        ),
    )


def _billed_above(comparison: Comparison) -> tuple[Finding, ...]:
    """Lines of Medi's own bills above what its price list allows."""
    parts = [
        bills.billed(f.medi).assign(practice=f.name, **f.medi[["source_file", "source_row"]])
        for f in comparison.own
        if len(f.medi)
    ]
    if not parts:
        return ()
    found = pd.concat(parts, ignore_index=True)
    columns = (
        _PRACTICE,
        *bills.BILLED,
        text("source_file", "File", "", Privacy.PHI),
        count("source_row", "Row"),
    )
    return finding("cost-medi-billed-above", found[found["over_cents"].fillna(0) > 0], columns,
                   ["practice", "source_file", "source_row"], "over_cents")  # fmt: skip


def _billed_beyond(comparison: Comparison) -> tuple[Finding, ...]:
    """Months in which Medi's bill has another number of claims than its lists, where nothing leaves that in doubt."""
    parts = [
        bills.beside_lists(f.medi, sent_of(f, comparison.as_of)).assign(practice=f.name)
        for f in comparison.own
        if len(f.medi)
    ]
    if not parts:
        return ()
    found = pd.concat(parts, ignore_index=True)
    found = found[found["more"].ne(0) & found["doubt"].isna()]
    found = found.assign(amount_cents=found["more_cents"].abs())
    columns = (_PRACTICE, *(c for c in bills.BESIDE if c.name != "doubt"), _AMOUNT)
    return finding("cost-medi-claims-differ", found, columns, ["practice", "month"], "amount_cents")


def _price_age(comparison: Comparison) -> tuple[Finding, ...]:
    reviewed, allowed = comparison.rules.prices.read_on, comparison.rules.assumptions.stale_after_days
    days = (comparison.as_of - reviewed).days
    rows = [("Medi price book", pd.Timestamp(reviewed), days)] if days > allowed else []
    columns = (text("list", "List"), date("reviewed", "Reviewed"), count("days", "Days old"))
    return finding("cost-price-old", _frame(rows, *columns), columns, ["list"])
