"""The claims of a ledger: a practice system's export of charges, payments and adjustments, one line each.

A claim is an account on a day of service. What was charged is its charges less those taken back; the balance is what
all its lines leave. Where a payer paid and something was written off, the rest is no longer that payer's.
"""

from __future__ import annotations

import numpy as np
import pandas as pd

from cutover.columns import conform, empty
from cutover.errors import InputError
from cutover.reading.claims.history import SOURCE, HistoryFile, Owner, aside
from cutover.reading.claims.provider_names import ProviderNames, with_names
from cutover.reading.claims.states import UNKNOWN
from cutover.reading.claims.tables import CLAIM_HISTORY, CLAIMS_SET_ASIDE
from cutover.reading.files import values as text_values
from cutover.reading.mapping.known_values import NOTHING, Knowledge
from cutover.reading.mapping.tables_of import MappedTable, tables_of
from cutover.reading.mapping.targets import claim_history, load_target
from cutover.reading.postings.ledgers import ADJUSTMENT, CHARGE, PATIENT, PAYMENT, VOID, kinds, payments
from cutover.wording import several

PATIENT_OWES = "patient responsibility"
A_LINE = "a line of a ledger, added up in its claim"
NO_CHARGE = "a line of a ledger without a charge of its account and day"
_SERVED, _ACCOUNT = "service_from", "patient_control_number"


def read(
    data: bytes,
    source_file: str,
    knowledge: Knowledge = NOTHING,
    owner: Owner | None = None,
    providers: ProviderNames | None = None,
) -> HistoryFile | None:
    """Return the claims of a ledger, one row per account and day of service; None where the file is no ledger.

    A ledger has lines of charges beside others, told by a column of kinds, with an account and a day of service.
    `owner` and `providers` are those of `history.read_claim_history`. A ledger tells no state: what a payer's payment
    and a write-off leave is the patient's or a further coverage's, and a claim of which nothing is left is paid. Any
    other state is unknown. Raises nothing.
    """
    try:
        posted = tables_of(data, source_file, load_target("postings"), knowledge)
        told = {_place(one): one for one in tables_of(data, source_file, claim_history(), knowledge)}
    except InputError:
        return None
    pairs = [(one, told[_place(one)]) for one in posted if one.is_used and _place(one) in told]
    pairs = [(lines, claims) for lines, claims in pairs if _is_ledger(lines, claims)]
    if not pairs:
        return None
    read_ = [_claims(lines, claims, owner, providers or ProviderNames()) for lines, claims in pairs]
    claims, owners, left = (pd.concat(parts, ignore_index=True) for parts in zip(*read_, strict=True))
    lines, others = (
        conform(left[left["reason"] == why], CLAIMS_SET_ASIDE).reset_index(drop=True)
        for why in (A_LINE, NO_CHARGE)
    )
    rows = len(claims) + len(left)
    return HistoryFile(
        claims,
        empty(CLAIMS_SET_ASIDE),
        len(claims) + len(lines),
        (f"a ledger of charges and payments: {several(rows, 'line')} are {several(len(claims), 'claim')}",),
        tuple(claims_table.crosswalk for _, claims_table in pairs),
        owners if owner else None,
        no_claims=others,
        lines=lines,
    )


def _place(one: MappedTable) -> tuple[str, int | None]:
    return one.sheet.name, one.sheet.header_row


def _is_ledger(lines: MappedTable, claims: MappedTable) -> bool:
    kind = kinds(lines.rows["kind"])
    has_place = {_SERVED, _ACCOUNT} <= claims.crosswalk.used.keys()
    return has_place and bool(kind.eq(CHARGE).any()) and bool(kind.eq(PAYMENT).any())


def _claims(
    lines: MappedTable, claims: MappedTable, owner: Owner | None, providers: ProviderNames
) -> tuple[pd.DataFrame, pd.DataFrame, pd.DataFrame]:
    """The claims of one table, whose they are, and its lines that are no row of their own with the reason."""
    found, posted = claims.rows, lines.rows
    kind = kinds(posted["kind"])
    served, account = text_values.dates(found[_SERVED]), text_values.identifiers(found[_ACCOUNT])
    key = _of_which(account, served, kind.isin([CHARGE, VOID]))
    amounts = _amounts(posted, kind, key)
    by_payer = kind.eq(PAYMENT)

    def first(cells: pd.Series) -> pd.Series:
        return cells.groupby(key).first()

    told = amounts.assign(
        state=_states(amounts),
        patient_control_number=first(account), service_from=first(served), service_through=first(served),
        payer_name=first(posted["payer_name"].where(by_payer)).fillna(first(posted["payer_name"])),
        paid_date=text_values.dates(posted["posted_date"]).where(by_payer).groupby(key).max(),
        check_number=first(text_values.identifiers(posted["check_number"]).where(by_payer)),
        source_sheet=first(found["source_sheet"]), source_row=first(found["source_row"]),
    )  # fmt: skip
    place = pd.Series(key.index, key.index).groupby(key).min()  # of the claim's first line
    made = told.set_index(place.reindex(told.index).to_numpy())
    numbers = {
        name: text_values.npis(found[name]) for name in ("rendering_npi", "attending_npi", "billing_npi")
    }
    numbers["tax_id"] = text_values.tax_ids(found["tax_id"])
    every = found.assign(**_of_lines(posted, account, served), **numbers).reindex(columns=_NAMES)
    every = with_names(conform(every, CLAIM_HISTORY), claims.sheet, found, providers)
    whose = owner(claims.sheet, found, every) if owner else pd.DataFrame(index=every.index)
    made = conform(every.loc[made.index].assign(**made), CLAIM_HISTORY)
    rest = found.index.difference(made.index)
    lost = found.loc[rest].assign(charge_cents=None, source=SOURCE)
    lost = aside(lost, "history", pd.Series(np.where(key[rest].isna(), NO_CHARGE, A_LINE), rest))
    return made, whose.loc[made.index], lost


def _of_which(account: pd.Series, served: pd.Series, is_charge: pd.Series) -> pd.Series:
    """The claim of each line, account and day; null where no charge stands behind it."""
    key = (account + "|" + served.dt.strftime("%Y-%m-%d").astype("str")).astype("str")
    of_account = key[is_charge].dropna().groupby(account).unique()
    alone = account.map({name: keys[0] for name, keys in of_account.items() if len(keys) == 1}).astype("str")
    key = key.where(served.notna(), alone)  # a line without a day is of the account's only claim
    return key.where(key.isin(key[is_charge].dropna()))


def _amounts(posted: pd.DataFrame, kind: pd.Series, key: pd.Series) -> pd.DataFrame:
    """What was charged, paid and adjusted of each claim, and the balance; null where a line is of an unknown kind."""
    cents, _ = payments(text_values.cents(posted["paid"]), kind)
    sums = {
        name: cents.where(kind.isin(which)).groupby(key).sum(min_count=1) for name, which in _SUMS.items()
    }
    adjusted = sums["adjusted"] * (-1 if _lowers(cents, kind) else 1)
    paid = sums["paid"].fillna(0)
    left = sums["charged"] - paid - adjusted.fillna(0) - sums["patient"].fillna(0)
    strange = (kind.isna() & cents.ne(0).fillna(True)).groupby(key).any()
    return pd.DataFrame(
        {
            "charge_cents": sums["charged"], "paid_cents": paid, "adjusted_cents": adjusted,
            "balance_cents": left.mask(strange),
        }
    )  # fmt: skip


def _states(amounts: pd.DataFrame) -> pd.Series:
    """What the amounts tell of each claim: paid, the patient's, else unknown."""
    paid, left = amounts["paid_cents"].gt(0), amounts["balance_cents"]
    answered = paid & amounts["adjusted_cents"].gt(0) & left.gt(0)
    nothing = paid & left.le(0)  # below zero a payment was posted twice
    state = pd.Series(UNKNOWN, amounts.index, dtype="str").mask(answered.fillna(False), PATIENT_OWES)
    return state.mask(nothing.fillna(False), "paid")


def _of_lines(posted: pd.DataFrame, account: pd.Series, served: pd.Series) -> dict[str, object]:
    """What each line tells of its claim, before the lines of one are added up."""
    untold = dict.fromkeys(("charge_cents", "paid_cents", "adjusted_cents", "balance_cents", "form"))
    days = dict.fromkeys(("service_through", "submission_date", "paid_date", "forwarded_on"), pd.NaT)
    said = {"patient_control_number": account, "service_from": served, "payer_name": posted["payer_name"]}
    return untold | days | said | {"source": SOURCE, "state": UNKNOWN}


_NAMES = [c.name for c in CLAIM_HISTORY]
_SUMS = {"charged": [CHARGE, VOID], "paid": [PAYMENT], "patient": [PATIENT], "adjusted": [ADJUSTMENT]}


def _lowers(cents: pd.Series, kind: pd.Series) -> bool:
    """Whether most adjustments stand below zero: they lower what is charged."""
    adjusted = cents[kind.eq(ADJUSTMENT)]
    return int((adjusted < 0).sum()) > int((adjusted > 0).sum())
