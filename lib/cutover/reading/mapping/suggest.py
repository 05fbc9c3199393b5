"""The crosswalk: which column of a client's table is which field, how sure that is, and why.

A header set that a person has confirmed is taken as confirmed. Otherwise each field gets the column whose
header and values fit best; where two fields compete or the evidence is thin the answer is "unsure", never a
guess that looks like knowledge.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Container, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property

import pandas as pd

from cutover.columns import TEXT, Column, Kind, Privacy, framed
from cutover.errors import InputError
from cutover.reading.files import day_numbers
from cutover.reading.files.day_numbers import DayNumbers
from cutover.reading.files.days import month_first
from cutover.reading.files.header import normal
from cutover.reading.files.sheet import Sheet
from cutover.reading.mapping import value_shapes
from cutover.reading.mapping.bands import without_bands
from cutover.reading.mapping.beside import by_neighbors, without_families_numbers
from cutover.reading.mapping.by_check import by_check
from cutover.reading.mapping.by_telling import by_telling
from cutover.reading.mapping.coverage_lines import as_ranked
from cutover.reading.mapping.header_fit import SHARED, Fit, fits
from cutover.reading.mapping.headerless import by_values, shape_of
from cutover.reading.mapping.known_values import NOTHING, Knowledge, by_known
from cutover.reading.mapping.lent import given
from cutover.reading.mapping.only_one import only_ones
from cutover.reading.mapping.referrals import with_referrals
from cutover.reading.mapping.row_names import by_row_names
from cutover.reading.mapping.said_once import LOOSE, is_said_once, label_of
from cutover.reading.mapping.settle import assigned, settled, with_alone
from cutover.reading.mapping.sign_column import both_ways, sign_column
from cutover.reading.mapping.targets import Field, Group, Target
from cutover.reading.mapping.whose_npi import by_names
from cutover.reading.payers import name_ids

__all__ = [
    "ACCEPT",
    "Crosswalk",
    "Field",
    "Group",
    "Target",
    "apply",
    "header_signature",
    "numbered_days",
    "remapped",
    "suggest",
]

ACCEPT = 0.8  # a batch uses a suggestion from this score on without a confirmation
PROPOSED = 0.45  # below, the values contradict the header: it is named beside the field and not filled in
ORIGIN = ["source_file", "source_sheet", "source_row"]
STATES = ("known", "confirmed", "suggested", "unsure", "missing")
USED = frozenset({"known", "confirmed", "suggested"})

# one row per target field
ROWS = (
    Column("key", Kind.TEXT, "Field key", "column of the mapped table"),
    Column("label", Kind.TEXT, "Field"),
    Column("group", Kind.TEXT, "Group", "null for the fields of the patient or claim itself"),
    Column("required", Kind.FLAG, "Required"),
    Column("source_column", Kind.TEXT, "Source column", "null where there is none", Privacy.DESK),
    Column("score", Kind.SHARE, "Score", "0 to 1"),
    Column("evidence", Kind.TEXT, "Evidence", "header, alias, shape of the values, masked", Privacy.DESK),
    Column("state", Kind.TEXT, "State", ", ".join(STATES)),
)
# one row per source column that goes nowhere
UNMAPPED = (
    Column("source_column", Kind.TEXT, "Source column", "", Privacy.DESK),
    Column("why", Kind.TEXT, "Why it goes nowhere", "", Privacy.DESK),
    Column("examples", Kind.TEXT, "Values, masked", "letters as A or a, digits as 9", Privacy.DESK),
)


@dataclass(frozen=True)
class Crosswalk:
    """Where each field of a target comes from in one header set.

    `rows` has the columns of `ROWS`, one row per field; `unmapped` those of `UNMAPPED`. A column of the
    source stands in at most one row. `values` says of a field what a person wrote its codes to mean. `days_from` is
    the epoch of day numbers in it, 1900 or 1904, where a person has said it.
    """

    signature: str
    target: Target
    rows: pd.DataFrame
    unmapped: pd.DataFrame
    values: dict[str, dict[str, str]] = field(default_factory=dict)
    days_from: int | None = None

    @cached_property
    def used(self) -> dict[str, str]:
        """The column of each field that a batch uses: known, confirmed, or suggested from ACCEPT on."""
        rows = self.rows[self.rows["state"].isin(USED) & self.rows["source_column"].notna()]
        return dict(zip(rows["key"], rows["source_column"], strict=True))

    @cached_property
    def is_confirmed(self) -> bool:
        """Whether a person confirmed it, or the header set is the import's own."""
        return not self.rows["state"].isin(["suggested", "unsure"]).any()

    @cached_property
    def missing(self) -> list[str]:
        """The labels of required fields that no column gives, also none that can stand in for them.

        One that may be lacking is missing only where a column may be it.
        """
        asked = self.rows[self.rows["source_column"].notna()]["key"]
        used = given(self.used) | (self.target.may_lack - set(asked))
        fields = [f for f in self.target.fields if f.required and f.key not in used]
        return [f.label for f in fields if not used & set(self.target.stand_ins(f.key))]

    def with_column(
        self, key: str, column: str, why: str, score: float = ACCEPT, state: str = "suggested"
    ) -> Crosswalk:
        """Return the crosswalk with a column as a field: another field that had it is missing, and it goes nowhere."""
        rows = self.rows.copy()
        place = rows["key"].eq(key)
        elsewhere = rows["source_column"].eq(column).fillna(False) & ~place
        rows.loc[elsewhere, ["source_column", "score", "state"]] = [None, 0.0, "missing"]
        rows.loc[place, ["source_column", "state", "evidence"]] = [column, state, why]
        rows.loc[place, "score"] = score
        rest = self.unmapped[self.unmapped["source_column"].ne(column)].reset_index(drop=True)
        return replace(self, rows=rows, unmapped=rest)


def header_signature(header: Sequence[str]) -> str:
    """Return the key of a header set: the same whatever the order, the case and the punctuation.

    What is said once above a table is no part of it: one month's report may say more than another's.
    """
    names = sorted(normal(name) or name for name in header if name and not is_said_once(name))
    return hashlib.sha256("\x1f".join(names).encode()).hexdigest()[:12]


def suggest(
    sheet: Sheet, target: Target, remembered: Crosswalk | None = None, knowledge: Knowledge = NOTHING
) -> Crosswalk:
    """Return the crosswalk of a table: the confirmed one of its header set, else the best suggestion.

    `remembered` (from `confirmed.load_confirmed`) counts only for the very header set. `knowledge` tells columns that
    headers do not. Raises InputError where what is remembered names a column that the table does not have.
    """
    columns = [column for column in sheet.columns if not is_said_once(column)]
    signature = signature_of(sheet)
    if remembered is not None and remembered.signature == signature:
        return _confirmed(sheet, target, remembered)
    if columns and {normal(c) for c in columns} <= {normal(f.key) for f in target.fields}:
        own = {normal(f.key): f.key for f in target.fields}
        known = {own[normal(c)]: c for c in columns}
        once = _said_once(sheet, target, known)
        return _crosswalk(sheet, target, known, "known", "the header is the field's own name", once)
    ranked = as_ranked(columns, target)
    if flags := {column for column in ranked if _is_flag(sheet, column)}:
        ranked = as_ranked([column for column in columns if column not in flags], target)
    if ranked:
        return _as_written(_suggested(_renamed(sheet, ranked), target, knowledge), ranked, signature)
    return _suggested(sheet, target, knowledge)


def _is_flag(sheet: Sheet, column: str) -> bool:
    """Whether a column says yes or no alone: `Supplement` may name a payer, or tell that there is one."""
    return value_shapes.share(value_shapes.sample(sheet.frame[column].tolist()), "status") == 1.0


def _suggested(sheet: Sheet, target: Target, knowledge: Knowledge) -> Crosswalk:
    """The best suggestion for a table of which nobody confirmed anything."""
    columns = [column for column in sheet.columns if not is_said_once(column)]
    samples = {c: value_shapes.sample(sheet.frame[c].tolist()) for c in columns}
    if sheet.header_row is None and target.has_values_enough:
        found = by_values(columns, samples, target)
    else:
        named = without_bands(fits(columns, samples, target), columns, samples, sheet.bands, target)
        found = by_names(settled(named, samples, target), sheet.frame, target)
    chosen = assigned([fit for fit in found if fit.score >= PROPOSED], samples, target)
    chosen = by_neighbors(columns, samples, target, with_alone(chosen, samples, target))
    chosen = without_families_numbers(sheet.frame, target, chosen)
    chosen |= _said_once(sheet, target, {key for key, fit in chosen.items() if fit.score >= ACCEPT})
    chosen = both_ways(columns, samples, target, chosen)
    chosen |= sign_column(columns, samples, target, chosen)
    if sheet.header_row is not None:
        chosen = only_ones(columns, samples, target, chosen)
        chosen = with_referrals(columns, samples, target, by_telling(columns, samples, target, chosen))
        chosen = by_row_names(columns, samples, sheet.frame, target, chosen)
        chosen = only_ones(columns, samples, target, chosen, unsaid=True)
    chosen = by_check(columns, samples, sheet.frame, target, chosen)
    chosen = by_known(columns, sheet.frame, target, chosen, knowledge)
    rows = [_row(field, chosen.get(field.key), _others(found, field, chosen)) for field in target.fields]
    return Crosswalk(signature_of(sheet), target, _frame(rows), _unmapped(sheet, found, chosen, target))


def _renamed(sheet: Sheet, names: Mapping[str, str]) -> Sheet:
    header = tuple(names.get(name, name) for name in sheet.header)
    return replace(sheet, header=header, frame=sheet.frame.rename(columns=dict(names)))


def _as_written(found: Crosswalk, names: Mapping[str, str], signature: str) -> Crosswalk:
    """A crosswalk of renamed columns under the names that the file has."""
    back = {new: old for old, new in names.items()}
    rows, unmapped = found.rows.copy(), found.unmapped.copy()
    for frame, said in ((rows, "evidence"), (unmapped, "why")):
        frame["source_column"] = frame["source_column"].replace(back)
        for new, old in back.items():
            frame[said] = frame[said].str.replace(f"`{new}`", f"`{old}`", regex=False)
    return replace(found, signature=signature, rows=rows, unmapped=unmapped)


def signature_of(sheet: Sheet) -> str:
    """Return the key of a table's header set; one without a header has that of the shapes of its columns."""
    columns = [column for column in sheet.columns if not is_said_once(column)]
    if sheet.header_row is not None or not _are_numbers(columns):
        return header_signature(columns)
    shapes = [shape_of(value_shapes.sample(sheet.frame[column].tolist())) for column in columns]
    return header_signature([f"{column} {shape}" for column, shape in zip(columns, shapes, strict=True)])


def _are_numbers(columns: Sequence[str]) -> bool:
    return all(re.fullmatch(r"column \d+", column) for column in columns)


def _said_once(sheet: Sheet, target: Target, given_surely: Container[str]) -> dict[str, Fit]:
    """What stands once above a table or in its file's name, for fields that no column of it gives surely.

    Only fields that may stand once: the table's own columns go first.
    """
    columns = [column for column in sheet.columns if is_said_once(column)]
    fields = [f for f in target.fields if f.once and f.key not in given_surely]
    found: dict[str, Fit] = {}
    for place, column in enumerate(column for column in columns if column not in LOOSE):
        samples = {label_of(column): value_shapes.sample(sheet.frame[column].tolist())}
        for fit in fits([label_of(column)], samples, replace(target, fields=tuple(fields))):
            known = found.get(fit.key)
            if fit.score >= ACCEPT and (known is None or fit.score > known.score):
                found[fit.key] = replace(fit, column=column, place=len(sheet.columns) + place)
    for wanted in fields:
        loose = next((column for column in wanted.once if column in columns), None)
        if wanted.key not in found and loose:
            said = f"it stands once: {loose}"
            found[wanted.key] = Fit(wanted.key, loose, len(sheet.columns), ACCEPT, said, True, ACCEPT)
    return found


def remapped(sheet: Sheet, target: Target, chosen: Mapping[str, str | None]) -> Crosswalk:
    """Return the crosswalk in which a person has chosen the column of each field, by key; None for no column.

    Raises InputError where a column does not exist or stands for two fields.
    """
    named = {key: column for key, column in chosen.items() if column}
    _check(named, sheet, target)
    return _crosswalk(sheet, target, named, "confirmed", "confirmed by a person")


def apply(sheet: Sheet, crosswalk: Crosswalk) -> pd.DataFrame:
    """Return one row per row of the table: a text column per field as found, then file, sheet and row.

    Only columns that `crosswalk.used` names are taken; every other field is null. A code that a person has explained
    is the word written for it. A payer's name that bears its ID is the name, with that ID where the row has none
    (`name_ids`). Of a column that writes the day before the month, the month stands first. A spreadsheet's day number
    is the day, where the whole column says so (`day_numbers`).
    """
    used, frame = crosswalk.used, sheet.frame
    blank = pd.Series(None, index=frame.index, dtype=TEXT)
    columns = {f.key: frame[used[f.key]] if f.key in used else blank for f in crosswalk.target.fields}
    for wanted in crosswalk.target.fields:
        if wanted.key in used and wanted.shape in value_shapes.DATES:
            turned = month_first(columns[wanted.key], used[wanted.key])
            columns[wanted.key] = day_numbers.judged(turned, wanted.shape, crosswalk.days_from).texts
    for key, meant in crosswalk.values.items():
        columns[key] = columns[key].replace(meant)
    for name, number in _payers(crosswalk).items():
        columns[name], ids = name_ids.parted(columns[name], columns.get(number))
        columns |= {number: ids} if number in columns else {}
    return pd.DataFrame(columns | {name: frame[name] for name in ORIGIN}, index=frame.index)


def _payers(crosswalk: Crosswalk) -> dict[str, str]:
    """The used fields of payers' names, each with that of the same payer's ID, which a target may lack."""
    names = ("payer", "payer_name")
    fields = [one.key for one in crosswalk.target.fields if one.shape == "payer name" or one.name in names]
    return {key: f"{key.removesuffix('_name')}_id" for key in fields if key in crosswalk.used}


def numbered_days(sheet: Sheet, crosswalk: Crosswalk) -> list[tuple[Field, DayNumbers]]:
    """Return the used fields of days in whose columns numbers stand, each with what those are."""
    used, found = crosswalk.used, []
    for wanted in crosswalk.target.fields:
        if wanted.key in used and wanted.shape in value_shapes.DATES:
            judged = day_numbers.judged(sheet.frame[used[wanted.key]], wanted.shape, crosswalk.days_from)
            found += [(wanted, judged)] if judged.numbers else []
    return found


def _confirmed(sheet: Sheet, target: Target, remembered: Crosswalk) -> Crosswalk:
    rows = remembered.rows.dropna(subset="source_column")
    chosen = remapped(sheet, target, dict(zip(rows["key"], rows["source_column"], strict=True)))
    return replace(chosen, values=remembered.values, days_from=remembered.days_from)


def _check(named: dict[str, str], sheet: Sheet, target: Target) -> None:
    where, keys = "crosswalk", {f.key for f in target.fields}
    for key, column in named.items():
        if key not in keys:
            raise InputError(where, f"a field {key!r} that {target.name} does not have", "Correct its name.")
        if column not in sheet.columns:
            raise InputError(where, f"{key}: the table has no column of the name given", "Choose another.")
    if len(set(named.values())) < len(named):
        raise InputError(where, "one column is used for two fields", "Leave it with one of them.")


def _crosswalk(
    sheet: Sheet,
    target: Target,
    chosen: dict[str, str],
    state: str,
    why: str,
    once: Mapping[str, Fit] | None = None,
) -> Crosswalk:
    rows = []
    for wanted in target.fields:
        column, fit = chosen.get(wanted.key), (once or {}).get(wanted.key)
        if fit is not None:
            column, said = fit.column, (fit.score, fit.evidence, state)
        else:
            said = (1.0, why, state) if column else (0.0, f"{why}: no column", "missing")
        rows.append((wanted.key, wanted.label, wanted.group or None, wanted.required, column, *said))
    free = [c for c in sheet.columns if c not in set(chosen.values()) and not is_said_once(c)]
    return Crosswalk(
        signature_of(sheet),
        target,
        _frame(rows),
        _free(sheet, dict.fromkeys(free, f"{why}: not used")),
    )


def _others(found: list[Fit], field: Field, chosen: dict[str, Fit]) -> str:
    taken = {fit.column for fit in chosen.values()}
    rest = [fit for fit in found if fit.key == field.key and fit.column not in taken]
    rest.sort(key=lambda fit: -fit.score)
    return "".join(f"; also `{fit.column}` ({fit.score:.2f})" for fit in rest[:2])


def _row(field: Field, fit: Fit | None, others: str) -> tuple:
    head = (field.key, field.label, field.group or None, field.required)
    if fit is None:
        return (*head, None, 0.0, "no column fits" + others, "missing")
    state = "suggested" if fit.score >= ACCEPT else "unsure"
    return (*head, fit.column, fit.score, fit.evidence + others, state)


def _frame(rows: list[tuple]) -> pd.DataFrame:
    return framed(rows, ROWS)


def _unmapped(sheet: Sheet, found: list[Fit], chosen: dict[str, Fit], target: Target) -> pd.DataFrame:
    taken = {fit.column: key for key, fit in chosen.items()}
    why = {}
    for column in [c for c in sheet.columns if c not in taken and not is_said_once(c)]:
        best = max((fit for fit in found if fit.column == column), key=lambda fit: fit.score, default=None)
        why[column] = "no field of the import fits its header or its values"
        if best is not None and best.score < PROPOSED:
            why[column] = best.evidence
        elif best is not None and best.key not in chosen:
            why[column] = f"{best.evidence}; not used beside the other columns"
        elif best is not None and (best.is_exact or not chosen[best.key].is_exact):
            label, winner = target.field(best.key).label, chosen[best.key]
            why[column] = f"{label} comes from `{winner.column}`, which fits as well or better"
            if best.is_exact and best.score <= SHARED:
                why[column] = best.evidence
    return _free(sheet, why)


def _free(sheet: Sheet, why: dict[str, str]) -> pd.DataFrame:
    rows = []
    for column, reason in why.items():
        values = value_shapes.sample(sheet.frame[column].tolist())
        rows.append((column, reason if values else "it is empty", value_shapes.examples(values) or None))
    return framed(rows, UNMAPPED)
