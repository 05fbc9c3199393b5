"""What remittances say of submissions: a claim that a payer decided on was submitted.

Inferred, not recorded: the day of submission is not in an 835 (DTM*050, the day on which the payer received
the claim, is taken where it is present), and whether it went through Office Ally is not either.
"""

from __future__ import annotations

import pandas as pd

from cutover.columns import conform
from cutover.reading.claims.history import aside
from cutover.reading.claims.tables import SUBMITTED_CLAIMS
from cutover.reading.era.archive import Archive

SOURCE = "ERA"
_ID = ["content", "claim_id"]
# of the 122 columns of a claim those that a submission needs: each frame that is made of them copies all it has
_OF_CLAIM = [
    *_ID, "payment_id", "patient_control_number", "payer_claim_number", "patient_last_name", "patient_first_name",
    "status", "frequency_code", "charge_cents", "paid_cents", "received_date", "statement_from", "statement_through",
    "rendering_id", "rendering_id_qualifier", "source_file", "source_row",
]  # fmt: skip
_OF_PAYMENT = [
    "content", "payment_id", "payer_name", "payer_id", "payee_npi", "payee_tin", "payment_date", "set_aside",
]  # fmt: skip
_IDENTITY = ["patient_control_number", "service_from", "payer_name"]
REVERSAL, FORWARDED = "22", ("19", "20", "21")
REPLACES = "7"  # CLP09: the claim replaces an earlier one, which was sent before
_SECONDARY = ("2", "3", "20", "21")
NOT_COUNTED = "its payment is set aside in the archive"
A_REVERSAL = "a reversal: the claim it takes back has a row of its own"
AGAIN = "the same claim decided again: a correction or a further payment, not a submission"
CROSSED_OVER = "forwarded by the first payer, not submitted by the practice"


def era_claims(archive: Archive) -> pd.DataFrame:
    """Return the claims of the archive with what a submission needs, one row per CLP.

    Beside the columns of SUBMITTED_CLAIMS: `content`, `claim_id`, `payment_id`, `status`, `frequency_code`,
    `payer_claim_number`, the patient's name, `paid_cents`, `paid_on` and `set_aside`.
    """
    dates, institutional = _service_facts(archive)
    paid = archive.payments[_OF_PAYMENT]
    claims = archive.claims[_OF_CLAIM].merge(paid, on=["content", "payment_id"], how="left")
    claims = claims.merge(dates, on=_ID, how="left").merge(institutional, on=_ID, how="left")
    known = claims["received_date"].notna()
    return claims.assign(
        claim_number=None,
        submission_date=claims["received_date"],
        date_basis=pd.Series(None, claims.index, dtype="str").mask(known, "received by payer"),
        service_from=claims["first_service"].fillna(claims["statement_from"]),
        service_through=claims["last_service"].fillna(claims["statement_through"]),
        form=claims["form"],
        state="accepted",
        submission=_submission(claims["status"], claims["frequency_code"]),
        is_paper=pd.Series(None, claims.index, dtype="boolean"),
        tax_id=claims["payee_tin"],
        rendering_npi=claims["rendering_id"].where(claims["rendering_id_qualifier"] == "XX"),
        attending_npi=None,
        billing_npi=claims["payee_npi"],
        payer_state=None,
        paid_on=claims["payment_date"],
        source=SOURCE,
        source_sheet=None,
    )


def _submission(status: pd.Series, frequency: pd.Series) -> pd.Series:
    unknown = pd.Series("unknown", status.index, dtype="str")
    again = unknown.mask(frequency.eq(REPLACES).fillna(False), "resubmitted")
    return again.mask(status.isin(_SECONDARY), "secondary")


def _service_facts(archive: Archive) -> tuple[pd.DataFrame, pd.DataFrame]:
    """First and last day of service of each claim, and its form: a revenue code makes it institutional."""
    services = archive.services[[*_ID, "service_date", "service_end", "revenue_code", "code_qualifier"]]
    ends = services["service_end"].fillna(services["service_date"])
    days = (
        services.assign(end=ends)
        .groupby(_ID, as_index=False)
        .agg(first_service=("service_date", "min"), last_service=("end", "max"))
    )
    marks = services.assign(
        inst=services["revenue_code"].notna() | services["code_qualifier"].eq("NU").fillna(False),
        dental=services["code_qualifier"].eq("AD").fillna(False),
    )
    forms = marks.groupby(_ID, as_index=False)[["inst", "dental"]].max()
    form = pd.Series("professional", forms.index, dtype="str")
    form = form.mask(forms["dental"].astype(bool), "dental").mask(forms["inst"].astype(bool), "institutional")
    return days, forms[_ID].assign(form=form)


def _turn(claims: pd.DataFrame, reversed_: pd.MultiIndex) -> pd.Series:
    """Which claim of an account, day and payer a row is, where one payment has several under numbers of their own.

    Where one of them is taken back, the other is its correction and no claim beside it.
    """
    payment = ["content", "payment_id", *_IDENTITY]
    first = ~claims.duplicated([*payment, "payer_claim_number"])
    turn = first.astype("int64").groupby([claims[name] for name in payment], dropna=False).cumsum() - 1
    corrected = pd.MultiIndex.from_frame(claims[_IDENTITY]).isin(reversed_)
    return turn.mask(corrected | claims["payer_claim_number"].isna(), 0)


def _sent_in(claims: pd.DataFrame) -> pd.Series:
    """The month in which a replacement was sent, empty for a first claim and where its day is not known."""
    month = claims["submission_date"].dt.strftime("%Y-%m")
    return month.where(claims["frequency_code"].eq(REPLACES).fillna(False)).fillna("")


def era_submissions(claims: pd.DataFrame) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Return the submissions that the claims of remittances prove, and the claims that prove none.

    One submission for each account, first day of service and payer, however often the payer decided on it. Two claims
    of them that one payment tells apart by the payer's numbers are two, and so is a replacement of another month than
    the payer received the first in. A secondary claim counts only where no first payer forwarded that account. The
    frames have SUBMITTED_CLAIMS and CLAIMS_SET_ASIDE; together they have a row for each row of `claims`.
    """
    reason = pd.Series(None, claims.index, dtype="str")
    reason = reason.mask(claims["set_aside"].notna(), NOT_COUNTED)
    reason = reason.mask(reason.isna() & claims["status"].eq(REVERSAL).fillna(False), A_REVERSAL)
    forwarded = claims.loc[
        claims["status"].isin(FORWARDED) & reason.isna(), "patient_control_number"
    ].dropna()
    crossed = claims["submission"].eq("secondary") & claims["patient_control_number"].isin(forwarded.unique())
    reason = reason.mask(reason.isna() & crossed, CROSSED_OVER)
    reversed_ = pd.MultiIndex.from_frame(claims.loc[claims["status"].eq(REVERSAL).fillna(False), _IDENTITY])
    open_rows = claims[reason.isna() & claims["patient_control_number"].notna()]
    open_rows = open_rows.sort_values(["paid_on", *_ID], kind="stable")
    told = open_rows.assign(turn=_turn(open_rows, reversed_), sent_in=_sent_in(open_rows))
    again = told.duplicated([*_IDENTITY, "turn", "sent_in"])
    reason = reason.mask(again.reindex(claims.index, fill_value=False), AGAIN)
    used = claims[reason.isna()]
    wanted = [c.name for c in SUBMITTED_CLAIMS]
    left = claims[reason.notna()]
    return (
        conform(used[wanted].reset_index(drop=True), SUBMITTED_CLAIMS),
        aside(left, "submitted", reason[reason.notna()]),
    )
