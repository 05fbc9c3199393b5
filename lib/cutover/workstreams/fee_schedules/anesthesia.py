"""Lines of anesthesia against contracts that pay by base units, time and a conversion factor.

Due is (base units + time units) x factor x the share of who directs the case, all in the contract's own words. Whether
a remittance's units are minutes or time units no field of it tells: of the two the one holds at which lines of the
payer, else of the practice, come out to the cent while none does at the other. Without that nothing is compared.
"""

from __future__ import annotations

from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal

import pandas as pd

from cutover.columns import Privacy
from cutover.reading.payers.anesthesia_terms import UNKNOWN, terms_in
from cutover.wording import several
from cutover.workstreams.columns import PAYER, cents, count, number, share, text
from cutover.workstreams.columns import date as day
from cutover.workstreams.fee_schedules.inputs import in_force

MINUTES, UNITS = (
    "due_by_minutes",
    "due_by_units",
)  # what a line is due where its units are the one or the other
NO_FACTOR, NOT_AT_IT, NO_BASE, NO_TIME, NO_SHARE, NO_READING = (
    "no contract has a conversion factor for it",
    "the contract has one amount for the code, and most lines are paid at others",
    "the contract names no base units of the code",
    "the contract does not say how a unit of time counts", "the contract names no share for the modifier",
    "no line tells whether its units are minutes",
)  # fmt: skip
LISTED = (
    PAYER, text("procedure", "Procedure"), text("marks", "Modifiers"), day("paid_on", "Paid on"),
    count("minutes", "Minutes"), number("time_units", "Time units"), count("base_units", "Base units"),
    number("all_units", "Units in all"), number("factor_shown", "Conversion factor, dollars"),
    share("share", "Share paid"), cents("due_cents", "By the contract"), cents("allowed_cents", "Allowed"),
    cents("difference_cents", "Difference"),
    text("patient_control_number", "Account no.", "", Privacy.PHI),
)  # fmt: skip
_BY_LINE = ["payer", "procedure"]
_CENT = Decimal(1)


@dataclass(frozen=True)
class Timed:
    """The used lines of anesthesia.

    `lines` has one row per line that a contract prices: what a line has, `minutes` (null: the remittance counts time
    units), `time_units`, `base_units`, `all_units`, `factor_shown` (dollars), `share` (1 for all), `full_cents`,
    `due_cents` (that up to the charge), `contract_cents` (the factor), `contract_row` (its terms in words). `open` has
    the others: `line`, `payer`, `procedure`, `marks` and `why`.
    """

    lines: pd.DataFrame
    open: pd.DataFrame


def timed(lines: pd.DataFrame, rates: pd.DataFrame, flat: pd.MultiIndex) -> Timed:
    """Return lines of anesthesia by time (`payer`, `procedure`, `marks` and what a line has) under their contracts.

    `rates` are the contract's rows with a factor: `payer`, `procedure`, `base_units`, `rate_factor`, `formula`, days.
    `flat` has payer and procedure of those without.
    """
    both = lines.merge(rates, on=_BY_LINE)
    both = both[in_force(both, both["service_on"])]
    both = both.sort_values(["line", "effective_from"], kind="stable", na_position="first")
    both = both.drop_duplicates("line", keep="last")
    priced = [_priced(row) for row in both.to_dict("records")]
    told = both.assign(why=pd.Series([why for why, _ in priced], both.index, dtype="str"))
    amounts = pd.DataFrame([dues for _, dues in priced], both.index, [MINUTES, UNITS], dtype="Int64")
    told = told.join(amounts)
    reading = _readings(told)
    told = told.assign(reading=told["payer"].map(reading).astype("str"))
    told = told.assign(why=told["why"].mask(told["why"].isna() & told["reading"].isna(), NO_READING))
    held = told[told["why"].isna()]
    rest = lines[~lines["line"].isin(both["line"])]
    known = rates["payer"].unique()
    why = rest["payer"].isin(known).map({True: NO_BASE, False: NO_FACTOR}).astype("str")
    rest = rest.assign(why=why.mask(pd.MultiIndex.from_frame(rest[_BY_LINE]).isin(flat), NOT_AT_IT))
    columns = ["line", *_BY_LINE, "marks", "why"]
    parts = [part[columns] for part in (told[told["why"].notna()], rest) if len(part)]
    return Timed(_held(held), pd.concat(parts or [rest[columns]], ignore_index=True))


def _priced(row: dict) -> tuple[str | None, tuple[int | None, int | None]]:
    """Why a line cannot be priced, null where it can, and what is due if its units are minutes, and if they are not."""
    terms = terms_in(row["formula"] if isinstance(row["formula"], str) else "")
    share_of = terms.share(frozenset(row["marks"].split()))
    if terms.minutes is None or terms.rounding == UNKNOWN:
        return NO_TIME, (None, None)
    if share_of is None:
        return NO_SHARE, (None, None)
    units = int(row["units"])
    return None, (_due(row, terms.units(units), share_of), _due(row, Decimal(units), share_of))


def _due(row: dict, time_units: Decimal, percent: Decimal) -> int:
    """The cents that are due: units x factor (hundredths of a cent) x share, half a cent upwards."""
    whole = (Decimal(int(row["base_units"])) + time_units) * int(row["rate_factor"]) * percent / 10_000
    return int(whole.quantize(_CENT, ROUND_HALF_UP))


def _readings(told: pd.DataFrame) -> dict[str, str]:
    """What each payer's units are, as far as lines at the contract to the cent tell it."""
    telling = told[told["why"].isna() & told["allowed_cents"].ne(told["charge_cents"])]
    near = {name: (telling["allowed_cents"] - telling[name]).abs().le(1) for name in (MINUTES, UNITS)}
    fits = telling[["payer"]].assign(**near).groupby("payer").sum()
    own = {payer: _one(row) for payer, row in fits.iterrows()}
    whole = _one(fits.sum())
    return {
        payer: found
        for payer in told["payer"].unique()
        if (found := own.get(payer) or _if_silent(payer, fits, whole))
    }


def _one(fits: pd.Series) -> str | None:
    """The reading that some lines fit and none fits the other, null where there is none."""
    found = [name for name in (MINUTES, UNITS) if fits[name] > 0]
    return found[0] if len(found) == 1 else None


def _if_silent(payer: str, fits: pd.DataFrame, whole: str | None) -> str | None:
    """The practice's reading for a payer whose own lines fit neither."""
    return whole if payer not in fits.index or not fits.loc[payer].any() else None


def _held(told: pd.DataFrame) -> pd.DataFrame:
    """The priced lines with how their price is made."""
    terms = [terms_in(text) for text in told["formula"]]
    by_minute = told["reading"].eq(MINUTES)
    units = [
        float(one.units(int(n))) if is_minutes else float(n)
        for one, n, is_minutes in zip(terms, told["units"], by_minute, strict=True)
    ]
    shares = [one.share(frozenset(marks.split())) for one, marks in zip(terms, told["marks"], strict=True)]
    words = [
        f"{several(int(base), 'base unit')}, a unit each {one.minutes} minutes"
        + ("" if part == 100 else f", {part} %")
        for one, base, part in zip(terms, told["base_units"], shares, strict=True)
    ]
    full = told[MINUTES].where(by_minute, told[UNITS])
    made = told.assign(
        minutes=told["units"].astype("Int64").where(by_minute),
        time_units=pd.Series(units, told.index, dtype="float64"),
        share=pd.Series([float(part or 0) / 100 for part in shares], told.index, dtype="float64"),
        full_cents=full, due_cents=pd.concat([full, told["charge_cents"]], axis=1).min(axis=1).astype("Int64"),
        contract_cents=(told["rate_factor"] / 100).round().astype("Int64"), factor_shown=told["rate_factor"] / 10_000,
        contract_row=pd.Series(words, told.index, dtype="str"),
    )  # fmt: skip
    return made.assign(all_units=made["time_units"] + made["base_units"].astype("float64"),
                       difference_cents=made["allowed_cents"] - made["due_cents"])  # fmt: skip
