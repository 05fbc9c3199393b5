"""The files of the practice of known denials: remittances of both systems, receipts of claims, and the intake."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Iterator

from cutover.intake.template import template
from cutover.money import plain

from cutover_sample import scrub_cast as cast
from cutover_sample import scrub_receipts
from cutover_sample.handoff_files import payment_head, x12
from cutover_sample.scrub_play import CORRECTION, DENIED, OWED, SECOND, Claim, Line


def files(claims: list[Claim]) -> Iterator[tuple[str, bytes]]:
    """Yield the files of the practice: path below its folder and bytes."""
    yield "intake.xlsx", template(_intake())
    paid: dict[tuple, list[Claim]] = defaultdict(list)
    for claim in claims:
        paid[claim.paid_on, claim.payer, claim.day >= cast.CUTOVER].append(claim)
    first = {claim.number: claim for claim in claims if not claim.of}
    for number, ((day, payer, is_new), decided) in enumerate(sorted(paid.items())):
        folder = "medi_era" if is_new else "era"
        name = f"{1_950_000_000 + number}_ERA_835_5010_{day:%Y%m%d}.835"
        yield f"{folder}/{name}", _835(number, payer, day, decided, first)
    yield from scrub_receipts.files(claims)


def _intake() -> dict:
    practice = {
        "name": cast.NAME,
        "tins": [cast.TIN],
        "usage": "clearinghouse-only",
        "cutover_date": cast.CUTOVER,
    }
    providers = [{"name": cast.NAME, "npi": cast.GROUP, "npi_type": "group", "tin": cast.TIN, "bills": True}]
    providers += [{"name": f"Doctor {n + 1}", "npi": one, "npi_type": "individual", "tin": cast.TIN, "bills": False}
                  for n, one in enumerate(cast.DOCTORS)]  # fmt: skip
    return {"practice": practice, "providers": providers, "scrub rules": list(cast.ASKED)}


def _835(number: int, payer: str, day: dt.date, decided: list[Claim], first: dict[str, Claim]) -> bytes:
    names = cast.SPELLINGS.get(payer, (payer,))
    body, total = [], 0
    for n, claim in enumerate(decided):
        turned = [(first[claim.of], "22", -1)] if claim.kind == CORRECTION else []
        for part, (one, status, sign) in enumerate(
            [*turned, (claim, "2" if claim.kind == SECOND else "1", 1)]
        ):
            paid, segments = _claim(one, status, sign, f"27{number:05d}{n:03d}{part}")
            total += paid
            body += segments
    trace = f"HC{number:06d}"
    who = (names[number % len(names)], cast.IDS[payer])
    head = payment_head(total, day, trace, who, (cast.NAME, cast.GROUP, cast.TIN))
    return x12("HP", "835", "005010X221A1", day, head + body, trace)


def _adjusted(claim: Claim, line: Line) -> tuple[int, list[tuple[str, str, int]]]:
    """What is paid on a line, and its adjustments, which make it balance."""
    if line.fate == DENIED:
        group, _, carc = line.reason.partition("-")
        return 0, [(group, carc, line.charge)]
    if claim.kind == SECOND:
        return line.charge // 10, [("OA", "23", line.charge - line.charge // 10)]
    allowed = line.charge * 6 // 10
    share = allowed if line.fate == OWED else 1_000 if claim.patient % 3 == 0 and allowed > 1_000 else 0
    lowered = [("CO", "45", line.charge - allowed), ("PR", "1" if line.fate == OWED else "3", share)]
    return allowed - share, [one for one in lowered if one[2]]


def _claim(claim: Claim, status: str, sign: int, number: str) -> tuple[int, list[list[str]]]:
    """One CLP with its lines; one denied as a whole has none."""
    said = [(line, *_adjusted(claim, line)) for line in claim.lines] if not claim.whole else []
    charge = sign * sum(line.charge for line in claim.lines)
    paid = sign * sum(cents for _, cents, _ in said)
    patient = sign * sum(cents for _, _, cas in said for group, _, cents in cas if group == "PR")
    out = [
        [
            "CLP",
            claim.number,
            status,
            plain(charge),
            plain(paid),
            plain(patient),
            "12",
            number,
            claim.place,
            "1",
        ]
    ]
    out += [["CAS", "CO", "16", plain(charge)]] if claim.whole else []
    out += [["NM1", "QC", "1", "SAMPLE", f"PATIENT{claim.patient}", "", "", "", "MI", f"HZ{claim.patient:06d}"],
            ["NM1", "82", "1", "DOCTOR", "SAMPLE", "", "", "", "XX", cast.DOCTORS[claim.doctor]],
            ["DTM", "050", f"{claim.received:%Y%m%d}"]]  # fmt: skip
    for line, cents, cas in said:
        marks = line.marks if claim.patient % 2 else line.marks[::-1]  # the order of modifiers says nothing
        out.append(["SVC", ":".join(["HC", line.code, *marks]), plain(sign * line.charge), plain(sign * cents), "",
                    str(line.units)])  # fmt: skip
        out.append(["DTM", "472", f"{claim.day:%Y%m%d}"])
        out += [["CAS", group, reason, plain(sign * amount)] for group, reason, amount in cas]
        remark = cast.RULES[line.rule].remark if line.rule is not None else ""
        out += [["LQ", "HE", remark]] if remark else []
    return paid, out
