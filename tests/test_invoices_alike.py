"""Invoices of two practices that are the same to the letter: small ones are alike by nature, large ones a copy."""

from __future__ import annotations

import pytest
from cutover.reading.claims import invoices
from cutover.reading.claims.invoices import load_invoices
from cutover.reading.practice import book
from cutover.reading.practice.whose import ALIKE, SAME
from cutover.workstreams import whose_rows
from practice_folder import OTHER_NPI, OTHER_TIN, folder, practice_answers

ROW = "2026-05,Statement mailing {n},,0.60\n"  # 60 cents a line


def read(tmp_path, lines: int, above: str = ""):
    """The invoice of so many lines in one practice's folder, and to the letter in its sibling's."""
    text = f"{above}Month,Description,NPI,Amount\n" + "".join(ROW.format(n=n) for n in range(lines))
    files = {"invoices/may.csv": text}
    folder(tmp_path, files, practice_answers("Elm Street Clinic", OTHER_TIN, OTHER_NPI), slug="elm-street")
    folder(tmp_path, files, practice_answers())
    found = load_invoices(book.load_practice(tmp_path, "acme", "cedar-grove"))
    told = {one.code: (one.count, one.amount_cents) for one in whose_rows.findings(found.not_own)}
    return int(found.lines["amount_cents"].sum()), told, found.not_own["why"].tolist()


FEW = invoices._FEW_LINES


@pytest.mark.parametrize(("lines", "above", "kept", "codes", "why"), [
    # 12 lines of 0.60 are 7.20, counted where they lie, and asked about
    (FEW, "", 60 * FEW, {"rows-invoice-alike": (1, 60 * FEW)}, [ALIKE]),
    (FEW + 1, "", 0, {"rows-not-told-apart": (1, 60 * (FEW + 1))}, [SAME]),
    (3, "Bill to,Elm Street Clinic,,\n", 0, {"rows-of-another-practice": (1, 180)}, None),
    (3, "Bill to,Cedar Grove,,\n", 180, {}, []),  # names the practice: no question
])  # fmt: skip
def test_an_invoice_that_two_practices_hold_counts_where_it_lies_if_it_is_small(
    tmp_path, lines, above, kept, codes, why
):
    total, told, said = read(tmp_path, lines, above)
    assert (total, told) == (kept, codes) and why in (None, said)
