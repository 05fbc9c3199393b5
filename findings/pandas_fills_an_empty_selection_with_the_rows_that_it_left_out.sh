#!/usr/bin/env bash
# pandas aligns a column that is assigned to a selection, except where nothing was selected: then all rows come back.
set -euo pipefail
folder="$(mktemp -d)"
trap 'rm -rf "$folder"' EXIT
cd "$folder"
python3 -m venv venv
venv/bin/python -m pip install -qq --no-compile pandas==3.1.1
venv/bin/python - <<'PY'
import pandas as pd

print("pandas", pd.__version__)
paid = pd.DataFrame({"claim": ["A", "B"], "cents": [10_000, 25_000]})
said = {}
for least in (20_000, 90_000):
    selected = paid[paid["cents"] > least]
    told = selected.assign(cents=paid["cents"])
    said[least] = (len(selected), len(told), int(told["cents"].sum()))
    print(f"over {least:,}: {len(selected)} selected, {len(told)} after assigning the same column, {said[least][2]:,} cents")
print("one selected claim stays one; none selected becomes both, without names and with all their money")
assert said == {20_000: (1, 1, 25_000), 90_000: (0, 2, 35_000)}, said
PY
