"""Which claim a row of another source is about: by number and day of service, then by the payer's number.

A number is compared without signs, blanks and case. Where several claims have one number and day, the one of the same
payer is meant, else the first. A row without a day belongs to the only claim of its number. Numbers that a payer has
cut short are not matched: their rows become claims of their own.
"""

from __future__ import annotations

from dataclasses import dataclass, field

import pandas as pd

from cutover.workstreams.remittance_items import compared

NOBODY = -1


def dated(numbers: pd.Series, days: pd.Series) -> pd.Series:
    """Return one text per row from a compared number and a day, null where either is absent."""
    return (numbers + "|" + days.dt.strftime("%Y-%m-%d").astype("str")).astype("str")


@dataclass
class Known:
    """The claims known so far, by every text that names one of them."""

    parts: list[pd.DataFrame] = field(default_factory=list)
    alone: list[pd.DataFrame] = field(default_factory=list)
    size: int = 0

    def add(
        self, claim: pd.Series, numbers: list[pd.Series], days: pd.Series, payer: pd.Series, of_payer=None
    ) -> None:
        """Take in what names claims: their numbers with the day of service, and the payer's own number."""
        texts = [dated(number, days) for number in numbers]
        for text in [*texts, *([] if of_payer is None else ["#" + of_payer])]:
            self.parts.append(
                pd.DataFrame({"text": text, "claim": claim, "payer": payer}).dropna(subset=["text"])
            )
        for number in numbers:
            self.alone.append(pd.DataFrame({"text": number, "claim": claim}).dropna(subset=["text"]))
        if len(claim):
            self.size = max(self.size, int(claim.max()) + 1)

    def find(self, numbers: list[pd.Series], days: pd.Series, payer: pd.Series, of_payer=None) -> pd.Series:
        """Return the claim of each row, NOBODY where none is known by it."""
        found = pd.Series(NOBODY, days.index, dtype="int64")
        if not self.size or not len(days):
            return found
        table = pd.concat(self.parts, ignore_index=True)
        first = table.drop_duplicates("text").set_index("text")["claim"]
        table = table[table.duplicated("text", keep=False)]
        same = table.assign(text=table["text"] + "|" + table["payer"]).drop_duplicates("text")
        same = same.set_index("text")["claim"]
        texts = [dated(number, days) for number in numbers]
        for text in [*texts, *([] if of_payer is None else ["#" + of_payer])]:
            left = found.index[(found == NOBODY) & text.notna()]
            told = text.loc[left]
            places = _at(first, told)
            if len(same):
                mine = _at(same, told + "|" + payer.loc[left])
                places = mine.where(mine != NOBODY, places)
            found.loc[left] = places
        return self._alone(found, numbers, days)

    def _alone(self, found: pd.Series, numbers: list[pd.Series], days: pd.Series) -> pd.Series:
        """Rows without a day: by a number that one claim alone has."""
        left = found.index[(found == NOBODY) & days.isna()]
        if not len(left):
            return found
        table = pd.concat(self.alone, ignore_index=True).drop_duplicates()
        once = table[~table.duplicated("text", keep=False)].set_index("text")["claim"]
        for number in numbers:
            left = found.index[(found == NOBODY) & days.isna() & number.notna()]
            found.loc[left] = _at(once, number.loc[left])
        return found


def _at(table: pd.Series, texts: pd.Series) -> pd.Series:
    places = table.index.get_indexer(pd.Index(texts))
    values = table.to_numpy("int64")
    if not len(values):
        return pd.Series(NOBODY, texts.index, dtype="int64")
    return pd.Series(values[places], texts.index, dtype="int64").where(places >= 0, NOBODY)


def absorbed(known: Known, rows: pd.DataFrame, numbers: list[str], of_payer: str | None = None) -> pd.Series:
    """Return the claim of each row; rows of no known claim become new ones, those of one number and day together.

    `rows` has `payer`, `service_from`, `source_file`, `source_row` and the columns of `numbers`.
    """
    said = [compared(rows[name]) for name in numbers]
    theirs = None if of_payer is None else compared(rows[of_payer])
    found = known.find(said, rows["service_from"], rows["payer"], theirs)
    new = found == NOBODY
    if new.any():
        whose = said[0]
        for number in said[1:]:
            whose = whose.fillna(number)
        place = (
            rows["source_file"].astype("str").fillna("") + "#" + rows["source_row"].astype("str").fillna("")
        )
        alone = dated(whose, rows["service_from"]).fillna(whose).fillna(place)[new]
        found.loc[alone.index] = pd.factorize(alone)[0] + known.size
    known.add(found[new], [s[new] for s in said], rows["service_from"][new], rows["payer"][new],
              None if theirs is None else theirs[new])  # fmt: skip
    return found
