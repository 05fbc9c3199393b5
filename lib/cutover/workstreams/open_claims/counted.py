"""What the report of open claims counts, and what it leaves out: every row of its sources is in one of them."""

from __future__ import annotations

import pandas as pd

from cutover.columns import framed
from cutover.lookup import among
from cutover.reading.claims.states import is_own_charge, is_untold
from cutover.reading.claims.submissions import is_self_pay, keys
from cutover.workstreams.columns import cents, count, text
from cutover.workstreams.decisions import REPEATED
from cutover.workstreams.findings import total
from cutover.workstreams.open_claims import by_summary
from cutover.workstreams.open_claims.book import Book
from cutover.workstreams.open_claims.claims import RESOLVED
from cutover.workstreams.open_claims.resolved_notes import resolved_notes
from cutover.workstreams.open_claims.workbook import left_out

COUNTED = (
    text("what", "What"),
    count("rows", "Number"),
    cents("amount_cents", "Amount"),
    text("where", "Where it is"),
)
# what only a claim history tells
_OF_HISTORY = ("claims of the history", "claims that the history", "claims that their amounts settle")


def counted(book: Book) -> pd.DataFrame:
    """Return what the report counts and what it leaves out, one row for each kind of claim or note (COUNTED)."""
    every, inputs, lost = book.every, book.inputs, left_out(book)
    undated = inputs.history[inputs.history["service_from"].isna()]
    later = inputs.history[(inputs.history["service_from"] >= pd.Timestamp(inputs.before)).fillna(False)]
    void, settled = (
        every[every[name].astype("boolean").fillna(False)] for name in ("is_withdrawn", "is_settled")
    )
    crossed, alone = book.worked[book.worked["sent_on_by_first"].notna()], book.unforwarded
    again = every[every["outcome"].eq(REPEATED) & every["status"].eq(RESOLVED)]
    apart = every.index.isin(void.index.union(settled.index).union(again.index))
    resolved, patient = every[(every["status"] == RESOLVED) & ~apart], book.open[~book.open["waits_on_payer"]]
    charges, where = _charges(resolved, inputs.history)
    settled_notes = resolved_notes(book)
    made: list[tuple[str, int | None, int | None, str]] = [
        ("open claims that wait on a payer", len(book.worked), _sum(book.worked["worth_cents"]), "above"),
        ("of them claims that the first payer sent on", len(crossed), _sum(crossed["worth_cents"]),
         "above; the practice did not send them: ask the next payer, and file nothing again"),
        ("claims whose rest the patient owes", len(patient), _sum(patient["worth_cents"]), "in the table by status"),
        ("resolved claims", len(resolved), charges, where),
        ("claims that their amounts settle", len(settled), _sum(settled["was_cents"]),
         "not open; charges"),
        ("claims denied as duplicates of a claim under another number", len(again), _sum(again["era_charge_cents"]),
         "not open: the other claim is what counts; charges"),
        ("claims that the history calls void or replaced", len(void), _sum(void["was_cents"]),
         "set aside: not open and no charge"),
        ("claims of the history without a day of service", len(undated), _sum(undated["balance_cents"]), "left out"),
        ("claims of the history with service from the cutover on", len(later), _sum(later["balance_cents"]),
         "left out of what is handed over: those that are open are in the table since the cutover"),
        ("claims of both systems that were sent to no further coverage", len(alone), _sum(alone["left_cents"]),
         "a finding of their own; not open by the history"),
        ("open claims beyond the room of the workbook", len(lost), _sum(lost["worth_cents"]),
         "in the consultant's workbook"),
        ("notes of people that name no claim", book.notes.unused, None, "left out"),
        ("notes of people on claims that are resolved", len(settled_notes), total(settled_notes["paid_cents"]),
         "left out; paid: in a table of their own"),
    ]  # fmt: skip
    if not book.is_known:  # what was not read is never nothing
        why = "a file of claims was not read" if len(book.unread) else "no claim history is on file"
        hidden = 2 if len(book.every) and book.unread.empty else 4  # what payers answered is known
        made[:hidden] = [(what, None, None, f"not known: {why}") for what, *_ in made[:hidden]]
    if inputs.history.empty:
        why = "not known: no claim history could be read"
        made = [(one[0], None, None, why) if one[0].startswith(_OF_HISTORY) else one for one in made]
    lines = by_summary.counted(by_summary.by_summary(book), book)
    return framed([*made, *_of_list(inputs.listed), *lines], COUNTED)


def _charges(resolved: pd.DataFrame, history: pd.DataFrame) -> tuple[int | None, str]:
    """The charges of resolved claims, of one that no history has as its first source tells, and of how many they are.

    The record and the forecast are made of the history's claims: those that no history has are named, and those of
    lists that tell nothing of what became of them.
    """
    is_strange = ~resolved["in_history"].astype("boolean").fillna(False).astype(bool)
    was, charge = (resolved[name].astype("Int64") for name in ("was_cents", "charge_cents"))
    cents = was.fillna(charge.where(is_strange))
    words = ["in the record and the forecast; charges"]
    mute = is_strange & _is_of(resolved, history[is_untold(history)])
    if strange := int((is_strange & ~mute).sum()):
        words.append(f"{strange:,} of them in no claim history")
    if of_list := int(mute.sum()):
        words.append(f"{of_list:,} of them of a list that does not tell what became of its claims")
    if cents.notna().any() and (unknown := int(cents.isna().sum())):
        words.append(f"the amount is of {len(cents) - unknown:,}")
    return _sum(cents), "; ".join(words)


def _is_of(claims: pd.DataFrame, rows: pd.DataFrame) -> pd.Series:
    """Which claims stand in these rows of a history, by number and day of service."""
    names = ("patient_control_number", "claim_number")
    there = pd.concat([keys(rows[name], rows["service_from"]) for name in names])
    found = [among(keys(claims[name], claims["service_from"]), there) for name in names]
    return found[0] | found[1]


def _of_list(history: pd.DataFrame) -> list[tuple[str, int, int | None, str]]:
    """All claims of the history with their charges, whatever became of them; nothing without one."""
    own, alone = is_own_charge(history), is_self_pay(history)
    parts = {"claims of the history to payers, all of them": own & ~alone,
             "visits of the history that patients pay themselves": own & alone}  # fmt: skip
    return [(what, int(mask.sum()), _sum(history.loc[mask, "charge_cents"]), "whatever became of them; charges")
            for what, mask in parts.items() if len(history)]  # fmt: skip


def _sum(amounts: pd.Series) -> int | None:
    """The known cents of claims, null where there are claims and none has an amount."""
    return 0 if amounts.empty else total(amounts)
