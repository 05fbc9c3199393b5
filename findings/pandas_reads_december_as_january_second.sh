#!/usr/bin/env bash
# pandas: a date with year and month only is read as a day of January.
set -euo pipefail
folder="$(mktemp -d)"
trap 'rm -rf "$folder"' EXIT
cd "$folder"
python3 -m venv venv
venv/bin/python -m pip install -qq --no-compile pandas==3.1.1 pyarrow==26.0.1 polars==2.1.0 duckdb==2.0.0
venv/bin/python - <<'PY'
from importlib.metadata import version
for name in ('pandas', 'pyarrow', 'polars', 'duckdb'):
    print(name, version(name))

import duckdb
import pandas as pd
import polars as pl
import pyarrow as pa
import pyarrow.compute as pc

print("With format %Y%m%d pandas reads the partial date 202612 as January 2, 2026; pyarrow, polars and duckdb call it unknown.")
texts = ["20261231", "202612", "202611", "202610"]
pandas = [str(day)[:10] for day in pd.to_datetime(pd.Series(texts), format="%Y%m%d", errors="coerce")]
arrow = pc.strptime(pa.array(texts), format="%Y%m%d", unit="s", error_is_null=True).is_valid().to_pylist()
polars = pl.Series(texts).str.to_date("%Y%m%d", strict=False).is_not_null().to_list()
rows = duckdb.sql(f"select try_strptime(t, '%Y%m%d') is not null from unnest({texts}) u(t)").fetchall()
print("text  ", texts)
print("pandas", pandas)
print("is a date for pyarrow", arrow, "polars", polars, "duckdb", [row[0] for row in rows])
assert pandas == ["2026-12-31", "2026-01-02", "2026-01-01", "NaT"]
assert arrow == polars == [row[0] for row in rows] == [True, False, False, False]
PY
