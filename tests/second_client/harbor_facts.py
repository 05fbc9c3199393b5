"""Facts of Quiet Harbor: patients, both feeds, postings, bank."""

from datetime import date

from . import era_facts, nonpar_facts
from .profiles import HARBOR
from .world import usd


def state_all(world, claims, held, told):
    """State the practice's facts."""
    feed = [r for r in held if r.feed == "OA"]
    era_facts.whole_archive(world, HARBOR, feed)
    _patients(world, told["patients"])
    _feeds(world, held, told)
    _postings(world, held, told)
    _bank(world, told)
    _claims(world, [c for c in claims if c.home == "OA"])


def _patients(world, n):
    _fact(
        world,
        "patients",
        {"patients": n["patients"], "policies": n["policies"], "authorizations": n["auths"]},
        "rows of Patients, Insurance, Auths",
    )
    _fact(world, "without", {"patients": n["without"]}, "three IDs without a row on Insurance")
    _fact(world, "orphans", {"policies": n["orphans"]}, "399901, 399902")
    _fact(world, "two-primary", {"patients": n["two_primary"]}, "two")
    _fact(world, "ended", {"patients": n["ended"]}, "one")


def _feeds(world, held, told):
    run = [r for r in held if r.day >= HARBOR.cutover]
    sums = {f: [r for r in run if r.feed == f] for f in ("OA", "MEDI")}
    _fact(
        world,
        "feeds",
        {f: {"payments": len(rs), "cents": sum(r.amount for r in rs)} for f, rs in sums.items()},
        f"{usd(sum(r.amount for r in sums['OA']))} + "
        f"{usd(sum(r.amount for r in sums['MEDI']))} = {usd(sum(r.amount for r in run))}",
    )
    _routing(world, sums)
    _foreign(world, told)


def _routing(world, sums):
    first = {}
    for r in sums["MEDI"]:
        first.setdefault(r.payer.listed, str(r.day))
    _fact(
        world,
        "switches",
        {
            "first_in_medi": first,
            "never_in_medi": ["Aetna", "Chesapeake Community Care", "Tidal Mutual Health"],
        },
        "first remittance in medi_era by payer",
    )
    legacy = [a for r in sums["MEDI"] for a in r.answers if a.claim.home == "OA"]
    fresh = [a for r in sums["OA"] for a in r.answers if a.claim.home == "MEDI"]
    _fact(
        world,
        "crossed",
        {
            "legacy_in_medi": len(legacy),
            "legacy_in_medi_cents": sum(a.paid for a in legacy),
            "new_in_office_ally": len(fresh),
            "new_in_office_ally_cents": sum(a.paid for a in fresh),
        },
        f"{len(legacy)} and {len(fresh)} claim answers",
    )


def _foreign(world, told):
    both = told["both"]
    _fact(world, "both-feeds", {"trace": both.trace, "cents": both.amount}, usd(both.amount))
    odd = told["stranger"]
    _fact(
        world,
        "stranger",
        {"trace": odd.trace, "cents": odd.amount, "payee_tax_id": odd.payee.tax_id},
        usd(odd.amount),
    )


def _postings(world, held, told):
    for kind, (posting, error) in told["errors"].items():
        _fact(
            world,
            f"posting-{kind.replace('_', '-')}",
            {
                "claim": posting.claim.number,
                "trace": posting.remit.trace,
                "paid_cents": posting.cents,
                "error_cents": error,
                "home": posting.claim.home,
            },
            f"remitted {usd(posting.cents)}, error {usd(error)}",
        )
    sums = {s: sum(p.cents for p in told["posted"] if p.system == s) for s in ("OA", "MEDI")}
    _fact(
        world,
        "posted",
        {"rows": len(told["posted"]), "OA_cents": sums["OA"], "MEDI_cents": sums["MEDI"]},
        f"{usd(sums['OA'])} + {usd(sums['MEDI'])}",
    )
    _net(world, held, told)


def _net(world, held, told):
    ours = [p for p in told["posted"] if p.remit.day >= HARBOR.cutover]
    sent = sum(a.paid for r in held if r.day >= HARBOR.cutover for a in r.answers)
    late = sum(r.amount for r in held if str(r.day) >= "2026-08-31")
    _fact(
        world,
        "net",
        {
            "remitted_cents": sent,
            "posted_cents": sum(p.cents for p in ours),
            "difference_cents": sum(p.cents for p in ours) - sent,
            "remitted_on_as_of_day_cents": late,
        },
        f"{usd(sum(p.cents for p in ours))} - {usd(sent)} = {usd(sum(p.cents for p in ours) - sent)}",
    )


def _bank(world, told):
    lost, short, gone = told["lost"], told["short"], told["no_era"]
    _fact(
        world,
        "bank-lost",
        {"trace": lost.trace, "cents": lost.amount, "day": str(lost.day)},
        usd(lost.amount),
    )
    _fact(
        world,
        "bank-short",
        {
            "trace": short.trace,
            "era_cents": short.amount,
            "bank_cents": short.amount - 1500,
            "difference_cents": -1500,
        },
        f"{usd(short.amount)} - 15.00 = {usd(short.amount - 1500)}",
    )
    _fact(
        world,
        "bank-no-era",
        {"trace": gone.trace, "cents": gone.amount, "day": str(gone.day), "payer": gone.payer.era},
        usd(gone.amount),
    )
    _deposits(world, told)


def _deposits(world, told):
    pair = told["checks"]
    _fact(
        world,
        "bank-pair",
        {"traces": [r.trace for r in pair], "cents": sum(r.amount for r in pair)},
        " + ".join(usd(r.amount) for r in pair),
    )
    rows = told["pending"]
    _fact(
        world,
        "bank-pending",
        {"deposits": len(rows), "cents": sum(d.cents for d in rows)},
        usd(sum(d.cents for d in rows)),
    )
    all_ = [d for d in told["deposits"] if d.day >= date(2026, 6, 1)]
    _fact(
        world,
        "bank-total",
        {"deposits": len(all_), "cents": sum(d.cents for d in all_)},
        usd(sum(d.cents for d in all_)),
    )


def _claims(world, legacy):
    _fact(
        world,
        "claims",
        {
            "claims": len(legacy),
            "charge_cents": sum(c.charge for c in legacy),
            "first": str(min(c.dos for c in legacy)),
            "last": str(max(c.dos for c in legacy)),
        },
        usd(sum(c.charge for c in legacy)),
    )
    nonpar_facts.from_history(world, HARBOR, legacy, "dos")


def _fact(world, id, expected, arithmetic):
    world.state(HARBOR.slug, f"harbor-{id}", expected, arithmetic)
