#!/usr/bin/env bash
# duckdb, polars, pyarrow: the same decimal with half a cent becomes three different amounts.
set -euo pipefail
folder="$(mktemp -d)"
trap 'rm -rf "$folder"' EXIT
cd "$folder"
python3 -m venv venv
venv/bin/python -m pip install -qq --no-compile pyarrow==26.0.1 polars==2.1.0 duckdb==2.0.0
venv/bin/python - <<'PY'
from importlib.metadata import version
for name in ('pyarrow', 'polars', 'duckdb'):
    print(name, version(name))

from decimal import Decimal

import duckdb
import polars as pl
import pyarrow as pa

print("Cast to two places: duckdb rounds half away from zero, polars half to even, pyarrow refuses, or with safe=False cuts off.")
amounts = [Decimal("0.125"), Decimal("-0.125"), Decimal("0.139")]
remit = pa.table({"amount": pa.array(amounts)})
rows = duckdb.sql("select amount::decimal(9,2) from remit").fetchall()
seen = {
    "duckdb": [str(row[0]) for row in rows],
    "polars": [str(value) for value in pl.Series(amounts).cast(pl.Decimal(9, 2))],
    "pyarrow, safe=False": [str(value) for value in remit["amount"].cast(pa.decimal128(9, 2), safe=False).to_pylist()],
}
try:
    remit["amount"].cast(pa.decimal128(9, 2))
except pa.ArrowInvalid as error:
    seen["pyarrow"] = str(error)
for who, values in seen.items():
    print(who, values)
assert seen == {
    "duckdb": ["0.13", "-0.13", "0.14"],
    "polars": ["0.12", "-0.12", "0.14"],
    "pyarrow, safe=False": ["0.12", "-0.12", "0.13"],
    "pyarrow": "Rescaling Decimal value would cause data loss",
}
PY
