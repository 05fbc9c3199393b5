"""Payment days of simulated payers of every rhythm, without holes and with planted ones."""

from __future__ import annotations

from dataclasses import dataclass, field

import numpy as np

DAY = "datetime64[D]"
YEARS = range(2021, 2028)


def _nth(year: int, month: int, weekday: int, n: int) -> np.datetime64:
    """n-th weekday (0 = Monday) of a month; n = -1 is the last."""
    first = np.datetime64(f"{year}-{month:02d}-01", "D")
    if n < 0:
        last = (np.datetime64(f"{year}-{month:02d}", "M") + 1).astype(DAY) - 1
        return last - int((((last - np.datetime64("1970-01-05")).astype(int)) - weekday) % 7)
    shift = (weekday - (first - np.datetime64("1970-01-05")).astype(int)) % 7
    return first + int(shift) + 7 * (n - 1)


def _holidays() -> np.ndarray:
    days = []
    for y in YEARS:
        days += [np.datetime64(f"{y}-{d}") for d in ("01-01", "06-19", "07-04", "11-11", "12-25")]
        days += [_nth(y, 1, 0, 3), _nth(y, 2, 0, 3), _nth(y, 5, 0, -1), _nth(y, 9, 0, 1)]
        days += [_nth(y, 10, 0, 2), _nth(y, 11, 3, 4)]
    return np.array(sorted(days), dtype=DAY)


HOLIDAYS = _holidays()
CAL = np.busdaycalendar(holidays=HOLIDAYS)


def roll(days, how="following") -> np.ndarray:
    """Move weekends and holidays to the next (or previous) business day."""
    return np.unique(np.busday_offset(np.asarray(days, dtype=DAY), 0, roll=how, busdaycal=CAL))


def _all(start, end):
    return np.arange(start, end + 1)


def _monday0(days):
    return (days - np.datetime64("1970-01-05")).astype(int) % 7


def _months(start, end):
    return np.arange(start.astype("M8[M]"), end.astype("M8[M]") + 1)


def _thin(rng, days, keep):
    return days[rng.random(len(days)) < keep]


def _christmas(days):
    """Between December 24 and January 1."""
    md = days.astype("M8[D]").astype(object)
    return np.array(
        [(d.month == 12 and d.day >= 24) or (d.month == 1 and d.day == 1) for d in md], dtype=bool
    )


def _cycle(rng, start, end, step, keep, late=0.05, xmas=0.3):
    """Every `step` days on a fixed weekday; a share late by a day or two; Christmas week left out by some payers."""
    days = np.arange(start + int(rng.integers(step)), end + 1, step)
    wd = int(rng.integers(5))
    days = days - _monday0(days) + wd
    days = _thin(rng, days, keep)
    if rng.random() < xmas:
        days = days[~_christmas(days)]
    days = days + np.where(rng.random(len(days)) < late, rng.integers(1, 3, len(days)), 0)
    return roll(days)


def weekly(rng, s, e, keep=0.99):
    return _cycle(rng, s, e, 7, keep)


def biweekly(rng, s, e):
    return _cycle(rng, s, e, 14, 0.995)


def twice_a_week(rng, s, e):
    a, b = [(0, 3), (1, 4), (1, 3), (0, 2)][int(rng.integers(4))]
    days = _all(s, e)
    days = days[np.isin(_monday0(days), (a, b))]
    days = _thin(rng, days, 0.95)
    return roll(days[~_christmas(days)] if rng.random() < 0.3 else days)


def daily(rng, s, e):
    days = _all(s, e)
    days = days[np.is_busday(days, busdaycal=CAL)]
    return _thin(rng, days, rng.uniform(0.7, 0.97))


def semimonthly(rng, s, e):
    a = int(rng.choice([1, 1, 1, 5, 10]))
    m = _months(s, e).astype(DAY)
    days = np.concatenate([m + (a - 1), m + (a + 13)])
    days = days + np.where(rng.random(len(days)) < 0.15, rng.integers(-1, 3, len(days)), 0)
    return roll(days, str(rng.choice(["following", "preceding"])))


def _monthly_days(rng, s, e, jitter):
    m = _months(s, e).astype(DAY)
    days = m + int(rng.integers(0, 28)) + np.rint(rng.normal(0, jitter, len(m))).astype(int)
    return roll(days, str(rng.choice(["following", "preceding"])))


def monthly_fixed(rng, s, e):
    return _monthly_days(rng, s, e, 0.5)


def monthly_jitter(rng, s, e):
    return _monthly_days(rng, s, e, 3.0)


def monthly_nth(rng, s, e):
    wd, n = int(rng.integers(5)), int(rng.choice([1, 2, 3, 4, -1]))
    return roll([_nth(m.year, m.month, wd, n) for m in _months(s, e).astype(object)])


def monthly_thin(rng, s, e):
    return _thin(rng, _monthly_days(rng, s, e, 1.5), 0.85)


def quarterly(rng, s, e):
    m = _months(s, e)
    m = m[(m.astype(int) % 3) == int(rng.integers(3))].astype(DAY)
    return roll(m + int(rng.integers(28)) + np.rint(rng.normal(0, 4, len(m))).astype(int))


def weekly_thin85(rng, s, e):
    return _cycle(rng, s, e, 7, 0.85)


def weekly_thin60(rng, s, e):
    return _cycle(rng, s, e, 7, 0.60)


def _poisson(rng, s, e, per_month):
    days = _all(s, e)
    rate = per_month / 30.44 * np.ones(len(days))
    return roll(days[rng.random(len(days)) < rate])


def poisson4(rng, s, e):
    return _poisson(rng, s, e, 4)


def poisson2(rng, s, e):
    return _poisson(rng, s, e, 2)


def poisson1(rng, s, e):
    return _poisson(rng, s, e, 1)


def poisson_half(rng, s, e):
    return _poisson(rng, s, e, 0.5)


def _claims(rng, s, e, per_week):
    """Claims of business days less vacation (two weeks of summer) and the year's end, paid in a weekly or daily run."""
    days = _all(s - 60, e)
    open_ = np.is_busday(days, busdaycal=CAL) & ~_christmas(days)
    for y in YEARS:
        off = np.datetime64(f"{y}-07-01") + int(rng.integers(50))
        open_ &= ~((days >= off) & (days < off + 14))
    made = np.repeat(days, rng.poisson(per_week / 5 * open_))
    paid = made + rng.integers(12, 22, len(made))
    if rng.random() < 0.6:  # weekly payment run
        wd = int(rng.integers(5))
        paid = paid + (wd - _monday0(paid)) % 7
    return roll(paid)


def claims5(rng, s, e):
    return _claims(rng, s, e, 5)


def claims1(rng, s, e):
    return _claims(rng, s, e, 1)


def seasonal(rng, s, e):
    days = _all(s, e)
    swing = 1 + 0.8 * np.sin(2 * np.pi * (days.astype(int) / 365.25 + rng.random()))
    return roll(days[rng.random(len(days)) < 3 / 30.44 * swing])


_STEADY = (weekly, biweekly, semimonthly, monthly_fixed, claims5, poisson4)


def new(rng, s, e):
    """Begun three to nine months before the end; the rate of claims grows in the first two months."""
    begun = e - int(rng.integers(90, 270))
    days = _STEADY[int(rng.integers(len(_STEADY)))](rng, begun, e)
    ramp = np.clip((days - begun).astype(int) / 60, 0.3, 1)
    return days[rng.random(len(days)) < ramp]


def ended_base(rng, s, e):
    return _STEADY[int(rng.integers(len(_STEADY)))](rng, s, e)


CLASSES = {
    f.__name__: f
    for f in (
        daily, twice_a_week, weekly, biweekly, semimonthly, monthly_fixed, monthly_nth, monthly_jitter, quarterly,
        weekly_thin85, weekly_thin60, monthly_thin, claims5, claims1, seasonal, poisson4, poisson2, poisson1,
        poisson_half, new, ended_base,
    )
}  # fmt: skip

ONE = "one payment"
TWO = "two single payments"
MONTH = "a calendar month"
FORT = "two weeks"
QUARTER = "three months"
END = "ended 90+ days ago"
HOLES = {
    "daily": (FORT, MONTH), "twice_a_week": (FORT, MONTH),
    "weekly": (ONE, FORT, MONTH, END), "biweekly": (ONE, MONTH, END),
    "semimonthly": (ONE, TWO, END), "monthly_fixed": (ONE, TWO, END), "monthly_nth": (ONE, TWO),
    "monthly_jitter": (ONE, TWO), "quarterly": (ONE,), "weekly_thin85": (MONTH,), "weekly_thin60": (MONTH, QUARTER),
    "monthly_thin": (ONE, QUARTER), "claims5": (MONTH, END), "claims1": (MONTH, QUARTER), "seasonal": (MONTH, QUARTER),
    "poisson4": (MONTH, QUARTER, END), "poisson2": (MONTH, QUARTER), "poisson1": (QUARTER,), "poisson_half": (),
    "new": (MONTH,), "ended_base": (END,),
}  # fmt: skip


@dataclass
class Case:
    """One payer: its payment days, the archive's last payment day, and the days taken out (none: a clean payer)."""

    rhythm: str
    hole: str
    days: np.ndarray
    end: np.datetime64
    years: float
    gone: np.ndarray = field(default_factory=lambda: np.array([], dtype=DAY))


def plant(rng, days, end, hole):
    """Take days out; None where the payer has too few days to lose any between its first and its last."""
    if hole == END:
        cut = end - int(rng.integers(90, 150))
        gone = days[days > cut]
        return gone if len(gone) and len(days) - len(gone) >= 2 else None
    inner = days[1:-1]
    if len(inner) < 4:
        return None
    if hole == ONE:
        return inner[[rng.integers(len(inner))]]
    if hole == TWO:
        i, j = sorted(rng.choice(len(inner) // 2, 2, replace=False) * 2)
        return inner[[i, j]]
    at = inner[int(rng.integers(len(inner)))]
    if hole == MONTH:
        gone = days[days.astype("M8[M]") == at.astype("M8[M]")]
    elif hole == QUARTER:
        m = days.astype("M8[M]").astype(int) - at.astype("M8[M]").astype(int)
        gone = days[(m >= 0) & (m < 3)]
    else:
        gone = days[(days >= at) & (days < at + 14)]
    return gone if gone[0] > days[0] and gone[-1] < days[-1] else None


def cases(seed: int, payers: int = 1000):
    """Yield the clean payers and, of each, one copy per planted hole of its class."""
    rng = np.random.default_rng(seed)
    for name, make in CLASSES.items():
        for _ in range(payers):
            end = np.datetime64("2024-01-01") + int(rng.integers(0, 1000))
            start = end - int(rng.integers(365, 731))
            days = make(rng, start, end)
            days = days[(days >= start) & (days <= end)]
            if len(days) < 2:
                continue
            years = (end - days[0]).astype(int) / 365.25
            yield Case(name, "", days, end, years)
            for hole in HOLES[name]:
                for _try in range(5):
                    gone = plant(rng, days, end, hole)
                    if gone is not None:
                        yield Case(name, hole, np.setdiff1d(days, gone), end, years, gone)
                        break
