"""What is lacking in a practice's folder because nobody wrote it down, asked for it or fetched it.

Counted from what the generator left out, never from a written byte. Each is a case that an inventory must find,
and whatever is not here it must not find.
"""

from __future__ import annotations

from collections.abc import Iterator

from cutover_sample import invoices, key
from cutover_sample.book import AS_OF, month_start
from cutover_sample.claim_sources import Ledger
from cutover_sample.codes import FILE_CODES
from cutover_sample.delivery import Shelf
from cutover_sample.practice_files import Desk

AGREEMENTS = ("closeout-agreed", "trailing-ar-owned", "exports-opened")  # due before a cutover
BY_HAND = ("open claims", "open appeals", "scrub rules", "client reporting")  # sheets that no export fills

Gap = tuple[str, str]  # kind of defect (`codes.FILE_CODES`), and what it is about


def cases(desk: Desk, shelf: Shelf, ledger: Ledger) -> Iterator[dict[str, object]]:
    """Yield a case for each thing that is lacking."""
    for kind, about in _gaps(desk, shelf, ledger):
        code = FILE_CODES[kind][0]
        yield {"practice": desk.practice.slug, "code": code, "cents": None, "kind": kind, "what": about}


def _gaps(desk: Desk, shelf: Shelf, ledger: Ledger) -> Iterator[Gap]:
    answers, charts_used = desk.answers.sheets, any(line.text == invoices.EHR for line in ledger.invoice)
    yield from _must_move(answers, shelf)
    yield from _rates(answers, any(stray.kind == "formula cells" for stray in desk.strays))
    yield from _unwritten(answers, charts_used)
    yield from _unasked(desk, charts_used)
    yield from _contradicted(answers)
    foreign = [delivery for delivery in shelf.deliveries if delivery.is_foreign]
    yield from (("other practice", name) for d in foreign for name in (d.name_835, d.name_text))
    if charts_used and desk.practice.usage == "practice-mate":
        yield "usage contradicted", "the invoices name EHR 24/7"


def _must_move(answers: dict, shelf: Shelf) -> Iterator[Gap]:
    if not all({"taxonomy", "tin"} <= set(row) for row in answers["providers"]):
        yield "partly held", "provider identifiers"
    if not all({"sees_in_office_ally", "sees_in_medi"} <= set(row) for row in answers["users"]):
        yield "partly held", "users"
    month, wanted = AS_OF.replace(day=1), set()
    while len(wanted) < 12:
        wanted.add(month)
        month = month_start(month, 1)
    if wanted - {payment.date.replace(day=1) for _, payment in key.counting(shelf)}:
        yield "partly held", "ERAs"


def _rates(answers: dict, has_notes: bool) -> Iterator[Gap]:
    """A file that is named and that nobody put here; or two rates on a note, and nothing said of them."""
    if any("file" in row for row in answers.get("fee schedules", ())):
        yield "partly held", "fee schedules"
    if "fee schedules" not in answers:
        yield "partly held" if has_notes else "not held", "fee schedules"


def _unwritten(answers: dict, charts_used: bool) -> Iterator[Gap]:
    for sheet in BY_HAND:
        if not answers.get(sheet):
            yield "not written down", sheet
    for question, is_asked in (("unposted_count", True), ("charts_plan", charts_used)):
        if is_asked and question not in answers["practice"]:
            yield "not written down", question
    holding = {
        row["item"] for row in answers.get("attestations", ()) if row["holds"] and "attested_on" in row
    }
    yield from (("not attested", item) for item in AGREEMENTS if item not in holding)


def _unasked(desk: Desk, charts_used: bool) -> Iterator[Gap]:
    asked = {row["subject"] for row in desk.answers.sheets.get("support requests", ())}
    if desk.charts is not None and "appointments" not in asked:
        yield "not asked for", "appointments"
    if charts_used and not {"charts"} & asked:
        yield "not asked for", "charts"


def _contradicted(answers: dict) -> Iterator[Gap]:
    """No file of appointments, charts or rates is in any folder of the sample."""
    for row in answers.get("support requests", ()):
        if "delivered_on" in row:
            yield "statement untrue", f"{row['subject']} were delivered"
    for row in answers.get("fee schedules", ()):
        if "file" in row:
            yield "statement untrue", f"a file {row['file']}"
