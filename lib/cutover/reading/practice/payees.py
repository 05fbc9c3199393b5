"""Whom a practice's remittances name as the payee: what it may be known by where its intake names no identifier."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import NamedTuple

from cutover.identifiers import is_npi, tin_digits
from cutover.reading.files.zips import walk
from cutover.reading.kept import opened, program
from cutover.reading.practice import private_file
from cutover.reading.x12 import chunks, envelope

FOLDER = "era"
_ELEMENT, _SEGMENT = b"\x1c", b"\x1d"  # as `chunks.segments_of` writes them
_ENDS = ("LX", "CLP", "SE")  # what ends the payee's loop of an 835
_CHIEF = 0.75  # share of the payments that name a payee, from which that payee is whose the folder is


class Named(NamedTuple):
    """A payee as payments write it: name, Tax ID and NPI, null where absent; who treated, how many payments."""

    name: str | None
    tin: str | None
    npi: str | None
    treats: tuple[str, ...] = ()  # NPIs
    payments: int = 1


@dataclass(frozen=True)
class Payee:
    """One payee of several payments: those that share a Tax ID or an NPI; `treats` are the NPIs of who treated."""

    payments: int
    name: str
    tins: frozenset[str]
    npis: frozenset[str]
    treats: frozenset[str]


@dataclass(frozen=True)
class Payees:
    """The payees of a practice's 835 files, each way of writing one once."""

    named: tuple[Named, ...]

    @property
    def payments(self) -> int:
        """How many payments name a payee, be it by a name alone."""
        return _number(self.named)

    @property
    def tins(self) -> frozenset[str]:
        """The Tax IDs of all payees."""
        return frozenset(one.tin for one in self.named if one.tin)

    @property
    def npis(self) -> frozenset[str]:
        """The NPIs of all payees."""
        return frozenset(one.npi for one in self.named if one.npi)

    @property
    def is_one(self) -> bool:
        """Whether all name one and the same: one Tax ID with at most one NPI, or one NPI."""
        return len(self.tins) <= 1 and len(self.npis) <= 1 and bool(self.tins or self.npis)

    @property
    def chief(self) -> Payee | None:
        """The payee of nearly all payments, None where no payee stands out."""
        groups = _groups(self.named)
        best = max(groups, key=_number, default=[])
        return _payee(best) if best and _number(best) >= _CHIEF * self.payments else None


NOBODY = Payees(())


def kept_payees(raw: Path, processed: Path) -> Payees:
    """Return what `payees_of` finds in a practice's folder, from `processed` where no remittance has changed."""
    folder, kept = raw / FOLDER, processed / "payees.json"
    opened.note_tree(folder)
    with opened.unheard():
        state = f"{program.digest()} {opened.tree(str(folder))}"
        said = private_file.read_json(kept)
        if said.get("state") == state:
            return Payees(
                tuple(
                    Named(name, tin, npi, tuple(treats), number)
                    for name, tin, npi, treats, number in said["named"]
                )
            )
        found = payees_of(raw)
        private_file.write(kept, json.dumps({"state": state, "named": found.named}).encode())
        return found


def payees_of(raw: Path) -> Payees:
    """Return whom the remittances in a practice's folder name as payee, given `data/raw/<client>/<practice>`.

    Files that are no 835, or cannot be read, name nobody.
    """
    found: dict[tuple, list[Named]] = {}
    for entry in walk(raw / FOLDER, raw):
        for one in _of_file(entry.data) if entry.data is not None else ():
            found.setdefault(one[:3], []).append(one)
    return Payees(tuple(_as_one(many) for many in found.values()))


def _as_one(same: list[Named]) -> Named:
    treats = sorted({npi for one in same for npi in one.treats})
    return same[0]._replace(treats=tuple(treats), payments=_number(same))


def _number(named: Iterable[Named]) -> int:
    return sum(one.payments for one in named)


def _groups(named: tuple[Named, ...]) -> list[list[Named]]:
    """The payees that have a Tax ID or an NPI, those together that share one, directly or by others."""
    groups: list[tuple[set[str], list[Named]]] = []
    for one in named:
        ids = set(filter(None, (one.tin, one.npi)))
        if ids:
            same = [group for group in groups if group[0] & ids]
            groups = [group for group in groups if not group[0] & ids]
            many = [payee for _, payees in same for payee in payees]
            groups.append((ids.union(*(known for known, _ in same)), [*many, one]))
    return [payees for _, payees in groups]


def _payee(same: list[Named]) -> Payee:
    names: Counter[str] = Counter()
    for one in same:
        names[" ".join((one.name or "").split())] += one.payments
    names.pop("", None)
    name = min(names, key=lambda name: (-names[name], name)) if names else ""
    said = Payees(tuple(same))
    return Payee(
        _number(same), name, said.tins, said.npis, frozenset(npi for one in same for npi in one.treats)
    )


def _of_file(data: bytes) -> Iterator[Named]:
    """The payee of each payment of a file."""
    plain = chunks.decoded(data)
    for stretch in envelope.stretches(plain):
        for part in envelope.cut(plain, stretch, 1 << 20, (b"ST",)):
            if part.delimiters is not None:
                yield from _of_segments(bytes(chunks.segments_of(plain, [part]).text).split(_SEGMENT))


def _of_segments(segments: list[bytes]) -> Iterator[Named]:
    payee: Named | None = None
    inside = False  # the payee's loop
    for segment in segments:
        parts = [part.strip().decode("latin-1") for part in segment.split(_ELEMENT)]
        code, kind, *rest = (*parts, "", "", "", "", "", "", "", "", "", "")
        inside = inside and code not in (*_ENDS, "N1")
        if code == "ST" or (code == "N1" and kind == "PE"):
            if payee is not None:
                yield payee
            payee = None
        if code == "N1" and kind == "PE":
            name, qualifier, said = rest[:3]
            tin = tin_digits(said) if qualifier == "FI" else None
            payee, inside = (
                Named(name or None, tin, said if qualifier == "XX" and is_npi(said) else None),
                True,
            )
        elif payee is None:
            continue
        elif inside and (code, kind) == ("REF", "TJ"):
            payee = payee._replace(tin=tin_digits(rest[0]) or payee.tin)
        elif (code, kind, rest[6]) == ("NM1", "82", "XX") and is_npi(rest[7]) and rest[7] not in payee.treats:
            payee = payee._replace(treats=(*payee.treats, rest[7]))
    if payee is not None:
        yield payee
