#!/usr/bin/env bash
# duckdb and polars: dates of an American file are read day first until a day after the 12th comes along.
set -euo pipefail
folder="$(mktemp -d)"
trap 'rm -rf "$folder"' EXIT
cd "$folder"
python3 -m venv venv
venv/bin/python -m pip install -qq --no-compile duckdb==2.0.0 polars==2.1.0
venv/bin/python - <<'PY'
from importlib.metadata import version
for name in ('duckdb', 'polars'):
    print(name, version(name))

from pathlib import Path

import duckdb
import polars as pl

print("Both read 01/02/2026 as February 1; one more row, 01/13/2026, and duckdb reads January 2, while polars reads no date at all.")
seen = {}
for rows in (["01/02/2026", "03/04/2026"], ["01/02/2026", "03/04/2026", "01/13/2026"]):
    Path("paid.csv").write_text("\n".join(["paid", *rows]) + "\n")
    seen[len(rows)] = (
        str(duckdb.sql("select paid from 'paid.csv'").fetchall()[0][0]),
        str(pl.read_csv("paid.csv", try_parse_dates=True)["paid"][0]),
    )
    print(rows, "first row: duckdb", seen[len(rows)][0], "polars", seen[len(rows)][1])
assert seen == {2: ("2026-02-01", "2026-02-01"), 3: ("2026-01-02", "01/02/2026")}, seen
PY
