"""Files in an `era` folder that are no remittance: other transactions, a scan, notes, an empty file."""

from __future__ import annotations

from cutover_sample.delivery import Extra

_VERSIONS = {
    "997": ("FA", "004010", "997"),
    "999": ("FA", "005010X231A1", "999"),
    "277": ("HN", "005010X214", "277"),
    "837": ("HC", "005010X222A1", "837"),
}
_BODIES = {
    "997": ("AK1*HC*1001", "AK9*A*1*1*1"),
    "999": ("AK1*HC*1001*005010X222A1", "AK2*837*0001*005010X222A1", "IK5*A", "AK9*A*1*1*1"),
    "277": ("BHT*0085*08*2210071*20251104*1204*TH", "HL*1**20*1", "NM1*PR*2*AETNA*****PI*60054"),
    "837": ("BHT*0019*00*77*20251104*1204*CH", "NM1*41*2*SAMPLE BILLING SERVICES*****46*SBS01"),
}
_NAMES = {
    "997": "1880000001_test_997.997",
    "999": "1880000002_batch1104_999.999",
    "277": "1880000003_EDI_STATUS_HCFA_20251104.277",
    "TA1": "1880000004.TA1",
    "837": "batch1104.837",
}


def acknowledgement(kind: str) -> Extra:
    """Return a 997, 999, 277, 837 or TA1 with correct counts."""
    segments = [
        f"ISA*00*{'':10}*00*{'':10}*ZZ*{'OFFALLY':<15}*ZZ*{'SBS01':<15}*251104*1204*^*00501*000000777*0*P*:"
    ]
    if kind == "TA1":
        segments += ["TA1*000000776*251104*1203*A*000"]
    else:
        function, version, transaction = _VERSIONS[kind]
        body = [f"ST*{transaction}*0001" + ("" if kind == "997" else f"*{version}"), *_BODIES[kind]]
        segments += [f"GS*{function}*OFFALLY*SBS01*20251104*1204*777*X*{version}", *body]
        segments += [f"SE*{len(body) + 1}*0001", "GE*1*777"]
    segments.append(f"IEA*{0 if kind == 'TA1' else 1}*000000777")
    return Extra(
        f"reports/{_NAMES[kind]}", ("~".join(segments) + "~").encode("ascii"), "era-other-transaction"
    )


def file_summary() -> Extra:
    """Return a summary of a claim file: fixed width, one accepted claim and one in error."""
    rows = [
        "ACCEPTED CLAIM DETAIL",
        "",
        _summary_row(1, "2210071001", "BIRCH,MILO", ""),
        "",
        "ERROR CLAIM DETAIL",
        "",
        _summary_row(2, "2210071002", "YARROW,THEA", "INVALID SUBSCRIBER ID"),
        "",
    ]
    return Extra(
        "reports/FS_HCFA_1880000005_IN_C.txt", "\r\n".join(rows).encode("ascii"), "era-other-transaction"
    )


def _summary_row(number: int, claim: str, name: str, error: str) -> str:
    """Columns by start and width: claim 0:6, id 7:10, patient 19:18, name 37:20, birth 57:10, from 70:10,
    to 81:10, CPT 92:5, diagnosis 100:7, Tax ID 109:10, account 121:14, NPI 135:10, payer 146:5, error 153."""
    cells = ((0, f"{number})"), (7, claim), (19, f"1000{number}"), (37, name), (57, "01/02/1980"),
             (70, "11/03/2025"), (81, "11/03/2025"), (92, "90837"), (100, "F411"), (109, "990000274"),
             (121, f"HP10000{number}"), (135, "1700010010"), (146, "60054"), (153, error))  # fmt: skip
    row = ""
    for start, text in cells:
        row = row.ljust(start) + text
    return row


def scan() -> Extra:
    """Return a scanned paper EOB under a name that is hard on templates."""
    return Extra("{{scan}} 100% & more.pdf", b"%PDF-1.4\n% a scanned paper EOB\n%%EOF\n", "era-unknown-file")


def notes() -> Extra:
    """Return somebody's notes."""
    return Extra("notes on missing checks.csv", b"check,called,by\n4471,yes,front desk\n", "era-unknown-file")


def empty() -> Extra:
    """Return a file without a byte."""
    return Extra("New Text Document.txt", b"", "era-unknown-file")
