"""The files of the practice that is about to move, and the receipts of the others."""

from __future__ import annotations

import csv
import datetime as dt
import io
from collections.abc import Iterator

from cutover.intake import enrollment_workbook
from cutover.intake.handoff_workbook import DAY, DAY_SHEET, HANDOFF
from cutover.intake.template import Kind, template
from cutover.money import plain

from cutover_sample import handoff_cast as cast
from cutover_sample.handoff_cast import OpenClaim
from cutover_sample.ready_cast import MAPLE, TEST_CHARGE, Stand, stands

_FAMILIES = ("commercial", "Medicare", "Medicaid")
_LIVE = {cast.AETNA: dt.date(2026, 7, 20), cast.MEDICARE: dt.date(2026, 7, 29), cast.CEDAR: None}
_PATIENTS = (
    ("M-101", "ALDER", "JUNE", "04/11/1958", "F", "12 OAK ST", "COLUMBUS", "OH", "43004", "AETNA", "W100200301"),
    ("M-102", "BIRCH", "OWEN", "09/02/1971", "M", "4 ELM AVE", "COLUMBUS", "OH", "43004", "AETNA", "W100200302"),
    ("M-103", "CEDARS", "RUTH", "01/30/1949", "F", "7 PINE RD", "DUBLIN", "OH", "43016", cast.MEDICARE, "1EG4TE5MK72"),
    ("M-104", "DOGWOOD", "IVAN", "12/24/1990", "M", "9 ASH CT", "DUBLIN", "OH", "43016", cast.CEDAR, "CM55871"),
)  # fmt: skip
_PATIENT_HEADERS = ("Account Number", "Last Name", "First Name", "Date of Birth", "Gender", "Address", "City", "State",
                    "Zip Code", "Primary Insurance", "Primary Policy ID")  # fmt: skip
_HISTORY = ("Claim Number", "Patient Account", "Patient Name", "Service Date", "Submission Date",
            "Payer", "Total Charge",
            "Amount Paid", "Adjustment", "Balance", "Claim Status", "Paid Date")  # fmt: skip


def files() -> Iterator[tuple[str, bytes]]:
    """Yield the files of the practice that is about to move: path below its folder and bytes."""
    stand = stands()[MAPLE]
    yield "intake.xlsx", template(_intake(stand))
    yield "claims/claim-history.csv", _csv(_HISTORY, [_row(c) for c in cast.claims() if c.state])
    for number, day in enumerate(sorted({a.on for c in cast.claims() for a in c.answers})):
        for place, payer in enumerate(cast.IDS):
            decided = [(c, a) for c in cast.claims() for a in c.answers if a.on == day and c.payer == payer]
            if decided:
                yield (
                    f"era/{1_800_000_000 + 10 * number + place}_ERA_835_5010_{day:%Y%m%d}.835",
                    _835(payer, day, decided),
                )
    yield from _summaries()
    yield "demographics/patients.csv", _csv(_PATIENT_HEADERS, list(_PATIENTS))
    yield "medi_patients/medi-patients.csv", _csv(_PATIENT_HEADERS, _arrived())
    yield from receipts(MAPLE, stand, cast.NPI)
    yield (
        "handoff/2026-07-30 handoff.xlsx",
        template(
            {"open claims": cast.returned_notes(), "open appeals": cast.returned_appeals()},
            False,
            kind=HANDOFF,
        ),
    )
    yield (
        "handoff/2026-07-30 day sheet.xlsx",
        template({DAY.name: list(_day_sheet(stand))}, False, kind=DAY_SHEET),
    )
    yield "handoff/2026-07-29 old copy.xlsx", b"PK\x03\x04 cut off while it was saved"


def client_files() -> dict[str, bytes]:
    """Return what the client knows of deadlines."""
    kind = Kind("Payer enrollment", "What payers require", enrollment_workbook.workbook(_FAMILIES).sheets)
    rows = {enrollment_workbook.DEADLINES: list(cast.DEADLINES)}
    return {"enrollment.xlsx": template(rows, False, kind=kind)}


def receipts(slug: str, stand: Stand, npi: str) -> Iterator[tuple[str, bytes]]:
    """Yield the 999 and the 277CA of the claims that a practice has sent through Medi."""
    if not stand.receipts:
        return
    day = {"aspen-court": dt.date(2026, 5, 15)}.get(slug, dt.date(2026, 7, 28))
    yield f"medi_submissions/{day:%Y%m%d}_999.999", x12("FA", "999", "005010X231A1", day, [
        ["AK1", "HC", "1", "005010X222A1"], ["AK2", "837", "0001", "005010X222A1"], ["IK5", "A"],
        ["AK9", "A", "1", "1", "1"],
    ], slug)  # fmt: skip
    yield (
        f"medi_submissions/{day:%Y%m%d}_277ca.277",
        x12("HN", "277", "005010X214", day, list(_statuses(stand, day, npi))),
    )


def intake_of(slug: str) -> dict[str, list[dict]]:
    """Return the sheets of users and attestations of a practice."""
    stand = stands()[slug]
    return {"users": list(stand.users), "attestations": [_answer(one) for one in stand.answers]}


def _answer(one: tuple) -> dict:
    item, holds, who, day = one
    named = {"attested_by": who} if who else {}
    return {"item": item, "holds": holds} | named | ({"attested_on": day} if day else {})


def _intake(stand: Stand) -> dict:
    practice = {"name": cast.NAME, "tins": [cast.TIN], "usage": "Practice Mate", "cutover_date": cast.CUTOVER,
                "decided_on": dt.date(2026, 6, 1), "unposted_count": 2, "unapplied_cents": 4_500,
                "counted_on": cast.AS_OF, "closeout_owner": "Maple End's own billers"}  # fmt: skip
    group = {"name": cast.NAME, "npi": cast.NPI, "npi_type": "group", "tin": cast.TIN, "bills": True}
    return {
        "practice": practice, "providers": [group], "users": list(stand.users), "enrollments": list(_filed()),
        "open claims": cast.intake_notes(),
        "attestations": [_answer(one) for one in stand.answers if not one[0].startswith("day-zero")],
        "scrub rules": [{"rule": "Modifier 25 with an injection", "in_medi": True, "tested_on": dt.date(2026, 7, 25)},
                        {"rule": "Annual visit once a year", "in_medi": False}],
        "fee schedules": [{"payer": cast.AETNA, "name": "PPO 2026", "in_medi": True}],
    }  # fmt: skip


def _filed() -> Iterator[dict]:
    for payer, live in _LIVE.items():
        for transaction in ("837P", "835"):
            row = {"payer": payer, "payer_id": cast.IDS[payer], "tin": cast.TIN, "npi": cast.NPI,
                   "transaction": transaction, "filed_on": dt.date(2026, 6, 8)}  # fmt: skip
            yield row | ({"status": "LIVE", "status_on": live, "live_on": live} if live else
                         {"status": "PROVISIONING", "status_on": dt.date(2026, 6, 10)})  # fmt: skip


def _day_sheet(stand: Stand) -> Iterator[dict]:
    """The sheet of the day as it came back: printed the day before, when every item was open."""
    for one in stand.answers:
        if one[0].startswith("day-zero"):
            yield _answer(one) | {"state_printed": "open", "printed_on": dt.date(2026, 7, 29)}


def _row(claim: OpenClaim) -> tuple:
    paid = max(sum(a.paid for a in claim.answers if a.paid > 0), 0) or claim.posted
    on = (
        claim.answers[-1].on
        if claim.answers and claim.state in ("Paid in full", "Denied", "Appealed")
        else None
    )
    lowered = claim.charge - paid - claim.balance if claim.state == "Paid in full" else 0
    money = (claim.charge, paid if claim.state == "Paid in full" else 0, lowered, claim.balance)
    sent, resolved = claim.service + dt.timedelta(2), "" if on is None else f"{on:%m/%d/%Y}"
    who = ", ".join(_who(claim)[1:3])
    return (claim.number, claim.number, who, f"{claim.service:%m/%d/%Y}", f"{sent:%m/%d/%Y}", claim.payer,
            *map(plain, money), claim.state, resolved)  # fmt: skip


def _who(claim: OpenClaim) -> tuple[str, ...]:
    """The patient of a claim, by the number that it bears: claims name the people of the export."""
    return _PATIENTS[int("".join(filter(str.isdigit, claim.number))) % len(_PATIENTS)]


def _arrived() -> list[tuple]:
    """Medi's export: one patient is missing, one has another ZIP, one is new."""
    first, second, third, _ = _PATIENTS
    return [first, (*second[:8], "43017", *second[9:]), third,
            ("M-201", "NEWCOMB", "ADA", "02/02/1985", "F", "1 FIR LN", "DUBLIN", "OH", "43016",
             cast.AETNA, "W100200399")]  # fmt: skip


def _csv(headers: tuple[str, ...], rows: list[tuple]) -> bytes:
    out = io.StringIO()
    csv.writer(out, lineterminator="\r\n").writerows([headers, *rows])
    return out.getvalue().encode()


def _summaries() -> Iterator[tuple[str, bytes]]:
    places = (("number", 0), ("claim", 7), ("patient", 19), ("name", 37), ("birth", 57), ("from", 70), ("to", 81),
              ("cpt", 92), ("diag", 100), ("tin", 109), ("account", 121), ("npi", 135), ("payer", 146),
              ("error", 153))  # fmt: skip
    titles = {
        "accepted": "ACCEPTED CLAIM DETAIL",
        "rejected": "ERROR CLAIM DETAIL",
        "pending": "PENDING CLAIM",
    }
    told = [(c, *c.summary) for c in cast.claims() if c.summary]
    for number, (claim, state, day) in enumerate(told):
        served = f"{claim.service:%m/%d/%Y}"
        _, last, first, born, *_ = _who(claim)
        said = {"number": "1)", "claim": f"{2_000_000_000 + number}", "patient": claim.number,
                "name": f"{last},{first}", "birth": born,
                "from": served, "to": served, "cpt": "99213", "diag": "E119", "tin": cast.TIN,
                "account": claim.number, "npi": cast.NPI, "payer": cast.IDS[claim.payer],
                "error": "SUBSCRIBER ID NOT VALID" if state == "rejected" else ""}  # fmt: skip
        line = ""
        for name, start in places:
            line = line.ljust(start) + said[name]
        lines = [
            "CLAIM FILE SUMMARY",
            f"Date Processed: {day:%m/%d/%Y}",
            "",
            titles[state],
            line.rstrip(),
            "",
        ]
        yield f"submissions/FS_HCFA_{1_990_000_000 + number}_IN_C.txt", "\r\n".join(lines).encode()


def _835(payer: str, day: dt.date, decided: list[tuple]) -> bytes:
    total = sum(answer.paid for _, answer in decided)
    trace = f"ME{day:%m%d}{cast.IDS[payer][:3]}"
    body = payment_head(total, day, trace, (payer, cast.IDS[payer]), (cast.NAME, cast.NPI, cast.TIN))
    for number, (claim, answer) in enumerate(decided):
        charge = -claim.charge if answer.status == "22" else claim.charge
        group, _, reason = (answer.refused or "CO-45").partition("-")
        body += [["CLP", claim.number, answer.status, plain(charge), plain(answer.paid), "", "12", f"{trace}{number}",
                  "11", "1"], ["CAS", group, reason, plain(charge - answer.paid)],
                 ["NM1", "QC", "1", *_who(claim)[1:3]]]  # fmt: skip
        body += [["MOA", "", "", answer.remark]] if answer.remark else []
        body += [["DTM", "232", f"{claim.service:%Y%m%d}"], ["DTM", "233", f"{claim.service:%Y%m%d}"]]
    return x12("HP", "835", "005010X221A1", day, body, trace)


def _statuses(stand: Stand, day: dt.date, npi: str) -> Iterator[list[str]]:
    yield ["BHT", "0085", "08", "1", f"{day:%Y%m%d}", "0700", "TH"]
    yield from (["HL", "1", "", "20", "1"], ["NM1", "PR", "2", "GATE", "", "", "", "", "46", "GATE"])
    yield from (["HL", "2", "1", "21", "1"], ["NM1", "41", "2", "MEDI", "", "", "", "", "46", "MEDI"])
    yield from (["HL", "3", "2", "19", "1"], ["NM1", "85", "2", "PRACTICE", "", "", "", "", "XX", npi])
    for number, (account, good, codes) in enumerate(stand.receipts, 4):
        yield ["HL", str(number), "3", "PT"]
        yield ["NM1", "QC", "1", "SAMPLE", "PATIENT", "", "", "", "MI", f"T{number}"]
        yield ["TRN", "2", account]
        yield ["STC", codes, f"{day:%Y%m%d}", "WQ" if good else "U", str(TEST_CHARGE // 100)]
        yield ["DTP", "472", "D8", f"{day:%Y%m%d}"]


def payment_head(
    total: int, day: dt.date, trace: str, payer: tuple[str, str], payee: tuple[str, str, str]
) -> list[list[str]]:
    """Return the segments of an 835 before its claims: payer by name and ID, payee by name, NPI and Tax ID."""
    (payer_name, payer_id), (name, npi, tin) = payer, payee
    return [
        ["BPR", "I" if total else "H", plain(abs(total)), "C" if total >= 0 else "D", "ACH" if total else "NON", "CCP",
         "01", "999999992", "DA", "7000", "1999999999", "", "01", "999999992", "DA", "8000", f"{day:%Y%m%d}"],
        ["TRN", "1", trace, "1999999999"], ["DTM", "405", f"{day:%Y%m%d}"], ["N1", "PR", payer_name, "XV", payer_id],
        ["N1", "PE", name, "XX", npi], ["REF", "TJ", tin], ["LX", "1"],
    ]  # fmt: skip


def x12(
    group: str, kind: str, version: str, day: dt.date, body: list[list[str]], control: str = "1"
) -> bytes:
    """Return one interchange with one transaction; `control` and the day make its number."""
    number = f"{sum(map(ord, control + kind)) + day.toordinal() % 1_000_000:09d}"
    third = [version] if kind != "835" else []
    inner = [["ST", kind, "0001", *third], *body]
    inner.append(["SE", str(len(inner) + 1), "0001"])
    head = [
        ["ISA", "00", " " * 10, "00", " " * 10, "ZZ", f"{'RUNGATE':<15}", "ZZ", f"{'RECEIVER':<15}", f"{day:%y%m%d}",
         "0700", "^", "00501", number, "0", "P", ":"],
        ["GS", group, "RUNGATE", "RECEIVER", f"{day:%Y%m%d}", "0700", "1", "X", version],
    ]  # fmt: skip
    tail = [["GE", "1", "1"], ["IEA", "1", number]]
    return "".join("*".join(segment) + "~\n" for segment in (*head, *inner, *tail)).encode()
