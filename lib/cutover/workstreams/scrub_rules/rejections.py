"""What was rejected before any payer decided, as 277CA receipts tell: by payer and code, and what became of it."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pandas as pd

from cutover.columns import conform, empty
from cutover.reading.claims.receipts import ACCEPTED, REJECTED
from cutover.reference import code_list
from cutover.workstreams.columns import PAYER, cents, count, number, share, text
from cutover.workstreams.payer_spellings import one_name
from cutover.workstreams.remittance_items import compared
from cutover.workstreams.scrub_rules.chance import discovery_rates, exact
from cutover.workstreams.scrub_rules.inputs import Inputs

REJECTIONS = (
    PAYER, text("code", "Code", "category and status"), text("name", "What the category says"),
    count("claims", "Claims answered", "of this payer"), count("rejected", "Rejected", "for this code"),
    share("share", "Rejected, share"), share("elsewhere", "Elsewhere", "share of other payers' claims"),
    count("accepted_later", "Accepted later"), cents("charge_cents", "Charged"),
    number("chance", "Chance", "false discovery rate at which it passes; null: too few, or as elsewhere"),
)  # fmt: skip


@dataclass(frozen=True)
class Rejections:
    """Rejected claims by payer and code (`rows`, REJECTIONS), how many claims were answered, and how many tried."""

    rows: pd.DataFrame
    claims: int
    tried: int


def rejections(inputs: Inputs) -> Rejections:
    """Return what receipts reject: a claim is an account number and a first day of service, each code once a claim."""
    given = inputs.answers
    if given.empty:
        return Rejections(empty(REJECTIONS), 0, 0)
    claim = compared(given["patient_control_number"]).fillna("?") + given["service_from"].astype(
        "str"
    ).fillna("")
    rows = given.assign(payer=one_name(given["payer_name"], inputs.remittances["payer"]), claim=claim)
    claims = rows.groupby("payer")["claim"].nunique()
    rejected = (
        rows[rows["state"] == REJECTED].assign(code=lambda r: r["codes"].str.split(" ")).explode("code")
    )
    roles = code_list("status_categories", inputs.as_of).frame.set_index("code")
    category = rejected["code"].str.partition(":")[0]
    rejected = rejected[category.map(roles["role"]).eq(REJECTED).to_numpy(bool)]
    rejected = rejected.drop_duplicates(["payer", "claim", "code"])
    last = rows[rows["state"] == ACCEPTED].groupby("claim")["answered_on"].max()
    later = rejected["claim"].map(last) >= rejected["answered_on"]
    sums = rejected.assign(later=later).groupby(["payer", "code"], as_index=False).agg(
        rejected=("claim", "size"), accepted_later=("later", "sum"),
        charge_cents=("charge_cents", lambda c: c.sum(min_count=1)),
    )  # fmt: skip
    name = sums["code"].str.partition(":")[0].map(roles["name"])
    made, tried = _tested(sums.assign(name=name), claims, inputs)
    return Rejections(conform(made[[c.name for c in REJECTIONS]], REJECTIONS), int(claims.sum()), tried)


def _tested(sums: pd.DataFrame, claims: pd.Series, inputs: Inputs) -> tuple[pd.DataFrame, int]:
    """With what each is compared, and the chance of those that have claims enough; all payers and codes were tried."""
    rules = inputs.rules
    lines, whole = sums["payer"].map(claims).astype("int64"), int(claims.sum())
    of_code = sums.groupby("code")["rejected"].transform("sum")
    rest = whole - lines
    elsewhere = (of_code - sums["rejected"]) / rest.where(rest > 0)
    tried = int((claims >= rules.least_denied).sum()) * sums["code"].nunique()
    enough = ((sums["rejected"] >= rules.least_denied) & (rest > 0)).to_numpy(bool)
    chance = np.full(len(sums), np.nan)
    numbers = [part.to_numpy("int64")[enough] for part in (sums["rejected"], lines, of_code)]
    if enough.any():
        chance[enough] = discovery_rates(exact(*numbers, np.full(enough.sum(), whole)), tried)
    chance = np.where(100 * chance <= rules.false_percent, chance, np.nan)
    told = sums.assign(claims=lines, share=sums["rejected"] / lines, elsewhere=elsewhere, chance=chance)
    return told.sort_values(
        ["rejected", "payer", "code"], ascending=[False, True, True], ignore_index=True
    ), tried
