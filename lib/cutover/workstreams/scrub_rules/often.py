"""What a payer denies more than once for one reason, counted and not called a rule: also of too few lines for one."""

from __future__ import annotations

import pandas as pd

from cutover.columns import Column, Kind, Privacy, conform, empty
from cutover.reference import code_list
from cutover.workstreams.columns import PAYER, cents, count, text
from cutover.workstreams.scrub_rules.book import Book
from cutover.workstreams.scrub_rules.owed import owed
from cutover.workstreams.scrub_rules.words import number_shown

LEAST = 2  # denied lines from which on something is denied more than once
_GROUP = ["payer", "procedure", "why"]
_NAMED = 3  # procedures that a row names
OFTEN = (
    PAYER,
    text("procedure", "Procedure", "several where one reason denied each once"),
    text("reason", "Reason", "group and code of the remittance"),
    text("words", "What an edit would have to check", "what the reason says; null: not in our list"),
    count("lines", "Lines", "first decisions of the procedure at this payer"),
    text("shown", "Denied for it, lines"),
    cents("denied_cents", "Denied"),
    Column("denied", Kind.COUNT, "Denied, lines", "", Privacy.DESK),
)


def often(book: Book) -> pd.DataFrame:
    """Return what is denied more than once, one row per payer, procedure and reason (OFTEN), the most money first.

    Of first decisions alone; denials that ask for no edit (national edits, coverage, duplicates, what the patient owes)
    are not among them.
    Claims that one payer denied for one reason, each another procedure, are one row with all these procedures.
    """
    first = book.lines.first
    if not first["denied"].any():
        return empty(OFTEN)
    of_all = first.groupby(_GROUP[:2]).size().rename("lines")
    denied = first[
        first["denied"] & first["reason"].notna() & ~first["reason"].isin(list(book.classes.index))
    ]
    denied = denied[~owed(denied, book.inputs.as_of)]
    denied = denied.assign(why=denied["group"].fillna("") + "-" + denied["reason"].astype("str"))
    sums = denied.groupby(_GROUP).agg(denied=("claim", "size"), denied_cents=("refused_cents", "sum"))
    enough = sums["denied"] >= LEAST
    rows = sums[enough].join(of_all, on=_GROUP[:2]).reset_index()
    single = denied.join(sums[~enough].assign(is_single=True)["is_single"], on=_GROUP)
    rows = pd.concat([rows, _of_several(single[single["is_single"].notna()], of_all)], ignore_index=True)
    rows = rows.rename(columns={"why": "reason"}).assign(shown=rows["denied"].map(number_shown))
    names = code_list("adjustment_reasons", book.inputs.as_of).meaning(
        rows["reason"].str.extract(r"([^-]*)$")[0]
    )
    rows = rows.assign(words=names.astype("str"))
    ordered = rows.sort_values(["denied_cents", *_GROUP[:2], "reason"], ascending=[False, True, True, True])
    return conform(ordered[[c.name for c in OFTEN]].reset_index(drop=True), OFTEN)


def _of_several(single: pd.DataFrame, of_all: pd.Series) -> pd.DataFrame:
    """Denials of several claims for one reason, each of another procedure: one row per payer and reason."""
    made = []
    for (payer, why), part in single.groupby(["payer", "why"], sort=True):
        if part["claim"].nunique() < LEAST:
            continue
        codes = sorted(part["procedure"].unique())
        more = [f"{len(codes) - _NAMED:,} more"] if len(codes) > _NAMED else []
        there = of_all.index.isin([(payer, code) for code in codes])
        lines = int(of_all[there].sum())
        made.append(
            (payer, ", ".join([*codes[:_NAMED], *more]), why, len(part), part["refused_cents"].sum(), lines)
        )
    return pd.DataFrame(made, columns=[*_GROUP, "denied", "denied_cents", "lines"])
