"""The one shape that every workstream returns."""

from __future__ import annotations

import datetime as dt
import hashlib
from collections.abc import Iterable
from dataclasses import dataclass, field
from enum import StrEnum

import pandas as pd

from cutover.columns import Column


class Severity(StrEnum):
    """How much a finding matters to the cutover; in falling order."""

    BLOCKER = "blocker"
    HIGH = "high"
    MEDIUM = "medium"
    LOW = "low"


class State(StrEnum):
    """How a report answers its question; the gravest first."""

    BLOCKED = "blocked"
    ATTENTION = "attention"
    OK = "ok"


@dataclass(frozen=True)
class Signal:
    """The sign of a report: its `state` by the rules that `data/reference/signals.toml` has under the code `of`."""

    of: str
    state: State


# labels of figures that pages about many reports look for
CUTOVER_DATE, OPEN_MONEY = "Cutover date", "Open with payers"


@dataclass(frozen=True)
class Figure:
    """One headline number: `value` is formatted text, or None where it is unknown.

    `column` is what it is called, in a word or two, in a table of many practices: the one figure of a report that
    has such a name is the one that stands there.
    """

    label: str
    value: str | None
    note: str = ""
    column: str = ""


@dataclass(frozen=True)
class Table:
    """A frame with the contract of its columns: what a report may show and to whom.

    `frame` has exactly the columns of `columns`, in their order. `note` is one sentence on what is
    counted, and what is not. `absent` is what a table without rows says in place of `none`: that what would fill
    it is not on file (`not known: ...`), or how few there are; empty where no row means none.
    """

    title: str
    frame: pd.DataFrame
    columns: tuple[Column, ...]
    note: str = ""
    absent: str = ""


@dataclass(frozen=True)
class Finding:
    """Something that a person must act on.

    `count` is the number of cases (the rows of `evidence`), `amount_cents` the money they are about, None
    where no amount is known or meant. `meaning` says in the owner's words what it means, `action` begins
    with a verb, `owner` is who does it, `due` by when (None: no date follows from the data). The first
    column of `evidence` is `key` (`evidence_key`).
    """

    code: str
    severity: Severity
    title: str
    meaning: str
    count: int
    amount_cents: int | None
    action: str
    owner: str
    due: dt.date | None
    evidence: Table


@dataclass(frozen=True)
class Source:
    """Where a rate, rule or code list came from, and how old it is."""

    title: str
    where: str
    as_of: dt.date | None = None


@dataclass(frozen=True)
class Result:
    """What a workstream says of one practice (or of the book).

    `verdict` is one sentence an owner can act on; `findings` are in order of severity; `tables` maps a
    name to the frame behind a section; `limits` says what this does not show, one sentence each. `signal` is how the
    question is answered; without it the worst finding decides.
    """

    title: str
    verdict: str
    figures: tuple[Figure, ...]
    findings: tuple[Finding, ...]
    tables: dict[str, Table]
    limits: tuple[str, ...]
    sources: tuple[Source, ...] = field(default=())
    signal: Signal | None = None


_SEVERITIES = list(Severity)


def as_shown(findings: Iterable[Finding]) -> tuple[Finding, ...]:
    """Return findings in falling severity and, within one, by money: the most first, those without any last."""
    return tuple(
        sorted(findings, key=lambda one: (_SEVERITIES.index(one.severity), -abs(one.amount_cents or 0)))
    )


_ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"  # Crockford's: no I, L, O, U to misread


def evidence_key(*identity: object) -> str:
    """Return the stable key of one case, such as `E-7Q2MK4D0`.

    It depends on the case alone (a finding's code and what identifies the case: content hash and segment,
    payer and month), so that it outlives new files and other orders. Forty bits of a digest over what
    is not guessable: never a way back to a patient, and two of 10,000 cases share one less than once in 20,000 times.
    """
    digest = hashlib.sha256("\x1f".join(map(str, identity)).encode()).digest()
    bits = int.from_bytes(digest[:5], "big")
    return "E-" + "".join(_ALPHABET[(bits >> shift) & 31] for shift in range(35, -1, -5))


def short_key(key: str) -> str:
    """Return the key that a case had while keys were of thirty bits: the beginning of today's (`E-7Q2MK4`)."""
    return key[: len("E-7Q2MK4")]
