#!/usr/bin/env bash
# Excel offers "Strict Open XML Spreadsheet" when saving: one reader sees all its rows, another sees a workbook without a sheet.
set -euo pipefail
folder="$(mktemp -d)"
trap 'rm -rf "$folder"' EXIT
cd "$folder"
python3 -m venv venv
venv/bin/python -m pip install -qq --no-compile openpyxl==3.1.5 python-calamine==0.9.1 xlsxwriter==3.3.1
venv/bin/python -W ignore - <<'PY'
import zipfile
from importlib.metadata import version

import openpyxl
import xlsxwriter
from python_calamine import CalamineWorkbook

for name in ("openpyxl", "python-calamine", "xlsxwriter"):
    print(name, version(name))

# ISO/IEC 29500-1 names the parts of a workbook otherwise than the form that Excel saves by default (29500-4)
STRICT = {
    b"http://schemas.openxmlformats.org/spreadsheetml/2006/main": b"http://purl.oclc.org/ooxml/spreadsheetml/main",
    b"http://schemas.openxmlformats.org/officeDocument/2006/relationships":
        b"http://purl.oclc.org/ooxml/officeDocument/relationships",
}
with xlsxwriter.Workbook("usual.xlsx") as book:
    page = book.add_worksheet("Claims")
    page.write_row(0, 0, ["Account", "Balance"])
    page.write_row(1, 0, ["00123", 12.5])
with zipfile.ZipFile("usual.xlsx") as usual, zipfile.ZipFile("strict.xlsx", "w") as strict:
    for part in usual.infolist():
        data = usual.read(part)
        for name, other in STRICT.items():
            data = data.replace(name, other)
        strict.writestr(part.filename, data)

said = {}
for name in ("usual.xlsx", "strict.xlsx"):
    rows = CalamineWorkbook.from_path(name).get_sheet_by_index(0).to_python()
    sheets = openpyxl.load_workbook(name).sheetnames
    said[name] = (rows, sheets)
    print(f"{name}: calamine reads {rows}; openpyxl has the sheets {sheets}")
print("openpyxl raises nothing and opens the strict workbook with no sheet at all, so a filled form reads as an empty one")
rows = [["Account", "Balance"], ["00123", 12.5]]
assert said == {"usual.xlsx": (rows, ["Claims"]), "strict.xlsx": (rows, [])}, said
PY
