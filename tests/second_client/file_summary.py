"""FS_HCFA file summaries: fixed width, three sections, the upload date in the heading alone."""

from .payers import PAYERS
from .world import us

# start, width of every column (0-based)
COLUMNS = (
    (0, 6),
    (7, 10),
    (19, 18),
    (37, 20),
    (57, 10),
    (70, 10),
    (81, 10),
    (92, 5),
    (100, 7),
    (109, 10),
    (121, 14),
    (135, 10),
    (146, 5),
    (153, 30),
)
NAMES = [
    "CLAIM#",
    "OA_CLAIM_ID",
    "PATIENT_ID",
    "LAST,FIRST",
    "DOB",
    "FROM_DOS",
    "TO_DOS",
    "CPT",
    "DIAG",
    "TAX_ID",
    "ACCNT#",
    "PHYS_ID",
    "PAYER",
    "ERROR",
]
SECTIONS = (
    ("ACCEPTED", "ACCEPTED CLAIM DETAIL"),
    ("ERROR", "ERROR CLAIM DETAIL"),
    ("PENDING", "PENDING CLAIM"),
)


def fixed(values):
    """Return values in the columns of the file."""
    line = [" "] * 183
    for (start, width), value in zip(COLUMNS, values, strict=True):
        line[start : start + width] = list(str(value)[:width].ljust(width))
    return "".join(line).rstrip()


def write_all(world, practice, claims):
    """Write one file per upload day, oddly named as the portal does; returns the number of files."""
    days = sorted({c.submitted for c in claims})
    for place, day in enumerate(days):
        group = [c for c in claims if c.submitted == day]
        text = _page(practice, day, group, 2290000000 + 811 * place)
        stem = f"FS_HCFA_{2290000000 + 811 * place}_IN_C"
        suffix = (
            f"-{day.year + (day.month == 12)}-{day.month % 12 + 1:02d}-03-10-22-41-118"
            if place % 6 == 3
            else ""
        )
        world.path(practice.slug, "submissions", f"{stem}{suffix}.txt").write_bytes(
            text.encode("ascii", "replace")
        )
        if suffix:
            world.odd(
                f"{practice.slug}/submissions/{stem}{suffix}.txt",
                "name carries the day of download, in the month after the upload",
            )
    stem = f"FS_HCFA_{2290000000 + 811 * 4}_IN_C"
    data = world.path(practice.slug, "submissions", f"{stem}.txt").read_bytes()
    world.path(practice.slug, "submissions", f"{stem} (1).txt").write_bytes(data)
    world.odd(f"{practice.slug}/submissions/{stem} (1).txt", "same bytes as the file without (1)")
    world.odd(f"{practice.slug}/submissions/", "names cut at 20 characters run into the birth date")
    world.odd(
        f"{practice.slug}/submissions/",
        "files of 2025-12-31 and 2026-01-02: December services, the month is that of the upload",
    )
    return len(days)


def _page(practice, day, claims, file_id):
    rows = [
        "OFFICE ALLY - FILE SUMMARY",
        f"File Name: {practice.slug[:8].upper()}_{day:%m%d}.txt    FileID: {file_id}",
    ]
    rows += [
        f"Date Uploaded: {us(day)} 06:12:44 PM    Date Processed: {us(day)} 09:40:02 PM",
        f"Total Claims: {len(claims)}",
    ]
    for key, title in SECTIONS:
        group = [c for c in claims if c.section == key]
        if group:
            rows += ["", title, "=" * 183, fixed(NAMES), "-" * 183]
            rows += [_row(practice, place, claim) for place, claim in enumerate(group, 1)]
            rows += ["", f"TOTAL {key}: {len(group)}"]
    return "\r\n".join(rows) + "\r\n"


def _row(practice, place, claim):
    p = claim.patient
    error = {"ERROR": "INVALID MEMBER ID FOR PAYER", "PENDING": "PENDED ELIGIBILITY 21 DAY"}.get(
        claim.section, ""
    )
    who = f"{p.last},{p.first}".upper()
    number = (
        f"{place})",
        41000000 + int(claim.number[2:]),
        p.account,
        who,
        us(p.born),
        us(claim.dos),
        us(claim.dos),
        claim.lines[0].code,
    )
    return fixed(
        [
            *number,
            "M54.50",
            practice.tax_id,
            claim.number,
            claim.provider.npi,
            PAYERS[claim.payer].claim_id,
            error,
        ]
    )
