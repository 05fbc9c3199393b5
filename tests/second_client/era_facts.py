"""Facts of an archive of remittances that hold for every practice."""

from . import claim_state as state
from .world import month_of, usd


def unique(remits):
    """Return one remittance per payment: the parts of a split check count once."""
    return list({(r.trace, r.payer.key): r for r in remits}.values())


def whole_archive(world, practice, held):
    """State count, money, months and payers of the payments on disk that belong to the practice."""
    single = unique(held)
    total = sum(r.amount for r in single)
    _fact(
        world,
        practice,
        "payments",
        {
            "payments": len(single),
            "of_zero": sum(r.amount == 0 for r in single),
            "paid_cents": total,
            "first_day": str(min(r.day for r in single)),
            "last_day": str(max(r.day for r in single)),
        },
        f"sum of {len(single)} BPR02 = {usd(total)}",
    )
    by_payer = {}
    for r in single:
        by_payer.setdefault(r.payer.era, [0, 0])
        by_payer[r.payer.era][0] += 1
        by_payer[r.payer.era][1] += r.amount
    _fact(
        world,
        practice,
        "payers",
        {name: {"payments": n, "cents": c} for name, (n, c) in sorted(by_payer.items())},
        f"{len(by_payer)} payers, together {usd(total)}",
    )
    _month_fact(world, practice, single)
    _denials(world, practice, held)


def _month_fact(world, practice, single):
    month = "2026-03"
    some = [r for r in single if month_of(r.day) == month]
    total = sum(r.amount for r in some)
    _fact(
        world,
        practice,
        "march",
        {"payments": len(some), "cents": total},
        " + ".join(usd(r.amount) for r in some) + f" = {usd(total)}",
    )


def _denials(world, practice, held):
    answers = [a for r in held for a in r.answers]
    denied = state.denied_lines(answers)
    reasons = {}
    for a in denied:
        group, reason, _ = a.lines[0][2][0]
        reasons[f"{group}-{reason}"] = reasons.get(f"{group}-{reason}", 0) + 1
    _fact(
        world,
        practice,
        "denials",
        {"denied": len(denied), "charge_cents": sum(a.charge for a in denied), "by_reason": reasons},
        f"{len(denied)} of {len(answers)} claim answers",
    )


def _fact(world, practice, id, expected, arithmetic):
    world.state(practice.slug, f"{practice.slug}-era-{id}", expected, arithmetic, words=f"era-{id}")


def silence(world, practice, held, gaps):
    """State the months in which payers are silent because they had nothing to pay, gaps set aside."""
    seen = {}
    for r in held:
        seen.setdefault(r.payer, set()).add(month_of(r.day))
    every = sorted(set().union(*seen.values()))
    quiet = {}
    for payer, own in seen.items():
        missing = [
            m for m in every if min(own) < m < max(own) and m not in own and (payer.key, m) not in gaps
        ]
        if missing:
            quiet[payer.era] = missing
    _fact(
        world,
        practice,
        "silence",
        quiet,
        "months without a payment between a payer's first and last, planted gaps set aside",
    )


def gap(world, practice, id, payer, months, missing):
    """State that a payer's remittances of months are not on disk although it paid."""
    total = sum(r.amount for r in missing)
    expected = {
        "payer": payer.era,
        "months": months,
        "payments_missing": len(missing),
        "cents_missing": total,
        "traces": [r.trace for r in missing],
    }
    sums = " + ".join(usd(r.amount) for r in missing) + f" = {usd(total)}"
    world.state(practice.slug, id, expected, sums, words="era-gap", payer=payer.era)
