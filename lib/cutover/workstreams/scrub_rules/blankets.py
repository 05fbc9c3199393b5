"""What is denied across the board: some days of a payer, or a provider at a payer. It is no rule about a procedure.

Whoever counts denials by procedure alone would find a rule for each procedure of such days or of such a provider. Of
days the run is taken that explains most denials for one reason (the largest sum of log likelihood ratios over the days
in order), so that it need not begin with a month.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
import pandas as pd

from cutover.columns import Column, Kind, Privacy
from cutover.workstreams.columns import PAYER, cents, count, share, text
from cutover.workstreams.scrub_rules.chance import likelihood_ratio
from cutover.workstreams.scrub_rules.rules import ScrubRules

SERVED, DECIDED, PROVIDER = "days of service", "days of decision", "provider"
BLANKETS = (
    PAYER, text("kind", "What"), text("provider", "Provider NPI", "null: not a provider"),
    Column("first_month", Kind.MONTH, "From"), Column("last_month", Kind.MONTH, "To"),
    Column("first_on", Kind.DATE, "First day", "", Privacy.DESK),
    Column("last_on", Kind.DATE, "Last day", "", Privacy.DESK),
    text("reason", "Reason"), text("name", "What it says"), count("lines", "Lines"), count("denied", "Denied"),
    share("share", "Denied, share"), share("elsewhere", "Elsewhere", "share of the payer's other lines"),
    count("procedures", "Procedures"), cents("denied_cents", "Denied"),
)  # fmt: skip
_WITHIN = 0.8  # the share denied within a run of days that its sum is reckoned with
_LEAST = 0.01  # and the least share outside of it


@dataclass(frozen=True)
class _Payer:
    """The first decisions of one payer as whole numbers (-1: not known, or not denied), and the providers' NPIs."""

    procedure: np.ndarray
    reason: np.ndarray
    cents: np.ndarray
    provider: np.ndarray
    days: dict[str, np.ndarray]
    reasons: pd.Index
    providers: pd.Index


def blankets(first: pd.DataFrame, rules: ScrubRules, late: frozenset[str]) -> tuple[pd.DataFrame, np.ndarray]:
    """Return what is denied across the board, one row each, and a flag for each first decision that lies in it.

    What explains most denials of a payer comes first, and what lies in it is put aside before the next. Where all lines
    of a payer are one provider's or of the same days, nothing can be compared and nothing is found. `late` are reasons
    that the age of a claim explains, as of a week that was sent late: they are left to the rules.
    """
    inside, found = np.zeros(len(first), bool), []
    for payer, at in first.groupby("payer").indices.items():
        given, left = _payer(first.iloc[at], late), np.ones(len(at), bool)
        while best := _best(given, left, rules):
            found.append(best[0] | {"payer": payer})
            left &= ~best[1]
        inside[at[~left]] = True
    return pd.DataFrame(found, columns=[c.name for c in BLANKETS if c.name != "name"]), inside


def _payer(rows: pd.DataFrame, late: frozenset[str]) -> _Payer:
    reason, reasons = pd.factorize(rows["reason"].where(rows["denied"] & ~rows["reason"].isin(late)))
    provider, providers = pd.factorize(rows["provider"])
    days = {}
    for kind, name in ((SERVED, "service_on"), (DECIDED, "paid_on")):
        known = rows[name].notna().to_numpy()
        day = rows[name].to_numpy("datetime64[D]").astype("int64")
        days[kind] = np.where(known, day, -1)
    return _Payer(pd.factorize(rows["procedure"])[0], reason, rows["refused_cents"].to_numpy("int64"), provider, days,
                  pd.Index(reasons), pd.Index(providers))  # fmt: skip


def _best(given: _Payer, left: np.ndarray, rules: ScrubRules) -> tuple[dict, np.ndarray] | None:
    """The provider or run of days that explains most denials of these lines, and which lines it is about."""
    best, gain = None, 0.0
    counts = np.bincount(given.reason[left & (given.reason >= 0)], minlength=len(given.reasons))
    least = rules.blanket_lines * rules.blanket_percent / 100
    for reason in np.flatnonzero(counts >= least):
        for told, inside in _candidates(given, left, int(reason), rules):
            judged = _judged(given, left, inside & left, int(reason), rules)
            if judged and judged[1] > gain:
                best, gain = (told | judged[0], inside & left), judged[1]
    return best


def _candidates(
    given: _Payer, left: np.ndarray, reason: int, rules: ScrubRules
) -> Iterator[tuple[dict, np.ndarray]]:
    """Yield what may be denied for a reason across the board, and its lines."""
    hit = left & (given.reason == reason)
    known = given.provider >= 0
    lines, denied = (
        np.bincount(given.provider[part & known], minlength=len(given.providers)) for part in (left, hit)
    )
    for one in np.flatnonzero((lines > 0) & (100 * denied >= rules.blanket_percent * lines)):
        yield _told(PROVIDER, provider=given.providers[int(one)]), given.provider == one
    for kind, day in given.days.items():
        if run := _run(day, left & (day >= 0), hit & (day >= 0)):
            first, last = (pd.Timestamp(int(one), unit="D") for one in run)
            yield _told(kind, first, last), (day >= run[0]) & (day <= run[1])


def _told(kind: str, first=pd.NaT, last=pd.NaT, provider: str | None = None) -> dict:
    months = {f"{name}_month": day if pd.isna(day) else day.replace(day=1)
              for name, day in (("first", first), ("last", last))}  # fmt: skip
    return {"kind": kind, "provider": provider, **months, "first_on": first, "last_on": last}


def _run(day: np.ndarray, left: np.ndarray, hit: np.ndarray) -> tuple[int, int] | None:
    """The run of days that explains most of the denials, None where no run explains any better than the rest."""
    if not left.any():
        return None
    start = day[left].min()
    lines, denied = (
        np.bincount(day[part] - start, minlength=day[left].max() - start + 1) for part in (left, hit)
    )
    usual = max(denied.sum() / lines.sum(), _LEAST)
    if usual >= _WITHIN:
        return None
    gain = denied * np.log(_WITHIN / usual) + (lines - denied) * np.log((1 - _WITHIN) / (1 - usual))
    summed = np.concatenate([[0.0], np.cumsum(gain)])
    lowest = np.minimum.accumulate(summed)
    end = int(np.argmax(summed - lowest))
    begin = int(np.argmin(summed[: end + 1]))
    there = np.flatnonzero(lines[begin:end])
    return (int(start + begin + there[0]), int(start + begin + there[-1])) if len(there) else None


def _judged(given: _Payer, left, inside, reason: int, rules: ScrubRules) -> tuple[dict, float] | None:
    """The figures of a provider or a run of days and how much it explains; None where not all of it is denied."""
    hit = inside & (given.reason == reason)
    lines, denied, every = int(inside.sum()), int(hit.sum()), int(left.sum())
    rest, rest_denied = every - lines, int((left & (given.reason == reason)).sum()) - denied
    procedures = np.bincount(given.procedure[inside])
    worst = np.bincount(given.procedure[hit], minlength=len(procedures))
    others, others_denied = lines - procedures[worst.argmax()], denied - worst.max()
    enough = min(lines, rest) >= rules.blanket_lines and (procedures > 0).sum() > 2
    many = 100 * denied >= rules.blanket_percent * lines
    beside = 100 * others_denied >= rules.blanket_percent * others and others_denied >= rules.least_denied
    if not (
        enough
        and many
        and beside
        and 100 * rest_denied * lines <= rules.most_elsewhere_percent * denied * rest
    ):
        return None
    gain = float(likelihood_ratio(denied, lines, denied + rest_denied, every))
    return {"reason": given.reasons[reason], "lines": lines, "denied": denied, "share": denied / lines,
            "elsewhere": rest_denied / rest, "procedures": int((procedures > 0).sum()),
            "denied_cents": int(given.cents[hit].sum())}, gain  # fmt: skip
