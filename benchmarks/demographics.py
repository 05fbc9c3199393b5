"""How long the patient import takes, and how it grows: 5,000, 50,000 and 200,000 patients.

Run: `python benchmarks/demographics.py [patients ...]`. Prints the seconds of preparing (values, rules, duplicates,
conservation), of the duplicate search alone, and of writing the files; reading the spreadsheet is measured in
`benchmarks/spreadsheet.py`. Goal: 50,000 patients in at most 20 s on two cores. One patient in fifty is there
twice; invented names, birth dates of 90 years, every second patient with a second coverage.
"""

from __future__ import annotations

import datetime as dt
import random
import sys
import tempfile
import time
from pathlib import Path

import pandas as pd
from cutover.columns import TEXT
from cutover.desk.patient_files import write_import
from cutover.reading.mapping.targets import patients_export
from cutover.reading.patients.exports import Demographics
from cutover.workstreams.demographics import duplicates as patient_duplicates
from cutover.workstreams.demographics.patient_import import prepare

AS_OF = dt.date(2026, 7, 31)
_FIRST = ["Ann", "Bela", "Carl", "Dora", "Emil", "Fay", "Gus", "Hana", "Ira", "June", "Karl", "Lena"]
_LAST = ["Abend", "Birch", "Cole", "Dunn", "Ebert", "Frost", "Grant", "Hale", "Irving", "Jung"]


def a_patient(rng: random.Random, number: int) -> dict[str, str]:
    """One patient; names are two words put together, so that many differ."""
    born = dt.date(1935, 1, 1) + dt.timedelta(days=rng.randrange(33_000))
    row = {
        "account_number": str(10_000 + number),
        "last_name": rng.choice(_LAST) + rng.choice(_LAST).lower() + rng.choice("aeiou"),
        "first_name": rng.choice(_FIRST) + rng.choice(["", "a", "ina", "us"]),
        "birth_date": born.strftime("%m/%d/%Y"),
        "sex": rng.choice("MF"),
        "street": f"{rng.randrange(1, 2000)} Elm St",
        "city": "Newark",
        "state": rng.choice(["NJ", "New Jersey"]),
        "zip": rng.choice(["07101", "7102"]),
        "home_phone": f"201555{rng.randrange(10_000):04d}",
        "last_visit": (AS_OF - dt.timedelta(days=rng.randrange(900))).strftime("%m/%d/%Y"),
        "primary_payer_name": rng.choice(["Aetna", "Cigna", "Medicare NJ", "Horizon BCBSNJ"]),
        "primary_member_id": f"W{rng.randrange(10**9):09d}",
        "primary_relationship": rng.choice(["Self", "Child"]),
    }
    if number % 2:
        row |= {"secondary_payer_name": "Aetna", "secondary_member_id": f"U{rng.randrange(10**8):08d}"}
    return row


def an_export(count: int) -> Demographics:
    """So many patients as mapped rows; every fiftieth stands there again under another number."""
    rng = random.Random(20_260_731)
    rows = []
    for number in range(count):
        again = number % 50 == 0 and rows
        rows.append(rows[-1] | {"account_number": f"D{number}"} if again else a_patient(rng, number))
    target = patients_export()
    frame = pd.DataFrame(rows).reindex(columns=[f.key for f in target.fields]).astype(TEXT)
    frame["source_file"], frame["source_sheet"] = "demographics/patients.csv", "Patients"
    frame = frame.astype({"source_file": TEXT, "source_sheet": TEXT})
    frame["source_row"] = pd.Series(range(2, count + 2), dtype="Int64")
    return Demographics(True, target, rows=frame)


def main() -> None:
    """Print one line per size."""
    sizes = [int(text) for text in sys.argv[1:]] or [5_000, 50_000, 200_000]
    for size in sizes:
        export, spent = an_export(size), [0.0]
        search = patient_duplicates.same_person

        def timed(people: pd.DataFrame, search=search, spent=spent):
            start = time.perf_counter()
            found = search(people)
            spent[0] = time.perf_counter() - start
            return found

        patient_duplicates.same_person = timed
        start, cpu = time.perf_counter(), time.process_time()
        made = prepare(export, AS_OF)
        whole, busy = time.perf_counter() - start, time.process_time() - cpu
        patient_duplicates.same_person = search
        with tempfile.TemporaryDirectory() as folder:
            start, cpu = time.perf_counter(), time.process_time()
            write_import(Path(folder), export, made)
            written, wrote = time.perf_counter() - start, time.process_time() - cpu
        print(
            f"{size:>8,} patients: {whole:6.2f} s ({busy:.2f} s CPU), of it duplicates {spent[0]:.2f} s, "
            f"files {written:.2f} s ({wrote:.2f} s CPU); "
            f"{len(made.duplicates):,} pairs, {len(made.exceptions):,} exceptions"
        )


if __name__ == "__main__":
    main()
