#!/usr/bin/env bash
# agate, the reader of csvkit: a copay of $20 and a coinsurance of 20% are the same number.
set -euo pipefail
folder="$(mktemp -d)"
trap 'rm -rf "$folder"' EXIT
cd "$folder"
python3 -m venv venv
venv/bin/python -m pip install -qq --no-compile agate==1.14.2
venv/bin/python - <<'PY'
from importlib.metadata import version
for name in ('agate',):
    print(name, version(name))

import io

import agate

print("agate drops $ and % from a column that has both, reads a filing limit of 6m as six minutes and an age as a day of the year 1.")
TERMS = "plan,share,limit,age\nAlpha,$20,90d,3 months\nBeta,20%,6m,2 weeks\n"
table = agate.Table.from_csv(io.StringIO(TERMS))
seen = {name: [str(value) for value in table.columns[name].values()] for name in ("share", "limit", "age")}
for name, values in seen.items():
    print(name, type(table.columns[name].data_type).__name__, values)
assert seen == {
    "share": ["20", "20"], "limit": ["90 days, 0:00:00", "0:06:00"], "age": ["0001-04-01", "0001-01-15"],
}
PY
