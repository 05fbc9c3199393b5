"""The findings of a cost comparison; they are listed in ARCHITECTURE.md."""

from __future__ import annotations

import pandas as pd

from cutover.columns import Privacy
from cutover.reading.claims.invoices import OTHER
from cutover.result import Finding, Severity
from cutover.workstreams.columns import MONTH, cents, count, date, text
from cutover.workstreams.cost.comparing import Outcome
from cutover.workstreams.cost.comparison import Comparison
from cutover.workstreams.cost.volumes import ASSUMED
from cutover.workstreams.findings import BILLER, CONSULTANT, OWNER, Wording, finding

HIGH, MEDIUM, LOW = Severity.HIGH, Severity.MEDIUM, Severity.LOW
_PRACTICE = text("practice", "Practice")
_AMOUNT = cents("amount_cents", "Amount")


def findings(said: Comparison) -> tuple[Finding, ...]:
    """Return the findings of a comparison in falling severity."""
    found = [*_gaps(said), *_unknown_charges(said), *_invoices(said), *_assumed(said), *_price_age(said)]
    if said.counted:
        found += [*_staying(said), *_undecided(said), *_doubled(said), *_readings(said), *_kept(said)]
    order = list(Severity)
    return tuple(sorted(found, key=lambda one: order.index(one.severity)))


def _frame(rows: list[tuple], *columns) -> pd.DataFrame:
    return pd.DataFrame(rows, columns=[c.name for c in columns])


def _gaps(said: Comparison) -> tuple[Finding, ...]:
    left = [(one.practice, one.why) for one in said.left if said.practice is None]
    columns = (_PRACTICE, text("why", "Why", "", Privacy.DESK))
    wording = Wording(
        HIGH,
        "1 practice could not be read",
        "{n} practices could not be read",
        "The book is compared without them: its totals, shares and tiers are of the others alone.",
        "Correct the files that are named, and make the report again.",
        CONSULTANT,
    )
    silent = [(f.name,) for f in said.own if not f.has_claims]
    unknown = Wording(
        HIGH,
        "The number of claims of 1 practice is not known",
        "The number of claims of {n} practices is not known",
        "Without it what Medi would charge cannot be reckoned, so the practice is in no total.",
        "Fetch claim histories or file summaries, or write monthly numbers into the intake's sheet "
        "'volumes'.",
        CONSULTANT,
    )
    return (
        *finding("cost-practice-left-out", wording, _frame(left, *columns), columns, ["practice"]),
        *finding("cost-volume-unknown", unknown, _frame(silent, _PRACTICE), (_PRACTICE,), ["practice"]),
    )


def _staying(said: Comparison) -> tuple[Finding, ...]:
    """Practices for which staying is cheaper, by their share and by what they add to the book."""
    rows = [
        (said.name_of(s.practice), -s.saving("incremental", high=True), -s.saving("share", high=True))
        for s in said.standings
        if s.verdict == Outcome.STAY
    ]
    columns = (
        _PRACTICE,
        cents("amount_cents", "Leaving costs more, at least", "by what it adds to the book's bill"),
        cents("share_cents", "by its share"),
    )
    wording = Wording(
        HIGH,
        "1 practice is cheaper to leave at Office Ally",
        "{n} practices are cheaper to leave at Office Ally",
        "Over 36 months Medi would cost more than what Office Ally is known to charge and leaving would end, "
        "whichever way the book's bill is shared.",
        "Move it only for what the bill does not show, and say so to its owner; else leave it where it is.",
        OWNER,
    )
    return finding(
        "cost-cheaper-to-stay", wording, _frame(rows, *columns), columns, ["practice"], "amount_cents"
    )


def _undecided(said: Comparison) -> tuple[Finding, ...]:
    if said.outcome != Outcome.OPEN:
        return ()
    rows = [(e.name, e.low, e.high, e.size) for e in said.effects if e.turns_within]
    columns = (text("input", "Input or reading"), text("low", "From"), text("high", "To"), _AMOUNT)
    wording = Wording(
        MEDIUM,
        "1 open question decides which way is cheaper",
        "{n} open questions decide which way is cheaper",
        "Within its range the answer turns: with one end leaving is cheaper, with the other staying.",
        "Settle the first of them before anything is decided.",
        CONSULTANT,
    )
    return finding("cost-undecided", wording, _frame(rows, *columns), columns, ["input"])


def _unknown_charges(said: Comparison) -> tuple[Finding, ...]:
    rows = [(f.name, p.charge, p.known_from) for f in said.own for p in f.parts if not p.is_known]
    columns = (_PRACTICE, text("charge", "Charge"), text("why", "Why"))
    wording = Wording(
        MEDIUM,
        "What Office Ally charges for 1 thing is not known",
        "What Office Ally charges for {n} things is not known",
        "It is in no total. If Office Ally charges for it, staying costs more than is shown.",
        "Ask the practice for the invoices of the last twelve months and put them into its folder.",
        OWNER,
    )
    return finding(
        "cost-office-ally-unknown", wording, _frame(rows, *columns), columns, ["practice", "charge"]
    )


def _doubled(said: Comparison) -> tuple[Finding, ...]:
    overlap, names = said.subject.costs.overlap_high.sum(axis=1), said.subject.costs.practices
    own = {f.practice: f for f in said.counted}
    rows = [
        (own[p].name, own[p].weeks.value, int(c))
        for p, c in zip(names, overlap, strict=True)
        if p in own and c
    ]
    columns = (_PRACTICE, count("weeks", "Weeks of parallel run"), _AMOUNT)
    wording = Wording(
        MEDIUM,
        "1 practice pays two sets of fees in the parallel run",
        "{n} practices pay two sets of fees in the parallel run",
        "Office Ally's fees are by the calendar month: each month that the parallel run touches may "
        "cost them "
        "whole. After it, each non-par claim sent again through Office Ally costs a month's fee for its NPI.",
        "Let the parallel run begin with a month, send no new claim through Office Ally, and agree "
        "on its end.",
        BILLER,
    )
    return finding(
        "cost-two-sets-of-fees", wording, _frame(rows, *columns), columns, ["practice"], "amount_cents"
    )


def _readings(said: Comparison) -> tuple[Finding, ...]:
    rows = [
        (e.name, e.low, e.high, e.size)
        for e in said.effects
        if e.is_choice and e.size and e.name != "Commitment"
    ]
    columns = (text("reading", "Reading"), text("low", "Taken"), text("high", "Or"), _AMOUNT)
    wording = Wording(
        LOW,
        "1 reading of Medi's price list is open",
        "{n} readings of Medi's price list are open",
        "The list does not say which holds; the report takes the default and shows the others.",
        "Ask Medi in writing how tiers apply, over what claims are counted, and which price of "
        "eligibility holds.",
        CONSULTANT,
    )
    return finding("cost-reading-open", wording, _frame(rows, *columns), columns, ["reading"])


def _kept(said: Comparison) -> tuple[Finding, ...]:
    rows = [
        (f.name, p.charge, p.known_from, sum(p.charged_high))
        for f in said.counted
        for p in f.parts
        if p.is_known and p.charged_high != p.ends_low and sum(p.charged_high) and p.charge != "non-par fee"
    ]
    columns = (_PRACTICE, text("charge", "Charge"), text("why", "Why"), _AMOUNT)
    wording = Wording(
        LOW,
        "1 charge of Office Ally does not surely end",
        "{n} charges of Office Ally do not surely end",
        "At the least of what is saved they go on after leaving; at the most they end, where that is open.",
        "Decide what happens to charts and paper claims, and ask what they will cost.",
        OWNER,
    )
    return finding(
        "cost-charge-stays", wording, _frame(rows, *columns), columns, ["practice", "charge"], "amount_cents"
    )


def _assumed(said: Comparison) -> tuple[Finding, ...]:
    rows = [
        (f.name, flow.transaction, flow.known_from)
        for f in said.counted
        for flow in f.flows.values()
        if flow.basis == ASSUMED
    ]
    columns = (_PRACTICE, text("transaction", "Transaction"), text("why", "Assumed"))
    wording = Wording(
        LOW,
        "1 number of transactions is assumed",
        "{n} numbers of transactions are assumed",
        "Nothing in the data counts them; Medi's bill is reckoned with the assumption that is shown.",
        "Write monthly numbers into the intake's sheet 'volumes'.",
        OWNER,
    )
    return finding(
        "cost-volume-assumed", wording, _frame(rows, *columns), columns, ["practice", "transaction"]
    )


def _invoices(said: Comparison) -> tuple[Finding, ...]:
    problems = pd.concat([f.problems.assign(practice=f.name) for f in said.own])
    columns = (
        _PRACTICE,
        text("found", "Found"),
        text("source_file", "File", "", Privacy.PHI),
        count("source_row", "Row"),
    )
    unread = Wording(
        MEDIUM,
        "1 part of an invoice could not be read",
        "{n} parts of invoices could not be read",
        "Its money is in no total, so Office Ally may charge more than is shown.",
        "Correct it in a copy of the invoice, or ask for the invoice again.",
        CONSULTANT,
    )
    lines = pd.concat([f.lines.assign(practice=f.name) for f in said.own])
    unclear = Wording(
        LOW,
        "1 line of an invoice is of no known kind",
        "{n} lines of invoices are of no known kind",
        "At the least of what is saved its charge goes on, at the most it ends.",
        "Read the line, and add its words to the kinds of charges.",
        CONSULTANT,
    )
    described = (
        _PRACTICE,
        MONTH,
        date("invoice_date", "Invoice date"),
        text("description", "Description", "", Privacy.DESK),
        _AMOUNT,
        text("source_file", "File", "", Privacy.PHI),
        count("source_row", "Row"),
    )
    place = ["practice", "source_file", "source_row"]
    return (
        *finding("cost-invoice-unread", unread, problems, columns, [*place, "found"]),
        *finding(
            "cost-invoice-unclear", unclear, lines[lines["charge"] == OTHER], described, place, "amount_cents"
        ),
    )


def _price_age(said: Comparison) -> tuple[Finding, ...]:
    reviewed, allowed = said.rules.prices.reviewed, said.rules.assumptions.stale_after_days
    days = (said.as_of - reviewed).days
    rows = [("Medi price book", pd.Timestamp(reviewed), days)] if days > allowed else []
    columns = (text("list", "List"), date("reviewed", "Reviewed"), count("days", "Days old"))
    wording = Wording(
        LOW,
        "The price list is old",
        "{n} price lists are old",
        "Prices have changed before and will again.",
        "Hold the price book against Medi's pricing page and write the day into it.",
        CONSULTANT,
    )
    return finding("cost-price-old", wording, _frame(rows, *columns), columns, ["list"])
