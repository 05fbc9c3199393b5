"""What to do about the fee: combinations that few claims trigger, payers to move, and what each move is
worth.
"""

from __future__ import annotations

from itertools import combinations

import pandas as pd

from cutover.columns import Column, Kind, Privacy
from cutover.reading.claims.file_summary import SOURCE as SUMMARY
from cutover.reading.claims.history import SOURCE as HISTORY
from cutover.reading.payers.status import NON_PAR
from cutover.result import Table
from cutover.workstreams.columns import cents, count, text
from cutover.workstreams.findings import table
from cutover.workstreams.nonpar.inputs import Inputs
from cutover.workstreams.nonpar_fees.exposure import (
    COMBINATION,
    ENDED_ON,
    MONTH,
    NPI,
    TIN_END,
    ended_on,
    masked,
    of_year,
)
from cutover.workstreams.nonpar_fees.rule import Trigger
from cutover.workstreams.sent_numbers import are_of_claims

FEW = 3  # non-par claims in a month that are few enough to be handled one by one
_SEARCHED = 12  # payers of a combination up to which every set is tried; beyond, the largest first
_SEPARATOR = "; "
_TELL_BOTH = (HISTORY, SUMMARY)  # sources with a column for the claim's number and one for the account
FEW_COLUMNS = (
    MONTH,
    TIN_END,
    NPI,
    count("nonpar", "Non-par claims"),
    text("payers", "To these payers"),
    cents("fee_low_cents", "Fee"),
    cents("per_claim_cents", "Fee per non-par claim"),
    ENDED_ON,
    text("claims_named", "Claim no.", "as stated, else the number under which it was sent", Privacy.PHI),
    text("accounts_named", "Account no.", "of the patients", Privacy.PHI),
)


def few_claims(inputs: Inputs) -> pd.DataFrame:
    """Return the months and combinations that trigger on one to three non-par claims, under today's rule.

    One row per month and combination of the last twelve months, with the payers and claims that trigger it, and the day
    on which the provider has ended.
    """
    year = inputs.year_today
    few = year[year["triggers_low"].astype(bool) & year["nonpar"].between(1, FEW)]
    key = ["month", *COMBINATION]
    rows = inputs.recent[inputs.recent["par"] == NON_PAR].merge(few[key], on=key)
    named = (
        rows.assign(**_numbers(inputs, rows))
        .groupby(key, as_index=False, observed=True)
        .agg(
            payers=("payer", lambda p: _SEPARATOR.join(sorted(set(p)))),
            claims_named=("claim", _each),
            accounts_named=("account", _each),
        )
    )
    found = few.merge(named, on=key)
    found = found.assign(
        per_claim_cents=found["fee_low_cents"] // found["nonpar"], ended_on=ended_on(inputs, found["npi"])
    )
    return masked(found).sort_values(["month", "npi"], ascending=[False, True], ignore_index=True)


def _numbers(inputs: Inputs, rows: pd.DataFrame) -> dict[str, pd.Series]:
    """The number of each claim and the account of its patient, null where a source does not tell one.

    The number that a claim was sent under is the account where the claim history has it as one.
    """
    told, claims = inputs.claims.submitted, inputs.claims.history
    sent = told.loc[~told["source"].isin(_TELL_BOTH), "patient_control_number"]
    is_account = rows["source"].isin(_TELL_BOTH) | rows["claim_number"].notna()
    if len(claims) and not are_of_claims(sent, claims):
        is_account = pd.Series(True, rows.index, dtype=bool)
    number = rows["patient_control_number"]
    return {
        "claim": rows["claim_number"].fillna(number.mask(is_account)),
        "account": number.where(is_account),
    }


def _each(numbers: pd.Series) -> str | None:
    """Each number once, in order; null where there is none."""
    return _SEPARATOR.join(sorted(set(numbers.dropna()))) or None


def _nonpar(inputs: Inputs) -> pd.DataFrame:
    """The non-par submissions of the last twelve months, of those who go on billing."""
    return inputs.going_on[inputs.going_on["par"] == NON_PAR]


def by_payer(inputs: Inputs) -> pd.DataFrame:
    """Return what moving each non-par payer alone would avoid in a year like the last, one row per payer.

    Whoever has ended sends no claim ahead.
    A payer alone clears a month of a combination only where no other non-par payer triggers it. Cost is
    counted in claims that would go elsewhere; `per_claim_cents` is what each of them avoids.
    """
    key = ["month", *COMBINATION]
    counts = _nonpar(inputs).groupby([*key, "payer"], as_index=False, observed=True).size()
    year = inputs.year_going_on.set_index(key)[["claims", "nonpar", "triggers_low", "fee_low_cents"]]
    rows = counts.join(year, on=key)
    trigger = inputs.rules.trigger(inputs.as_of)
    still = trigger.met(rows["nonpar"] - rows["size"], rows["claims"] - rows["size"]).astype(bool)
    cleared = rows["triggers_low"].astype(bool) & ~still
    rows = rows.assign(avoided_cents=rows["fee_low_cents"].where(cleared, 0), cleared=cleared.astype("int64"))
    found = rows.groupby("payer", as_index=False).agg(
        claims=("size", "sum"),
        months=("month", "size"),
        cleared=("cleared", "sum"),
        avoided_cents=("avoided_cents", "sum"),
    )
    found = found.assign(per_claim_cents=(found["avoided_cents"] // found["claims"]).astype("Int64"))
    return found.sort_values(["avoided_cents", "payer"], ascending=[False, True], ignore_index=True)


def clearing(inputs: Inputs) -> pd.DataFrame:
    """Return for each combination the cheapest set of payers that clears it in every month of the last
    twelve.

    One row per combination that triggers and goes on billing. Cheapest is fewest claims moved: what a claim costs
    elsewhere is not known here. In order of what each moved claim avoids.
    """
    trigger = inputs.rules.trigger(inputs.as_of)
    year = inputs.year_going_on[inputs.year_going_on["triggers_low"].astype(bool)]
    key = ["month", *COMBINATION]
    counts = _nonpar(inputs).groupby([*key, "payer"], as_index=False, observed=True).size()
    rows = counts.merge(year[[*key, "claims", "fee_low_cents"]], on=key)
    found = []
    for (tin, npi), part in rows.groupby(COMBINATION, observed=True):
        payers = cheapest(part, trigger)
        moved = int(part.loc[part["payer"].isin(payers), "size"].sum())
        fees = part.drop_duplicates("month")["fee_low_cents"]
        avoided, months = int(fees.sum()), len(fees)
        found.append(
            (tin, npi, _SEPARATOR.join(payers), len(payers), moved, months, avoided, avoided // moved)
        )
    names = [*COMBINATION, "payers", "payer_count", "moved", "months", "avoided_cents", "per_claim_cents"]
    frame = pd.DataFrame(found, columns=names).astype({"tax_id": "str", "npi": "str", "payers": "str"})
    return masked(frame).sort_values(["per_claim_cents", "npi"], ascending=[False, True], ignore_index=True)


def cheapest(rows: pd.DataFrame, trigger: Trigger) -> list[str]:
    """Return the payers of one combination whose leaving clears all its months with the fewest claims moved.

    `rows` has `month`, `payer`, `size` (its non-par claims) and `claims` (all of the month). Every set is
    tried up to twelve payers; beyond, payers leave from the largest on until the combination is clear, which
    may not be least.
    """
    sizes = rows.groupby("payer")["size"].sum().sort_values(ascending=False, kind="stable")
    names = list(sizes.index)
    if len(names) > _SEARCHED:
        ways = [names[:n] for n in range(1, len(names) + 1)]
        return sorted(next(way for way in ways if _clears(rows, way, trigger)))
    ways = [way for n in range(1, len(names) + 1) for way in combinations(sorted(names), n)]
    clear = [way for way in ways if _clears(rows, way, trigger)]
    return list(min(clear, key=lambda way: (int(sizes[list(way)].sum()), len(way), way)))


def _clears(rows: pd.DataFrame, payers, trigger: Trigger) -> bool:
    gone = rows["size"].where(rows["payer"].isin(payers), 0)
    months = (
        rows.assign(gone=gone)
        .groupby("month")
        .agg(nonpar=("size", "sum"), gone=("gone", "sum"), claims=("claims", "first"))
    )
    return not trigger.met(months["nonpar"] - months["gone"], months["claims"] - months["gone"]).any()


def few_table(inputs: Inputs) -> Table:
    """Return the months and combinations that few claims trigger."""
    note = (
        f"One to {FEW} non-par claims in the month; the claims themselves are in the consultant's workbook."
    )
    return table("Which fees come from one to three claims?", few_claims(inputs), FEW_COLUMNS, note)


def payers_to_move_table(inputs: Inputs) -> Table:
    """Return what moving each payer alone would avoid."""
    columns = (
        text("payer", "Payer"),
        count("claims", "Non-par claims", "of the last twelve months: they would go elsewhere"),
        count("months", "Months and combinations"),
        count("cleared", "Cleared by it alone"),
        cents("avoided_cents", "Fees avoided"),
        cents("per_claim_cents", "Avoided per claim moved"),
    )
    note = f"{of_year(inputs)} under today's rule. Payers that share a combination avoid more together than alone."
    note += _without_ended(inputs)
    return table("What would it avoid to send one payer's claims elsewhere?", by_payer(inputs), columns, note)


def _without_ended(inputs: Inputs) -> str:
    """Who is not in a table of what lies ahead; empty where nobody has ended."""
    return "" if inputs.going_on is inputs.recent else " Whoever has ended by the intake is not in it."


def clearing_table(inputs: Inputs) -> Table:
    """Return the cheapest set of payers that clears each combination."""
    columns = (
        TIN_END,
        NPI,
        text("payers", "Payers to send elsewhere"),
        Column("payer_count", Kind.COUNT, "Payers"),
        count("moved", "Claims moved"),
        count("months", "Months cleared"),
        cents("avoided_cents", "Fees avoided"),
        cents("per_claim_cents", "Avoided per claim moved"),
    )
    note = (
        "Cheapest means fewest claims moved. Compare what those claims cost elsewhere or on paper with the "
        f"last column.{_without_ended(inputs)}"
    )
    return table("What clears a combination?", clearing(inputs), columns, note)
