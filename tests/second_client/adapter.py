"""The second client as a folder of the workbook: its JSON becomes client.toml, intake.xlsx and enrollment.xlsx."""

from __future__ import annotations

import datetime as dt
import json
import sys
from pathlib import Path

from cutover.intake import enrollment_workbook
from cutover.intake.template import template, write_intake
from cutover.reading.payers.families import load_families

from .__main__ import main
from .world import AS_OF, CLIENT

TYPED_IN = dt.date(2026, 8, 1)  # the month of the volumes that a person would type
VOLUMES = {"claims": "claim", "eligibility": "eligibility", "claim_status": "claim status"}
USAGE = {"Clearinghouse only": "clearinghouse-only", "Practice Mate": "Practice Mate", "Hybrid": "hybrid"}
ROLES = {
    "biller": "biller",
    "poster": "poster",
    "front desk": "front desk",
    "follow-up": "follow-up specialist",
}


def make(home: Path) -> Path:
    """Write the client below `home/data/raw`, ready to be read, and return where its facts lie.

    The JSON that a person would have typed from lies in `home/asked`, outside the folders that are read.
    """
    raw, asked = home / "data" / "raw", home / "asked"
    main(raw)
    asked.mkdir(parents=True, exist_ok=True)
    for name in ("facts.json", "mistakes.md"):
        (raw / name).rename(asked / name)
    client = raw / CLIENT
    _client(client, json.loads(_moved(client / "client.json", asked, "client")))
    for path in sorted(client.glob("*/intake.json")):
        said = json.loads(_moved(path, asked, path.parent.name))
        write_intake(path.parent / "intake.xlsx", _intake(said), examples=False)
    return asked / "facts.json"


def _moved(path: Path, asked: Path, name: str) -> str:
    text = path.read_text("utf-8")
    path.rename(asked / f"{name}.json")
    return text


def _client(folder: Path, said: dict) -> None:
    lines = [f"name = {json.dumps(said['name'])}", f"commitment = {json.dumps(said['commitment'])}"]
    lines += ["", "[[contacts]]", f"name = {json.dumps(said['contact'])}", 'role = "owner"']
    (folder / "client.toml").write_text("\n".join(lines) + "\n", "utf-8")
    kind = enrollment_workbook.workbook(load_families(AS_OF).names)
    (folder / "enrollment.xlsx").write_bytes(template(kind=kind))


def _intake(said: dict) -> dict:
    tin, group = said["tax_ids"][0], said["billing_npis"][0]
    npis = [{"name": said["practice_name"], "npi": group, "npi_type": "group", "tin": tin, "bills": True}]
    npis += [{"name": f"{p['name']} {p['credential']}", "npi": p["npi"], "npi_type": "individual", "tin": tin,
              "taxonomy": p["taxonomy"]} for p in said["providers"]]  # fmt: skip
    practice = {"name": said["practice_name"], "tins": said["tax_ids"], "state": "VA",
                "usage": USAGE[said["usage_pattern"]],
                "cutover_date": dt.date.fromisoformat(said["cutover"]["date"])}  # fmt: skip
    counts = said["monthly_volumes"]
    return {
        "practice": practice,
        "providers": npis,
        "volumes": [{"month": TYPED_IN, "transaction": VOLUMES[name], "count": count, "known_from": "practice"}
                    for name, count in counts.items()],
        "users": [{"name": u["name"], "role": ROLES[u["role"]]} for u in said["users"]],
    }  # fmt: skip


if __name__ == "__main__":
    print(make(Path(sys.argv[1])))
