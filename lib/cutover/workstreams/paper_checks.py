"""Deposits of payers that send no remittance: their checks come with an explanation on paper, so none is missing."""

from __future__ import annotations

import re

import pandas as pd

from cutover.identifiers import compared as claim_compared
from cutover.reading.era.text import claims_told
from cutover.reading.payers.lists import PayerLists
from cutover.reading.payers.names import PayerName, compared, of_casualty
from cutover.reading.postings.tables import CHECK
from cutover.workstreams.bank import BankMatch, named_in, of_capitation, of_no_payer
from cutover.workstreams.claim_reconciliation import pays_on_paper
from cutover.workstreams.remittance_items import check_compared

_MOST_WORDS = 8  # of a payer's name in a line of the bank
_NUMBER = re.compile(r"\d")


def on_paper(
    deposits: pd.DataFrame,
    matched: BankMatch,
    history: pd.DataFrame,
    met: pd.Series,
    lists: PayerLists | None,
) -> pd.Series:
    """Return which deposits a payer made that pays on paper by the payer lists, a flag per row of `deposits`.

    Such a deposit has no remittance, and either names a check of that payer's claims in the claim history, or bears the
    payer's name. A bank's line may leave out what the plan covers (`Prairie` for Prairie Auto), where the rest is no
    part of another payer's name. `met` are the names in the remittances on file: such a payer sends them.
    """
    none = pd.Series(False, deposits.index)
    if lists is None or history.empty or deposits.empty:
        return none
    open_ones = matched.deposits["how"].isna().set_axis(deposits.index) & ~of_no_payer(deposits, matched)
    open_ones &= ~of_capitation(deposits, matched)
    open_ones &= (deposits["amount_cents"] > 0).fillna(False).astype(bool)
    paper = history[pays_on_paper(history[["payer_name", "payer_id"]], met, lists)]
    if paper.empty or not open_ones.any():
        return none
    rows = deposits[open_ones]
    others = history.loc[~history.index.isin(paper.index), "check_number"]
    checks = check_compared(paper["check_number"])
    checks = checks[~checks.isin(check_compared(others).dropna())]
    names = {compared(name) for name in paper["payer_name"].dropna().unique()}
    names |= _short(paper["payer_name"], [history.loc[~history.index.isin(paper.index), "payer_name"], met])
    told = named_in(rows, checks).notna() | rows["description"].map(lambda text: _bears(text, names))
    return told.astype(bool).reindex(deposits.index, fill_value=False)


def posted_on_paper(
    postings: pd.DataFrame,
    history: pd.DataFrame,
    met: pd.Series,
    lists: PayerLists | None,
    papers: pd.DataFrame,
) -> pd.Series:
    """Return which postings are explained on paper, a flag per row of `postings`.

    `papers` are the explanations on file (TEXT_CHECKS); others are of a payer that pays on paper by the payer lists.
    Such a posting names a claim of that payer in the claim history, by number or account, or bears the payer's name.
    The same claim, check, amount and day once more is not one: it may be posted twice. `met` as in `on_paper`.
    """
    again = postings.duplicated(["claim_number", "account", "check_number", "paid_cents", "posted_date"])
    told = paid_by(postings, papers) & ~again
    if lists is None or postings.empty:
        return told
    is_paper = pays_on_paper(history[["payer_name", "payer_id"]], met, lists)
    theirs, others = _numbers(history[is_paper]), _numbers(history[~is_paper])
    own = theirs - others
    named = [claim_compared(postings[name]).isin(own) for name in ("claim_number", "account")]
    known = [claim_compared(postings[name]).isin(others) for name in ("claim_number", "account")]
    payer = postings[["payer_name"]].assign(payer_id=pd.Series(None, postings.index, dtype="str"))
    bears = pays_on_paper(payer, met, lists) & ~known[0] & ~known[1]
    return (told | (named[0] | named[1] | bears) & ~again).astype(bool)


def paid_by(rows: pd.DataFrame, checks: pd.DataFrame) -> pd.Series:
    """Return which payments of claims are of these checks (TEXT_CHECKS), a flag per row of `rows`.

    `rows` are postings or paid claims: `account`, `claim_number`, `check_number`, `paid_cents`. One is a claim of a
    check by account or claim number and amount, and by its check number where it bears one; of a check that tells no
    claims, by that number. A posting of a whole check is it by number and amount. A claim is paid as often as
    the checks tell it.
    """
    if rows.empty or checks.empty:
        return pd.Series(False, rows.index)
    both = check_compared(checks["check_number"]) + "|" + checks["amount_cents"].astype("str")
    checks = checks.assign(number=check_compared(checks["check_number"]))
    mute = set(checks.loc[checks["claim_accounts"].isna(), "number"].dropna())
    told = claims_told(checks["claim_accounts"]).join(checks["number"])
    claims = claim_compared(told["account"]) + "|" + told["cents"].astype("str")
    number, cents = check_compared(rows["check_number"]), rows["paid_cents"].astype("str")
    known = {"": claims.value_counts(), "|": (claims + "|" + told["number"]).value_counts()}
    found = number.isin(mute)
    if "kind" in rows:  # a row of a log by check is that whole check
        found |= rows["kind"].eq(CHECK).fillna(False).astype(bool) & (number + "|" + cents).isin(
            both.dropna()
        )
    for name in ("account", "claim_number"):
        claim = claim_compared(rows[name]) + "|" + cents
        key = (claim + "|" + number).where(number.notna(), claim)
        often = key.map(known["|"]).where(number.notna(), key.map(known[""])).fillna(0)
        found |= key.notna() & (key.groupby(key).cumcount() < often)
    return found.astype(bool)


def _numbers(history: pd.DataFrame) -> set[str]:
    """The numbers and accounts of claims as they are compared."""
    names = ("claim_number", "patient_control_number")
    return {number for name in names for number in claim_compared(history[name]).dropna()}


def _short(paper: pd.Series, others: list[pd.Series]) -> set[PayerName]:
    """The names of payers on paper without their coverage that no payer with remittances may mean."""
    theirs = [set(compared(name).words.split()) for one in others for name in one.dropna().unique()]
    short = {of_casualty(name) for name in paper.dropna().unique()}
    return {name for name in short if not any(words >= set(name.words.split()) for words in theirs)}


def _bears(text: object, names: set[PayerName]) -> bool:
    """Tell whether words that follow each other in a bank's line are one of these payers' names."""
    if not isinstance(text, str):
        return False
    words = [word for word in re.findall(r"[A-Za-z0-9&']+", text) if not _NUMBER.search(word)]
    runs = (
        " ".join(words[start : start + size])
        for size in range(1, _MOST_WORDS + 1)
        for start in range(len(words) - size + 1)
    )
    return any(compared(run) in names for run in runs)
