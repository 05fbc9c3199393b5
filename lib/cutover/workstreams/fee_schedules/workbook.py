"""The handoff workbook for lines paid short, one row each, in the columns of open claims; and what came back of it."""

from __future__ import annotations

from dataclasses import dataclass

import pandas as pd

from cutover.intake.handoff_workbook import CLAIMS, OF_PEOPLE, as_printed
from cutover.money import dollars
from cutover.workstreams.answers import once
from cutover.workstreams.fee_schedules.book import Book, book_of
from cutover.workstreams.fee_schedules.corrections import CLAIM
from cutover.workstreams.fee_schedules.findings import in_time, underpaid
from cutover.workstreams.fee_schedules.inputs import Inputs
from cutover.workstreams.findings import keyed
from cutover.workstreams.written_down import together

CODE, CORRECTED, MOST = "fees-underpaid", "fees-correction-lower", 5_000  # rows of one workbook


@dataclass(frozen=True)
class Written:
    """What people wrote down of lines paid short: `by_case` has OF_PEOPLE by the case of the line, `conflicts` counts
    cells in which two copies differ, `settled` rows with words whose line is no longer short or not in the workbook."""

    by_case: pd.DataFrame
    conflicts: int = 0
    settled: int = 0


@once
def _every(inputs: Inputs) -> pd.DataFrame:
    """The lines paid short, and the corrected claims that pay less, with their case in `key`."""
    book = book_of(inputs)
    parts = [
        keyed(CODE, underpaid(book), ["content", "service_id"]),
        keyed(CORRECTED, book.corrections, CLAIM),
    ]
    return pd.concat([part for part in parts if len(part)] or parts[:1], ignore_index=True)


@once
def cases(inputs: Inputs) -> pd.DataFrame:
    """Return the lines that can still be appealed with their case in `key`, the earliest last day first."""
    rows = _every(inputs)
    rows = rows[in_time(rows, inputs.today)] if not book_of(inputs).is_too_few else rows[:0]
    return rows.sort_values(["appeal_through", "difference_cents", "key"], kind="stable", na_position="last")


@once
def written(inputs: Inputs) -> Written:
    """Return what the workbooks in the folder `handoff` say of these lines; other rows are of open claims."""
    back = inputs.returned.claims
    rows = back[back["case"].isin(set(_every(inputs)["key"]))]
    rows = rows.assign(source=rows["source_file"])
    keys = list(dict.fromkeys(rows["case"]))
    told, conflicts = together(rows.assign(claim=rows["case"].map({key: n for n, key in enumerate(keys)})))
    by_case = told.set_axis(pd.Index([keys[n] for n in told.index], dtype="str"), axis=0)
    late = by_case[by_case[list(OF_PEOPLE)].notna().any(axis=1) & ~by_case.index.isin(cases(inputs)["key"])]
    return Written(by_case, len(conflicts), len(late))


def filled(book: Book) -> dict[str, list[dict]]:
    """Return the records of the workbook, with what people wrote down before.

    The case of a row is that of the finding; what people fill in comes back through the folder `handoff`.
    """
    known = written(book.inputs).by_case[list(OF_PEOPLE)].to_dict("index")
    ordered = cases(book.inputs).head(MOST).to_dict("records")
    return {CLAIMS.name: [_claim(row, known.get(row["key"], {})) for row in ordered]}


def _claim(row: dict, words: dict) -> dict:
    short = (
        f"paid short: {dollars(row['allowed_cents'])} allowed, {dollars(row['expected_cents'])} is the rate"
    )
    said = {
        "case": row["key"], "payer": row["payer"], "claim_number": row["payer_claim_number"],
        "account": row["patient_control_number"], "service_on": row["service_on"], "amount_cents": row["short_cents"],
        "state": "partly paid", "denial_reason": f"{short}; {row['pattern']}; {row['codes']}",
        "last_event": f"remittance: {row['procedure']} {row['modifiers']}".strip(), "last_event_on": row["paid_on"],
        "deadline_on": row["appeal_through"], "deadline_is": "appeal",
    }  # fmt: skip
    words = {name: word for name, word in words.items() if not pd.isna(word)}
    said |= words | {"as_printed": as_printed(words)}
    return {name: value for name, value in said.items() if not pd.isna(value)}
