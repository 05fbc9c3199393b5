"""A practice of the sample that is about to move: its open claims in every state, and what is planted in each.

Each claim names the findings of the handoff that it is a case of. Claims 1 to 12 are the record: denials that were
corrected and paid. People and numbers are invented.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass

from cutover_sample.book import npi

SLUG, NAME, TIN, NPI = "maple-end", "MAPLE END INTERNAL MEDICINE", "990009003", npi(171_000_300)
CUTOVER, AS_OF = dt.date(2026, 8, 10), dt.date(2026, 7, 31)
AETNA, MEDICARE, CEDAR = "AETNA", "MEDICARE OHIO", "CEDAR MUTUAL HEALTH"
IDS = {AETNA: "60054", MEDICARE: "15202", CEDAR: "CM412"}
# what the client knows of deadlines: days of Aetna for a claim and an appeal; of Cedar nobody knows
DEADLINES = ({"payer": AETNA, "filing_days": 120, "appeal_days": 180, "known_from": "provider manual 2026"},)
_NEAR, _PASSED, _NOBODY = "handoff-deadline-near", "handoff-deadline-passed", "handoff-no-owner"


def _day(text: str) -> dt.date:
    return dt.date.fromisoformat(f"2026-{text}")


@dataclass(frozen=True)
class Answer:
    """One decision of a payer: what it paid, and group, reason and remark of what it refused."""

    on: dt.date
    paid: int
    refused: str = ""
    remark: str = ""
    status: str = "1"


@dataclass(frozen=True)
class OpenClaim:
    """A claim: what the history says (None: it does not have it), what payers decided, and the findings it raises."""

    number: str
    payer: str
    service: dt.date
    charge: int
    state: str | None
    answers: tuple[Answer, ...] = ()
    balance: int = 0
    summary: tuple[str, dt.date] | None = None  # its state in a file summary, and when
    codes: tuple[str, ...] = ()
    worth: int | None = None  # what its findings count, where that is not the balance
    posted: int = 0  # paid by the history without any remittance

    @property
    def cents(self) -> int | None:
        """What is open of it."""
        return self.balance if self.worth is None else self.worth


def _denied(
    number: str, payer: str, service: str, charge: int, on: str, refused: str, *codes: str, **more
) -> OpenClaim:
    answer = Answer(_day(on), 0, refused, more.pop("remark", ""))
    return OpenClaim(number, payer, _day(service), charge, "Denied", (answer,), charge, codes=codes, **more)


def claims() -> list[OpenClaim]:
    """Return every claim of the practice."""
    record = [
        OpenClaim(f"M{n:03}", AETNA, _day("02-02"), 10_000, "Paid in full",
                  (Answer(_day("03-02"), 0, "CO-197"), Answer(_day("03-30"), 6_000, "CO-45")))
        for n in range(1, 13)
    ]  # fmt: skip
    back = Answer(_day("07-15"), -7_000, status="22")
    return [
        *record,
        _denied("M101", AETNA, "06-01", 21_000, "06-20", "CO-197"),  # whole: handed over
        _denied("M102", MEDICARE, "04-20", 18_000, "05-15", "CO-50", _NEAR, _NOBODY),  # 05-15 + 125 days: 09-17
        _denied("M103", MEDICARE, "02-10", 9_500, "03-01", "CO-50", _PASSED, _NOBODY, "handoff-older"),  # 07-04
        _denied("M104", MEDICARE, "05-04", 7_700, "05-20", "CO-16", _NOBODY, remark="MA130"),  # filed again by 2027
        OpenClaim("M105", AETNA, _day("06-10"), 12_300, "Billed", balance=12_300, summary=("rejected", _day("06-12")),
                  codes=(_NEAR, _NOBODY, "handoff-rejected")),  # 06-10 + 120 days: 10-08
        OpenClaim("M106", CEDAR, _day("06-15"), 15_100, "Billed", (Answer(_day("07-10"), 0, "CO-97"),), 15_100,
                  codes=(_NOBODY, "handoff-denied-unnoticed")),
        OpenClaim("M107", AETNA, _day("05-11"), 11_000, "Paid in full", (Answer(_day("06-01"), 7_000, "CO-45"), back),
                  codes=(_NOBODY, "handoff-reversed"), worth=7_000),
        OpenClaim("M108", AETNA, _day("06-20"), 8_800, "Billed", (Answer(_day("07-10"), 6_000, "CO-45"),), 2_800,
                  codes=(_NOBODY, "handoff-paid-in-era")),
        OpenClaim("M109", CEDAR, _day("06-28"), 13_400, "Billed", balance=13_400, summary=("pending", _day("07-01")),
                  codes=(_NOBODY, "handoff-lapsed")),
        OpenClaim("M110", AETNA, _day("07-01"), 9_900, None, summary=("accepted", _day("07-03")),
                  codes=(_NOBODY, "handoff-amount-unknown")),
        _denied("M111", AETNA, "06-03", 6_600, "06-20", "CO-197", "handoff-incomplete"),
        _denied("M112", AETNA, "06-04", 7_100, "06-20", "CO-197", "handoff-overdue"),
        _denied("M113", AETNA, "06-05", 5_200, "06-20", "CO-197"),  # two owners
        OpenClaim("M114", MEDICARE, _day("05-20"), 16_000, "Appealed", (Answer(_day("06-10"), 0, "CO-50"),), 16_000),
        OpenClaim("M115", MEDICARE, _day("05-21"), 14_000, "Appealed", (Answer(_day("06-10"), 0, "CO-50"),), 14_000,
                  codes=("handoff-incomplete",)),  # its appeal has an owner and a day, and no next action
        OpenClaim("M116", AETNA, _day("04-06"), 9_000, "Paid in full", codes=("handoff-paid-no-era",), worth=5_000,
                  posted=5_000),
    ]  # fmt: skip


_NEXT = {"next_action": "Send the authorization", "next_action_on": _day("08-14")}
UNKNOWN = {"payer": AETNA, "claim_number": "Z999", "amount_cents": 7_500, "owner": "Lee Moss", **_NEXT}


def intake_notes() -> list[dict]:
    """Return what the intake's sheet of open claims says."""
    return [
        {"payer": AETNA, "claim_number": "M101", "owner": "Dana Reed", **_NEXT},
        {"payer": AETNA, "claim_number": "M111", "owner": "Dana Reed"},
        {"payer": AETNA, "claim_number": "M113", "owner": "Dana Reed", **_NEXT},
        UNKNOWN,
    ]


def returned_notes() -> list[dict]:
    """Return the rows of the handoff workbook that came back; one owner differs from the intake's."""
    return [
        {"payer": AETNA, "claim_number": "M112", "service_on": _day("06-04"), "owner": "Lee Moss",
         "next_step": "appeal", "next_action_on": _day("07-20")},
        {"payer": AETNA, "claim_number": "M113", "service_on": _day("06-05"), "owner": "Lee Moss"},
        {"payer": MEDICARE, "claim_number": "M114", "service_on": _day("05-20"), "owner": "Lee Moss",
         "next_step": "wait for the payer", "next_action_on": _day("08-20")},
    ]  # fmt: skip


def returned_appeals() -> list[dict]:
    """Return the appeals of that workbook: one is whole, the other does not say where its documents are."""
    whole = {"payer": MEDICARE, "level": "first", "submitted_on": _day("06-30"), "documents": ["operative note"],
             "next_action_on": _day("08-20"), "owner": "Lee Moss"}  # fmt: skip
    first = {"claim_number": "M114", "reference": "MR-1", "amount_cents": 16_000, "kept_at": "shared drive"}
    return [whole | first,
            whole | {"claim_number": "M115", "reference": "MR-2", "amount_cents": 14_000}]  # fmt: skip


def cases() -> Iterator[tuple[str, int | None]]:
    """Yield every case of the handoff: code and cents."""
    for claim in claims():
        for code in claim.codes:
            yield code, None if claim.state is None else claim.cents
    yield "handoff-note-unknown", UNKNOWN["amount_cents"]
    yield "handoff-notes-differ", None
    yield "handoff-appeal-incomplete", 14_000
    yield "handoff-not-in-writing", None
    yield "handoff-file-not-read", None
    yield "handoff-deadline-unknown", 15_100 + 13_400  # Cedar
