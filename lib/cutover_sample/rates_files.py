"""The files of the practice of known contracts: remittances, the contract file, intake, and what the client knows."""

from __future__ import annotations

import csv
import datetime as dt
import io
from collections import defaultdict
from collections.abc import Iterator

from cutover.intake import enrollment_workbook
from cutover.intake.template import Kind, template
from cutover.money import plain

from cutover_sample import rates_cast as cast
from cutover_sample.handoff_files import payment_head, x12
from cutover_sample.rates_play import (
    AS_CHARGED,
    BUNDLED,
    CAPITATED,
    DENIED,
    REVERSED,
    SECOND,
    SEVERAL,
    UNBALANCED,
    Claim,
    Line,
)

IN_MEDI_FROM = dt.date(2026, 7, 1)  # Aetna's remittances come through Medi from that day on
_FAMILIES = ("commercial", "Medicare", "Medicaid")
Cas = tuple[str, str, int]


def client_files() -> dict[str, bytes]:
    """Return what the client knows of deadlines."""
    kind = Kind("Payer enrollment", "What payers require", enrollment_workbook.workbook(_FAMILIES).sheets)
    return {
        "enrollment.xlsx": template({enrollment_workbook.DEADLINES: list(cast.DEADLINES)}, False, kind=kind)
    }


def files(claims: list[Claim]) -> Iterator[tuple[str, bytes]]:
    """Yield the files of the practice: path below its folder and bytes."""
    yield "intake.xlsx", template(_intake())
    yield "fee_schedules/cigna-2025.csv", _contract()
    paid: dict[tuple, list] = defaultdict(list)
    for claim in claims:
        paid[claim.paid_on, claim.payer].append((claim, "1", 1))
        if claim.fate == REVERSED:
            later = claim.paid_on + dt.timedelta(28)
            paid[later, claim.payer] += [(claim, "22", -1), (claim, "1", 1)]
    for number, ((day, payer), decided) in enumerate(sorted(paid.items(), key=lambda one: one[0])):
        if day > cast.AS_OF:
            continue
        folder = "medi_era" if payer == cast.AETNA and day >= IN_MEDI_FROM else "era"
        name = f"{1_900_000_000 + number}_ERA_835_5010_{day:%Y%m%d}.835"
        yield f"{folder}/{name}", _835(number, payer, day, decided)


def _intake() -> dict:
    practice = {"name": cast.NAME, "tins": [cast.TIN], "usage": "clearinghouse-only",
                "cutover_date": dt.date(2026, 9, 1)}  # fmt: skip
    group = {"name": cast.NAME, "npi": cast.NPI, "npi_type": "group", "tin": cast.TIN, "bills": True}
    told = {"payer": cast.CIGNA, "name": "PPO amendment 2025", "basis": "own rates", "file": "cigna-2025.csv",
            "effective_on": cast.MIDYEAR, "in_medi": False}  # fmt: skip
    return {"practice": practice, "providers": [group], "fee schedules": [told]}


def _contract() -> bytes:
    """Cigna's rates from the middle of 2025 on; who the payer is, the intake tells."""
    out = io.StringIO()
    rows = csv.writer(out, lineterminator="\r\n")
    rows.writerow(("CPT Code", "Modifier", "Contract Rate"))
    for number, (code, _, marks, *_) in enumerate(cast.PROCEDURES):
        rows.writerow((code, marks, plain(cast.contract(number, cast.MIDYEAR))))
    return out.getvalue().encode()


def adjustments(claim: Claim, line: Line) -> tuple[int, list[Cas]]:
    """Return what is paid on a line, and its adjustments, which make it balance."""
    if line.mark in (DENIED, BUNDLED, CAPITATED):
        return 0, [("CO", {DENIED: "50", BUNDLED: "97", CAPITATED: "24"}[line.mark], line.charge)]
    if claim.fate == SECOND:
        return line.allowed // 5, [("OA", "23", line.charge - line.allowed // 5)]
    cas = [("CO", "45", line.charge - line.allowed)] if line.charge != line.allowed else []
    left = line.allowed
    if line.mark == SEVERAL:
        cas.append(("CO", "59", left - left // 2))
        left //= 2
    share = (
        left * 20 // 100
        if claim.payer == cast.MEDICARE
        else min(left, 2_000)
        if int(claim.number[-1]) % 2
        else 0
    )
    cas += [("PR", "2" if claim.payer == cast.MEDICARE else "3", share)] if share else []
    cut = (left - share) * 2 // 100 if claim.payer == cast.MEDICARE else 0
    cas += [("CO", "253", cut)] if cut else []
    return left - share - cut, cas


def _835(number: int, payer: str, day: dt.date, decided: list) -> bytes:
    names, body, total = cast.SPELLINGS[payer], [], 0
    for n, (claim, status, sign) in enumerate(decided):
        paid, segments = _claim(claim, status, sign, f"26{number:05d}{n:03d}")
        total += paid
        body += segments
    trace = f"QL{number:06d}"
    who = (names[number % len(names)], cast.IDS[payer])
    head = payment_head(total, day, trace, who, (cast.NAME, cast.NPI, cast.TIN))
    return x12("HP", "835", "005010X221A1", day, head + body, trace)


def _claim(claim: Claim, status: str, sign: int, number: str) -> tuple[int, list[list[str]]]:
    """One CLP with its lines; of an unbalanced line a dollar is missing from its adjustments."""
    said = [(line, *adjustments(claim, line)) for line in claim.lines]
    paid = sign * sum(cents for _, cents, _ in said)
    patient = sign * sum(cents for _, _, cas in said for group, _, cents in cas if group == "PR")
    charge = sign * sum(line.charge for line in claim.lines)
    status = "2" if claim.fate == SECOND else status
    out = [["CLP", claim.number, status, plain(charge), plain(paid), plain(patient), "12", number, "11", "1"],
           ["NM1", "QC", "1", "SAMPLE", "PATIENT"]]  # fmt: skip
    for line, cents, cas in said:
        code, marks = cast.PROCEDURES[line.procedure][:2]
        out.append(["SVC", ":".join(["HC", code, *marks.split()]), plain(sign * line.charge), plain(sign * cents), "",
                    str(line.units)])  # fmt: skip
        out.append(["DTM", "472", f"{line.day:%Y%m%d}"])
        lacks = 100 if line.mark == UNBALANCED else 0
        out += [["CAS", group, reason, plain(sign * amount - lacks * (n == 0))] for n, (group, reason, amount)
                in enumerate(cas)]  # fmt: skip
        if claim.payer in cast.STATES_ALLOWED and not line.mark and not claim.fate:
            out.append(["AMT", "B6", plain(line.allowed)])
    return paid, out


__all__ = ["AS_CHARGED", "adjustments", "client_files", "files"]
