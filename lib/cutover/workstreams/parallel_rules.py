"""The lengths and limits of a parallel run, as the reference data state them."""

from __future__ import annotations

import datetime as dt
import tomllib
from dataclasses import dataclass, fields
from pathlib import Path

from cutover.errors import ReferenceDataError
from cutover.money import dollars
from cutover.reference import FOLDER
from cutover.result import Source

NAME = "parallel_run.toml"


@dataclass(frozen=True)
class RunRules:
    """The figures that a parallel run is judged by; days, weeks, cents and counts as their names say."""

    receipt_days: int
    run_weeks_clearinghouse: int
    run_weeks_practice_mate: int
    run_weeks_practice_mate_most: int
    closeout_days: int
    daily_meeting_days: int
    overlap_days: int
    posting_business_days: int
    bank_business_days: int
    silence_times: int
    silence_days: int
    rhythm_dates: int
    volume_percent: int
    unexplained_cents: int
    sum_pieces: int
    sum_candidates: int
    source: Source
    assumptions: tuple[str, ...]

    def run_weeks(self, usage: str | None) -> int:
        """Return the shortest run in weeks for a usage pattern; one that is not known counts as Practice Mate."""
        clearinghouse = usage == "clearinghouse-only"
        return self.run_weeks_clearinghouse if clearinghouse else self.run_weeks_practice_mate


def load_rules(on: dt.date, path: Path = FOLDER / NAME) -> RunRules:
    """Return the rules as they hold on a day.

    Raises ReferenceDataError where the file is absent, names a rule that is not known or lacks one, or where the
    day lies outside its dates.
    """
    where = f"data/reference/{path.name}"
    try:
        said = tomllib.loads(path.read_text("utf-8"))
        values = {rule["name"]: rule["value"] for rule in said["rule"]}
        assumed = tuple(_told(rule) for rule in said["rule"] if rule["basis"] == "assumption")
        source = Source(said["title"], said["source"], said["read_on"])
        first, last = said["effective_from"], said["effective_through"]
    except (OSError, tomllib.TOMLDecodeError, KeyError, TypeError, ValueError) as error:
        raise ReferenceDataError(f"{where} cannot be used: {error!r}") from None
    wanted = {f.name for f in fields(RunRules)} - {"source", "assumptions"}
    wrong = sorted(wanted ^ set(values))
    if wrong or not all(isinstance(value, int) for value in values.values()):
        raise ReferenceDataError(
            f"{where}: rules missing, unknown or not whole numbers: {wrong}. Correct it."
        )
    if not first <= on <= last:
        raise ReferenceDataError(f"{where} holds from {first} through {last}, asked for {on}. Review it.")
    return RunRules(**values, source=source, assumptions=assumed)


def _told(rule: dict) -> str:
    """The rule's sentence with its figure, `{value}` as it stands and `{dollars}` of cents."""
    return rule["text"].replace("{value}", str(rule["value"])).replace("{dollars}", dollars(rule["value"]))
