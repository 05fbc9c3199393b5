"""What a sheet and a field of the intake workbook are: the shapes that `intake_sheets` fills with data."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum
from fnmatch import fnmatchcase
from functools import cached_property

from cutover.columns import Column, Kind, Privacy


class Answer(StrEnum):
    """What kind of answer a field takes; it decides how a cell is read and what a problem says is wanted."""

    TEXT = "text"
    CODE = "code"  # an identifier of no fixed form: a payer ID, a claim number
    DATE = "date"
    MONTH = "month"
    MONEY = "money"
    COUNT = "count"
    PERCENT = "percent"
    YES_NO = "yes/no"
    CHOICE = "choice"
    NPI = "npi"
    TIN = "tin"
    TAXONOMY = "taxonomy"
    ZIP = "zip"
    STATE = "state"
    PHONE = "phone"
    EMAIL = "email"


_KINDS = {
    Answer.DATE: Kind.DATE,
    Answer.MONTH: Kind.MONTH,
    Answer.MONEY: Kind.CENTS,
    Answer.COUNT: Kind.COUNT,
    Answer.PERCENT: Kind.SHARE,
    Answer.YES_NO: Kind.FLAG,
}
WANTED = {
    Answer.TEXT: "text",
    Answer.CODE: "an identifier, typed as text",
    Answer.DATE: "a date such as 2026-03-31 or 3/31/2026 (month first)",
    Answer.MONTH: "a month such as 2026-03",
    Answer.MONEY: "an amount in dollars with at most two decimals, such as 1,234.50",
    Answer.COUNT: "a whole number, 0 or more",
    Answer.PERCENT: "a percentage with its sign, such as 80%",
    Answer.YES_NO: "Yes or No",
    Answer.NPI: "a 10-digit NPI with a right check digit",
    Answer.TIN: "a Tax ID of nine digits, such as 12-3456789",
    Answer.TAXONOMY: "a taxonomy code of ten letters and digits that ends in X",
    Answer.ZIP: "a ZIP of five or nine digits",
    Answer.STATE: "a state or territory as two letters, such as NJ",
    Answer.PHONE: "a US phone number of ten digits",
    Answer.EMAIL: "an e-mail address",
}
SEPARATOR = "; "  # between the answers of a field that takes several
# between the answers of one cell; a slash between letters alone, since EHR 24/7 has one
_APART = re.compile(r"\s+(?:and|plus)\s+|\s*[;,&+()\n]\s*|\s+[-–—:]\s+|\s/\s|(?<=[A-Za-z])/(?=[A-Za-z])")
# with one of these beside it a choice is not what was meant
_NOT = re.compile(r"(?i)\b(?:not|no|never|none|until|former\w*|formerly|ended|instead|without|but|or)\b")


# spelled both ways in workbooks and mappings of before, each with the spelling of today
OLD_SPELLINGS = (("enrolment", "enrollment"), ("authoris", "authoriz"))


def normal(text: str) -> str:
    """Return a tab, header or choice as it is compared: lower case, letters and digits alone, in today's spelling."""
    return respelled(re.sub(r"[^a-z0-9]", "", text.casefold()))


def respelled(text: str) -> str:
    """Return a lower-case text with the words of before in their spelling of today."""
    for old, new in OLD_SPELLINGS:
        text = text.replace(old, new)
    return text


@dataclass(frozen=True)
class Field:
    """One question of a sheet: a column of a list sheet, a line of a form sheet.

    `name` is the column of the table that is read (it ends in `_cents` for money, without saying so in the
    header); `several` takes more than one answer, separated by semicolons and kept as one text with
    `SEPARATOR`. `aliases` are other headers that mean the field, `synonyms` other words for a choice or for Yes and
    No (`*` stands for any words). `together` says which choice several in one cell mean. `day` names the field that
    takes a day written beside a Yes. `offered` are words that a drop-down offers and does not insist on.
    """

    name: str
    header: str
    answer: Answer = Answer.TEXT
    note: str = ""
    example: str = ""
    required: bool = False
    several: bool = False
    choices: tuple[str, ...] = ()
    synonyms: tuple[tuple[str, str], ...] = ()
    together: tuple[tuple[frozenset[str], str], ...] = ()
    day: str = ""
    offered: tuple[str, ...] = ()
    aliases: tuple[str, ...] = ()
    privacy: Privacy = Privacy.OPEN

    @property
    def kind(self) -> Kind:
        """The kind of the column that is read."""
        return _KINDS.get(self.answer, Kind.TEXT)

    @property
    def column(self) -> Column:
        """The contract of the column that is read."""
        return Column(self.name, self.kind, self.header, self.note, self.privacy)

    @property
    def wanted(self) -> str:
        """What a cell of this field should hold, in words."""
        if self.answer is Answer.CHOICE:
            return "one of: " + ", ".join(self.choices)
        return WANTED[self.answer] + ("; several are separated by ;" if self.several else "")

    def choice(self, text: str) -> str | None:
        """Return the choice that a text means, whatever its case and punctuation, or None."""
        return self.choice_and_rest(text)[0]

    def choice_and_rest(self, text: str) -> tuple[str | None, str]:
        """Return the choice that a text means, None where it means none, and the words beside it that say more."""
        if whole := self._named(text):
            return whole, ""
        parts = [part.strip() for part in _APART.split(text) if part.strip()]
        named = [self._named(part) for part in parts]
        rest = ", ".join(part for part, choice in zip(parts, named, strict=True) if choice is None)
        if not parts or named[0] is None or _NOT.search(rest):
            return None, ""
        return self._of_several(choice for choice in named if choice), rest

    def _of_several(self, choices: Iterable[str]) -> str | None:
        found = frozenset(choices)
        return next(iter(found)) if len(found) == 1 else dict(self.together).get(found)

    def _named(self, text: str) -> str | None:
        said = {normal(other): choice for other, choice in self.synonyms}
        said |= {normal(choice): choice for choice in self.choices}
        plain = " ".join(text.casefold().split())
        open_ended = (choice for other, choice in self.synonyms if "*" in other and fnmatchcase(plain, other))
        return said.get(normal(text)) or next(open_ended, None)

    @cached_property
    def names(self) -> set[str]:
        """Every header that means this field, as headers are compared."""
        return {normal(text) for text in (self.header, self.name, *self.aliases)}


ORIGIN = (
    Column("source_file", Kind.TEXT, "File", "the workbook's path below the practice's folder", Privacy.PHI),
    Column("source_row", Kind.COUNT, "Row", "row of the sheet, from 1", Privacy.DESK),
)


@dataclass(frozen=True)
class Sheet:
    """One subject of the intake: its name on the tab, what it is for, and its fields.

    A `form` holds one record, a line for each field; any other sheet is a list, a row for each record. `key`
    names the fields that tell rows apart: a second row with the same values is reported. `checklist` names a
    checklist of the reference data whose items the template holds, ready to be answered: code and text in the
    first two fields. `elsewhere` are questions that people add to it, each with the place that asks for their answer.
    """

    name: str
    title: str
    purpose: str
    fields: tuple[Field, ...]
    form: bool = False
    key: tuple[str, ...] = ()
    aliases: tuple[str, ...] = ()
    checklist: str = ""
    elsewhere: tuple[tuple[str, str], ...] = ()

    @property
    def columns(self) -> tuple[Column, ...]:
        """The contract of the table that is read from this sheet, a row for each record."""
        return (*(f.column for f in self.fields), *ORIGIN)

    @cached_property
    def names(self) -> set[str]:
        """Every tab name that means this sheet, as names are compared."""
        return {normal(text) for text in (self.name, self.title, *self.aliases)}

    def asked_elsewhere(self, header: str) -> str | None:
        """Return where a question is asked that is none of this sheet, None where it is not known."""
        return next((place for label, place in self.elsewhere if normal(label) == normal(header)), None)

    def field(self, name: str) -> Field:
        """Return the field of that name; raises KeyError where there is none."""
        return {f.name: f for f in self.fields}[name]
