#!/usr/bin/env bash
# pandas: clipping whole cents at limits of which one is unknown raises an error; the same amounts as fractions are clipped.
set -euo pipefail
folder="$(mktemp -d)"
trap 'rm -rf "$folder"' EXIT
cd "$folder"
python3 -m venv venv
venv/bin/python -m pip install -qq --no-compile pandas==3.1.1
venv/bin/python - <<'PY'
import pandas as pd

print("pandas", pd.__version__)
print("An unknown limit limits nothing where amounts are Float64 or float64; where they are Int64, clip tries to put infinity into it.")
seen = {}
for dtype in ("Int64", "Float64", "float64"):
    adjusted, refused = pd.Series([15_000, 15_000], dtype=dtype), pd.Series([12_000, None], dtype=dtype)
    try:
        seen[dtype] = adjusted.clip(upper=refused).tolist()
    except TypeError as error:
        seen[dtype] = str(error)
    print(dtype, seen[dtype])
assert seen == {
    "Int64": "Invalid value 'inf' for dtype 'Int64'",
    "Float64": [12_000.0, 15_000.0],
    "float64": [12_000.0, 15_000.0],
}
PY
