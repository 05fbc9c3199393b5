"""The client's own A/R aging against the claim history: each payer and age, to the cent.

Of an aging by claim the claims are summed; `aging_by_claim` holds each of them against the history.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import pandas as pd

from cutover.columns import Privacy, framed
from cutover.money import dollars
from cutover.reading.claims.aging_reports import (
    ALL,
    CREDIT,
    PATIENT,
    PAYER,
    SUBTOTAL,
    TOTAL,
    TWO_UNITS,
    AgingReports,
    day_told,
)
from cutover.reading.claims.aging_words import OTHER_DAY
from cutover.reading.claims.states import is_untold
from cutover.reading.claims.submissions import is_self_pay
from cutover.workstreams.aging_credits import CREDITS, OF_CLAIMS, Credits, of_claims
from cutover.workstreams.aging_ours import (
    PATIENTS,
    Sources,
    aged_alike,
    closest,
    known_payers,
    open_then,
    sum_of,
)
from cutover.workstreams.columns import PAYER as PAYER_COLUMN
from cutover.workstreams.columns import cents, date, text
from cutover.workstreams.legacy_claims import known_sum
from cutover.workstreams.payer_spellings import one_name

AGREES, DIFFERS, UNKNOWN, NOT_STATED = "agrees", "differs", "not known here", "not stated"
EVERY = "all together"
NO_PAYER = "(no payer named)"
AGED = (
    date("day", "As of"),
    PAYER_COLUMN,
    text("band", "Age in days"),
    cents("reported_cents", "In the client's report"),
    cents("ours_cents", "Here", "balances of the claim history; null: not known"),
    cents("difference_cents", "Difference", "the client's less ours"),
    text("state", "State"),
    text("why", "Looks like", "what would explain the difference, or why nothing is compared"),
    cents(
        "left_out_cents", "Denied, left out", "denied claims of the claim history that the report leaves out"
    ),
    text("report", "Report", "path below the practice's folder", Privacy.PHI),
)
NO_HISTORY = "no claim history tells balances"
NO_STATES = "a list of claims does not tell which of them are open"
NO_DAY = "the report names no day"
LATER = "its day lies after this report's"
BY_ANOTHER = "it is aged by another day than that of service"
IN_MEDI = "services since the cutover: what is billed in Medi is in no claim history"
MOVED = "the payer's sum agrees: it is aged by another day, or in other bands"
TWICE = "a payment that is posted twice lowers the balance here"
SELF_PAY = "visits that patients pay themselves: the report leaves them out"
LEFT_OUT = "what patients owe: the report leaves it out"
NO_FIGURE = "the report states no figure of patients"
DENIED_OUT = "without denied claims: the report leaves them out"
UNSEEN = "no reason is seen"
ROUNDED = "within the rounding of the report"
_APART = (SELF_PAY, LEFT_OUT, CREDITS, OF_CLAIMS)
_BY = {
    CREDITS: CREDITS,
    OF_CLAIMS: "claims that are below zero in both",
    SELF_PAY: "visits that patients pay themselves",
    LEFT_OUT: "what patients owe, which it leaves out",
}
NAMED = "the report on open claims (07) names the claims"
_NO_PATIENTS = (
    " It names no patients: what they owe is counted with their payers where more amounts agree that way."
)
_NOT_COMPARED = "It states no figure of patients: what they owe is not compared."
_UNITS = {
    1_000: " It is written in thousands of dollars, and compared in dollars.",
    1_000_000: " It is written in millions of dollars, and compared in dollars.",
}
_OF_NAME = ", the day in its name"
_BY_BILLING = "It ages from another day than that of service. Ages here count from the day of submission."


def against(
    reports: AgingReports,
    history: pd.DataFrame,
    inputs: Sources,
    cutover: dt.date | None,
    again: pd.DataFrame | None = None,
) -> pd.DataFrame:
    """Return the amounts of the client's aging reports, each held against the claim history (AGED).

    One row per report, payer and band, and per payer's sum; amounts that are nothing on both sides are left out. What
    patients owe is not compared where a report by payer has no row of patients. Ours is the balance of claims that are
    open, for patients what is left of claims that payers have settled; by days since service on the report's day, told
    from today's history. `history` has CLAIM_HISTORY; `again` (`posted_again.AGAIN`)
    are payments posted twice, of whose claims a balance below zero counts as it is.
    """
    parts = [
        (*row, name)
        for name, rows in reports.each
        for row in _of_report(rows[rows["band"].notna()], history, inputs, cutover, again)
    ]
    found = framed(parts, AGED)
    by_claim = {name: rows for name, rows in reports.each if rows["is_by_claim"].fillna(False).any()}
    for name, rows in by_claim.items():
        found["why"] = found["why"].mask(_by_credits(found, name, rows, history, inputs), OF_CLAIMS)
    return found.assign(
        why=found["why"].mask(found["report"].isin(list(by_claim)) & found["why"].eq(UNSEEN), NAMED)
    )


def _by_credits(
    found: pd.DataFrame, name: str, rows: pd.DataFrame, history: pd.DataFrame, inputs: Sources
) -> pd.Series:
    """Which differences of an aging by claim are its claims below zero, to the cent, that the history has alike."""
    credits = of_claims(rows, history)
    if credits.empty:
        return pd.Series(False, found.index)
    payers = one_name(credits["payer"].fillna(NO_PAYER), known_payers(history, inputs), inputs.same)
    each = pd.concat([credits.assign(name=payers), credits.assign(name=EVERY)])
    sums = each.groupby(["name", "band"])["amount_cents"].sum().to_dict()
    own = [sums.get(key) for key in zip(found["payer"], found["band"], strict=True)]
    off = found["difference_cents"].eq(pd.Series(own, found.index, dtype="Int64")).fillna(False).astype(bool)
    return off & found["report"].eq(name) & found["state"].eq(DIFFERS)


def cases(found: pd.DataFrame) -> pd.DataFrame:
    """Return what differs of each payer and band (AGED), its difference without a sign.

    A payer's sum is a case only where none of its bands is; the sums over all payers are none. Nor is what patients pay
    themselves, or owe of what payers have settled, which a report on payers leaves out.
    """
    rows = found[found["state"].eq(DIFFERS) & found["payer"].ne(EVERY) & ~found["why"].isin(_APART)]
    keys = ["report", "payer"]
    in_bands = rows.loc[rows["band"] != ALL, keys].apply(tuple, axis=1).tolist()
    known = rows[keys].apply(tuple, axis=1).isin(in_bands) if len(rows) else pd.Series(dtype=bool)
    kept = rows[~(rows["band"].eq(ALL) & known)] if len(rows) else rows
    return kept.assign(difference_cents=kept["difference_cents"].abs()).reset_index(drop=True)


def _of_report(
    rows: pd.DataFrame,
    history: pd.DataFrame,
    inputs: Sources,
    cutover: dt.date | None,
    again: pd.DataFrame | None,
) -> Iterator[tuple]:
    day, rows = rows["day"].iloc[0], _summed(rows[rows["role"].ne(SUBTOTAL)])
    unapplied = Credits(rows)
    rows = unapplied.without(rows)
    reason = why_not(rows, history, inputs.today)
    ours = denied = None
    if not reason:
        open_ = aged_alike(rows, open_then(history, inputs, day, again))
        ours, denied = closest(rows, open_, history, inputs)
    payers = (
        one_name(rows["payer"], known_payers(history, inputs), inputs.same)
        if ours is not None
        else rows["payer"]
    )
    named = rows.assign(
        name=payers.mask(rows["role"].eq(PATIENT), PATIENTS).mask(rows["role"].eq(TOTAL), EVERY)
    )
    bands = (
        named.loc[named["band"] != ALL, ["band", "first_day", "last_day"]]
        .drop_duplicates()
        .to_dict("records")
    )
    if ours is not None and ours["age"].isna().any():
        bands = []  # nobody can say how old these are by the day that the report counts from
    said = named.groupby(["name", "band"], sort=False)["amount_cents"].agg(known_sum)
    rounding = Rounding(rows["rounded_cents"].max(), named.groupby(["name", "band"]).size())
    names = list(dict.fromkeys(named["name"]))
    if ours is not None and set(names) != {EVERY}:
        every = pd.concat([ours, denied])
        more = sorted(set(every.loc[every["amount_cents"].ne(0), "name"]) - set(names))
        names = [*(n for n in names if n != EVERY), *more, *([EVERY] if EVERY in names else [])]
    is_mute = PATIENTS not in set(named["name"]) and not rows["is_by_claim"].fillna(False).any()
    for name in names:
        yield from unapplied.said(day, NOT_STATED) if name == names[-1] else ()
        alone = ours[~ours["is_left_out"]] if is_mute and name == EVERY and ours is not None else ours
        told = _of_payer(name, day, bands, said, alone, denied, reason, cutover, rounding)
        told = _without_patients(told, name, ours, bands) if is_mute else told
        yield from unapplied.total(told, DIFFERS) if name == EVERY else told


def _without_patients(
    told: Iterator[tuple], name: str, ours: pd.DataFrame | None, bands: list[dict]
) -> Iterator[tuple]:
    """The amounts of a report without a row of patients: none of theirs is compared.

    A sum over all is one of payers alone where the report leaves patients out, or is apart by their visits to the cent.
    """
    for day, whose, band, amount, own, off, state, why, out in told:
        at = next((one for one in bands if one["band"] == band), None)
        if name == PATIENTS and own is not None:
            cause = why if why in _APART else NO_FIGURE
            yield day, whose, band, None, own, None, NOT_STATED, cause, out
        elif name == EVERY and why == SELF_PAY and off is not None:
            yield day, whose, band, amount, own + off, 0, AGREES, why, out
        elif name == EVERY and state == AGREES and ours is not None and sum_of(ours[ours["is_left_out"]], at):
            yield day, whose, band, amount, own, off, state, why or LEFT_OUT, out
        else:
            yield day, whose, band, amount, own, off, state, why, out


def _summed(rows: pd.DataFrame) -> pd.DataFrame:
    """The rows of a report; of one by claim all claims once more as its total, and by payer where it names any."""
    if not rows["is_by_claim"].fillna(False).any():
        return rows
    claims = rows[~rows["role"].isin([CREDIT, TOTAL])]
    every = claims.assign(role=TOTAL, payer=None)
    by_payer = claims.assign(payer=claims["payer"].fillna(NO_PAYER))
    return pd.concat([by_payer, every]) if claims["payer"].notna().any() else every


@dataclass(frozen=True)
class Rounding:
    """To how many cents the amounts of a report are rounded, null where to the cent, and of how many rows each is."""

    cents: Any
    rows: pd.Series

    def apart(self, name: str, band: str, stated: Any, counted: int | None, *, parts: int = 1) -> int | None:
        """Return the cents by which an amount is apart, 0 within its rounding; None where either is not known.

        What several rows add up to may be apart by the rounding of each; so is a sum that only its parts tell.
        """
        if stated is None or pd.isna(stated) or counted is None:
            return None
        off = int(stated) - counted
        if pd.isna(self.cents):
            return off
        of_name = self.rows[self.rows.index.get_level_values(0) == name]
        each: Any = self.rows.get((name, band), parts * of_name.max() if len(of_name) else 1)
        return 0 if 2 * abs(off) <= int(self.cents) * int(each) else off


def _of_payer(
    name: str, day: object, bands: list[dict], said: pd.Series, ours: pd.DataFrame | None,
    denied: pd.DataFrame | None, why_not: str, cutover: dt.date | None, rounding: Rounding,
) -> Iterator[tuple]:  # fmt: skip
    is_there = name in said.index.get_level_values(0)
    told = {one["band"]: said.get((name, one["band"])) if is_there else 0 for one in bands}
    known = [amount for amount in told.values() if not pd.isna(amount)]
    stated = said.get((name, ALL)) if is_there else 0
    whole = stated if not pd.isna(stated) else sum(known) if known else None
    mine = None if ours is None else ours if name == EVERY else ours[ours["name"] == name]
    sums = {ALL: whole, **told}
    counted = {ALL: sum_of(mine), **{one["band"]: sum_of(mine, one) for one in bands}}
    out = None if denied is None else denied if name == EVERY else denied[denied["name"] == name]
    apart: dict[str, Any] = {
        band: rounding.apart(name, band, sums[band], counted[band], parts=len(known)) for band in sums
    }
    agrees = whole is not None and apart[ALL] == 0
    reasons: set[str | None] = set()
    for band in [*told, ALL]:
        amount, own = sums[band], counted[band]
        at = next((one for one in bands if one["band"] == band), None)
        less = None if out is None or out.empty else sum_of(out, at) or None
        if not any(value is not None and not pd.isna(value) and value for value in (amount, own, less)):
            continue
        if why_not or amount is None or pd.isna(amount) or own is None:
            yield day, name, band, amount, own, None, UNKNOWN, why_not or "no amount is stated", less
            continue
        off = apart[band]
        oldest = at and at["last_day"]
        left = None if mine is None else sum_of(mine[mine["is_left_out"]], at)
        is_left_out = off and left and rounding.apart(name, band, int(amount) + left, own) == 0
        why = _known_cause(off, mine, at) or (LEFT_OUT if is_left_out else None)
        why = why or _why(off, agrees, oldest, day, cutover)
        if band == ALL and off and reasons == {IN_MEDI}:
            why = IN_MEDI
        if not off:
            why = ROUNDED if int(amount) != own else DENIED_OUT if less else why
        reasons |= {why} if off else set()
        yield day, name, band, amount, own, int(amount) - own, DIFFERS if off else AGREES, why, less


def _known_cause(off: int, mine: pd.DataFrame | None, band: dict | None) -> str | None:
    """What the history itself tells of a difference that is its amount to the cent, None where nothing is."""
    if mine is None or not off:
        return None
    if off == sum_of(mine, band, "again_cents"):
        return TWICE
    return SELF_PAY if -off == sum_of(mine[mine["is_self_pay"]], band) else None


def _why(off: int, agrees: bool, oldest: Any, day: object, cutover: dt.date | None) -> str | None:
    """What a difference looks like, None where there is none."""
    if not off:
        return None
    if agrees:
        return MOVED
    is_after = cutover is not None and oldest is not None and not pd.isna(oldest)
    if is_after and off > 0 and pd.Timestamp(day) - pd.Timedelta(days=int(oldest)) >= pd.Timestamp(cutover):
        return IN_MEDI
    return UNSEEN


def why_not(rows: pd.DataFrame, history: pd.DataFrame, today: pd.Timestamp) -> str:
    """Return why nothing of a report is compared, empty where it is."""
    if rows["unit"].eq(0).any():
        return TWO_UNITS
    day, balances = rows["day"].iloc[0], history["balance_cents"].notna() | history["charge_cents"].notna()
    if not balances.any():
        return NO_HISTORY
    if (is_untold(history) & ~is_self_pay(history)).any():
        return NO_STATES
    if pd.isna(day):
        return NO_DAY
    if day > today:
        return LATER
    is_by_payer = not rows["is_by_claim"].fillna(False).any()
    return BY_ANOTHER if is_by_payer and rows["aged_by"].iloc[0] == OTHER_DAY else ""


def limits(reports: AgingReports, found: pd.DataFrame) -> tuple[str, ...]:
    """Return what a report says of each aging report of the client: its day and total, and how much of it agrees."""
    said = []
    for file, rows in reports.each:
        whole, patients = _stated(rows, None), _stated(rows, PATIENT)
        money = "without a total" if whole is None else dollars(whole)
        of_patients = "" if patients is None else f", of it {dollars(patients)} of patients"
        is_by_claim = bool(rows["is_by_claim"].fillna(False).any())
        names_them = is_by_claim or rows["role"].eq(PATIENT).any() or rows["is_of_payers"].fillna(False).any()
        within = Credits(rows[rows["role"].ne(SUBTOTAL)]).words if not is_by_claim else ""
        within += "" if names_them else _NO_PATIENTS
        day = day_told(rows["day"].iloc[0]) + (_OF_NAME if rows["is_day_of_name"].fillna(False).any() else "")
        unit = _UNITS.get(int(rows["unit"].max()), "")
        kind = " by claim" if is_by_claim else ""
        told = f"The client's own A/R aging{kind} {day}: {money}{of_patients}.{unit}{within}"
        more = _of_claims(rows) if is_by_claim else _of_payers(rows)
        own = found[found["report"] == file]
        mute = f" {_NOT_COMPARED}" if own["state"].eq(NOT_STATED).any() else ""
        said.append(f"{told}{more}{_denied(own)}{mute} {_outcome(own)}")
    return tuple(said)


def _denied(found: pd.DataFrame) -> str:
    """What is said of denied claims that a report leaves out."""
    less = found.loc[found["band"].eq(ALL) & found["payer"].ne(EVERY), "left_out_cents"].sum()
    return (
        f" Denied claims are not in it: the claim history has {dollars(int(less))} of them then."
        if less
        else ""
    )


def _of_payers(rows: pd.DataFrame) -> str:
    """What is said of a total of a report by payer that is not the sum of its rows."""
    rows = rows[rows["role"].ne(SUBTOTAL)]
    rows = Credits(rows).without(rows)
    each, stated = _stated(rows[rows["role"].ne(TOTAL)], None), _stated(rows[rows["role"].eq(TOTAL)], None)
    if stated is None or each is None or stated == each or rows["rounded_cents"].notna().any():
        return ""
    return f" Its rows add up to {dollars(each)}."


def _of_claims(rows: pd.DataFrame) -> str:
    """What else is said of an aging by claim: a total that is not that of its claims, and how it ages."""
    claims = _stated(rows[rows["role"].ne(TOTAL)], None)
    stated = _stated(rows[rows["role"].eq(TOTAL)], None)
    words = []
    if stated is not None and claims is not None and stated != claims:
        words.append(f"Its claims add up to {dollars(claims)}.")
    if rows["aged_by"].iloc[0] == OTHER_DAY:
        words.append(_BY_BILLING)
    return "".join(f" {one}" for one in words)


def _outcome(found: pd.DataFrame) -> str:
    differs, agrees = found["state"].eq(DIFFERS), found["state"].eq(AGREES)
    if not (differs | agrees).any():
        why = found["why"].dropna().unique()
        return f"It is not compared: {why[0] if len(why) else NO_HISTORY}."
    numbers = {why: int((differs & found["why"].eq(why)).sum()) for why in _APART}
    words = [f"{number:,} of them by {_BY[why]}" for why, number in numbers.items() if number]
    return (
        f"Amounts that agree with the claim history: {int(agrees.sum()):,}; "
        f"that differ: {', '.join([f'{int(differs.sum()):,}', *words])}."
    )


def _stated(rows: pd.DataFrame, role: str | None) -> int | None:
    """What a report states in all, or of a role: its own total, else the sum of its bands."""
    chosen = rows[rows["role"] == (role or TOTAL)]
    if chosen.empty and role is None:
        chosen = rows[rows["role"].isin([PAYER, PATIENT])]
    whole = chosen[chosen["band"] == ALL]
    return known_sum(whole["amount_cents"] if len(whole) else chosen["amount_cents"]) if len(chosen) else None
