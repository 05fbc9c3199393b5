"""Answers of Stedi's interface saved as JSON, as tables of text: lists of enrollments and lists of payers.

Field names are those of its documentation (stedi.com/docs/api-reference/healthcare, read 2026-11-25): an object whose
`items` are the records, and a `nextPageToken` where more of them follow. A record of several transactions becomes a row
for each, and one more for each earlier step of its `history`, so that a report of an earlier day knows what held then.
Numbers stay text: they are identifiers. An enrollment is filed on the day of `submittedAt`, else of its first
step in `history` that is no draft; `createdAt` is the day of the draft and says nothing. `lastEraReceivedAt`
(stedi.com/changelog/introducing-era-last-received-timestamps), `requestedEffectiveDate`
(stedi.com/changelog/requested-effective-dates-for-era-enrollments), `timeframe` and `type`
(stedi.com/changelog/introducing-timeframes-for-transaction-enrollments), read 2026-11-27.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator

from cutover.errors import InputError
from cutover.reading.files import json_records
from cutover.reading.files.json_records import Row, plain
from cutover.reading.files.sheet import Note, Sheet
from cutover.reading.mapping.folder import MORE_PAGES

_AGAIN = "Save the answer of Stedi's interface again, whole, as it came."
_TRANSACTIONS = {
    "837P": ("professionalClaimSubmission", "claimSubmission"),
    "837I": ("institutionalClaimSubmission",),
    "837D": ("dentalClaimSubmission",),
    "835": ("claimPayment",),
    "270": ("eligibilityCheck",),
    "276": ("claimStatus", "claimStatusInquiry"),
}
_MORE = Note(
    MORE_PAGES, "one page of several. Fetch the next one with its `nextPageToken` and save it beside this."
)


def enrollments(data: bytes, source_file: str) -> list[Sheet] | None:
    """Return a list of enrollments as one table, None where the bytes are not JSON; InputError where it is another."""
    return _sheets(data, source_file, _enrollment)


def payers(data: bytes, source_file: str) -> list[Sheet] | None:
    """Return a list of payers as one table, None where the bytes are not JSON; InputError where it is another."""
    return _sheets(data, source_file, _payer)


def _sheets(data: bytes, source_file: str, rows_of: Callable[[dict], Iterator[Row]]) -> list[Sheet] | None:
    if not json_records.is_json(data):
        return None
    said = json_records.loaded(data, source_file, _AGAIN)
    items = said.get("items") if isinstance(said, dict) else said
    if not isinstance(items, list) or not all(isinstance(item, dict) for item in items):
        raise InputError(source_file, "JSON without a list of `items`", _AGAIN)
    rows = [(number, row) for number, item in enumerate(items, 1) for row in rows_of(item)]
    is_page = isinstance(said, dict) and _text(said, "nextPageToken") is not None
    return [json_records.sheet(rows, tuple(next(rows_of({}))), source_file, (_MORE,) if is_page else ())]


def _enrollment(item: dict) -> Iterator[Row]:
    payer, provider = _object(item, "payer"), _object(item, "provider")
    row = {
        "payer_name": _text(payer, "name"),
        "payer_id": _text(payer, "submittedPayerIdOrAlias") or _text(payer, "stediPayerId"),
        "tax_id": _text(provider, "taxId"),
        "npi": _text(provider, "npi"),
        "status": _text(item, "status"),
        "filed_on": _day(item, "submittedAt") or _stepped(item, lambda status: status != "DRAFT", first=True),
        "status_on": _status_day(item),
        "live_on": _stepped(item, lambda status: status == "LIVE"),
        "last_era_on": _day(item, "lastEraReceivedAt"),
        "wanted_on": _wanted(item),
        "waiting_on": _waits_on(item),
        "reason": _text(item, "reason") or _asked_for(item),
    }
    asked = [plain(name) for name, what in _object(item, "transactions").items() if _is_asked(what)]
    for name in asked or [None]:
        yield from (row | step | {"transaction": name} for step in _earlier(item, row["status_on"]))
        yield row | {"transaction": name}


def _earlier(item: dict, until: str | None) -> list[Row]:
    """The steps of its history before its status, each with the day from which it held."""
    steps = sorted(
        (day, _text(step, "status")) for step in _objects(item, "history") if (day := _day_of_step(step))
    )
    nothing = {"live_on": None, "last_era_on": None, "waiting_on": None, "reason": None}
    return [nothing | {"status": status, "status_on": day, "live_on": day if status == "LIVE" else None}
            for day, status in steps if status and until and day < until]  # fmt: skip


def _status_day(item: dict) -> str | None:
    """The day from which its status holds: its last step to it, else the last change."""
    status = _text(item, "status")
    return (
        _stepped(item, lambda said: said == status)
        or _day(item, "statusLastUpdatedAt")
        or _day(item, "updatedAt")
    )


def _stepped(item: dict, fits: Callable[[str | None], bool], first: bool = False) -> str | None:
    """The day of the last (or first) step of its history that fits."""
    steps = sorted(
        (day, _text(step, "status")) for step in _objects(item, "history") if (day := _day_of_step(step))
    )
    days = [day for day, status in steps if fits(status)]
    return (days[0] if first else days[-1]) if days else None


def _day_of_step(step: dict) -> str | None:
    names = ("changedAt", "updatedAt", "timestamp", "createdAt", "at", "date")
    return next((day for name in names if (day := _day(step, name))), None)


def _wanted(item: dict) -> str | None:
    """The day from which the payer was asked to send, a wish and no promise."""
    transactions = _object(item, "transactions")
    inner = (_day(what, "requestedEffectiveDate") for what in transactions.values() if isinstance(what, dict))
    return _day(item, "requestedEffectiveDate") or next(filter(None, inner), None)


def _open_tasks(item: dict) -> list[dict]:
    """The tasks that somebody still has to do."""
    done = ("COMPLETE", "COMPLETED", "DONE", "CLOSED", "CANCELED")
    tasks = _objects(item, "tasks")
    return [
        task for task in tasks if task.get("isComplete") is not True and _text(task, "status") not in done
    ]


def _waits_on(item: dict) -> str | None:
    """Who must act: the party of the first open task."""
    return next((_text(task, "responsibleParty") for task in _open_tasks(item)), None)


def _asked_for(item: dict) -> str | None:
    told = (
        _text(task, name) for task in _open_tasks(item) for name in ("instructions", "title", "description")
    )
    return next(filter(None, told), None)


def _is_asked(what: object) -> bool:
    """Whether a transaction is part of an enrollment: `{"enroll": true}`."""
    return what.get("enroll", True) is True if isinstance(what, dict) else what not in (None, False)


def _payer(item: dict) -> Iterator[Row]:
    item = _object(item, "payer") or item  # an answer to a search holds each record in another
    support = _object(item, "transactionSupport")
    processes = _object(_object(item, "enrollment"), "transactionEnrollmentProcesses")
    yield {
        "payer_name": _text(item, "displayName"),
        "names": _list(item, "names"),
        "stedi_id": _text(item, "stediId"),
        "payer_id": _text(item, "primaryPayerId"),
        "aliases": _list(item, "aliases"),
        **{code: next(filter(None, (_text(support, n) for n in names)), None)
           for code, names in _TRANSACTIONS.items()},
        **{f"{code}_timeframe": next(filter(None, (_text(_object(processes, n), "timeframe") for n in names)), None)
           for code, names in _TRANSACTIONS.items()},
    }  # fmt: skip


def _object(item: dict, name: str) -> dict:
    found = item.get(name)
    return found if isinstance(found, dict) else {}


def _objects(item: dict, name: str) -> list[dict]:
    found = item.get(name)
    return [one for one in found if isinstance(one, dict)] if isinstance(found, list) else []


def _text(item: dict, name: str) -> str | None:
    found = item.get(name)
    return (plain(found).strip() or None) if isinstance(found, str) else None


def _day(item: dict, name: str) -> str | None:
    found = _text(item, name)
    return found[:10] if found else None


def _list(item: dict, name: str) -> str | None:
    found = item.get(name)
    return "; ".join(plain(str(one)) for one in found) if isinstance(found, list) and found else None
