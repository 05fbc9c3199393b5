"""How large and complex each practice is: every part is shown, and the order follows the guide's rule.

Each part is measured against the largest of the book. The score is the weighted mean of the parts that are known, so
that an unknown part neither hides a practice nor makes it simple; how many are unknown is said.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import pandas as pd

from cutover.columns import framed
from cutover.workstreams.columns import cents, count, number, share, text
from cutover.workstreams.rollout.facts import Facts
from cutover.workstreams.rollout.rules import RolloutRules

SIZES = (
    count("place", "Place", "by size and complexity, the smallest and simplest first"),
    text("practice", "Practice"),
    number("score", "Score", "0 to 100; the weighted mean of its parts"),
    count("claims", "Claims a month"),
    count("payers", "Payers"),
    share("government_share", "Government", "share of claims to government payers"),
    share(
        "denial_rate",
        "Denied, Office Ally",
        "of the claims that payers decided in its remittances of twelve months",
    ),
    count("ids", "Tax IDs and NPIs"),
    text("usage", "Usage"),
    cents(
        "open_cents",
        "Open in claims",
        "what somebody must work, as the handoff counts it; the client's last A/R aging where that has more than the "
        "claims on file",
    ),
    count("shared_people", "People shared", "users who also serve other practices"),
    count("unknown", "Parts unknown"),
)
_PARTS = {"claims": "claims a month", "payers": "many payers", "government_share": "claims to government payers",
          "denial_rate": "denials", "ids": "Tax IDs and NPIs", "usage": "how it uses Office Ally",
          "open_cents": "money open in claims", "shared_people": "people shared"}  # fmt: skip
_SIMPLE_USAGE = "clearinghouse-only"


def sizes(
    facts: Mapping[str, Facts],
    claims: Mapping[str, int | None],
    usage: Mapping[str, str | None],
    shared: Mapping[str, int],
    rules: RolloutRules,
) -> pd.DataFrame:
    """Return the size of each practice (SIZES) with its `slug`, the smallest and simplest first.

    Practices whose claims are not known come last: nothing says that they are small.
    """
    rows = []
    for slug, one in facts.items():
        rows.append({
            "slug": slug, "practice": one.name, "claims": claims.get(slug), "payers": one.payers or None,
            "government_share": one.government_share, "denial_rate": one.denial_rate, "ids": len(one.tins) + one.npis,
            "usage": usage.get(slug), "open_cents": one.open_cents, "shared_people": shared.get(slug, 0),
        })  # fmt: skip
    return _ordered(rows, rules)


def _ordered(rows: list[dict], rules: RolloutRules) -> pd.DataFrame:
    parts = _weights(rules)
    most = {name: max((_size(name, row[name]) or 0 for row in rows), default=0) or 1 for name in parts}
    for row in rows:
        known = {name: _size(name, row[name]) for name in parts}
        there = {name: value / most[name] for name, value in known.items() if value is not None}
        weight = sum(parts[name] for name in there)
        row["score"] = (
            round(100 * sum(parts[n] * v for n, v in there.items()) / weight, 1) if weight else None
        )
        row["unknown"] = len(parts) - len(there)
    ordered = sorted(
        rows, key=lambda r: (r["claims"] is None, 101 if r["score"] is None else r["score"], r["practice"])
    )
    for place, row in enumerate(ordered, 1):
        row["place"] = place
    frame = framed([{c.name: row[c.name] for c in SIZES} for row in ordered], SIZES)
    return frame.assign(slug=pd.Series([row["slug"] for row in ordered], dtype="str"))


def _weights(rules: RolloutRules) -> dict[str, int]:
    return {"claims": rules.weight_claims, "payers": rules.weight_payers, "government_share": rules.weight_government,
            "denial_rate": rules.weight_denials, "ids": rules.weight_ids, "usage": rules.weight_usage,
            "open_cents": rules.weight_open, "shared_people": rules.weight_staff}  # fmt: skip


def furthest_part(rows: pd.DataFrame, slug: str, rules: RolloutRules) -> str:
    """Return in words the part that puts a practice of `sizes` furthest above the others of the book.

    Each part counts by its weight and against the largest of the book; one that is unknown counts nothing.
    """
    above = {}
    for name, weight in _weights(rules).items():
        values = pd.Series(
            [_size(name, None if pd.isna(value) else value) for value in rows[name]], dtype="float64"
        )
        own, others = values[rows["slug"].eq(slug).to_numpy()], values[rows["slug"].ne(slug).to_numpy()]
        gap = (own.mean() - others.mean()) / (values.max() or 1)
        above[name] = 0.0 if pd.isna(gap) else weight * gap
    return _PARTS[max(above, key=lambda name: above[name])]


def _size(name: str, value: Any) -> float | None:
    """A part as a number; a usage pattern is simple or not."""
    if value is None or value == "unknown":
        return None
    return float(value != _SIMPLE_USAGE) if name == "usage" else float(value)
