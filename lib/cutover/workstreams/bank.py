"""Leg one, bank to remittance: which deposit is which remittance, the surest evidence first.

| step | what agrees | how sure |
|---|---|---|
| number | trace or check number, and amount | certain; ambiguous where more remittances than deposits say the same |
| numbers | the remittances of several numbers that it names add up to it | certain |
| pieces | several deposits that name one remittance add up to it | certain |
| day | amount, within the business days; neither names another number | sure; ambiguous where there are several |
| sum | several remittances within those days add up to it | a suggestion; ambiguous where other sums do too |
| checks | paper checks of the weeks before, as many as it says, add up to it | a suggestion; ambiguous likewise |
| number, another amount | the number alone | certain; the difference is a finding |
| card | a card's deposits are remittances less one fee | sure, since one fee fits several; the fee is a finding |
"""

from __future__ import annotations

import calendar
import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import partial
from itertools import islice

import numpy as np
import pandas as pd

from cutover.lookup import among
from cutover.reading.era.parts import as_whole
from cutover.reading.postings.card_fees import CardRules, less_a_fee
from cutover.reading.postings.deposits import are_capitation, are_of_cards, are_own, checks_in
from cutover.workstreams.pairs import NONE, codes, paired
from cutover.workstreams.remittance_items import check_compared
from cutover.workstreams.run_rules import RunRules

NUMBER, DIFFERS, DAY, SUM = "number and amount", "number, another amount", "amount and day", "sum of several"
PIECES = "number, in several deposits"
NUMBERS = "several numbers and their sum"
CARD = "amount less a card's fee"
CHECK = "CHK"  # BPR04 of a paper check
_STRAIGHT = ("ACH", "FWT", "NON")  # BPR04 of a transfer to the bank, and of no payment
_MONTHS = {name.upper() for names in (calendar.month_name, calendar.month_abbr) for name in names if name}
_TOKEN = r"([A-Z0-9]{4,})"  # numbers stand in descriptions among words: TRN*1*0012345*1999999999


@dataclass(frozen=True)
class BankMatch:
    """What was paired: `deposits` has `how` (null: no remittance) and `is_ambiguous`, one row per deposit;
    `remittances` has `how`, `deposit` (its row) and `is_ambiguous`, one row per remittance given."""

    deposits: pd.DataFrame
    remittances: pd.DataFrame


def match_bank(deposits: pd.DataFrame, remittances: pd.DataFrame, rules: RunRules) -> BankMatch:
    """Return which deposit is which remittance.

    `deposits`: DEPOSITS; `remittances`: `check`, `paid_cents`, `paid_on`, `method`, those that count and bring money.
    """
    bank, paid = _coded(deposits, remittances)
    state = _State(bank, paid)
    if bank.empty or paid.empty:
        return state.result(deposits, remittances)
    for unsure, ours in _by_number(paid, bank):
        state.pair(NUMBER, *paired(ours, bank, ["number", "cents"]), unsure)
    for deposit, payments in _of_numbers(deposits, remittances["check"], state):
        state.pair(NUMBERS, np.array(payments), np.array([deposit] * len(payments)))
    for rows, payment in _in_pieces(state.left_bank, state.left_paid):
        state.pair(PIECES, np.array([payment] * len(rows)), np.array(rows))
    for deposit, payment, several in _by_day(*_unnamed(state), rules.bank_business_days):
        state.pair(DAY, np.array([payment]), np.array([deposit]), several)
    for deposit, pieces, several in _by_sum(state.left_bank, state.left_paid, rules):
        state.pair(SUM, np.array(pieces), np.array([deposit] * len(pieces)), several)
    taken = _of_checks(
        state.left_bank, state.left_paid, deposits["description"], remittances["method"], rules
    )
    for deposit, pieces, several in taken:
        how = DAY if len(pieces) == 1 else SUM
        state.pair(how, np.array(pieces), np.array([deposit] * len(pieces)), several)
    state.pair(DIFFERS, *paired(state.left_paid, state.left_bank, ["number"]))
    cards = _of_cards(state.left_bank, state.left_paid, deposits["description"], remittances["method"], rules)
    for deposit, payment in cards:
        state.pair(CARD, np.array([payment]), np.array([deposit]))
    return state.result(deposits, remittances)


@dataclass
class _State:
    bank: pd.DataFrame
    paid: pd.DataFrame

    def __post_init__(self) -> None:
        self.how_bank = np.full(len(self.bank), None, object)
        self.how_paid = np.full(len(self.paid), None, object)
        self.deposit_of = np.full(len(self.paid), NONE, np.int64)
        self.unsure_bank = np.zeros(len(self.bank), bool)
        self.unsure_paid = np.zeros(len(self.paid), bool)

    @property
    def left_bank(self) -> pd.DataFrame:
        return self.bank[pd.isna(self.how_bank)]

    @property
    def left_paid(self) -> pd.DataFrame:
        return self.paid[pd.isna(self.how_paid)]

    def pair(self, how: str, payments: np.ndarray, rows: np.ndarray, unsure: bool = False) -> None:
        if not len(rows):
            return
        self.how_bank[rows], self.how_paid[payments] = how, how
        self.deposit_of[payments] = rows
        self.unsure_bank[rows] = self.unsure_paid[payments] = unsure

    def result(self, deposits: pd.DataFrame, remittances: pd.DataFrame) -> BankMatch:
        bank = {"how": self.how_bank, "is_ambiguous": self.unsure_bank}
        paid = {"how": self.how_paid, "deposit": self.deposit_of, "is_ambiguous": self.unsure_paid}
        return BankMatch(
            pd.DataFrame(bank, index=deposits.index).astype({"how": "str"}),
            pd.DataFrame(paid, index=remittances.index).astype({"how": "str"}),
        )


def named_in(deposits: pd.DataFrame, checks: pd.Series) -> pd.Series:
    """Return the one of these compared check numbers that each deposit names, null where it names none of them."""
    known = pd.Index(checks.dropna().unique())
    number = check_compared(deposits["trace_number"])
    number = number.where(among(number, known))
    words = _words_among(deposits["description"], known)
    return number.fillna(words[~words.index.duplicated()].reindex(deposits.index)).astype("str")


def _words_among(texts: pd.Series, known: pd.Index) -> pd.Series:
    """The words of each text that are one of these compared check numbers, one row each with the label of its text."""
    words = texts.astype("str").str.upper().str.findall(_TOKEN).explode()
    words = check_compared(words.dropna().astype("str"))
    return words[among(words, known)]


def _of_numbers(deposits: pd.DataFrame, checks: pd.Series, state: _State) -> list[tuple[int, list[int]]]:
    """Deposits that name several remittances by number which add up to them: two checks banked on one slip.

    Each number is of one remittance, and all that it names are in it.
    """
    bank, paid = state.left_bank, state.left_paid
    free = checks.iloc[paid.index]
    numbers = pd.Series(paid.index, free.to_numpy(object))[free.notna().to_numpy(bool)]
    numbers = numbers[~numbers.index.duplicated(keep=False)]
    both = deposits["description"].fillna("") + " " + deposits["trace_number"].fillna("")
    words = _words_among(both.iloc[bank.index].set_axis(bank.index), numbers.index)
    found: list[tuple[int, list[int]]] = []
    taken: set[int] = set()
    for deposit, named in words.groupby(level=0):
        ours = [int(one) for one in numbers[named.unique()]]
        whole = int(paid.loc[ours, "cents"].sum())
        if len(ours) > 1 and whole == bank.loc[deposit, "cents"] and taken.isdisjoint(ours):
            taken.update(ours)
            found.append((int(deposit), ours))
    return found


def _coded(deposits: pd.DataFrame, remittances: pd.DataFrame) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Deposits with the one number that a remittance has too; the days as business days, which can be counted."""
    number = named_in(deposits, remittances["check"])
    ours, theirs = codes(number.astype(object), remittances["check"].astype(object))
    bank = {"number": ours, "cents": deposits["amount_cents"].fillna(0).to_numpy(np.int64),
            "day": business_days(deposits["deposit_date"])}  # fmt: skip
    paid = {"number": theirs, "cents": remittances["paid_cents"].fillna(0).to_numpy(np.int64),
            "day": business_days(remittances["paid_on"])}  # fmt: skip
    return pd.DataFrame(bank), pd.DataFrame(paid)


def _by_number(paid: pd.DataFrame, bank: pd.DataFrame) -> Iterator[tuple[bool, pd.DataFrame]]:
    """Remittances whose number and amount are as many at the bank, then those of which the bank has too few.

    Two payers may use one number: where the bank has one deposit for both, which of them has not paid is not certain.
    """
    keys = ["number", "cents"]
    arrived = bank.groupby(keys).size().rename("arrived").reset_index()
    both = paid[keys].merge(arrived, on=keys, how="left").set_axis(paid.index)
    short = paid.groupby(keys)["cents"].transform("size") > both["arrived"].fillna(0)
    yield False, paid[~short]
    yield True, paid[short]


def _in_pieces(bank: pd.DataFrame, paid: pd.DataFrame) -> Iterator[tuple[list[int], int]]:
    """Deposits that name one remittance and add up to it, and that remittance: a check banked in pieces."""
    named = bank[(bank["number"] != NONE) & (bank["cents"] > 0)]
    sums = named.groupby("number")["cents"].agg(["sum", "size"])
    of = paid[paid["number"].isin(sums.index[sums["size"] > 1])]
    for number, rows in of.groupby("number"):
        whole = rows.index[rows["cents"] == sums.loc[number, "sum"]]
        if len(whole) == len(rows) == 1:
            yield [int(place) for place in reversed(named.index[named["number"] == number])], int(whole[0])


def _unnamed(state: _State) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Deposits that name no remittance, and remittances that no deposit names: an equal amount says nothing else."""
    bank, paid = state.left_bank, state.left_paid
    named = bank["number"][bank["number"] != NONE]
    return bank[bank["number"] == NONE], paid[~paid["number"].isin(named)]


def business_days(days: pd.Series) -> np.ndarray:
    """Return the number of business days since 1970 of each day, NONE where there is none; holidays count as days.

    A Saturday or Sunday is the Monday after it.
    """
    known = days.notna().to_numpy(bool)
    found = np.full(len(days), NONE, np.int64)
    at = days[known].to_numpy().astype("datetime64[D]")
    found[known] = np.busday_count(np.datetime64("1970-01-01"), at)
    return found


def _by_day(bank: pd.DataFrame, paid: pd.DataFrame, within: int) -> Iterator[tuple[int, int, bool]]:
    """Deposits and remittances of one amount, both in order of time: each takes the earliest within reach."""
    bank = bank[(bank["day"] != NONE) & (bank["cents"] != 0)].sort_values(["cents", "day"], kind="stable")
    paid = paid[(paid["day"] != NONE)].sort_values(["cents", "day"], kind="stable")
    shared = np.intersect1d(bank["cents"], paid["cents"])
    theirs = dict(iter(paid[paid["cents"].isin(shared)].groupby("cents")))
    for cents, rows in bank[bank["cents"].isin(shared)].groupby("cents"):
        yield from _in_order(rows, theirs[cents], within)


def _in_order(bank: pd.DataFrame, paid: pd.DataFrame, within: int) -> Iterator[tuple[int, int, bool]]:
    days, places, labels = paid["day"].to_numpy(), 0, paid.index.to_numpy()
    theirs = bank["day"].to_numpy()
    for deposit, day in zip(bank.index, theirs, strict=True):
        while places < len(days) and days[places] < day - within:
            places += 1
        if places < len(days) and days[places] <= day + within:
            near = np.searchsorted(days, [day - within, day + within + 1])
            rivals = np.searchsorted(theirs, [days[places] - within, days[places] + within + 1])
            yield int(deposit), int(labels[places]), bool(np.diff(near)[0] > 1 or np.diff(rivals)[0] > 1)
            places += 1


def _by_sum(
    bank: pd.DataFrame, paid: pd.DataFrame, rules: RunRules
) -> Iterator[tuple[int, tuple[int, ...], bool]]:
    """Deposits as sums of up to so many remittances near them; the smallest number of pieces is taken."""
    paid = paid[(paid["day"] != NONE) & (paid["cents"] > 0)].sort_values("day", kind="stable")
    days, cents, labels = paid["day"].to_numpy(), paid["cents"].to_numpy(), paid.index.to_numpy()
    numbers, used = paid["number"].to_numpy(), set()
    for deposit, day, amount, number in zip(
        bank.index, bank["day"], bank["cents"], bank["number"], strict=True
    ):
        low, high = np.searchsorted(
            days, [day - rules.bank_business_days, day + rules.bank_business_days + 1]
        )
        near = [n for n in range(low, high) if cents[n] < amount]
        named = None if number == NONE else numbers == number
        ways = partial(_ways, cents=cents, whole=int(amount), named=named, rules=rules)
        found = ways([n for n in near if n not in used])
        if found:
            # what an earlier deposit took might have been this one's; too many to try is not certain either
            several = len(found) > 1 or len(ways(near)) != 1
            used.update(found[0])
            yield int(deposit), tuple(int(labels[n]) for n in found[0]), several


def _ways(
    near: list[int], cents: np.ndarray, whole: int, named: np.ndarray | None, rules: RunRules
) -> list[tuple[int, ...]]:
    """At most two ways to make a deposit of these remittances; what it names by number is a part of each."""
    if not 2 <= len(near) <= rules.sum_candidates:
        return []
    found = sums(tuple(int(cents[n]) for n in near), whole, rules.sum_pieces)
    ways = (tuple(near[place] for place in way) for way in found)
    return list(islice((way for way in ways if named is None or named[list(way)].any()), 2))


def _of_checks(
    bank: pd.DataFrame, paid: pd.DataFrame, texts: pd.Series, methods: pd.Series, rules: RunRules
) -> Iterator[tuple[int, tuple[int, ...], bool]]:
    """Deposits of paper checks, several at once and weeks later; of the checks at hand the latest are tried first.

    What lay there at an earlier deposit went with that one. Where a deposit says how many checks it has, it is that
    many. It names no number, so each is a suggestion.
    """
    counted = checks_in(texts.iloc[bank.index].set_axis(bank.index))
    paper = methods.iloc[paid.index].set_axis(paid.index).eq(CHECK).fillna(False).astype(bool)
    paid = paid[paper & (paid["day"] != NONE) & (paid["cents"] > 0)].sort_values("day", kind="stable")
    days, cents, labels = paid["day"].to_numpy(), paid["cents"].to_numpy(), paid.index.to_numpy()
    used: set[int] = set()
    rows = bank[counted.notna() & (bank["number"] == NONE) & (bank["day"] != NONE)].sort_values(
        "day", kind="stable"
    )
    for deposit, day, amount in zip(rows.index, rows["day"], rows["cents"], strict=True):
        low, high = np.searchsorted(days, [day - rules.check_business_days, day + 1])
        near = [n for n in reversed(range(low, high)) if n not in used and cents[n] <= amount]
        if not near or len(near) > rules.sum_candidates:
            continue
        sizes = [int(counted[deposit])] if counted[deposit] else range(1, rules.sum_pieces + 1)
        parts = tuple(int(cents[n]) for n in near)
        ways = [way for size in sizes for way in islice(_choices(parts, int(amount), size, 0), 2)]
        if ways:
            used.update(near[place] for place in ways[0])
            yield int(deposit), tuple(int(labels[near[place]]) for place in ways[0]), len(ways) > 1


def _of_cards(
    bank: pd.DataFrame, paid: pd.DataFrame, texts: pd.Series, methods: pd.Series, rules: RunRules
) -> Iterator[tuple[int, int]]:
    """Deposits of card processors that are remittances less one fee; what a payer sent by transfer is none."""
    text = texts.iloc[bank.index].set_axis(bank.index)
    by_card = are_of_cards(text) & bank["number"].eq(NONE) & bank["day"].ne(NONE) & bank["cents"].gt(0)
    method = methods.iloc[paid.index].set_axis(paid.index)
    may = ~method.isin(_STRAIGHT) & paid["day"].ne(NONE) & paid["cents"].gt(0)
    card = CardRules(rules.card_fee_least, rules.card_fee_most, rules.card_payments, rules.card_percent,
                     rules.card_business_days)  # fmt: skip
    yield from less_a_fee(bank.assign(text=text.astype("str"))[by_card], paid[may], card)


def sums(parts: tuple[int, ...], whole: int, pieces: int) -> Iterator[tuple[int, ...]]:
    """Yield the ways to make `whole` of 2 to `pieces` parts, by place, those of fewer parts first."""
    for size in range(2, pieces + 1):
        yield from _choices(parts, whole, size, 0)


def _choices(parts: tuple[int, ...], whole: int, size: int, start: int) -> Iterator[tuple[int, ...]]:
    if size == 1:
        yield from ((place,) for place in range(start, len(parts)) if parts[place] == whole)
        return
    for place in range(start, len(parts) - size + 1):
        if parts[place] < whole:
            for rest in _choices(parts, whole - parts[place], size - 1, place + 1):
                yield (place, *rest)


def of_no_payer(deposits: pd.DataFrame, matched: BankMatch) -> pd.Series:
    """Return which deposits no payer made by their words, a flag per row: one that a remittance explains is a payer's.

    The headline, the finding and the comparison all ask here, so that they speak of the same deposits.
    """
    own = are_own(deposits["description"]) & matched.deposits["how"].isna().set_axis(deposits.index)
    return own.astype(bool)


def of_capitation(deposits: pd.DataFrame, matched: BankMatch) -> pd.Series:
    """Return which deposits are a payer's sum a month for its members by their words, a flag per row.

    One that a remittance explains is none: that remittance says what it is. Nor is one of a payer that sends such
    remittances, that is for as many of the deposits with these words as it sends none for: this one is missing.
    """
    named = are_capitation(deposits["description"])
    lacks = matched.deposits["how"].isna().set_axis(deposits.index)
    of_payer = deposits["description"].astype("str").map(_lasting, na_action="ignore")[named]
    usual = (~lacks[named]).groupby(of_payer).transform("mean") >= 0.5  # null words are no payer's
    told = named & lacks & ~usual.reindex(deposits.index, fill_value=False).fillna(False).astype(bool)
    return (told & ~of_no_payer(deposits, matched)).astype(bool)


def _lasting(text: str) -> str:
    """The words of a bank's line that stay from month to month: without numbers and the names of months."""
    words = re.findall(r"[A-Z0-9]+", text.upper())
    return " ".join(word for word in words if word.isalpha() and word not in _MONTHS)


def payable(deposits: pd.DataFrame, counted: pd.DataFrame, rules: RunRules) -> pd.DataFrame:
    """Return the remittances that bring money and lie within the days of the bank's file, one row per payment.

    `counted` are the remittances that count. Money below zero and payments without money never reach the bank. A check
    in several files or systems is one row with its whole amount: it is one deposit, and one part may be below zero.
    """
    days, counted = deposits["deposit_date"], as_whole(counted)
    money = counted[(counted["paid_cents"] > 0).fillna(False).astype(bool)]
    if days.notna().sum() == 0:
        return money.iloc[0:0].reset_index(drop=True)
    near = pd.tseries.offsets.BusinessDay(rules.bank_business_days)
    inside = money["paid_on"].between(days.min() - near, days.max() + near)
    return money[inside].reset_index(drop=True)


def leg(
    deposits: pd.DataFrame,
    remittances: pd.DataFrame,
    matched: BankMatch,
    on_paper: pd.Series | None = None,
    elsewhere: pd.Series | None = None,
) -> dict[str, int]:
    """Return the leg in cents: both totals, the unmatched of each, differences, and what remains (must be 0).

    Deposits that no payer made, capitation, those explained on paper (`on_paper`, a flag per deposit), and those whose
    remittance lies in another practice's folder (`elsewhere`) are apart: no remittance is missing.
    """
    ours, theirs = matched.remittances["how"], matched.deposits["how"]
    amount, paid = deposits["amount_cents"].fillna(0), remittances["paid_cents"].fillna(0)
    own = of_no_payer(deposits, matched).to_numpy(bool)
    members = of_capitation(deposits, matched).to_numpy(bool)
    paper = np.zeros(len(deposits), bool) if on_paper is None else on_paper.to_numpy(bool) & ~own & ~members
    there = np.zeros(len(deposits), bool) if elsewhere is None else elsewhere.to_numpy(bool) & ~paper
    there &= ~own & ~members
    apart = own | members | paper | there
    found_bank, found_paid = int(amount[theirs.notna()].sum()), int(paid[ours.notna()].sum())
    figures = {
        "all deposits": int(amount.sum()),
        "of no payer": int(amount[own].sum()),
        "capitation": int(amount[members].sum()),
        "on paper": int(amount[paper].sum()),
        **({"elsewhere": int(amount[there].sum())} if there.any() else {}),
        "deposits": int(amount[~apart].sum()),
        "deposits without a remittance": int(amount[theirs.isna().to_numpy(bool) & ~apart].sum()),
        "differences": found_bank - found_paid,
        "remittances without a deposit": int(paid[ours.isna()].sum()),
        "remittances": int(paid.sum()),
    }
    said = figures["deposits"] - figures["deposits without a remittance"] - figures["differences"]
    return figures | {"remains": figures["remittances"] - figures["remittances without a deposit"] - said}
