"""What a table of a client is read as: the fields it should have and what exports may call them."""

from __future__ import annotations

from dataclasses import dataclass, field
from dataclasses import field as made  # where a field is called `field`
from functools import cache
from pathlib import Path

from cutover.reading.mapping.value_shapes import SHAPES
from cutover.reference import FOLDER, load


@dataclass(frozen=True)
class Field:
    """One column that is wanted.

    `shape` is one of `value_shapes.SHAPES`; `aliases` are other headers that mean it, the best first. A field
    of a `group` (primary, secondary, tertiary coverage; guarantor; authorization) has the key
    `<group>_<name>`, and its header is compared without the words of the group. `may` are words that may stand in
    the header and change nothing (the `mailing` of a mailing address), beside those of its group. `once` is filled
    where the field may stand once above a table: under its name, or as one of the nameless columns of `said_once`.
    """

    name: str
    label: str
    shape: str = "text"
    required: bool = False
    aliases: tuple[str, ...] = ()
    group: str = ""
    may: frozenset[str] = frozenset()
    once: tuple[str, ...] = ()

    @property
    def key(self) -> str:
        """The column of the mapped table."""
        return f"{self.group}_{self.name}" if self.group else self.name


@dataclass(frozen=True)
class Group:
    """Fields that belong together: the words that name them in a header, and whether those may be absent.

    `may` are words that add nothing to a header of the group: the `policy` of an insurance policy's group number.
    `also` are words that may name it: a parent is often the guarantor. They are left out beside one of `words`; alone
    they make a proposal that a person looks at. `called` is the first of its words in aliases that bear one: a `Kid
    no.` is a `patient number`.
    """

    name: str
    words: frozenset[str] = frozenset()
    is_optional: bool = True
    may: frozenset[str] = frozenset()
    also: frozenset[str] = frozenset()
    called: str = ""


@dataclass(frozen=True)
class Target:
    """A kind of table: its fields, their groups, and which field can stand in for a required one.

    `row_ids` are headers that number the rows where a better column for the same field stands beside them. `whole`
    names for a part of a name the field of the whole name, both without their group; `alone` names for a field the one
    whose column it is where no column gives that one: a plan without a payer is the payer. `may_lack` are keys of
    required fields without which a table is used, and each of its rows says what it lacks: the sex in a list by hand.
    `only` are keys of fields that the only column of their shape gives, unless a word of `not_only` heads it;
    those of `unsaid` only where its header says nothing.
    `people` are words of headers that tell whose a row is, though no field asks for it.
    `enough` are keys of required fields that make a row one that can be used: a table with them is used without the
    others, which stay unknown and are named; empty where every required field is needed.
    `tell` are keys of fields with the shape of values that hardly anything else in such a table has, unless a word
    of `not_told` stands in their header; a header of one word of `told_under` says nothing but what its values are.
    `bare` is the field that an amount without any other word is, where no column gives it, and `not_bare` are those
    beside which it is not; all of `bare_beside` must be there.
    """

    name: str
    fields: tuple[Field, ...]
    groups: tuple[Group, ...] = (Group(""),)
    instead: dict[str, str] = field(default_factory=dict)
    row_ids: frozenset[str] = frozenset()
    whole: dict[str, str] = field(default_factory=dict)
    alone: dict[str, str] = field(default_factory=dict)
    may_lack: frozenset[str] = frozenset()
    only: tuple[str, ...] = ()
    not_only: frozenset[str] = frozenset()
    people: frozenset[str] = frozenset()
    enough: frozenset[str] = frozenset()
    tell: dict[str, str] = field(default_factory=dict)
    bare: str = ""
    not_bare: frozenset[str] = frozenset()
    bare_beside: frozenset[str] = frozenset()
    not_told: frozenset[str] = frozenset()
    told_under: frozenset[str] = frozenset()
    unsaid: frozenset[str] = frozenset()

    @property
    def has_values_enough(self) -> bool:
        """Whether a table without a header can be told by its values: a day, an amount and words."""
        return {"date", "money"} <= {f.shape for f in self.fields if f.required}

    def field(self, key: str) -> Field:
        """Return the field with that key; KeyError where there is none."""
        return {f.key: f for f in self.fields}[key]

    def stand_ins(self, key: str) -> list[str]:
        """Return the keys that can stand in for a field, the nearest first: a chart number for an account number."""
        found: list[str] = []
        while (key := self.instead.get(key, "")) and key not in found:
            found.append(key)
        return found

    def whole_of(self, key: str) -> str | None:
        """Return the key of the whole name of which a field is a part; null where it is none."""
        part = self.field(key)
        name = self.whole.get(part.name)
        return name and (f"{part.group}_{name}" if part.group else name)

    @property
    def header_words(self) -> set[str]:
        """All aliases: what `read_spreadsheet` may expect in a header."""
        return {alias for f in self.fields for alias in f.aliases}

    @property
    def synonyms(self) -> list[set[str]]:
        """The aliases of each field: words that name one thing."""
        return [set(f.aliases) for f in self.fields]


def patients_export() -> Target:
    """Return the target of a patient export: patients, coverages side by side, guarantor, authorization."""
    return load_target("patients")


def claim_history() -> Target:
    """Return the target of a claim history report: the columns of CLAIM_HISTORY, amounts as text.

    `charge`, `paid`, `adjusted`, `balance` become the `_cents` of the table; `patient_name` is a name in one
    column; `state_as_written` is what `state` is derived from.
    """
    return load_target("claims")


@dataclass(frozen=True)
class _Words:
    words: frozenset[str]
    optional: bool = False
    base: bool = False
    may: frozenset[str] = frozenset()
    also: frozenset[str] = frozenset()


@dataclass(frozen=True)
class _Entry:
    name: str
    label: str
    shape: str
    groups: tuple[str, ...]
    aliases: tuple[str, ...]
    required: bool = False
    required_in: tuple[str, ...] | None = None
    of: tuple[str, ...] = ()  # whose field it is: each alias stands behind each of them
    may: frozenset[str] = frozenset()
    once: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        if self.shape not in SHAPES:
            raise ValueError(f"{self.name}: unknown shape {self.shape!r}")

    def field(self, group: str, base: str) -> Field:
        """The field of this entry in one of its groups."""
        required = self.required if self.required_in is None else group in self.required_in
        is_plain = group == base or self.label.lower().startswith(group)
        label = self.label if is_plain else f"{group.capitalize()}: {self.label.lower()}"
        names = tuple(f"{owner} {name}" for owner in self.of for name in self.aliases) or self.aliases
        group = "" if group == base else group
        may = self.may | _spare().get(self.shape, frozenset())
        return Field(self.name, label, self.shape, required, names, group, may, self.once)


@dataclass(frozen=True)
class _Spare:
    spare: dict[str, frozenset[str]]


@cache
def _spare() -> dict[str, frozenset[str]]:
    """Words that add nothing to a header, by the shape of the field's values."""
    return load("header_spare", _Spare).spare


@dataclass(frozen=True)
class _Aliases:
    target: str
    group: dict[str, _Words]
    field: tuple[_Entry, ...]
    instead: dict[str, str]
    row_ids: frozenset[str] = frozenset()
    whole: dict[str, str] = made(default_factory=dict)
    alone: dict[str, str] = made(default_factory=dict)
    may_lack: frozenset[str] = frozenset()
    only: tuple[str, ...] = ()
    not_only: frozenset[str] = frozenset()
    unsaid: frozenset[str] = frozenset()
    people: frozenset[str] = frozenset()
    enough: frozenset[str] = frozenset()
    tell: dict[str, str] = made(default_factory=dict)
    bare: str = ""
    not_bare: frozenset[str] = frozenset()
    bare_beside: frozenset[str] = frozenset()
    not_told: frozenset[str] = frozenset()
    told_under: frozenset[str] = frozenset()

    def __post_init__(self) -> None:
        if sum(group.base for group in self.group.values()) != 1:
            raise ValueError("one group must be the base")
        keys = [(group, entry.name) for entry in self.field for group in entry.groups]
        if len(set(keys)) < len(keys):
            raise ValueError("a field twice in a group")


@cache
def load_target(name: str, folder: Path = FOLDER) -> Target:
    """Return a target from its alias table `aliases_<name>.toml`; raises ReferenceDataError as `reference.load`."""
    said = load(f"aliases_{name}", _Aliases, folder=folder)
    base = next(name for name, group in said.group.items() if group.base)
    groups = tuple(
        Group("" if name == base else name, group.words, group.optional, group.may, group.also, name)
        for name, group in said.group.items()
    )
    fields = tuple(e.field(group, base) for group in said.group for e in said.field if group in e.groups)
    return Target(
        said.target, fields, groups, said.instead, said.row_ids, said.whole, said.alone, said.may_lack,
        said.only, said.not_only, said.people, said.enough,
        said.tell, said.bare, said.not_bare, said.bare_beside, said.not_told, said.told_under, said.unsaid,
    )  # fmt: skip
