"""What a gate holds against texts, made from the known values of practices: names in all their forms, numbers, days."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from functools import lru_cache
from pathlib import Path

from cutover.reporting.privacy import known, known_state, words
from cutover.reporting.privacy.gate import (
    DAY,
    FEWEST_DIGITS,
    FEWEST_LETTERS,
    FEWEST_OF_LAST,
    LONGEST,
    Gate,
    days_of,
    words_of,
)


def of(home: Path, client: str, practices: tuple[str, ...], as_of: str) -> Gate:
    """Return the gate of what the inputs of these practices, as they are now, call patients and the like."""
    return _of(home, client, tuple((one, known_state.of(home, client, one)) for one in practices), as_of)


@lru_cache(maxsize=4)
def _of(home: Path, client: str, practices: tuple[tuple[str, str], ...], as_of: str) -> Gate:
    return made([known.of_practice(home, client, *practice) for practice in practices], as_of)


def made(values: Iterable[known.Values], as_of: str = "") -> Gate:
    """Return the gate of these known values.

    `as_of` is the day of the report, which is nobody's birthday by itself. No one is born after it: such a day of a
    list, such as that of an appointment, is one that a report plans with.
    """
    gate = Gate()
    for one in values:
        own = [words_of(text) for text in one[known.OWN]]
        others = {as_of, *one[known.OTHER_DAY], *words.own_days()}
        firms = {word for text in [*one[known.PAYER], *one[known.OWN]] for word in words_of(text)}
        _add_names(gate, one[known.NAME], own)
        _add_lasts(gate, one[known.NAME], firms)
        _add_runs(gate, one[known.ADDRESS], known.ADDRESS, own)
        _add_files(
            gate, one[known.FILE_NAME], firms - {w for name in one[known.NAME] for w in words_of(name)}
        )
        _add_numbers(gate, one[known.NUMBER])
        days = {text[:10] for text in one[known.DAY] if DAY.fullmatch(text[:10])}
        days |= {day for text in one[known.DAY] for day in _days_in(text)}
        gate.days |= {day for day in days - others if not as_of or day <= as_of}
        gate.phones |= {d[-10:] for t in one[known.PHONE] if len(d := re.sub(r"\D", "", t)) >= 10}
        gate.mails |= {text.lower().strip() for text in one[known.MAIL]}
    return gate


def _days_in(text: str) -> Iterator[str]:
    for match in DAY.finditer(text):
        yield from days_of(match)


def _add_run(gate: Gate, said: Sequence[str], kind: str, own: list[list[str]]) -> None:
    if not 2 <= len(said) <= LONGEST or any(_is_part(said, name) for name in own):
        return
    run = " ".join(said)
    gate.runs[run] = kind
    gate.lengths[said[0]].add(len(said))
    if words.own_words().issuperset(said):
        gate.everyday.add(run)


def _is_part(run: Sequence[str], whole: list[str]) -> bool:
    return len(run) <= len(whole) and all(word in whole for word in run)


def _add_names(gate: Gate, texts: Iterable[str], own: list[list[str]]) -> None:
    """Each person in the forms that people and systems write."""
    runs: set[tuple[str, ...]] = set()
    for text in texts:
        last, first, middle = [*text.split("|"), "", ""][:3]
        if "|" not in text:  # a full name, in one order or the other
            last, _, first = text.partition("," if "," in text else " ")
        middles = words_of(middle)
        for one, other in _spelled(last, first):
            runs.add((*one, *other))
            for between in (middles, [middles[0][0]]) if middles else ():
                runs |= {(*one, *other, *between), (*one, *between, *other)}
            joined = "".join([*one, *other])
            if len(joined) > FEWEST_LETTERS and joined not in words.own_words():
                gate.singles[joined] = known.NAME
    for run in runs:
        _add_run(gate, run, known.NAME, own)


def _add_lasts(gate: Gate, texts: Iterable[str], others: set[str]) -> None:
    """Last names of one word that this program, the practice and its payers do not use themselves."""
    last = {text.partition("|" if "|" in text else ",")[0] for text in texts if "|" in text or "," in text}
    said = {words_of(name)[0] for name in last if len(words_of(name)) == 1}
    gate.lasts |= {word for word in said if len(word) >= FEWEST_OF_LAST} - others - words.own_words()


def _spelled(last: str, first: str) -> set[tuple[tuple[str, ...], tuple[str, ...]]]:
    """Return both names in both orders, the parts of each apart and as one word."""
    pairs = {(back, front) for back in _forms(last) for front in _forms(first)}
    return pairs | {(front, back) for back, front in pairs}


def _forms(name: str) -> set[tuple[str, ...]]:
    """Return a name as words: its parts apart, without apostrophes, and as one."""
    said = words_of(name)
    if len(said) < 2:
        return {tuple(said)} - {()}
    return {tuple(said), tuple(words_of(re.sub("['’`]", "", name))), ("".join(said),)}


def _add_runs(gate: Gate, texts: Iterable[str], kind: str, own: list[list[str]]) -> None:
    for text in texts:
        said = words_of(text)
        if any(word.isdigit() for word in said) and len(said) > 2 - (not set(said) <= words.own_words()):
            _add_run(gate, said[:LONGEST], kind, own)


def _add_files(gate: Gate, texts: Iterable[str], firms: set[str]) -> None:
    """A file by its name; by the words of its name alone where one of them is none of this program's own.

    A file or a sheet that is called after the practice or a payer tells of nobody: its words stand on every page. A
    word that is also in a person's name is not among those of `firms`.
    """
    for text in {part for whole in texts for part in (whole, *re.split(r"[/!\\]", whole))}:
        said = words_of(text)
        strange = {w for w in said if len(w) > 3 and not w.isdigit()} - words.own_words() - firms
        if not strange:
            continue
        stem = words_of(text.rpartition(".")[0]) or said
        for run in (said, stem):
            _add_run(gate, run[:LONGEST], known.FILE_NAME, [])
            if len(run) == 1 and len(run[0]) > FEWEST_LETTERS:
                gate.singles[run[0]] = known.FILE_NAME


def _add_numbers(gate: Gate, texts: Iterable[str]) -> None:
    ours = words.own_words()
    for text in texts:
        said = text.lower() if text.isascii() and text.isalnum() else "".join(words_of(text))
        if said.isdigit():
            said = said.lstrip("0")
            fits = len(said) >= FEWEST_DIGITS
        else:
            fits = len(said) >= FEWEST_LETTERS or (len(said) == FEWEST_DIGITS and not said.isalpha())
        if fits and not (said in ours and (said.isalpha() or len(said) == FEWEST_DIGITS)):
            gate.singles[said] = known.NUMBER
