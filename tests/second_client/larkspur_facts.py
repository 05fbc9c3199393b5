"""Facts of Larkspur: inventory, patients, remittances, non-par fee."""

from . import claim_state as state
from . import era_facts, nonpar_facts
from .payers import PAYERS
from .profiles import LARKSPUR
from .world import AS_OF, usd

SLUG = LARKSPUR.slug
RECOVERED = 9000
LOST_ACCOUNT = "20031"  # the person whose account number in the export is another one's


def state_all(world, claims, held, told, patients, people):
    """State the practice's facts."""
    era_facts.whole_archive(world, LARKSPUR, held)
    era_facts.gap(world, LARKSPUR, "larkspur-gap-aetna", PAYERS["aetna"], ["2026-02"], told["aetna_gap"])
    era_facts.gap(world, LARKSPUR, "larkspur-gap-bay", PAYERS["bay"], told["bay_months"], told["bay_gap"])
    gaps = [("aetna", "2026-02"), *(("bay", m) for m in told["bay_months"])]
    era_facts.silence(world, LARKSPUR, held, gaps)
    _money(world, told)
    _files(world, told)
    _claims(world, claims)
    _patients(world, patients)
    _authorizations(world, people)
    nonpar_facts.from_history(world, LARKSPUR, claims)


def _money(world, told):
    added, target, whole = told["forward"]
    part = RECOVERED
    _fact(
        world,
        "forward",
        {
            "carried_cents": whole,
            "recovered_cents": part,
            "open_cents": whole - part,
            "from": added.trace,
            "recovered_in": target.trace,
        },
        f"{usd(whole)} - {usd(part)} = {usd(whole - part)}",
    )
    _reversals(world, told)


def _reversals(world, told):
    host, answer = told["withheld"]
    _fact(
        world,
        "withheld",
        {"cents": answer.paid, "trace": host.trace, "reference": answer.control, "recouped_cents": 0},
        f"reversal -{usd(answer.paid)}, PLB WO -{usd(answer.paid)}, later WO 0.00",
    )
    early, late, first = told["correction"]
    _fact(
        world,
        "correction",
        {
            "first_trace": early.trace,
            "later_trace": late.trace,
            "first_paid_cents": first.paid,
            "corrected_paid_cents": first.paid - 1000,
            "net_cents": -1000,
        },
        f"{usd(first.paid)} - {usd(first.paid)} + {usd(first.paid - 1000)}",
    )


def _files(world, told):
    remit, stated = told["text"]
    _fact(
        world,
        "text-differs",
        {"trace": remit.trace, "raw_cents": remit.amount, "text_cents": stated, "difference_cents": 900},
        f"{usd(stated)} - {usd(remit.amount)} = 9.00",
    )
    name, lost = told["damaged"]
    _fact(world, "damaged", {"files": 1, "name": name, "cents_inside": lost.amount}, "one zip")
    dup = told["duplicate"]
    _fact(world, "duplicate", {"copies": 2, "trace": dup.trace, "cents": dup.amount}, usd(dup.amount))
    stray = told["stray"]
    _fact(
        world,
        "stray",
        {
            "payments": 1,
            "trace": stray.trace,
            "cents": stray.amount,
            "payee_npi": stray.payee.npi,
            "payee_tax_id": stray.payee.tax_id,
        },
        usd(stray.amount),
    )
    _fact(world, "no-text", {"files": 1, "file": told["no_text"].name}, "one")
    _fact(world, "empty", {"files": 1, "name": "1182000000_ERA_835_5010_20260601.835"}, "0 bytes")


def _claims(world, claims):
    both = [c for c in claims if str(c.dos).startswith("2025-12")]
    charge, paid = sum(c.charge for c in claims), sum(state.paid(c) for c in claims)
    _fact(
        world,
        "claims",
        {
            "claims": len(claims),
            "charge_cents": charge,
            "insurance_paid_cents": paid,
            "in_both_files": len(both),
            "rows": len(claims) + len(both),
        },
        f"{len(claims) + len(both)} rows - {len(both)} twice = {len(claims)}",
    )
    _open_claims(world, claims)
    gone = [c for c in claims if c.patient.account == LOST_ACCOUNT]
    _fact(
        world, "not-in-export", {"account": LOST_ACCOUNT, "claims": len(gone)}, "the account was overwritten"
    )


def _open_claims(world, claims):
    open_ = [
        c
        for c in claims
        if state.status(c) in ("Billed primary", "Insurance denied") and (AS_OF - c.dos).days <= 120
    ]
    billed = [c for c in open_ if state.status(c) == "Billed primary"]
    _fact(
        world,
        "open",
        {
            "billed": len(billed),
            "billed_cents": sum(c.charge for c in billed),
            "denied": len(open_) - len(billed),
        },
        f"{len(billed)} + {len(open_) - len(billed)}",
    )


def _patients(world, n):
    rows, inactive = n["rows"], n["inactive"]
    _fact(
        world,
        "patients",
        {"active_rows": rows, "inactive_rows": inactive, "broken_rows_set_aside": 1},
        f"{rows} + {inactive} readable, 1 row of 11 fields under 25 headers",
    )
    _fact(world, "births", {"patients": n["impossible"]}, "Jun 31 1971; 1/3/19/62; Feb 30 198+")
    _fact(world, "zips", {"patients": n["zips"], "should_be": "07030"}, "4 x 7030")
    _fact(world, "shared", {"accounts": 1, "account": n["shared"]}, "one account, two people")
    _fact(world, "uninsured", {"patients": n["uninsured"]}, "two rows without primary payer")
    _fact(world, "mbi", {"patients": n["bad_mbi"]}, "one")


def _authorizations(world, people):
    held = [p for p in people if p.auth]
    active = [p for p in held if p.auth[1] <= AS_OF <= p.auth[2] and p.auth[4] < p.auth[3]]
    _fact(
        world,
        "authorizations",
        {
            "authorizations": len(held),
            "active_with_visits": len(active),
            "visits_left": sum(p.auth[3] - p.auth[4] for p in active),
        },
        f"sum of 12 - used over {len(active)} patients",
    )


def _fact(world, id, expected, arithmetic):
    world.state(SLUG, f"larkspur-{id}", expected, arithmetic)
