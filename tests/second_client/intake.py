"""What a person would type into each practice's intake workbook, as JSON."""

import json

from .payers import PAYERS
from .profiles import PRACTICES
from .world import CLIENT

EXTRA = {
    "larkspur-family": ["tidal", "ridge", "oldport"],
    "dune-road-pt": ["medicare", "anthem", "aetna", "tidal", "ridge", "keystone"],
}
VOLUME = {"larkspur-family": 22, "dune-road-pt": 15, "quiet-harbor-bh": 22}


def write(world):
    """Write client.json and one intake.json per practice."""
    client = {
        "name": "Pelican Claims Service LLC",
        "contact": "Dolores Petrakis",
        "commitment": "annual",
        "practices": [p.slug for p in PRACTICES],
    }
    world.path("client.json").write_text(json.dumps(client, indent=1), encoding="utf-8")
    for practice in PRACTICES:
        text = json.dumps(_answers(practice), indent=1, ensure_ascii=False)
        world.path(practice.slug, "intake.json").write_text(text + "\n", encoding="utf-8")


def _answers(p):
    return {
        "client": CLIENT,
        "practice_name": p.name,
        "tax_ids": [p.tax_id],
        "billing_npis": [p.npi],
        "providers": [
            {"npi": d.npi, "name": f"{d.first} {d.last}", "credential": d.title, "taxonomy": d.taxonomy}
            for d in p.providers
        ],
        "usage_pattern": p.pattern,
        "cutover": {
            "date": p.cutover.isoformat(),
            "state": "running in parallel" if p.slug.startswith("quiet") else "planned",
        },
        "monthly_volumes": {"claims": VOLUME[p.slug], "eligibility": 40, "claim_status": 10},
        "users": [{"name": n, "role": r, "access": a} for n, r, a in p.users],
        "payers": [
            {"name": PAYERS[k].short, "claim_id": PAYERS[k].claim_id}
            for k in [*p.mix, *EXTRA.get(p.slug, [])]
        ],
    }
