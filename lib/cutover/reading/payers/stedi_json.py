"""Answers of Stedi's interface saved as JSON, as tables of text: lists of enrolments and lists of payers.

Field names are those of its documentation (stedi.com/docs/api-reference/healthcare, read 2026-11-25): an object whose
`items` are the records, and a `nextPageToken` where more of them follow. A record of several transactions becomes a row
for each. Numbers stay text: they are identifiers.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator

import pandas as pd

from cutover.errors import InputError
from cutover.reading.files.sheet import CHECK_DTYPES, SET_ASIDE_DTYPES, TEXT, Note, Sheet
from cutover.reading.mapping.folder import MORE_PAGES

_AGAIN = "Save the answer of Stedi's interface again, whole, as it came."
_TRANSACTIONS = {
    "837P": ("professionalClaimSubmission", "claimSubmission"),
    "837I": ("institutionalClaimSubmission",),
    "837D": ("dentalClaimSubmission",),
    "835": ("claimPayment",),
    "270": ("eligibilityCheck",),
    "276": ("claimStatus",),
}
_MORE = Note(
    MORE_PAGES, "one page of several. Fetch the next one with its `nextPageToken` and save it beside this."
)
Row = dict[str, str | None]


def enrolments(data: bytes, source_file: str) -> list[Sheet] | None:
    """Return a list of enrolments as one table, None where the bytes are not JSON; InputError where it is another."""
    return _sheets(data, source_file, _enrolment)


def payers(data: bytes, source_file: str) -> list[Sheet] | None:
    """Return a list of payers as one table, None where the bytes are not JSON; InputError where it is another."""
    return _sheets(data, source_file, _payer)


def _sheets(data: bytes, source_file: str, rows_of: Callable[[dict], Iterator[Row]]) -> list[Sheet] | None:
    if data[:64].lstrip(b"\xef\xbb\xbf \r\n\t")[:1] not in (b"{", b"["):
        return None
    try:
        said = json.loads(
            data.decode("utf-8-sig"), parse_int=str, parse_float=str, parse_constant=lambda _: None
        )
    except (ValueError, RecursionError):
        raise InputError(source_file, "not whole JSON: it is cut off or damaged", _AGAIN) from None
    items = said.get("items") if isinstance(said, dict) else said
    if not isinstance(items, list) or not all(isinstance(item, dict) for item in items):
        raise InputError(source_file, "JSON without a list of `items`", _AGAIN)
    rows = [(number, row) for number, item in enumerate(items, 1) for row in rows_of(item)]
    is_page = isinstance(said, dict) and _text(said, "nextPageToken") is not None
    return [_sheet(rows, tuple(next(rows_of({}))), source_file, (_MORE,) if is_page else ())]


def _sheet(
    rows: list[tuple[int, Row]], columns: tuple[str, ...], source_file: str, notes: tuple[Note, ...]
) -> Sheet:
    frame = pd.DataFrame([row for _, row in rows], columns=columns, dtype=TEXT)
    frame = frame.assign(source_file=source_file, source_sheet=None, source_row=[n for n, _ in rows])
    frame = frame.astype({"source_file": TEXT, "source_sheet": TEXT, "source_row": "Int64"})
    nothing = [pd.DataFrame({n: pd.Series(dtype=d) for n, d in kinds.items()})
               for kinds in (SET_ASIDE_DTYPES, CHECK_DTYPES)]  # fmt: skip
    return Sheet("", frame, columns, None, notes, *nothing, rows_in=len(rows))


def _enrolment(item: dict) -> Iterator[Row]:
    payer, provider = _object(item, "payer"), _object(item, "provider")
    row = {
        "payer_name": _text(payer, "name"),
        "payer_id": _text(payer, "submittedPayerIdOrAlias") or _text(payer, "stediPayerId"),
        "tax_id": _text(provider, "taxId"),
        "npi": _text(provider, "npi"),
        "status": _text(item, "status"),
        "filed_on": _day(item, "createdAt"),
        "status_on": _day(item, "statusLastUpdatedAt") or _day(item, "updatedAt"),
        "reason": _text(item, "reason"),
    }
    asked = [_plain(name) for name, what in _object(item, "transactions").items() if _is_asked(what)]
    for name in asked or [None]:
        yield row | {"transaction": name}


def _is_asked(what: object) -> bool:
    """Whether a transaction is part of an enrolment: `{"enroll": true}`."""
    return what.get("enroll", True) is True if isinstance(what, dict) else what not in (None, False)


def _payer(item: dict) -> Iterator[Row]:
    item = _object(item, "payer") or item  # an answer to a search holds each record in another
    support = _object(item, "transactionSupport")
    yield {
        "payer_name": _text(item, "displayName"),
        "names": _list(item, "names"),
        "stedi_id": _text(item, "stediId"),
        "payer_id": _text(item, "primaryPayerId"),
        "aliases": _list(item, "aliases"),
        **{code: next(filter(None, (_text(support, n) for n in names)), None)
           for code, names in _TRANSACTIONS.items()},
    }  # fmt: skip


def _object(item: dict, name: str) -> dict:
    found = item.get(name)
    return found if isinstance(found, dict) else {}


def _text(item: dict, name: str) -> str | None:
    found = item.get(name)
    return (_plain(found).strip() or None) if isinstance(found, str) else None


def _plain(text: str) -> str:
    """A text without halves of characters, which JSON can write and no table can hold."""
    return text.encode("utf-8", "replace").decode()


def _day(item: dict, name: str) -> str | None:
    found = _text(item, name)
    return found[:10] if found else None


def _list(item: dict, name: str) -> str | None:
    found = item.get(name)
    return "; ".join(_plain(str(one)) for one in found) if isinstance(found, list) and found else None
