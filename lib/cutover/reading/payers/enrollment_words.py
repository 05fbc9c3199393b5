"""What trackers and exports of enrollments mean: their words for transactions, for statuses, and for who holds one."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache, partial

import pandas as pd

from cutover import reference
from cutover.intake.sheets import AWAY, ELSEWHERE, ENROLLMENTS
from cutover.reading.files.header import normal
from cutover.reading.mapping.said_once import bare_month
from cutover.reading.payers import status_cells

CLAIMS = "837"  # claims of which a source says no form
SUBMITTED = "SUBMITTED"
_OFFICE_ALLY = "office ally"
_BRACKETED = re.compile(r"[(\[]([^()\[\]]+)[)\]]")
_VERSION = re.compile(r"(?<![a-z])v(?:er(?:sion)?)?[\s._]?\d+", re.IGNORECASE)


@dataclass(frozen=True)
class _Named:
    codes: tuple[str, ...]
    words: tuple[str, ...]


@dataclass(frozen=True)
class _Apart:
    words: tuple[str, ...]
    why: str


@dataclass(frozen=True)
class _Transactions:
    doubtful: tuple[str, ...]
    beside_remittances: tuple[str, ...]
    transaction: tuple[_Named, ...]
    apart: tuple[_Apart, ...]


@dataclass(frozen=True)
class _Meant:
    status: str
    words: tuple[str, ...]
    waiting_on: str | None = None


@dataclass(frozen=True)
class _Statuses:
    unfinished: tuple[str, ...]
    everyone: tuple[str, ...]
    unused: tuple[str, ...]
    old: tuple[str, ...]
    beside_old: tuple[str, ...]
    status: tuple[_Meant, ...]


@dataclass(frozen=True)
class _Holder:
    meaning: str
    pending: str
    names: tuple[str, ...]


@dataclass(frozen=True)
class _Holders:
    held: frozenset[str]
    pending: frozenset[str]
    done: frozenset[str]
    filed: frozenset[str]
    through: frozenset[str]
    joints: frozenset[str]
    after: frozenset[str]
    name: tuple[_Holder, ...]


def transactions(text: str) -> tuple[str, ...]:
    """Return the X12 codes that a cell names, none where it names none that is known or where it says no.

    `Claims, ERA` is ("837", "835"): "837" are claims whose form the cell leaves open, and it is left out beside a form.
    """
    return () if _met(text)[1] else named_in(text)


def named_in(text: str) -> tuple[str, ...]:
    """Return the X12 codes that a text names as `transactions`, also where it says no: `paper only, no 835`."""
    codes = dict.fromkeys(
        code for named in _met(text)[0] if isinstance(named, _Named) for code in named.codes
    )
    forms = [code for code in codes if code.startswith(CLAIMS) and code != CLAIMS]
    return tuple(code for code in codes if code != CLAIMS or not forms)


def apart(text: str) -> str | None:
    """Return why a cell that names no transaction of a move is none to be compared, None where it is not known."""
    found, doubtful = _met(text)
    whys = [named.why for named in found if isinstance(named, _Apart)]
    return whys[0] if whys and len(whys) == len(found) and not doubtful else None


def is_all_apart(text: str) -> bool:
    """Return whether a header is the name of what is no transaction of a move, and nothing more: `EFT`."""
    return isinstance(_phrases().get(" ".join(_tokens(text))), _Apart)


def claims_beside_remittances(headers: Iterable[str]) -> dict[str, str]:
    """Return the headers that mean claims only since another names remittances, with what they are called then.

    `EDI stage` beside `ERA stage` is of claims; without such a column it may be of anything.
    """
    if not any(transactions(header) == ("835",) for header in headers):
        return {}
    said = {header: _tokens(header) for header in headers if not _met(header)[0]}
    return {
        header: " ".join(f"{word} claims" if word in _said().beside_remittances else word for word in tokens)
        for header, tokens in said.items()
        if set(tokens) & set(_said().beside_remittances)
    }


def not_understood(found: pd.DataFrame) -> list[tuple[int, str, str]]:
    """Return (row, field, cell) of each transaction and status of mapped enrollments that means nothing known.

    What a cell says of a transaction that does not move (`paper check` of EFT) is quoted payer by payer.
    """
    told = []
    for row in found[["source_row", "payer_name", "transaction", "status"]].to_dict("records"):
        if isinstance(row["transaction"], str) and apart(row["transaction"]):
            continue
        payer = row["payer_name"] if isinstance(row["payer_name"], str) else None
        for name, known in (("transaction", _is_named), ("status", partial(status, payer=payer))):
            text = row[name]
            if isinstance(text, str) and text.strip() and not known(text) and not is_unfinished(text):
                told.append((int(row["source_row"]), name, text))
    return told


def _is_named(text: str) -> bool:
    return bool(transactions(text) or apart(text))


def transaction_words() -> frozenset[str]:
    """Return every word or phrase that names a transaction, or what is no transaction of a move."""
    return frozenset(_phrases())


def beside_remittances() -> frozenset[str]:
    """Return the words that name claims beside remittances alone (`claims_beside_remittances`)."""
    return frozenset(_said().beside_remittances)


def apart_reasons() -> frozenset[str]:
    """Return every reason of `apart`."""
    return frozenset(one.why for one in _said().apart)


def status(text: str, payer: str | None = None) -> str | None:
    """Return the status that a cell means: the intake's word, a plain one, who holds the enrollment, or free words.

    `payer` is the row's own, by whose name the cell may call it.
    """
    whole = _whole(text)
    free = None if whole else _free(text, payer)
    return whole or (free.status if free else None)


def is_unfinished(text: str) -> bool:
    """Return whether a cell says that nothing is in force yet, and not whether anything was filed: `not yet`."""
    return normal(text) in {normal(word) for word in _said_of_statuses().unfinished}


def is_everyone(payer: str) -> bool:
    """Return whether the cell of a payer speaks of all that have no row of their own: `all others`."""
    return normal(payer) in {normal(word) for word in _said_of_statuses().everyone}


def is_old(title: str) -> bool:
    """Return whether the title of a sheet or a file says that it is of before: `July (old)`, `v2 do not use`.

    What stands in brackets is judged alone; otherwise the title names nothing else, unless it says not to use it.
    """
    said = _said_of_statuses()
    plain = f" {' '.join(re.findall(r'[a-z]+', title.lower().replace(chr(39), '')))} "
    if any(f" {phrase} " in plain for phrase in said.unused):
        return True
    return _is_only_old(_VERSION.sub(" ", title)) or any(map(_is_only_old, _BRACKETED.findall(title)))


def _is_only_old(title: str) -> bool:
    """Whether a title has words of before, and no others that name something."""
    said = _said_of_statuses()
    rest, hits = f" {' '.join(re.findall(r'[a-z]+', title.lower()))} ", 0
    for phrase in sorted((*said.old, *said.beside_old), key=len, reverse=True):
        while f" {phrase} " in rest:
            hits += phrase in said.old
            rest = rest.replace(f" {phrase} ", " ", 1)
    return hits > 0 and all(bare_month(word) for word in rest.split())


def tells_of_old_system(header: str) -> bool:
    """Return whether a header asks what is on in Office Ally, the system that is left: `Remits on in OA?`."""
    return bool(named_in(header)) and names_old_system(header)


def names_old_system(title: str) -> bool:
    """Return whether a title names Office Ally and no other clearinghouse: `OA active payers`."""
    named, _, _ = _parted(_tokens(title.replace("_", " ")))
    return bool(named) and all(_OFFICE_ALLY in one.names for one in named)


def waits_on(text: str, payer: str | None = None) -> str | None:
    """Return whom a status waits on, as its words tell: `Waiting on Stedi`, `Dr has to sign`."""
    meant = _plain_words().get(normal(text))
    free = None if _whole(text) else _free(text, payer)
    return meant.waiting_on if meant else free.waiting_on if free else None


def says_more(text: str, payer: str | None = None) -> bool:
    """Return whether a status tells more than its kind: another clearinghouse that holds it, a reason, a day."""
    return status(text, payer) in AWAY or (not _whole(text) and _free(text, payer) is not None)


def _whole(text: str) -> str | None:
    """The status that a cell means taken whole."""
    meant = _plain_words().get(normal(text))
    return ENROLLMENTS.field("status").choice(text) or (meant.status if meant else None) or _held(text)


def _free(text: str, payer: str | None) -> status_cells.Meant | None:
    """What a cell means in free words; beside a clearinghouse other than the new one nothing is sure."""
    named, _, _ = _parted(_tokens(status_cells.without_days(text)))
    return None if any(one.meaning != "LIVE" for one in named) else status_cells.meant(text, payer)


def _held(text: str) -> str | None:
    """The status that a cell means by naming a clearinghouse, with nothing else in it that is not understood."""
    named, rest, joint = _parted(_tokens(status_cells.without_days(text)))
    said = _holders()
    if len({one.meaning for one in named}) != 1:
        return None
    if not rest <= said.held | said.pending | said.filed | said.through | said.joints | said.after:
        return None
    return _meaning(named[0], rest, joint in said.through)


def _meaning(holder: _Holder, rest: set[str], is_through: bool) -> str | None:
    """What a name means beside these words: held there, pending there, filed through it, or nothing that is sure."""
    said = _holders()
    elsewhere = holder.meaning == ELSEWHERE
    if rest & said.filed and (holder.meaning == "LIVE" or (elsewhere and is_through)):
        return SUBMITTED
    if rest & (said.pending | said.filed):
        return None if rest & said.pending and rest & said.done else holder.pending
    # "Stedi" alone tells nothing: it may be whom it waits on
    return holder.meaning if holder.meaning != "LIVE" or rest & said.held else None


def _parted(tokens: list[str]) -> tuple[list[_Holder], set[str], str | None]:
    """The clearinghouses that a cell names, the longest name at each word; its other words; that before the first."""
    named: list[_Holder] = []
    rest: list[str] = []
    place, joint = 0, None
    while place < len(tokens):
        ends = range(len(tokens), place, -1)
        end = next((end for end in ends if " ".join(tokens[place:end]) in _holder_names()), None)
        if end is None:
            rest.append(tokens[place])
            place += 1
            continue
        joint = joint if named or not rest else rest[-1]
        named.append(_holder_names()[" ".join(tokens[place:end])])
        place = end
    return named, set(rest), joint


def _met(text: str) -> tuple[list[_Named | _Apart], bool]:
    """Every entry that a cell names, the longest at each word, and whether a word of doubt is among the rest."""
    tokens, place, found = _tokens(text), 0, []
    doubtful = False
    while place < len(tokens):
        for end in range(len(tokens), place, -1):
            named = _phrases().get(" ".join(tokens[place:end]))
            if named:
                found.append(named)
                place = end
                break
        else:
            doubtful |= tokens[place] in _said().doubtful
            place += 1
    return found, doubtful


def _tokens(text: str) -> list[str]:
    return re.findall(r"[a-z0-9]+", text.lower().replace("&", " and "))


def _said() -> _Transactions:
    return reference.load("transaction_words", _Transactions)


@cache
def _phrases() -> dict[str, _Named | _Apart]:
    every: tuple[_Named | _Apart, ...] = (*_said().transaction, *_said().apart)
    return {" ".join(_tokens(word)): named for named in every for word in named.words}


@cache
def _plain_words() -> dict[str, _Meant]:
    return {normal(word): meant for meant in _said_of_statuses().status for word in meant.words}


def _said_of_statuses() -> _Statuses:
    return reference.load("enrollment_words", _Statuses)


@cache
def _holders() -> _Holders:
    return reference.load("clearinghouses", _Holders)


def is_clearinghouse(name: str) -> bool:
    """Tell whether a name is a clearinghouse's, such as Stedi or Availity, and not a payer's."""
    return " ".join(_tokens(re.sub(r"(?i)[, ]+(inc|llc|corp)\.?$", "", name.strip()))) in _holder_names()


@cache
def _holder_names() -> dict[str, _Holder]:
    return {" ".join(_tokens(word)): one for one in _holders().name for word in one.names}
