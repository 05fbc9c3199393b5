"""What the handoff says first: its answer in short sentences, and the figures behind it."""

from __future__ import annotations

import pandas as pd

from cutover.money import dollars
from cutover.result import Figure, Finding
from cutover.wording import several
from cutover.workstreams.open_claims.book import HANDED, NO_OWNER, Book
from cutover.workstreams.open_claims.forecast import EVERY


def verdict(book: Book, findings: tuple[Finding, ...]) -> str:
    """Return in short sentences: how much of the open money is handed over, what has no owner, and what to do first."""
    rows = book.worked
    if not book.is_known:
        return (
            "Nobody can say yet what is open: no claim history, file summary or remittance is here. Bring in the "
            "claim history first."
        )
    if rows.empty:
        return "No claim from before the cutover waits on a payer: there is nothing to hand over."
    said = f"{_handed(rows)} is handed over; {_owners(rows)}"
    near = next((f for f in findings if f.code == "handoff-deadline-near"), None)
    if near is not None:
        verb = "loses its deadline" if near.count == 1 else "lose their deadlines"
        said += f". {several(near.count, 'claim')} worth {dollars(near.amount_cents or 0)} {verb} by "
        said += f"{book.inputs.last_day}"
    if not findings:
        return f"{said}."
    first = near or findings[0]
    return f"{said}. Do this first: {_lower(first.action)}"


def _handed(rows: pd.DataFrame) -> str:
    """`$48,210.00 of $61,900.00`, or in claims where no amount is known."""
    done = rows[rows["handed"] == HANDED]
    if rows["worth_cents"].isna().all():
        return f"{len(done):,} of {several(len(rows), 'claim')} of unknown amount"
    money = f"{dollars(worth(done))} of {dollars(worth(rows))}"
    unknown = int(rows["worth_cents"].isna().sum())
    return money + (f" and of {several(unknown, 'claim')} of unknown amount" if unknown else "")


def _owners(rows: pd.DataFrame) -> str:
    without = int((rows["handed"] == NO_OWNER).sum())
    if not without:
        return "every claim has an owner"
    return f"{several(without, 'claim')} {'has' if without == 1 else 'have'} no owner"


def figures(book: Book) -> tuple[Figure, ...]:
    """Return the headline numbers."""
    rows, inputs = book.worked, book.inputs
    known = book.is_known
    handed, patient = rows[rows["handed"] == HANDED], book.open[~book.open["waits_on_payer"]]
    share = worth(handed) / worth(rows) if worth(rows) else None
    clear = rows[rows["expected_cents"].notna()]
    total = book.forecast[book.forecast["payer"] == EVERY] if len(book.forecast) else book.forecast
    unposted, unapplied = inputs.said("unposted_count"), inputs.said("unapplied_cents")
    counted = inputs.said("counted_on")
    day = "" if counted is None else f"as of {counted:%Y-%m-%d}"
    return (
        Figure("Open with payers", dollars(worth(rows)) if known else None, f"{several(len(rows), 'claim')}"),
        Figure("Handed over", dollars(worth(handed)) if known else None,
               "" if share is None else f"{100 * share:.1f} % of the open money"),
        Figure("Claims without an owner", f"{int((rows['handed'] == NO_OWNER).sum()):,}" if known else None),
        Figure("Can be expected", dollars(int(clear["expected_cents"].sum())) if len(clear) else None,
               f"of {dollars(worth(clear))}; of {dollars(worth(rows) - worth(clear))} nothing is known"),
        Figure("Patients' part", dollars(worth(patient)) if known else None, several(len(patient), "claim")),
        Figure("Open on " + str(inputs.last_day), _likely(total), _range(total, inputs.rules.forecast_percent)),
        Figure("Unposted remittances", None if unposted is None else f"{int(unposted):,}", day or "from the intake"),
        Figure("Unapplied cash", None if unapplied is None else dollars(int(unapplied)), day or "from the intake"),
        Figure("Closeout until", str(inputs.last_day) if inputs.cutover else None,
               f"{inputs.run_rules.closeout_days} days from the cutover" if inputs.cutover else "no cutover date"),
    )  # fmt: skip


def _likely(total: pd.DataFrame) -> str | None:
    if total.empty or pd.isna(total["likely_cents"].iloc[0]):
        return None
    return dollars(int(total["likely_cents"].iloc[0]))


def _range(total: pd.DataFrame, percent: int) -> str:
    if _likely(total) is None:
        return "no claim with a day of resolution is known"
    low, high = int(total["low_cents"].iloc[0]), int(total["high_cents"].iloc[0])
    return f"{dollars(low)} to {dollars(high)} in {percent} of 100 cases"


def worth(rows: pd.DataFrame) -> int:
    """Return the known open cents of claims."""
    return int(rows["worth_cents"].fillna(0).sum())


def _lower(words: str) -> str:
    return words[:1].lower() + words[1:]
