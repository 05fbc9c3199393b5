"""What people attest: each item once, the last word on it, who said it in which role, and what was printed then."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

import pandas as pd

from cutover.intake.handoff_workbook import DAY
from cutover.workstreams.answers import once
from cutover.workstreams.readiness.inputs import Inputs

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


@once
def words(inputs: Inputs) -> dict[str, Word]:
    """Return the last word on each item by its code: a later day goes before, then a later file.

    A word without name or day stands only where no attestation does; one dated after the report is not known yet.
    """
    old = inputs.intake.tables["attestations"].reindex(columns=[c.name for c in DAY.columns])
    back = inputs.returned.attestations
    rows = pd.concat([part for part in (old, back) if len(part)] or [old], ignore_index=True)
    roles, found = _roles(inputs), {}
    said_by_now = ~(rows["attested_on"] > inputs.today)
    for row in rows[rows["item"].notna() & rows["holds"].notna() & said_by_now].to_dict("records"):
        code, on = (
            str(row["item"]).strip().lower(),
            None if pd.isna(row["attested_on"]) else row["attested_on"].date(),
        )
        who = None if pd.isna(row["attested_by"]) else str(row["attested_by"])
        said = Word(bool(row["holds"]), who, roles.get(_plain(who), SOMEBODY), on)
        before = found.get(code)
        if before is None or (said.counts, on or dt.date.min) >= (before.counts, before.on or dt.date.min):
            found[code] = said
    return found


@once
def printed(inputs: Inputs) -> tuple[dt.date | None, dict[str, str]]:
    """Return the day of the last sheet that came back, and the state of each item when it was printed."""
    rows = inputs.returned.attestations.dropna(subset=["item", "state_printed", "printed_on"])
    if rows.empty:
        return None, {}
    last = rows[rows["printed_on"] == rows["printed_on"].max()].drop_duplicates("item", keep="last")
    states = dict(zip(last["item"].str.strip().str.lower(), last["state_printed"], strict=True))
    return last["printed_on"].iloc[0].date(), states


def _roles(inputs: Inputs) -> dict[str, str]:
    """The role of each person whom the intake names."""
    tables = [inputs.intake.tables[name].dropna(subset=["name", "role"]) for name in ("contacts", "users")]
    return {_plain(row.name_): row.role for table in tables
            for row in table.rename(columns={"name": "name_"})[["name_", "role"]].itertuples()}  # fmt: skip


def _plain(name: str | None) -> str:
    return " ".join((name or "").casefold().split())
