"""Claim histories that overlap: each claim once, in the state of the report that reaches furthest in time.

The number and the first day of service say which claim a row is, not how the payer is spelled: a carrier is renamed
between two reports. A row with another payer is another claim where both stand in one report, as the claims to a first
and a second payer do, or where the charges differ. In reports without claim numbers the account number and the day
say it, where none has two rows of them: a work list repeats claims of the history and adds none.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, NamedTuple

import pandas as pd

from cutover.reading.claims.history import aside
from cutover.reading.claims.states import is_untold
from cutover.reading.payers.names import compared, telling_words
from cutover.wording import and_joined, several

IN_ANOTHER_REPORT = "the same claim is in a later report"
TWICE = "the same row stands twice in the file"
AGAIN = "the same claim stands again further down in the file"
_NOBODY = ""
_MOVED, _APART = "moved", "apart"
_SAID = {
    _MOVED: "{count} in two reports with two payers and two days of submission ({rows}). The later report "
    "counts. See whether the first payer still owes.",
    _APART: "{count} in two reports with two payers, which nothing shows to be one ({rows}). Both count. "
    "See which one holds.",
}
_ANSWERED = ["submission_date", "paid_date", "check_number"]
_NAMED = 3  # rows that a note names
_CLAIM = ["place", "turn"]
_MONEY = ["charge_cents", "paid_cents", "adjusted_cents", "balance_cents"]


class Overlaps(NamedTuple):
    """The claims (CLAIM_HISTORY), what is set aside (CLAIMS_SET_ASIDE), what was sent in another month too, notes."""

    claims: pd.DataFrame
    set_aside: pd.DataFrame
    sent_too: pd.DataFrame
    notes: tuple[str, ...]


def each_once(history: pd.DataFrame) -> Overlaps:
    """Return each claim once, what is set aside, and the claims that an earlier report has as sent in another month.

    Of reports that overlap, the row of the report that reaches furthest in time is the claim, with the amounts of an
    earlier one where it has none. Where an earlier one
    states another month of submission the claim was sent again, and it was sent in that month too; so was one that
    an earlier report has as sent to another payer on another day.
    """
    days = history[["submission_date", "paid_date", "service_from"]].max(axis=1)
    reach = days.groupby(history["source_file"]).transform("max")
    number = _numbers(history)
    by_account = number.notna() & history["claim_number"].isna()
    bare = by_account & ~history["charge_cents"].notna().groupby(history["source_file"]).transform("any")
    ordered = history.assign(reach=reach, full=~bare).sort_values(
        ["full", "reach", "source_file", "source_row"], kind="stable"
    )
    ordered = ordered.drop(columns="full")
    number = number[ordered.index]
    told = _told(ordered, number)
    earlier = number.notna() & told.duplicated(_CLAIM, keep="last")
    left, kept = ordered[earlier], ordered[~earlier]
    sent = ordered["submission_date"]
    month = sent.dt.to_period("M").astype("str").where(sent.notna())
    again = told.assign(month=month).duplicated([*_CLAIM, "sent_to", "month"], keep="last")
    resent = left[month[left.index].notna() & ~again[left.index]].drop(columns="reach")
    why = _why(ordered, told, left, kept[number[kept.index].notna()])
    both = [aside(left, "history", why),
            aside(left.drop(resent.index), "submitted", why.drop(resent.index))]  # fmt: skip
    kept = (
        _with_states(_with_amounts(kept, left, told), left, told)
        .drop(columns="reach")
        .sort_values(["source_file", "source_sheet", "source_row"])
    )
    return Overlaps(
        kept.reset_index(drop=True), pd.concat(both, ignore_index=True), resent.reset_index(drop=True),
        _notes(kept, told.loc[kept.index, "doubt"]),
    )  # fmt: skip


def _with_amounts(kept: pd.DataFrame, left: pd.DataFrame, told: pd.DataFrame) -> pd.DataFrame:
    """The claims with the amounts of the last earlier report that has any, where their own report has none of them."""
    lacks = kept["charge_cents"].isna() & kept["balance_cents"].isna()
    has = left["charge_cents"].notna() | left["balance_cents"].notna()
    if not lacks.any() or not has.any():
        return kept
    claim = told["place"] + "|" + told["turn"].fillna(_NOBODY)
    known = left[has].assign(claim=claim).drop_duplicates("claim", keep="last").set_index("claim")
    found = known.reindex(claim[kept.index])[_MONEY].set_axis(kept.index)
    return kept.assign(**{name: kept[name].fillna(found[name].where(lacks)) for name in _MONEY})


def _with_states(kept: pd.DataFrame, left: pd.DataFrame, told: pd.DataFrame) -> pd.DataFrame:
    """The claims with what the last other report tells of them, where their own is a list that tells nothing."""
    lacks, has = is_untold(kept), ~is_untold(left)
    if not lacks.any() or not has.any():
        return kept
    claim = told["place"] + "|" + told["turn"].fillna(_NOBODY)
    known = left[has].assign(claim=claim).drop_duplicates("claim", keep="last").set_index("claim")
    found = known.reindex(claim[kept.index]).set_axis(kept.index)
    met = lacks & found["state"].notna()
    return kept.assign(
        **{
            name: kept[name].mask(met, found[name]) for name in ("state", "state_as_written", "denial_reason")
        },
        **{name: kept[name].fillna(found[name].where(met)) for name in (*_MONEY, *_ANSWERED)},
    )


def _numbers(history: pd.DataFrame) -> pd.Series:
    """The number by which each claim is known: its own, else its account number where that with the day is one claim.

    It is in reports that number no claim at all, where none has two rows of that number and day, and where they do not
    differ in what was charged.
    """
    numbered = history["claim_number"].notna().groupby(history["source_file"]).transform("any")
    rows = history[~numbered & history["service_from"].notna()]
    claim = [rows["patient_control_number"], rows["service_from"]]
    groups = rows.groupby(claim, dropna=True)
    charged, days = groups["charge_cents"].transform("nunique"), groups["source_file"].transform("size")
    single = days.eq(groups["source_file"].transform("nunique")) & charged.le(1)
    account = rows["patient_control_number"].where(single.fillna(False).astype(bool))
    return history["claim_number"].fillna(account).astype("str")


def _told(ordered: pd.DataFrame, number: pd.Series) -> pd.DataFrame:
    """Which claim each row is: `place`, its number and day, and `turn`, which of the claims there.

    `sent_to` tells submissions of one claim to two payers apart; `doubt` is why a person must look.
    """
    place = number + "|" + ordered["service_from"].dt.strftime("%Y-%m-%d").astype("str").fillna("")
    names = ordered["payer_name"]
    payer = names.map({name: _payer(name) for name in names.dropna().unique()}).astype("str").fillna(_NOBODY)
    told = pd.DataFrame({"place": place, "turn": names, "sent_to": _NOBODY, "doubt": None}, ordered.index)
    told = told.astype({"turn": "str", "sent_to": "str", "doubt": "str"})
    hit = number.notna() & (names.fillna(_NOBODY).groupby(place).transform("nunique") > 1)
    if not hit.any():
        return told
    wide = set(payer.groupby(ordered["source_file"]).nunique().loc[lambda counts: counts > 1].index)
    rows = ordered.loc[hit, ["source_file", "charge_cents", "submission_date"]]
    rows = rows.assign(name=names, payer=payer, place=place)
    found = [row for _, group in rows.groupby("place", sort=False) for row in _read(group, wide)]
    decided = pd.DataFrame(found, columns=["row", "turn", "sent_to", "doubt"]).set_index("row")
    told.loc[decided.index, decided.columns] = decided.astype("str")
    return told


class _Row(NamedTuple):
    """A row of a report, with its payer as it is compared."""

    Index: Any
    source_file: str
    charge_cents: Any
    submission_date: Any
    name: Any
    payer: str
    place: str


@dataclass(eq=False)
class _Claim:
    """One of the claims of a number and day, with the last row that tells of it."""

    turn: str
    row: Any
    sent_to: str = _NOBODY
    doubt: str | None = None


def _read(rows: pd.DataFrame, wide: set[str]) -> Iterator[tuple[Any, str, str, str | None]]:
    """Each row of a number and day with the claim that it is; the rows of the report that counts come last."""
    known: list[_Claim] = []
    for file, group in rows.groupby("source_file", sort=False):
        before, here = known.copy(), []
        row: Any  # as `itertuples` gives them
        for row in group.itertuples(name="Row"):
            own = next((one for one in known if _is_same(one.row, row)), None)
            if own is None:
                own = _Claim(str(len(rows) + int(row.Index)), row)
                known.append(own)
            own.row = row
            here.append((row.Index, own))
        new = [one for one in known if one not in before]
        gone = [one for one in before if one not in [own for _, own in here]]
        if gone and new:
            _weigh(gone, new, known, file in wide)
        yield from ((index, own.turn, own.sent_to, own.doubt) for index, own in here)


def _weigh(gone: list[_Claim], new: list[_Claim], known: list[_Claim], is_wide: bool) -> None:
    """See whether the one claim that a report no longer has is the one that it has with another payer."""
    if len(gone) > 1 or len(new) > 1 or _differ(gone[0].row.charge_cents, new[0].row.charge_cents):
        for one in new:
            one.doubt = _APART
        return
    old, own = gone[0], new[0]
    renamed = not _differ(old.row.submission_date, own.row.submission_date) or _alike(old.row, own.row)
    if not renamed and not is_wide:
        own.doubt = _APART
        return
    known.remove(old)
    own.turn, own.sent_to = old.turn, old.sent_to
    if not renamed:
        own.sent_to, own.doubt = own.row.payer, _MOVED


def _is_same(one: Any, other: Any) -> bool:
    """Whether two rows of a number and day have one payer; of one report, with two charges, in one spelling."""
    if one.source_file == other.source_file and _differ(one.charge_cents, other.charge_cents):
        return one.name == other.name or (pd.isna(one.name) and pd.isna(other.name))
    return one.payer == other.payer


def _differ(one: Any, other: Any) -> bool:
    return pd.notna(one) and pd.notna(other) and one != other


def _alike(one: Any, other: Any) -> bool:
    """Whether the names of two payers share a word and no state speaks against it."""
    if _NOBODY in (one.payer, other.payer):
        return True
    left, right = compared(one.name), compared(other.name)
    states = not left.states or not right.states or bool(left.states & right.states)
    return states and bool(telling_words(left) & telling_words(right))


def _payer(name: str) -> str:
    said = compared(name)
    return " ".join([said.words, *sorted(said.states)]).strip() or name.casefold()


def _why(ordered: pd.DataFrame, told: pd.DataFrame, left: pd.DataFrame, kept: pd.DataFrame) -> pd.Series:
    """Why rows of a claim that another row is taken for are set aside: the row itself, or the claim, stands again."""
    if left.empty:
        return pd.Series(dtype="str")
    last = kept[["source_file"]].join(told[_CLAIM])
    files = told.loc[left.index, _CLAIM].merge(last, on=_CLAIM, how="left")["source_file"]
    same_file = left["source_file"].eq(files.set_axis(left.index))
    words = [name for name in ordered if name not in ("source_row", "reach")]
    several_rows = ordered[told.duplicated(_CLAIM, keep=False)]
    twice = several_rows.duplicated(words, keep="last")[left.index]
    why = pd.Series(IN_ANOTHER_REPORT, left.index, dtype="str")
    return why.mask(same_file, AGAIN).mask(twice, TWICE)


def _notes(claims: pd.DataFrame, doubts: pd.Series) -> tuple[str, ...]:
    """What a person must look at: claims of which two reports name two payers."""
    found = []
    for doubt, text in _SAID.items():
        rows = claims[doubts == doubt]
        if len(rows):
            named = [
                f"{file} row {row}" for file, row in zip(rows["source_file"], rows["source_row"], strict=True)
            ]
            more = [f"{len(named) - _NAMED:,} more"] if len(named) > _NAMED else []
            said = and_joined([*named[:_NAMED], *more])
            found.append(text.format(count=several(len(rows), "claim"), rows=said))
    return tuple(found)
