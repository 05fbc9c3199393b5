"""The rules of the patient import, and violations of them as rows.

`data/reference/patient_rules.toml` says what each rule is of and what it sets aside, `findings.toml` its severity and
words (`demo-<code>`). The count of a finding is its rows.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache

import pandas as pd

from cutover import reference
from cutover.result import Severity, Source
from cutover.wording import Wording, wording

PREFIX = "demo-"
# one row per violation; `row` is the row of the wide table (its index), `priority` null but for coverages
VIOLATION = {
    "code": "str",
    "row": "int64",
    "priority": "str",
    "field": "str",
    "value": "str",
    "suggestion": "str",
}
NONE = pd.DataFrame({name: pd.Series(dtype=kind) for name, kind in VIOLATION.items()})


@dataclass(frozen=True)
class Rule:
    """One rule: what it is of, whether it sets its record aside, and whether its patient is ready with warnings.

    `needs` are keys of fields (`a|b` is one of two) without which a case cannot be seen. `days` is how far a rule about
    days to come looks.
    """

    code: str
    of: str
    blocks: bool = False
    warns: bool = True
    needs: tuple[str, ...] = ()
    days: int = 0

    @property
    def is_warning(self) -> bool:
        """Whether a patient with it is ready with warnings only."""
        return self.warns and self.words.severity in (Severity.BLOCKER, Severity.HIGH, Severity.MEDIUM)

    @property
    def finding(self) -> str:
        """The code of its finding."""
        return PREFIX + self.code

    @property
    def words(self) -> Wording:
        """What its finding says."""
        return wording(self.finding)


@dataclass(frozen=True)
class _Rules:
    rule: tuple[Rule, ...]
    source: Source


@cache
def rules() -> dict[str, Rule]:
    """Return the rules by code, in the order of their table; ReferenceDataError where it breaks its form."""
    return {rule.code: rule for rule in reference.load("patient_rules", _Rules).rule}


def source() -> Source:
    """Return where the rules come from, for a report."""
    return reference.load("patient_rules", _Rules).source


def violations(
    code: str, at: pd.Series, field: str, value: pd.Series | None = None,
    suggestion: pd.Series | None = None, priority: str | None = None,
) -> pd.DataFrame:  # fmt: skip
    """Return one violation for each row where `at` is true; `value` and `suggestion` are aligned with it."""
    assert code in rules(), code
    rows = at.index[at.fillna(False).astype(bool)]
    if rows.empty:
        return NONE
    frame = pd.DataFrame({"row": rows.to_numpy()})
    frame["code"], frame["field"], frame["priority"] = code, field, priority
    frame["value"] = None if value is None else value.reindex(rows).to_numpy()
    frame["suggestion"] = None if suggestion is None else suggestion.reindex(rows).to_numpy()
    return frame[list(VIOLATION)].astype(VIOLATION)


def together(found: list[pd.DataFrame]) -> pd.DataFrame:
    """Return several tables of violations as one, in order of row."""
    filled = [frame for frame in found if len(frame)]
    return (
        pd.concat(filled, ignore_index=True).sort_values("row", kind="stable", ignore_index=True)
        if filled
        else NONE
    )
