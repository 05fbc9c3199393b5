"""Scrub rules: which edits would have prevented the denials?

What a line tells stands in `lines`, the conditions in `forms`, the test in `chance`, the choice in `choosing`.
"""

from __future__ import annotations

import numpy as np
import pandas as pd

from cutover.columns import FEWEST_CASES, Column, Kind, conform, empty
from cutover.reading.postings.tables import MEDI, OFFICE_ALLY
from cutover.reference import code_list
from cutover.result import Result, Table
from cutover.wording import several
from cutover.workstreams import absences, tested_rules, unread_cells, unread_files, whose_rows
from cutover.workstreams.answers import signed
from cutover.workstreams.columns import PAYER, cents, count, share, text
from cutover.workstreams.denial_steps import source as source_of_edits
from cutover.workstreams.denied_claims import by_reason, denied_once
from cutover.workstreams.findings import table
from cutover.workstreams.scrub_rules import findings as scrub_findings
from cutover.workstreams.scrub_rules.blankets import BLANKETS
from cutover.workstreams.scrub_rules.book import Book, book_of
from cutover.workstreams.scrub_rules.few import FEW
from cutover.workstreams.scrub_rules.few import few as few_cases
from cutover.workstreams.scrub_rules.inputs import Inputs
from cutover.workstreams.scrub_rules.often import OFTEN, often
from cutover.workstreams.scrub_rules.owed import OWED, owed
from cutover.workstreams.scrub_rules.rejections import REJECTIONS
from cutover.workstreams.scrub_rules.sheet import JUDGED, judged
from cutover.workstreams.scrub_rules.told import RULES, ordered
from cutover.workstreams.scrub_rules.verdict import figures, state, verdict
from cutover.workstreams.scrub_rules.words import number_shown

TITLE = "Scrub rules"
FIRST, WITHOUT_LINES = "a first decision", "claims denied as a whole, without a line"
_REJECTED = "Rejected before a payer decided"
BY_RULE, ACROSS, OPEN = "denied by one of the rules", "denied across the board", "denied, and no rule is seen"
AGAIN = "sent again, and denied again"
COUNTED = (text("why", "Counted as"), count("lines", "Lines"), cents("charge_cents", "Charged"),
           cents("paid_cents", "Paid"))  # fmt: skip
DENIALS = (text("class", "Denials"), text("so", "What it asks for"), count("lines", "Lines"),
           cents("denied_cents", "Denied"))  # fmt: skip
SHORT = (text("rule", "Rule"), text("name", "What the reason says"),
         share("elsewhere", "Denied elsewhere", "the same thing without what the rule says, for the same reason"),
         Column("last_month", Kind.MONTH, "Last denial"))  # fmt: skip
MEASURED = (
    PAYER, text("what", "What is denied"), text("reason", "Reason"), count("lines", "Lines"), count("denied", "Denied"),
    share("share", "Denied, share"), share("elsewhere", "Elsewhere"), text("others", "At other payers"),
    text("odds", "Chance", "false discovery rate at which the rule passes"),
)  # fmt: skip
_ELSEWHERE = "elsewhere: the payer's other lines of the procedure; of a whole procedure and of ages all its other lines"
DAYS = tuple(c for c in BLANKETS if c.name not in ("share", "elsewhere", "procedures"))
REJECTED = (
    *(c for c in REJECTIONS if c.name not in ("chance", "charge_cents", "name", "accepted_later")),
    text("later", "Accepted later"),
)
NOW = (text("rule", "Rule, in Medi"), text("before", "The same lines in Office Ally"))
_SO = {
    BY_RULE: "an edit in Medi", ACROSS: "a call to the payer, no edit", OPEN: "work one by one",
    "national edit": "NCCI edits, which a scrubber has", "coverage": "an eligibility check before the visit",
    "another carrier": "bill the carrier that is liable; ask at the visit about an accident",
    OWED: "bill the patient; no edit",
    "duplicate": "no second sending before an answer", AGAIN: "another change, or an appeal",
    WITHOUT_LINES: "the reason, claim by claim",
}  # fmt: skip
LIMITS = (
    "A rule is what a payer's denials show, not what its policy says.",
    "A remittance shows no diagnosis: a rule about diagnoses is not seen, or looks like one about the procedure.",
    "What an edit or a habit stops before it is sent is not seen here: such a rule may be needed all the same.",
    "A line has one reason here, that of its largest refusal; a line of which a part was refused is not counted.",
    "The test takes lines for independent; lines of one patient or one mistaken week are not.",
    "Where a remittance does not say when the payer received a claim, its age is counted to the decision.",
    "A first decision is the first in the files here; an earlier one in a missing remittance would be counted wrongly.",
)


def assess(inputs: Inputs) -> Result:
    """Return the rules by which payers deny a practice's lines on a day, and what the intake lacks of them.

    Raises ReferenceDataError where the rules do not hold on that day.
    """
    return report(book_of(inputs))


def report(book: Book) -> Result:
    """Return the result of a practice's scrub rules."""
    found, inputs = scrub_findings.made(book), book.inputs
    made = Result(
        title=TITLE,
        verdict=unread_files.told(verdict(book, found), inputs.files),
        figures=figures(book),
        findings=unread_files.with_findings(whose_rows.with_findings(found, inputs.not_own), inputs.files),
        tables=_tables(book),
        limits=(*LIMITS, *_unseen(book), *unread_files.limits(inputs.files), *whose_rows.limits(inputs.not_own),
                *inputs.notes, *(f"Assumption: {said}" for said in inputs.rules.assumptions)),
        sources=(inputs.rules.source, *(code_list(name, inputs.as_of).source for name in
                 ("denial_classes", "claim_ages", "adjustment_reasons")), source_of_edits(inputs.as_of)),
    )  # fmt: skip
    made = absences.told(made, "scrub_rules", {
        "remittance with service lines": len(book.lines.every) > 0,
    })  # fmt: skip
    told = unread_cells.told(made, unread_cells.of([inputs.practice], "scrub_rules"))
    return signed(told, "scrub_rules", state(book))


def period(inputs: Inputs) -> str:
    """Return the days of service of the first decisions, such as `2024-08-01 to 2026-07-20`."""
    days = book_of(inputs).lines.first["service_on"]
    return f"{days.min():%Y-%m-%d} to {days.max():%Y-%m-%d}" if len(days) else "no service line"


def _tables(book: Book) -> dict[str, Table]:
    few = book.is_too_few
    rules = empty(RULES) if few else ordered(book.rules)
    now = empty((*RULES, *scrub_findings.BEFORE)) if few else ordered(book.through_now)
    across = empty(BLANKETS) if few else scrub_findings.named(book.blankets, book)
    sentence = book.inputs.rules.sentence
    return {
        "counted": table("Which lines tell a first decision", counted(book), COUNTED,
                         "each service line of both systems once; claims denied as a whole have no line"),
        "denials": table("What the denials are", denials(book), DENIALS, "each denied line once"),
        "denied_claims": _denied_claims(book.inputs),
        "rules": table("The rules, those that cost most first", rules, SHORT, sentence),
        "measured": table("How sure each rule is", rules.assign(odds=_odds(rules["chance"])), MEASURED, _ELSEWHERE),
        "now": table("What Office Ally's edits caught and Medi's do not", now.assign(before=_before(now)), NOW,
                     "rules seen in Medi's remittances that are not, or half as often at most, in Office Ally's"),
        "often": table("Denied more than once", often(book), OFTEN,
                       "counted, whether a rule or not: of few lines nobody can tell one from chance"),
        "few": table("Few cases, and the edit that would have prevented them", few_cases(book), FEW,
                     f"not a proven rule: agree each with the payer's policy before it is set up; fewer than "
                     f"{FEWEST_CASES} lines may be one claim"),
        "across": table("Denied across the board", across, DAYS, "one reason, whatever the procedure"),
        "sheet": table("The intake's rules against the data", _sheet(book), JUDGED, _set_up(book.inputs)),
        "rejections": table(_REJECTED, *_many_rejected(book)),
    }  # fmt: skip


def _sheet(book: Book) -> pd.DataFrame:
    """The rules of the intake; of too few lines no rule confirms one, and lines that break it count all the same."""
    if not book.is_too_few:
        return book.sheet
    return judged(book.inputs.asked, empty(RULES), book.population, book.inputs)


def _set_up(inputs: Inputs) -> str:
    """What is said of the intake's rules together: how many are set up in Medi, and how many tested there."""
    rows = tested_rules.with_tests(inputs.asked, pd.Timestamp(inputs.as_of))
    return f"In Medi: {tested_rules.told(rows)}" if len(rows) else ""


def _denied_claims(inputs: Inputs) -> Table:
    """The denied claims by reason, as 03 has them."""
    feeds, paid = list(zip((OFFICE_ALLY, MEDI), inputs.feeds, strict=True)), inputs.remittances
    counts = paid[paid["counts"].isna()]
    has_medi = bool(counts["feed"].eq(MEDI).any())
    return by_reason(denied_once(feeds, counts, inputs.as_of), has_medi, inputs.as_of)


def counted(book: Book) -> pd.DataFrame:
    """Return how many lines tell a first decision and why others do not; all lines together are the archive's."""
    rows = book.lines.every
    sums = rows.assign(why=rows["left_out"].fillna(FIRST)).groupby("why", as_index=False).agg(
        lines=("claim", "size"), charge_cents=("charge_cents", "sum"), paid_cents=("paid_cents", "sum")
    )  # fmt: skip
    order = np.lexsort((-sums["lines"], sums["why"] != FIRST))
    return conform(sums.iloc[order].reset_index(drop=True), COUNTED)


def denials(book: Book) -> pd.DataFrame:
    """Return the denied lines by what they are: by a rule, apart from rules, or neither, with their money."""
    rows, first = book.lines.every, book.lines.first
    label = first["reason"].map(book.classes).astype("str")
    label = label.mask(~first.index.isin(book.population.index) & label.isna(), ACROSS)
    if not book.is_too_few:
        hit = book.population.index[book.found.lines.loc[book.found.lines["hit"], "line"].to_numpy()]
        label = label.mask(first.index.isin(hit), BY_RULE)
    label = label.mask(label.isna() & owed(first, book.inputs.as_of), OWED)
    told = first.assign(label=label.fillna(OPEN))[first["denied"]]
    more = rows[rows["left_out"].eq("sent again").fillna(False).to_numpy(bool) & (rows["refused_cents"] > 0)]
    more = more.assign(label=more["reason"].map(book.classes).astype("str").fillna(AGAIN))
    both = pd.concat([told, more]) if len(more) else told
    sums = both.groupby("label").agg(lines=("claim", "size"), denied_cents=("refused_cents", "sum"))
    alone = book.lines.without
    if len(alone):
        sums.loc[WITHOUT_LINES] = [len(alone), int(alone["charge_cents"].sum())]
    sums = sums.reindex([name for name in _SO if name in sums.index])
    made = sums.rename_axis("class").reset_index().assign(so=lambda r: r["class"].map(_SO))
    return conform(made[[c.name for c in DENIALS]], DENIALS)


def _many_rejected(book: Book) -> tuple[pd.DataFrame, tuple[Column, ...], str, str]:
    """The rejections of at least so many claims that no single one is shown; how many others there are is said."""
    rows = book.rejections.rows
    many = rows["rejected"] >= FEWEST_CASES
    rest = int((~many).sum())
    more = f"; {rest:,} more payers and codes have fewer than {FEWEST_CASES} claims each" if rest else ""
    later = [number_shown(number) for number in rows["accepted_later"]]
    return (
        rows.assign(later=later)[many],
        REJECTED,
        f"a code counts once for a claim{more}",
        _few_rejected(book),
    )


def _few_rejected(book: Book) -> str:
    """What is said where no payer and code has claims enough to be shown: how many there are, or that none is known."""
    rows = book.rejections.rows
    if not book.rejections.claims:
        return "not known: no 277CA receipt, file summary or list of Medi tells"
    if rows.empty:
        return ""
    return (
        f"{several(int(rows['rejected'].sum()), 'claim')}; no payer and code has {FEWEST_CASES} or more. "
        "Those that Office Ally's files tell of and that are still open are in 07, those of Medi's receipts in 08"
    )


def _odds(chances: pd.Series) -> list[str]:
    """`below 1 in 10,000` of each false discovery rate."""
    powers = (min(6, int(-np.log10(max(float(chance), 1e-12)))) for chance in chances)
    return [f"below 1 in {10**power:,}" for power in powers]


def _before(rows: pd.DataFrame) -> list[str]:
    """How the lines of a rule fared in Office Ally; few are not counted out."""
    said = []
    for lines, denied in zip(rows["before_lines"], rows["before_denied"], strict=True):
        if not lines:
            said.append("none reached a payer")
        elif lines < FEWEST_CASES:
            said.append(f"fewer than {FEWEST_CASES}")
        else:
            said.append(f"{number_shown(denied)} of {lines:,} denied")
    return said


def _unseen(book: Book) -> tuple[str, ...]:
    inputs, said = book.inputs, []
    if inputs.asked.empty:
        said.append("The intake names no scrub rule, so nothing is confirmed or contradicted.")
    if not book.rejections.claims:
        said.append(
            "No 277CA receipt, file summary or list of Medi tells what was rejected before a payer decided: it is "
            "not known."
        )
    if inputs.medi.payments.empty:
        said.append(
            "There is no remittance from Medi yet, so what comes through since the cutover is not known."
        )
    return tuple(said)
