"""How many rows of the claim history are held once: a claim of an earlier report again, or a total, is none more."""

from __future__ import annotations

from dataclasses import dataclass

import pandas as pd

from cutover.reading.claims.claims import Claims, load_claims
from cutover.reading.claims.history import A_TOTAL, SOURCE
from cutover.reading.claims.overlaps import AGAIN, IN_ANOTHER_REPORT, TWICE
from cutover.reading.practice import file_subject
from cutover.reading.practice.whose import NOT_USED
from cutover.wording import and_joined, several
from cutover.workstreams.answers import once
from cutover.workstreams.inventory.inputs import Inputs


@dataclass(frozen=True)
class NotOnce:
    """Rows of files that add nothing: `repeated` have a claim of another row, `none` are no claim of the practice.

    `kinds` says in words what these may be: totals, rows of others, rows of other sheets.
    """

    repeated: int = 0
    none: int = 0
    kinds: str = ""

    @property
    def rows(self) -> int:
        """How many they are together."""
        return self.repeated + self.none

    @property
    def words(self) -> str:
        """What they are; nothing where there are none."""
        again = several(self.repeated, "row repeats a claim", "rows repeat a claim") if self.repeated else ""
        none = (
            several(self.none, "row is none of its claims", "rows are none of its claims")
            if self.none
            else ""
        )
        none += f" ({self.kinds})" if none and self.kinds else ""
        return and_joined([words for words in (again, none) if words])


@once
def claims_read(inputs: Inputs) -> Claims:
    """Return the claims of the practice as they were read."""
    return load_claims(inputs.holdings.practice, inputs.holdings.era)


@once
def not_once(inputs: Inputs) -> NotOnce:
    """Return which rows of the claim histories on file are not held once more.

    The reader sets totals and rows of others aside, and some of them before rows are counted as data; a sheet of the
    report's criteria has rows too. Only those that files, claims and repeats leave over are taken off, and no more than
    can be such rows. Further lines of a claim are held.
    """
    files = inputs.open_files(file_subject.CLAIMS)
    whole = int(files["rows"].sum()) if len(files) else 0
    if not whole:
        return NotOnce()
    claims = claims_read(inputs)
    used = int(claims.history["source"].eq(SOURCE).sum())
    left = claims.set_aside[claims.set_aside["source"].eq(SOURCE) & claims.set_aside["table"].eq("history")]
    left = left[left["source_file"].isin(files["source_file"])]  # a list of denials is a file of its own
    again = left["reason"].isin([IN_ANOTHER_REPORT, AGAIN, TWICE])
    out = left["reason"].isin([A_TOTAL, *NOT_USED.values()])
    totals, sheets = int(left["reason"].eq(A_TOTAL).sum()), _of_other_sheets(inputs, files)
    repeated, most = int(again.sum()), int(out.sum()) + sheets
    over = whole - used - repeated - int((~again & ~out).sum())
    kinds = _kinds(over, {"totals": totals, "of others": int(out.sum()) - totals, "of other sheets": sheets})
    return NotOnce(repeated, over, kinds) if 0 <= over <= most else NotOnce(min(repeated, whole))


def _kinds(over: int, numbers: dict[str, int]) -> str:
    """What the rows that are no claims are, each kind with its number where these are all of them."""
    there = {name: number for name, number in numbers.items() if number}
    if sum(there.values()) == over and len(there) > 1:
        return and_joined([f"{number:,} {name}" for name, number in there.items()])
    return " or ".join(there)


def _of_other_sheets(inputs: Inputs, files: pd.DataFrame) -> int:
    """How many rows these files have on sheets that are no claim history."""
    sheets = inputs.holdings.sheets[inputs.holdings.sheets["source_file"].isin(files["source_file"])]
    return int(sheets.loc[~sheets["subject"].eq(file_subject.CLAIMS).fillna(False), "rows"].sum())


def held_once(inputs: Inputs, rows: int | None, *about: str) -> int | None:
    """Return the rows of files about these subjects without those of the claim history that add nothing."""
    if rows is None or file_subject.CLAIMS not in about:
        return rows
    return rows - not_once(inputs).rows


def since(inputs: Inputs, day: pd.Timestamp) -> int | None:
    """Return how many claims have service since a day; None where no row repeats one: then rows of files are told."""
    if not not_once(inputs).repeated:
        return None
    claims = claims_read(inputs).history
    days = claims.loc[claims["source"].eq(SOURCE), "service_from"]
    return int(days.between(day, inputs.today).sum())


def told(inputs: Inputs, *about: str) -> str:
    """Return what rows of files about these subjects add nothing, in words; empty where all of them do."""
    return not_once(inputs).words if file_subject.CLAIMS in about else ""
