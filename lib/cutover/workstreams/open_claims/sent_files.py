"""Files of claims and their receipts: what each 837 holds, what the 999 said of it, and what followed a refusal.

A 999 names the group that it answers (AK102), an 837 its own (GS06); group numbers come again, so that a receipt is of
the file with that number that was sent last before it.
"""

from __future__ import annotations

from collections.abc import Iterator

import pandas as pd

from cutover.columns import Column, Kind, Privacy, framed
from cutover.lookup import among
from cutover.money import dollars
from cutover.reading.claims.batches import BATCH_CLAIMS
from cutover.reading.claims.file_summary import SOURCE as SUMMARY
from cutover.reading.claims.receipts import ACCEPTED, REJECTED, UNCLEAR
from cutover.reading.claims.submissions import keys
from cutover.wording import several
from cutover.workstreams.answers import once
from cutover.workstreams.columns import cents, count, date, text
from cutover.workstreams.open_claims.book import Book
from cutover.workstreams.remittance_items import compared
from cutover.workstreams.whose_rows import untold_receipts

NO_RECEIPT = "no receipt is on file"
UNTOLD_RECEIPT = "not known: a receipt that lies here names no practice"
BY_NUMBER = "not sure: other practices hold the same receipt; look this file up in Office Ally"
MISSING = "missing from the claim history"
_OF_CLAIMS = "HC"  # AK101; an inquiry has receipts too
SENT_FILES = (
    date("sent_on", "File of", "GS04 of the 837; null: the file itself is not here"),
    date("answered_on", "Receipt of", "the 999's own day"),
    text("state", "By its 999", "accepted, rejected, not stated, or why that is not known"),
    text("codes", "Reasons", "IK502 of the 999"),
    count("claims", "Claims", "null: the file itself is not here"),
    cents("charge_cents", "Charged"),
    count("missing", "Missing from the claim history", "of its claims; null: no claim history is on file"),
    count("accepted", "Accepted by a file summary", "of its claims; null: no file summary has any of them"),
    count(
        "rejected",
        "In error by a file summary",
        "and accepted by none; null: no file summary has any of them",
    ),
    text("then", "Afterwards", "of a file that was refused"),
    text("told_by", "Whose receipt", "null: nobody else holds it"),
    text("group_number", "Group no.", "", Privacy.DESK),
    text("source_file", "File", "", Privacy.PHI),
    text("receipt", "Receipt", "", Privacy.PHI),
    Column(
        "is_open",
        Kind.FLAG,
        "To look up",
        "refused, and not every claim is known to be sent again",
        Privacy.DESK,
    ),
)
CLAIMS_OF_FILES = tuple(
    column
    for column in BATCH_CLAIMS
    if column.name in ("sent_on", "group_number", "patient_control_number", "service_from", "charge_cents",
                       "payer_name", "form", "source_file")
)  # fmt: skip
SENT_CLAIMS = (
    *CLAIMS_OF_FILES,
    text("in_history", "In the claim history", f"yes, or {MISSING}; null: no claim history is on file"),
)
# one row per claim of an 837 that no claim history has
NOT_IN_HISTORY = (
    date("sent_on", "File of"),
    text("payer_name", "Payer"),
    cents("charge_cents", "Charged"),
    text("answered", "Remittances say", "null: no remittance answers it"),
    text("patient_control_number", "Claim no. in the file", "CLM01", Privacy.PHI),
    Column("service_from", Kind.DATE, "Service from", "", Privacy.DESK),
    text("group_number", "Group no.", "", Privacy.DESK),
    text("source_file", "File", "", Privacy.PHI),
)


def sent_claims(book: Book) -> pd.DataFrame:
    """Return the claims of the 837 files, one row each (SENT_CLAIMS), by day and place in the file; tests are none."""
    rows = sent_rows(book)
    told = _is_missing(book).map({True: MISSING, False: "yes"}).astype("str")
    told = told if len(book.inputs.listed) else pd.Series(None, rows.index, dtype="str")
    return rows.assign(in_history=told)[[column.name for column in SENT_CLAIMS]]


def not_in_history(book: Book) -> pd.DataFrame:
    """Return the claims of 837 files that no claim history has, each once as it was sent last (NOT_IN_HISTORY).

    Without those to later payers and those that another 837 took back. Without a claim history it has no row.
    """
    rows = sent_rows(book)[_is_missing(book) & (len(book.inputs.listed) > 0)]
    claim = claim_of(rows)  # without a day it is in no list of what the history lacks
    rows = rows[~claim.duplicated(keep="last")]
    decided = book.decided
    known = decided["outcome"].groupby(claim_of(decided)).last()
    answered = claim_of(rows).map(known).astype("str")
    return rows.assign(answered=answered)[[column.name for column in NOT_IN_HISTORY]].reset_index(drop=True)


def _is_missing(book: Book) -> pd.Series:
    """Which claims of the 837 files are among those that the history lacks (`Inputs.filed`)."""
    filed = book.inputs.filed
    return among(claim_of(sent_rows(book)), set(claim_of(filed).dropna()))


@once
def sent_rows(book: Book) -> pd.DataFrame:
    """Return the claims of the 837 files with all that was read of them (BATCH_CLAIMS), in the same order."""
    rows = book.inputs.batches
    rows = rows[~rows["is_test"].fillna(False)]
    return rows.sort_values(["sent_on", "source_file", "source_row"], kind="stable", ignore_index=True)


@once
def sent_files(book: Book) -> pd.DataFrame:
    """Return the files of claims and the receipts, one row per group that either tells of (SENT_FILES), by day."""
    sent, files = _groups(book), book.inputs.file_receipts
    files = files[files["group_kind"].fillna(_OF_CLAIMS).eq(_OF_CLAIMS)]
    answers = files.assign(group=compared(files["group_number"]).str.lstrip("0"), place=range(len(files)))
    made, used = [], set()
    lacks = NO_RECEIPT if untold_receipts(book.inputs.not_own).empty else UNTOLD_RECEIPT
    for group in sent:
        own = _answers(answers, group, sent)
        used |= set(own["place"])
        made.append({**group, **(_said(own) if len(own) else {"state": lacks})})
    for _, one in answers[~answers["place"].isin(used)].groupby("source_file", sort=True):
        for group, part in one.groupby(one["group"].fillna("?"), sort=True):
            made.append({"group": group, "group_number": part["group_number"].iloc[0], **_said(part)})
    told = [row | _afterwards(row, sent, book) for row in made]
    frame = framed([{c.name: row.get(c.name) for c in SENT_FILES} for row in told], SENT_FILES)
    day = frame["answered_on"].fillna(frame["sent_on"])
    return frame.iloc[day.argsort(kind="stable")].reset_index(drop=True)


def _groups(book: Book) -> list[dict]:
    """The groups of the 837 files, each with its claims and how file summaries took them; tests are none."""
    rows = sent_rows(book)
    rows = rows.assign(claim=claim_of(rows), missing=_is_missing(book))
    has_history = len(book.inputs.listed) > 0
    taken, refused = _by_summaries(book)
    made = []
    for (file, number), part in rows.groupby(["source_file", rows["group_number"].fillna("?")], sort=True):
        good = among(part["claim"], taken)
        bad = among(part["claim"], refused) & ~good
        charge, is_told = part["charge_cents"], bool((good | bad).any())
        made.append({
            "group": str(number).lstrip("0"), "group_number": number, "source_file": file,
            "sent_on": part["sent_on"].min(), "claims": len(part), "of": part["claim"],
            "charge_cents": None if charge.isna().any() else int(charge.sum()),
            "missing": int(part["missing"].sum()) if has_history else None,
            "accepted": int(good.sum()) if is_told else None, "rejected": int(bad.sum()) if is_told else None,
        })  # fmt: skip
    return made


def _by_summaries(book: Book) -> tuple[pd.Series, pd.Series]:
    lines = book.inputs.summary_lines
    claim = claim_of(lines)
    return claim[lines["state"].eq(ACCEPTED)].dropna(), claim[lines["state"].eq(REJECTED)].dropna()


def claim_of(rows: pd.DataFrame) -> pd.Series:
    """Return by what a claim is known in files and answers: its account and day of service."""
    return keys(rows["patient_control_number"], rows["service_from"])


def _answers(answers: pd.DataFrame, group: dict, sent: list[dict]) -> pd.DataFrame:
    """The receipts of a file: of its group number, from its day until another file bears the same number."""
    own = answers[answers["group"].eq(group["group"]).fillna(False)]
    on = group["sent_on"]
    if pd.isna(on):
        return own if sum(other["group"] == group["group"] for other in sent) == 1 else own.iloc[:0]
    later = [s["sent_on"] for s in sent if s["group"] == group["group"] and s["sent_on"] > on]
    until = min(later, default=pd.Timestamp.max)
    days = own["answered_on"]
    return own[((days >= on) & (days < until)).fillna(False) | (days.isna() & (not later))]


def _said(receipts: pd.DataFrame) -> dict:
    """What receipts say of one group: refused where any set of it is, accepted where all are."""
    states = receipts["state"]
    state = REJECTED if states.eq(REJECTED).any() else ACCEPTED if states.eq(ACCEPTED).all() else UNCLEAR
    codes = " ".join(dict.fromkeys(receipts["codes"].dropna()))
    return {"state": state, "codes": codes or None, "answered_on": receipts["answered_on"].min(),
            "receipt": receipts["source_file"].iloc[0],
            "told_by": BY_NUMBER if receipts["is_shared"].fillna(False).any() else None}  # fmt: skip


def _afterwards(row: dict, sent: list[dict], book: Book) -> dict:
    """What is known to have followed a refused file, and whether somebody must look."""
    if row["state"] != REJECTED:
        return {"is_open": False}
    on = row["answered_on"] if pd.notna(row["answered_on"]) else row.get("sent_on")
    later = [s for s in sent if s.get("source_file") != row.get("source_file") and _follows(s["sent_on"], on)]
    if "of" not in row:
        return {"is_open": True, "then": " ".join(_next(later))}
    again = [s["of"] for s in later] + list(_reached(book, on))
    claims = row["of"]
    number = int(among(claims, pd.concat(again).dropna()).sum()) if again else 0
    words = f"{number:,} of {several(len(claims), 'claim')} in a later file, file summary or remittance"
    return {"is_open": number < len(claims), "then": words}


def _follows(day: pd.Timestamp, on: pd.Timestamp | None) -> bool:
    return pd.notna(day) and pd.notna(on) and day >= on


def _reached(book: Book, on: pd.Timestamp | None) -> Iterator[pd.Series]:
    """The claims that file summaries took on or after a day, and those that a payer has answered."""
    rows = book.inputs.submitted
    later = rows["submission_date"] >= on if pd.notna(on) else rows["submission_date"].isna() & False
    taken = rows["source"].eq(SUMMARY) & rows["state"].eq(ACCEPTED) & later
    yield claim_of(rows[taken.fillna(False)])
    yield claim_of(book.decided)


def _next(later: list[dict]) -> Iterator[str]:
    """What is said of a refused file that is not here: which claims were in it is unknown; the next file is named."""
    yield "Not known: the refused file is not here."
    if not later:
        yield "No later file is here either."
        return
    first = min(later, key=lambda s: s["sent_on"])
    money = "" if first["charge_cents"] is None else f", {dollars(first['charge_cents'])}"
    taken = first["accepted"]
    told = "in no file summary" if taken is None else f"{taken:,} of them accepted by a file summary"
    yield (
        f"The next file that is here is of {first['sent_on']:%Y-%m-%d}: {several(first['claims'], 'claim')}{money}, "
        f"{told}."
    )
