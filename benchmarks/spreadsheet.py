"""How long a spreadsheet takes against the library below the reader: 100,000 rows of 25 columns.

Run: `python benchmarks/spreadsheet.py [rows]`. Prints the ratio to python-calamine for an .xlsx with dates,
amounts and a ZIP column formatted 00000 (goal: at most 2), and the seconds for a CSV (goal: about 1).
CPU seconds, the best of three, so that other work on the machine counts little.
"""

from __future__ import annotations

import io
import random
import sys
import time

import python_calamine as calamine
import xlsxwriter
from cutover.reading.files.spreadsheet import read_spreadsheet

COLUMNS = 25


def a_row(rng: random.Random) -> list:
    """One row: names, amounts, counts, date serials, states; a ZIP as number in column 5."""
    row = []
    for block in range(COLUMNS // 5):
        place = rng.choice(["NJ", "NY", "PA"]) if block else rng.randrange(100_000)
        amount, count = rng.randrange(10**6) / 100, rng.randrange(10**6)
        row += [f"Name {rng.randrange(10**5)}", amount, count, rng.randrange(20_000, 46_000), place]
    return row


def an_xlsx(rows: list[list]) -> bytes:
    """The rows as a workbook with one sheet."""
    out = io.BytesIO()
    with xlsxwriter.Workbook(out, {"in_memory": True}) as book:
        sheet = book.add_worksheet("Patients")
        date, code = (book.add_format({"num_format": f}) for f in ("mm/dd/yyyy", "00000"))
        formats = [code if c == 4 else date if c % 5 == 3 else None for c in range(COLUMNS)]
        sheet.write_row(0, 0, [f"Field {c}" for c in range(COLUMNS)])
        for number, row in enumerate(rows, 1):
            for column, value in enumerate(row):
                sheet.write(number, column, value, formats[column])
    return out.getvalue()


def a_csv(rows: list[list]) -> bytes:
    """The rows as CSV text."""
    lines = [",".join(f"Field {c}" for c in range(COLUMNS))]
    lines += [",".join(map(str, row)) for row in rows]
    return "\r\n".join(lines).encode()


def by_calamine(data: bytes) -> None:
    """What the reader is held against: all values of the sheet as Python lists."""
    calamine.CalamineWorkbook.from_filelike(io.BytesIO(data)).get_sheet_by_index(0).to_python()


def seconds(action, *args) -> float:
    """CPU seconds of one call, the best of three."""
    best = []
    for _ in range(3):
        start = time.process_time()
        action(*args)
        best.append(time.process_time() - start)
    return min(best)


def main() -> None:
    """Print the two measurements."""
    count = int(sys.argv[1]) if len(sys.argv) > 1 else 100_000
    rng = random.Random(20_260_731)
    rows = [a_row(rng) for _ in range(count)]
    workbook, text = an_xlsx(rows), a_csv(rows)
    base, ours = seconds(by_calamine, workbook), seconds(read_spreadsheet, workbook, "patients.xlsx")
    print(f"xlsx {count:,} x {COLUMNS}: calamine {base:.2f} s, reader {ours:.2f} s, ratio {ours / base:.2f}")
    print(f"csv  {count:,} x {COLUMNS}: {seconds(read_spreadsheet, text, 'patients.csv'):.2f} s")


if __name__ == "__main__":
    main()
