"""Contract rates of several payers in blocks, side by side, in columns beside the own fee, and as percents."""

from __future__ import annotations

from decimal import Decimal

import pandas as pd
import pytest
from cutover.reading.files.spreadsheet import read_spreadsheet
from cutover.reading.mapping.tables_of import tables_of, used
from cutover.reading.mapping.targets import load_target
from cutover.reading.payers.contract_rates import NO_RATE, OF_MEDICARE, typed
from cutover.reading.payers.contract_sheets import opened
from cutover.reading.payers.percent_rates import BASE, percent_of
from workbook_maker import workbook_of


def rates(*sheets):
    """(payer, code, cents) of every rate in use, and the reasons of the rows that are none."""
    tables = used(
        tables_of(workbook_of(*sheets), "r.xlsx", load_target("fee_schedules"), opened=opened), "r.xlsx"
    )
    rows, reason = typed(pd.concat([table.rows for table in tables], ignore_index=True), "r.xlsx")
    rows = rows[reason.isna()]
    told = list(zip(rows["payer_name"].fillna(""), rows["procedure_code"], rows["rate_cents"], strict=True))
    return told, reason.dropna().tolist()


def test_a_header_that_is_repeated_below_a_full_row_ends_no_table():
    told, aside = rates(
        ("2026", [["Payer: Cigna"], ["Code", "Rate"], ["99213", 80], ["Code", "Rate"], ["99214", 90]])
    )
    assert told == [("Cigna", "99213", 8000), ("Cigna", "99214", 9000)]
    assert aside == []


HEAD = ["Code", "Rate", None, "Code", "Rate"]


def test_rates_side_by_side_are_those_of_the_payer_above_them():
    told, aside = rates(("2026", [
        ["Payer: Cigna", None, None, "Payer: Aetna"], HEAD,
        ["99213", 80, None, "99213", 90], ["99214", 110, None, "99214", 120], ["99215", 150],
        [], ["Payer: Humana"], ["Code", "Rate"], ["99213", 70],
    ]))  # fmt: skip
    assert aside == []
    assert told == [
        ("Cigna", "99213", 8000), ("Cigna", "99214", 11000), ("Cigna", "99215", 15000), ("Humana", "99213", 7000),
        ("Aetna", "99213", 9000), ("Aetna", "99214", 12000),
    ]  # fmt: skip


@pytest.mark.parametrize("label", ["Payer: ", ""])
def test_a_title_above_a_repeated_header_begins_another_payers_table(label):
    told, aside = rates(("2026", [
        [f"{label}Cigna"], ["Code", "Rate"], ["99213", 80], [], [f"{label}Aetna"], ["Code", "Rate"], ["99213", 90],
    ]))  # fmt: skip
    assert told == [("Cigna", "99213", 8000), ("Aetna", "99213", 9000)]
    assert aside == []


def test_a_line_of_one_cell_that_no_header_follows_is_told_and_no_title():
    told, aside = rates(
        ("2026", [["Payer: Cigna"], ["Code", "Rate"], ["99213", 80], ["99214"], ["99215", 90]])
    )
    assert told == [("Cigna", "99213", 8000), ("Cigna", "99215", 9000)]
    assert aside == [NO_RATE]


@pytest.mark.parametrize(
    ("rows", "tables"),
    [
        ([HEAD, ["1", 2, None, "3", 4], ["5", 6, None, "7", 8]], 2),
        (
            [["Code", "Rate", None, "Code", "Units"], ["1", 2, None, "3", 4], ["5", 6, None, "7", 8]],
            1,
        ),  # other columns
        ([HEAD, ["1", 2, "x", "3", 4], ["5", 6, None, "7", 8]], 1),  # the column between holds something
        ([["Code", None, "Code"], ["1", None, "3"], ["5", None, "7"]], 1),  # one column each is no table
    ],
)
def test_tables_stand_side_by_side_where_an_empty_column_parts_the_same_header(rows, tables):
    sheets = read_spreadsheet(workbook_of(("x", rows)), "x.xlsx", expected=[{"code", "rate", "units"}]).sheets
    assert len(sheets) == tables
    for sheet in sheets:
        assert sheet.rows_in == len(sheet.frame) + len(sheet.set_aside) + 1
    assert sum(len(sheet.frame) for sheet in sheets) == 2 * tables


def test_what_the_practice_charges_beside_columns_of_payers_is_nobodys_rate():
    head = ["CPT", "Our fee", "UnitedHealthcare", "Aetna"]
    told, _ = rates(("x", [head, ["99213", 155, 95, 100], ["99214", 220, 135, None]]))
    assert told == [
        ("UnitedHealthcare", "99213", 9500),
        ("UnitedHealthcare", "99214", 13500),
        ("Aetna", "99213", 10000),
    ]


@pytest.mark.parametrize(
    "head",
    [
        ["CPT", "Our fee", "Aetna", "Units"],
        ["CPT", "Contract rate", "Aetna", "Cigna"],
        ["CPT", "Our fee", "Boulder", "Denver"],
    ],
)
def test_beside_one_payer_or_a_rate_that_is_agreed_the_columns_of_payers_are_no_tables(head):
    told, _ = rates(("x", [head, ["99213", 155, 95, 100], ["99214", 220, 135, 140]]))
    assert told == [("", "99213", 15500), ("", "99214", 22000)]


PERCENTS = [
    ["Contract", "Percent of Medicare", "Since"],
    ["Aetna", "110%", "3/1/2026"],
    ["Cigna", "92.5 %", None],
]
AMOUNTS = [["HCPCS", "Fee"], ["99213", 91.27], ["L3000", 298]]


def test_a_percent_of_medicare_is_a_rate_of_each_amount_in_the_practices_own_list():
    sheets = (("Medicare 2026", AMOUNTS), ("percent", PERCENTS))
    told, aside = rates(*sheets)
    assert told == [
        ("Aetna", "99213", 10040), ("Aetna", "L3000", 32780),  # 91.27 x 1.10 = 100.397, 298 x 1.10 = 327.80
        ("Cigna", "99213", 8442), ("Cigna", "L3000", 27565),  # 91.27 x 0.925 = 84.42475, 298 x 0.925 = 275.65
    ]  # fmt: skip
    assert aside == [BASE, BASE]  # Medicare's amounts are no contract's rates
    tables = tables_of(workbook_of(*sheets), "r.xlsx", load_target("fee_schedules"), opened=opened)
    rows, _ = typed(tables[1].rows, "r.xlsx")
    days = rows[["effective_from", "effective_through"]].map(lambda day: f"{day:%Y-%m-%d}").drop_duplicates()
    # the contract begins in March, the amounts are known for 2026 alone
    assert days.to_numpy().tolist() == [["2026-03-01", "2026-12-31"], ["2026-01-01", "2026-12-31"]]


def test_without_the_amounts_a_percent_is_said_and_is_no_rate():
    for sheets in ((("percent", PERCENTS),), (("Fees 2026", AMOUNTS), ("percent", PERCENTS))):
        tables = tables_of(workbook_of(*sheets), "r.xlsx", load_target("fee_schedules"), opened=opened)
        rows, reason = typed(tables[-1].rows, "r.xlsx")
        assert rows["payer_name"].tolist() == ["Aetna", "Cigna"]
        assert reason.tolist() == [OF_MEDICARE.format(percent=f"{n} % of Medicare") for n in ("110", "92.5")]


@pytest.mark.parametrize(
    ("text", "percent"),
    [("114%", "114"), ("98", "98"), ("1.05", "105"), ("0.9", "90"), ("92.5 %", "92.5"), ("20%", "20"), ("19%", None),
     ("500%", "500"), ("501%", None), ("see letter", None), ("", None)],
)  # fmt: skip
def test_a_cell_is_a_percent_as_it_is_written_or_as_a_spreadsheet_keeps_it(text, percent):
    found = percent_of(text)
    assert found == (None if percent is None else Decimal(percent))


def test_percents_of_something_else_are_no_percents_of_medicare():
    rows = [["Contract", "Percent of charges", "Since"], ["Aetna", "80%", "3/1/2026"]]
    assert opened(workbook_of(("percent", rows)), "r.xlsx")[0].columns == [
        "Contract",
        "Percent of charges",
        "Since",
    ]


def dated(*sheets):
    """(payer, code, first day, last day) of every rate in use."""
    tables = used(
        tables_of(workbook_of(*sheets), "r.xlsx", load_target("fee_schedules"), opened=opened), "r.xlsx"
    )
    rows, _ = typed(pd.concat([table.rows for table in tables], ignore_index=True), "r.xlsx")
    days = rows[["effective_from", "effective_through"]].map(
        lambda day: f"{day:%m-%d-%y}" if day == day else ""
    )
    return list(
        zip(rows["payer_name"].fillna(""), rows["procedure_code"], *(days[c] for c in days), strict=True)
    )


def test_a_title_above_each_of_tables_side_by_side_is_its_payer_though_headers_differ_in_words():
    told = dated(("2026", [
        ["Cigna 2026 - PT", None, None, None, "Alder Mutual vision / optical 2026"],
        ["Effective 2/1/2026"], [],
        ["CPT", "Allowed", None, None, "Code", "Rate"],
        ["97110", 30, None, None, "97110", 28], ["97140", 27, None, None, "97140", 25],
    ]))  # fmt: skip
    assert told == [
        ("Cigna", "97110", "02-01-26", ""), ("Cigna", "97140", "02-01-26", ""),
        ("Alder Mutual vision / optical", "97110", "02-01-26", ""),
        ("Alder Mutual vision / optical", "97140", "02-01-26", ""),
    ]  # fmt: skip


@pytest.mark.parametrize(("title", "payer", "first", "last"), [
    ("Cigna fee schedule eff 03/01/2026", "Cigna", "03-01-26", ""),
    ("Cigna (in network) 3/1/2026", "Cigna", "03-01-26", ""),
    ("Cigna rates 1/1/2026 - 12/31/2026", "Cigna", "01-01-26", "12-31-26"),
    ("Cigna thru 3/31/2026", "Cigna", "", "03-31-26"),
    ("Cigna printed 3/4/2026", "Cigna", "", ""),  # the day of the paper
    ("Cigna printed 3/4/2026 effective 1/1/2026", "Cigna", "01-01-26", ""),
    ("Cigna 3/15/2026", "Cigna", "", ""),  # may be the day of the paper too: rates begin with a month
    ("Cigna - 3/1/2026", "Cigna", "03-01-26", ""),
    ("Cigna from 3/15/2026", "Cigna", "03-15-26", ""),
    ("Cigna 2026", "Cigna", "", ""),  # a year is no day
    ("Cigna and Aetna 2026", "", "", ""),  # two payers
    ("Commercial fee schedule 2026", "", "", ""),  # nobody's name
    ("Agreements of the office", "", "", ""),
])  # fmt: skip
def test_a_title_tells_payer_and_days_where_it_names_one_of_each(title, payer, first, last):
    assert dated(("rates", [[title], ["CPT", "Rate"], ["97110", 30], ["97140", 27]])) == [
        (payer, "97110", first, last),
        (payer, "97140", first, last),
    ]


def test_columns_of_a_table_go_before_its_title():
    head = ["Payer", "CPT", "Rate", "From"]
    told = dated(
        (
            "rates",
            [["Cigna eff 3/1/2026"], head, ["Aetna", "97110", 30, "1/1/2026"], ["Aetna", "97140", 27, None]],
        )
    )
    assert told == [("Aetna", "97110", "01-01-26", ""), ("Aetna", "97140", "", "")]


@pytest.mark.parametrize(
    ("header", "payer"),
    [("Aetna Rate", "Aetna"), ("2026 Aetna allowed", "Aetna"), ("Aetna", "Aetna"), ("Boulder Rate", None)],
)
def test_one_column_of_a_known_payers_rates_is_that_payers(header, payer):
    rows = [["Code", header], ["97110", "$30.00"], ["97140", "$27.00"]]
    tables = tables_of(workbook_of(("x", rows)), "r.xlsx", load_target("fee_schedules"), opened=opened)
    assert [table.is_used for table in tables] == [True]  # the only column of amounts
    assert tables[0].rows["rate"].tolist() == ["$30.00", "$27.00"]
    assert tables[0].rows["payer"].dropna().tolist() == ([payer, payer] if payer else [])
