"""Quiet Harbor Behavioral Health: a parallel run since 2026-07-13."""

from dataclasses import replace
from datetime import date, timedelta

from . import (
    bank,
    claims_report,
    era_defects,
    era_files,
    harbor_facts,
    money_oddities,
    patients_harbor,
    postings,
    postings_files,
)
from .claim_state import rebuild
from .claims import answer_claims, random_claims
from .numbers import npi
from .people import authorize, make_patients
from .profiles import HARBOR
from .remits import Remit, group_answers
from .world import AS_OF, compact

SWITCH = {"medicare": date(2026, 7, 20), "anthem": date(2026, 7, 27), "uhc": date(2026, 8, 3)}

BUSY = {(2026, 6), (2026, 7), (2026, 8)}


def build(world):
    """Write the practice's folder and state its facts; returns each payer's last day in Medi."""
    people = make_patients(world, HARBOR, HARBOR.mix, 10, 40001)
    authorize(world, people, 3)
    claims = random_claims(world, HARBOR, people, "QH", BUSY)
    _to_medi(claims)
    remits = group_answers(HARBOR, answer_claims(world, claims))
    for remit in remits:
        remit.feed = "MEDI" if remit.day >= SWITCH.get(remit.payer.key, date.max) else "OA"
    told = {
        "no_era": next(
            r for r in era_defects.of_payer(remits, "uhc") if r.day >= date(2026, 8, 10) and r.amount > 0
        )
    }
    held = [r for r in remits if r is not told["no_era"]]
    rebuild(claims, held)
    _feeds(world, held, told)
    told["posted"], told["errors"] = _postings(world, held, claims)
    _bank(world, remits, told)
    told["patients"] = patients_harbor.write(world, HARBOR, people)
    legacy = [c for c in claims if c.home == "OA"]
    claims_report.html_history(world, HARBOR, legacy, "DailyClaimListing.xls")
    money_oddities.harbor(world, told)
    harbor_facts.state_all(world, claims, held, told)
    return {r.payer.key: r.day for r in held if r.feed == "MEDI"}


def _to_medi(claims):
    for place, claim in enumerate(claims):
        if claim.dos >= HARBOR.cutover:
            claim.home, claim.number = "MEDI", f"QHM-{70001 + place}"


def _feeds(world, held, told):
    own = [r for r in held if r.feed == "OA"]
    files = era_files.make_files(own, 1559000412)
    era_files.place_by_month(world, HARBOR, [f for f in files if f.day < date(2026, 6, 1)])
    era_files.place_by_file(world, HARBOR, [f for f in files if f.day >= date(2026, 6, 1)])
    told["stranger"] = _stranger(world, own)
    for place, remit in enumerate(r for r in held if r.feed == "MEDI"):
        _medi_file(world, remit, 90210 + place)
    told["both"] = era_defects.of_payer(own, "medicare")[-1]
    _medi_file(world, told["both"], 90200)
    world.odd(
        f"{HARBOR.slug}/medi_era/",
        "the last Medicare remittance before the switch lies in both feeds (an exact duplicate)",
    )
    world.odd(
        f"{HARBOR.slug}/medi_era/",
        "names TRACE__DATE.edi; legacy claims come back in Medi after a payer's switch date",
    )


def _medi_file(world, remit, number):
    file = era_files.make_file([remit], number)
    world.path(HARBOR.slug, "medi_era", f"{remit.trace}__{compact(remit.day)}.edi").write_bytes(file.raw)


def _stranger(world, own):
    """Write a payment of a payee who is no practice of this client."""
    payee = replace(HARBOR, era_name="QUIET HARBOUR DENTAL ASSOC", tax_id="841119944", npi=npi(world.rng))
    like = next(r for r in era_defects.of_payer(own, "anthem")[20:] if r.answers[0].paid > 0)
    remit = Remit(like.payer, like.day, "EFT26119944", like.answers[:1], payee=payee)
    era_files.place_by_file(world, HARBOR, [era_files.make_file([remit], 1558999990)])
    world.odd(f"{HARBOR.slug}/era/1558999990_*.zip", "payee with almost the same name, other Tax ID and NPI")
    return remit


def _postings(world, held, claims):
    right = postings.right_postings(held)
    still_open = next(c for c in claims if c.home == "OA" and not c.answers and c.dos > date(2026, 4, 1))
    made, errors = postings.plant(world, right, still_open)
    made.sort(key=lambda p: p.day)
    postings_files.write(world, HARBOR, made)
    for kind in errors:
        world.odd(f"{HARBOR.slug}/postings/", f"posting error: {kind.replace('_', ' ')}")
    return made, errors


def _bank(world, remits, told):
    own = [r for r in remits if r.amount > 0 and r.method == "ACH"]
    told["lost"] = next(r for r in own if r.payer.key == "anthem" and r.day >= date(2026, 7, 14))
    told["short"] = next(r for r in own if r.payer.key == "medicare" and r.day >= date(2026, 7, 20))
    rows, told["checks"] = bank.deposits(remits, told["lost"], told["short"], 1500)
    rows = [d for d in rows if d.day <= AS_OF]
    for row in rows:
        row.status = "Pending" if row.day >= AS_OF - timedelta(days=4) else "Posted"
    told["pending"] = [d for d in rows if d.status == "Pending"]
    told["deposits"] = rows
    bank.write(world, HARBOR, [*rows, *bank.others(world.rng)])
