"""What is denied across the board: a payer's month, or a provider at a payer. It is no rule about a procedure.

Whoever counts denials by procedure alone would find a rule for each procedure of such a month or provider.
"""

from __future__ import annotations

import numpy as np
import pandas as pd

from cutover.columns import Column, Kind
from cutover.workstreams.columns import PAYER, cents, count, share, text
from cutover.workstreams.scrub_rules.chance import likelihood_ratio
from cutover.workstreams.scrub_rules.rules import ScrubRules

SERVED, DECIDED, PROVIDER = "month of service", "month of the decision", "provider"
KINDS = (PROVIDER, SERVED, DECIDED)
BLANKETS = (
    PAYER, text("kind", "What"), Column("month", Kind.MONTH, "Month"),
    text("provider", "Provider NPI", "null: not a provider"),
    text("reason", "Reason"), text("name", "What it says"), count("lines", "Lines"), count("denied", "Denied"),
    share("share", "Denied, share"), share("elsewhere", "Elsewhere", "share of the payer's other lines"),
    count("procedures", "Procedures"), cents("denied_cents", "Denied"),
)  # fmt: skip
_KEY = ["payer", "value", "reason"]


def blankets(first: pd.DataFrame, rules: ScrubRules) -> tuple[pd.DataFrame, np.ndarray]:
    """Return what is denied across the board, one row each, and a flag for each first decision that lies in it.

    What explains most denials comes first: a provider, a month of service or one of decisions; what lies in it is put
    aside before the next. Where all lines of a payer are one provider's or one month's, nothing can be compared and
    nothing is found.
    """
    inside, found = np.zeros(len(first), bool), []
    while first["denied"].any():
        parts = [
            (kind, _denied_across(first[~inside], _values(first, kind)[~inside], rules)) for kind in KINDS
        ]
        kind, rows = max(parts, key=lambda part: part[1]["gain"].max() if len(part[1]) else 0)
        if rows.empty:
            break
        keys = pd.MultiIndex.from_frame(rows[["payer", "value"]])
        inside |= pd.MultiIndex.from_arrays([first["payer"], _values(first, kind)]).isin(keys)
        found.append(_told(rows.drop(columns="gain"), kind))
    wanted = [c.name for c in BLANKETS if c.name != "name"]
    return pd.concat(found, ignore_index=True) if found else pd.DataFrame(columns=wanted), inside


def _values(first: pd.DataFrame, kind: str) -> pd.Series:
    if kind == PROVIDER:
        return first["provider"]
    days = first["service_on"] if kind == SERVED else first["paid_on"]
    return days.dt.year * 12 + days.dt.month - 1


def _told(rows: pd.DataFrame, kind: str) -> pd.DataFrame:
    value = rows["value"]
    month = [pd.NaT if kind == PROVIDER else pd.Timestamp(int(v) // 12, int(v) % 12 + 1, 1) for v in value]
    provider = value.astype("str") if kind == PROVIDER else None
    return rows.drop(columns="value").assign(kind=kind, month=pd.Series(month, rows.index, dtype="datetime64[ms]"),
                                             provider=pd.Series(provider, rows.index, dtype="str"))  # fmt: skip


def _denied_across(first: pd.DataFrame, value: pd.Series, rules: ScrubRules) -> pd.DataFrame:
    """The values of a payer that are denied for one reason whatever the procedure, and its other values are not."""
    rows = first[["payer", "procedure", "reason", "refused_cents", "denied"]].assign(value=value)
    of_procedure = rows.groupby(["payer", "value", "procedure"]).size().rename("lines").reset_index()
    lines = of_procedure.groupby(["payer", "value"], as_index=False).agg(
        lines=("lines", "sum"), procedures=("procedure", "nunique")
    )
    denied = rows[rows["denied"]].groupby([*_KEY, "procedure"], as_index=False).agg(
        denied=("refused_cents", "size"), denied_cents=("refused_cents", "sum")
    )  # fmt: skip
    worst = denied.sort_values("denied", ascending=False, kind="stable").drop_duplicates(_KEY)
    worst = worst.merge(of_procedure, on=["payer", "value", "procedure"])
    sums = denied.groupby(_KEY, as_index=False)[["denied", "denied_cents"]].sum().merge(lines)
    sums = sums.merge(worst[[*_KEY, "denied", "lines"]], on=_KEY, suffixes=("", "_worst"))
    return _kept(sums, rows, rules)


def _kept(sums: pd.DataFrame, rows: pd.DataFrame, rules: ScrubRules) -> pd.DataFrame:
    payer_lines = sums["payer"].map(rows.groupby("payer").size()).astype("int64")
    of_reason = rows[rows["denied"]].groupby(["payer", "reason"], as_index=False).agg(n=("denied", "size"))
    all_denied = sums[["payer", "reason"]].merge(of_reason, how="left")["n"].to_numpy("int64")
    rest, rest_denied = payer_lines - sums["lines"], all_denied - sums["denied"]
    others, others_denied = sums["lines"] - sums["lines_worst"], sums["denied"] - sums["denied_worst"]
    gain = likelihood_ratio(sums["denied"], sums["lines"], all_denied, payer_lines)
    told = sums.assign(
        share=sums["denied"] / sums["lines"], elsewhere=rest_denied / rest.where(rest > 0), gain=gain
    )
    many = 100 * told["denied"] >= rules.blanket_percent * told["lines"]
    beside = (100 * others_denied >= rules.blanket_percent * others) & (others_denied >= rules.least_denied)
    enough = (told["lines"] >= rules.blanket_lines) & (rest >= rules.blanket_lines) & (told["procedures"] > 2)
    far = 100 * told["elsewhere"] <= rules.most_elsewhere_percent * told["share"]
    kept = told[many & beside & enough & far].drop(columns=["lines_worst", "denied_worst"])
    return kept.sort_values([*_KEY], kind="stable").reset_index(drop=True)
