"""One name for each payer over remittances, postings and claim history, which spell it in their own ways."""

from __future__ import annotations

import pandas as pd

from cutover.reading.payers.groups import PayerGroups
from cutover.reading.payers.names import PayerName, compared, is_short_for, lines_of, loosely
from cutover.reading.payers.same import NONE_PROVEN, SamePayers
from cutover.reading.payers.spellings import Spellings
from cutover.workstreams.remittances import UNNAMED

NOBODY = PayerName("")


def one_name(names: pd.Series, known: pd.Series | None = None, same: SamePayers = NONE_PROVEN) -> pd.Series:
    """Return one name for each payer: the spelling of `known`, else the one met most often.

    `AETNA` and `Aetna, Inc.` are one payer, `Medicaid - Ohio` and `Medicaid - Texas` are two, as payer lists
    are compared (`reading.payers.spellings`). A payer whose spelling changes with the switch would otherwise look
    silent under its old name. Plans of a payer are one where `known` has no word of its own for each: among
    remittances alone they stay apart, since each may pay rates of its own. A short name (`BC/BS`, `United`) is that
    payer of `known` for which alone it can be short. A name that the client's files prove to be one of `known`
    (`same`) is that one, before any other spelling. What names nobody is `(payer not named)`.
    """
    told = _by_count(names) if known is None else _by_count(known)
    spelled, proven = Spellings(), same.among(told)
    exact = {compared(name) for name in told}
    of: dict[str, str] = {}
    for name in told if known is None else [*told, *sorted(_by_count(names), key=_has_a_product)]:
        is_other = known is not None and name not in told
        meant = proven.get(compared(name)) if is_other and compared(name) not in exact else None
        meant = meant or spelled.find(name, loose=is_other) or (_by_part(name, spelled) if is_other else None)
        of.setdefault(name, meant or name)
        if meant is None and compared(name) != NOBODY:
            spelled.add(name)
    if known is not None:
        of = _shortened(of, told)
    by_name = {n: UNNAMED if compared(n) == NOBODY else of.get(n, UNNAMED) for n in names.dropna().unique()}
    return names.map(by_name).astype("str").fillna(UNNAMED)


def _shortened(of: dict[str, str], told: list[str]) -> dict[str, str]:
    """The payer of each name, that of a short one too where just one name is longer and stands in `told`."""
    own = [name for name in dict.fromkeys(of.values()) if name not in told and compared(name) != NOBODY]
    for name in sorted(own, key=lambda one: (-len(loosely(one).words.split()), one)):
        longer = {other for other in of.values() if other != name and is_short_for(name, other)}
        meant = longer.pop() if len(longer) == 1 else None
        if meant in told and not lines_of(meant):
            of = {said: meant if payer == name else payer for said, payer in of.items()}
    return of


def _by_part(name: str, spelled: Spellings) -> str | None:
    """The payer that one of two names with a stroke between is, where no other is meant: `Cigna/Evernorth`."""
    parts = name.split("/")
    found = (
        {spelled.find(part.strip(), loose=True) for part in parts if part.strip()}
        if len(parts) > 1
        else set()
    )
    told = found - {None}
    return told.pop() if len(told) == 1 else None


def _has_a_product(name: str) -> bool:
    """Whether a name says more than the payer: the payer's own name goes before it."""
    return loosely(name) != compared(name)


def one_payer(names: pd.Series, ids: pd.Series, same: SamePayers = NONE_PROVEN) -> pd.Series:
    """Return one name for each payer of rows that bear its id beside its name, two columns of one index.

    Names under one id are one payer, as `PayerGroups` joins them for enrollment: `UHC` and `United Healthcare` 87726.
    So are those that the client's files prove to be one (`same`).
    """
    names = names.map({name: same.main(name) for name in names.dropna().unique()}).astype("str")
    groups = PayerGroups()
    groups.add(names, ids)
    return groups.label(names, ids)


def _by_count(names: pd.Series) -> list[str]:
    """The names, the ones met most often first, of equals by alphabet."""
    counts = names[names != UNNAMED].value_counts()
    return sorted(counts.index, key=lambda name: (-counts[name], name))
