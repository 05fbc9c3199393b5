"""What the handoff says first: its answer in short sentences, and the figures behind it."""

from __future__ import annotations

import pandas as pd

from cutover.money import dollars
from cutover.reading.claims.aging_reports import ALL
from cutover.result import OPEN_MONEY, Figure, Finding, State
from cutover.shares import percent
from cutover.wording import several
from cutover.workstreams import aging_days, dated_notes, open_balance, unread_cells, unread_files
from cutover.workstreams.aging_figures import EVERY as EVERY_PAYER
from cutover.workstreams.decisions import DENIED
from cutover.workstreams.open_claims import patient_balances
from cutover.workstreams.open_claims.appeals import stake
from cutover.workstreams.open_claims.book import HANDED, NO_OWNER, Book
from cutover.workstreams.open_claims.claims import PAID_IN_ERA
from cutover.workstreams.open_claims.forecast import EVERY
from cutover.workstreams.open_claims.inputs import Inputs

_FETCH = "Fetch the claim history from Office Ally first: it shows the claims that still wait."
_UNSEEN = "Claims that no payer has answered are not seen"


def verdict(book: Book, findings: tuple[Finding, ...]) -> str:
    """Return in short sentences: how much of the open money is handed over, what has no owner, and what to do first."""
    rows = book.worked
    if not book.is_known and len(book.unread):
        return (
            f"Nobody can say yet what is open, or that anything is handed over: {_shut(book)}. First of all, "
            "confirm which column is which, or export again."
        )
    if not book.is_known and book.every.empty:
        return (
            "Nobody can say yet what is open: no claim history, file summary or remittance is here. Bring in the "
            "claim history first."
        )
    if not book.is_known:
        return (
            "Nobody can say yet what is open: only claims that payers answered are on file, and none of them waits. "
            f"{_FETCH}"
        )
    if rows.empty:
        return "No claim from before the cutover waits on a payer: there is nothing to hand over."
    seen = "Of what could be read, " if len(book.unread) else "Of what is seen, " if book.lacks else ""
    said = f"{seen}{_handed(rows)} is handed over; {_owners(rows)}"
    by_code = {f.code: f for f in findings}
    near, soon = by_code.get("handoff-deadline-near"), by_code.get("handoff-deadline-soon")
    said += _loses(near, f"by {book.inputs.last_day}") + _loses(soon, _within(book))
    if book.is_answered_alone:
        lack = "no claim history could be read" if len(book.unread) else "there is no claim history"
        said += f". {_UNSEEN}: {lack}"
    if not findings:
        return f"{said}."
    first = near or soon or findings[0]
    return f"{said}. Do this first: {_lower(first.action)}"


def _loses(found: Finding | None, when: str) -> str:
    if found is None:
        return ""
    verb = "loses its deadline" if found.count == 1 else "lose their deadlines"
    return f". {several(found.count, 'claim')} worth {dollars(found.amount_cents or 0)} {verb} {when}"


def _within(book: Book) -> str:
    return f"within {book.inputs.rules.soon_days} days of this report"


def state(book: Book) -> State:
    """Return whether every open claim is handed over, by the rules of `signals.toml`."""
    if not book.is_known:
        return State.ATTENTION
    handed, cutover = book.worked["handed"], book.inputs.cutover
    if cutover is not None and cutover <= book.inputs.as_of and handed.eq(NO_OWNER).any():
        return State.BLOCKED
    return State.OK if handed.eq(HANDED).all() and not book.is_answered_alone else State.ATTENTION


def _shut(book: Book) -> str:
    number = len(book.unread)
    if number == 1:
        return "1 file of claims is here and was not read"
    return f"{number:,} files of claims are here and were not read"


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
    known, lacks = book.is_known, book.lacks
    untold = int(rows["worth_cents"].isna().sum())
    # a history that was not read may call closed what payers' answers alone leave open
    is_settled_there = len(book.unread) > 0 and inputs.history.empty
    denied = _denied(rows) + _of_cut(book, rows)
    seen = "at least " if lacks and not is_settled_there else ""
    read = ", of what could be read" if is_settled_there else ""
    money = _money_of(rows, seen) if known else None
    handed, patient = rows[rows["handed"] == HANDED], book.open[~book.open["waits_on_payer"]]
    share = worth(handed) / worth(rows) if worth(rows) else None
    clear = rows[rows["expected_cents"].notna()]
    total = book.forecast[book.forecast["payer"] == EVERY] if len(book.forecast) else book.forecast
    unposted, unapplied = inputs.said("unposted_count"), inputs.said("unapplied_cents")
    counted = inputs.said("counted_on")
    owed = patient_balances.figures(inputs)
    day = "" if counted is None else f"as of {counted:%Y-%m-%d}"
    return (
        Figure(OPEN_MONEY, money,
               _of_claims(seen, len(rows), untold) + (read or denied) + _in_aging(book) if known
               else _unknown(book),
               column="with payers"),
        Figure("Handed over", dollars(worth(handed)) if money else None,
               _share(book, share) if money or not known else f"{several(untold, 'claim')} of unknown amount"),
        Figure("Claims without an owner", f"{seen}{int((rows['handed'] == NO_OWNER).sum()):,}" if known else None,
               read.removeprefix(", ") if known else _unknown(book)),
        Figure("Can be expected", dollars(int(clear["expected_cents"].sum())) if len(clear) else None,
               _of_expected(rows, clear) if money
               else "no open claim has a known amount" if known
               else _unknown(book)),
        *(owed if owed and patient.empty else (_patients_part(book, patient, seen, read), *owed)),
        *_appeals(book),
        open_balance.figure(inputs.history, inputs.today, inputs.cutover, inputs.decisions),
        *aging_days.figure(inputs.aging, inputs.today),
        _on_the_last_day(book, total),
        _unposted(book, unposted, day),
        Figure("Unapplied cash", None if unapplied is None else dollars(int(unapplied)),
               _counted(book, "unapplied_cents", day)),
        Figure("Closeout until", str(inputs.last_day) if inputs.cutover else None,
               _closeout(inputs) if inputs.cutover else _day_lacks(book)),
    )  # fmt: skip


def _patients_part(book: Book, patient: pd.DataFrame, seen: str, read: str) -> Figure:
    """What open claims leave to patients; no balance of a history tells what they owe of settled claims."""
    is_known = book.is_known and (len(patient) > 0 or not book.lacks)
    number = _of_claims(seen, len(patient), int(patient["worth_cents"].isna().sum())) + read
    return Figure(
        "Patients' part",
        _money_of(patient, seen) if is_known else None,
        number if is_known else _unknown(book),
    )


def _closeout(inputs: Inputs) -> str:
    """By what the closeout ends, and what the client's minutes say of it where they differ."""
    told = dated_notes.told_closing(inputs.practice, inputs.last_day)
    return "; ".join(filter(None, (f"{inputs.run_rules.closeout_days} days from the cutover", told)))


def _in_aging(book: Book) -> str:
    """What the client's own last aging has, where that is more than the claims on file tell; else nothing."""
    row = book.aging_beyond
    if row is None:
        return ""
    number = "" if pd.isna(row["claims"]) else f" in {several(int(row['claims']), 'claim')}"
    return f"; the client's own aging of {row['day']:%Y-%m-%d} has {dollars(int(row['open_cents']))}{number}"


def _appeals(book: Book) -> tuple[Figure, ...]:
    """How many appeals are under way and what is at stake; nothing where none is known."""
    rows, today = book.appeals, book.inputs.today
    if rows.empty:
        return ()
    money, late = stake(rows).dropna(), rows["next_action_on"] < today
    words = [f"{dollars(int(money.sum()))} at stake" if len(money) else "what is at stake is not known"]
    if late.any():
        worth_late = stake(rows[late]).dropna()
        words.append(
            f"{int(late.sum()):,} past its day to act"
            + (f", {dollars(int(worth_late.sum()))}" if len(worth_late) else "")
        )
    if rows["owner"].isna().any():
        bare = rows[rows["owner"].isna()]
        words.append(f"{len(bare):,} without an owner of {'its' if len(bare) == 1 else 'their'} own")
        if number := int(bare["claim_owner"].notna().sum()):
            words.append(f"{number:,} of them with an owner of the claim")
    return (Figure("Appeals under way", f"{len(rows):,}", "; ".join(words)),)


def _of_expected(rows: pd.DataFrame, clear: pd.DataFrame) -> str:
    """Of how much money something is expected, of how much nothing is known, and what remittances have paid."""
    done = rows[rows["conflict"].eq(PAID_IN_ERA).fillna(False)]
    rest = worth(rows) - worth(clear) - worth(done)
    paid = f"; {dollars(worth(done))} is the open balance of {several(len(done), 'claim')} that remittances have paid"
    paid += ": post these payments"
    return f"of {dollars(worth(clear))}; of {dollars(rest)} nothing is known" + (paid if len(done) else "")


def _unposted(book: Book, stated: object, day: str) -> Figure:
    """What the files count goes before what the intake states; both are said."""
    name, note, found = "Unposted remittances", _counted(book, "unposted_count", day), book.inputs.unposted
    if found is None:
        shut = unread_files.not_read_words(book.inputs.posting_files, "postings")
        note = "; ".join(filter(None, (note if stated is not None or not shut else "", shut)))
        return Figure(name, None if stated is None else f"{int(str(stated)):,}", note)
    said = "" if stated is None else f"; the intake states {int(str(stated)):,}{day and ' ' + day}"
    if found.count or stated is None:
        return Figure(name, f"{found.count:,}", found.words + said)
    if int(str(stated)) == 0:
        return Figure(name, "0", found.words + said)
    return Figure(name, f"{int(str(stated)):,}", f"{note}; {found.words}, so nothing tells which")


def _money_of(rows: pd.DataFrame, least: str) -> str | None:
    """The open money of claims, at least so much where one has no amount; None where none has one."""
    untold = int(rows["worth_cents"].isna().sum())
    if untold and untold == len(rows):
        return None
    return ("at least " if untold else least) + dollars(worth(rows))


def _of_claims(least: str, number: int, untold: int) -> str:
    return least + several(number, "claim") + (f", {untold:,} of unknown amount" if untold else "")


def _denied(rows: pd.DataFrame) -> str:
    """How much of the open money is of denied claims: an A/R aging of the client may leave them out."""
    denied = rows[rows["status"].eq(DENIED)]
    if denied.empty or denied["worth_cents"].isna().all():
        return ""
    return f", {len(denied):,} of them denied: {dollars(worth(denied))}"


def _of_cut(book: Book, rows: pd.DataFrame) -> str:
    """How many of the denied claims stand in remittances that are cut off: the answer is read, what follows is not."""
    names, inputs = ["content", "payment_id"], book.inputs
    paid = pd.concat([feed.payments[[*names, "is_whole"]] for feed in (inputs.office_ally, inputs.medi)])
    cut = paid[~paid["is_whole"].fillna(False).astype(bool)]
    if cut.empty:
        return ""
    last = book.decided.drop_duplicates("claim", keep="last").merge(cut[names].drop_duplicates(), on=names)
    found = rows[rows["status"].eq(DENIED) & rows.index.isin(last["claim"])]
    if found.empty:
        return ""
    verb = "stands" if len(found) == 1 else "stand"
    return f" ({len(found):,}, {dollars(worth(found))}, {verb} in remittances that are cut off)"


def _day_lacks(book: Book) -> str:
    return unread_cells.day_lacks(book.inputs.practice, "no cutover date")


def _counted(book: Book, field: str, day: str) -> str:
    """What stands beside a number that people counted: its day, or why the intake does not tell it."""
    if not book.inputs.practice.has_intake:
        return unread_cells.NO_WORKBOOK
    if unread_cells.is_unread(book.inputs.practice, field):
        return "what the intake says cannot be read"
    return day or "from the intake"


def _unknown(book: Book) -> str:
    """Why a figure has no value: what was not read is never nothing."""
    if len(book.unread):
        return _shut(book)
    return "no file tells of claims" if book.every.empty else "no claim history is on file"


def _share(book: Book, share: float | None) -> str:
    if not book.is_known:
        return _unknown(book)
    read = " that could be read" if len(book.unread) else " that is seen" if book.lacks else ""
    return "" if share is None else f"{percent(share)} of the open money{read}"


def _on_the_last_day(book: Book, total: pd.DataFrame) -> Figure:
    """What is likely to be open at the end of the closeout; of a day that is past, what the client's aging says."""
    inputs = book.inputs
    label = f"Open on {inputs.last_day}"
    if not book.is_closed:
        return Figure(label, _likely(total), _range(total, inputs.rules.forecast_percent))
    rows = book.aging_reported
    rows = rows[rows["day"].eq(pd.Timestamp(inputs.last_day)) & rows["payer"].eq(EVERY_PAYER)]
    rows = rows[rows["band"].eq(ALL)].dropna(subset=["reported_cents"])
    if len(rows) != 1:
        return Figure(label, None, "that day is past, and no A/R aging of it is on file")
    row = rows.iloc[0]
    ours = (
        ""
        if pd.isna(row["ours_cents"])
        else f"; the claim history has {dollars(int(row['ours_cents']))} of then"
    )
    return Figure(label, dollars(int(row["reported_cents"])), f"the client's own A/R aging of that day{ours}")


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
