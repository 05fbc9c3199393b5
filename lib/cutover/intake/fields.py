"""What a sheet and a field of the intake workbook are: the shapes that `intake_sheets` fills with data."""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import StrEnum

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
    `SEPARATOR`. `aliases` are other headers that mean the field, `synonyms` other words for a choice. `offered` are
    words that a drop-down offers and does not insist on.
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
        said = {normal(other): choice for other, choice in self.synonyms}
        said |= {normal(choice): choice for choice in self.choices}
        return said.get(normal(text))

    @property
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
    first two fields.
    """

    name: str
    title: str
    purpose: str
    fields: tuple[Field, ...]
    form: bool = False
    key: tuple[str, ...] = ()
    aliases: tuple[str, ...] = ()
    checklist: str = ""

    @property
    def columns(self) -> tuple[Column, ...]:
        """The contract of the table that is read from this sheet, a row for each record."""
        return (*(f.column for f in self.fields), *ORIGIN)

    @property
    def names(self) -> set[str]:
        """Every tab name that means this sheet, as names are compared."""
        return {normal(text) for text in (self.name, self.title, *self.aliases)}

    def field(self, name: str) -> Field:
        """Return the field of that name; raises KeyError where there is none."""
        return {f.name: f for f in self.fields}[name]
