"""Two dated copies of Office Ally's payer list."""

from .payers import OTHERS, PAYERS
from .sheets import book, write_rows

HEAD = [
    "PAYER NAME",
    "PAYER ID",
    "TRANSACTION",
    "AVAILABLE",
    "NON PAR",
    "ENROLLMENT",
    "SECONDARY",
    "ATTACHMENT",
    "WC / AUTO",
    "NOTES",
]
KINDS = (
    "Eligibility 270 / 271",
    "Claim Status 276 / 277",
    "Professional Claims 837P",
    "Institutional Claims 837I",
    "Remits 835",
)


def write(world):
    """Write the lists of December 2025 and July 2026."""
    for place, name in enumerate(("payers 2025-12-15.xlsx", "payers_2026-07-01.xlsx")):
        made = book(world.path("payer_list", name))
        write_rows(made.add_worksheet("Payers"), [HEAD, *_rows(place)])
        made.close()
    world.odd(
        "payer_list/",
        "Old Port Select PPO is par on the list of 2025-12-15 and non-par on that of 2026-07-01",
    )
    world.odd(
        "payer_list/",
        "IDs differ by transaction (Medicare MCRVA / 11302 / CMSMED; Keystone 332 for claims, 00332 for remits)",
    )


def _rows(place):
    rows = []
    for p in PAYERS.values():
        for kind in KINDS:
            rows.append(
                _row(
                    p.listed,
                    _id(p, kind),
                    kind,
                    p.nonpar[place],
                    "Yes" if kind == "Remits 835" or p.key == "medicare" else "No",
                )
            )
    for name, code, nonpar in OTHERS:
        rows += [_row(name, code, kind, nonpar, "Yes" if kind == "Remits 835" else "No") for kind in KINDS]
    return sorted(rows)


def _id(payer, kind):
    return {"Eligibility 270 / 271": payer.elig_id, "Remits 835": payer.era_id}.get(kind, payer.claim_id)


def _row(name, code, kind, nonpar, enroll):
    status = "Yes" if nonpar and "Claims 837" in kind else "No"
    return [name, code, kind, "Yes", status, enroll, "Yes", "No", "Yes" if "Auto" in name else "No", ""]
