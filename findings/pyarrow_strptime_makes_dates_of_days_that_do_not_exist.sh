#!/usr/bin/env bash
# pyarrow: a day that no calendar has is read as a day of the next month.
set -euo pipefail
folder="$(mktemp -d)"
trap 'rm -rf "$folder"' EXIT
cd "$folder"
python3 -m venv venv
venv/bin/python -m pip install -qq --no-compile pandas==3.1.1 pyarrow==26.0.1
venv/bin/python - <<'PY'
from importlib.metadata import version
for name in ('pandas', 'pyarrow'):
    print(name, version(name))

import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc

print("pyarrow.compute.strptime reads February 30 as March 2 and year 26 as the year 26; pandas calls both unknown.")
seen = {}
for text in ["02/30/2026", "06/31/2025", "02/29/2025", "1/2/26"]:
    arrow = pc.strptime(pa.array([text]), format="%m/%d/%Y", unit="s")[0].as_py().date().isoformat()
    pandas = str(pd.to_datetime(pd.Series([text]), format="%m/%d/%Y", errors="coerce")[0])
    seen[text] = arrow, pandas
    print(text, "pyarrow", arrow, "pandas", pandas)
thirteenth = pc.strptime(pa.array(["13/01/2026"]), format="%m/%d/%Y", unit="s", error_is_null=True)[0].as_py()
print("13/01/2026 pyarrow", thirteenth)
assert seen == {
    "02/30/2026": ("2026-03-02", "NaT"),
    "06/31/2025": ("2025-07-01", "NaT"),
    "02/29/2025": ("2025-03-01", "NaT"),
    "1/2/26": ("0026-01-02", "NaT"),
}
assert thirteenth is None
PY
