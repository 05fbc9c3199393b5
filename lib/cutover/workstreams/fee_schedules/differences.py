"""Lines paid below or above the rate of their day: what they look like, and until when they can be appealed."""

from __future__ import annotations

import datetime as dt

import numpy as np
import pandas as pd

from cutover.reading.era.archive import Archive
from cutover.reading.era.row_ids import Places
from cutover.reading.payers.deadlines import APPEAL, Deadlines, last_day
from cutover.reading.postings.tables import OFFICE_ALLY
from cutover.workstreams.allowed_lines.adjusted import COPAY, CUT, PARTS, PATIENT, part_of
from cutover.workstreams.allowed_lines.lines import KEY, Lines
from cutover.workstreams.fee_schedules.contract_lines import Contracted
from cutover.workstreams.fee_schedules.cut_off import cut_off
from cutover.workstreams.fee_schedules.inputs import Inputs
from cutover.workstreams.fee_schedules.rates import Rates
from cutover.workstreams.fee_schedules.several_procedures import reduced

BEFORE, OTHER, HALF, NO_PATTERN = PATTERNS = (
    "at an earlier or later rate of the same procedure", "at the rate of other modifiers or another place",
    "half of the rate, beside another procedure", "no pattern",
)  # fmt: skip
_CLAIM = ["patient_control_number", "payer_claim_number"]
_LINE = ["content", "service_id", "source_file", "source_row"]


def differences(
    told: Lines, seen: Rates, held: Contracted, inputs: Inputs, corrected: pd.Index
) -> pd.DataFrame:
    """Return the lines whose allowed amount is beyond the tolerance of what was expected, one row each.

    KEY, `service_on`, `paid_on`, `units`, `charge_cents`, `expected_cents`, `allowed_cents`, `difference_cents` (below
    zero: underpaid), `pattern` (PATTERNS), `codes` (what lowered its price, such as `CO-45`), `appeal_through` (null:
    not known) with `appeal_rule`, and where the line stands in its remittance. The largest difference first.
    `line` is the label of the line in `Rates.lines`. `reduction` names what a line below its rate looks like where
    several procedures of one day explain it, else null.
    A line that its contract explains is none: not short at its contract, nor paid too much up to it. Nor is one of
    `corrected`, the labels of lines that a corrected claim tells (`corrections.corrected_lines`). `by_contract` marks
    lines that their contract alone measures: by a rate seen, which may be of other days, they would be off by more.
    `is_cut` marks those of a remittance that is cut off.
    """
    lines = seen.lines[seen.lines["expected_cents"].notna()]
    off = lines["allowed_cents"] - lines["expected_cents"]
    far = inputs.rules.beyond(off, lines["expected_cents"]).fillna(False).astype(bool)
    explained, alone = _by_contract(lines, held, off, inputs)
    far &= ~explained & ~lines.index.isin(corrected)
    rows = lines[far].assign(difference_cents=off[far], line=lines.index[far], by_contract=alone[far])
    rows = rows.assign(is_cut=cut_off(rows, inputs)).reset_index(drop=True)
    rows = rows.assign(pattern=_pattern(rows, seen, told.keys), reduction=reduced(rows, told, inputs))
    rows = rows.join(where_of(rows, inputs)).join(appeals(rows["payer"], rows["paid_on"], inputs.deadlines))
    order = ["difference_cents", *KEY, "service_on", "content", "service_id"]
    return rows.sort_values(order, kind="stable", ignore_index=True)


def _by_contract(
    lines: pd.DataFrame, held: Contracted, off: pd.Series, inputs: Inputs
) -> tuple[pd.Series, pd.Series]:
    """Which lines are off their rate on the side of their contract, and of which the contract asks less than the rate.

    The first are at it or beyond when short, and up to it when over. The others are short of both, and of the contract
    by less, or above both, and above the contract by less.
    """
    place = pd.Index(held.lines["line"])
    due = pd.Series(held.lines["due_cents"].to_numpy(), place, dtype="Int64").reindex(lines.index)
    gap = lines["allowed_cents"] - due
    beyond = inputs.rules.off_contract(gap, lines["units"])
    wrong = beyond & ((gap < 0) & (off < 0) | (gap > 0) & (off > 0)).fillna(False)
    less = inputs.rules.off_contract(gap - off, lines["units"]) & (gap.abs() < off.abs()).fillna(False)
    return (due.notna() & ~wrong).astype(bool), (wrong & less).astype(bool)


def _pattern(rows: pd.DataFrame, seen: Rates, keys: pd.DataFrame) -> pd.Series:
    """What a line looks like: the first of PATTERNS that holds."""
    known = seen.rates.dropna(subset=["rate_cents"])[["key", "rate_cents"]].drop_duplicates()
    of_key = _among(rows, known.rename(columns={"rate_cents": "unit_cents"}), ["key", "unit_cents"])
    by = ["payer", "tin", "procedure", "unit_cents"]
    wide = known.join(keys[["payer", "tin", "procedure"]], on="key").rename(
        columns={"rate_cents": "unit_cents"}
    )
    elsewhere = _among(rows, wide[by].drop_duplicates(), by)
    half = (2 * rows["allowed_cents"] - rows["expected_cents"]).abs() <= rows["units"]
    half &= rows["claim_lines"] > 1
    holds = [of_key, elsewhere, half.fillna(False).to_numpy(bool)]
    return pd.Series(np.select(holds, PATTERNS[:3], NO_PATTERN), rows.index, dtype="str")


def _among(rows: pd.DataFrame, known: pd.DataFrame, by: list[str]) -> np.ndarray:
    found = rows[by].reset_index().merge(known.assign(hit=True), on=by, how="left").drop_duplicates("index")
    return found["hit"].eq(True).fillna(False).to_numpy(bool)


def where_of(rows: pd.DataFrame, inputs: Inputs) -> pd.DataFrame:
    """Return where each line stands: file, segment, content, the claim's numbers, and the codes of its adjustments."""
    parts = [_of_feed(rows[rows["feed"] == name], archive, inputs.as_of)
             for name, archive in _feeds(inputs) if (rows["feed"] == name).any()]  # fmt: skip
    nothing = pd.DataFrame(columns=[*_LINE, *_CLAIM, "codes"], dtype="str").astype({"service_id": "Int64"})
    return pd.concat(parts).reindex(rows.index) if parts else nothing


def _feeds(inputs: Inputs):
    return zip((OFFICE_ALLY, "Medi"), inputs.feeds, strict=True)


def _of_feed(rows: pd.DataFrame, archive: Archive, as_of: dt.date) -> pd.DataFrame:
    services = archive.services.iloc[rows["row"].to_numpy()][["claim_id", *_LINE]].set_axis(rows.index)
    places = Places(archive)
    heads = archive.claims[_CLAIM].set_axis(places.ids(archive.claims, "claim_id"))
    heads = heads[~heads.index.duplicated()].reindex(places.ids(services, "claim_id")).set_axis(rows.index)
    wanted = places.ids(services, "service_id")
    of = places.ids(archive.adjustments, "service_id")
    theirs = archive.adjustments[np.isin(of, wanted)]
    part = part_of(theirs["group_code"], theirs["reason_code"], as_of)
    telling = ~np.isin(
        part, [PARTS.index(PATIENT), PARTS.index(COPAY), PARTS.index(CUT)]
    )  # what the patient owes lowers no price
    code = (theirs["group_code"].fillna("?") + "-" + theirs["reason_code"].fillna("?")).to_numpy(object)
    said = pd.DataFrame({"of": of[np.isin(of, wanted)], "code": code})[telling].drop_duplicates()
    codes = said.groupby("of")["code"].agg(", ".join).reindex(wanted).set_axis(rows.index)
    return services[_LINE].join(heads).assign(codes=codes.astype("str"))


def appeals(payer: pd.Series, paid_on: pd.Series, deadlines: Deadlines) -> pd.DataFrame:
    """Return until when each decision can be appealed, counted from its remittance: day and rule, null: not known."""
    out = pd.DataFrame({"appeal_through": pd.Series(pd.NaT, payer.index, dtype="datetime64[ms]"),
                        "appeal_rule": pd.Series(None, payer.index, dtype="str")})  # fmt: skip
    for name, group in payer.groupby(payer).groups.items():
        rule = deadlines.of(str(name), APPEAL)
        if rule is not None:
            out.loc[group, "appeal_through"] = last_day(paid_on.loc[group], rule).astype("datetime64[ms]")
            out.loc[group, "appeal_rule"] = rule.text
    return out
