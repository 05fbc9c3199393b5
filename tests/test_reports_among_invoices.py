"""A Par/Non-Par Report is known by its columns and counts, also among the invoices; its month may be in its name."""

from __future__ import annotations

import pytest
from claim_makers import NPI, OTHER_NPI, practice, put
from cutover.reading.claims.invoices import load_invoices
from cutover.reading.claims.par_reports import is_par_report, load_par_reports
from cutover.reading.mapping.said_once import MONTH_IN_NAME, of_name
from cutover.reading.practice import preflight_files

REPORT = f"TIN,NPI,Total,Par,NonPar,NonPar %\n470000001,{NPI},9,7,2,22%\n470000001,{OTHER_NPI},4,4,0,0%\n"
INVOICE = "Invoice,Invoice date,Description,Amount\n77,04/02/2026,Non-par claims fee,44.95\n"


@pytest.mark.parametrize(
    ("text", "is_one"),
    [
        (REPORT, True),
        (REPORT.replace("9,7,2", "9,7,1"), False),  # 7 and 1 are not 9: these are no counts of claims
        (REPORT.replace("9,7,2", "$44.95,$0.00,$44.95"), False),  # money
        (REPORT.replace("9,7,2", "44.5,0,44.5"), False),
        (INVOICE, False),
        ("NPI,Par,NonPar\n" + f"{NPI},7,2\n", False),  # without the sum nothing proves it
        ("", False),
    ],
)
def test_a_report_is_known_by_its_counts(text, is_one):
    assert is_par_report(text.encode()) is is_one


@pytest.mark.parametrize(
    ("name", "month"),
    [
        ("nonpar_05_2026.csv", "2026-05"),
        ("Par_NonPar_Report_052026.csv", "2026-05"),
        ("nonpar 2026_05.csv", "2026-05"),
        ("nonpar_202605.csv", "2026-05"),
        ("nonpar_13_2026.csv", None),
        ("nonpar_5_14_2026.csv", None),  # a day
        ("nonpar_05_2026_06_2026.csv", None),  # two months
        ("nonpar_1052026.csv", None),  # a number
    ],
)
def test_the_month_of_a_name(name, month):
    found = [said.value for said in of_name(name) if said.column == MONTH_IN_NAME]
    assert found == ([month] if month else [])


def test_a_report_among_invoices_is_read_as_one_and_is_no_unread_invoice(tmp_path):
    own = practice(tmp_path, npis=(NPI, OTHER_NPI))
    put(own, "invoices/nonpar_04_2026.csv", REPORT)
    put(own, "invoices/april.csv", INVOICE)
    put(own, "reports/nonpar_05_2026.csv", REPORT.replace("9,7,2", "5,4,1"))
    rows, bills = load_par_reports(own), load_invoices(own)
    told = [
        (f"{month:%Y-%m}", int(n)) for month, n in zip(rows.rows["month"], rows.rows["nonpar"], strict=True)
    ]
    assert told == [("2026-05", 1), ("2026-05", 0), ("2026-04", 2), ("2026-04", 0)]
    assert bills.files["source_file"].tolist() == ["invoices/april.csv"]
    assert bills.problems.empty and bills.lines["amount_cents"].tolist() == [4_495]


def test_another_table_among_invoices_stays_unread_there(tmp_path):
    own = practice(tmp_path, npis=(NPI, OTHER_NPI))
    put(own, "invoices/nonpar_04_2026.csv", REPORT.replace("9,7,2", "9,7,1"))
    assert load_invoices(own).files["state"].tolist() == ["not read"]
    assert load_par_reports(own).rows.empty


def test_the_check_counts_the_rows_of_a_report_among_invoices(tmp_path):
    own = practice(tmp_path, npis=(NPI, OTHER_NPI))
    put(own, "invoices/nonpar_04_2026.csv", REPORT)
    folder = own.raw / "invoices"
    assert preflight_files.of_folder(folder, own.raw.parent) == []
    (rows,) = preflight_files.rows_of_folder(folder, own.raw.parent)
    assert (rows.name, rows.words, rows.is_odd) == (
        "nonpar_04_2026.csv",
        "2 rows in, 2 used, 0 set aside",
        False,
    )
    put(own, "invoices/nonpar.csv", REPORT)  # of no known month
    said = " ".join(one.found for one in preflight_files.of_folder(folder, own.raw.parent))
    assert "no column for Month" in said and "Description" not in said
