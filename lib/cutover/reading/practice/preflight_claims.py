"""Whether the numbers of a practice's claim histories meet those of its remittances, told from first looks at both."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pandas as pd

from cutover.errors import CutoverError
from cutover.reading.claims.joined_remits import ACCOUNT, DAY, hardly_met
from cutover.reading.claims.stand_ins import is_made
from cutover.reading.claims.without_columns import is_list_of_denials
from cutover.reading.files import values as text_values
from cutover.reading.files.zips import walk
from cutover.reading.mapping import kinds
from cutover.reading.mapping.vague_numbers import CLAIM
from cutover.reading.practice.known_columns import knowledge_in

_CLAIMS, _ERA = "claims", "era"
_MOST = 40_000_000  # bytes of remittances and of claim histories that are looked at
_DAY = re.compile(rb"DTM.(?:472|232|150).(\d{8})")


def unmet(folder: Path) -> str:
    """Return in words that a practice's histories hardly meet its remittances, "" where they do or nothing tells."""
    if not (folder / _CLAIMS).is_dir() or not (folder / _ERA).is_dir():
        return ""
    try:
        history = pd.concat([_no_claims(), *_histories(folder / _CLAIMS)], ignore_index=True)
        if history.empty:
            return ""
        remitted = pd.DataFrame(_remitted(folder / _ERA), columns=[ACCOUNT, DAY], dtype="str")
    except (CutoverError, OSError):
        return ""  # what cannot be read is told elsewhere
    days = pd.to_datetime(remitted[DAY], format="%Y%m%d", errors="coerce")
    return hardly_met(history, remitted.assign(**{DAY: days}))


def _no_claims() -> pd.DataFrame:
    return pd.DataFrame({CLAIM: pd.Series(dtype="str"), ACCOUNT: pd.Series(dtype="str"),
                         DAY: pd.Series(dtype="datetime64[ms]")})  # fmt: skip


def _histories(folder: Path) -> Iterator[pd.DataFrame]:
    left, kind = _MOST, kinds.named("claims")
    knowledge = knowledge_in(folder, folder.parents[1])
    for path in sorted(path for path in folder.rglob("*") if path.is_file()):
        left -= path.stat().st_size
        if left < 0:
            return
        for file in kinds.tables_in(path, kind, knowledge, every=True):
            for table in file.tables:
                if table.is_used and not kind.other(table) and not is_list_of_denials(table):
                    rows = table.rows
                    rows = rows[~is_made(rows[CLAIM].astype("str"))]  # such numbers meet by day and charge
                    yield rows[[CLAIM, ACCOUNT]].assign(**{DAY: text_values.dates(rows[DAY])})


def _remitted(folder: Path) -> Iterator[tuple[str, str | None]]:
    """The number and the first day of each claim of the 835s, as their segments have them."""
    left = _MOST
    for entry in walk(folder, folder.parent):
        data = entry.data or b""
        left -= len(data)
        if left < 0:
            return
        if not data.startswith(b"ISA") or len(data) < 4:
            continue
        sign = data[3:4]
        for claim in data.split(b"CLP" + sign)[1:]:
            number, day = claim.split(sign, 1)[0], _DAY.search(claim)
            yield number.decode("latin-1").strip(), day[1].decode() if day else None
