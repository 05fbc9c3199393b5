"""What Office Ally's non-par fee costs a practice, was charged, will cost, and what would end it."""

from __future__ import annotations

from typing import Any

import pandas as pd

from cutover.money import dollars
from cutover.reading.payers.lists import NO_LIST
from cutover.reading.payers.status import nearest
from cutover.result import Finding, Result, Table
from cutover.wording import several
from cutover.workstreams import (
    absences,
    claim_reconciliation,
    status_words,
    unread_cells,
    unread_files,
    whose_rows,
)
from cutover.workstreams.answers import signed
from cutover.workstreams.findings import finding, placed
from cutover.workstreams.nonpar import actions, both_rules, list_changes
from cutover.workstreams.nonpar import invoices as invoiced
from cutover.workstreams.nonpar.findings import cases_columns
from cutover.workstreams.nonpar.inputs import Inputs
from cutover.workstreams.nonpar.verdict import (
    YEAR,
    figures,
    lost_limits,
    sources,
    state,
    uncounted_limits,
    verdict,
)
from cutover.workstreams.nonpar_fees import exposure as fees
from cutover.workstreams.nonpar_fees.rule import exposure
from cutover.workstreams.nonpar_fees.submissions import UNCOUNTED

TITLE = "Non-par exposure"
# a month and NPI stands for the month as a whole where the invoice names no NPI
CHARGED = {
    "nonpar-charged-twice": invoiced.TWICE,
    "nonpar-twice-or-two": invoiced.TWICE_OR_TWO,
    "nonpar-charged-without-cause": invoiced.WITHOUT_CAUSE,
    "nonpar-more-fees": invoiced.MORE,
    "nonpar-fewer-fees": invoiced.FEWER,
    "nonpar-amount-differs": invoiced.DIFFERS,
    "nonpar-not-charged": invoiced.NOT_CHARGED,
}
LIMITS = (
    "Whether Office Ally counts rejected claims is not published: a fee that depends on them is a range. "
    "Resubmitted claims are counted. Where an invoice or report says otherwise, the comparison names it.",
    "The day on which the fee rose from $39.95 to $44.95 is not published. From March 2024 to December "
    "2025 the fee is a range between these two amounts.",
    "A payer's status comes from the latest list up to the day of submission, or from the first list for earlier "
    "days. Between two lists that differ it is not known, and the fee is a range. The year ahead takes the status on "
    "the latest list.",
    "For a claim known from a remittance alone, the day of submission is the day the payer received it, else the "
    "day of service. Whether it went through Office Ally is not in the 835. Claims that were never paid or "
    "denied are not in remittances at all.",
    "A file summary names the payer by its id, the provider by PHYS.ID: that this is the rendering NPI is "
    "inferred.",
    "What a claim costs another way (another clearinghouse, paper, the payer's portal) is not in this "
    "report.",
    "The forecast rests on the last twelve months. It assumes no season, no new payer and no new provider.",
)


def assess(inputs: Inputs) -> Result:
    """Return what the non-par fee is to a practice on a day: what it was, will be, and what would end it.

    Raises ReferenceDataError where a rule does not hold on a day that is needed.
    """
    reconciled = claim_reconciliation.findings_and_tables(inputs.claims, inputs.lists)
    every = [*_findings(inputs), *reconciled.findings]
    not_own, files = _not_own(inputs), _files(inputs)
    made = Result(
        title=TITLE,
        verdict=unread_files.told(verdict(inputs, every), files),
        figures=figures(inputs),
        findings=unread_files.with_findings(whose_rows.with_findings(every, not_own), files),
        tables=_tables(inputs) | dict(reconciled.tables),
        limits=(
            *unread_files.limits(files),
            *whose_rows.limits(not_own),
            *uncounted_limits(inputs),
            *lost_limits(inputs),
            *_between_lists(inputs),
            *filter(None, [list_changes.size(inputs.lists, inputs.same)]),
            *status_words.submitted_once(inputs.claims.history),
            *LIMITS,
        ),
        sources=sources(inputs),
    )
    made = absences.told(made, "nonpar", {
        "claim": len(inputs.claims.submitted) > 0,
        "claim history": len(inputs.claims.history) > 0,
        "invoice of Office Ally": inputs.invoices is not None and len(inputs.invoices.lines) > 0,
        "Par/Non-Par Report": inputs.reports is not None and len(inputs.reports.rows) > 0,
    })  # fmt: skip
    told = unread_cells.told(made, unread_cells.of([inputs.practice] if inputs.practice else [], "nonpar"))
    return signed(told, "nonpar", state(inputs, every))


def _between_lists(inputs: Inputs) -> tuple[str, ...]:
    """What the fees come to if payers changed as early as two lists allow, where that is another sum."""
    other = invoiced.changed_at_once(inputs)
    if other is None or inputs.is_uncounted:
        return ()
    late = _cost(invoiced.changed_on_the_day(inputs))
    return (
        "A payer's status differs between two lists, and the day of the change is not known. The months on file "
        f"cost {late} if it changed on the later list's day, and {_cost(other)} if right after the earlier one's."
        f"{_on_invoices(inputs)}",
    )


def _on_invoices(inputs: Inputs) -> str:
    """How many of the fees that hang on the day of a change Office Ally charged, where invoices tell."""
    charged = invoiced.charged(inputs)
    hang = charged[charged["outcome"].eq(invoiced.NOT_TOLD) & charged["reason"].eq(invoiced.NEXT_LIST)]
    if hang.empty:
        return ""
    paid = int(hang["charged_cents"].gt(0).sum())
    verb = "hangs" if len(hang) == 1 else "hang"
    return f" Of {several(len(hang), 'fee')} on invoices that {verb} on it, Office Ally charged {paid:,}."


def _cost(said: pd.DataFrame) -> str:
    """What fees come to, in words: one sum, or from the least to the most."""
    low, high = (dollars(int(said[name].sum())) for name in ("fee_low_cents", "fee_high_cents"))
    return low if low == high else f"{low} to {high}"


def _not_own(inputs: Inputs) -> pd.DataFrame:
    told = [inputs.claims.not_own]
    told += [part.not_own for part in (inputs.invoices, inputs.reports) if part is not None]
    return whose_rows.together(told)


def _files(inputs: Inputs) -> pd.DataFrame:
    """What was looked at, of every kind (FILES)."""
    told = [inputs.claims.files, inputs.lists.files]
    told += [part.files for part in (inputs.invoices, inputs.reports) if part is not None]
    return unread_files.together(told)


def _unread(inputs: Inputs) -> pd.DataFrame:
    """Payer lists and par/non-par reports that cannot be read."""
    told = [inputs.lists.problems, *([inputs.reports.problems] if inputs.reports is not None else [])]
    return pd.concat(told, ignore_index=True)


def _tables(inputs: Inputs) -> dict[str, Table]:
    return {
        "months": fees.months_table(inputs),
        **both_rules.tables(inputs),
        "combinations": fees.combinations_table(inputs),
        "forecast": fees.forecast_table(inputs),
        "closing": closing_table(inputs),
        "few_claims": actions.few_table(inputs),
        "payers_to_move": actions.payers_to_move_table(inputs),
        "clearing": actions.clearing_table(inputs),
        "charged": invoiced.charged_table(inputs),
        "reported": invoiced.reported_table(inputs),
        "payers": fees.payers_table(inputs),
        "basis": fees.basis_table(inputs),
    }


def period(inputs: Inputs) -> str:
    """Return the months that the report covers, such as `2024-08 to 2026-07`."""
    return f"{inputs.months[0]:%Y-%m} to {inputs.months[-1]:%Y-%m}"


def closing_table(inputs: Inputs):
    """Return the shortest list of payers whose status would close the range."""
    return fees.table(
        "Whose status would close the range?",
        _with_hints(inputs),
        cases_columns("nonpar-unknown-payer"),
        "The last twelve months under today's rule; a combination may depend on several payers at once.",
    )


def _with_hints(inputs: Inputs) -> pd.DataFrame:
    found = fees.closing(inputs)
    return found.assign(hint=nearest(found["payer"].astype("str"), inputs.lists))


def _findings(inputs: Inputs) -> list[Finding]:
    charged, reported = invoiced.charged(inputs), invoiced.reported(inputs)
    few = actions.few_claims(inputs)
    few = few if inputs.going_on is inputs.recent else few[few["ended_on"].isna()]
    charged = charged.assign(absolute_cents=charged["difference_cents"].abs())
    cases = {
        "nonpar-no-list": (_no_list(inputs), ["as_of"], None),
        "nonpar-file-not-read": (_unread(inputs), ["source_file"], None),
        "nonpar-list-old": (_old_list(inputs), ["list_date"], None),
        **{
            code: (charged[charged["outcome"] == outcome], ["month", "npi"], "absolute_cents")
            for code, outcome in CHARGED.items()
        },
        "nonpar-invoice-missing": (invoiced.missing(inputs), ["month"], "fee_low_cents"),
        "nonpar-new-rule": (new_rule(inputs), ["tax_id", "npi"], "difference_cents"),
        "nonpar-few-claims": (few, ["month", "tax_id", "npi"], "fee_low_cents"),
        "nonpar-unknown-payer": (_with_hints(inputs), ["payer"], None),
        "nonpar-status-changed": (list_changes.changes(inputs), ["payer", "list_date"], None),
        "nonpar-report-differs": (
            reported[~reported["outcome"].isin([invoiced.AGREES, invoiced.NO_CLAIMS])],
            ["month", "npi"],
            None,
        ),
    }
    found: list[Finding] = []
    for code, (rows, identity, amount) in cases.items():
        found += finding(code, rows, cases_columns(code), identity, amount, span=_span(inputs))
    return [*found, *_not_counted(inputs)]


def _span(inputs: Inputs) -> str:
    """In words what the money of the last twelve months is of: a year, or those of its months that have claims."""
    seen = inputs.on_file_of(YEAR)
    if seen >= YEAR:
        return "in a year"
    return f"in the {several(seen, 'month')} on file, of the last twelve: a whole year is not known"


def _no_list(inputs: Inputs) -> pd.DataFrame:
    is_lacking = inputs.lists.lacking == NO_LIST and not inputs.claims.submitted.empty
    days = [pd.Timestamp(inputs.as_of)] if is_lacking else []
    return pd.DataFrame({"as_of": pd.Series(days, dtype="datetime64[ms]")})


def _old_list(inputs: Inputs) -> pd.DataFrame:
    age = list_changes.days_old(inputs)
    days = [pd.Timestamp(inputs.lists.dates[-1])] if age is not None and age > list_changes.OLD_AFTER else []
    return pd.DataFrame({"list_date": pd.Series(days, dtype="datetime64[ms]"), "days": [age] * len(days)})


def new_rule(inputs: Inputs) -> pd.DataFrame:
    """Return the combinations that today's rule makes dearer than the 50 % rule, one row each, dearest first.

    Both rules are applied to the last twelve months at today's amount, unknown payers as par. Whoever has ended has
    nothing to decide.
    """
    old = exposure(inputs.going_on, inputs.rules, inputs.rules.former_day(inputs.as_of) or inputs.as_of)
    amount = inputs.rules.amount(inputs.as_of.replace(day=1)).low_cents
    was = old.assign(was_cents=old["triggers_low"].astype("Int64") * amount)
    is_ = inputs.year_going_on.assign(is_cents=inputs.year_going_on["fee_low_cents"])
    sums = is_.groupby(fees.COMBINATION).agg(
        nonpar=("nonpar", "sum"), claims=("claims", "sum"), is_cents=("is_cents", "sum")
    )
    found = sums.join(was.groupby(fees.COMBINATION)["was_cents"].sum()).reset_index()
    found = found.assign(difference_cents=found["is_cents"] - found["was_cents"])
    dearer = fees.masked(found[found["difference_cents"] > 0])
    return dearer.sort_values(["difference_cents", "npi"], ascending=[False, True], ignore_index=True)


def _not_counted(inputs: Inputs) -> tuple[Finding, ...]:
    """The claims without month, Tax ID or NPI; grave where the fee is not known for them."""
    code, rows = "nonpar-not-counted", inputs.submissions
    rows = rows[rows["left_out"].isin(UNCOUNTED)].rename(columns={"left_out": "why"})
    lacking, of = len(inputs.uncounted), len(inputs.uncounted) + len(inputs.recent)
    facts: dict[str, Any] = {"lacking": f"{lacking:,}", "of": f"{of:,}"} if inputs.is_uncounted else {}
    rows, place, is_grave = placed(rows), ["source_file", "place"], inputs.is_uncounted
    return finding(code, rows, cases_columns(code), place, "charge_cents", otherwise=is_grave, **facts)
