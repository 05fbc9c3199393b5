"""What people attest: each item once, the last word on it, from the intake and from the sheets that came back.

One room for every report that asks for it, so that no two of them disagree on what is signed.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass

import pandas as pd

from cutover.intake.handoff_workbook import DAY
from cutover.reading.intake.returned import Returned

SOMEBODY = "somebody"


@dataclass(frozen=True)
class Word:
    """What one person said of an item: `holds` is None where no answer was given."""

    holds: bool | None = None
    who: str | None = None
    role: str = SOMEBODY
    on: dt.date | None = None

    @property
    def counts(self) -> bool:
        """Whether it is an attestation: an answer with name and day."""
        return self.holds is not None and self.who is not None and self.on is not None

    @property
    def is_yes(self) -> bool:
        """Whether somebody attests with name and day that the item holds."""
        return self.counts and self.holds is True


def last_words(
    sheets: Mapping[str, pd.DataFrame], returned: Returned, today: pd.Timestamp
) -> dict[str, Word]:
    """Return the last word on each item by its code: a later day goes before, then a later file.

    `sheets` are the intake's tables. A word without name or day stands only where no attestation does; one dated after
    `today` is not known yet.
    """
    old = sheets["attestations"].reindex(columns=[c.name for c in DAY.columns])
    rows = pd.concat([part for part in (old, returned.attestations) if len(part)] or [old], ignore_index=True)
    said_by_now = ~(rows["attested_on"] > today)
    roles, found = _roles(sheets), {}
    for row in rows[rows["item"].notna() & rows["holds"].notna() & said_by_now].to_dict("records"):
        code, said = str(row["item"]).strip().lower(), _word(row, roles)
        before = found.get(code)
        if before is None or _rank(said) >= _rank(before):
            found[code] = said
    return found


def _word(row: dict, roles: dict[str, str]) -> Word:
    who = None if pd.isna(row["attested_by"]) else str(row["attested_by"])
    on = None if pd.isna(row["attested_on"]) else row["attested_on"].date()
    return Word(bool(row["holds"]), who, roles.get(plain(who), SOMEBODY), on)


def _rank(word: Word) -> tuple[bool, dt.date]:
    return word.counts, word.on or dt.date.min


def _roles(sheets: Mapping[str, pd.DataFrame]) -> dict[str, str]:
    """The role of each person whom the intake names."""
    tables = [sheets[name].dropna(subset=["name", "role"]) for name in ("contacts", "users")]
    return {plain(name): role for table in tables
            for name, role in zip(table["name"], table["role"], strict=True)}  # fmt: skip


def named(sheets: Mapping[str, pd.DataFrame]) -> list[str]:
    """Return the people whom the intake names, users first, each once."""
    names = [name.strip() for table in ("users", "contacts") for name in sheets[table]["name"].dropna()]
    return list({plain(name): name for name in reversed(names)}.values())[::-1]


def plain(name: str | None) -> str:
    """Return a person's name as names are compared: without case and doubled blanks."""
    return " ".join((name or "").casefold().split())
