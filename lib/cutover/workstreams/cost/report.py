"""What staying costs, what leaving costs, and from which month leaving is cheaper.

The findings are made in `findings`. The numbers are those of `model`, which knows no file.
"""

from __future__ import annotations

from collections import Counter

from cutover.columns import empty
from cutover.result import Result, Source, Table
from cutover.wording import several
from cutover.workstreams import unread_cells, unread_files, whose_rows
from cutover.workstreams.answers import signed
from cutover.workstreams.columns import MONTH, cents, text
from cutover.workstreams.cost import bills, moved, own_counts, quoted
from cutover.workstreams.cost.comparison import Comparison
from cutover.workstreams.cost.facts import sent_of
from cutover.workstreams.cost.findings import findings
from cutover.workstreams.cost.inputs import Inputs
from cutover.workstreams.cost.last_months import by_medi, past
from cutover.workstreams.cost.looking_back import at_quote, looking_back
from cutover.workstreams.cost.price_list import price_table
from cutover.workstreams.cost.tables import (
    PRACTICE,
    beyond,
    inputs_table,
    invoiced,
    medi_bills,
    office_ally,
    tables,
)
from cutover.workstreams.cost.verdict import figures, state, verdict

TITLE, BOOK_TITLE = "Office Ally against Medi, in dollars", "Office Ally against Medi, the whole book"
LIMITS = (
    "Office Ally's prices for Practice Mate, printing, eligibility and claim status are not published. Without "
    "invoices they are unknown and in no total, while Medi's prices for the same are counted.",
    "The year ahead is taken to be like the last twelve months: no growth, no new payer. Each payer's "
    "status and each price stay as they are.",
    "Every practice is taken to move in the first month. A rollout in steps pays Office Ally's fees longer and "
    "reaches Medi's tiers later.",
    "The month of the cutover counts Medi's charge for the whole month. Each month of the parallel run counts "
    "Office Ally's charges in full: the most that they can be. A past month with an invoice counts what it charges.",
    "Medi's price list does not say whether it bills a claim that is sent again, or whether it mails paper claims. "
    "Each submission counts as a billed claim.",
    "The time of a practice's own people, and the cost of slower payment in the transition, are not here.",
)


_CENTS = cents("cents", "Amount")
_EMPTY = (
    ("totals", "Totals", (_CENTS,)),
    ("months", "Month by month", (MONTH, _CENTS)),
    ("cumulative", "Cost so far", (MONTH, text("way", "Way"), _CENTS)),
    ("medi", "What Medi charges", (_CENTS,)),
    ("readings", "What the open readings change", (_CENTS,)),
    ("commitment", "Twelve months or month to month", (_CENTS,)),
    ("sensitivity", "What the answer depends on", (_CENTS,)),
    (
        "swings",
        "Change of the saving",
        (text("input", "Input"), text("end", "End"), cents("change_cents", "Change")),
    ),
    (
        "practices",
        "Where each practice is cheaper",
        (PRACTICE, cents("saved_share_cents", "Saved by share, at least")),
    ),
)


def assess(inputs: Inputs) -> Result:
    """Return what staying costs and what leaving costs, for a practice or for the book."""
    compared, name = inputs.comparison, inputs.name
    made = Result(
        title=TITLE if compared.practice else BOOK_TITLE,
        verdict=unread_files.told(verdict(compared, name), compared.files),
        figures=figures(compared),
        findings=findings(compared),
        tables=tables(compared) if compared.counted else _without_claims(compared),
        limits=(
            *moved.limits(compared),
            *_own_counts(inputs),
            *_quoted(inputs),
            *_bills_of_medi(inputs),
            *_printing(inputs),
            *_quotes(inputs),
            *unread_files.limits(compared.files),
            *whose_rows.limits(compared.not_own),
            *LIMITS,
        ),
        sources=_sources(compared),
    )
    return signed(unread_cells.told(made, compared.unread), "cost", state(compared))


def _own_counts(inputs: Inputs) -> tuple[str, ...]:
    """What the practice's own count by month says beside its files; nothing of a book."""
    own = inputs.comparison.own if inputs.practice else ()
    return tuple(words for one in own for words in own_counts.said(one.beside_own, one.own_counts))


def _quoted(inputs: Inputs) -> tuple[str, ...]:
    """What Medi quotes a practice, beside its list; nothing of a book."""
    compared = inputs.comparison
    own = [one for one in compared.own if inputs.practice and len(one.quoted)]
    return tuple(
        words
        for one in own
        for words in quoted.said(one, at_quote(compared, one), compared.rules.prices, compared.as_of)
    )


def _bills_of_medi(inputs: Inputs) -> tuple[str, ...]:
    """What Medi's own bills to the practice come to, in sentences; none where there is no bill."""
    compared = inputs.comparison
    own = [one for one in compared.own if inputs.practice and len(one.medi)]
    return tuple(
        words
        for one in own
        for words in (*bills.said(one.medi), *bills.in_parts(one.medi, sent_of(one, compared.as_of)))
    )


def _printing(inputs: Inputs) -> tuple[str, ...]:
    """What Office Ally billed a practice for printing beside its claims on paper; nothing of a book."""
    own = inputs.comparison.own if inputs.practice else ()
    return tuple(words for one in own for words in bills.printed(one.lines, one.known))


def _quotes(inputs: Inputs) -> tuple[str, ...]:
    """Quotes of Medi that lie beside the practices: a person reads them, and no price of them is used."""
    return tuple(
        f"{several(files, 'file')} in {folder}/ {'is a quote' if files == 1 else 'are quotes'} of Medi that "
        "nobody has entered. The prices here are those that Medi publishes: compare both, and see how long "
        "the quote is valid."
        for folder, files in Counter(inputs.quotes).items()
    )


def period(inputs: Inputs) -> str:
    """Return the months that are compared, such as `2026-09 to 2029-08`."""
    first = inputs.comparison.first
    last = first.year * 12 + first.month - 1 + 35
    return f"{first:%Y-%m} to {last // 12}-{last % 12 + 1:02d}"


def _without_claims(comparison: Comparison) -> dict:
    """The tables that need no volume of claims, and the others without a row, so that a page is whole."""
    note = "It cannot be calculated: the number of claims is not known."
    none = {name: Table(title, empty(columns), columns, note) for name, title, columns in _EMPTY}
    known = {
        "inputs": inputs_table(comparison),
        "office_ally": office_ally(comparison),
        "invoiced": invoiced(comparison),
        "past": past(comparison),
        "by_medi": by_medi(comparison),
        "back": looking_back(comparison),
        "prices": price_table(comparison.rules.prices),
        "medi_bills": medi_bills(comparison),
    }
    return {**none, **known, "beyond": beyond(comparison)}


def _sources(comparison: Comparison) -> tuple[Source, ...]:
    rules = comparison.rules
    listed = {(p.source, p.where): None for p in rules.prices.prices}
    prices = [Source(f"Prices of Medi: {source}", where, rules.prices.read_on) for source, where in listed]
    trigger = rules.fees.trigger(comparison.first)
    return (
        *prices,
        Source(
            "Rule and amount of the non-par fee", f"{trigger.source}; {trigger.where}", rules.fees.read_on
        ),
        Source("Assumptions", "data/reference/cost_assumptions.toml", rules.assumptions.read_on),
        Source("Beyond the bill", "migration guide from Office Ally to Medi", rules.prices.read_on),
    )
