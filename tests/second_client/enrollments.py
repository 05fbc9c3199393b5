"""Enrollments: a CSV in a person's own words, and lists as Stedi's API gives them."""

import json
from uuid import UUID

from .payers import PAYERS
from .profiles import DUNE, HARBOR, LARKSPUR
from .sheets import csv_text

HEAD = [
    "Payor",
    "Payor #",
    "Trans Type",
    "Group NPI",
    "TIN",
    "Where it stands",
    "Sent On",
    "Live On",
    "1st ERA rec'd",
    "Remarks",
]
SHEET = (
    ("medicare", "ERA", "Sent to payer", "8/5/26", "", "", "EDI form signed by Dr. O."),
    ("medicare", "Claims", "Live", "8/5/26", "8/19/26", "", ""),
    ("anthem", "ERA (Availity)", "Live", "7/30/26", "8/28/26", "", "no ERA yet"),
    ("aetna", "ERA", "Waiting on provider", "8/3/26", "", "", "signature missing since 8/3"),
    ("uhc", "835", "Draft", "", "", "", ""),
    ("medicaid", "ERA", "Waiting on Stedi", "8/12/26", "", "", ""),
    ("cigna", "835", "Rejected", "8/7/26", "", "", "NPI not on file - credentialing"),
)
DUNE_LIST = (
    ("medicare", "PROVISIONING", "2026-08-03", None, None, "npi"),
    ("anthem", "LIVE", "2026-07-20", "2026-08-10", None, "npi"),
    ("aetna", "PROVIDER_ACTION_REQUIRED", "2026-08-04", None, None, "npi"),
    ("tidal", "SUBMITTED", "2025-09-10", None, None, "npi"),
    ("ridge", "REJECTED", "2026-08-06", None, None, "npi"),
    ("medicare", "LIVE", "2026-06-02", "2026-07-01", None, "therapist"),
)
HARBOR_LIST = (
    ("medicare", "LIVE", "2026-06-01", "2026-07-16", "last", "npi"),
    ("anthem", "LIVE", "2026-06-01", "2026-07-21", "last", "npi"),
    ("uhc", "LIVE", "2026-06-15", "2026-07-30", "last", "npi"),
    ("aetna", "PROVISIONING", "2026-06-15", None, None, "npi"),
    ("bay", "STEDI_ACTION_REQUIRED", "2026-08-18", None, None, "npi"),
    ("tidal", "CANCELED", "2026-06-15", None, None, "npi"),
)


def write(world, last_eras):
    """Write all enrollments; last_eras maps a payer to the last day its ERA came through Medi."""
    _sheet(world)
    for practice, rows in ((DUNE, DUNE_LIST), (HARBOR, HARBOR_LIST)):
        items = [_item(world, practice, row, last_eras) for row in rows]
        path = world.path(practice.slug, "enrollments", "stedi_enrollments_20260831.json")
        path.write_text(json.dumps({"items": items, "nextPageToken": None}, indent=2), encoding="utf-8")
        world.odd(
            f"{practice.slug}/enrollments/{path.name}",
            "names as Stedi's API; lastEraReceivedAt is absent until the first ERA",
        )
    world.odd(
        f"{DUNE.slug}/enrollments/stedi_enrollments_20260831.json",
        "the deprecated SUBMITTED of 2025-09; one request on a therapist's own NPI",
    )
    _facts(world)


def _sheet(world):
    rows = []
    for key, kind, state, sent, live, first, note in SHEET:
        payer = PAYERS[key]
        rows.append(
            [
                payer.short,
                f"'{payer.era_id}",
                kind,
                LARKSPUR.npi,
                f"{LARKSPUR.tax_id[:2]}-{LARKSPUR.tax_id[2:]}",
                state,
                sent,
                live,
                first,
                note,
            ]
        )
    name = "enrollment tracker Larkspur.csv"
    world.path(LARKSPUR.slug, "enrollments", name).write_bytes(csv_text([HEAD, *rows], "\t").encode("utf-16"))
    world.odd(
        f"{LARKSPUR.slug}/enrollments/{name}",
        "tabs and UTF-16 under .csv; payer IDs with an apostrophe; states in plain words; EIN with hyphen",
    )


def _item(world, practice, row, last_eras):
    key, status, sent, live, last, whose = row
    payer = PAYERS[key]
    npi = practice.npi if whose == "npi" else practice.providers[0].npi
    item = {
        "id": str(UUID(int=world.rng.getrandbits(128), version=4)),
        "status": status,
        "createdAt": f"{sent}T14:03:22.117Z",
        "submittedAt": f"{sent}T15:40:00.000Z",
        "updatedAt": f"{live or sent}T18:00:00.000Z",
        "source": "UI",
        "payer": {
            "name": payer.listed,
            "stediPayerId": f"ST{payer.trace[-4:]}",
            "submittedPayerIdOrAlias": payer.era_id,
        },
        "provider": {"name": practice.name, "npi": npi, "taxId": practice.tax_id, "taxIdType": "EIN"},
        "transactions": {"claimPayment": {"enroll": True}},
        "history": [
            {
                "status": "SUBMITTED" if status == "SUBMITTED" else "STEDI_ACTION_REQUIRED",
                "changedAt": f"{sent}T15:40:00.000Z",
            }
        ],
        "tasks": [{"responsibleParty": "PROVIDER", "instructions": "Sign the ERA form", "status": "OPEN"}]
        if status.startswith("PROVIDER")
        else [],
    }
    if live:
        item["history"].append({"status": status, "changedAt": f"{live}T18:00:00.000Z"})
    if last:
        item["lastEraReceivedAt"] = f"{last_eras[key]}T11:20:00.000Z"
    return item


def _facts(world):
    for id, slug, expected in _expected():
        world.state(slug, f"enrollment-{slug.split('-')[0]}-{id}", expected, "rows of the enrollment export")


def _expected():
    lark, dune, harbor = LARKSPUR.slug, DUNE.slug, HARBOR.slug
    states = ("PROVISIONING", "LIVE", "PROVIDER_ACTION_REQUIRED", "SUBMITTED", "REJECTED")
    top = [PAYERS[k].listed for k in ("anthem", "medicare", "uhc")]
    anthem = {"payers": [PAYERS["anthem"].listed], "live_since": "2026-08-10", "days": 21}
    return (
        ("live", lark, {"live_835": ["anthem"], "era_seen": []}),
        ("none", lark, {"payers": ["Chesapeake Community Care"]}),
        ("rejected", lark, {"payers": ["Cigna"], "sent": "2026-08-07"}),
        ("waiting", lark, {"payers": ["Aetna"], "days": 28}),
        ("states", dune, dict.fromkeys(states, 1)),
        ("other-npi", dune, {"payer": PAYERS["medicare"].listed, "npi": DUNE.providers[0].npi}),
        ("no-era", dune, anthem),
        ("missing", dune, {"payers": ["Keystone Laborers Fund"]}),
        ("top-three", harbor, {"top": top, "live": 3}),
        ("canceled", harbor, {"payers": ["Tidal Mutual Health"]}),
    )
