"""What a question answers, and how a question is answered once."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field, replace
from functools import wraps
from typing import Protocol, TypeVar, cast

import pandas as pd

from cutover.columns import empty
from cutover.reading.mapping.record import FILES
from cutover.reading.practice.whose import NOT_OWN
from cutover.result import Finding, Result, Severity, Signal, State, Table


@dataclass(frozen=True)
class Answer:
    """What one question family found: its findings in order, and the tables of its sections.

    `not_own` (NOT_OWN) counts the rows that are not known to be the practice's, for the findings that a report has of
    all its sources together; `files` (FILES) says what was read for it.
    """

    findings: tuple[Finding, ...] = ()
    tables: tuple[tuple[str, Table], ...] = ()
    not_own: pd.DataFrame = field(default_factory=lambda: empty(NOT_OWN))
    files: pd.DataFrame = field(default_factory=lambda: empty(FILES))


class Remembers(Protocol):
    """The inputs of a family, which keep what was answered: the question is the key of its answer."""

    @property
    def known(self) -> dict[Callable, object]:
        """The answers by their questions."""
        ...


_FILES, _CELLS = "files-not-read", "files-intake-cell"  # findings of what could not be read


def signed(result: Result, of: str, state: State, *, rests_on_all_files: bool = True) -> Result:
    """Return a result with its sign by the rules that `signals.toml` has under the code `of`.

    It is never green beside a blocker or an unread answer of the intake, nor beside an unread file where the answer
    `rests_on_all_files`.
    """
    doubts = {_FILES, _CELLS} if rests_on_all_files else {_CELLS}
    unsure = any(f.severity is Severity.BLOCKER or f.code in doubts for f in result.findings)
    return replace(result, signal=Signal(of, State.ATTENTION if state is State.OK and unsure else state))


Inputs = TypeVar("Inputs", bound=Remembers)
Answered = TypeVar("Answered")


def once(ask: Callable[[Inputs], Answered]) -> Callable[[Inputs], Answered]:
    """Return a question that is answered once for each inputs; several tables and findings rest on one answer."""

    @wraps(ask)
    def asked(inputs: Inputs) -> Answered:
        if ask not in inputs.known:
            inputs.known[ask] = ask(inputs)
        return cast(Answered, inputs.known[ask])

    return asked
