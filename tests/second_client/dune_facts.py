"""Facts of Dune Road: submissions, fee, remittances that do not add up."""

from . import era_facts, nonpar_facts
from .payers import PAYERS
from .profiles import DUNE
from .world import month_of, usd


def state_all(world, claims, held, told):
    """State the practice's facts."""
    era_facts.whole_archive(world, DUNE, held)
    era_facts.gap(world, DUNE, "dune-gap-medicare", PAYERS["medicare"], ["2026-04"], told["gap"])
    era_facts.silence(world, DUNE, held, [("medicare", "2026-04"), ("medicare", month_of(told["cut"].day))])
    nonpar_facts.of_dune(world)
    _par_report(world)
    _submissions(world, claims, told)
    _money(world, told)
    _copies(world, told)
    _volume(world, claims)


def _submissions(world, claims, told):
    by = {key: sum(c.section == key for c in claims) for key in ("ACCEPTED", "ERROR", "PENDING")}
    _fact(
        world,
        "submissions",
        {
            "files": told["files"] + 1,
            "distinct_files": told["files"],
            "claims": len(claims),
            "by_section": by,
        },
        " + ".join(str(n) for n in by.values()) + f" = {len(claims)}",
    )


def _par_report(world):
    npi = DUNE.providers[1].npi
    _fact(
        world,
        "par-report",
        {"npi": npi, "month": "2026-06", "report_total": 7, "accepted": 6, "rejected": 1, "nonpar_both": 1},
        "5 + 1 accepted, the report counts one rejected par claim more: 7",
    )


def _money(world, told):
    slip = told["slip"]
    _fact(
        world,
        "slip",
        {
            "trace": slip.trace,
            "stated_cents": slip.amount,
            "computed_cents": slip.amount - 1237,
            "difference_cents": 1237,
        },
        f"{usd(slip.amount)} - {usd(slip.amount - 1237)} = 12.37",
    )
    _split_and_cut(world, told)


def _split_and_cut(world, told):
    whole = told["split"]
    _fact(
        world,
        "split",
        {"trace": whole.trace, "cents": whole.amount, "files": told["names"], "claims": len(whole.answers)},
        " + ".join(usd(a.paid) for a in whole.answers) + f" = {usd(whole.amount)}",
    )
    cut = told["cut"]
    _fact(
        world,
        "cut",
        {
            "file": told["cut_name"],
            "trace": cut.trace,
            "stated_cents": cut.amount,
            "claims_in_text": len(cut.answers),
        },
        f"BPR02 {usd(cut.amount)}, {len(cut.answers)} claims in the text",
    )


def _copies(world, told):
    first, second = told["again"]
    _fact(
        world,
        "again",
        {"payments": 2, "traces": [first.trace, second.trace], "cents": first.amount + second.amount},
        f"{usd(first.amount)} + {usd(second.amount)} = {usd(first.amount + second.amount)}",
    )


def _volume(world, claims):
    last = [
        c
        for c in claims
        if c.section == "ACCEPTED"
        and (c.submitted.year, c.submitted.month) in [(2026, m) for m in range(3, 9)]
    ]
    cost = 70 * len(last)
    _fact(
        world,
        "medi-cost",
        {"claims": len(last), "claim_cents": cost, "platform_cents": 6 * 2000, "total_cents": cost + 12000},
        f"{len(last)} x 0.70 + 6 x 20.00 = {usd(cost + 12000)}",
    )


def _fact(world, id, expected, arithmetic):
    world.state(DUNE.slug, f"dune-{id}", expected, arithmetic)
