"""Dune Road's submissions: an explicit table of par and non-par claims per therapist and month."""

from datetime import date, timedelta

from .claims import make_claim
from .world import business_day

PAR, NONPAR = ("medicare", "anthem", "aetna"), ("tidal", "ridge", "keystone")
MONTHS = [(2025, m) for m in range(6, 13)] + [(2026, m) for m in range(1, 9)]
# (par, non-par) accepted claims per month, June 2025 to August 2026
COUNTS = (
    (
        (5, 2),
        (6, 1),
        (5, 3),
        (4, 4),
        (5, 4),
        (6, 0),
        (3, 5),
        (6, 1),
        (7, 0),
        (5, 2),
        (6, 0),
        (6, 1),
        (7, 2),
        (5, 1),
        (6, 0),
    ),
    (
        (3, 4),
        (2, 5),
        (4, 4),
        (3, 3),
        (4, 3),
        (2, 6),
        (5, 4),
        (4, 4),
        (3, 2),
        (6, 0),
        (2, 6),
        (4, 3),
        (5, 1),
        (6, 2),
        (4, 1),
    ),
    (
        (0, 0),
        (0, 0),
        (0, 0),
        (0, 0),
        (6, 0),
        (5, 1),
        (0, 1),
        (5, 0),
        (6, 1),
        (5, 0),
        (7, 1),
        (6, 0),
        (5, 1),
        (0, 0),
        (6, 0),
    ),
)


def upload_days(year, month):
    """Return the two days of a month on which files go out."""
    first = date(2026, 1, 2) if (year, month) == (2026, 1) else business_day(date(year, month, 8))
    second = date(2025, 12, 31) if (year, month) == (2025, 12) else business_day(date(year, month, 23))
    return first, second


def submit(world, practice, patients):
    """Return the claims of all files; each claim's submitted day is that of its file."""
    claims = []
    for provider, row in zip(practice.providers, COUNTS, strict=True):
        for month, (par, nonpar) in zip(MONTHS, row, strict=True):
            keys = [world.rng.choice(PAR) for _ in range(par)] + [
                world.rng.choice(NONPAR) for _ in range(nonpar)
            ]
            claims += [
                _claim(world, practice, patients, key, month, place, provider)
                for place, key in enumerate(keys, len(claims))
            ]
    return claims + _not_accepted(world, practice, patients)


def _claim(world, practice, patients, key, month, place, provider):
    day = upload_days(*month)[place % 2]
    dos = day - timedelta(days=world.rng.randint(2, 9))
    while dos.weekday() > 4:
        dos -= timedelta(days=1)
    return make_claim(world, practice, patients, key, dos, day, f"DR{place + 500:06d}", provider)


def _not_accepted(world, practice, patients):
    first, second, third = practice.providers
    plan = (
        (
            first,
            "ridge",
            (2026, 4),
            "ERROR",
        ),  # the only non-par claim of the month: does a rejected claim count?
        (second, "anthem", (2026, 6), "ERROR"),
        (second, "medicare", (2025, 10), "ERROR"),
        (third, "medicare", (2026, 1), "PENDING"),
    )
    found = []
    for place, (provider, key, month, section) in enumerate(plan):
        claim = _claim(world, practice, patients, key, month, 9000 + place, provider)
        claim.section = section
        found.append(claim)
    return found


def fee_months(row, first, last, rule):
    """Return the months, of the months from first to last, in which a therapist's claims cause the fee."""
    return [m for m, (par, non) in zip(MONTHS, row, strict=True) if first <= m <= last and rule(par, non)]


def half_rule(par, nonpar):
    """Before 2026: half or more of the claims are non-par."""
    return nonpar > 0 and 2 * nonpar >= par + nonpar


def any_rule(par, nonpar):
    """From 2026-01-01: any non-par claim."""
    return nonpar > 0
