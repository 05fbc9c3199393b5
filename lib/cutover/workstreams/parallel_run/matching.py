"""Which posting belongs to which claim payment: the surest agreement first, each row used once.

Every step pairs rows of equal keys in their order, so the whole grows as n log n. The steps and what they mean:

| step | keys that agree | what it says |
|---|---|---|
| taken back | a posting and its negative: system, claim, check, amount | somebody undid a posting: neither counts |
| exact | claim, check, amount, and the system it belongs to | posted |
| exact, elsewhere | claim, check, amount | posted in the other system, or in one that is neither or not named |
| again | claim, check, amount of a payment that is posted already | posted twice |
| as a sum | claim and check; several rows with one sum, in one system first | posted in parts, or as one net amount |
| no check | claim, amount; the posting names no check | posted |
| other amount | claim, check; else claim and payer, where the posting names no check | posted with another amount |
| other claim | check, amount; claim numbers with two digits swapped first | posted to the wrong claim |
| other check | claim, amount | posted under another check number |
| again, loosely | claim and check, or claim and amount, of a payment that is posted already | posted twice |
| whole check | a log by check, against whole remittances (`whole_checks`) | each claim is posted with its check |
"""

from __future__ import annotations

from dataclasses import dataclass, field

import numpy as np
import pandas as pd

from cutover.reading.postings.tables import MEDI, NOT_NAMED, OFFICE_ALLY
from cutover.workstreams.pairs import NONE, codes, first_of, paired
from cutover.workstreams.parallel_run.undone import taken_back
from cutover.workstreams.parallel_run.whole_checks import HOWS, Wholes, are_whole, wholes

EXACT, PARTS, SPREAD, NO_CHECK = "exact", "as a sum", "as a sum over both systems", "no check number"
AMOUNT, OTHER_CLAIM, OTHER_CHECK = "other amount", "other claim", "other check"
AGAIN, TAKEN_BACK = "again", "taken back"


@dataclass(frozen=True)
class Matched:
    """What was paired.

    `items` has one row per item: `how` (null: nothing posted), `posting` (index of its first posting), `posted_in`,
    `posted_cents` (of all postings that make it up), `astray_cents` (those of them in the other system), `again`
    (surplus postings), `again_cents`, `again_elsewhere` (one of them in another system), `again_unsure` (each of them
    where only one of the two systems is named), `by_check` (judged by its whole check). `postings` has one row per
    posting: `how` (null: no remittance), `item`.
    """

    items: pd.DataFrame
    postings: pd.DataFrame


@dataclass
class _Open:
    """What is still to be paired, in codes; steps fill `how_item`, `how_posting` and the partner of each row."""

    items: pd.DataFrame
    postings: pd.DataFrame
    texts: tuple[pd.Series, pd.Series]  # the claims as text
    how_item: np.ndarray = field(init=False)
    how_posting: np.ndarray = field(init=False)
    posting_of: np.ndarray = field(init=False)
    item_of: np.ndarray = field(init=False)

    def __post_init__(self) -> None:
        self.how_item = np.full(len(self.items), None, object)
        self.how_posting = np.full(len(self.postings), None, object)
        self.posting_of = np.full(len(self.items), NONE, np.int64)
        self.item_of = np.full(len(self.postings), NONE, np.int64)

    @property
    def left_items(self) -> pd.DataFrame:
        return self.items[pd.isna(self.how_item)]

    @property
    def left_postings(self) -> pd.DataFrame:
        return self.postings[pd.isna(self.how_posting) & ~self.postings["is_whole"].to_numpy(bool)]

    @property
    def posted_items(self) -> pd.DataFrame:
        return self.items[~pd.isna(self.how_item)]

    def pair(self, how: str, keys: list[str], items: pd.DataFrame, postings: pd.DataFrame) -> None:
        if items.empty or postings.empty:
            return
        mine, theirs = paired(items, postings, keys)
        self.how_item[mine], self.posting_of[mine] = how, theirs
        self.how_posting[theirs], self.item_of[theirs] = how, mine

    def again(self, keys: list[str], postings: pd.DataFrame) -> None:
        """Postings of what is posted already."""
        if postings.empty:
            return
        theirs, mine = first_of(postings, self.posted_items, keys)
        self.how_posting[theirs], self.item_of[theirs] = AGAIN, mine


def match(items: pd.DataFrame, postings: pd.DataFrame) -> Matched:
    """Return which posting belongs to which item.

    `items`: `kind`, `claim`, `check`, `payer`, `cents`, `belongs`; `postings`: likewise, `system` in place of the last.
    Claim and check are as they are compared, payers have one name, null is not known; cents are never null.
    """
    state = _coded(items, postings)
    state.how_posting[taken_back(state.items, state.left_postings)] = TAKEN_BACK
    full = ["claim", "check", "cents"]
    state.pair(EXACT, [*full, "system"], state.left_items, state.left_postings)
    state.pair(EXACT, full, state.left_items, state.left_postings)
    state.again(full, _with_money(state.left_postings))
    for how in (PARTS, SPREAD):
        for keys in (["claim", "check", "sign"], ["claim", "check"]):
            _sums(state, keys, how)
    loose = state.left_postings
    state.pair(NO_CHECK, ["claim", "cents", "system"], state.left_items, loose[loose["check"] == NONE])
    loose = state.left_postings
    state.pair(NO_CHECK, ["claim", "cents"], state.left_items, loose[loose["check"] == NONE])
    loose = _with_money(state.left_postings)
    state.again(["claim", "cents"], loose[(loose["check"] == NONE) & loose["is_claim"]])
    for keys in (["claim", "check", "sign"], ["claim", "check"]):
        state.pair(AMOUNT, keys, _with_money(state.left_items), state.left_postings)
    loose = _with_money(state.left_postings)
    loose = loose[(loose["check"] == NONE) & loose["is_claim"]]
    state.pair(AMOUNT, ["claim", "payer", "sign"], _with_money(state.left_items), loose)
    _other_claim(state)
    state.pair(OTHER_CHECK, ["claim", "cents"], _with_money(state.left_items), state.left_postings)
    state.again(["claim", "check"], _with_money(state.left_postings))
    loose = _with_money(state.left_postings)
    state.again(["claim", "cents"], loose[loose["is_claim"]])
    checks = _whole_checks(state, items, postings)
    return _matched(state, items, postings, checks)


def _whole_checks(state: _Open, items: pd.DataFrame, postings: pd.DataFrame) -> Wholes | None:
    """The postings of whole checks, after those of single claims; null where there are none."""
    if not state.postings["is_whole"].any():
        return None
    posted_in = np.full(len(items), None, object)
    found = state.posting_of != NONE
    posted_in[found] = postings["system"].to_numpy(object)[state.posting_of[found]]
    checks = wholes(items, postings, posted_in)
    mine, theirs = ~pd.isna(checks.how_item), state.postings["is_whole"].to_numpy(bool)
    state.how_item[mine], state.posting_of[mine] = checks.how_item[mine], checks.posting_of[mine]
    state.how_posting[theirs], state.item_of[theirs] = checks.how_posting[theirs], checks.item_of[theirs]
    return checks


def _with_money(rows: pd.DataFrame) -> pd.DataFrame:
    return rows[rows["cents"] != 0]


def _coded(items: pd.DataFrame, postings: pd.DataFrame) -> _Open:
    """Texts as numbers; amounts at provider level share one claim, which no claim has."""
    loose = [rows["claim"].where(rows["kind"] == "claim", "\x00") for rows in (items, postings)]
    claim = codes(*(part.astype(object) for part in loose))
    check = codes(items["check"].astype(object), postings["check"].astype(object))
    system = codes(items["belongs"].astype(object), postings["system"].astype(object))
    payer = codes(items["payer"].astype(object), postings["payer"].astype(object))
    frames = [
        pd.DataFrame(
            {
                "claim": claim[side],
                "check": check[side],
                "system": system[side],
                "payer": payer[side],
                "cents": rows["cents"].to_numpy(np.int64),
                "sign": np.sign(rows["cents"].to_numpy(np.int64)),
                "is_claim": (rows["kind"] == "claim").to_numpy(bool),
                "is_whole": are_whole(rows),
            }
        )
        for side, rows in enumerate((items, postings))
    ]
    return _Open(*frames, texts=tuple(loose))


def _letters(claims: pd.Series) -> pd.Series:
    """The signs of a number in order: numbers with two digits swapped have the same."""
    known = {text: "".join(sorted(text)) for text in claims.dropna().unique()}
    return claims.map(known).astype(object)


def _sums(state: _Open, keys: list[str], how: str = PARTS) -> None:
    """Several rows of equal keys whose sums agree: parts of a whole, or a net amount; in one system but for SPREAD."""
    known = (
        rows[(rows[["claim", "check"]] != NONE).all(axis=1)]
        for rows in (state.left_items, state.left_postings)
    )
    ours, theirs = map(_with_money, known)
    if ours.empty or theirs.empty:
        return
    mine = ours.groupby(keys)["cents"].agg(["sum", "size"])
    posted = theirs.groupby(keys).agg(
        posted=("cents", "sum"), parts=("cents", "size"), low=("system", "min"), high=("system", "max")
    )
    both = mine.join(posted, how="inner")
    agree = (both["sum"] == both["posted"]) & ((both["low"] == both["high"]) | (how == SPREAD))
    whole = both[agree & (both["size"] + both["parts"] > 2)].reset_index()[keys]
    if whole.empty:
        return
    rows, _ = first_of(ours, whole, keys)
    parts, firsts = first_of(theirs, ours, keys)
    chosen = np.isin(firsts, rows)
    parts, firsts = parts[chosen], firsts[chosen]
    items, leading = first_of(ours.loc[rows], theirs, keys)
    state.how_item[items], state.posting_of[items] = how, leading
    state.how_posting[parts], state.item_of[parts] = how, firsts


def _other_claim(state: _Open) -> None:
    """The same check and amount under another claim: first numbers with the same digits, then any."""
    ours, theirs = _with_money(state.left_items), _with_money(state.left_postings)
    texts = zip(state.texts, (ours, theirs), strict=True)
    letters = codes(*(_letters(text.iloc[rows.index]) for text, rows in texts))
    ours, theirs = ours.assign(letters=letters[0]), theirs.assign(letters=letters[1])
    state.pair(OTHER_CLAIM, ["check", "cents", "letters", "is_claim"], ours, theirs)
    for keys in (["check", "cents", "is_claim"], ["check", "cents"]):
        state.pair(OTHER_CLAIM, keys, _with_money(state.left_items), _with_money(state.left_postings))


def _matched(
    state: _Open, items: pd.DataFrame, postings: pd.DataFrame, checks: Wholes | None = None
) -> Matched:
    system = postings["system"].to_numpy(object)
    found = state.posting_of != NONE
    posted_in = np.full(len(items), None, object)
    posted_in[found] = system[state.posting_of[found]]
    cents = state.postings["cents"].to_numpy()
    posted = np.zeros(len(items), np.int64)
    first = np.isin(state.how_posting.astype(str), [EXACT, NO_CHECK, AMOUNT, OTHER_CLAIM, OTHER_CHECK])
    np.add.at(posted, state.item_of[first], cents[first])
    parts = (state.how_item == PARTS) | (state.how_item == SPREAD)
    posted[parts] = state.items["cents"].to_numpy()[parts]  # the sums agree: each part is as it should be
    surplus = (state.how_posting == AGAIN) & ~state.postings["is_whole"].to_numpy(bool)
    again, again_cents = np.zeros(len(items), np.int64), np.zeros(len(items), np.int64)
    elsewhere = np.zeros(len(items), bool)
    at = state.item_of[surplus]
    np.add.at(again, at, 1)
    np.add.at(again_cents, at, cents[surplus])
    unsure = (system[surplus] == NOT_NAMED) != (posted_in[at] == NOT_NAMED)
    np.logical_or.at(elsewhere, at, (system[surplus] != posted_in[at]) & ~unsure)
    surely = np.zeros(len(items), np.int64)
    np.add.at(surely, at[~unsure], 1)
    away, unsure_again = _astray(state, system), (again > 0) & (surely == 0)
    if checks is not None:
        whole = np.isin(state.how_item.astype(str), HOWS)
        posted[whole] = state.items["cents"].to_numpy()[whole] + checks.extra[whole]
        belongs = state.items["system"].to_numpy()[whole]
        there = state.postings["system"].to_numpy()[state.posting_of[whole]]
        there = (there != belongs) & np.isin(posted_in[whole], (OFFICE_ALLY, MEDI))
        away[whole] = np.where(there, state.items["cents"].to_numpy()[whole], 0)
        unsure_again |= checks.unsure
        again, again_cents = again + checks.again, again_cents + checks.again_cents
        elsewhere |= checks.elsewhere
    told = {"how": state.how_item, "posting": state.posting_of, "posted_in": posted_in, "posted_cents": posted,
            "astray_cents": away, "again": again, "again_cents": again_cents,
            "again_elsewhere": elsewhere, "again_unsure": unsure_again,
            "by_check": checks.by_check if checks is not None else np.zeros(len(items), bool)}  # fmt: skip
    return Matched(
        pd.DataFrame(told, index=items.index).astype({"how": "str", "posted_in": "str"}),
        pd.DataFrame({"how": state.how_posting, "item": state.item_of}, index=postings.index).astype(
            {"how": "str"}
        ),
    )


def _astray(state: _Open, named: np.ndarray) -> np.ndarray:
    """The cents of each item that stand in that one of the two systems where it does not belong."""
    apart = (state.how_posting == AGAIN) | state.postings["is_whole"].to_numpy(bool)
    rows = np.flatnonzero((state.item_of != NONE) & ~apart)
    items, system = state.item_of[rows], state.postings["system"].to_numpy()[rows]
    away = (system != state.items["system"].to_numpy()[items]) & np.isin(named[rows], (OFFICE_ALLY, MEDI))
    astray = np.zeros(len(state.items), np.int64)
    np.add.at(astray, items[away], state.postings["cents"].to_numpy()[rows[away]])
    return astray
