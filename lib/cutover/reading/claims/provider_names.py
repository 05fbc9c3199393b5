"""Who saw a patient where a report names the provider and no NPI: the provider of that name in the intake."""

from __future__ import annotations

from collections.abc import Iterable

import pandas as pd

from cutover.columns import TEXT
from cutover.reading.claims.provider_codes import KnownProvider, credentials
from cutover.reading.files.sheet import Sheet
from cutover.reading.practice.names_held import person

FIELD = "rendering_name"


class ProviderNames:
    """The providers of a practice by their names.

    `pairs` are (name, NPI). A name is compared as its words without credentials and initials.
    """

    def __init__(self, pairs: Iterable[tuple[str, str]] = ()):
        pairs = list(pairs)
        self.npis = frozenset(npi for _, npi in pairs)
        known = ((KnownProvider.of(name), npi) for name, npi in pairs)
        self._parts = [(parts, npi) for parts, npi in known if parts.words]
        self._known = [(parts.words, npi) for parts, npi in self._parts]

    def npi(self, text: str) -> str | None:
        """Return the NPI of the one provider that a cell names; null where none or several fit.

        A part of a name is enough where it is one provider's alone: `Haverford` of `Lenore Haverford MD`. So is a code
        of initial and family name (`LHAVERFORD`). An initial that is another's speaks against it, and of namesakes the
        one with the credential is meant: `Haverford NP`.
        """
        said = set(person(text).split())
        found = [(one, npi) for one, npi in self._parts
                 if said and (one.words <= said or said <= one.words) and one.fits(text)]  # fmt: skip
        if len({npi for _, npi in found}) > 1:
            found = [(one, npi) for one, npi in found if one.credentials & credentials(text)]
        return self._one(
            npi for one, npi in self._parts if one.is_code(text) or any(one is other for other, _ in found)
        )

    def in_title(self, text: str) -> str | None:
        """Return the NPI of the one provider whose whole name stands in a title; null where none or several do."""
        said = set(person(text).split())
        return self._one(npi for words, npi in self._known if len(words) > 1 and words <= said)

    def _one(self, found: Iterable[str]) -> str | None:
        npis = set(found)
        return npis.pop() if len(npis) == 1 else None


def provider_of(sheet: Sheet, known: ProviderNames) -> str | None:
    """Return the text above a table, or the name of its sheet, that names one provider of the practice; else null."""
    named = {npi: text for text in sheet.above if (npi := known.in_title(text))}
    if len(named) == 1:
        return next(iter(named.values()))
    return sheet.name if not named and sheet.name and known.npi(sheet.name) else None


def with_names(claims: pd.DataFrame, sheet: Sheet, found: pd.DataFrame, known: ProviderNames) -> pd.DataFrame:
    """Return claims with the provider that their rows, or else their sheet, name, and with that provider's NPI.

    `found` are the rows as mapped. An NPI that a row states itself stays.
    """
    names = found[FIELD].astype("str")
    if names.isna().all() and (title := provider_of(sheet, known)):
        names = pd.Series(title, found.index, dtype=TEXT)
    told = {text: known.npi(text) or known.in_title(text) for text in names.dropna().unique()}
    npis = claims["rendering_npi"].fillna(names.map(told).astype("str"))
    return claims.assign(**{FIELD: names}, rendering_npi=npis.astype("str"))
