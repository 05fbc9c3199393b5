#!/usr/bin/env bash
# python-calamine: a cell with a formula error is an empty text, like a cell with nothing in it.
set -euo pipefail
folder="$(mktemp -d)"
trap 'rm -rf "$folder"' EXIT
cd "$folder"
python3 -m venv venv
venv/bin/python -m pip install -qq --no-compile python-calamine==0.9.1 openpyxl==3.1.5 xlsxwriter==3.3.1
venv/bin/python - <<'PY'
from importlib.metadata import version
for name in ('python-calamine', 'openpyxl', 'xlsxwriter'):
    print(name, version(name))

import openpyxl
import xlsxwriter
from python_calamine import CalamineWorkbook

print("calamine gives '' for #N/A, #REF! and #DIV/0! as for a formula that yields no text; openpyxl gives the error's name.")
with xlsxwriter.Workbook("fees.xlsx") as book:
    sheet = book.add_worksheet()
    for row, (formula, value) in enumerate([
        ("=VLOOKUP(7,A1:B1,2,FALSE)", "#N/A"), ("=SUM(#REF!)", "#REF!"), ("=1/0", "#DIV/0!"), ('=""', ""), ("=5", 5),
    ]):
        sheet.write_formula(row, 0, formula, None, value)
calamine = [row[0] for row in CalamineWorkbook.from_path("fees.xlsx").get_sheet_by_index(0).to_python()]
cells = openpyxl.load_workbook("fees.xlsx", data_only=True).active["A"]
print("calamine", calamine)
print("openpyxl", [cell.value for cell in cells])
assert calamine == ["", "", "", "", 5.0]
assert [cell.value for cell in cells][:3] == ["#N/A", "#REF!", "#DIV/0!"]
PY
