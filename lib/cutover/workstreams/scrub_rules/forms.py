"""The conditions under which a payer may deny, and how many lines meet each: what was tried, without exception.

A condition is a form with a procedure and up to two more values. Its lines are compared with the same thing elsewhere:
the same payer's lines of the same procedure that do not meet it, or, where the form names no procedure or nothing but
one, the payer's other lines.

No library of frequent patterns is used: an item set has no word for what is missing (a modifier that was not billed),
no lines to be compared with, and no count of what was tried. The forms are few and are counted by grouping.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, replace

import numpy as np
import pandas as pd

from cutover.reference import code_list
from cutover.workstreams.scrub_rules.lines import MARKS, NOTHING, PARTLY, TAKEN_BACK
from cutover.workstreams.scrub_rules.rules import ScrubRules

PROCEDURE, WITH, WITHOUT, PLACE, UNITS, PAIR, PAIR_WITHOUT, AGE, ANY_PLACE, ANY_WITH = FORMS = (
    "procedure", "modifier", "without modifier", "place", "units", "pair on a day", "pair without modifier",
    "age of claim", "place, any procedure", "modifier, any procedure",
)  # fmt: skip
CONDITIONS = {PROCEDURE: 1, AGE: 1, PAIR_WITHOUT: 3}  # of every other form: 2
OF_PAYER = (PROCEDURE, AGE, ANY_PLACE, ANY_WITH)
NONE = -1
BILLED = (TAKEN_BACK, PARTLY, NOTHING)  # what stood beside a line, though it tells no first decision
_CELL = ["payer", "procedure", "a", "b"]
_HIT = [*_CELL, "reason"]


@dataclass(frozen=True)
class Coded:
    """First decisions as whole numbers, and the texts that they stand for.

    `rows` has one row per line: `payer`, `procedure`, `place`, `units`, `age`, `reason` (NONE: not denied), `cents` and
    `person` (a number for the patient).
    `marks` has one row per line and modifier (`line`, `mark`), `beside` one per line and other procedure of the visit
    (`line`, `other`), each once. `seen` has one row per payer, procedure and modifier that was ever billed.
    """

    rows: pd.DataFrame
    marks: pd.DataFrame
    beside: pd.DataFrame
    seen: pd.DataFrame
    texts: dict[str, pd.Index]
    ages: tuple[int, ...]


def coded(first: pd.DataFrame, every: pd.DataFrame, as_of: dt.date) -> Coded:
    """Return the lines as numbers; `every` has the lines sent again too, whose modifiers tell what could be added."""
    texts, rows = {}, pd.DataFrame(index=range(len(first)))
    for name in ("payer", "procedure", "place", "reason"):
        texts[name] = pd.Index(every[name].dropna().unique())
        rows[name] = texts[name].get_indexer(pd.Index(first[name]))
    rows["reason"] = rows["reason"].where(first["denied"].to_numpy(), NONE)
    for name, source in (("units", "units"), ("age", "age"), ("cents", "refused_cents"), ("visit", "visit"),
                         ("person", "person")):  # fmt: skip
        rows[name] = first[source].to_numpy("int64")
    texts["mark"] = pd.Index(pd.unique(pd.concat([every[name] for name in MARKS]).dropna()))
    decided = every.assign(payer=texts["payer"].get_indexer(pd.Index(every["payer"])),
                           procedure=texts["procedure"].get_indexer(pd.Index(every["procedure"])))  # fmt: skip
    billed = _marks(decided, texts["mark"])
    seen = (
        decided[["payer", "procedure"]].take(billed["line"].to_numpy()).assign(mark=billed["mark"].to_numpy())
    )
    seen = seen[(seen["payer"] >= 0) & (seen["procedure"] >= 0)].drop_duplicates()
    ages = tuple(sorted(int(code) for code in code_list("claim_ages", as_of).frame["code"]))
    return Coded(rows, _marks(first, texts["mark"]), _beside(rows, decided), seen, texts, ages)


def narrowed(given: Coded, keep: np.ndarray) -> Coded:
    """Return the lines that are kept, numbered anew, with the other lines of their visits as they were billed."""
    place = np.where(keep, np.cumsum(keep) - 1, -1)
    parts = []
    for frame in (given.marks, given.beside):
        mine = frame[keep[frame["line"]]]
        parts.append(mine.assign(line=place[mine["line"]]).reset_index(drop=True))
    return replace(given, rows=given.rows[keep].reset_index(drop=True), marks=parts[0], beside=parts[1])


def _marks(lines: pd.DataFrame, known: pd.Index) -> pd.DataFrame:
    parts = [known.get_indexer(pd.Index(lines[name])) for name in MARKS]
    told = [pd.DataFrame({"line": np.flatnonzero(part >= 0), "mark": part[part >= 0]}) for part in parts]
    return pd.concat(told, ignore_index=True).drop_duplicates()


def _beside(rows: pd.DataFrame, every: pd.DataFrame) -> pd.DataFrame:
    """Each line with the other procedures of its visit, whatever became of them; not those that came later."""
    billed = every[(every["left_out"].isna() | every["left_out"].isin(BILLED)) & (every["procedure"] >= 0)]
    visits = billed[["visit", "procedure"]].drop_duplicates().rename(columns={"procedure": "other"})
    several = visits[visits["visit"].duplicated(keep=False)]
    pairs = rows[["visit", "procedure"]].assign(line=rows.index).merge(several, on="visit")
    return pairs.loc[pairs["procedure"] != pairs["other"], ["line", "other"]].reset_index(drop=True)


def tried(given: Coded, rules: ScrubRules) -> tuple[pd.DataFrame, int]:
    """Return the conditions with at least one denial, one row per condition and reason, and how many were tried.

    `form`, `payer`, `procedure`, `a`, `b`, `reason` (NONE where the form has none), `lines` and `denied` within, and
    `all_lines` and `all_denied` of what they are compared with, themselves included. Tried is every condition with
    lines enough for a rule, with every reason of its payer, denied or not.
    """
    cells, hits = zip(*_counted(given, rules), strict=True)
    cell, hit = pd.concat(cells, ignore_index=True), pd.concat(hits, ignore_index=True)
    enough = cell[cell["lines"] >= rules.least_denied]
    reasons = given.rows.loc[given.rows["reason"] >= 0].groupby("payer")["reason"].nunique()
    number = int(enough["payer"].map(reasons).fillna(0).sum())
    return _compared(hit.merge(enough, on=["form", *_CELL]), given.rows), number


def _compared(found: pd.DataFrame, rows: pd.DataFrame) -> pd.DataFrame:
    """With what each condition is compared."""
    of_payer = found["form"].isin(OF_PAYER).to_numpy()
    denied = rows[rows["reason"] >= 0]
    sizes = []
    for keys in (["payer"], ["payer", "procedure"]):
        every = found[keys].merge(rows.groupby(keys).size().rename("n").reset_index(), how="left", on=keys)[
            "n"
        ]
        of_reason = denied.groupby([*keys, "reason"]).size().rename("n").reset_index()
        of_them = found[[*keys, "reason"]].merge(of_reason, how="left", on=[*keys, "reason"])["n"]
        sizes.append((every.fillna(0).to_numpy("int64"), of_them.fillna(0).to_numpy("int64")))
    (lines, hit), (own_lines, own_hit) = sizes
    return found.assign(
        all_lines=np.where(of_payer, lines, own_lines), all_denied=np.where(of_payer, hit, own_hit)
    )


def _counted(given: Coded, rules: ScrubRules):
    """Yield the lines and the denials of each condition of each form."""
    rows, marks = given.rows, given.marks
    marked = rows.take(marks["line"].to_numpy()).assign(mark=marks["mark"].to_numpy())
    paired = rows.take(given.beside["line"].to_numpy()).assign(a=given.beside["other"].to_numpy())
    both = given.beside.merge(marks, on="line")
    twice = rows.take(both["line"].to_numpy()).assign(a=both["other"].to_numpy(), b=both["mark"].to_numpy())
    yield _count(PROCEDURE, rows)
    yield (own := _count(WITH, marked.assign(a=marked["mark"])))
    yield _rest(WITHOUT, _count(PROCEDURE, rows), own, given.seen, "a")
    yield _count(PLACE, rows[rows["place"] >= 0].assign(a=rows["place"]))
    yield _count(UNITS, _upward(rows, np.clip(rows["units"], 0, rules.most_units), 2))
    yield (pair := _count(PAIR, paired))
    yield _rest(PAIR_WITHOUT, pair, _count(PAIR, twice), given.seen, "b")
    ages = np.searchsorted(given.ages, rows["age"])  # how many limits the age is beyond
    yield _count(AGE, _upward(rows, ages, 1).assign(procedure=NONE))
    yield _count(ANY_PLACE, rows[rows["place"] >= 0].assign(a=rows["place"], procedure=NONE))
    yield _count(ANY_WITH, marked.assign(a=marked["mark"], procedure=NONE))


def _upward(rows: pd.DataFrame, level: np.ndarray, least: int) -> pd.DataFrame:
    """Each line once for each level that it reaches, from the least on, as `a`."""
    times = np.maximum(np.asarray(level) - least + 1, 0)
    at = np.repeat(np.arange(len(rows)), times)
    start = np.repeat(np.cumsum(times) - times, times)
    return rows.take(at).assign(a=np.arange(len(at)) - start + least)


def _count(form: str, rows: pd.DataFrame) -> tuple[pd.DataFrame, pd.DataFrame]:
    whole = rows.assign(**{name: NONE for name in ("a", "b") if name not in rows})
    cell = whole.groupby(_CELL).size().rename("lines").reset_index()
    hit = whole[whole["reason"] >= 0].groupby(_HIT).size().rename("denied").reset_index()
    return cell.assign(form=form), hit.assign(form=form)


def _rest(form: str, whole, part, seen: pd.DataFrame, at: str) -> tuple[pd.DataFrame, pd.DataFrame]:
    """The lines of a condition that lack a modifier which its payer and procedure have: all less those that bear it."""
    lacking = []
    for all_, those, keys, name in zip(whole, part, (_CELL, _HIT), ("lines", "denied"), strict=True):
        each = (
            all_.drop(columns=[at, "form"])
            .merge(seen, on=["payer", "procedure"])
            .rename(columns={"mark": at})
        )
        joined = each.merge(those.drop(columns="form"), on=keys, how="left", suffixes=("", "_with"))
        left = joined[name] - joined[f"{name}_with"].fillna(0).astype("int64")
        told = joined.assign(**{name: left}, form=form).drop(columns=f"{name}_with")
        lacking.append(told[told[name] > 0])
    cell, hit = lacking
    return cell, hit
