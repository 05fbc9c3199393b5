"""What is still to fetch from Service Center before the account closes, in the order to do it."""

from __future__ import annotations

from typing import Any

import pandas as pd

from cutover.money import dollars
from cutover.reading.era.not_read import not_read
from cutover.reading.postings.tables import DEPOSITS
from cutover.reading.practice.file_names import remittance_of
from cutover.result import Table
from cutover.wording import several
from cutover.workstreams.answers import Answer, once
from cutover.workstreams.columns import KEY, MONTH, PAYER, canonical, cents, count, date, text
from cutover.workstreams.era_audit import coverage, readability
from cutover.workstreams.era_audit.asked_once import (
    DEPOSIT_KEY,
    OWN,
    lone_told,
    lone_unasked,
    of_a_check_above,
    paid_days,
)
from cutover.workstreams.era_audit.inputs import Inputs
from cutover.workstreams.findings import finding, keyed, table, total

BEFORE, AFTER = (
    5,
    14,
)  # days around a check's date: money and remittance may lie 3 working days apart, files later
_DEPOSIT = (
    PAYER,
    *(c for c in DEPOSITS if c.name != "source_sheet"),
    text("asked", "Asked for as", "in the list to fetch, where each amount is asked for once"),
)
_STEPS = (
    "text only",
    "named in a list",
    "deposit without a remittance",
    "claims marked paid",
    "empty month",
    "earlier months",
    "since the last payment",
    "silence of a payer",
    "damaged file",
)


def findings_and_tables(inputs: Inputs) -> Answer:
    """Return the download list, and the deposits without a remittance; other findings name all else that is missing."""
    told = lone_told(inputs)
    others: dict[str, Any] = {"others": several(number, "deposit")} if (number := beside(inputs)) else {}
    alone = finding("era-deposit-alone", told, _DEPOSIT, DEPOSIT_KEY, "amount_cents", **others)
    return Answer(
        alone, (("download", download_table(inputs)), ("found_and_missing", found_and_missing(inputs)))
    )


@once
def to_fetch(inputs: Inputs) -> pd.DataFrame:
    """Return what is still to fetch, one row per download, in the order to do it.

    First checks that stand in a text alone (most money first: they are known to be missing) and those that a list of
    remittances names, then deposits of payers that no remittance explains, then what the claim history calls paid
    without a remittance, by payer and month, then months without payments, earlier and later months, silences of
    payers, at last files that must be downloaded again.
    """
    asked = (_checks, _listed, _banked, _marked_paid, _months, _earlier, _later, _silences, _files)
    parts = [part(inputs) for part in asked]
    parts = [part for part in parts if len(part)] or [pd.DataFrame()]
    found = pd.concat([_shape(part) for part in parts], ignore_index=True)
    return found.assign(order=range(1, len(found) + 1))


_SHAPE = {
    "key": "str",
    "step": "str",
    "payer": "str",
    "from_day": "datetime64[ms]",
    "to_day": "datetime64[ms]",
    "amount_cents": "Int64",
    "source_file": "str",
    "look_for": "str",
}


def _shape(part: pd.DataFrame) -> pd.DataFrame:
    return part.reindex(columns=list(_SHAPE)).astype(_SHAPE)


def _checks(inputs: Inputs) -> pd.DataFrame:
    checks = keyed("era-text-only", readability.text_only(inputs), ["content", "check_id"])
    day = checks["check_date"]
    return _seeking(
        checks.assign(step=_STEPS[0], from_day=_shift(day, -BEFORE), to_day=_shift(day, AFTER)),
        "the check (the consultant has its number)",
    )


def _listed(inputs: Inputs) -> pd.DataFrame:
    """The payments that a list of remittances names and no file holds; a list need not say of which day they are."""
    rows = keyed("era-listed-missing", readability.listed_missing(inputs), ["check_number", "amount_cents"])
    rows = rows.sort_values("amount_cents", ascending=False, kind="stable")
    return _seeking(rows.assign(step=_STEPS[1]), "the check (the consultant has its number)")


def _banked(inputs: Inputs) -> pd.DataFrame:
    """The deposits of payers without a remittance, one row each, that no other row of the list asks for."""
    rows = keyed("era-deposit-alone", lone_unasked(inputs), DEPOSIT_KEY)
    rows = rows.sort_values(["amount_cents", "deposit_date"], ascending=[False, True], kind="stable")
    day = rows["deposit_date"]
    rows = rows.assign(step=_STEPS[2], from_day=_shift(day, -AFTER), to_day=_shift(day, AFTER))
    return _seeking(rows, "the remittance of this deposit (the bank has its day and amount)")


def _marked_paid(inputs: Inputs) -> pd.DataFrame:
    """The claims that the history calls paid and no remittance holds, one row per payer and month of payment.

    A deposit of its payer and amount tells the day of a claim that has none. Those of a payer without a day are one
    row: their remittances lie between the first of the month in which the earliest was sent, else served (so that no
    day of service is told), and today. Claims of a check that is on the list already, as text alone or cut off, or that
    a deposit on the list brought, are not asked for again.
    """
    if (marked := inputs.marked_paid) is None:
        return pd.DataFrame()
    claims = marked.assign(paid_on=paid_days(inputs))[~of_a_check_above(inputs, marked)]
    by = ["payer", claims["paid_on"].dt.to_period("M").rename("month")]
    rows = claims.assign(begin=_begin(claims)).groupby(by, dropna=False).agg(
        from_day=("begin", "min"),
        to_day=("paid_on", "max"),
        amount_cents=("history_paid_cents", "sum"),
        claims=("key", "size"),
    ).reset_index()  # fmt: skip
    rows = rows.sort_values(["amount_cents", "payer"], ascending=[False, True])
    until = pd.Series(inputs.today, rows.index).where(rows["from_day"].notna()).astype("datetime64[ms]")
    is_dated = rows["to_day"].notna()
    rows = rows.assign(
        step=_STEPS[3],
        from_day=_shift(rows["from_day"], -BEFORE).where(is_dated, rows["from_day"]),
        to_day=_shift(rows["to_day"], AFTER).where(is_dated, until),
    )
    said = rows["claims"].map(lambda n: "remittance of 1 claim" if n == 1 else f"remittances of {n:,} claims")
    return _seeking(rows, said)


def _begin(claims: pd.DataFrame) -> pd.Series:
    """The day from which a claim's remittance is searched: that of its payment, else the first of its month."""
    sent = claims["sent_on"].fillna(claims["served"]).dt.to_period("M").dt.to_timestamp()
    return claims["paid_on"].fillna(sent).astype("datetime64[ms]")


def _shift(days: pd.Series, by: int) -> pd.Series:
    return days + pd.Timedelta(days=by)


def _months(inputs: Inputs) -> pd.DataFrame:
    months = keyed("era-month-empty", coverage.empty_months(inputs), ["month"])
    ends = months["month"] + pd.offsets.MonthEnd(0)
    return _seeking(
        months.assign(step=_STEPS[4], from_day=months["month"], to_day=ends), "every file of the month"
    )


def _earlier(inputs: Inputs) -> pd.DataFrame:
    """The months that are missing of the last twelve, as one stretch."""
    first = inputs.counted["month"].min()
    start = inputs.today.replace(day=1) - pd.DateOffset(months=coverage.MONTHS_WANTED - 1)
    if coverage.months_covered(inputs) >= coverage.MONTHS_WANTED:
        return pd.DataFrame()
    end = inputs.today if pd.isna(first) else first - pd.Timedelta(days=1)
    case = keyed("era-short-history", pd.DataFrame({"as_of": [inputs.today]}), ["as_of"])
    return _seeking(
        case.assign(step=_STEPS[5], from_day=start, to_day=end), "every file, one month at a time"
    )


def _later(inputs: Inputs) -> pd.DataFrame:
    if not coverage.is_stale(inputs):
        return pd.DataFrame()
    last, _ = coverage.last_payment(inputs)
    case = keyed("era-stale", pd.DataFrame({"last_paid": [last]}), ["last_paid"])
    return _seeking(case.assign(step=_STEPS[6], from_day=last, to_day=inputs.today), "every file")


def _silences(inputs: Inputs) -> pd.DataFrame:
    gaps = keyed("era-payer-gap", coverage.payer_gaps(inputs), ["payer", "silent_from"])
    gaps = gaps[~_within_months(inputs, gaps)].sort_values(["silent_from", "payer"])
    gaps = gaps.assign(step=_STEPS[7], from_day=gaps["missing_from"], to_day=gaps["missing_to"])
    return _seeking(gaps, "every file of this payer")


def _within_months(inputs: Inputs, gaps: pd.DataFrame) -> pd.Series:
    """Which silences are no longer than usual once the empty months, which are asked for as a whole, are back."""
    asked = pd.Series(0, gaps.index)
    for month in coverage.empty_months(inputs)["month"]:
        end = month + pd.offsets.MonthEnd(0)
        first, last = gaps["missing_from"].clip(lower=month), gaps["missing_to"].clip(upper=end)
        asked += ((last - first).dt.days + 1).clip(lower=0)
    return (asked > 0) & (gaps["days"] - asked <= gaps["limit_days"]).fillna(False).astype(bool)


def _files(inputs: Inputs) -> pd.DataFrame:
    cut = keyed("era-truncated", readability.truncated(inputs), ["content", "payment_id"])
    cut = cut.assign(
        from_day=cut["paid_on"], to_day=_shift(cut["paid_on"], AFTER), amount_cents=cut["paid_cents"]
    )
    closed = [
        keyed("era-unreadable", readability.unreadable(inputs), ["source_file"]),
        keyed("era-zip-refused", readability.refused_zips(inputs), ["source_file"]),
    ]
    shut = pd.concat(closed)
    shut = shut[~_named_again(inputs, shut, cut)]
    shut = shut.assign(from_day=shut["name_date"], to_day=shut["name_date"])
    parts = [_shape(part.assign(step=_STEPS[8])) for part in (cut, shut)]
    return _seeking(pd.concat(parts), "the same file again (the consultant has its name)")


def _named_again(inputs: Inputs, shut: pd.DataFrame, cut: pd.DataFrame) -> pd.Series:
    """Which damaged files need no row of their own: their remittance is on file, or another row asks for it.

    A remittance is that of Office Ally's FILEID; without one, that of a name in one folder, extension and copies apart.
    """
    files = inputs.archive.files
    here = files[(files["kind"] == "835") & (files["state"] == "read")]
    whole = set(here["source_file"]) - set(not_read(inputs.archive)["source_file"])
    there = {remittance_of(name) for name in [*whole, *cut["source_file"]]}
    of = shut["source_file"].map(remittance_of)
    return of.isin(there) | of.duplicated()


def _of_other_rows(inputs: Inputs) -> str:
    """How many damaged files have no row of their own."""
    cut = readability.truncated(inputs)
    shut = pd.concat([readability.unreadable(inputs), readability.refused_zips(inputs)])
    number = int(_named_again(inputs, shut, cut).sum())
    said = (
        f"{several(number, 'damaged file')} whose remittance is on file under another name or in another row."
    )
    return f" Not asked for twice: {said}" if number else ""


def _seeking(rows: pd.DataFrame, what: str | pd.Series) -> pd.DataFrame:
    """The rows with what to look for on the days between `from_day` and `to_day`."""
    return rows.assign(look_for=what)


def download_table(inputs: Inputs) -> Table:
    """Return the download list, one row per download in the order to do it."""
    frame = to_fetch(inputs)
    columns = (
        count("order", "No."),
        KEY,
        text("step", "What is missing"),
        PAYER,
        cents("amount_cents", "Amount", "where it is known"),
        date("from_day", "Search from", "null: no day is known, search by the file's name"),
        date("to_day", "Search to"),
        text("look_for", "What to save"),
        canonical("files", "source_file")[0],
    )
    note = "In Service Center click Download EOB/ERA, choose the dates, and save what is named."
    note += _known(frame) + _in_other_rows(inputs) + _of_other_rows(inputs)
    return table("What is still to fetch, in the order to do it", frame, columns, note)


def found_and_missing(inputs: Inputs) -> Table:
    """Return the money that the archive holds and the money known to be missing, one row per month and of both.

    Missing is what a text alone, a deposit or a claim history names with its amount. A payment that is cut off is
    found: its amount is known. What nobody knows an amount of is in no row.
    """
    found = coverage.months_table(inputs).frame[["month", "paid_cents"]].set_axis(["month", "cents"], axis=1)
    lacking = _lacking(inputs)
    sums = lacking.groupby("month")["cents"].sum().reset_index()
    rows = pd.concat([found.assign(what="found"), sums.assign(what="known to be missing")], ignore_index=True)
    columns = (MONTH, text("what", "Which"), cents("cents", "Amount"))
    note = "Missing: payments that a text, the bank or the claim history names and no remittance here shows. "
    note += "Where no day of payment is known, the month is that in which the claim was sent, else served."
    return table("Money found and known to be missing, by month", rows, columns, note)


def _lacking(inputs: Inputs) -> pd.DataFrame:
    """Each amount that a text, the bank or the claim history names and no remittance shows (`month`, `cents`)."""
    texts, banked = _shape(_checks(inputs)), lone_unasked(inputs)
    days = [_shift(texts["from_day"], BEFORE), banked["deposit_date"]]
    amounts = [texts["amount_cents"], banked["amount_cents"]]
    if (marked := inputs.marked_paid) is not None:
        claims = marked.assign(paid_on=paid_days(inputs))[~of_a_check_above(inputs, marked)]
        days.append(_begin(claims))
        amounts.append(claims["history_paid_cents"].astype("Int64"))
    rows = pd.DataFrame({"month": pd.concat(days), "cents": pd.concat(amounts)}).dropna()
    return rows.assign(month=rows["month"].dt.to_period("M").dt.to_timestamp())


def _known(fetch: pd.DataFrame) -> str:
    """How many downloads there are and what is known to be in them; an unknown amount is not $0.00."""
    if fetch.empty:
        return ""
    said = "1 download" if len(fetch) == 1 else f"{len(fetch):,} downloads"
    money = total(fetch["amount_cents"])
    return f" {said}{'' if money is None else f', in which {dollars(money)} is known to be'}."


def beside(inputs: Inputs) -> int:
    """Return how many deposits without a remittance have no row of their own, since a check or claims have one."""
    return int(lone_told(inputs)["asked"].ne(OWN).sum())


def asked_above(inputs: Inputs) -> pd.DataFrame | None:
    """Return the claims marked paid that have no row of their own, since their check or deposit has one."""
    marked = inputs.marked_paid
    return None if marked is None else marked[of_a_check_above(inputs, marked)]


def _in_other_rows(inputs: Inputs) -> str:
    """The claims marked paid and the deposits that have no row of their own, in words."""
    claims = asked_above(inputs)
    said = []
    if claims is not None and len(claims):
        money = dollars(total(claims["history_paid_cents"]) or 0)
        said.append(
            f"{several(len(claims), 'claim')} marked paid, {money}, of checks or deposits that stand here"
        )
    banked = lone_told(inputs)
    deposits = banked[banked["asked"].ne(OWN)]
    if len(deposits):
        money, every = (dollars(total(rows["amount_cents"]) or 0) for rows in (deposits, banked))
        said.append(
            f"{several(len(deposits), 'deposit')} of the bank, {money}, of checks or claims that stand here"
        )
    told = f" Not asked for twice: {' and '.join(said)}." if said else ""
    if len(deposits):
        whole = f"{several(len(banked), 'deposit')} of payers without a remittance, {every}"
        told += f" In all the bank has {whole}; with rows of their own here: {len(banked) - len(deposits):,}."
    return told
