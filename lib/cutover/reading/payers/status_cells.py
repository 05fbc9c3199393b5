"""What an office writes as the status of an enrollment in free words: a step, whom it waits on, a reason, a day.

`kicked back - wrong NPI` is rejected, `faxed 6/3, waiting on the state` waits on the payer, `not yet signed` waits on
the provider. Good news counts only where every word of the cell is understood; what stays in doubt is nobody's status.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from functools import cache

from cutover import reference

LIVE, REJECTED, CANCELED, NOT_NEEDED, NOT_FILED = "LIVE", "REJECTED", "CANCELED", "not needed", "not filed"
_END, _STEP, _AGAIN, _WAIT, _MOVED = "end", "step", "again", "wait", "moved"
_OPEN, _HOLD, _ABSENT, _REMARK = "open", "hold", "absent", "remark"
_FAR = ("DRAFT", "SUBMITTED", "PROVISIONING")  # how far a step has come
# beside these any reason may stand
_BAD = (REJECTED, CANCELED, "PROVIDER_ACTION_REQUIRED", NOT_FILED, "DRAFT")
_MONTH = (
    r"(?:jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?|sept?(?:ember)?"
    r"|oct(?:ober)?|nov(?:ember)?|dec(?:ember)?)"
)
_DAYS = re.compile(
    r"\b\d{4}-\d{1,2}-\d{1,2}\b|\b\d{1,2}[/.-]\d{1,2}(?:[/.-]\d{2}(?:\d{2})?)?\b"
    rf"|\b{_MONTH}\.? \d{{1,2}}(?:st|nd|rd|th)?\b(?:,? \d{{4}}\b)?"
    rf"|\b\d{{1,2}}(?:st|nd|rd|th)? {_MONTH}\b(?:,? \d{{4}}\b)?"
    rf"|\b(?:since|in|of|on|by|from|early|mid|late|end of) {_MONTH}\b(?:,? \d{{4}}\b)?"
    r"|\b\d+ ?(?:days?|weeks?|wks?|months?|mos?)(?: ago)?\b",
    re.IGNORECASE,
)  # fmt: skip
_WHOLE_DAY = re.compile(r"\b(?:\d{4}-\d{1,2}-\d{1,2}|\d{1,2}[/-]\d{1,2}[/-](?:\d{4}|\d{2}))\b")
_PART = "|"
_PARTS = re.compile(r"[,;:()\[\]|\n\u2013\u2014]|\.(?=\s|$)|\s-+\s|\s/\s")


@dataclass(frozen=True)
class Meant:
    """A status that a cell means in free words, and whom it waits on where the words tell."""

    status: str
    waiting_on: str | None = None


@dataclass(frozen=True)
class _Said:
    says: str
    phrases: tuple[str, ...]
    status: str = ""
    waiting_on: str | None = None
    negated: str | None = None
    negated_on: str | None = None


@dataclass(frozen=True)
class _Who:
    status: str
    waiting_on: str
    names: tuple[str, ...]


@dataclass(frozen=True)
class _Words:
    articles: frozenset[str]
    undoing: frozenset[str]
    doubtful: frozenset[str]
    parting: frozenset[str]
    around: frozenset[str]
    waits: tuple[str, ...]
    moves: tuple[str, ...]
    must: tuple[str, ...]
    deeds: tuple[str, ...]


@dataclass(frozen=True)
class _Cells:
    written: dict[str, str]
    words: _Words
    who: tuple[_Who, ...]
    said: tuple[_Said, ...]


@dataclass
class _Read:
    """A cell as read: what it says in its own order, and the words that nothing knows."""

    said: list[_Said] = field(default_factory=list)
    left: list[str] = field(default_factory=list)
    is_unsure: bool = False


def meant(text: str, payer: str | None = None) -> Meant | None:
    """Return what a cell means, None where that is not sure; `payer` is the row's own, which it may name."""
    if "?" in text:
        return None
    read = _read(_named(_tokens(text), payer))
    words = _known().words
    if read.is_unsure or words.doubtful & set(read.left):
        return None
    found = _together([one for one in read.said if one.says != _REMARK])
    if found is None or found.status in _BAD:
        return found
    if found.status in (LIVE, NOT_NEEDED):
        return found if all(word in words.around or word.isdigit() for word in read.left) else None
    return None if words.undoing & set(read.left) else found


def tells_a_rejection(text: str) -> bool:
    """Return whether a sentence of a note says that an enrollment was rejected: `Alder rejected the form: no NPI`.

    Not one that asks (`rejected?`), and not one with a word before the rejection that undoes it (`not rejected`).
    """
    said = f" {' '.join(_tokens(text))} "
    phrases = [phrase for one in _known().said if one.status == REJECTED for phrase in one.phrases]
    undoing = (_known().words.undoing | _known().words.doubtful) - {"was", "were"}
    before = [said.split(f" {phrase} ")[0].split()[-1:] for phrase in phrases if f" {phrase} " in said]
    return "?" not in text and any(not undoing & set(last) for last in before)


def without_days(text: str) -> str:
    """Return a cell without the days on which it was noted: `since May`, `6/3`, `2 weeks ago`."""
    return _DAYS.sub(" ", text)


def whole_day(text: str) -> str | None:
    """Return the one day with its year that a cell names; None where it names none or several."""
    days = set(_WHOLE_DAY.findall(text))
    return days.pop() if len(days) == 1 else None


def _together(found: list[_Said]) -> Meant | None:
    """The one status that several sayings come to, in the order in which they stand."""
    ends = [one for one in found if one.says == _END]
    if ends:
        return _ended(found, ends)
    of = {one.says for one in found}
    waits = {(one.status, one.waiting_on) for one in found if one.says == _WAIT}
    done = [one for one in found if one.says in (_STEP, _AGAIN, _MOVED)]
    sent = [one for one in done if one.status not in ("DRAFT", "PROVIDER_ACTION_REQUIRED")]
    if _ABSENT in of and (sent or _OPEN in of):
        return None
    if waits:
        one_side = len({status for status, _ in waits}) == 1
        is_off = _ABSENT in of and "PROVISIONING" in {status for status, _ in waits}
        return _of(next(one for one in found if one.says == _WAIT)) if one_side and not is_off else None
    if _ABSENT in of:
        return Meant(NOT_FILED)
    if _HOLD in of:
        return _of(next(one for one in found if one.says == _HOLD))
    if any(one.says == _MOVED for one in done):
        return _of(done[-1])
    if done and _OPEN in of and not sent:
        return None
    steps = done + [one for one in found if one.says == _OPEN]
    return _of(max(steps, key=lambda one: _FAR.index(one.status))) if steps else None


def _ended(found: list[_Said], ends: list[_Said]) -> Meant | None:
    """What an end comes to beside other sayings: filed again after a rejection is filed."""
    if len({one.status for one in ends}) > 1:
        return None
    end, others = ends[0], [one for one in found if one.says != _END]
    of = {one.says for one in others}
    if end.status == REJECTED:
        after = found[len(found) - 1 - [one.says for one in reversed(found)].index(_END) + 1 :]
        if any(one.says == _AGAIN for one in after):
            return _together(after)
        waits = [one for one in others if one.says == _WAIT]
        is_off = any(one.says in (_STEP, _MOVED) for one in after) or _OPEN in of
        if is_off or any(one.status != "PROVIDER_ACTION_REQUIRED" for one in waits):
            return None
        return Meant(REJECTED, waits[0].waiting_on if waits else None)
    allowed = {LIVE: {_STEP}, CANCELED: {_STEP, _ABSENT}}.get(end.status, set())
    return Meant(end.status) if of <= allowed else None


def _of(one: _Said) -> Meant:
    return Meant(one.status, one.waiting_on)


def _read(tokens: list[str]) -> _Read:
    """What the words say, the longest entry at each; one behind a word that undoes it in its part is turned round."""
    read, words, place, undone = _Read(), _known().words, 0, False
    while place < len(tokens):
        end, said = _longest(tokens, place)
        if said:
            if undone and said.says != _REMARK:
                turned = said.negated and _Said(_turned(said), (), said.negated, said.negated_on)
                read.is_unsure |= not turned
                read.said += [turned] if turned else []
            else:
                read.said.append(said)
            place = end
            continue
        token = tokens[place]
        if token == _PART or token in words.parting:
            undone = False
        else:
            undone |= token in words.undoing
            read.left.append(token)
        place += 1
    return read


def _turned(said: _Said) -> str:
    return _ABSENT if said.negated == NOT_FILED else _WAIT


def _longest(tokens: list[str], place: int) -> tuple[int, _Said | None]:
    entries = _entries()
    for end in range(min(len(tokens), place + _longest_entry()), place, -1):
        said = entries.get(" ".join(tokens[place:end]))
        if said:
            return end, said
    return place, None


def _tokens(text: str) -> list[str]:
    """The words of a cell without its days and articles, with a mark where a part of it ends."""
    plain = without_days(text.casefold().replace("\u2019", "'"))
    for written, as_word in _known().written.items():
        plain = re.sub(_bounded(written), as_word, plain)
    parts = [re.findall(r"[a-z0-9]+", part) for part in _PARTS.split(plain)]
    articles = _known().words.articles
    return [word for part in parts for word in (*part, _PART) if word not in articles]


def _bounded(written: str) -> str:
    begins = r"\b" if written[0].isalnum() and written != "n't" else ""
    return begins + re.escape(written) + (r"\b" if written[-1].isalnum() else "")


def _named(tokens: list[str], payer: str | None) -> list[str]:
    """The words with the row's own payer called so."""
    own = set(re.findall(r"[a-z0-9]+", (payer or "").casefold()))
    telling = {word for word in own - _vocabulary() if len(word) > 2}
    named: list[str] = []
    for word in tokens:
        if word in telling or (word in own and named[-1:] == ["payer"]):
            named += [] if named[-1:] == ["payer"] else ["payer"]
        else:
            named.append(word)
    return named


@cache
def _entries() -> dict[str, _Said]:
    """Every entry by its words; what a status of its own says goes before whom it waits on."""
    known = _known()
    payers = known.who[0].names  # the first are the payer's
    said = [(p.replace("{payer}", n), s) for s in known.said for p in s.phrases for n in payers]
    told = [(phrase, _Said(says, (), who.status, who.waiting_on))
            for who in known.who for phrase, says in _waited_on(who.names, known.words)]  # fmt: skip
    found: dict[str, _Said] = {}
    for phrase, one in (*said, *told):
        found.setdefault(" ".join(_phrase(phrase)), one)
    return found


def _waited_on(names: Iterable[str], words: _Words) -> Iterator[tuple[str, str]]:
    for name in names:
        yield from ((f"{begin} {name}", _WAIT) for begin in words.waits)
        yield from ((f"{begin} {name}", _MOVED) for begin in words.moves)
        yield from ((f"{name} {must} {deed}", _WAIT) for must in words.must for deed in words.deeds)


def _phrase(text: str) -> list[str]:
    return [word for word in re.findall(r"[a-z0-9]+", text) if word not in _known().words.articles]


@cache
def _longest_entry() -> int:
    return max(phrase.count(" ") + 1 for phrase in _entries())


@cache
def _vocabulary() -> frozenset[str]:
    words = _known().words
    listed = words.around | words.undoing | words.doubtful | words.parting
    return listed | {word for phrase in _entries() for word in phrase.split()}


@cache
def _known() -> _Cells:
    return reference.load("enrollment_status_cells", _Cells)
