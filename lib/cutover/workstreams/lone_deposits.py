"""Deposits of payers that no remittance on file explains, each with its payer: money that came, and whose ERA did not.

A deposit that no payer made, that is capitation, that a payer on paper made, or whose check another deposit has brought
already lacks none.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import cache

import pandas as pd

from cutover.reading.era.parts import as_whole
from cutover.reading.payers.lists import PayerLists
from cutover.reading.postings.deposits import are_of_a_check, are_of_claims, words
from cutover.workstreams.bank import (
    CHECK,
    DAY,
    NUMBER,
    SUM,
    BankMatch,
    match_bank,
    named_in,
    of_capitation,
    of_no_payer,
    payable,
    sums,
)
from cutover.workstreams.paper_checks import on_paper
from cutover.workstreams.payer_spellings import one_name
from cutover.workstreams.remittance_items import check_compared
from cutover.workstreams.remittances import UNNAMED
from cutover.workstreams.run_rules import RunRules

_LEAST = 2  # deposits of one payer with the same words from which on these words tell the payer


def lone(
    deposits: pd.DataFrame,
    counted: pd.DataFrame,
    history: pd.DataFrame,
    lists: PayerLists | None,
    rules: RunRules,
    today: pd.Timestamp,
    papers: pd.DataFrame,
) -> pd.DataFrame:
    """Return the deposits (DEPOSITS) of payers without a remittance, one row each, with their `payer`.

    `papers` as in `paid_on_paper`. `counted` are the remittances that count, of both systems. `payer` is the name of
    `counted`, else of the claim history, that stands in the bank's words, else the one whose remittances the bank's
    lines with the same words brought; null where none does or where several may be meant.
    """
    bank = deposits[~(deposits["deposit_date"] > today)].reset_index(drop=True)
    if bank.empty:
        return bank.assign(payer=pd.Series(dtype="str"))
    paid = payable(bank, counted, rules)
    found = match_bank(bank, paid, rules)
    alone = are_lone(bank, counted, found)
    alone &= ~paid_on_paper(bank, found, history, counted["payer_name"], lists, papers, rules)
    rows = bank[alone]
    known = [*counted["payer"].unique(), *one_name(history["payer_name"], counted["payer"]).unique()]
    named = payers_in(rows["description"], known)
    return rows.assign(payer=named.fillna(_by_same_words(bank, found, paid).reindex(rows.index)))


def _by_same_words(bank: pd.DataFrame, found: BankMatch, paid: pd.DataFrame) -> pd.Series:
    """Return the payer of each deposit by its words: that of all deposits with the same words and a remittance.

    The words are of a transfer that pays claims, without what has a digit, but with the number of who sent it
    (`TRN*1*48210*1999999999`). Fewer than two such deposits, or two payers, tell nothing.
    """
    words_of = _sender(bank["description"])
    brought = found.remittances[["how", "deposit"]].assign(payer=paid["payer"].to_numpy())
    brought = brought[brought["how"].isin([NUMBER]) & brought["payer"].ne(UNNAMED)]
    told = pd.DataFrame(
        {"said": words_of.reindex(brought["deposit"]).to_numpy(), "payer": brought["payer"].to_numpy()}
    )
    sums = told.dropna().groupby("said")["payer"].agg(["size", "nunique", "first"])
    sure = sums.loc[(sums["size"] >= _LEAST) & sums["nunique"].eq(1), "first"]
    return words_of.map(sure).astype("str")


def _sender(texts: pd.Series) -> pd.Series:
    """The words of a transfer that pays claims with its sender's number, null of other lines and of bare ones."""
    said = texts.astype("str").str.upper()
    sender = said.str.extract(r"TRN\*1\*[^*\s]+\*(\d{9,10})\b")[0]
    bare = said.str.replace(r"\S*\d\S*", " ", regex=True).map(_plain, na_action="ignore")
    of_claims = {_plain(word) for word in words().of_claims}
    tells = sender.notna() | ~bare.isin([*of_claims, ""])
    return (bare + " " + sender.fillna("")).where(are_of_claims(texts) & tells).astype("str")


def paid_on_paper(
    bank: pd.DataFrame,
    found: BankMatch,
    history: pd.DataFrame,
    met: pd.Series,
    lists: PayerLists | None,
    papers: pd.DataFrame,
    rules: RunRules,
) -> pd.Series:
    """Return which deposits came with an explanation on paper, a flag per row of `bank`.

    By the payer lists (`paper_checks.on_paper`), or because the explanation itself is on file: `papers` (TEXT_CHECKS).
    """
    told = on_paper(bank, found, history, met, lists)
    rows = bank[found.deposits["how"].isna().to_numpy(bool)]
    if papers.empty or rows.empty:
        return told
    return told | are_texts(rows, papers, rules).reindex(bank.index, fill_value=False)


def are_lone(bank: pd.DataFrame, counted: pd.DataFrame, found: BankMatch) -> pd.Series:
    """Return which deposits no remittance explains that somebody else than the practice made, a flag per row."""
    paid = as_whole(counted)
    again = are(bank, payments(paid["trace_number"], paid["paid_cents"], paid["paid_on"]), None)
    apart = of_no_payer(bank, found) | of_capitation(bank, found) | again
    alone = found.deposits["how"].isna() & ~apart & (bank["amount_cents"] > 0)
    return alone.fillna(False).astype(bool)


def nothing_came(
    rows: pd.DataFrame,
    deposits: pd.DataFrame,
    alone: pd.DataFrame,
    counted: pd.DataFrame,
    rules: RunRules,
    fewest: int,
) -> pd.Series:
    """Return which silences of payers the bank bears out, a flag per row: no deposit in them can be the payer's.

    `rows` has `payer`, `since`, `until`; `alone` are the deposits that no remittance explains (`lone`), `counted` the
    remittances that count, of both systems. The bank's file must have what the payer paid on both days, reach over
    them without a hole of half the silence (`_has_hole`), and have `fewest` payments of the payer, more than half of
    those that it should have. A deposit without a remittance that names the payer or nobody may be its.
    """
    out = pd.Series(False, rows.index)
    bank = deposits[deposits["deposit_date"].notna()].reset_index(drop=True)
    if rows.empty or bank.empty:
        return out
    paid = payable(bank, counted, rules)
    found = match_bank(bank, paid, rules)
    seen = found.remittances["how"].notna().groupby(paid["payer"].to_numpy()).agg(["sum", "mean"])
    known = seen.index[(seen["sum"] >= fewest) & (seen["mean"] > 0.5)]
    near = pd.tseries.offsets.BusinessDay(rules.bank_business_days)
    days = bank["deposit_date"].drop_duplicates().sort_values()
    lost = paid[found.remittances["how"].isna().to_numpy(bool)]
    for row in rows[rows["payer"].isin(known)].itertuples():
        edges = pd.Series([row.since, *days[days.between(row.since, row.until)], row.until - near])
        half = (row.until - row.since) / 2
        whose = alone.loc[alone["deposit_date"].between(row.since, row.until + near), "payer"]
        own = lost.loc[lost["payer"].eq(row.payer), "paid_on"]
        is_held = not own.isin([row.since, row.until]).any()
        is_held &= days.iloc[0] <= row.since + near and days.iloc[-1] >= row.until - near
        is_quiet = not (whose.isna() | whose.eq(row.payer)).any()
        out[row.Index] = is_held and is_quiet and not _has_hole(edges, half, days, lost["paid_on"])
    return out


def _has_hole(edges: pd.Series, half: pd.Timedelta, days: pd.Series, lacking: pd.Series) -> bool:
    """Whether a bank's file has a hole between these days of a silence, so that it cannot tell of it.

    No deposit for more than `half` the silence is one, unless the file (`days`) has two more stretches as long, as a
    small practice's has, and no payment that the file lacks (`lacking`: their days) falls into this one.
    """
    steps = edges.diff()
    for at in steps.index[steps > half]:
        start, end = edges[at - 1], edges[at]
        others = days.diff()[(days <= start) | (days.shift() >= end)]
        if (others >= steps[at]).sum() < 2 or lacking.between(start, end).any():
            return True
    return False


def payments(number: pd.Series, cents: pd.Series, on: pd.Series) -> pd.DataFrame:
    """Return payments that a source tells of, one row each: `number` as it is compared, `cents`, `on`."""
    return pd.DataFrame({"number": check_compared(number), "cents": cents, "on": on})


def of_checks(number: pd.Series, cents: pd.Series, on: pd.Series) -> pd.DataFrame:
    """Return claims that a source calls paid as `payments`: those of one check and day are one payment."""
    rows = payments(number, cents, on)
    return rows.groupby(["number", "on"], dropna=False, as_index=False)[["cents"]].sum()


def are(
    rows: pd.DataFrame, known: pd.DataFrame, days: int | None, check_days: int | None = None
) -> pd.Series:
    """Return which deposits are one of these payments: by number and amount, and with `days` by amount and day too.

    The day is that of a payment within so many business days, where a deposit names none of the numbers. A paper check
    by the deposit's words may have come in up to `check_days` business days after the payment.
    """
    number = named_in(rows, known["number"])
    both = pd.DataFrame({"row": rows.index, "cents": rows["amount_cents"], "day": rows["deposit_date"],
                         "own": number}).merge(known.dropna(subset=["cents"]), on="cents")  # fmt: skip
    same = both["own"].eq(both["number"]).fillna(False)
    if days is not None:
        near = pd.tseries.offsets.BusinessDay(days)
        on_day = both["on"].between(both["day"] - near, both["day"] + near)
        if check_days is not None:
            slow = are_of_a_check(rows["description"]).reindex(both["row"]).to_numpy(bool)
            long = pd.tseries.offsets.BusinessDay(check_days)
            on_day |= slow & both["on"].between(both["day"] - long, both["day"])
        same |= both["own"].isna() & on_day.fillna(False)
    return pd.Series(rows.index.isin(both.loc[same.astype(bool), "row"]), rows.index)


def are_texts(rows: pd.DataFrame, texts: pd.DataFrame, rules: RunRules) -> pd.Series:
    """Return which deposits are payments that a text alone tells of (TEXT_CHECKS), a flag per row of `rows`.

    One deposit is one of them, or as a deposit of a lockbox or of several checks just one sum of them.
    """
    told = payments(texts["check_number"], texts["amount_cents"], texts["check_date"])
    one = are(rows, told, rules.bank_business_days, rules.check_business_days)
    return one | pd.Series(rows.index.isin(deposit_of_text(rows, texts, rules).dropna()), rows.index)


def deposit_of_text(rows: pd.DataFrame, texts: pd.DataFrame, rules: RunRules) -> pd.Series:
    """Return of each text (TEXT_CHECKS) the label in `rows` of the deposit that brought it, null where none did.

    A sum of several texts counts where it is the only one that makes the deposit.
    """
    told = payments(texts["check_number"], texts["amount_cents"], texts["check_date"])
    paid = told.rename(columns={"number": "check", "cents": "paid_cents", "on": "paid_on"})
    paid = paid[(paid["paid_cents"] > 0).fillna(False).astype(bool)].assign(method=CHECK)
    found = match_bank(rows.reset_index(drop=True), paid, rules).remittances
    sure = found["how"].isin([NUMBER, DAY]) | (found["how"].eq(SUM).fillna(False) & ~found["is_ambiguous"])
    at = found.loc[sure.astype(bool), "deposit"]
    return pd.Series(rows.index[at.to_numpy(int)], at.index, dtype=object).reindex(texts.index)


def are_sums(rows: pd.DataFrame, claims: pd.DataFrame, pieces: int, most: int) -> pd.Series:
    """Return which deposits of checks are one claim's payment or a sum of several of one payer, a flag per row.

    `claims`: `payer`, `cents`, `served`, paid on a day that nobody tells. The deposit names no payer. Each claim is one
    deposit's and served by then. Where claims of two payers fit, or more than `most` might, none is taken.
    """
    open_ones = are_of_a_check(rows["description"]) & rows["payer"].isna() & rows["deposit_date"].notna()
    left, found = claims[claims["payer"].notna() & (claims["cents"] > 0).fillna(False)], []
    for day, cents in rows.loc[open_ones, ["deposit_date", "amount_cents"]].itertuples(
        index=False, name=None
    ):
        before = left[(left["served"] <= day) & (left["cents"] <= cents)]
        ways = [
            way for _, theirs in before.groupby("payer") if (way := _way(theirs, int(cents), pieces, most))
        ]
        found.append(len(ways) == 1)
        left = left.drop(index=ways[0]) if found[-1] else left
    return pd.Series(found, rows.index[open_ones], dtype=bool).reindex(rows.index, fill_value=False)


def claims_in(
    rows: pd.DataFrame, claims: pd.DataFrame, pieces: int, most: int, rests: pd.DataFrame | None = None
) -> pd.Series:
    """Return which claims are the money of a deposit that names their payer, a flag per row of `claims`.

    `claims` as in `are_sums`, `payer` as that of `rows` is compared. Of a payer all its claims that were served by the
    day of the deposit are its money where they add up to it, else the only sum of several that does; a claim is one
    deposit's. Where more than `most` might be, no sum of some is tried. One claim that alone is a deposit is in no
    other, and not marked. Where claims alone do not make a deposit, `rests` (likewise) are tried with them: what a
    history calls paid on claims beyond their remittances.
    """
    both = {"claim": claims} if rests is None else {"claim": claims, "rest": rests}
    whole = pd.concat(both)
    left, found = whole[whole["payer"].notna() & (whole["cents"] > 0).fillna(False)], []
    named = rows[rows["payer"].notna() & rows["deposit_date"].notna() & rows["payer"].isin(left["payer"])]
    columns = ["payer", "deposit_date", "amount_cents"]
    for payer, day, cents in named.sort_values("deposit_date")[columns].itertuples(index=False, name=None):
        theirs = left[left["payer"].eq(payer) & (left["served"] <= day) & (left["cents"] <= cents)]
        alone, taken = theirs.index[theirs["cents"].eq(cents)], []
        if not len(alone):
            marked = theirs[theirs.index.get_level_values(0) == "claim"]
            taken = _parts(marked, int(cents), pieces, most)
            if not taken and len(marked) < len(theirs):
                taken = _parts(theirs, int(cents), pieces, most)
        found += taken
        left = left.drop(index=[*taken, *alone[:1]])
    told = [at for kind, at in found if kind == "claim"]
    return pd.Series(claims.index.isin(told), claims.index, dtype=bool)


def _parts(claims: pd.DataFrame, cents: int, pieces: int, most: int) -> list:
    """The claims that make this amount: all of them, else the only sum of several; empty where none is sure.

    Claims of one amount stand for each other: those that were served first go first.
    """
    if len(claims) and claims["cents"].sum() == cents:
        return [*claims.index]
    if not 1 < len(claims) <= most:
        return []
    claims = claims.sort_values("served", kind="stable")
    amounts = tuple(int(one) for one in claims["cents"])
    ways: dict[tuple[int, ...], tuple[int, ...]] = {}
    for way in sums(amounts, cents, pieces):
        ways.setdefault(tuple(sorted(amounts[place] for place in way)), way)
        if len(ways) > 1:
            return []
    return [claims.index[place] for way in ways.values() for place in way]


def _way(claims: pd.DataFrame, cents: int, pieces: int, most: int) -> list:
    """The rows of claims whose payments are this amount, the fewest that are; empty where none or too many."""
    alone = claims.index[claims["cents"].eq(cents)]
    if len(alone):
        return [alone[0]]
    if len(claims) > most:
        return []
    way = next(sums(tuple(int(one) for one in claims["cents"]), cents, pieces), ())
    return [claims.index[place] for place in way]


def payers_in(texts: pd.Series, payers: Iterable[object]) -> pd.Series:
    """Return the payer whose name stands in each of a bank's lines, null where none does or several may be meant.

    A bank cuts names short (`BLUE CROSS AND B`): the beginning of a name tells a payer where it has the letters that
    `bank_words.toml` asks for (`name_letters`) and no other payer begins like it. The longest name of a line counts.
    """
    names: dict[str, str] = {}  # of several spellings of a name the first counts
    for name in payers:
        if isinstance(name, str) and name != UNNAMED and _plain(name):
            names.setdefault(_plain(name), name)
    return texts.map(lambda text: _named(text, names), na_action="ignore").astype("str")


def _named(text: str, names: dict[str, str]) -> str | None:
    said, least = _plain(text), words().name_letters
    starts = [at.start() for at in re.finditer(r"\S+", said)]
    most = {name: max((_common(said[start:], name, least) for start in starts), default=0) for name in names}
    longest = max(most.values(), default=0)
    found = [name for name, size in most.items() if size == longest]
    return names[found[0]] if longest and len(found) == 1 else None


def _common(said: str, name: str, least: int) -> int:
    """How many letters of a name stand at the beginning of these words, 0 where they do not tell it."""
    size = next(
        (at for at, (a, b) in enumerate(zip(said, name, strict=False)) if a != b), min(len(said), len(name))
    )
    ends = size == len(said) or said[size] == " " or said[size - 1 : size] == " "
    told = len(name[:size].rstrip())
    return told if ends and (told == len(name) or told >= least) else 0


@cache
def _plain(text: str) -> str:
    return " ".join(re.findall(r"[A-Z0-9]+", text.upper()))
