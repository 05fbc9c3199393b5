"""An invoice is paid by the practice that it is billed to, whoever a line of it is charged for."""

from __future__ import annotations

import datetime as dt

import pytest
from cutover.reading.claims.invoices import load_invoices
from cutover.reading.practice import book
from cutover.workstreams import whose_rows
from cutover.workstreams.nonpar.inputs import load as nonpar_inputs
from cutover.workstreams.nonpar.report import assess as nonpar
from practice_folder import NPI, OTHER_NPI, OTHER_TIN, STRANGE_NPI, TIN, folder, practice_answers

MONTH = "2026-03"
FEE, PLAN = ("Non-par fee", "44.95"), ("Practice Mate", "59.97")


def bill(*lines: tuple[tuple[str, str], str, str], to: str = "", total: str | None = None) -> str:
    """An invoice of March with lines ((words, amount), NPI, Tax ID)."""
    rows = [f"{MONTH},{words},{npi},{tin},{amount}" for (words, amount), npi, tin in lines]
    above = [f"Bill to,{to},,,"] if to else []
    rows += [f",Amount due,,,{total}"] if total else []
    return "\n".join([*above, "Month,Description,NPI,Tax ID,Amount", *rows]) + "\n"


def held(tmp_path, text: str) -> book.Practice:
    """A practice with this invoice, beside another practice of the client."""
    folder(tmp_path, {}, practice_answers("Elm Street Clinic", OTHER_TIN, OTHER_NPI), slug="elm-street")
    folder(tmp_path, {"invoices/bill.csv": text}, practice_answers())
    return book.load_practice(tmp_path, "acme", "cedar-grove")


def read(tmp_path, text: str):
    return load_invoices(held(tmp_path, text))


def cents(found) -> int:
    return int(found.lines["amount_cents"].sum())


@pytest.mark.parametrize(
    "text",
    [
        bill(
            (PLAN, "", ""), (FEE, NPI, ""), (FEE, STRANGE_NPI, "")
        ),  # beside a line of the practice's own NPI
        bill((PLAN, "", TIN), (FEE, STRANGE_NPI, "")),  # beside its own Tax ID
        bill((PLAN, "", ""), (FEE, STRANGE_NPI, ""), to="Cedar Grove"),  # billed to its name
        bill((PLAN, "", ""), (FEE, STRANGE_NPI, "")),  # nothing says that it is somebody else's
        bill((PLAN, "", TIN), (FEE, STRANGE_NPI, "555555555")),  # a second Tax ID that the intake lacks
    ],
)
def test_a_line_of_an_npi_that_nobody_has_counts_and_is_a_question_of_its_own(tmp_path, text):
    found = read(tmp_path, text)
    assert cents(found) == text.count("44.95") * 4_495 + 5_997
    told = {f.code: (f.count, f.amount_cents) for f in whose_rows.findings(found.not_own)}
    assert told == {"rows-billed-npi-unknown": (1, 4_495)}


@pytest.mark.parametrize(
    ("text", "kept", "code"),
    [
        # a bill for several practices: whose the strange line is cannot be told
        (bill((FEE, NPI, ""), (FEE, OTHER_NPI, ""), (FEE, STRANGE_NPI, "")), 4_495, "rows-of-nobody"),
        # every line bears a Tax ID of nobody: the file is misplaced
        (bill((PLAN, "", "555555555"), (FEE, STRANGE_NPI, "555555555")), 0, "rows-of-nobody"),
        (bill((FEE, OTHER_NPI, OTHER_TIN)), 0, "rows-of-another-practice"),
    ],
)
def test_a_bill_of_others_stays_set_aside(tmp_path, text, kept, code):
    found = read(tmp_path, text)
    assert cents(found) == kept
    assert code in {f.code for f in whose_rows.findings(found.not_own)}


@pytest.mark.parametrize(("total", "is_wrong"), [("149.87", False), ("149.88", True)])
def test_the_total_of_an_invoice_ties_to_its_lines_or_the_difference_is_told(tmp_path, total, is_wrong):
    # 59.97 + 2 * 44.95 = 149.87
    found = read(tmp_path, bill((PLAN, "", ""), (FEE, NPI, ""), (FEE, STRANGE_NPI, ""), total=total))
    assert cents(found) == 14_987
    assert found.problems["found"].tolist() == (
        ["a total of $149.88 over lines of $149.87"] if is_wrong else []
    )


def test_a_fee_for_an_npi_that_nobody_has_is_charged_without_a_claim(tmp_path):
    practice = held(tmp_path, bill((PLAN, "", ""), (FEE, NPI, ""), (FEE, STRANGE_NPI, "")))
    given = nonpar_inputs(practice, dt.date(2026, 7, 31))
    told = nonpar(given).tables["charged"].frame
    assert dict(zip(told["npi"], told["charged_cents"], strict=True)) == {NPI: 4_495, STRANGE_NPI: 4_495}
