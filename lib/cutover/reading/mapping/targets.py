"""What a table of a client is read as: the fields it should have and what exports may call them."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path

from cutover.checklists import REFERENCE
from cutover.errors import ReferenceDataError
from cutover.reading.mapping.value_shapes import SHAPES


@dataclass(frozen=True)
class Field:
    """One column that is wanted.

    `shape` is one of `value_shapes.SHAPES`; `aliases` are other headers that mean it, the best first. A field
    of a `group` (primary, secondary, tertiary coverage; guarantor; authorisation) has the key
    `<group>_<name>`, and its header is compared without the words of the group.
    """

    name: str
    label: str
    shape: str = "text"
    required: bool = False
    aliases: tuple[str, ...] = ()
    group: str = ""

    @property
    def key(self) -> str:
        """The column of the mapped table."""
        return f"{self.group}_{self.name}" if self.group else self.name


@dataclass(frozen=True)
class Group:
    """Fields that belong together: the words that name them in a header, and whether those may be absent."""

    name: str
    words: frozenset[str] = frozenset()
    is_optional: bool = True


@dataclass(frozen=True)
class Target:
    """A kind of table: its fields, their groups, and which field can stand in for a required one."""

    name: str
    fields: tuple[Field, ...]
    groups: tuple[Group, ...] = (Group(""),)
    instead: dict[str, str] = field(default_factory=dict)

    def field(self, key: str) -> Field:
        """Return the field with that key; KeyError where there is none."""
        return {f.key: f for f in self.fields}[key]

    @property
    def header_words(self) -> set[str]:
        """All aliases: what `read_spreadsheet` may expect in a header."""
        return {alias for f in self.fields for alias in f.aliases}


def patients_export() -> Target:
    """Return the target of a patient export: patients, coverages side by side, guarantor, authorisation."""
    return load_target(REFERENCE / "aliases_patients.toml")


def claim_history() -> Target:
    """Return the target of a claim history report: the columns of CLAIM_HISTORY, amounts as text.

    `charge`, `paid`, `adjusted`, `balance` become the `_cents` of the table; `patient_name` is a name in one
    column; `state_as_written` is what `state` is derived from.
    """
    return load_target(REFERENCE / "aliases_claims.toml")


@cache
def load_target(path: Path) -> Target:
    """Return a target from its alias table; raises ReferenceDataError where the table breaks its form."""
    try:
        said = tomllib.loads(path.read_text("utf-8"))
        base = next(name for name, group in said["group"].items() if group.get("base"))
        groups = tuple(
            Group("" if name == base else name, frozenset(g["words"]), g.get("optional", False))
            for name, g in said["group"].items()
        )
        fields = tuple(
            _field(entry, name, base)
            for name in said["group"]
            for entry in said["field"]
            if name in entry["groups"]
        )
        target = Target(said["target"], fields, groups, said.get("instead", {}))
    except (OSError, tomllib.TOMLDecodeError, KeyError, StopIteration) as error:
        raise ReferenceDataError(f"data/reference/{path.name} cannot be used: {error!r}") from None
    wrong = [f.key for f in fields if f.shape not in SHAPES]
    if wrong or len({f.key for f in fields}) < len(fields):
        raise ReferenceDataError(f"data/reference/{path.name}: unknown shape or a key twice ({wrong})")
    return target


def _field(entry: dict, group: str, base: str) -> Field:
    required = group in entry["required_in"] if "required_in" in entry else entry.get("required", False)
    label = entry["label"] if group == base else f"{group.capitalize()}: {entry['label'].lower()}"
    label = entry["label"] if entry["label"].lower().startswith(group) else label
    group = "" if group == base else group
    return Field(entry["name"], label, entry["shape"], required, tuple(entry["aliases"]), group)
