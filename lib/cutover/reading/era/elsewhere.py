"""A practice's own remittances that lie in the folder of another practice of its client.

Each practice has a small kept table of the payments in its folders whose payee is not its own: a report at home reads
these tables alone, and no file of another practice.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterable, Iterator
from typing import Any

import pandas as pd

from cutover.columns import Kind, Privacy, contract, empty, framed
from cutover.errors import InputError
from cutover.identifiers import check_compared
from cutover.reading.era.archive import Archive
from cutover.reading.era.reader import read_era
from cutover.reading.era.same_payment import payee_tins
from cutover.reading.era.tables import TEXT_CHECKS
from cutover.reading.era.text import SEPARATOR
from cutover.reading.kept import opened, store
from cutover.reading.practice.book import Practice, siblings
from cutover.reading.practice.places import moved, walk_home
from cutover.reading.practice.whose import OWN, by_identifiers, owners_of

FOLDERS = ("era", "medi_era")
# the checks of texts, each with whom it pays and in whose folder it lies
ELSEWHERE = (
    *TEXT_CHECKS,
    *contract(
        ("payee_tin", Kind.TEXT, "Payee Tax ID", "", Privacy.DESK),
        ("payee_npi", Kind.TEXT, "Payee NPI", "", Privacy.DESK),
        ("folder", Kind.TEXT, "In the folder of", "the practice in whose folder it lies", Privacy.DESK),
    ),
)
_PAYEE = re.compile(rb"\bN1([^\w\s])PE\1[^\r\n]{0,80}?\1(?:FI|XX)\1 *([\w-]+)")
_TIN = re.compile(rb"\bREF([^\w\s])TJ\1 *([\w-]+)")


def elsewhere(practice: Practice, held: Iterable[Archive]) -> pd.DataFrame:
    """Return the practice's own payments in folders of other practices of its client (ELSEWHERE), each once.

    By NPI or Tax ID of the payee. What is on file at home too, in one of the archives `held`, is not among them.
    """
    with store.one_look():
        found = [
            row for other in siblings(practice) for row in not_its_own(other)
            if row["payee_tin"] in practice.tins or row["payee_npi"] in practice.npis
        ]  # fmt: skip
    if not found:
        return empty(ELSEWHERE)
    rows = framed(found, ELSEWHERE)
    told = by_identifiers(rows["payee_tin"], [rows["payee_npi"]], owners_of(practice))
    number = check_compared(rows["check_number"]) + "|" + rows["amount_cents"].astype("str")
    here = [check_compared(one.payments["trace_number"]) + "|" + one.payments["stated_cents"].fillna(
            one.payments["paid_cents"]).astype("str") for one in held]  # fmt: skip
    known = pd.concat(here).dropna() if here else number.iloc[:0]
    ours = told["whose"].eq(OWN) & number.notna() & ~number.isin(known) & ~number.duplicated()
    return rows[ours].reset_index(drop=True)


def not_its_own(practice: Practice) -> tuple[dict[str, str | int | dt.date | None], ...]:
    """Return the payments in a practice's folders that bear no Tax ID or NPI of its own (ELSEWHERE), kept as they are.

    Nearly every practice has none, and no frame is made of them for each report of each other practice.
    Without any identifier of its own nothing is known not to be its own.
    """
    return store.of(practice, "payments-not-its-own", lambda: _made(practice), worth=0)


def _made(practice: Practice) -> tuple[dict[str, str | int | dt.date | None], ...]:
    for folder in FOLDERS:
        opened.note_tree(practice.raw / folder)
    moved(practice.raw)
    if not (practice.npis or practice.tins):
        return ()
    with opened.unheard():
        rows = [row for folder in FOLDERS for row in _found(practice, folder)]
    return tuple({name: _plain(value) for name, value in row.items()} for row in rows)


def _plain(value: Any) -> str | int | dt.date | None:
    """A value of a frame as the store keeps it."""
    if pd.isna(value):
        return None
    return (
        value.date() if isinstance(value, pd.Timestamp) else value if isinstance(value, str) else int(value)
    )


def _found(practice: Practice, folder: str) -> Iterator[dict[str, Any]]:
    """The payments to others in the files of a folder; a file is read only where it names another payee."""
    own = {number.encode() for number in practice.npis | practice.tins}
    for entry in walk_home(practice.raw / folder, practice.raw):
        if entry.data is not None and _names_another(entry.data, own):
            yield from _of_file(entry.data, entry.source_file, practice)


def _names_another(data: bytes, own: set[bytes]) -> bool:
    return any(
        found[2].replace(b"-", b"") not in own for shape in (_PAYEE, _TIN) for found in shape.finditer(data)
    )


def _of_file(data: bytes, source_file: str, practice: Practice) -> Iterator[dict[str, Any]]:
    try:
        read = read_era(data, source_file)
    except InputError:
        return
    rows = read.payments.assign(tin=payee_tins(read.payments))
    own = rows["tin"].isin(practice.tins) | rows["payee_npi"].isin(practice.npis)
    claims = read.claims[["payment_id", "patient_control_number", "paid_cents"]].dropna()
    told = claims["patient_control_number"] + "=" + claims["paid_cents"].astype("str")
    told = told.groupby(claims["payment_id"]).agg(SEPARATOR.join)
    for row in rows[~own & (rows["tin"].notna() | rows["payee_npi"].notna())].to_dict("records"):
        yield {
            "check_id": row["payment_id"], "check_number": row["trace_number"], "amount_cents": row["paid_cents"],
            "payee_id": row["payee_npi"], "payee_name": row["payee_name"], "check_date": row["payment_date"],
            "payer_name": row["payer_name"], "claims_counted": row["claim_count"],
            "claims_paid_cents": row["claims_paid_cents"], "claim_accounts": told.get(row["payment_id"]),
            "source_file": source_file, "source_row": row["source_row"], "payee_tin": row["tin"],
            "payee_npi": row["payee_npi"], "folder": practice.slug,
        }  # fmt: skip
