"""What remittances say of submissions: a claim that a payer decided on was submitted.

Inferred, not recorded: the day of submission is not in an 835 (DTM*050, the day on which the payer received
the claim, is taken where it is present), and whether it went through Office Ally is not either.
"""

from __future__ import annotations

import numpy as np
import pandas as pd

from cutover.columns import conform
from cutover.reading.claims.crossovers import FORWARDED, sent_on
from cutover.reading.claims.history import aside
from cutover.reading.claims.tables import SUBMITTED_CLAIMS
from cutover.reading.era.archive import Archive
from cutover.reading.era.row_ids import Places, as_texts, positions

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
# what of them tells whether a claim proves a submission, for archives of which no more is asked
_FEW = [
    *_ID, "payment_id", "patient_control_number", "payer_claim_number", "status", "frequency_code", "charge_cents",
    "paid_cents", "received_date", "statement_from", "source_file", "source_row",
]  # fmt: skip
_FEW_OF_PAYMENT = ["content", "payment_id", "payer_name", "payment_date", "set_aside"]
_IDENTITY = ["patient_control_number", "service_from", "payer_name"]
REVERSAL = "22"
REPLACES = "7"  # CLP09: the claim replaces an earlier one, which was sent before
SECONDARY = ("2", "3", "20", "21")
NOT_COUNTED = "its payment is set aside in the archive"
A_REVERSAL = "a reversal: the claim it takes back has a row of its own"
AGAIN = "the same claim decided again: a correction or a further payment, not a submission"
CROSSED_OVER = "forwarded by the first payer, not submitted by the practice"


def era_claims(archive: Archive) -> pd.DataFrame:
    """Return the claims of the archive with what a submission needs, one row per CLP.

    Beside the columns of SUBMITTED_CLAIMS: `content`, `claim_id`, `payment_id`, `status`, `frequency_code`,
    `payer_claim_number`, the patient's name, `paid_cents`, `paid_on` and `set_aside`.
    """
    claims = _with_payments(archive, _OF_CLAIM, _OF_PAYMENT)
    claims = as_texts(claims.assign(**_service_facts(archive, claims)))
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
        sent_through=pd.Series(None, claims.index, dtype="str"),
        tax_id=claims["payee_tin"],
        rendering_npi=claims["rendering_id"].where(claims["rendering_id_qualifier"] == "XX"),
        attending_npi=None,
        billing_npi=claims["payee_npi"],
        payer_state=None,
        paid_on=claims["payment_date"],
        source=SOURCE,
        source_sheet=None,
    )


def few_era_claims(archive: Archive) -> pd.DataFrame:
    """Return the claims of the archive as `era_claims`, with what tells whether they prove a submission alone."""
    claims = _with_payments(archive, _FEW, _FEW_OF_PAYMENT)
    services, ids = archive.part("services", [*_ID, "service_date"]), Places(archive)
    first = services["service_date"].groupby(ids.ids(services, "claim_id")).min()
    first = first.reindex(ids.ids(claims, "claim_id")).set_axis(claims.index)
    return claims.assign(
        claim_number=pd.Series(None, claims.index, dtype="str"),
        submission_date=claims["received_date"],
        service_from=first.fillna(claims["statement_from"]),
        submission=_submission(claims["status"], claims["frequency_code"]),
        paid_on=claims["payment_date"],
        source=pd.Categorical.from_codes(np.zeros(len(claims), np.int8), [SOURCE]),
        source_sheet=None,
    )


def _with_payments(archive: Archive, columns: list[str], of_payment: list[str]) -> pd.DataFrame:
    """The claims with columns of their payments; null where a claim has none."""
    claims, paid, places = archive.part("claims", columns), archive.payments[of_payment], Places(archive)
    at = positions(places.ids(paid, "payment_id"), places.ids(claims, "payment_id"))
    carried = paid.drop(columns=["content", "payment_id"]).reset_index(drop=True).reindex(at)
    return claims.assign(**dict(carried.set_axis(claims.index).items()))


def _submission(status: pd.Series, frequency: pd.Series) -> pd.Series:
    unknown = pd.Series("unknown", status.index, dtype="str")
    again = unknown.mask(frequency.eq(REPLACES).fillna(False), "resubmitted")
    return again.mask(status.isin(SECONDARY), "secondary")


def _service_facts(archive: Archive, claims: pd.DataFrame) -> dict[str, pd.Series]:
    """First and last day of service of each claim, and its form: a revenue code makes it institutional."""
    wanted = [*_ID, "service_date", "service_end", "revenue_code", "code_qualifier"]
    services, places = archive.part("services", wanted), Places(archive)
    rows = services[["service_date"]].assign(
        end=services["service_end"].fillna(services["service_date"]),
        inst=services["revenue_code"].notna() | services["code_qualifier"].eq("NU").fillna(False),
        dental=services["code_qualifier"].eq("AD").fillna(False),
    )
    grouped = rows.groupby(places.ids(services, "claim_id"))
    found = grouped.agg({"service_date": "min", "end": "max", "inst": "max", "dental": "max"})
    form = pd.Series("professional", found.index, dtype="str")
    form = form.mask(found["dental"].astype(bool), "dental").mask(found["inst"].astype(bool), "institutional")
    told = {"first_service": found["service_date"], "last_service": found["end"], "form": form}
    ids = places.ids(claims, "claim_id")
    return {name: facts.reindex(ids).set_axis(claims.index) for name, facts in told.items()}


def _turn(claims: pd.DataFrame, reversed_: np.ndarray) -> pd.Series:
    """Which claim of an account, day and payer a row is, where one payment has several under numbers of their own.

    Where one of them is taken back, the other is its correction and no claim beside it.
    """
    payment = ["content", "payment_id", "identity"]
    first = ~claims.duplicated([*payment, "payer_claim_number"])
    turn = first.astype("int64").groupby([claims[name] for name in payment]).cumsum() - 1
    return turn.mask(claims["identity"].isin(reversed_) | claims["payer_claim_number"].isna(), 0)


def _sent_in(claims: pd.DataFrame) -> pd.Series:
    """The month in which a replacement was sent, 0 for a first claim and where its day is not known."""
    day = claims["submission_date"].dt
    month = (12 * day.year + day.month).where(claims["frequency_code"].eq(REPLACES).fillna(False))
    return month.fillna(0).astype("int64")


def _again(claims: pd.DataFrame, wanted: pd.Series) -> pd.Series:
    """Which of the wanted claims an earlier one of them is: of the same account, day and payer, in order of payment."""
    identity = claims.groupby(_IDENTITY, dropna=False, sort=False, observed=True).ngroup()
    reversed_ = identity[claims["status"].eq(REVERSAL).fillna(False)].unique()
    names = ["payment_id", "claim_id", "payer_claim_number", "submission_date", "frequency_code", "paid_on"]
    rows = claims[names].assign(identity=identity, content=pd.factorize(claims["content"], sort=True)[0])[
        wanted
    ]
    rows = rows.sort_values(["paid_on", *_ID], kind="stable")
    told = rows[["identity"]].assign(turn=_turn(rows, reversed_), sent_in=_sent_in(rows))
    return told.duplicated().reindex(claims.index, fill_value=False)


def era_submissions(claims: pd.DataFrame) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Return the submissions that the claims of remittances prove, and the claims that prove none.

    One submission for each account, first day of service and payer, however often the payer decided on it. Two claims
    of them that one payment tells apart by the payer's numbers are two, and so is a replacement of another month than
    the payer received the first in. A secondary claim counts only where no first payer forwarded that account,
    under that number or the number without a later payer's ending. The
    frames have SUBMITTED_CLAIMS (what `claims` has of it) and CLAIMS_SET_ASIDE; together they have a row for each row
    of `claims`.
    """
    reason = pd.Series(None, claims.index, dtype="str")
    reason = reason.mask(claims["set_aside"].notna(), NOT_COUNTED)
    reason = reason.mask(reason.isna() & claims["status"].eq(REVERSAL).fillna(False), A_REVERSAL)
    forwarded = claims.loc[
        claims["status"].isin(FORWARDED) & reason.isna(), "patient_control_number"
    ].dropna()
    later = claims.loc[claims["submission"].eq("secondary") & reason.isna(), "patient_control_number"]
    crossed = later.index[sent_on(later, forwarded)] if len(forwarded) else later.index[:0]
    reason[crossed] = CROSSED_OVER
    again = _again(claims, reason.isna() & claims["patient_control_number"].notna())
    reason = reason.mask(again, AGAIN)
    used = claims[reason.isna()]
    wanted = tuple(column for column in SUBMITTED_CLAIMS if column.name in claims.columns)
    left = claims[reason.notna()]
    return (
        conform(used[[c.name for c in wanted]].reset_index(drop=True), wanted),
        aside(left, "submitted", reason[reason.notna()]),
    )
