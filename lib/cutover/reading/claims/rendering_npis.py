"""Claim lists that call the rendering clinician by a specialty's words: `Anes NPI`, `Surgeon NPI`, `Attending NPI`.

The values tell: valid NPIs, all of providers whom the intake lists, in one column alone. Where two columns have such
values, or the intake lists other providers, a person is asked.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import cache

from cutover import reference
from cutover.reading.mapping import value_shapes
from cutover.reading.mapping.header_fit import SHARED
from cutover.reading.mapping.header_words import words_of
from cutover.reading.mapping.settle import SETTLED
from cutover.reading.mapping.tables_of import MappedTable
from cutover.wording import and_joined

FIELD, ATTENDING, FORM = "rendering_npi", "attending_npi", "form"
_NPI = "npi"
_OURS = "every value is the NPI of a provider of the intake"


@dataclass(frozen=True)
class _Words:
    others: frozenset[str]


@cache
def _words() -> _Words:
    return reference.load("rendering_words", _Words)


def with_rendering_npi(table: MappedTable, providers: frozenset[str] = frozenset()) -> MappedTable:
    """Return a table of claims with the column of its rendering clinicians' NPIs, where no header gives it.

    `providers` are the NPIs of the practice's clinicians. A list that tells no form of its claims calls who treated
    attending; one that tells it has institutional claims, whose attending stays what it is.
    """
    walk = table.crosswalk
    if walk.is_confirmed or FIELD in walk.used or table.sheet.frame.empty:
        return table
    found = {name: values for name in table.free_columns if (values := _npis_of(table, name))}
    attending = walk.used.get(ATTENDING)
    if attending and FORM not in walk.used and (values := _npis_of(table, attending)):
        found[attending] = values
    ours = [name for name, values in found.items() if values <= providers]
    if len(ours) == 1:
        return replace(table, crosswalk=walk.with_column(FIELD, ours[0], _OURS, SETTLED))
    asked = ours or [name for name in found if name != attending and _NPI in words_of(name).split()]
    if not asked:
        return table
    said = f"{and_joined([f'`{name}`' for name in asked])} may be the rendering clinician's"
    return replace(table, crosswalk=walk.with_column(FIELD, asked[0], said, SHARED, "unsure"))


def _npis_of(table: MappedTable, name: str) -> frozenset[str]:
    """The NPIs of a column of nothing else whose header speaks of no other role; none where it is another column."""
    if not _words().others.isdisjoint(words_of(name).split()):
        return frozenset()
    values = [value.strip() for value in table.sheet.frame[name].dropna().astype("str")]
    return frozenset(values) if value_shapes.share(values, _NPI) == 1.0 else frozenset()
