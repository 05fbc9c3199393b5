#!/usr/bin/env bash
# pyarrow decimals: the mean is rounded to the scale of the column, a quotient is cut, round() goes to even.
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

from decimal import Decimal

import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc

print("On decimal128(9, 2) the mean keeps two places and rounds half away from zero, division cuts off, and round() goes to even;")
print("pandas hands the rounded mean on from mean() and groupby, while median() of the same two amounts is exact.")
cents = pa.decimal128(9, 2)
paid = pd.Series([Decimal("0.02"), Decimal("0.03")], dtype=pd.ArrowDtype(cents))
table = pd.DataFrame({"payer": ["A", "A"], "paid": paid})
seen = {
    "mean": str(paid.mean()),
    "groupby mean": str(table.groupby("payer")["paid"].mean()["A"]),
    "median": float(paid.median()),
    "0.02 / 3": str(pc.divide(pa.array([Decimal("0.02")], cents), pa.scalar(Decimal("3")))[0].as_py()),
    "round(0.125, 2)": str(pc.round(pa.array([Decimal("0.125")]), 2)[0].as_py()),
}
for what, value in seen.items():
    print(what, value)
assert seen == {
    "mean": "0.03",
    "groupby mean": "0.03",
    "median": 0.025,
    "0.02 / 3": "0.0066",
    "round(0.125, 2)": "0.120",
}
PY
