"""From all conditions that were tried to the rules: those beyond chance, and of several that say the same, one.

A denial that one condition explains is explained by many others a little: the procedure as a whole, another modifier
of the same lines. For each payer and reason the condition that explains most is taken, its lines are put aside, and
the others must stand on what is left. A further condition must earn its place.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pandas as pd
from pandas.api.typing import NaTType

from cutover.workstreams.scrub_rules.chance import discovery_rates, exact, likelihood_ratio
from cutover.workstreams.scrub_rules.forms import (
    AGE,
    ANY_PLACE,
    ANY_WITH,
    CONDITIONS,
    FORMS,
    OF_PAYER,
    PAIR,
    PAIR_WITHOUT,
    PLACE,
    UNITS,
    WITH,
    WITHOUT,
    Coded,
    narrowed,
    tried,
)
from cutover.workstreams.scrub_rules.rules import ScrubRules


@dataclass(frozen=True)
class Found:
    """The rules, and how many conditions were tried for them.

    `rules` has one row per rule: the columns of `forms.tried`, `chance` (Fisher), `rate` (false discovery rate at which
    it passes), `since` (day of decision from which its lines are counted, null: all). `lines` has one row per rule and
    line within it: `rule`, `line` (its place among the first decisions), `hit` (denied for the rule's reason). `passed`
    counts the conditions beyond chance before one of several was chosen.
    """

    rules: pd.DataFrame
    lines: pd.DataFrame
    tried: int
    passed: int


def found(
    given: Coded, rules: ScrubRules, late: np.ndarray | None = None, since: pd.Timestamp | NaTType = pd.NaT
) -> Found:
    """Return the rules of these lines, in order of payer and reason; then those that began of late.

    What a payer denies only since some months is a small part of all that it decided: the lines that are `late`
    (decided on or after `since`) and within no rule are searched once more, against all that was tried both times.
    """
    whole = _search(given, rules, np.arange(len(given.rows)), 0, pd.NaT)
    if late is None or late.all():
        return whole
    rest = late.copy()
    rest[whole.lines["line"].to_numpy()] = False
    more = _search(narrowed(given, rest), rules, np.flatnonzero(rest), whole.tried, since)
    lines = pd.concat(
        [whole.lines, more.lines.assign(rule=more.lines["rule"] + len(whole.rules))], ignore_index=True
    )
    parts = [one.rules for one in (whole, more) if len(one.rules)] or [whole.rules]
    return Found(pd.concat(parts, ignore_index=True), lines, more.tried, whole.passed + more.passed)


def _search(
    given: Coded, rules: ScrubRules, at: np.ndarray, before: int, since: pd.Timestamp | NaTType
) -> Found:
    """The rules of some lines, which lie `at` these places; so many conditions were tried before."""
    every, number = tried(given, rules)
    number += before
    good = beyond_chance(every, number, rules)
    limit = good["chance"].max() if len(good) else 0.0
    chosen: list[dict] = []
    parts: list[pd.DataFrame] = []
    payers = given.rows["payer"].to_numpy()
    for _, part in good.groupby(["payer", "reason"]):
        payer, reason = int(part["payer"].iloc[0]), int(part["reason"].iloc[0])
        for row, held, hit in _explaining(given, part, np.flatnonzero(payers == payer), reason, limit, rules):
            parts.append(pd.DataFrame({"rule": len(chosen), "line": at[held], "hit": hit}))
            chosen.append(row)
    frame = pd.DataFrame(chosen, columns=good.columns).assign(since=since)
    lines = (
        pd.concat(parts, ignore_index=True) if parts else pd.DataFrame({"rule": [], "line": [], "hit": []})
    )
    return Found(frame, lines.astype({"rule": "int64", "line": "int64", "hit": bool}), number, len(good))


def beyond_chance(every: pd.DataFrame, number: int, rules: ScrubRules) -> pd.DataFrame:
    """Return the conditions that are worth an edit and pass the false discovery rate over all that were tried."""
    rest, rest_denied = every["all_lines"] - every["lines"], every["all_denied"] - every["denied"]
    worth = every["denied"].ge(rules.least_denied) & (
        100 * every["denied"] >= rules.least_percent * every["lines"]
    )
    far = 100 * rest_denied * every["lines"] <= rules.most_elsewhere_percent * every["denied"] * rest
    kept = every[worth & far & rest.gt(0)].reset_index(drop=True)
    chance = exact(*(kept[name].to_numpy() for name in ("denied", "lines", "all_denied", "all_lines")))
    rate = discovery_rates(chance, number) if len(kept) else chance
    return kept.assign(chance=chance, rate=rate)[100 * rate <= rules.false_percent]


def _explaining(
    given: Coded, part: pd.DataFrame, lines: np.ndarray, reason: int, limit: float, rules: ScrubRules
):
    """Yield the rules of one payer and reason: its row, the lines within it, and which of those are denied."""
    limits = part["form"].isin([UNITS, AGE])  # of two limits that say the same, the higher holds less
    order = part.assign(order=part["form"].map(FORMS.index), first=part["a"].where(~limits, -part["a"]))
    part = order.sort_values(["order", "procedure", "first", "b"], kind="stable", ignore_index=True)
    within = np.array([members(given, row, lines) for row in part.to_dict("records")])
    denied = given.rows["reason"].to_numpy()[lines] == reason
    left, open_ = np.ones(len(lines), bool), np.ones(len(part), bool)
    person = given.rows["person"].to_numpy()[lines]
    weight = part["form"].map(lambda form: CONDITIONS.get(form, 2)).to_numpy() - 1
    while True:
        size, hits = (within & left).sum(axis=1), (within & (left & denied)).sum(axis=1)
        good = open_ & _still_good(given, part, size, hits, lines[left], reason, limit, rules)
        if not good.any():
            return
        gain = (
            likelihood_ratio(hits, size, (left & denied).sum(), left.sum()) - rules.further_condition * weight
        )
        best = int(np.argmax(np.where(good, gain, -np.inf)))
        held = np.flatnonzero(within[best] & left)
        if len(np.unique(person[held[denied[held]]])) < rules.least_patients:
            open_[best] = False  # one patient's series of visits is no rule of the payer
            continue
        told = part.drop(columns=["order", "first"]).iloc[best].to_dict()
        yield told | {"lines": int(size[best]), "denied": int(hits[best])}, lines[held], denied[held]
        left &= ~within[best]


def _still_good(
    given: Coded, part: pd.DataFrame, size, hits, left: np.ndarray, reason: int, limit: float, rules
):
    """Which conditions still hold on the lines that no rule has taken: as often, and no more likely chance."""
    good = (hits >= rules.least_denied) & (100 * hits >= rules.least_percent * size)
    rows = given.rows.take(left)
    denied = rows["reason"] == reason
    own, own_denied = rows.groupby("procedure").size(), rows[denied].groupby("procedure").size()
    of_payer = part["form"].isin(OF_PAYER).to_numpy()
    everything = np.where(of_payer, len(rows), part["procedure"].map(own).fillna(0)).astype("int64")
    all_denied = np.where(of_payer, denied.sum(), part["procedure"].map(own_denied).fillna(0)).astype("int64")
    rest, rest_denied = everything - size, all_denied - hits
    good &= (100 * rest_denied * size <= rules.most_elsewhere_percent * hits * rest) & (rest > 0)
    at = np.flatnonzero(good)
    good[at] = exact(hits[at], size[at], all_denied[at], everything[at]) <= limit
    return good


def members(given: Coded, rule: dict, lines: np.ndarray) -> np.ndarray:
    """Return which of these lines (of the rule's payer) a condition is about."""
    rows, form, a, b = given.rows, rule["form"], rule["a"], rule["b"]
    inside = np.ones(len(lines), bool)
    if rule["procedure"] >= 0:
        inside &= rows["procedure"].to_numpy()[lines] == rule["procedure"]
    if form in (PLACE, ANY_PLACE):
        inside &= rows["place"].to_numpy()[lines] == a
    elif form == UNITS:
        inside &= rows["units"].to_numpy()[lines] >= a
    elif form == AGE:
        inside &= rows["age"].to_numpy()[lines] > given.ages[a - 1]
    elif form in (PAIR, PAIR_WITHOUT):
        inside &= np.isin(lines, given.beside["line"].to_numpy()[given.beside["other"].to_numpy() == a])
    mark = {WITH: a, ANY_WITH: a, WITHOUT: a, PAIR_WITHOUT: b}.get(form)
    if mark is not None:
        bears = np.isin(lines, given.marks["line"].to_numpy()[given.marks["mark"].to_numpy() == mark])
        inside &= bears if form in (WITH, ANY_WITH) else ~bears
    return inside
