"""Under which Tax ID a claim goes whose source states none: the practice's only one, or the one of its provider."""

from __future__ import annotations

import pandas as pd

from cutover.errors import InputError
from cutover.reading.practice.book import Practice, intake_of

_NPIS = ("rendering_npi", "attending_npi", "billing_npi")
_PAYEE, _RENDERED = ("payee_npi", "payee_tin"), ("rendering_npi", "payee_tin")


def with_tax_ids(
    submitted: pd.DataFrame, practice: Practice, remitted: pd.DataFrame
) -> tuple[pd.DataFrame, list[str]]:
    """Return the submissions with a Tax ID where none is stated and one alone can be meant, and notes that say so.

    It is the practice's where that has one. Of several it is that of the claim's provider, rendering before billing:
    the one that the intake gives the NPI and that remittances of the NPI are paid to, each as far as it says one.
    Where they differ, or either names two, it stays unknown. A claim without an NPI takes the one of all, where the
    intake gives every provider the same and no remittance is paid to another. `remitted` are claims of remittances.
    """
    missing = submitted["tax_id"].isna()
    if not missing.any():
        return submitted, []
    if len(practice.tins) == 1:
        only = submitted["tax_id"].fillna(next(iter(practice.tins)))
        note = f"{int(missing.sum()):,} submissions state no Tax ID; the practice's only one was taken."
        return submitted.assign(tax_id=only), [note]
    rows = submitted[missing]
    of, every = _by_provider(practice, remitted)
    found = pd.Series(None, rows.index, dtype="str")
    for name in _NPIS:
        found = found.fillna(rows[name].map(of).astype("str"))
    found = found.mask(rows[list(_NPIS)].isna().all(axis=1), every)
    number = int(found.notna().sum())
    if not number:
        return submitted, []
    note = (
        f"{number:,} submissions state no Tax ID; that of their provider was taken, "
        "which the intake or the remittances name alone."
    )
    return submitted.assign(tax_id=submitted["tax_id"].fillna(found).astype("str")), [note]


def _by_provider(practice: Practice, remitted: pd.DataFrame) -> tuple[dict[str, str], str | None]:
    """The Tax ID of each NPI that has one alone, and the one of all providers; null where there is none."""
    told = _providers(practice).dropna(subset=["npi"])
    paid = pd.concat([remitted[list(pair)].set_axis(["npi", "tin"], axis=1) for pair in (_PAYEE, _RENDERED)])
    paid = paid.dropna()
    both = pd.concat([told[["npi", "tin"]], paid]).dropna().drop_duplicates()
    alone = both[~both["npi"].duplicated(keep=False)]
    every = set(told["tin"]) | set(paid["tin"]) if len(told) and told["tin"].notna().all() else set()
    return dict(zip(alone["npi"], alone["tin"], strict=True)), every.pop() if len(every) == 1 else None


def _providers(practice: Practice) -> pd.DataFrame:
    """The providers of the intake; no row where it cannot be opened, which another report says."""
    try:
        return intake_of(practice).tables["providers"]
    except InputError:
        return pd.DataFrame(columns=["npi", "tin"], dtype="str")
