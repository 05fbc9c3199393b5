"""What the baseline says first: whether the monthly report goes on, and the figures behind it."""

from __future__ import annotations

from typing import Any

import pandas as pd

from cutover.money import dollars
from cutover.result import Figure, State
from cutover.shares import percent
from cutover.wording import and_joined, several
from cutover.workstreams import aging_figures, open_balance
from cutover.workstreams.reporting_baseline import own_months, served
from cutover.workstreams.reporting_baseline.against import AGREES, DIFFERS, NOT_SAID, POSTED, against
from cutover.workstreams.reporting_baseline.book import Book
from cutover.workstreams.reporting_baseline.coverage import WHOLE
from cutover.workstreams.reporting_baseline.months import name


def verdict(book: Book) -> str:
    """Return a few sentences: what goes on and what ends, which months are whole, whether figures agree."""
    if book.monthly.isna().all(axis=None):
        return "Not known: neither claims nor remittances are on file, so there is no month to report."
    return " ".join(
        filter(None, (_ends(book), _whole(book), _falls(book), _agrees(book), own_months.said(book)))
    )


def state(book: Book) -> State:
    """Return whether the monthly report can go on, by the rules of `signals.toml`."""
    whole, every = book.whole_months
    differs = against(book)["state"].eq(DIFFERS).any()
    return State.OK if every and whole == every and not differs else State.ATTENTION


def _ends(book: Book) -> str:
    """What the report keeps and loses with the cutover."""
    measures = book.inputs.measures.measure
    lost = [one.label for one in measures if not book.inputs.goes_on_telling(one)]
    kept = f"{len(measures) - len(lost)} of {len(measures)} measures"
    if book.inputs.cutover is None:
        return f"After a cutover {kept} of the monthly report can go on from remittances in Medi alone."
    when = "go on" if book.inputs.has_moved else "will go on"
    if not lost:
        return (
            f"All {len(measures):,} measures {when} after the cutover of {book.inputs.cutover:%Y-%m-%d}: the claim "
            "history has what is billed in Medi, too."
        )
    listed = book.inputs.lists_from is not None
    told, lack = (" and its lists of claims", " with their balances") if listed else ("", "")
    return (
        f"In part: {kept} {when} after the cutover of {book.inputs.cutover:%Y-%m-%d} from remittances in Medi{told}; "
        f"{_small(and_joined(lost))} need an export of Medi's claims{lack}."
    )


def _small(words: str) -> str:
    return words[:1].lower() + words[1:].replace("Gross", "gross").replace("Open", "open")


def _whole(book: Book) -> str:
    whole, every = book.whole_months
    if not every:
        return "No month of remittances can be called whole yet."
    if whole == every:
        return f"The remittances of {_all(every)} are whole."
    said = f"The remittances of {whole:,} of {several(every, 'month')} are whole"
    unsure = book.unsure_months
    if not unsure:
        return f"{said}; of the others something is missing."
    if unsure == every - whole:
        return f"{said}; whether anything of the others is missing no source tells."
    return f"{said}; of {every - whole - unsure:,} something is missing, of {unsure:,} no source tells."


def _all(number: int) -> str:
    return "the 1 month that is over" if number == 1 else f"all {number:,} months that are over"


def _falls(book: Book) -> str:
    rows = book.falls
    holes, drops = rows[rows["is_hole"] & ~rows["is_likely"]], rows[~rows["is_hole"]]
    likely = rows[rows["is_likely"]]
    in_part = holes["missing_cents"].lt(holes["short_cents"]).fillna(False).astype(bool)
    said = [
        f"{name(one.month)} looks like a drop and has a hole in the data: of {dollars(one.short_cents)} less than "
        f"usual {dollars(one.missing_cents)} is known to be missing."
        for one in holes[in_part].itertuples()
    ]
    holes = holes[~in_part]
    if len(holes):
        said.append(f"{_named(holes)} looks like a drop and is a hole in the data." if len(holes) == 1 else
                    f"{_named(holes)} look like drops and are holes in the data.")  # fmt: skip
    if len(likely):
        one = len(likely) == 1
        looks = "looks like a drop and is likely a hole" if one else "look like drops and are likely holes"
        bank = ", which no bank file can tell" if book.inputs.deposits.empty else ""
        said.append(f"{_named(likely)} {looks} in the data{bank}.")
    sure = book.are_told_by_bank(drops["month"])
    if sure.any():
        said.append(f"Payments really fell in {_named(drops[sure])}.")
    if len(drops) and not sure.all():
        said.append(
            f"Payments fell in {_named(drops[~sure])}; nothing is known to be missing, and no bank file tells."
        )
    return " ".join(said)


def _named(rows: pd.DataFrame, most: int = 3) -> str:
    names = [name(month) for month in rows["month"]]
    more = [f"{len(names) - most:,} more"] if len(names) > most else []
    return and_joined([*names[:most], *more])


def _agrees(book: Book) -> str:
    rows = against(book)
    rows = rows[rows["state"] != NOT_SAID]
    if rows.empty:
        return ""
    number, same = len(rows), int(rows["state"].isin([AGREES, POSTED]).sum())
    return f"Of {several(number, 'figure')} of the client's own reports {same:,} {'agrees' if same == 1 else 'agree'}."


def figures(book: Book) -> tuple[Figure, ...]:
    """Return the headline numbers of the last whole month; what is not known is unknown."""
    whole, every = book.whole_months
    rows = against(book)
    rows = rows[rows["state"] != NOT_SAID]
    said = int(rows["state"].isin([AGREES, POSTED]).sum())
    return (
        _last(book, "charges"),
        _last(book, "payments"),
        _last(book, "open"),
        open_balance.figure(
            book.inputs.claims.history, book.inputs.today, book.inputs.cutover, book.inputs.decisions
        ),
        _last_share(book, "first_pass"),
        served.figure(book),
        Figure(
            "Whole months",
            f"{whole:,}" if every else None,
            f"of {every:,}, by remittances: nothing is known to be missing. Notebook 01 counts months with anything",
            column="whole months",
        ),
        Figure(
            "Client's figures that agree",
            f"{said:,}" if len(rows) else None,
            f"of {len(rows):,}; {_differ(int(rows['state'].eq(DIFFERS).sum()))}"
            if len(rows)
            else _no_figures(book),
        ),
    )


def _no_figures(book: Book) -> str:
    """That no figure of a month is there to compare, and how much of the client's own A/R aging agrees."""
    aged = book.aging_reported["state"]
    compared = int(aged.isin([aging_figures.AGREES, aging_figures.DIFFERS]).sum())
    if not compared:
        return "none is on file, and none is typed into the intake"
    agree = int(aged.eq(aging_figures.AGREES).sum())
    return f"none of a month is on file or in the intake; of the A/R aging {agree:,} of {compared:,} amounts agree"


def _differ(number: int) -> str:
    return "1 differs" if number == 1 else f"{number:,} differ"


def _last_whole(book: Book, code: str) -> tuple[pd.Timestamp, Any] | None:
    measure = book.inputs.measures.named(code)
    known = book.monthly[code][book.state(measure).eq(WHOLE)].dropna()
    return (known.index[-1], known.iloc[-1]) if len(known) else None


def _last(book: Book, code: str) -> Figure:
    found, label = _last_whole(book, code), book.inputs.measures.named(code).label
    if found is None:
        return Figure(label, None, "no whole month")
    return Figure(label, dollars(int(found[1])), f"{name(found[0])}, the last whole month")


def _last_share(book: Book, code: str) -> Figure:
    found, label = _last_whole(book, code), book.inputs.measures.named(code).label
    if found is None:
        return Figure(label, None, "no whole month")
    return Figure(label, percent(float(found[1])), f"{name(found[0])}, the last whole month")
