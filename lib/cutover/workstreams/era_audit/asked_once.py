"""Which deposits without a remittance and claims marked paid are one money, so that the list to fetch asks for it once.

A posting that names a claim, its check and its amount proves which check paid it. A claim that its number ties to a
deposit, or to a check that is on the list by itself, has no row of its own; the deposit then has one, whatever other
claims have its amount. Without such a proof payer, amount and day tell.
"""

from __future__ import annotations

from collections import Counter

import pandas as pd

from cutover.identifiers import check_compared
from cutover.reading.payers.names import compared
from cutover.workstreams.answers import once
from cutover.workstreams.bank import named_in
from cutover.workstreams.claim_reconciliation import in_texts
from cutover.workstreams.era_audit import readability
from cutover.workstreams.era_audit.cut_checks import of_cut_checks
from cutover.workstreams.era_audit.inputs import Inputs
from cutover.workstreams.era_audit.posted_checks import bare, checks_of
from cutover.workstreams.lone_deposits import are, are_sums, are_texts, claims_in, of_checks, payments
from cutover.workstreams.run_rules import RunRules, load_rules

OWN, AS_CHECK, AS_CLAIMS = "a row of its own", "a check that a text or list names", "claims marked paid"
DEPOSIT_KEY = ["deposit_date", "amount_cents", "description", "turn"]


@once
def asked_as(inputs: Inputs) -> pd.Series:
    """Return of each deposit without a remittance as what the list asks for it: OWN, AS_CHECK or AS_CLAIMS."""
    rows = inputs.lone_deposits
    asked = pd.Series(OWN, rows.index, dtype="str")
    if rows.empty:
        return asked
    rules = load_rules(inputs.as_of)
    near = (rules.bank_business_days, rules.check_business_days)
    texts, listed = readability.text_only(inputs), readability.listed_missing(inputs)
    undated = pd.Series(pd.NaT, listed.index, dtype="datetime64[ms]")
    is_check = are_texts(rows, texts, rules)
    is_check |= are(rows, payments(listed["check_number"], listed["amount_cents"], undated), *near)
    asked = asked.mask(is_check, AS_CHECK)
    if (marked := inputs.marked_paid) is not None:
        by_posting, proven = _by_postings(inputs)
        rows, marked = rows[~is_check & ~proven], marked[~by_posting]
        claims, banked = _one_named(inputs, marked), _one_named(inputs, rows)
        named = _of_undated_claims(banked, claims)
        told = of_checks(marked["check_number"], marked["history_paid_cents"], marked["paid_on"])
        same = named | _of_checks(banked, claims, rules, banked[named]) | are(rows, told, *near)
        asked = asked.mask(same.reindex(asked.index, fill_value=False), AS_CLAIMS)
    return asked


@once
def lone_told(inputs: Inputs) -> pd.DataFrame:
    """Return all deposits without a remittance, with `asked`: as what the list asks for each (`asked_as`)."""
    rows = inputs.lone_deposits
    turn = rows.groupby(DEPOSIT_KEY[:3], dropna=False).cumcount() if len(rows) else 0
    return rows.assign(turn=turn, asked=asked_as(inputs))


def lone_unasked(inputs: Inputs) -> pd.DataFrame:
    """Return the deposits without a remittance that are no check of a text, a list or a claim marked paid."""
    rows = lone_told(inputs)
    return rows[rows["asked"].eq(OWN)].drop(columns="asked")


@once
def _by_postings(inputs: Inputs) -> tuple[pd.Series, pd.Series]:
    """Which claims marked paid a posting ties to a deposit or to a check on the list by itself, and which deposits.

    A deposit is the money of postings of its number, but not where it came before the service, or long after the
    posting. Its amount may be another than that of its claims: a payer adds or takes money beside them.
    """
    marked, banked = inputs.marked_paid, inputs.lone_deposits
    assert marked is not None
    if inputs.postings.empty:
        return pd.Series(False, marked.index, dtype=bool), pd.Series(False, banked.index, dtype=bool)
    told = checks_of(marked, inputs.postings)
    checks = [readability.text_only(inputs)["check_number"], readability.truncated(inputs)["trace_number"],
              readability.listed_missing(inputs)["check_number"]]  # fmt: skip
    known = check_compared(bare(pd.concat([one.astype("str") for one in checks])))
    both = banked.assign(row=banked.index, number=_named(banked, told["number"])).dropna(subset="number")
    both = both.merge(told.assign(claim=told.index, served=marked["served"]), on="number")
    slow = pd.tseries.offsets.BusinessDay(load_rules(inputs.as_of).check_business_days)
    day = both["deposit_date"]
    both = both[~(day < both["served"]) & ~(both["posted_on"] < day - slow)]
    claims = told["number"].isin(known.dropna()) | marked.index.isin(both["claim"])
    return claims.astype(bool), pd.Series(banked.index.isin(both["row"]), banked.index)


def _named(deposits: pd.DataFrame, numbers: pd.Series) -> pd.Series:
    """The one of these numbers (`bare`) that each deposit names, with or without letters before it."""
    texts = {name: bare(deposits[name]) for name in ("description", "trace_number")}
    return named_in(deposits.assign(**texts), numbers)


@once
def _banked_above(inputs: Inputs) -> pd.Series:
    """Which claims marked paid are the money of a deposit that is on the list by itself.

    They have its check number, or neither day nor number and add up to it, with the rests of claims that were paid
    less by their remittances than the history has. What postings prove is told already (`_by_postings`).
    """
    assert inputs.marked_paid is not None
    by_posting, proven = _by_postings(inputs)
    marked, every = (
        _one_named(inputs, rows) for rows in (inputs.marked_paid[~by_posting], inputs.lone_deposits[~proven])
    )
    rules = load_rules(inputs.as_of)
    asked = every.index.isin(lone_unasked(inputs).index) | _of_undated_claims(every, marked).to_numpy(bool)
    deposits = every[asked]
    claims = _loose(marked[marked["paid_on"].isna() & marked["check_number"].isna()], "history_paid_cents")
    rests = inputs.paid_less
    rests = None if rests is None else _one_named(inputs, rests)
    rests = None if rests is None else _loose(rests[rests["check_number"].isna()], "difference_cents")
    named = deposits.assign(payer=deposits["payer"].map(_words))
    found = claims_in(named, claims, rules.sum_pieces, rules.sum_candidates, rests)
    found = found.reindex(marked.index, fill_value=False) | _of_numbers(deposits, marked)
    return found.reindex(by_posting.index, fill_value=False) | by_posting


def _loose(claims: pd.DataFrame, amount: str) -> pd.DataFrame:
    """Claims as the sums of a deposit are tried with them (`claims_in`)."""
    payer = claims["payer"].map(_words).astype("str")
    return pd.DataFrame({"payer": payer, "cents": claims[amount], "served": claims["served"]})


def _of_numbers(deposits: pd.DataFrame, marked: pd.DataFrame) -> pd.Series:
    """Which claims marked paid bear the check number of one of these deposits, and are together no more than it."""
    number = check_compared(bare(marked["check_number"]))
    money = pd.Series(deposits["amount_cents"].to_numpy(), _named(deposits, number).to_numpy())
    money = money[money.index.notna() & ~money.index.duplicated(keep=False)]
    theirs = marked["history_paid_cents"].groupby(number).transform("sum")
    return (theirs <= number.map(money)).fillna(False).astype(bool)


def _of_undated_claims(deposits: pd.DataFrame, marked: pd.DataFrame) -> pd.Series:
    """Which deposits have payer and amount of a claim marked paid without day and check; a claim is one deposit's."""
    loose = marked[marked["paid_on"].isna() & marked["check_number"].isna()]
    names = pd.concat([deposits["payer"], loose["payer"]]).dropna().unique()
    same = {name: compared(name).words for name in names}
    left = Counter(zip(loose["payer"].map(same), loose["history_paid_cents"], strict=True))
    found = []
    for one in zip(deposits["payer"].map(same), deposits["amount_cents"], strict=True):
        found.append(left[one] > 0)
        left[one] -= found[-1]
    return pd.Series(found, deposits.index, dtype=bool)


@once
def paid_days(inputs: Inputs) -> pd.Series:
    """Return the day on which each claim marked paid was paid: its own, else that of a deposit of payer and amount."""
    assert inputs.marked_paid is not None
    by_posting, proven = _by_postings(inputs)
    marked, every = _one_named(inputs, inputs.marked_paid), _one_named(inputs, inputs.lone_deposits)
    loose = marked[marked["paid_on"].isna() & marked["check_number"].isna() & ~by_posting]
    loose = loose.sort_values("served", kind="stable")
    dated = every[asked_as(inputs).ne(OWN) & ~proven].sort_values("deposit_date", kind="stable")
    by = ["payer", "cents"]
    claims = _loose(loose, "history_paid_cents").assign(claim=loose.index)
    banked = pd.DataFrame(
        {
            "payer": dated["payer"].map(_words).astype("str"),
            "cents": dated["amount_cents"],
            "day": dated["deposit_date"],
        }
    )
    one = [rows.assign(turn=rows.groupby(by).cumcount()) for rows in (claims, banked)]
    both = one[0].merge(one[1].dropna(), on=[*by, "turn"])
    both = both[both["served"] <= both["day"]]
    return marked["paid_on"].fillna(both.set_index("claim")["day"].reindex(marked.index))


def _of_checks(
    deposits: pd.DataFrame, marked: pd.DataFrame, rules: RunRules, named: pd.DataFrame
) -> pd.Series:
    """Which deposits of paper checks, without a payer, are claims marked paid without day and check.

    `named` are the deposits whose payer and amount are those of such a claim: that claim is theirs.
    """
    loose = marked[marked["paid_on"].isna() & marked["check_number"].isna()]
    claims = pd.DataFrame(
        {"payer": loose["payer"], "cents": loose["history_paid_cents"], "served": loose["served"]}
    )
    taken = Counter(zip(named["payer"].map(_words), named["amount_cents"], strict=True))
    turn = claims.assign(same=claims["payer"].map(_words)).groupby(["same", "cents"]).cumcount()
    whose = zip(claims["payer"].map(_words), claims["cents"], turn, strict=True)
    left = [at >= taken[payer, cents] for payer, cents, at in whose]
    return are_sums(
        deposits, claims[pd.Series(left, claims.index, dtype=bool)], rules.sum_pieces, rules.sum_candidates
    )


def _one_named(inputs: Inputs, rows: pd.DataFrame) -> pd.DataFrame:
    """Rows with one name for each `payer` that the practice's files prove to be one under several names."""
    return rows.assign(payer=rows["payer"].map(inputs.same.main, na_action="ignore").astype("str"))


def _words(payer: object) -> str | None:
    """The words by which a payer's name is compared."""
    return compared(payer).words if isinstance(payer, str) else None


def of_a_check_above(inputs: Inputs, marked: pd.DataFrame) -> pd.Series:
    """Return which claims marked paid are of a check on the list by itself: as text alone, cut off or a deposit."""
    return _of_cut(inputs) | in_texts(marked, readability.text_only(inputs)) | _banked_above(inputs)


@once
def _of_cut(inputs: Inputs) -> pd.Series:
    """Which claims marked paid are of a check that was cut off (`cut_checks`)."""
    marked, cut = inputs.marked_paid, readability.truncated(inputs)
    if marked is None or cut.empty:
        return pd.Series(False, index=None if marked is None else marked.index, dtype=bool)
    columns = ["content", "payment_id", "patient_control_number", "paid_cents"]
    marked, cut = _one_named(inputs, marked), _one_named(inputs, cut)
    return of_cut_checks(marked, cut, inputs.archive.part("claims", columns), load_rules(inputs.as_of))
