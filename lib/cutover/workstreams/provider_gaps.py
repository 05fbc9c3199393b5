"""What the intake's list of providers lacks, persons and groups apart."""

from __future__ import annotations

import pandas as pd

from cutover.wording import and_joined, several

_KINDS = {"individual": ("person", "persons"), "group": ("group", "groups")}
_OTHER = ("provider of no stated kind", "providers of no stated kind")


def without_taxonomy(listed: pd.DataFrame) -> str:
    """Return how many providers of an intake state no taxonomy code, `1 person and 2 groups`; empty for none."""
    kinds = listed.loc[listed["taxonomy"].isna(), "npi_type"].map(_KINDS.get, na_action="ignore")
    told = [kind if isinstance(kind, tuple) else _OTHER for kind in kinds]
    return and_joined(
        [several(told.count(kind), *kind) for kind in (*_KINDS.values(), _OTHER) if kind in told]
    )
