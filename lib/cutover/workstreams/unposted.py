"""Remittances of both systems that no posting on file has: what the files count beside the number that people typed."""

from __future__ import annotations

from dataclasses import dataclass, replace

import pandas as pd

from cutover.columns import conform, empty
from cutover.identifiers import check_compared
from cutover.lookup import among
from cutover.money import dollars
from cutover.reading.era.archive import Archive
from cutover.reading.postings.tables import CLAIM, MEDI, OFFICE_ALLY
from cutover.result import Table
from cutover.wording import several
from cutover.workstreams.columns import PAYER, TRACE, cents, date, text
from cutover.workstreams.findings import table
from cutover.workstreams.paid_by_list import is_listed, listed_words
from cutover.workstreams.remittance_items import ACROSS, ID, items, posted
from cutover.workstreams.run_rules import RunRules

# one row per remittance that is not posted, or not all of it
OPEN = (
    text("system", "System", "in which it lies"),
    PAYER,
    date("paid_on", "Paid on"),
    TRACE,
    cents("paid_cents", "Paid"),
    cents("open_cents", "Not posted", "all of it, or of the claims that no posting names"),
    text("due", "Due", "late, or paid so short a time ago that it is not late"),
)
_NOTE = "as the parallel run's amounts without a posting, by remittance; amounts of posted remittances are not in it"


@dataclass(frozen=True)
class Unposted:
    """What the postings on file lack: `rows` are remittances with money, one row each (`remittances`), and late.

    They are those of Office Ally, and Medi's where `of_medi` is None; else it says why Medi's are not looked at, empty
    where there are none. `open_cents` is what of each is not posted, `in_part` tells that some of its claims are,
    `listed_cents` what of it the claim list has as paid. `waiting` are those that are not late yet. `since` is the
    first posting on file: of what was paid before it nobody knows. `earlier` is how many remittances of Office Ally
    with money were.
    """

    rows: pd.DataFrame
    waiting: pd.DataFrame
    since: pd.Timestamp
    earlier: int
    of_medi: str | None = ""

    @property
    def count(self) -> int:
        """How many remittances have no posting, late or not."""
        return len(self.rows) + len(self.waiting)

    def until(self, last: pd.Timestamp) -> Unposted:
        """Return this of remittances that were paid by a day alone."""
        rows, waiting = (part[part["paid_on"] <= last] for part in (self.rows, self.waiting))
        return replace(self, rows=rows.reset_index(drop=True), waiting=waiting.reset_index(drop=True))

    def of_office_ally(self) -> Unposted:
        """Return this of remittances of Office Ally alone."""
        rows, waiting = (part[part["feed"].eq(OFFICE_ALLY)] for part in (self.rows, self.waiting))
        return replace(
            self, rows=rows.reset_index(drop=True), waiting=waiting.reset_index(drop=True), of_medi=""
        )

    @property
    def listed(self) -> pd.DataFrame:
        """The remittances, late or not, one row each with `due` (OPEN): what is paid first stands first."""
        late, waiting = self.rows.assign(due="late"), self.waiting.assign(due="not due yet")
        both = late if waiting.empty else waiting if late.empty else pd.concat([late, waiting])
        rows = both.rename(columns={"feed": "system"}).sort_values(["paid_on", "trace_number"])
        return conform(rows[[column.name for column in OPEN]].reset_index(drop=True), OPEN)

    @property
    def words(self) -> str:
        """How many the files count, and of which systems: `1 remittance, $24.00, has no posting since 2026-01-05`."""
        parts = [part.loc[part["feed"].eq(MEDI), "open_cents"] for part in (self.rows, self.waiting)]
        number, money = sum(map(len, parts)), dollars(sum(int(part.sum()) for part in parts))
        more = f"; {self.of_medi}" if self.of_medi else ""
        if number:
            more = f"; {number:,} of these, {money}, {'is' if number == 1 else 'are'} in Medi"
        return self._counted + more + self._cut

    @property
    def _cut(self) -> str:
        """How many of them are of files that are cut, which 09 tells apart; empty for none."""
        parts = [part.loc[part["is_cut"], "open_cents"] for part in (self.rows, self.waiting)]
        number, money = sum(map(len, parts)), dollars(sum(int(part.sum()) for part in parts))
        if not number:
            return ""
        which = "is of a file that is cut" if number == 1 else "are of files that are cut"
        return f"; {number:,} of these, {money}, {which}"

    @property
    def _counted(self) -> str:
        begins = f"{self.since:%Y-%m-%d}"
        systems = " in Office Ally and Medi" if self.of_medi is None else ""
        if not self.count:
            return f"by the files every remittance{systems} since {begins} has a posting"
        first = self.rows if len(self.rows) else self.waiting
        verb = "has" if len(first) == 1 else "have"
        told = (
            f"by the files {several(len(first), 'remittance')}{systems}, {_money(first)}, {verb} no posting"
        )
        told += f" since {begins}"
        if self.waiting.empty:
            return told
        if self.rows.empty:
            return f"{told}; {'it is' if len(first) == 1 else 'they are'} not due yet"
        verb = "is" if len(self.waiting) == 1 else "are"
        return f"{told}; {len(self.waiting):,} more, {_money(self.waiting)}, {verb} not due yet"


def _money(rows: pd.DataFrame) -> str:
    parts = int(rows["in_part"].sum())
    which = "" if not parts else " of claims of it" if len(rows) == 1 else f", {parts:,} of them in part"
    cents = int(rows["open_cents"].sum())
    listed = listed_words(int(rows["listed_cents"].sum()), cents)
    return dollars(cents) + which + (f" ({listed})" if listed else "")


def unposted(
    feeds: tuple[Archive, Archive],
    remittances: pd.DataFrame,
    postings: pd.DataFrame,
    history: pd.DataFrame,
    today: pd.Timestamp,
    rules: RunRules,
    hidden: float = 0,
) -> Unposted | None:
    """Return the remittances of both systems that have no posting; None where no posting has a day.

    None too where they may be posted in what nobody could read: `hidden` rows of files of postings at most.

    `feeds` are the archives of Office Ally and Medi, `remittances` those of both (`remittance_items.remittances`). One
    that is in both systems waits in Office Ally too. What was paid before the first posting is not judged. Where no
    posting names Medi and none is of a remittance there, what is posted in Medi is not on file, and not judged.
    """
    since = _since(postings, remittances, rules)
    if pd.isna(since) or since > today:
        return None
    ours = remittances["counts"].fillna(ACROSS).eq(ACROSS) & remittances["feed"].eq(OFFICE_ALLY)
    copied = remittances.loc[ours & remittances["counts"].notna(), "payment_key"].dropna()
    theirs = remittances["feed"].eq(MEDI) & remittances["counts"].isna()
    theirs &= ~among(remittances["payment_key"], set(copied))
    rows = remittances[(ours | theirs) & (remittances["paid_cents"] > 0).fillna(False)]
    judged = rows[rows["paid_on"] >= since]
    open_ones = _open(judged, feeds, remittances, postings.reset_index(drop=True), history)
    in_medi = judged["feed"].eq(MEDI)
    of_medi = "" if not in_medi.any() else None
    is_posted = postings["system"].eq(MEDI).any() or int(in_medi.sum()) > int(
        open_ones["feed"].eq(MEDI).sum()
    )
    if in_medi.any() and not is_posted:
        of_medi = f"no posting of Medi is on file, and its {several(int(in_medi.sum()), 'remittance')} not looked at"
        open_ones = open_ones[open_ones["feed"].eq(OFFICE_ALLY)]
    if 0 < len(open_ones) <= hidden:
        return None
    open_ones = open_ones.assign(is_cut=_are_cut(open_ones, feeds))
    late = open_ones["paid_on"] < rules.late_before(today)
    return Unposted(
        open_ones[late].reset_index(drop=True),
        open_ones[~late & (open_ones["paid_on"] <= today)].reset_index(drop=True),
        since,
        int((rows["feed"].eq(OFFICE_ALLY) & (rows["paid_on"] < since)).sum()),
        of_medi,
    )


def _since(postings: pd.DataFrame, remittances: pd.DataFrame, rules: RunRules) -> pd.Timestamp:
    """From when on a missing posting can be seen, as in 09: the first payment that was posted in time, or posting."""
    first = postings["posted_date"].min()
    days = pd.DataFrame({"check": check_compared(postings["check_number"]), "on": postings["posted_date"]})
    days = days.dropna().groupby("check", as_index=False)["on"].min()
    paid = remittances.loc[remittances["counts"].isna(), ["check", "paid_on"]].merge(days)
    soon = paid.loc[(paid["on"] - paid["paid_on"]).dt.days.between(0, rules.overlap_days), "paid_on"]
    return min(first, soon.min()) if len(soon) else first


def _are_cut(rows: pd.DataFrame, feeds: tuple[Archive, Archive]) -> pd.Series:
    """Which remittances end in the middle of their file and do not add up: what is missing of them is not known."""
    names = ["content", "payment_id"]
    parts = [one.payments.loc[one.payments["is_whole"].eq(False).fillna(False), names] for one in feeds]
    cut = pd.MultiIndex.from_frame(pd.concat(parts, ignore_index=True))
    is_cut = pd.MultiIndex.from_frame(rows[names]).isin(cut) & rows["difference_cents"].ne(0).fillna(True)
    return pd.Series(is_cut, rows.index, dtype=bool)


def shown(found: Unposted | None) -> Table:
    """Return the remittances without a posting of both systems in one list, each with its check."""
    rows = empty(OPEN) if found is None else found.listed
    absent = "not known: no posting on file has a day" if found is None else ""
    return table("Remittances without a posting, in both systems", rows, OPEN, _NOTE, absent)


def _open(
    rows: pd.DataFrame,
    feeds: tuple[Archive, Archive],
    remittances: pd.DataFrame,
    postings: pd.DataFrame,
    history: pd.DataFrame,
) -> pd.DataFrame:
    """The remittances that are not posted, or not all of them, with `open_cents`, `in_part` and `listed_cents`.

    A claim is posted where a posting names its check and it; or it with its amount, where the posting names no check or
    one that no remittance has. A posting of the check that names none of its claims, or all its money, posts all.
    Of a remittance whose check nobody names, each claim that a posting names is posted once one is by its amount.
    """
    if rows.empty:
        return rows.assign(open_cents=rows["paid_cents"], in_part=False, listed_cents=0)
    whole = items(*feeds, remittances, history)
    whole = whole.assign(listed=whole["cents"].where(is_listed(whole, history), 0))
    told = posted(postings, whole, history)
    claims = whole[whole["kind"].eq(CLAIM)].merge(rows[ID])
    claims = claims.groupby([*ID, "check", "claim"], dropna=False, as_index=False)[["cents", "listed"]].sum()
    claims = claims[claims["cents"] > 0]
    own = told["check"].notna() & among(
        told["check"], set(check_compared(remittances["trace_number"]).dropna())
    )
    by_check, loose = told[own], told[~own]
    named = _met(claims, by_check, ["check", "claim"])
    exact = _met(claims, loose, ["claim", "cents"])
    claims = claims.assign(exact=named | exact, named=among(claims["claim"], set(told["claim"].dropna())))
    strange = by_check[~_met(by_check, claims, ["check", "claim"])]
    paid = by_check.groupby("check")["cents"].sum().reindex(rows["check"]).to_numpy()
    is_known = among(rows["check"], set(by_check["check"]))
    is_whole = among(rows["check"], set(strange["check"])) | (
        is_known & (paid >= rows["paid_cents"]).fillna(False)
    )
    some = claims.groupby(ID)["exact"].transform("any")
    on_it = among(claims["check"], set(by_check["check"]))
    is_open = ~claims["exact"] & ~(some & ~on_it & claims["named"])
    sums = claims.assign(
        left=claims["cents"].where(is_open, 0), listed=claims["listed"].where(is_open, 0), posted=~is_open
    ).groupby(ID)
    sums = sums.agg(left=("left", "sum"), listed=("listed", "sum"), posted=("posted", "any"))
    found = rows.join(sums, on=ID)
    alone = found["left"].isna()  # money at provider level alone
    in_part = found["posted"].astype("boolean").fillna(False).astype(bool)
    left = found["left"].where(in_part, found["paid_cents"]).mask(alone & is_known, 0).mask(is_whole, 0)
    listed = found["listed"].fillna(0).astype("int64")
    found = rows.assign(open_cents=left.astype("int64"), in_part=in_part, listed_cents=listed)
    return found[found["open_cents"] > 0]


def _met(rows: pd.DataFrame, others: pd.DataFrame, names: list[str]) -> pd.Series:
    """Which rows have their like in the others, where all of the names are known."""
    there = pd.MultiIndex.from_frame(others[names].dropna())
    found = pd.MultiIndex.from_frame(rows[names]).isin(there) & rows[names].notna().all(axis=1)
    return pd.Series(found, rows.index, dtype=bool)
