"""What must be enrolled: every payer × Tax ID / billing NPI × transaction that the practice really uses.

Office Ally's fee counts the rendering NPI; an enrollment is of the billing NPI and Tax ID, one request for each payer
and transaction (Stedi, providers-submit-enrollment-requests).
"""

from __future__ import annotations

import pandas as pd

from cutover.columns import Column, Kind, Privacy, conform, empty
from cutover.reading.claims.era_submissions import SOURCE as REMITTED
from cutover.reading.era.parts import as_payments
from cutover.reading.payers.families import ERA
from cutover.reading.payers.groups import UNNAMED
from cutover.reading.postings.tables import MEDI
from cutover.workstreams.columns import PAYER, cents, count, date, share, text
from cutover.workstreams.enrollment.inputs import FORMS, Inputs

KEY = ["payer", "tax_id", "billing_npi", "transaction"]
WHO = KEY[:3]
TIN = text("tax_id", "Tax ID", "nine digits; may be an SSN", Privacy.DESK)
NPI = text("billing_npi", "Billing NPI", "null: not known")
TRANSACTION = text(
    "transaction", "Transaction", "837P, 837I, 837D claims; 835 ERA; 270 eligibility; 276 claim status"
)
# what an owner calls a transaction
SAID = {"837P": "claims (837P)", "837I": "institutional claims (837I)", "837D": "dental claims (837D)",
        ERA: "ERA (835)", "270": "eligibility (270)", "276": "claim status (276)"}  # fmt: skip
_ASKED = {"270": ("eligibility", "eligibility"), "276": ("claim status", "claim status")}
TAKEN = ("accepted", "decided")  # states of a list of claims sent: the payer has the claim
NO_ERA, NO_FORM = "claims go there; no remittance in the last months", "claims whose form is not stated"
IN_USE = {"837": "claims of the last months", ERA: "remittances of the last months"}
ASKED, ACTIVE = (
    "the practice uses it; for which payers is not known",
    "active in Office Ally, as the intake says",
)
NEEDS = (
    PAYER,
    text("family", "Family", "decides how long enrollment takes"),
    TIN,
    NPI,
    TRANSACTION,
    count(
        "claims",
        "Claims",
        "sent in the last months through either system, one rejected and sent again once; of claims alone",
    ),
    share("claims_share", "Share of claims"),
    cents("charge_cents", "Charged"),
    count("remittances", "Remittances", "of the last months, in either system; of ERAs alone"),
    cents("paid_cents", "Paid", "in these remittances"),
    share("paid_share", "Share of money"),
    date("last_used", "Last used"),
    text("basis", "Known from"),
    Column("payer_claims", Kind.COUNT, "Claims of the payer"),
)


def needs(inputs: Inputs) -> pd.DataFrame:
    """Return what must be enrolled (NEEDS), the payers with the most claims first.

    Claims and remittances whose payer nobody names are in `unnamed`, not here.
    """
    claims, remitted = _claims(inputs), _remitted(inputs)
    parts = [claims, remitted, _silent(claims, remitted), *(_asked(inputs, code, claims) for code in _ASKED)]
    parts = [part for part in parts if len(part)]
    if not parts:
        return empty(NEEDS)
    rows = pd.concat([part.reindex(columns=[c.name for c in NEEDS]) for part in parts], ignore_index=True)
    rows = rows[rows["payer"] != UNNAMED]
    total, money = rows["claims"].sum(), rows["paid_cents"].sum()
    rows = rows.assign(
        family=rows["payer"].map({payer: inputs.family(payer).name for payer in rows["payer"].unique()}),
        claims_share=rows["claims"] / total if total else None,
        paid_share=rows["paid_cents"] / money if money else None,
        payer_claims=rows.groupby("payer")["claims"].transform("sum"),
    )
    ordered = rows.sort_values(
        ["payer_claims", "payer", "tax_id", "billing_npi", "transaction"],
        ascending=[False, True, True, True, True],
    )
    return conform(ordered.reset_index(drop=True), NEEDS)


def unnamed(inputs: Inputs) -> pd.DataFrame:
    """Return the claims of the last months whose payer nobody names, with their charge, one row per submission."""
    return inputs.claims[inputs.claims["payer"] == UNNAMED]


def top_payers(rows: pd.DataFrame, number: int) -> list[str]:
    """Return the payers with the most claims, most first, of equals by alphabet; payers without claims never."""
    claims = rows.drop_duplicates("payer")[["payer", "payer_claims"]]
    return claims[claims["payer_claims"] > 0]["payer"].head(number).tolist()


def _claims(inputs: Inputs) -> pd.DataFrame:
    rows = each_once(inputs.claims)
    rows = _with_who(inputs, rows.assign(billing_npi=rows["billing_npi"], tax_id=rows["tax_id"]))
    rows = rows.assign(
        transaction=rows["form"].map(FORMS).fillna(inputs.usual_form),
        basis=pd.Series(IN_USE["837"], rows.index, dtype="str").mask(rows["form"].isna(), NO_FORM),
    )
    return rows.groupby(KEY, dropna=False, as_index=False).agg(
        claims=("payer", "size"), charge_cents=("charge_cents", _sum), last_used=("day", "max"),
        basis=("basis", "min"),
    )  # fmt: skip


def answered_through_medi(inputs: Inputs) -> pd.DataFrame:
    """Return whose claims went out through Medi and were answered by their payer: `KEY`, and `first_answered`, a day.

    A claim counts that a list or a receipt of Medi has and that a remittance of either system decides, and one that a
    list of Medi calls accepted: it arrived, so the enrollment of such claims works. The day is that of the claim.
    """
    rows = inputs.claims
    rows = rows[rows["sent_through"].eq(MEDI).fillna(False) & rows["source"].eq(REMITTED)]
    if len(taken := _accepted(inputs)):
        rows = pd.concat([rows, taken], ignore_index=True) if len(rows) else taken
    if rows.empty:
        return pd.DataFrame(columns=[*KEY, "first_answered"])
    rows = _with_who(inputs, rows)
    rows = rows.assign(
        transaction=rows["form"].map(FORMS).fillna(inputs.usual_form), first_answered=rows["day"]
    )
    return rows.groupby(KEY, dropna=False, as_index=False)["first_answered"].min()


def _accepted(inputs: Inputs) -> pd.DataFrame:
    """The claims that a list of Medi calls accepted or decided, each of the one form that its payer is sent."""
    rows = inputs.files.sent
    rows = rows[rows["state"].isin(TAKEN) & rows["sent_on"].between(inputs.begins, inputs.today)]
    if rows.empty:
        return rows
    pairs = list(
        zip(rows["payer_name"], rows["payer_id"].astype(object).where(rows["payer_id"].notna()), strict=True)
    )
    meant = {pair: inputs.payer_meant(*pair) for pair in dict.fromkeys(pairs)}
    named = [meant[pair] for pair in pairs]
    told = rows.assign(payer=pd.Series(named, rows.index, dtype="str"), day=rows["sent_on"]).dropna(
        subset="payer"
    )
    told = told[["payer", "tax_id", "billing_npi", "day"]].reset_index(drop=True)
    forms = {payer: inputs.forms(payer) for payer in told["payer"].unique()}
    code = {payer: form for payer, (form, *more) in forms.items() if not more}
    names = {transaction: form for form, transaction in FORMS.items()}
    told = told.assign(form=told["payer"].map(code).map(names).astype("str"))
    return told[told["form"].notna()]


def each_once(rows: pd.DataFrame) -> pd.DataFrame:
    """Return submissions without those that were rejected and sent to the same payer again: they are one claim.

    `rows` has `payer` and `day`. A claim is known by account and day of service; of one that was rejected each time the
    last stays.
    """
    known = rows["patient_control_number"].notna() & rows["service_from"].notna()
    refused = rows["state"].eq("rejected").fillna(False) & known
    place = ["patient_control_number", "service_from", "payer"]
    ordered = rows[known].assign(refused=refused).sort_values(["refused", "day"], ascending=[True, False])
    again = ordered.duplicated(place).reindex(rows.index, fill_value=False)
    return rows[~(refused & again)]


def _remitted(inputs: Inputs) -> pd.DataFrame:
    rows = inputs.recent.rename(columns={"payee_tin": "tax_id", "payee_npi": "billing_npi"})
    rows = _with_who(inputs, rows).assign(transaction=ERA, basis=IN_USE[ERA])
    rows = rows.assign(payment=as_payments(rows, KEY))
    return rows.groupby(KEY, dropna=False, as_index=False).agg(
        remittances=("payment", "sum"), paid_cents=("paid_cents", _sum), last_used=("paid_on", "max"),
        basis=("basis", "first"),
    )  # fmt: skip


def _silent(claims: pd.DataFrame, remitted: pd.DataFrame) -> pd.DataFrame:
    """An ERA for whoever gets claims and has sent no remittance: it is always enrolled."""
    who = claims[WHO].drop_duplicates()
    both = who.merge(remitted[WHO].drop_duplicates(), on=WHO, how="left", indicator=True)
    return both[both["_merge"] == "left_only"][WHO].assign(transaction=ERA, remittances=0, basis=NO_ERA)


def _asked(inputs: Inputs, transaction: str, claims: pd.DataFrame) -> pd.DataFrame:
    """Eligibility or claim status: for the payers that the intake names, else for all where the practice uses it."""
    filed = inputs.filed
    active = filed[
        (filed["transaction"] == transaction) & filed["active_in_office_ally"].fillna(False).astype(bool)
    ]
    if len(active):
        named = _with_who(inputs, active)[WHO].drop_duplicates()
        return named.assign(transaction=transaction, basis=ACTIVE)
    tables, (volume, direction) = inputs.files.intake.tables, _ASKED[transaction]
    volumes, ways = tables["volumes"], tables["connections"]
    counted = volumes[
        (volumes["transaction"] == volume) & (volumes["count"] > 0) & (volumes["month"] >= inputs.begins)
    ]
    if counted.empty and not (ways["direction"] == direction).any():
        return claims.head(0)
    return claims[WHO].drop_duplicates().assign(transaction=transaction, basis=ASKED)


def _with_who(inputs: Inputs, rows: pd.DataFrame) -> pd.DataFrame:
    """Rows with Tax ID and billing NPI filled where they can be known.

    A Tax ID that a row lacks is that of the payer's remittances where they all name one, else that of all rows of what
    was filed with the payer. A billing NPI is that of the payer's remittances to the Tax ID, else the one that bills
    under it, else that of the payer's remittances. Either is the practice's where it has one alone.
    """
    paid, tins = inputs.recent, sorted(inputs.files.practice.tins)
    known = rows["payer"].map(_only(paid, "payer", "payee_tin")).astype("str")
    if rows["tax_id"].isna().any() and len(tins) != 1:
        known = known.fillna(rows["payer"].map(_only(inputs.filed, "payer", "tax_id")).astype("str"))
    tax_id = _filled(rows["tax_id"], known, tins)
    both = paid.assign(both=paid["payer"] + "|" + paid["payee_tin"])
    known = (rows["payer"] + "|" + tax_id).map(_only(both, "both", "payee_npi")).astype("str")
    for more in (tax_id.map(_by_tax_id(inputs)), rows["payer"].map(_only(paid, "payer", "payee_npi"))):
        known = known.fillna(more.astype("str"))
    return rows.assign(tax_id=tax_id, billing_npi=_filled(rows["billing_npi"], known, inputs.billing_npis))


def _filled(stated: pd.Series, known: pd.Series, own: list[str]) -> pd.Series:
    whole = stated.fillna(known.astype("str"))
    return (whole.fillna(own[0]) if len(own) == 1 else whole).astype("str")


def _only(rows: pd.DataFrame, by: str, name: str) -> pd.Series:
    """The value of a column where all rows of a group that state one agree."""
    known = rows.dropna(subset=[name]).groupby(by)[name].agg(["nunique", "first"])
    return known[known["nunique"] == 1]["first"]


def _by_tax_id(inputs: Inputs) -> pd.Series:
    """The one NPI that bills under each Tax ID: as the intake says, else as remittances are addressed."""
    told = inputs.files.intake.tables["providers"]
    told = told[told["npi"].isin(inputs.billing_npis)]
    stated, paid = _only(told, "tin", "npi"), _only(inputs.recent, "payee_tin", "payee_npi")
    if len(inputs.billing_npis) == 1:
        return stated
    return pd.concat([stated, paid[~paid.index.isin(told["tin"].dropna())]])


def _sum(amounts: pd.Series) -> int | None:
    """The sum of cents, null where none is known."""
    known = amounts.dropna()
    return int(known.sum()) if len(known) else None
