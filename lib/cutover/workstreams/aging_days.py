"""The client's own A/R agings day by day: what each says is open, how that moved, and which versions count no more."""

from __future__ import annotations

import pandas as pd

from cutover.columns import Privacy, conform, framed
from cutover.money import dollars
from cutover.reading.claims.aging_reports import ALL, CREDIT, SUBTOTAL, TOTAL, AgingReports
from cutover.reading.claims.aging_versions import in_all
from cutover.reading.claims.aging_words import plain
from cutover.result import Figure
from cutover.wording import several
from cutover.workstreams.aging_figures import UNKNOWN
from cutover.workstreams.columns import cents, count, date, text

BY_CLAIM, BY_PAYER = "by claim", "by payer"
BY_DAY = (
    date("day", "As of"),
    text("kind", "Aging"),
    count("claims", "Claims", "null in a report by payer"),
    cents("open_cents", "Open", "what its rows add up to; null: no amount is known"),
    date("before", "The one before"),
    cents("fall_cents", "Fell by", "open on the day before less open on this one; below zero: it rose"),
    cents(
        "since_first_cents",
        "Fell by since the first",
        "open on the first day of its kind less open on this one",
    ),
    count("closed", "Claims of the one before that are gone", "null in a report by payer"),
    count("new", "Claims that it did not have", "null in a report by payer"),
    text("report", "Report", "path below the practice's folder", Privacy.PHI),
)
TITLE = "The client's own A/R agings, day by day"
NOTE = "what their rows add up to; of several versions of one day the newest"


def by_day(reports: AgingReports, today: pd.Timestamp) -> pd.DataFrame:
    """Return the agings of a day up to `today`, each beside the one of the same kind before it (BY_DAY).

    A day with two reports of a kind has both, and is beside none: nobody can say which of them the next follows.
    """
    each = [_told(name, rows) for name, rows in reports.each]
    each = [one for one in each if one["day"] is not None and one["day"] <= today]
    made = []
    for kind in dict.fromkeys(one["group"] for one in each):
        own = sorted((one for one in each if one["group"] == kind), key=lambda one: one["day"])
        days = [one["day"] for one in own]
        alone = [one for one in own if days.count(one["day"]) == 1]
        for one in own:
            earlier = [other for other in alone if other["day"] < one["day"]]
            before = earlier[-1] if earlier and one in alone and _follows(days, one, earlier[-1]) else None
            first = alone[0] if len(alone) == len(own) else None
            made.append(one | _since(one, before) | {"since_first_cents": _fall(first, one)})
    if not made:
        return framed([], BY_DAY)
    whole = pd.DataFrame(made).sort_values(["kind", "day", "report"], kind="stable")
    return conform(whole[[c.name for c in BY_DAY]].reset_index(drop=True), BY_DAY)


def last(reports: AgingReports, today: pd.Timestamp) -> pd.Series | None:
    """Return the last A/R aging of the client (a row of BY_DAY); None without one, or where its day has several."""
    rows = by_day(reports, today)
    found = rows[rows["day"].eq(rows["day"].max())]
    return None if len(found) != 1 or pd.isna(found["open_cents"].iloc[0]) else found.iloc[0]


def figure(reports: AgingReports, today: pd.Timestamp) -> tuple[Figure, ...]:
    """Return what the last A/R aging of the client says is open; none without one, or where its day has several."""
    rows, row = by_day(reports, today), last(reports, today)
    if row is None:
        return ()
    words = [f"{several(int(row['claims']), 'claim')} on {row['day']:%Y-%m-%d}" if pd.notna(row["claims"])
             else f"on {row['day']:%Y-%m-%d}"]  # fmt: skip
    if pd.notna(row["fall_cents"]):
        words.append(f"it {_moved(row['fall_cents'])} since {row['before']:%Y-%m-%d}")
        first = rows.loc[rows["kind"].eq(row["kind"]), "day"].min()
        if pd.notna(row["since_first_cents"]) and first < row["before"]:
            words.append(f"it {_moved(row['since_first_cents'])} since {first:%Y-%m-%d}")
    return (Figure("Open by the client's own aging", dollars(int(row["open_cents"])), "; ".join(words)),)


def newest(found: pd.DataFrame, reports: AgingReports) -> pd.DataFrame:
    """Return rows of what was compared (`report`, `day`) without those of agings that a newer one replaces.

    A newer one of the same kind replaces an aging where both name a claim or a payer. One that differed then and is
    replaced leaves nothing to correct today; one of other payers, or of another kind, stays.
    """
    each = {name: _told(name, rows) for name, rows in reports.each}
    told = found[found["state"].ne(UNKNOWN)]
    compared = [each[name] for name in told["report"].dropna().unique() if name in each]
    gone = {one["report"] for one in compared if any(_replaces(other, one) for other in compared)}
    return found[~found["report"].isin(gone)].reset_index(drop=True) if gone else found


def _replaces(one: dict, before: dict) -> bool:
    if one["group"] != before["group"] or one["day"] is None or before["day"] is None:
        return False
    shared = one["numbers"] & before["numbers"] or one["payers"] & before["payers"]
    return one["day"] > before["day"] and bool(shared)


def limits(reports: AgingReports) -> tuple[str, ...]:
    """Return a sentence for each day of which an A/R aging has a newer version, and is in no comparison."""
    rows = reports.superseded
    return tuple(
        f"Of the client's A/R aging of {day:%Y-%m-%d} {several(len(part), 'earlier version')}"
        f"{_worth(part['amount_cents'])} {'is' if len(part) == 1 else 'are'} superseded, and in no comparison."
        for day, part in rows.groupby("day")
    )


def _moved(cents: int) -> str:
    return f"{'fell' if cents >= 0 else 'rose'} by {dollars(abs(int(cents)))}"


def _worth(amounts: pd.Series) -> str:
    known = [dollars(int(amount)) for amount in amounts.dropna()]
    return f" ({', '.join(known)})" if known else ""


def _told(name: str, rows: pd.DataFrame) -> dict:
    """What one report says in all, and of which kind it is."""
    is_by_claim = bool(rows["is_by_claim"].fillna(False).any())
    each = rows[~rows["role"].isin([TOTAL, SUBTOTAL])]
    open_cents = in_all(each)
    if open_cents is None:
        open_cents = in_all(rows[rows["role"].eq(TOTAL)])
    numbers = each[each["band"].eq(ALL) & each["role"].ne(CREDIT)]
    claims = set(numbers["claim"].dropna())
    day = rows["day"].iloc[0]
    flags = tuple(bool(rows[n].fillna(False).any()) for n in ("is_of_payers", "is_without_denied"))
    return {
        "day": None if pd.isna(day) else day, "kind": BY_CLAIM if is_by_claim else BY_PAYER,
        "claims": len(numbers) if is_by_claim else None, "report": name, "numbers": claims,
        "payers": {plain(payer) for payer in each["payer"].dropna()},
        "open_cents": open_cents, "group": (is_by_claim, *flags),
    }  # fmt: skip


def _follows(days: list, one: dict, before: dict) -> bool:
    """Whether no day with several reports lies between two."""
    return not any(before["day"] < day < one["day"] for day in days)


def _since(one: dict, before: dict | None) -> dict:
    none = {"before": None, "fall_cents": None, "closed": None, "new": None}
    if before is None:
        return none
    is_by_claim = one["kind"] == BY_CLAIM
    return {
        "before": before["day"],
        "fall_cents": _fall(before, one),
        "closed": len(before["numbers"] - one["numbers"]) if is_by_claim else None,
        "new": len(one["numbers"] - before["numbers"]) if is_by_claim else None,
    }


def _fall(before: dict | None, one: dict) -> int | None:
    """By how much the open money fell from one aging to another, None where either is not known."""
    if before is None or before is one or None in (one["open_cents"], before["open_cents"]):
        return None
    return before["open_cents"] - one["open_cents"]
