"""What was rejected before any payer decided: by payer and code, and what became of it.

277CA receipts tell it by codes, Office Ally's file summaries in words, and Medi's list of claims by either where no
277CA answers the claim. Each is compared with the other payers' claims
of the same source.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
import pandas as pd

from cutover.columns import conform, empty
from cutover.reading.claims.claim_keys import own_numbers
from cutover.reading.claims.receipts import ACCEPTED, REJECTED
from cutover.reference import code_list
from cutover.workstreams.columns import PAYER, cents, count, number, share, text
from cutover.workstreams.payer_spellings import one_name
from cutover.workstreams.remittance_items import compared
from cutover.workstreams.scrub_rules.chance import discovery_rates, exact
from cutover.workstreams.scrub_rules.inputs import Inputs

RECEIPT, SUMMARY, LIST = "277CA", "file summary", "list of claims sent"
_A_CODE = r"\b([A-Z]\d{1,2}:\d{1,3})\b"  # category and status of a claim, as a 277CA states them
REJECTIONS = (
    PAYER, text("source", "Source"), text("code", "Code or error", "category and status, or the summary's words"),
    text("name", "What the category says"), text("procedure", "Procedure", "of most of these claims; null: of none"),
    count("claims", "Claims answered", "of this payer"), count("rejected", "Rejected", "for this code"),
    share("share", "Rejected, share"), share("elsewhere", "Elsewhere", "share of other payers' claims"),
    count("accepted_later", "Accepted later"), cents("charge_cents", "Charged"),
    number("chance", "Chance", "false discovery rate at which it passes; null: too few, or as elsewhere"),
)  # fmt: skip
_KEY = ["source", "payer", "code"]
_LONG = r"\d{4,}"  # a number in an error's words may be a patient's


@dataclass(frozen=True)
class Rejections:
    """Rejected claims by payer and code (`rows`, REJECTIONS), how many claims were answered, and how many tried."""

    rows: pd.DataFrame
    claims: int
    tried: int


def rejections(inputs: Inputs) -> Rejections:
    """Return what is rejected: a claim is an account number and a first day of service, each code once a claim."""
    parts = [part for part in (*_receipts(inputs), *_summaries(inputs), *_lists(inputs)) if len(part)]
    if not parts:
        return Rejections(empty(REJECTIONS), 0, 0)
    rows = pd.concat(parts, ignore_index=True)
    claims = rows.groupby(["source", "payer"])["claim"].nunique()
    rejected = rows[rows["code"].notna()].drop_duplicates(["claim", *_KEY])
    last = rows[rows["state"] == ACCEPTED].groupby("claim")["answered_on"].max()
    later = last.reindex(rejected["claim"]).to_numpy() >= rejected["answered_on"].to_numpy()
    sums = rejected.assign(later=later).groupby(_KEY, as_index=False).agg(
        rejected=("claim", "size"), accepted_later=("later", "sum"), procedure=("procedure", _most),
        name=("name", "first"), charge_cents=("charge_cents", lambda c: c.sum(min_count=1)),
    )  # fmt: skip
    made, tried = _tested(sums, claims, inputs)
    return Rejections(conform(made[[c.name for c in REJECTIONS]], REJECTIONS), int(claims.sum()), tried)


def _receipts(inputs: Inputs) -> Iterator[pd.DataFrame]:
    """The claims of 277CA receipts, one row per claim and rejecting code."""
    given = inputs.answers
    if given.empty:
        return
    roles = code_list("status_categories", inputs.as_of).frame.set_index("code")
    rows = given.assign(payer=one_name(given["payer_name"], inputs.remittances["payer"], inputs.same), source=RECEIPT,
                        claim=_claim(given), procedure=None,
                        code=given["codes"].str.split(" ")).explode("code")  # fmt: skip
    category = rows["code"].str.partition(":")[0]
    bad = rows["state"].eq(REJECTED).to_numpy(bool) & category.map(roles["role"]).eq(REJECTED).to_numpy(bool)
    yield rows.assign(code=rows["code"].where(bad), name=category.map(roles["name"]))[_TOLD]


def _summaries(inputs: Inputs) -> Iterator[pd.DataFrame]:
    """The claims of file summaries, one row each; a payer is named by its id where a remittance has both."""
    given = inputs.summaries
    if given.empty:
        return
    paid = inputs.office_ally.payments.dropna(subset=["payer_id", "payer_name"]).drop_duplicates("payer_id")
    known = given["payer_id"].map(paid.set_index("payer_id")["payer_name"]).astype("str")
    names = known.fillna("payer id " + given["payer_id"])
    error = (
        given["error"].str.upper().str.replace(_LONG, "#", regex=True).str.strip().fillna("NO REASON STATED")
    )
    payers = one_name(names, inputs.remittances["payer"], inputs.same)
    yield given.assign(payer=payers, source=SUMMARY, claim=_claim(given),
                       code=error.where(given["state"] == REJECTED), name=None, answered_on=given["submission_date"],
                       charge_cents=pd.Series(pd.NA, given.index, dtype="Int64"))[_TOLD]  # fmt: skip


def _lists(inputs: Inputs) -> Iterator[pd.DataFrame]:
    """The claims of Medi's lists that were taken or rejected and that no 277CA answers, one row each."""
    given = inputs.sent[inputs.sent["state"].isin([ACCEPTED, REJECTED])]
    number, told = own_numbers(given), inputs.answers
    given = given.assign(
        patient_control_number=number
    )  # a list may have its account under the claim's number
    undated = compared(told["patient_control_number"])[told["service_from"].isna()].dropna()
    known = _claim(given).isin(_claim(told)) | compared(given["patient_control_number"]).isin(undated)
    given = given[~known]
    if given.empty:
        return
    roles = code_list("status_categories", inputs.as_of).frame.set_index("code")
    words = given["state_as_written"].str.upper().fillna("NO REASON STATED")
    code = words.str.extract(_A_CODE)[0].fillna(words.str.replace(_LONG, "#", regex=True).str.strip())
    bad = given["state"] == REJECTED
    names = one_name(given["payer_name"], inputs.remittances["payer"], inputs.same)
    yield given.assign(payer=names, source=LIST, claim=_claim(given), procedure=None, code=code.where(bad),
                       name=code.str.partition(":")[0].map(roles["name"]).where(bad),
                       answered_on=given["sent_on"])[_TOLD]  # fmt: skip


_TOLD = ["source", "payer", "claim", "state", "code", "name", "procedure", "answered_on", "charge_cents"]


def _claim(given: pd.DataFrame) -> pd.Series:
    day = given["service_from"].astype("str").fillna("")
    return compared(given["patient_control_number"]).fillna("?") + " " + day


def _most(values: pd.Series) -> str | None:
    """The procedure that most of the claims have, None where none is on more than half of them."""
    counted = values.dropna().value_counts()
    return counted.index[0] if len(counted) and 2 * counted.iloc[0] > len(values) else None


def _tested(sums: pd.DataFrame, claims: pd.Series, inputs: Inputs) -> tuple[pd.DataFrame, int]:
    """With what each is compared, and the chance of those that have claims enough; all payers and codes were tried."""
    rules = inputs.rules
    lines = pd.Series(
        [claims[key] for key in zip(sums["source"], sums["payer"], strict=True)], sums.index, "int64"
    )
    whole = sums["source"].map(claims.groupby("source").sum()).astype("int64")
    of_code = sums.groupby(["source", "code"])["rejected"].transform("sum")
    rest = whole - lines
    elsewhere = (of_code - sums["rejected"]) / rest.where(rest > 0)
    codes = sums.groupby("source")["code"].nunique()
    enough_claims = claims[claims >= rules.least_denied].groupby("source").size()
    tried = int((codes * enough_claims).fillna(0).sum())
    enough = ((sums["rejected"] >= rules.least_denied) & (rest > 0)).to_numpy(bool)
    chance = np.full(len(sums), np.nan)
    if enough.any():
        numbers = (part.to_numpy("int64")[enough] for part in (sums["rejected"], lines, of_code, whole))
        chance[enough] = discovery_rates(exact(*numbers), tried)
    chance = np.where(100 * chance <= rules.false_percent, chance, np.nan)
    told = sums.assign(claims=lines, share=sums["rejected"] / lines, elsewhere=elsewhere, chance=chance)
    return told.sort_values(
        ["rejected", *_KEY], ascending=[False, True, True, True], ignore_index=True
    ), tried
