#!/usr/bin/env bash
# pandas pivot_table: with margins the count of rows in the margin is less than the cells beside it.
set -euo pipefail
folder="$(mktemp -d)"
trap 'rm -rf "$folder"' EXIT
cd "$folder"
python3 -m venv venv
venv/bin/python -m pip install -qq --no-compile pandas==3.1.1
venv/bin/python - <<'PY'
from importlib.metadata import version
for name in ('pandas',):
    print(name, version(name))

import pandas as pd

print("With margins=True, rows whose value is missing are in the cells of aggfunc=len but not in the totals beside them.")
claims = pd.DataFrame({
    "payer": ["A", "A", "A", "B"],
    "status": ["paid", "open", "open", "paid"],
    "amount": [10.0, None, 5.0, 30.0],
})
counts = claims.pivot_table(index="payer", columns="status", values="amount", aggfunc=len, margins=True)
print(counts.to_string())
row = counts.loc["A"]
cells, margin = int(row["open"] + row["paid"]), int(row["All"])
print("payer A: cells", cells, "margin", margin, "grand total", int(counts.loc["All", "All"]), "rows", len(claims))
assert (cells, margin) == (3, 2)
assert int(counts.loc["All", "All"]) == 3 and len(claims) == 4
PY
