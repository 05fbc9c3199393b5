"""What people wrote down of claims in workbooks that came back, laid together as one word a claim and field.

A cell counts as written where it differs from what was printed in it. A later word takes the place of the one that it
was printed beside; two words that do not know of each other are a conflict, of which the later file's is used.
"""

from __future__ import annotations

import pandas as pd

from cutover.intake.handoff_workbook import CLAIMS, OF_PEOPLE, printed, text_of


def together(rows: pd.DataFrame) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Return one row per claim with the word that holds in each field, and the conflicts.

    `rows` are those of returned workbooks, file by file, each with its `claim` (a number) and its `source`. The first
    frame has OF_PEOPLE and `said_in`, indexed by claim; the second one row per claim and field in which two differ.
    """
    said: dict[int, dict[str, object]] = {}
    conflicts = []
    for row in rows.to_dict("records"):
        mine = said.setdefault(row["claim"], {})
        base = printed(row["as_printed"])
        for name in OF_PEOPLE:
            found = _laid(mine, name, text_of(name, row[name]), base, row["source"])
            if found is not None:
                conflicts.append({"claim": row["claim"], "field": CLAIMS.field(name).header, "one": found,
                                  "other": text_of(name, row[name]), "source": row["source"]})  # fmt: skip
            if mine.get(f"{name}:from") == row["source"]:
                mine[name] = None if pd.isna(row[name]) else row[name]
        mine["said_in"] = row["source"]
    columns = [*OF_PEOPLE, "said_in"]
    index = pd.Index(list(said), name="claim", dtype="int64")
    told = [{name: mine.get(name) for name in columns} for mine in said.values()]
    frame = pd.DataFrame(told, index=index, columns=columns, dtype=object)
    kinds = {c.name: c.dtype for c in CLAIMS.columns if c.name in OF_PEOPLE} | {"said_in": "str"}
    names = ["claim", "field", "one", "other", "source"]
    return frame.astype(kinds), pd.DataFrame(conflicts, columns=names)


def _laid(mine: dict, name: str, word: str, base: dict[str, str] | None, source: str) -> str | None:
    """Lay one cell over what is known of its claim; return what it contradicts."""
    now = mine.get(f"{name}:word", "")
    if word == now or (base is not None and word == base.get(name, "")) or (base is None and not word):
        return None
    mine[f"{name}:word"], mine[f"{name}:from"] = word, source
    knew = base is not None and base.get(name, "") == now
    return now if now and not knew else None
