#!/usr/bin/env bash
# xlsx2csv, one of the engines of polars: an amount shown with USD becomes a text made of its number format.
set -euo pipefail
folder="$(mktemp -d)"
trap 'rm -rf "$folder"' EXIT
cd "$folder"
python3 -m venv venv
venv/bin/python -m pip install -qq --no-compile polars==2.1.0 xlsx2csv==0.8.6 openpyxl==3.1.5 xlsxwriter==3.3.1
venv/bin/python - <<'PY'
from importlib.metadata import version
for name in ('polars', 'xlsx2csv', 'openpyxl', 'xlsxwriter'):
    print(name, version(name))

import openpyxl
import polars as pl
import xlsxwriter

print("A format with a quoted word that has a d, m, y, h or s counts as a date: the amount is gone, while negative amounts stay.")
FORMATS = ['#,##0.00 "USD"', '"Paid "0.00', '$#,##0.00" due"', '#,##0.00 "EUR"']
with xlsxwriter.Workbook("paid.xlsx") as book:
    sheet = book.add_worksheet()
    for row, shown in enumerate(FORMATS):
        for column, amount in enumerate([1234.5, -45.5]):
            sheet.write_number(row, column, amount, book.add_format({"num_format": shown}))
told = pl.read_excel("paid.xlsx", engine="xlsx2csv", has_header=False, infer_schema_length=0).rows()
plain = list(openpyxl.load_workbook("paid.xlsx").active.iter_rows(values_only=True))
for shown, by_xlsx2csv, by_openpyxl in zip(FORMATS, told, plain):
    print(shown.ljust(16), "xlsx2csv", by_xlsx2csv, "openpyxl", by_openpyxl)
assert [row[0] for row in told] == ['#,##0.00 "us18"', '"pai18 "0.00', '$#,##0.00" 18ue"', "1234.5"], told
assert {row[1] for row in told} == {"-45.5"}
assert set(plain) == {(1234.5, -45.5)}
PY
