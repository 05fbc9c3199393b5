"""Claims that a payer reversed and decided again for less: the reversal and its corrected claim are one case."""

from __future__ import annotations

import pandas as pd

from cutover.columns import Column, Kind, Privacy
from cutover.identifiers import compared
from cutover.workstreams.allowed_lines.lines import TAKEN_BACK, Lines, owed_by_patients, taken_by_copay
from cutover.workstreams.columns import PAYER, cents, text
from cutover.workstreams.fee_schedules.contract_lines import Contracted
from cutover.workstreams.fee_schedules.cut_off import cut_off
from cutover.workstreams.fee_schedules.differences import appeals, where_of
from cutover.workstreams.fee_schedules.inputs import Inputs
from cutover.workstreams.fee_schedules.rates import Rates

PATTERN = "a correction that pays less"
CLAIM = ["payer", "patient_control_number", "service_on"]
CORRECTED = (
    PAYER, text("procedure", "Procedures"), Column("first_paid_on", Kind.DATE, "First paid on"),
    cents("first_paid_cents", "First paid"), Column("paid_on", Kind.DATE, "Corrected on"),
    cents("paid_cents", "Paid now"), cents("first_allowed_cents", "First allowed"),
    cents("allowed_cents", "Allowed now"),
    cents("expected_cents", "Due", "by contract, else the payer's own rate, else what it allowed first"),
    cents("short_cents", "Short"),
    cents("moved_cents", "Moved to the patient", "what the patient owes more at the same price: not short"),
    Column("appeal_through", Kind.DATE, "Appeal through", "null: not known",
    Privacy.DESK), text("appeal_rule", "Appeal rule"), Column("service_on", Kind.DATE, "Service", "", Privacy.DESK),
    text("patient_control_number", "Account no.", "", Privacy.PHI),
    text("payer_claim_number", "Payer's claim no.", "of the corrected claim", Privacy.PHI),
    text("source_file", "File", "", Privacy.PHI),
)  # fmt: skip
_SAME = ["payer", "tin", "procedure", "modifiers", "service_on", "charge_cents"]
_FIRST = ["paid_on", "paid_cents", "allowed_cents", "patient_cents"]


def corrected_lines(told: Lines, seen: Rates, held: Contracted, inputs: Inputs) -> pd.DataFrame:
    """Return the lines of a corrected claim that allow less than at first and than is due, or pay less of the price.

    One row per line, with its label in `seen.lines`: what that has, `first_paid_on`, `first_paid_cents`,
    `first_allowed_cents` of the decision that was taken back, `due_cents` (by the contract, else the rate in force,
    else what was allowed first), `short_cents`, and the claim's numbers and file. `short_cents` is zero where the
    patient owes at the same price what the payer pays less (`_moved`); else it is above zero. The first decision has
    the same payer, account, procedure, modifiers, day and charge, and a remittance no later. Lines that only the
    patient owes are none, but for those of which the payer paid a part at first, where a copayment takes it all or the
    patient owes just what was owed before: the payer took its own part back.
    """
    back = told.every[told.every["left_out"].eq(TAKEN_BACK)]
    lines = seen.lines if len(back) else seen.lines.iloc[:0]
    for name in ("service_on", "charge_cents"):  # few are left, before texts are compared
        lines = lines[lines[name].isin(back[name])]
    now = lines[pd.MultiIndex.from_frame(lines[_SAME]).isin(pd.MultiIndex.from_frame(back[_SAME]))]
    back = back[pd.MultiIndex.from_frame(back[_SAME]).isin(pd.MultiIndex.from_frame(now[_SAME]))]
    first, last = (_in_turn(rows.join(where_of(rows, inputs))) for rows in (back, now))
    names = {name: f"first_{name}" for name in _FIRST}
    by = [*_SAME, "number", "turn"]
    both = last.reset_index(names="line").merge(first[[*by, *_FIRST]].rename(columns=names), on=by)
    both = both[both["number"].notna() & (both["first_paid_on"] <= both["paid_on"])].set_index("line")
    own_part = taken_by_copay(both) | both["patient_cents"].eq(both["first_patient_cents"])
    is_payers = ~owed_by_patients(both) | (own_part & both["first_paid_cents"].gt(0))
    contract = pd.Series(held.lines["due_cents"].to_numpy(), held.lines["line"], dtype="Int64")
    due = contract.reindex(both.index).fillna(both["expected_cents"]).fillna(both["first_allowed_cents"])
    short, less = due - both["allowed_cents"], both["first_allowed_cents"] - both["allowed_cents"]
    stated, rules = contract.reindex(both.index).notna(), inputs.rules
    off, fell = (
        rules.off_contract(gap, both["units"]).where(stated, rules.beyond(gap, due)) for gap in (short, less)
    )
    far = (short > 0) & (less > 0) & off & fell & is_payers & ~cut_off(both, inputs)
    far = far.fillna(False).astype(bool)
    moved = _moved(both, less)
    more = (both["patient_cents"] - both["first_patient_cents"]).where(moved, 0)
    made = both.assign(due_cents=due, short_cents=short.where(far, 0), moved_cents=more)
    return made[far | moved]


def _moved(both: pd.DataFrame, less: pd.Series) -> pd.Series:
    """Which lines the payer pays less for since the patient owes that much more of the same price."""
    unpaid = both["first_paid_cents"] - both["paid_cents"]
    return less.le(0) & unpaid.gt(0) & (both["patient_cents"] - both["first_patient_cents"]).ge(unpaid)


def _in_turn(rows: pd.DataFrame) -> pd.DataFrame:
    """Lines with the `number` of their account as compared, and which of equal ones each is, in order of payment."""
    rows = rows.assign(number=compared(rows["patient_control_number"].astype("str")))
    rows = rows.sort_values(["paid_on", "content", "service_id"], kind="stable")
    return rows.assign(turn=rows.groupby([*_SAME, "number"], dropna=False).cumcount())


def corrections(rows: pd.DataFrame, inputs: Inputs) -> pd.DataFrame:
    """Return the corrected claims of these lines (`corrected_lines`), one row each (CORRECTED), most money first.

    `difference_cents`, `pattern`, `codes`, `modifiers`, `content` and `service_id` are those of a line paid short.
    """
    sums = rows.groupby(CLAIM, as_index=False, dropna=False).agg(
        procedure=("procedure", lambda codes: ", ".join(dict.fromkeys(codes))),
        first_paid_on=("first_paid_on", "min"), first_paid_cents=("first_paid_cents", "sum"),
        paid_on=("paid_on", "max"), paid_cents=("paid_cents", "sum"), allowed_cents=("allowed_cents", "sum"),
        first_allowed_cents=("first_allowed_cents", "sum"), expected_cents=("due_cents", "sum"),
        short_cents=("short_cents", "sum"), moved_cents=("moved_cents", "sum"),
        payer_claim_number=("payer_claim_number", "last"),
        source_file=("source_file", "last"), content=("content", "last"), service_id=("service_id", "last"),
    )  # fmt: skip
    made = sums.join(appeals(sums["payer"], sums["paid_on"], inputs.deadlines))
    made = made.assign(difference_cents=-made["short_cents"], pattern=PATTERN, codes="", modifiers="")
    return made.sort_values(["difference_cents", *CLAIM], kind="stable", ignore_index=True)
