#!/usr/bin/env bash
# pandas: whether a claim without status is "not paid" depends on the spelling of the type and of the filter.
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

import io

import pandas as pd

print("status != 'paid' keeps the claim without status for dtype str and in query(), and drops it for dtype string in brackets,")
print("so convert_dtypes() alone, which changes no value, takes a row away.")
CSV = "claim,status\nA1,paid\nA2,\nA3,open\n"
plain = pd.read_csv(io.StringIO(CSV), dtype="str")
nullable = pd.read_csv(io.StringIO(CSV), dtype="string")
converted = plain.convert_dtypes()
seen = {
    "str": plain[plain["status"] != "paid"]["claim"].tolist(),
    "string": nullable[nullable["status"] != "paid"]["claim"].tolist(),
    "convert_dtypes": converted[converted["status"] != "paid"]["claim"].tolist(),
    "string, query": nullable.query("status != 'paid'")["claim"].tolist(),
}
for how, claims in seen.items():
    print(how, claims)
assert seen["str"] == seen["string, query"] == ["A2", "A3"]
assert seen["string"] == seen["convert_dtypes"] == ["A3"]
PY
