"""Which text ERA belongs to which 835, and whether the two describe the same checks."""

from __future__ import annotations

from typing import Any

import pandas as pd

from cutover.columns import conform, empty
from cutover.identifiers import check_compared
from cutover.reading.era.tables import TEXT_COMPARISON

_ERA, _TEXT = "835", "text ERA"
_PAYMENT = ["era_content", "payment_id", "trace_number", "paid_cents", "claim_count", "is_whole"]


def pairs(files: pd.DataFrame, payments: pd.DataFrame, text_checks: pd.DataFrame) -> pd.DataFrame:
    """Return which text and which 835 may be one remittance, the strongest evidence first.

    One row per content of a text (`text_content`) and of an 835 (`era_content`), with `same_id` (File ID of
    the name), `same_zip` (a zip that holds one of each) and `checks` (with the same number and amount).
    """
    evidence = [_by_file_id(files), _by_zip(files), _by_checks(_as_stated(payments), text_checks)]
    found = pd.concat(evidence).groupby(["text_content", "era_content"], as_index=False).max()
    order = ["same_id", "same_zip", "checks", "text_content", "era_content"]
    return found.sort_values(order, ascending=[False, False, False, True, True], ignore_index=True)


def _as_stated(payments: pd.DataFrame) -> pd.DataFrame:
    """The payments with BPR02 as their amount, also where several remittances share it: a text names the whole."""
    return payments.assign(paid_cents=payments["stated_cents"].fillna(payments["paid_cents"]))


def _contents(files: pd.DataFrame, kind: str, by: str, name: str) -> pd.DataFrame:
    """Each value of a column with the contents of a kind that it stands beside."""
    chosen = files[(files["kind"] == kind) & files["content"].notna() & files[by].notna()]
    return chosen[[by, "content"]].drop_duplicates().rename(columns={"content": name})


def _evidence(found: pd.DataFrame, **said: Any) -> pd.DataFrame:
    said = {"same_id": False, "same_zip": False, "checks": 0} | said
    return found[["text_content", "era_content"]].assign(**said)


def _by_file_id(files: pd.DataFrame) -> pd.DataFrame:
    texts = _contents(files, _TEXT, "file_id", "text_content")
    return _evidence(
        texts.merge(_contents(files, _ERA, "file_id", "era_content"), on="file_id"), same_id=True
    )


def _by_zip(files: pd.DataFrame) -> pd.DataFrame:
    """Only where a zip holds one text and one 835: a zip of a month says nothing of which belong together."""
    texts = _contents(files, _TEXT, "container", "text_content").drop_duplicates("container", keep=False)
    eras = _contents(files, _ERA, "container", "era_content").drop_duplicates("container", keep=False)
    return _evidence(texts.merge(eras, on="container"), same_zip=True)


def _by_checks(payments: pd.DataFrame, text_checks: pd.DataFrame) -> pd.DataFrame:
    left = text_checks.assign(number=check_compared(text_checks["check_number"]))
    right = payments.assign(
        number=check_compared(payments["trace_number"]), amount_cents=payments["paid_cents"]
    )
    by = ["content", "number", "amount_cents"]
    found = left[by].dropna().merge(right[by].dropna(), on=by[1:])
    found = found.rename(columns={"content_x": "text_content", "content_y": "era_content"})
    counted = found.groupby(["text_content", "era_content"], as_index=False).size()
    return _evidence(counted, checks=counted["size"])


def paired_with(files: pd.DataFrame, found: pd.DataFrame) -> pd.Series:
    """Return for each file the name of its counterpart, null where it has none; a copy has its content's."""
    once = files[files["state"] != "duplicate"].dropna(subset="content").drop_duplicates("content")
    names = once.set_index("content")["source_file"]
    partner = pd.concat(
        [
            found.drop_duplicates("text_content").set_index("text_content")["era_content"],
            found.drop_duplicates("era_content").set_index("era_content")["text_content"],
        ]
    )
    return files["content"].map(partner.map(names)).astype("str")


def compare(files: pd.DataFrame, payments: pd.DataFrame, text_checks: pd.DataFrame) -> pd.DataFrame:
    """Return what the archive's 835s say of each check that a text ERA names (contract TEXT_COMPARISON).

    One row per check summary of a text content, each content once. The paired 835s are searched first
    (number and amount, then the number), then all others (number with amount, or with date), at last the
    835 of the same File ID or zip, for a payment of the same amount, or the only one, that no other check
    of the text is. Signs, case and leading zeros make no other number, and a blank one is no difference. Claims
    are compared where the 835 is whole; a text of summaries alone lacks none of its claims. Amounts in whole cents.
    """
    if text_checks.empty:
        return empty(TEXT_COMPARISON)
    checks = text_checks.reset_index(drop=True).assign(
        claims=text_checks["claims_stated"].fillna(text_checks["claims_counted"]).to_numpy(),
        number=check_compared(text_checks["check_number"]).to_numpy(),
        has_claims=text_checks.groupby("content")["claims_counted"].transform("sum").gt(0).to_numpy(),
    )
    payments = _as_stated(payments)
    every = _every_payment(payments)
    found = pairs(files, payments, text_checks)
    found = found.assign(is_strong=found["same_id"] | found["same_zip"])
    paired = found[["text_content", "era_content", "is_strong"]].merge(every, on="era_content")
    matches = _matches(checks, paired.rename(columns={"text_content": "content"}), every)
    return _compared(checks.join(matches), files)


def _every_payment(payments: pd.DataFrame) -> pd.DataFrame:
    """The payments that a check may be, those that count before those set aside."""
    order = payments.assign(aside=payments["set_aside"].notna()).sort_values("aside", kind="stable")
    named = order.rename(columns={"content": "era_content"})[[*_PAYMENT, "payment_date"]]
    return named.assign(
        number=check_compared(named["trace_number"]),
        amount_cents=named["paid_cents"],
        check_date=named["payment_date"],
        claims=named["claim_count"],
    )


# in the order in which they are tried: where to search, and what must be the same; from _WEAK on the values
# alone prove little, and only an 835 of the same File ID or zip is searched
_STEPS = (
    ("pair", ["content", "number", "amount_cents"]),
    ("pair", ["content", "number"]),
    ("number", ["number", "amount_cents"]),
    ("number", ["number", "check_date"]),
    ("pair", ["content", "amount_cents", "claims"]),
    ("pair", ["content", "amount_cents"]),
    ("pair", ["content"]),
)
_WEAK = 4


def _matches(checks: pd.DataFrame, paired: pd.DataFrame, every: pd.DataFrame) -> pd.DataFrame:
    """The payment of each check that has one, by the checks' index; within a pair no payment serves twice."""
    found: list[pd.DataFrame] = []
    left = checks
    for number, (where, keys) in enumerate(_STEPS):
        if found and left.empty:
            break
        paired = paired[paired["is_strong"]] if number >= _WEAK else paired
        among = paired if where == "pair" else every.drop_duplicates(keys)
        alone = keys == ["content"]
        step = _one_to_one(left, among, keys, alone, numbered=where == "pair")
        found.append(step.assign(found_by=where))
        left = left.drop(index=step.index)
        if where == "pair":
            used = (
                step.assign(content=checks["content"])
                .set_index(["content", "era_content", "payment_id"])
                .index
            )
            paired = paired[~paired.set_index(["content", "era_content", "payment_id"]).index.isin(used)]
    return pd.concat(found)


def _one_to_one(
    checks: pd.DataFrame, payments: pd.DataFrame, keys: list[str], alone: bool, numbered: bool
) -> pd.DataFrame:
    """Checks and payments with the same keys, the nth of the one with the nth of the other.

    `alone`: only where one check and one payment are left. Not `numbered`: a payment may be several checks.
    """
    left = checks[keys].dropna().reset_index(names="check_index")
    right = payments[[*dict.fromkeys([*keys, *_PAYMENT])]].dropna(subset=keys)
    if alone:
        left, right = left.drop_duplicates(keys, keep=False), right.drop_duplicates(keys, keep=False)
    if numbered:
        left = left.assign(nth=left.groupby(keys).cumcount())
        right = right.assign(nth=right.groupby(keys).cumcount())
    found = left.merge(right, on=[*keys, "nth"] if numbered else keys)
    return found.set_index("check_index")[_PAYMENT]


def _compared(joined: pd.DataFrame, files: pd.DataFrame) -> pd.DataFrame:
    """The contract's columns, from checks that stand beside the payment found for them."""
    has = joined["era_content"].notna()
    differs = {
        "check number": joined["number"] != check_compared(joined["trace_number"]),
        "amount": joined["amount_cents"] != joined["paid_cents"],
        "number of claims": (joined["claims"] != joined["claim_count"])
        | (joined["has_claims"] & (joined["claims"] != joined["claims_counted"])),
    }
    known = {
        "check number": joined["check_number"].notna(),
        "amount": joined["amount_cents"].notna(),
        "number of claims": joined["claims"].notna() & joined["is_whole"].fillna(False).astype(bool),
    }
    said = pd.Series("", index=joined.index, dtype="str")
    for what, differing in differs.items():
        here = has & known[what] & differing.fillna(True).astype(bool)
        said = said.where(~here, said + ", " + what)
    outcome = (
        pd.Series("agrees", index=joined.index, dtype="str").mask(said != "", "differs").mask(~has, "no 835")
    )
    ids = files[files["state"] != "duplicate"].dropna(subset="content").drop_duplicates("content")
    whole = joined.assign(
        outcome=outcome,
        differs_in=said.str.removeprefix(", ").mask(said == ""),
        difference_cents=joined["amount_cents"] - joined["paid_cents"],
        file_id=joined["content"].map(ids.set_index("content")["file_id"]),
    )
    return conform(whole[[c.name for c in TEXT_COMPARISON]], TEXT_COMPARISON)
