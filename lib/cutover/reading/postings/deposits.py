"""Bank deposits, one row per line of the bank's export, through a confirmed or sure crosswalk.

A bank writes what came and went in one signed column, in two columns, or unsigned beside a word; a line that is still
pending is none yet. The words are data/reference/bank_words.toml.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

import numpy as np
import pandas as pd

from cutover import reference
from cutover.columns import conform
from cutover.reading.files import values as text_values
from cutover.reading.files.undated_sums import are_sums
from cutover.reading.mapping.targets import Target, load_target
from cutover.reading.postings import posted
from cutover.reading.postings.posted import Posted
from cutover.reading.postings.signs import Rules
from cutover.reading.postings.tables import DEPOSITS
from cutover.reading.practice.book import Practice

FOLDER = "bank"
DRAWN = "money drawn, not a deposit"
TAKEN_BACK = "the bank took it back: not a deposit"
PENDING = "pending: not a deposit yet"
TOTAL = "a total of the rows above, not a deposit"
NO_SIGN = "neither its sign nor a word says whether it came or went"
# the reassociation number of a CCD+ addendum, whole or as a bank writes it out (`TRN: 123456`)
_TRACE = re.compile(r"(?:TRN\*1\*|\bTRN[\s:#=]+(?:1\*)?)((?=[^*\\~\s]*\d)[^*\\~\s]+)", re.IGNORECASE)


def target() -> Target:
    """Return the target of a bank's export."""
    return load_target("deposits")


def load_deposits(practice: Practice) -> Posted:
    """Return the deposits of a practice (`rows`: DEPOSITS) from its folder `bank`; money drawn is set aside."""
    return posted.load(practice, FOLDER, "bank", target(), DEPOSITS, typed, NO_SIGN)


def typed(found: pd.DataFrame, _source_file: str) -> tuple[pd.DataFrame, pd.Series]:
    """Return mapped text as deposits (DEPOSITS), and of each why it is none; null where it is."""
    cents, reason = posted.money(found["amount"])
    drawn = text_values.cents(found["drawn"]).mask(lambda amounts: amounts.eq(0).fillna(False))
    both = cents.fillna(0).ne(0) & drawn.notna()  # two columns: a nought beside what was drawn is no amount
    cents = cents.where(cents.fillna(0).ne(0) | drawn.isna() | both).fillna(-drawn.abs())
    reason = reason.mask(drawn.notna() | cents.notna(), None)
    cents = _upright(cents, _plain(found["kind"]), found["description"], found["drawn"].notna())
    cents, reason = _signed(cents, reason, _plain(found["kind"]))
    reason = reason.mask((cents < 0).fillna(False).astype(bool), DRAWN)
    reason = reason.mask(_plain(found["state"]).isin(words().pending), PENDING)
    days = text_values.dates(found["deposit_date"])
    reason = reason.mask(are_sums(found["deposit_date"].isna(), days.notna(), cents), TOTAL)
    said = found["description"].fillna(found["trace_number"].where(_are_worded(found["trace_number"])))
    back = _taken_back(said, days, cents.where(reason.isna() | reason.eq(DRAWN)))
    reason = reason.mask(back & reason.isna(), TAKEN_BACK)
    trace = text_values.identifiers(found["trace_number"])
    columns = {
        "deposit_date": days,
        "amount_cents": cents,
        "description": said,
        "trace_number": trace.fillna(said.str.extract(_TRACE)[0]),
    }
    columns |= {name: found[name] for name in ("source_file", "source_sheet", "source_row")}
    return conform(pd.DataFrame(columns, index=found.index), DEPOSITS), reason


def _are_worded(references: pd.Series) -> pd.Series:
    """Tell which cells of a column of numbers are words of the bank with a number among them: `ELM MUTUAL 48210`."""
    return references.astype("str").str.contains(r"[A-Za-z]{3,}\s", regex=True, na=False).astype(bool)


def _taken_back(descriptions: pd.Series, days: pd.Series, cents: pd.Series) -> pd.Series:
    """Tell which deposits a later line takes back: of the same amount, within some days, with a word that says so.

    Of several such deposits it is the one whose words the line repeats, the latest of these; where none is repeated
    and several are as likely, none is taken for it.
    """
    back, said = np.zeros(len(cents), bool), _plain(descriptions.astype("str").fillna(""))
    of = said.str.findall(r"[a-z0-9]+").map(frozenset)
    words_back = "|".join(re.escape(word) for word in sorted(words().taken_back))
    takes = cents.lt(0).fillna(False) & days.notna() & said.str.contains(rf"\b(?:{words_back})\b", regex=True)
    when, amounts = days.to_numpy("datetime64[D]"), cents.fillna(0).to_numpy(np.int64)
    for place in np.flatnonzero(takes.to_numpy(bool)):
        ago = (when[place] - when).astype("float64")
        near = np.flatnonzero((amounts == -amounts[place]) & (ago >= 0) & (ago <= words().days_back) & ~back)
        named = [n for n in near if of.iloc[n] and of.iloc[n] <= of.iloc[place]] or list(near)
        latest = [n for n in named if when[n] == max(when[named])] if named else []
        if len(latest) == 1 and (len(near) == 1 or of.iloc[latest[0]] <= of.iloc[place]):
            back[latest[0]] = True
    return pd.Series(back, cents.index)


def _upright(cents: pd.Series, kind: pd.Series, descriptions: pd.Series, drawn: pd.Series) -> pd.Series:
    """The amounts of a file with what came above zero, turned where the export writes it below.

    It does so where a word beside them, else the bank's own words of claims, says of nearly all below zero that they
    came. One such line is a payer's own debit. Two columns have a sign each by their place.
    """
    if drawn.any():
        return cents
    came = kind.isin(words().came) if kind.notna().any() else _have(descriptions, words().of_claims)
    below, above = (int(side[came].sum()) for side in ((cents < 0).fillna(False), (cents > 0).fillna(False)))
    is_turned = below > 1 and below >= reference.load("posting_signs", Rules).least_share * (below + above)
    return -cents if is_turned else cents


def _signed(cents: pd.Series, reason: pd.Series, kind: pd.Series) -> tuple[pd.Series, pd.Series]:
    """The amounts with the sign that a word beside them gives; an unknown word leaves an unsigned column open."""
    if kind.isna().all():
        return cents, reason
    gone, came = kind.isin(words().gone), kind.isin(words().came)
    has_signs = bool((cents < 0).any())
    signed = cents.mask(gone, -cents.abs())
    unknown = ~gone & ~came & cents.notna() & (not has_signs)
    return signed, reason.mask(unknown & reason.isna(), NO_SIGN)


def _plain(texts: pd.Series) -> pd.Series:
    return texts.str.lower().str.replace("_", " ").str.strip()


@dataclass(frozen=True)
class BankWords:
    """The words of banks: what went, came, is pending or was taken back, what no payer made, what a payer pays for its
    members, and what is of claims, checks, cash and cards."""

    gone: frozenset[str]
    came: frozenset[str]
    pending: frozenset[str]
    own: frozenset[str]
    grants: frozenset[str]
    grants_at_end: frozenset[str]
    capitation: frozenset[str]
    of_claims: frozenset[str]
    transfers: frozenset[str]
    checks: frozenset[str]
    pieces: frozenset[str]
    patients: frozenset[str]
    parties: frozenset[str]
    parties_at_end: frozenset[str]
    cash: frozenset[str]
    cards: frozenset[str]
    taken_back: frozenset[str]
    days_back: int
    name_letters: int


def are_own(descriptions: pd.Series) -> pd.Series:
    """Tell which deposits no payer made: of patients, of the owner, grants, of lawyers (`bank_words.toml`).

    A word counts in the plural too: `COUNTER DEPOSIT - COPAYS`. A line that pays claims is no grant and no lawyer's.
    Cash that somebody took to the bank is no payer's; checks beside it may be.
    """
    cash = _have(descriptions, words().cash) & _have(descriptions, words().checks)
    said = "|".join(sorted(words().grants_at_end | words().parties_at_end))
    last = _plain(descriptions.astype("str")).str.contains(rf"\s(?:{said})[\W\d]*$", regex=True, na=False)
    apart = _have(descriptions, words().grants | words().parties) | last
    return (
        _have(descriptions, words().own | words().patients)
        | (apart & ~_have(descriptions, words().of_claims))
        | (cash & ~_have(descriptions, words().pieces))
    )


def are_capitation(descriptions: pd.Series) -> pd.Series:
    """Tell which deposits are a payer's sum a month for its members (`bank_words.toml`, `capitation`).

    A line that pays claims by a remittance is none, whatever else it says.
    """
    return _have(descriptions, words().capitation) & ~_have(descriptions, words().of_claims)


def _have(descriptions: pd.Series, wanted: frozenset[str]) -> pd.Series:
    """Which texts have one of these words or its plural, a flag per row."""
    said = "|".join(f"{re.escape(word)}s?" for word in sorted(wanted))
    return (
        _plain(descriptions.astype("str")).str.contains(rf"\b(?:{said})\b", regex=True, na=False).astype(bool)
    )


def are_of_cards(descriptions: pd.Series) -> pd.Series:
    """Tell which deposits a card's processor made (`bank_words.toml`, `cards`): of patients, or of payers by card."""
    said = "|".join(re.escape(word) for word in sorted(words().cards))
    return (
        _plain(descriptions.astype("str")).str.contains(rf"\b(?:{said})\b", regex=True, na=False).astype(bool)
    )


def checks_in(descriptions: pd.Series) -> pd.Series:
    """Return how many paper checks each deposit is of, one number per row: 0 where it does not say, null where of none.

    The words are `checks` and `pieces` of `bank_words.toml`: `MOBILE DEPOSIT - 3 ITEMS` is of three.
    """
    texts = _plain(descriptions.astype("str"))
    said, pieces = (
        "|".join(re.escape(word) for word in sorted(of)) for of in (words().checks, words().pieces)
    )
    number = texts.str.extract(rf"\b(\d{{1,2}})\s*(?:{pieces})\b")[0].astype("float64")
    return number.where(number > 0).fillna(texts.str.contains(rf"\b(?:{said})\b", na=False).map({True: 0.0}))


def are_of_a_check(descriptions: pd.Series) -> pd.Series:
    """Tell which deposits are of paper checks by their words: of those of `checks_in`, or with a check's number.

    The number stands behind a word of `pieces` in `bank_words.toml` and has three digits or more: `CHECK 48210`.
    """
    pieces = "|".join(re.escape(word) for word in sorted(words().pieces))
    numbered = _plain(descriptions.astype("str")).str.contains(
        rf"\b(?:{pieces})\s*(?:no\.?|number|#)?\s*\d{{3,}}\b", regex=True, na=False
    )
    return (checks_in(descriptions).notna() | numbered).astype(bool)


def are_of_claims(descriptions: pd.Series) -> pd.Series:
    """Tell which deposits pay claims by their words (`of_claims` of `bank_words.toml`): a payer's transfer."""
    return _have(descriptions, words().of_claims)


def are_transfers(descriptions: pd.Series) -> pd.Series:
    """Tell which deposits came by transfer by their words (`of_claims` and `transfers` of `bank_words.toml`)."""
    return _have(descriptions, words().of_claims | words().transfers)


def words() -> BankWords:
    """Return the words of banks by what they say."""
    return reference.load("bank_words", BankWords)
