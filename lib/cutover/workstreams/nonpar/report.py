"""What Office Ally's non-par fee costs a practice, was charged, will cost, and what would end it.

The findings are listed in ARCHITECTURE.md.
"""

from __future__ import annotations

import datetime as dt

import pandas as pd

from cutover.reading.claims.claims import Claims
from cutover.reading.claims.invoices import Invoices
from cutover.reading.claims.par_reports import ParReports
from cutover.reading.payers.lists import PayerLists
from cutover.reading.payers.status import nearest
from cutover.result import Finding, Result, Severity
from cutover.workstreams import claim_reconciliation
from cutover.workstreams.findings import finding
from cutover.workstreams.nonpar import actions
from cutover.workstreams.nonpar import invoices as invoiced
from cutover.workstreams.nonpar import list_changes as nonpar_status
from cutover.workstreams.nonpar.findings import cases_columns
from cutover.workstreams.nonpar.verdict import figures, sources, verdict
from cutover.workstreams.nonpar_fees import exposure as fees
from cutover.workstreams.nonpar_fees.rule import exposure, load_fee_rules
from cutover.workstreams.nonpar_fees.submissions import NO_MONTH, NO_NPI, NO_TIN, Basis

TITLE = "Non-par exposure"
# a month and NPI stands for the month as a whole where the invoice names no NPI
CHARGED = {
    "nonpar-charged-twice": invoiced.TWICE,
    "nonpar-charged-without-cause": invoiced.WITHOUT_CAUSE,
    "nonpar-amount-differs": invoiced.DIFFERS,
    "nonpar-not-charged": invoiced.NOT_CHARGED,
}
LIMITS = (
    "Whether Office Ally counts rejected and resubmitted claims is not published: they are counted here; "
    "where an invoice or report says otherwise, the comparison names it.",
    "The day on which the fee rose from $39.95 to $44.95 is not published: from March 2024 to December "
    "2025 the fee is a range from the one to the other.",
    "A payer's status is that of the latest list not after the day of submission; on which day between two "
    "lists it changed is not known, and before the first list its statuses are taken.",
    "A claim that only a remittance tells of was submitted, but when is inferred (the day the payer "
    "received it, else the day of service), and whether through Office Ally is not in the 835. Claims that "
    "were never paid or denied are not in remittances at all.",
    "A file summary names the payer by its id, the provider by PHYS.ID: that this is the rendering NPI is "
    "inferred.",
    "What a claim costs another way (another clearinghouse, paper, the payer's portal) is not in this "
    "report.",
    "The forecast rests on the last twelve months and knows no season, no new payer and no new provider.",
)


def assess(
    claims: Claims,
    lists: PayerLists,
    as_of: dt.date,
    invoices: Invoices | None = None,
    reports: ParReports | None = None,
) -> Result:
    """Return what the non-par fee is to a practice on a day; raises ReferenceDataError where a rule is
    unknown.
    """
    return report(make_basis(claims, lists, as_of, invoices, reports))


def make_basis(
    claims: Claims,
    lists: PayerLists,
    as_of: dt.date,
    invoices: Invoices | None = None,
    reports: ParReports | None = None,
) -> Basis:
    """Return the basis of the report, with the rules of the reference data; for work at the desk."""
    rules = load_fee_rules()
    return Basis(claims, lists, rules, as_of, invoices, reports.rows if reports else None)


def report(basis: Basis) -> Result:
    """Return the result of a basis."""
    reconciled = claim_reconciliation.answer(basis.claims)
    found = [*_findings(basis), *reconciled.findings]
    order = list(Severity)
    tables = {
        "months": fees.months_table(basis),
        "combinations": fees.combinations_table(basis),
        "forecast": fees.forecast_table(basis),
        "closing": closing_table(basis),
        "few_claims": actions.few_table(basis),
        "payers_to_move": actions.payers_to_move_table(basis),
        "clearing": actions.clearing_table(basis),
        "charged": invoiced.charged_table(basis),
        "reported": invoiced.reported_table(basis),
        "payers": fees.payers_table(basis),
        "basis": fees.basis_table(basis),
    }
    return Result(
        title=TITLE,
        verdict=verdict(basis, found),
        figures=figures(basis),
        findings=tuple(sorted(found, key=lambda one: order.index(one.severity))),
        tables=tables | dict(reconciled.tables),
        limits=LIMITS,
        sources=sources(basis),
    )


def period(basis: Basis) -> str:
    """Return the months that the report covers, such as `2024-08 to 2026-07`."""
    return f"{basis.months[0]:%Y-%m} to {basis.months[-1]:%Y-%m}"


def closing_table(basis: Basis):
    """Return the shortest list of payers whose status would close the range."""
    return fees.table(
        "Whose status would close the range?",
        _with_hints(basis),
        cases_columns("nonpar-unknown-payer"),
        "The last twelve months under today's rule; a combination may hang on several payers at once.",
    )


def _with_hints(basis: Basis) -> pd.DataFrame:
    found = fees.closing(basis)
    return found.assign(hint=nearest(found["payer"].astype("str"), basis.lists))


def _findings(basis: Basis) -> list[Finding]:
    charged, reported = invoiced.charged(basis), invoiced.reported(basis)
    charged = charged.assign(absolute_cents=charged["difference_cents"].abs())
    cases = {
        "nonpar-no-list": (_no_list(basis), ["as_of"], None),
        "nonpar-list-old": (_old_list(basis), ["list_date"], None),
        **{
            code: (charged[charged["outcome"] == outcome], ["month", "npi"], "absolute_cents")
            for code, outcome in CHARGED.items()
        },
        "nonpar-new-rule": (new_rule(basis), ["tax_id", "npi"], "difference_cents"),
        "nonpar-few-claims": (actions.few_claims(basis), ["month", "tax_id", "npi"], "fee_low_cents"),
        "nonpar-unknown-payer": (_with_hints(basis), ["payer"], None),
        "nonpar-status-changed": (nonpar_status.changes(basis), ["payer", "list_date"], None),
        "nonpar-report-differs": (reported[reported["outcome"] != invoiced.AGREES], ["month", "npi"], None),
        "nonpar-not-counted": (_not_counted(basis), ["source_file", "source_row"], "charge_cents"),
    }
    found: list[Finding] = []
    for code, (rows, identity, amount) in cases.items():
        found += finding(code, rows, cases_columns(code), identity, amount)
    return found


def _no_list(basis: Basis) -> pd.DataFrame:
    days = [] if basis.lists.dates or basis.claims.submitted.empty else [pd.Timestamp(basis.as_of)]
    return pd.DataFrame({"as_of": pd.Series(days, dtype="datetime64[ms]")})


def _old_list(basis: Basis) -> pd.DataFrame:
    age = nonpar_status.days_old(basis)
    days = [pd.Timestamp(basis.lists.dates[-1])] if age is not None and age > nonpar_status.OLD_AFTER else []
    return pd.DataFrame({"list_date": pd.Series(days, dtype="datetime64[ms]"), "days": [age] * len(days)})


def new_rule(basis: Basis) -> pd.DataFrame:
    """Return the combinations that today's rule makes dearer than the 50 % rule, one row each, dearest first.

    Both rules are applied to the last twelve months at today's amount, unknown payers as par.
    """
    old = exposure(basis.recent, basis.rules, dt.date(2025, 12, 31))
    amount = basis.rules.amount(basis.as_of.replace(day=1)).low_cents
    was = old.assign(was_cents=old["triggers_low"].astype("Int64") * amount)
    is_ = basis.year_today.assign(is_cents=basis.year_today["fee_low_cents"])
    sums = is_.groupby(fees.COMBINATION).agg(
        nonpar=("nonpar", "sum"), claims=("claims", "sum"), is_cents=("is_cents", "sum")
    )
    found = sums.join(was.groupby(fees.COMBINATION)["was_cents"].sum()).reset_index()
    found = found.assign(difference_cents=found["is_cents"] - found["was_cents"])
    dearer = fees.masked(found[found["difference_cents"] > 0])
    return dearer.sort_values(["difference_cents", "npi"], ascending=[False, True], ignore_index=True)


def _not_counted(basis: Basis) -> pd.DataFrame:
    rows = basis.submissions
    return rows[rows["left_out"].isin([NO_MONTH, NO_NPI, NO_TIN])].rename(columns={"left_out": "why"})
