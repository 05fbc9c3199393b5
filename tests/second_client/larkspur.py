"""Larkspur Family Medicine: Practice Mate, the full set of exports."""

from datetime import date
from itertools import pairwise

from . import claims_report, era_defects, era_files, larkspur_facts, money_oddities, patients_larkspur
from .claim_state import rebuild
from .claims import answer_claims, make_claim, random_claims
from .people import authorize, make_patients
from .profiles import LARKSPUR
from .remits import group_answers
from .world import month_of

EXTRA = (
    # provider, payer, submitted
    (0, "tidal", date(2026, 1, 14)),
    (0, "tidal", date(2026, 3, 18)),
    (1, "ridge", date(2025, 9, 10)),
    (2, "oldport", date(2026, 7, 15)),
    (2, "oldport", date(2026, 8, 5)),
    (2, "oldport", date(2026, 8, 19)),
)


def build(world, stray):
    """Write the practice's folder and state its facts; stray is a payment of another practice."""
    people = make_patients(world, LARKSPUR, [*LARKSPUR.mix, "tidal", "ridge", "oldport"], 9, 20001)
    gone = make_patients(world, LARKSPUR, ["aetna"], 6, 90001)
    authorize(world, people)
    claims = random_claims(world, LARKSPUR, people, "LF") + _extra(world, people)
    remits = group_answers(LARKSPUR, answer_claims(world, claims))
    told = _defects(remits)
    rebuild(claims, remits)
    held = _files(world, remits, told, stray)
    _histories(world, claims)
    patients = patients_larkspur.write(world, LARKSPUR, people, gone)
    money_oddities.larkspur(world, told)
    larkspur_facts.state_all(world, claims, held, told, patients, people)


def _extra(world, people):
    found = []
    for place, (doctor, payer, day) in enumerate(EXTRA):
        dos = day.replace(day=day.day - 2)
        found.append(
            make_claim(
                world, LARKSPUR, people, payer, dos, day, f"LF{19001 + place}", LARKSPUR.providers[doctor]
            )
        )
    return found


def _defects(remits):
    told = {"correction": era_defects.reverse_and_correct(remits, "medicare", 1000)}
    told["forward"] = era_defects.forward_balance(LARKSPUR, remits, "anthem", 6, 8, larkspur_facts.RECOVERED)
    told["withheld"] = era_defects.withhold_unmade(remits, "medicare", 14, 6)
    remits.sort(key=lambda r: r.day)
    return told


def _files(world, remits, told, stray):
    kept, told["aetna_gap"] = era_defects.drop_months(remits, "aetna", {"2026-02"})
    told["bay_months"] = _pair_of_months(era_defects.of_payer(remits, "bay"))
    kept, told["bay_gap"] = era_defects.drop_months(kept, "bay", set(told["bay_months"]))
    odd = era_defects.of_payer(kept, "uhc")[5]
    files = era_files.make_files(kept, 1182003311, {odd.trace: odd.amount + 900})
    told["text"] = (odd, odd.amount + 900)
    early = [f for f in files if f.day.year == 2025]
    late = [f for f in files if f.day.year == 2026]
    late[7].text = None
    era_files.place_by_month(world, LARKSPUR, early)
    era_files.place_by_file(world, LARKSPUR, late)
    lost = next(f for f in late[20:] if f.remits[0].payer.key == "uhc" and f.remits[0].amount > 0)
    told["damaged"] = _damage(world, lost)
    told["duplicate"] = _duplicate(world, next(f for f in late[12:] if f.remits[0].amount > 0))
    _strays(world, stray)
    told["stray"], told["no_text"] = stray, late[7]
    return [r for r in kept if r not in lost.remits]


def _pair_of_months(own):
    """Return two months in a row, from October 2025 on, in which the payer paid money."""
    paid = [r for r in own if r.day >= date(2025, 10, 1)]
    for one, two in pairwise(paid):
        if one.amount > 0 and two.amount > 0 and (two.day - one.day).days < 35:
            return [month_of(one.day), month_of(two.day)]
    raise ValueError("no two months in a row")


def _damage(world, file):
    path = world.path(LARKSPUR.slug, "era", f"{file.file_id}_ERA_STATUS_5010_{file.day:%Y%m%d}.zip")
    path.write_bytes(path.read_bytes()[:-90])
    world.odd(
        f"{LARKSPUR.slug}/era/{path.name}",
        "zip cut at its end: the download broke, nothing inside can be listed",
    )
    return path.name, file.remits[0]


def _duplicate(world, file):
    stem = file.name.removesuffix(".835")
    world.path(LARKSPUR.slug, "era", f"{stem} (1).835").write_bytes(file.raw)
    world.odd(f"{LARKSPUR.slug}/era/{stem} (1).835", "the same 835 as in its zip, loose")
    return file.remits[0]


def _strays(world, stray):
    file = era_files.make_file([stray], 1182990001)
    era_files.place_by_file(world, LARKSPUR, [file])
    world.odd(f"{LARKSPUR.slug}/era/{file.file_id}_*.zip", "a remittance of Dune Road in Larkspur's folder")
    world.path(LARKSPUR.slug, "era", "Thumbs.db").write_bytes(b"\xd0\xcf\x11\xe0" + bytes(60))
    world.path(LARKSPUR.slug, "era", "1182000000_ERA_835_5010_20260601.835").write_bytes(b"")
    world.odd(f"{LARKSPUR.slug}/era/1182000000_ERA_835_5010_20260601.835", "empty file")
    world.odd(
        f"{LARKSPUR.slug}/era/ERA download 2025-*.zip",
        "a zip per month with a folder inside; 2026 is a zip per file",
    )


def _histories(world, claims):
    old = [c for c in claims if c.dos < date(2026, 1, 1)]
    new = [c for c in claims if c.dos >= date(2025, 12, 1)]
    claims_report.excel_history(world, LARKSPUR, old, "ClaimHist 2025.xlsx", text_dates=True)
    claims_report.excel_history(world, LARKSPUR, new, "claim history jan-aug 26.xlsx", text_dates=False)
    world.odd(f"{LARKSPUR.slug}/claims/", "December 2025 stands in both reports")
